//! Electronic signatures of Kazakhstan's National Certification Authority: signed bytes, a time and a
//! trust set go in; who signed, or what is wrong, comes out. No IO, no clock, no randomness.
//!
//! [`verify::verify`] judges a signature of CMS and [`xml::verify`] one of XML, in the words of ETSI
//! EN 319 102-1; [`verify::check_certificate`] judges a certificate, which signs nothing.
//! [`signer::person`] says whether a portal takes the signature, and whose it is. Below them:
//!
//! | module | what |
//! |---|---|
//! | [`cms`], [`tsp`], [`xml`] | signatures and time-stamps as they are written |
//! | [`path`] | from a certificate to a trusted one (RFC 5280, 6) |
//! | [`revocation`], [`crl`], [`ocsp`] | whether a certificate still counted |
//! | [`x509`] | certificates |
//! | [`algorithm`], [`digest`], [`rsa`] | keys, hashes, whether a signature is right |
//! | [`key`], [`sign`] | keys that sign, and what they make |
//! | [`pkcs12`] | files of keys |
//! | [`der`], [`oid`], [`pem`] | bytes |
//!
//! Everything that is read is DER, strictly: what has two ways of being written has two meanings. Every
//! input has a limit of size, depth and work.

pub mod algorithm;
pub mod cms;
pub mod crl;
pub mod der;
pub mod digest;
pub mod key;
mod modulus;
pub mod ocsp;
pub mod oid;
pub mod path;
pub mod pem;
pub mod pkcs12;
pub mod revocation;
pub mod rsa;
pub mod sign;
pub mod signer;
pub mod tsp;
pub mod verify;
pub mod x509;
pub mod xml;

pub use der::Malformed;
