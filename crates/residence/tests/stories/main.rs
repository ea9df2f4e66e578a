//! Whole stories of one application, told through the case machine, and what holds in all of them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by a panic")]
#![expect(clippy::indexing_slicing, reason = "a test fails by a panic")]
#![expect(clippy::wildcard_enum_match_arm, reason = "a story speaks of what it is about")]

mod always;
mod asked;
mod chance;
mod changed;
mod counter;
mod family;
mod hour;
mod portal;
mod registers;
mod reminded;
mod several;
mod term;
mod world;
