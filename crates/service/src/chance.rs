//! The only place that draws random numbers.

use std::sync::Arc;

/// Draws 128 random bits. A simulated world gives its own.
pub type Chance = Arc<dyn Fn() -> u128 + Send + Sync>;

/// The random source of the operating system.
///
/// # Panics
/// When the operating system has no random source: nothing secret can be made then.
#[must_use]
#[expect(clippy::expect_used, reason = "without randomness nothing may go on")]
pub fn system() -> Chance {
    Arc::new(|| {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits).expect("the operating system gives random bits");
        u128::from_be_bytes(bits)
    })
}
