//! Hashes.

use gost94::Gost94Test;
use sha2::{Sha256, Sha384, Sha512};
use streebog::{Digest as _, Streebog256, Streebog512};

use crate::algorithm::Unfit;
use crate::oid::{self, Oid};

/// A hash that still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// GOST 34.311-95 with the test S-boxes, of GOST-2004.
    Gost94,
    /// Streebog-256.
    Streebog256,
    /// Streebog-512, of GOST-2015.
    Streebog512,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The hash of this name.
    ///
    /// # Errors
    /// [`Unfit::Weak`] for SHA-1 and MD5, [`Unfit::Unknown`] for a name that is not known.
    pub fn of(name: Oid) -> Result<Self, Unfit> {
        match name {
            oid::GOST_94 => Ok(Self::Gost94),
            oid::STREEBOG_256 => Ok(Self::Streebog256),
            oid::STREEBOG_512 => Ok(Self::Streebog512),
            oid::SHA256 => Ok(Self::Sha256),
            oid::SHA384 => Ok(Self::Sha384),
            oid::SHA512 => Ok(Self::Sha512),
            oid::SHA1 => Err(Unfit::Weak("SHA-1")),
            oid::MD5 => Err(Unfit::Weak("MD5")),
            _ => Err(Unfit::Unknown(name)),
        }
    }

    /// The name of this hash.
    #[must_use]
    pub const fn oid(self) -> Oid {
        match self {
            Self::Gost94 => oid::GOST_94,
            Self::Streebog256 => oid::STREEBOG_256,
            Self::Streebog512 => oid::STREEBOG_512,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    /// What this hash makes of the bytes.
    #[must_use]
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Gost94 => Gost94Test::digest(bytes).to_vec(),
            Self::Streebog256 => Streebog256::digest(bytes).to_vec(),
            Self::Streebog512 => Streebog512::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}
