//! Deterministic simulation: the real core, the real worker and its effects, in a world that goes
//! wrong in every way it can.
//!
//! A seed is a whole town: its people, what they want, what goes wrong and in which order. Time is
//! virtual and moves only when nobody can go on; which of those who can goes first is drawn. So a
//! seed is one schedule, the same on every machine, and what fails once fails again in a second.
//!
//! After every commit the invariants are checked for what it touched, over everything each thousand
//! steps and at the end ([`watch`]). That the checks can fail is shown by the bug bank ([`bugs`]);
//! that the faults happen at all, by the marks ([`marks`]). `docs/reliability.md` has the figures.

pub mod bugs;
mod centre;
mod faults;
mod gate;
mod many;
pub mod marks;
pub mod model;
mod nodes;
mod owners;
mod people;
mod plant;
mod registers;
mod run;
mod schedule;
mod seam;
mod town;
mod truth;
mod waited;
pub mod watch;

pub use many::{Failure, Settings, Summary, one, one_on, prove, simulate};
pub use run::{Ended, Engine};
