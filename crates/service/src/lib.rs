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
pub mod kiosk;
pub mod limits;
pub mod messages;
pub mod pulse;
pub mod registers;
pub mod retention;
pub mod seal;
pub mod signatures;
pub mod text;
pub mod web;
pub mod work;
pub mod worker;

/// Half of the work of a node is reading pages and building records, thousands of small pieces of
/// memory for each application; this allocator gives them out faster, to SQLite too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
