//! Everything outside Tirkeu, simulated.

pub mod sms_centre;
