//! The office of a service centre over HTTP: the real service, keys of the demo's authority, and what
//! each role may see and do.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod acts;
mod audit;
mod counter;
mod roles;
mod stage;
mod visitor;
