//! Everything outside Tirkeu, simulated: registers and their people, phones, the SMS centre.
//!
//! It speaks the real protocols and is never linked into the product.

pub mod authority;
pub mod bench;
pub mod demo;
pub mod http;
pub mod journey;
pub mod key_holder;
pub mod ncalayer;
pub mod phone_app;
pub mod phones;
pub mod population;
pub mod proxy;
pub mod simulate;
pub mod sms_centre;
pub mod stories;
