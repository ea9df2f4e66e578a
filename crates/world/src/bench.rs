//! Measurements: `./bench year`, `./bench eds`, and what they are made of.

pub mod eds;
pub mod gate;
mod meter;
mod peer;
pub mod report;
pub mod year;
