//! Signatures of GOST R 34.10-2012 with keys of 256 and 512 bits, and of GOST 34.310-2004, which
//! is the same scheme over 256 bits: making them, checking them, keys.
//!
//! It signs digests; which hash makes them is for the caller. Kazakhstan's certificates use
//! Streebog-512 on [`Curve::Tc26_512A`] ("GOST-2015"), and GOST 34.311-95 with the test S-boxes on
//! [`Curve::CryptoProA`] ("GOST-2004"). No allocation, no `std`, no random numbers: a nonce is
//! derived from the key and the digest.
//!
//! ```
//! use gost3410::{Curve, Digest, PrivateKey, PublicKey, Signature};
//!
//! let key = PrivateKey::generate(Curve::Tc26_512A, &[7; 72])?; // seventy-two random bytes
//! let digest = Digest::from_le_bytes(&[1; 64])?; // what Streebog-512 has answered
//! let signature = key.sign(&digest)?;
//!
//! let public = PublicKey::from_le_bytes(Curve::Tc26_512A, &key.public_key().to_le_bytes())?;
//! let signature = Signature::from_le_bytes(Curve::Tc26_512A, &signature.to_le_bytes())?;
//! public.verify(&digest, &signature)?;
//! # Ok::<(), gost3410::Error>(())
//! ```
//!
//! # Two orders of bytes
//! The standard is about numbers, and there are two ways of writing them. What a name with `le`
//! reads and writes is what Kazakhstan's National Certification Authority has in certificates,
//! revocation lists, CMS and XML: a digest is a number with its lowest byte first, a key is `x`
//! and then `y`, a signature `r` and then `s`, each with its lowest byte first.
//! What a name with `be` reads and writes has the highest byte first: a digest as the worked
//! examples of RFC 7091 print it, a key `x` and then `y`, and a signature `s` and then `r`, as
//! RFC 4491 and RFC 9215 have it. The signature of the one is the other from its last byte to its
//! first. (Keys and digests of those two RFCs are `le` here.)
//!
//! # What is secret
//! Signing and making a public key take a time that does not depend on the key or the nonce, as
//! far as the source can say so. Keys and nonces are overwritten when they are dropped; copies
//! that the compiler makes on the stack are out of reach of safe Rust. Checking a signature
//! handles nothing secret, and hurries.

#![no_std]

mod bytes;
mod comb;
mod curve;
mod digest;
mod domain;
mod error;
mod inverse;
mod jacobian;
mod limbs;
mod modulus;
mod nonce;
mod parameters;
mod private;
mod projective;
mod public;
mod signature;
#[cfg(test)]
mod tests;

pub use bytes::Encoded;
pub use curve::Curve;
pub use digest::Digest;
pub use error::Error;
pub use private::PrivateKey;
pub use public::PublicKey;
pub use signature::Signature;
