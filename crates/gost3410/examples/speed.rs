//! Microseconds a signature and a check take on each curve: the best of many short runs, so that
//! what else the machine does disturbs little. `cargo run --release -p gost3410 --example speed`

#![expect(clippy::print_stdout, clippy::as_conversions, reason = "it prints figures")]

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use gost3410::{Curve, Digest, PrivateKey};

/// Short runs, and how often each does the work.
const RUNS: u32 = 60;
const TIMES: u32 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    println!("µs           verify   sign");
    for curve in Curve::ALL {
        let size = curve.size();
        let bytes: [u8; 72] = std::array::from_fn(|i| (i * i) as u8);
        let key = PrivateKey::generate(curve, bytes.get(..size + 8).ok_or("too few")?)?;
        let digest = Digest::from_le_bytes(bytes.get(..size).ok_or("too few")?)?;
        let (public, signature) = (key.public_key(), key.sign(&digest)?);
        let verify = best(|| black_box(&public).verify(black_box(&digest), &signature));
        let sign = best(|| black_box(&key).sign(black_box(&digest)));
        println!("{:<12} {verify:6.1} {sign:6.1}", format!("{curve:?}"));
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
