//! Signing in, filing and agreeing with keys of the demo's authority: the real service over HTTP, with
//! the responder, the lists and the time-stamps running beside it and failing when they are told to.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod down;
mod mobile;
mod phone;
mod refused;
mod stage;
mod taken;
