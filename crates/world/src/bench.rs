//! Measurements: `./bench year` and what it is made of.

pub mod gate;
pub mod report;
pub mod year;
