//! What the worker does: a file for each kind of work.

mod ask_party;
mod ask_registers;
mod code;
mod incoming;
mod receipt;
mod remind;
mod signature;
mod tell;
mod term;
mod wake;

pub use code::CodeWork;
pub use incoming::IncomingWork;
pub use signature::{Signer, Unlearned};
pub(crate) use tell::reader;
