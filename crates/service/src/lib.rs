//! Thin adapters around the core: the store, the registers, the SMS centre and the faces people
//! meet. What is decided is decided in [`residence`].

pub mod app;
pub mod cases;
pub mod chance;
pub mod clock;
pub mod desk;
pub mod keys;
pub mod limits;
pub mod messages;
pub mod registers;
pub mod text;
pub mod work;
pub mod worker;
