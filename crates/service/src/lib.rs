//! Thin adapters around the core: the store, the registers, the SMS centre and the faces people
//! meet. What is decided is decided in [`residence`].

pub mod app;
pub mod boot;
pub mod cases;
pub mod chance;
pub mod clock;
pub mod config;
pub mod desk;
pub mod gate;
pub mod keys;
pub mod limits;
pub mod messages;
pub mod registers;
pub mod text;
pub mod web;
pub mod work;
pub mod worker;
