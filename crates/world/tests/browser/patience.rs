//! Waiting on a condition, with an end.

use std::time::{Duration, Instant};

/// How long a page may take to become what it should be.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked at meanwhile.
const PAUSE: Duration = Duration::from_millis(20);

/// Tries until it succeeds; fails with the last reason.
#[track_caller]
pub(crate) fn patiently<T>(what: &str, attempt: impl FnMut() -> Result<T, String>) -> T {
    within(PATIENCE, attempt).unwrap_or_else(|why| panic!("{what}: {why}"))
}

/// Tries until it succeeds or the time is over.
pub(crate) fn within<T>(
    time: Duration,
    mut attempt: impl FnMut() -> Result<T, String>,
) -> Result<T, String> {
    let began = Instant::now();
    loop {
        match attempt() {
            Ok(done) => return Ok(done),
            Err(why) if began.elapsed() > time => return Err(why),
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
}
