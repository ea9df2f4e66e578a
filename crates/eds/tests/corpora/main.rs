//! What others have signed, and what others have broken. The files are not part of the project:
//! `TIRKEU_CORPORA` names the folder that has them.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail where it stands, and says what it leaves out"
)]

mod documents;
mod folder;
mod keys;
mod limbo;
mod odd;
mod pkits;
mod revocation;
mod signatures;
mod state;
mod wycheproof;
