//! Algorithms as certificates and signatures name them, keys, and whether a signature is right.

use gost3410::Curve;
use thiserror::Error;

use crate::der::{Malformed, Reader, Value, tag};
use crate::digest::Hash;
use crate::oid::{self, Oid};
use crate::rsa;

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// An algorithm that is not known here.
    #[error("the algorithm {0} is not known")]
    Unknown(Oid),
    /// An algorithm or a key that no longer holds.
    #[error("{0} is too weak")]
    Weak(&'static str),
    /// Parameters that this algorithm does not have.
    #[error("the parameters of the algorithm are wrong")]
    Parameters,
    /// No key of its algorithm.
    #[error("the key is malformed")]
    Key,
    /// The key is one of another algorithm.
    #[error("the key is of another algorithm")]
    OtherKey,
    /// The key has not signed these bytes.
    #[error("the signature is wrong")]
    Wrong,
}

impl From<Malformed> for Unfit {
    fn from(_: Malformed) -> Self {
        Self::Parameters
    }
}

/// An algorithm of signatures with all its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// GOST R 34.10-2012 with 512 bits over Streebog-512.
    Gost2015,
    /// GOST 34.310-2004 over GOST 34.311-95.
    Gost2004,
    /// RSA, PKCS #1 v1.5.
    Rsa(Hash),
    /// RSA, PSS; the mask function uses the same hash. The salt has so many bytes.
    Pss(Hash, usize),
}

impl Algorithm {
    /// The algorithm that an `AlgorithmIdentifier` names.
    ///
    /// # Errors
    /// [`Unfit::Unknown`], [`Unfit::Weak`] or [`Unfit::Parameters`].
    pub fn read(identifier: Value<'_>) -> Result<Self, Unfit> {
        let (name, parameters) = identified(identifier)?;
        let rsa = |hash| no_parameters(parameters).map(|()| Self::Rsa(hash));
        match name {
            oid::SIGNATURE_GOST_2015 => no_parameters(parameters).map(|()| Self::Gost2015),
            oid::SIGNATURE_GOST_2004 => no_parameters(parameters).map(|()| Self::Gost2004),
            oid::RSA_SHA256 => rsa(Hash::Sha256),
            oid::RSA_SHA384 => rsa(Hash::Sha384),
            oid::RSA_SHA512 => rsa(Hash::Sha512),
            oid::RSA_PSS => pss(parameters.ok_or(Unfit::Parameters)?),
            oid::RSA_SHA1 => Err(Unfit::Weak("SHA-1")),
            oid::RSA_MD5 => Err(Unfit::Weak("MD5")),
            _ => Err(Unfit::Unknown(name)),
        }
    }

    /// The hash of what is signed.
    #[must_use]
    pub const fn hash(self) -> Hash {
        match self {
            Self::Gost2015 => Hash::Streebog512,
            Self::Gost2004 => Hash::Gost94,
            Self::Rsa(hash) | Self::Pss(hash, _) => hash,
        }
    }
}

/// Name and parameters.
pub(crate) fn identified(identifier: Value<'_>) -> Result<(Oid, Option<Value<'_>>), Malformed> {
    let mut fields = identifier.sequence()?;
    let name = fields.oid()?;
    let parameters = if fields.is_empty() { None } else { Some(fields.any()?) };
    fields.end()?;
    Ok((name, parameters))
}

/// The hash that an `AlgorithmIdentifier` names.
pub(crate) fn hash(identifier: Value<'_>) -> Result<Hash, Unfit> {
    let (name, parameters) = identified(identifier)?;
    let hash = Hash::of(name)?;
    no_parameters(parameters)?;
    Ok(hash)
}

/// Holds that there is NULL, or nothing.
pub(crate) fn no_parameters(parameters: Option<Value<'_>>) -> Result<(), Unfit> {
    match parameters {
        None => Ok(()),
        Some(Value { tag: tag::NULL, inside: [], .. }) => Ok(()),
        Some(_) => Err(Unfit::Parameters),
    }
}

/// The parameters of PSS. What is left out means SHA-1, and so is refused.
fn pss(parameters: Value<'_>) -> Result<Algorithm, Unfit> {
    let mut fields = parameters.sequence()?;
    let mut field = |number: u8| -> Result<Option<Value<'_>>, Malformed> {
        let holder = fields.optional(tag::holding(number))?;
        holder.map(|holder| only(holder.values())).transpose()
    };
    let (digest, mask, salt, trailer) = (field(0)?, field(1)?, field(2)?, field(3)?);
    fields.end()?;
    let digest = hash(digest.ok_or(Unfit::Weak("SHA-1"))?)?;
    let (name, of) = identified(mask.ok_or(Unfit::Weak("SHA-1"))?)?;
    if name != oid::MGF1 {
        return Err(Unfit::Unknown(name));
    }
    let salt = salt.map_or(Ok(20), Value::small)?;
    let is_right = hash(of.ok_or(Unfit::Parameters)?)? == digest && trailer.is_none();
    let salt = usize::try_from(salt).map_err(|_| Unfit::Parameters)?;
    if is_right { Ok(Algorithm::Pss(digest, salt)) } else { Err(Unfit::Parameters) }
}

/// The one value that is left.
pub(crate) fn only<'d>(mut values: Reader<'d>) -> Result<Value<'d>, Malformed> {
    let value = values.any()?;
    values.end()?;
    Ok(value)
}

/// What stands before a key of GOST-2004 under its older name: a public key (6) in version 2, its algorithm,
/// `EC1`, 512 bits. It is the form that keys have in the programs of Microsoft.
const OLD_GOST_2004: [u8; 16] = *b"\x06\x02\0\0\x3A\xAA\0\0\0EC1\0\x02\0\0";

/// A key that checks signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// Of GOST-2015.
    Gost2015(gost3410::PublicKey),
    /// Of GOST-2004.
    Gost2004(gost3410::PublicKey),
    /// Of RSA.
    Rsa(rsa::PublicKey),
}

impl PublicKey {
    /// The key in a `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// [`Unfit::Unknown`] for another algorithm or curve, [`Unfit::Weak`] for RSA below 2048 bits,
    /// [`Unfit::Key`] for what is no key.
    pub fn read(info: Value<'_>) -> Result<Self, Unfit> {
        let mut fields = info.sequence()?;
        let (name, parameters) = identified(fields.any()?)?;
        let key = fields.any()?.bit_bytes().map_err(|_| Unfit::Key)?;
        fields.end()?;
        match name {
            oid::RSA => {
                no_parameters(parameters)?;
                rsa::PublicKey::read(key).map(Self::Rsa)
            }
            oid::KEY_GOST_2015 => {
                let set = [oid::CURVE_GOST_2015, oid::STREEBOG_512];
                gost(key, parameters, set, Curve::Tc26_512A).map(Self::Gost2015)
            }
            oid::KEY_GOST_2004 => {
                let set = [oid::CURVE_GOST_2004, oid::HASH_SET_GOST_2004];
                gost(key, parameters, set, Curve::CryptoProA).map(Self::Gost2004)
            }
            oid::OLD_KEY_GOST_2004 => {
                no_parameters(parameters)?;
                let point = key.strip_prefix(&OLD_GOST_2004).ok_or(Unfit::Key)?;
                let key = gost3410::PublicKey::from_le_bytes(Curve::CryptoProA, point);
                key.map(Self::Gost2004).map_err(|_| Unfit::Key)
            }
            _ => Err(Unfit::Unknown(name)),
        }
    }

    /// Whether this key has signed the message.
    ///
    /// # Errors
    /// [`Unfit::OtherKey`] if the algorithm is not one of this key, [`Unfit::Wrong`] if it has not.
    pub fn verify(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Unfit> {
        self.verify_digest(algorithm, &algorithm.hash().digest(message), signature)
    }

    /// As [`Self::verify`], the message being known by its hash alone.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub fn verify_digest(
        &self,
        algorithm: Algorithm,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<(), Unfit> {
        match (self, algorithm) {
            (Self::Gost2015(key), Algorithm::Gost2015) => {
                gost_verify(key, Curve::Tc26_512A, digest, signature)
            }
            (Self::Gost2004(key), Algorithm::Gost2004) => {
                gost_verify(key, Curve::CryptoProA, digest, signature)
            }
            (Self::Rsa(key), Algorithm::Rsa(hash)) => key.verify(hash, digest, signature),
            (Self::Rsa(key), Algorithm::Pss(hash, salt)) => {
                key.verify_pss(hash, salt, digest, signature)
            }
            _ => Err(Unfit::OtherKey),
        }
    }
}

/// A key of this curve: an OCTET STRING of `x` and `y`, each with its lowest byte first.
fn gost(
    key: &[u8],
    parameters: Option<Value<'_>>,
    set: [Oid; 2],
    curve: Curve,
) -> Result<gost3410::PublicKey, Unfit> {
    let mut names = parameters.ok_or(Unfit::Parameters)?.sequence()?;
    for known in set {
        let name = names.oid()?;
        if name != known {
            return Err(Unfit::Unknown(name));
        }
    }
    names.end()?;
    let point = only(Reader::new(key)).and_then(Value::octets).map_err(|_| Unfit::Key)?;
    gost3410::PublicKey::from_le_bytes(curve, point).map_err(|_| Unfit::Key)
}

fn gost_verify(
    key: &gost3410::PublicKey,
    curve: Curve,
    digest: &[u8],
    signature: &[u8],
) -> Result<(), Unfit> {
    let digest = gost3410::Digest::from_le_bytes(digest).map_err(|_| Unfit::Wrong)?;
    let signature = gost3410::Signature::from_le_bytes(curve, signature);
    let signature = signature.map_err(|_| Unfit::Wrong)?;
    key.verify(&digest, &signature).map_err(|_| Unfit::Wrong)
}
