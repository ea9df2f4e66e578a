//! What the fuzz targets share. Each reads one input and panics where something does not hold; one
//! that takes too long is a failure too.

pub mod signed;

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The longest that any input may take, in an optimised build with all checks and counters.
pub const LONGEST: Duration = Duration::from_millis(100);

/// The longest that an input of this run took, in nanoseconds.
static SLOWEST: AtomicU64 = AtomicU64::new(0);

/// Checks one input, and that it takes no longer than [`LONGEST`].
///
/// One that takes longer than all before is run twice more and its best time counts: the machine
/// may have been busy with something else, or this was the first input of all. Only processor time
/// makes a failure.
///
/// # Panics
/// When something does not hold, or not in time.
pub fn timed(check: impl Fn()) {
    let begun = Instant::now();
    check();
    let slowest = Duration::from_nanos(SLOWEST.load(Ordering::Relaxed));
    let first = begun.elapsed();
    if first <= slowest {
        return;
    }
    let best = first.min(cost(&check)).min(cost(&check));
    if best > slowest {
        SLOWEST.store(u64::try_from(best.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        note(best);
    }
    assert!(best <= LONGEST, "takes {best:?} at best, more than {LONGEST:?}");
}

/// How long a check takes: by the clock while that is short enough, else by the processor.
fn cost(check: &impl Fn()) -> Duration {
    let (processor, begun) = (processor_time(), Instant::now());
    check();
    let clock = begun.elapsed();
    if clock <= LONGEST {
        return clock;
    }
    match (processor, processor_time()) {
        (Some(before), Some(after)) => clock.min(after.saturating_sub(before)),
        _ => clock,
    }
}

/// Time this thread has had on a processor; `None` where the system does not say (not Linux).
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Writes the longest time, in microseconds, where `./run` looks for it.
fn note(slowest: Duration) {
    static PLACE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let place = PLACE.get_or_init(|| std::env::var_os("FUZZ_SLOWEST").map(PathBuf::from));
    if let Some(place) = place {
        // A run by hand may name a place that is not there; the time is for information only.
        std::fs::write(place, slowest.as_micros().to_string()).ok();
    }
}

/// Makes the program of a target out of a function of bytes, or of a text.
#[macro_export]
macro_rules! target {
    (bytes $check:path) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::timed(|| $check(data)));
    };
    (text $check:path) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| -> libfuzzer_sys::Corpus {
            match std::str::from_utf8(data) {
                Ok(text) => {
                    $crate::timed(|| $check(text));
                    libfuzzer_sys::Corpus::Keep
                }
                Err(_) => libfuzzer_sys::Corpus::Reject,
            }
        });
    };
}

/// The digits that bytes stand for, exactly so many: a text of an identifier but for its check
/// digits.
#[must_use]
pub fn digits(text: &str, count: usize) -> String {
    text.bytes()
        .chain(std::iter::repeat(b'0'))
        .take(count)
        .map(|b| char::from(b'0' + b % 10))
        .collect()
}

/// The longest run of digits, whatever Unicode counts as numeric.
#[must_use]
pub fn longest_run(text: &str) -> usize {
    text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0)
}
