//! Signatures by authorities and people of our own making, right ones and every trap that is known.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod answered;
mod documents;
mod made;
mod revoked;
mod round;
mod stamped;
mod traps;
