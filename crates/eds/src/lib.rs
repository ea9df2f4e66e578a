//! Electronic signatures of Kazakhstan's National Certification Authority: signed bytes, a time and a
//! trust set go in; who signed, or what is wrong, comes out. No IO, no clock, no randomness.
//!
//! Everything that is read is DER, strictly: what has two ways of being written has two meanings.

pub mod algorithm;
pub mod cms;
pub mod crl;
pub mod der;
pub mod digest;
mod modulus;
pub mod ocsp;
pub mod oid;
pub mod path;
pub mod pem;
pub mod revocation;
pub mod rsa;
pub mod signer;
pub mod tsp;
pub mod verify;
pub mod x509;

pub use der::Malformed;
