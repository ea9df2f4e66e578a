//! Measurements: `./bench year` and what it is made of.

pub mod gate;
mod meter;
pub mod report;
pub mod year;
