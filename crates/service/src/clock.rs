//! The only place that asks what time it is.

use std::sync::Arc;

use jiff::Timestamp;

/// Tells the time. A simulated world gives its own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The clock of this machine, in whole microseconds: what a store keeps is what was told.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the place that asks")]
pub fn system() -> Clock {
    Arc::new(|| {
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    })
}
