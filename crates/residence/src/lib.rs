//! The decision.
pub mod names;
pub mod registration;
