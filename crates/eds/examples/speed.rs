//! Microseconds that checks take: the best of many short runs, so that what else the machine does
//! disturbs little. `cargo run --release -p eds --example speed FOLDER`, which holds the certificates
//! of a trust set and more that they have signed, in DER or PEM.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use eds::algorithm::PublicKey;
use eds::pem;
use eds::x509::Certificate;

/// Short runs, and how often each does the work.
const RUNS: u32 = 60;
const TIMES: u32 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("which folder?")?;
    let mut all = Vec::new();
    read(Path::new(&folder), &mut all)?;
    for issuer in &all {
        let Some(one) = all.iter().find(|one| issuer.has_signed(one).is_ok()) else { continue };
        let bits = match &issuer.key {
            Ok(PublicKey::Rsa(key)) => key.bits(),
            _ => 0,
        };
        let verify = best(|| black_box(issuer).has_signed(black_box(one)));
        let read = best(|| Certificate::read(black_box(one.as_der())));
        println!(
            "verify {verify:6.1}  read {read:5.1}  {:?} {bits} {}",
            one.algorithm, one.subject
        );
    }
    Ok(())
}

fn read(folder: &Path, all: &mut Vec<Certificate>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(&path, all)?;
        } else if let Ok(der) = pem::to_der(&std::fs::read(&path)?) {
            all.extend(Certificate::read(&der));
        }
    }
    Ok(())
}

/// The least time of one piece of work, in microseconds.
fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut run = || {
        let start = Instant::now();
        (0..TIMES).for_each(|_| drop(black_box(work())));
        start.elapsed()
    };
    let least = (0..RUNS).map(|_| run()).min().unwrap_or(Duration::ZERO);
    least.as_secs_f64() * 1e6 / f64::from(TIMES)
}
