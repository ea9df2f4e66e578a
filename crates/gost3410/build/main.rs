//! Computes what is known beforehand of each curve, the table of its generator above all, with the
//! arithmetic of the crate itself. The compiler could do it too, but takes minutes.

#![expect(clippy::print_stdout, reason = "this is how Cargo is told something")]

#[path = "../src/comb.rs"]
#[expect(dead_code, reason = "the table is made here and read in the crate")]
mod comb;
mod computed;
#[path = "../src/domain.rs"]
#[expect(dead_code, reason = "written here and read in the crate")]
mod domain;
#[path = "../src/inverse.rs"]
mod inverse;
#[path = "../src/limbs.rs"]
#[expect(dead_code, reason = "the crate needs more of it")]
mod limbs;
#[path = "../src/modulus.rs"]
#[expect(dead_code, reason = "the crate needs more of it")]
mod modulus;
mod printed;
#[path = "../src/projective.rs"]
mod projective;

use std::fmt::Write as _;
use std::path::PathBuf;

use domain::Domain;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src");
    let mut source = String::new();
    for curve in &printed::SHORT {
        write_static::<4>(&mut source, curve.name, &computed::domain(curve))?;
    }
    for curve in &printed::LONG {
        write_static::<8>(&mut source, curve.name, &computed::domain(curve))?;
    }
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(folder.join("parameters.rs"), source)?;
    Ok(())
}

/// What is derived for debugging is an expression of Rust.
fn write_static<const N: usize>(
    source: &mut String,
    name: &str,
    domain: &Domain<N>,
) -> std::fmt::Result {
    writeln!(source, "pub(crate) static {name}: Domain<{N}> = {domain:?};")
}
