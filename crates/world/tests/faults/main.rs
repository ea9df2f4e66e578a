//! The real service beside a disk that fails and an SMS centre that misbehaves. Whatever happens, it
//! acknowledges nothing that it does not keep, loses nothing, does nothing twice, and goes on by
//! itself when all is well again; only a disk that refuses a durable write ends it.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may fail where it stands and says what it did"
)]

mod between;
mod cut_link;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod disk;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod failing_disk;
mod flood;
mod hostile_centre;
#[path = "../kill/ledger.rs"]
mod ledger;
mod misdeeds;
mod orders;
#[path = "../kill/person.rs"]
mod person;
#[path = "../kill/service.rs"]
mod service_process;
#[path = "../kill/town.rs"]
#[expect(dead_code, reason = "the tests that kill use more of it")]
mod town;

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[test]
fn what_is_left_out() {
    println!("left out: a disk that fails (it needs Linux and its usual C library)");
}
