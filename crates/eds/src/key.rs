//! Keys that sign. No chance is needed: nonces of GOST follow from key and digest, and PKCS #1 v1.5 of RSA
//! has none.

use gost3410::Curve;
use zeroize::Zeroizing;

use crate::algorithm::{Algorithm, PublicKey, Unfit, identified, no_parameters, only};
use crate::der::{Malformed, Reader, tag, whole, write};
use crate::digest::Hash;
use crate::oid::{self, Oid};
use crate::rsa;

/// The most bytes of a private key.
const MOST: usize = 16 * 1024;

const NO_KEY: Malformed = Malformed::Rule("the private key is none of its algorithm");

/// A private key. It is overwritten when it is dropped, and says nothing secret of itself.
#[derive(Clone, Debug)]
pub enum PrivateKey {
    /// Of GOST-2015.
    Gost2015(gost3410::PrivateKey),
    /// Of GOST-2004.
    Gost2004(gost3410::PrivateKey),
    /// Of RSA.
    Rsa(rsa::PrivateKey),
}

impl PrivateKey {
    /// A `PrivateKeyInfo` (PKCS #8) as the state has it: the number of GOST-2015 in an OCTET STRING with
    /// its lowest byte first, that of GOST-2004 in an INTEGER (under its
    /// older name in an OCTET STRING, with its highest byte first), RSA as everywhere.
    ///
    /// # Errors
    /// If it is larger than 16 KiB, not DER, of an algorithm or a curve that is not known here, or no key.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, Malformed> {
        let mut fields = whole(der, MOST)?.sequence()?;
        if fields.any()?.small()? > 1 {
            return Err(Malformed::Rule("the version of the private key is not known"));
        }
        let (name, parameters) = identified(fields.one(tag::SEQUENCE)?)?;
        let key = fields.any()?.octets()?;
        // Attributes, which say nothing of the key.
        fields.optional(tag::holding(0))?;
        fields.end()?;
        let set = |known: [Oid; 2]| {
            let mut names = parameters.ok_or(NO_KEY)?.sequence()?;
            let is_known = [names.oid()?, names.oid()?] == known;
            names.end()?;
            let other = Malformed::Rule("the curve of the private key is not known");
            if is_known { Ok(()) } else { Err(other) }
        };
        match name {
            oid::KEY_GOST_2015 => {
                set(CURVE_2015)?;
                let number = only(Reader::new(key))?.octets()?;
                let key = gost3410::PrivateKey::from_le_bytes(Curve::Tc26_512A, number);
                key.map(Self::Gost2015).map_err(|_| NO_KEY)
            }
            oid::KEY_GOST_2004 => {
                set(CURVE_2004)?;
                let number = only(Reader::new(key))?.unsigned()?;
                let mut padded = Zeroizing::new([0; 32]);
                let start = padded.len().checked_sub(number.len()).ok_or(NO_KEY)?;
                padded.get_mut(start..).ok_or(NO_KEY)?.copy_from_slice(number);
                let key = gost3410::PrivateKey::from_be_bytes(Curve::CryptoProA, &*padded);
                key.map(Self::Gost2004).map_err(|_| NO_KEY)
            }
            // As RFC 5915 has keys of elliptic curves.
            oid::OLD_KEY_GOST_2004 => {
                no_parameters(parameters).map_err(|_| NO_KEY)?;
                let mut fields = only(Reader::new(key))?.sequence()?;
                let version = fields.any()?.small()?;
                let number = fields.any()?.octets()?;
                fields.end()?;
                let key = gost3410::PrivateKey::from_be_bytes(Curve::CryptoProA, number);
                key.ok().filter(|_| version == 1).map(Self::Gost2004).ok_or(NO_KEY)
            }
            oid::RSA => rsa::PrivateKey::read(key).map(Self::Rsa).map_err(|_| NO_KEY),
            _ => Err(Malformed::Rule("the algorithm of the private key is not known")),
        }
    }

    /// A new key of GOST-2015 from 72 random bytes, known to nobody and used for nothing else.
    ///
    /// # Errors
    /// [`Unfit::Key`] for any other number of bytes, and for those that make nought, which random bytes
    /// do not.
    pub fn generate_gost_2015(random: &[u8]) -> Result<Self, Unfit> {
        generate(Curve::Tc26_512A, random).map(Self::Gost2015)
    }

    /// As [`Self::generate_gost_2015`], of GOST-2004 from 40 random bytes.
    ///
    /// # Errors
    /// As [`Self::generate_gost_2015`].
    pub fn generate_gost_2004(random: &[u8]) -> Result<Self, Unfit> {
        generate(Curve::CryptoProA, random).map(Self::Gost2004)
    }

    /// What it signs with: RSA with SHA-256, since that is what the state takes.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Gost2015(_) => Algorithm::Gost2015,
            Self::Gost2004(_) => Algorithm::Gost2004,
            Self::Rsa(_) => Algorithm::Rsa(Hash::Sha256),
        }
    }

    /// The `AlgorithmIdentifier` of [`Self::algorithm`], as the state writes it.
    #[must_use]
    pub fn algorithm_identifier(&self) -> Vec<u8> {
        write::algorithm(match self {
            Self::Gost2015(_) => oid::SIGNATURE_GOST_2015,
            Self::Gost2004(_) => oid::SIGNATURE_GOST_2004,
            Self::Rsa(_) => oid::RSA_SHA256,
        })
    }

    /// The signature of these bytes under [`Self::algorithm`], in the order of bytes that certificates,
    /// CMS and XML have. The same bytes have the same signature each time.
    ///
    /// # Errors
    /// [`Unfit::Wrong`] if the parts of a key of RSA do not belong together; never for GOST.
    pub fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
        let hash = self.algorithm().hash();
        let digest = hash.digest(bytes);
        match self {
            Self::Gost2015(key) | Self::Gost2004(key) => {
                let digest = gost3410::Digest::from_le_bytes(&digest).map_err(|_| Unfit::Wrong)?;
                let signature = key.sign(&digest).map_err(|_| Unfit::Wrong)?;
                Ok(signature.to_le_bytes().to_vec())
            }
            Self::Rsa(key) => key.sign(hash, &digest),
        }
    }

    /// The key that checks what this one signs.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        match self {
            Self::Gost2015(key) => PublicKey::Gost2015(key.public_key()),
            Self::Gost2004(key) => PublicKey::Gost2004(key.public_key()),
            Self::Rsa(key) => PublicKey::Rsa(key.public_key().clone()),
        }
    }

    /// The `SubjectPublicKeyInfo` of it, as the state writes it.
    #[must_use]
    pub fn public_key_info(&self) -> Vec<u8> {
        let gost = |kind: Oid, [curve, hash]: [Oid; 2], key: &gost3410::PrivateKey| {
            let set = write::sequence(&[&write::name(curve), &write::name(hash)]);
            let point = write::octets(&key.public_key().to_le_bytes());
            let algorithm = write::sequence(&[&write::name(kind), &set]);
            write::sequence(&[&algorithm, &write::bits(&point)])
        };
        match self {
            Self::Gost2015(key) => gost(oid::KEY_GOST_2015, CURVE_2015, key),
            Self::Gost2004(key) => gost(oid::KEY_GOST_2004, CURVE_2004, key),
            Self::Rsa(key) => {
                write::sequence(&[&write::algorithm(oid::RSA), &write::bits(key.public_der())])
            }
        }
    }
}

const CURVE_2015: [Oid; 2] = [oid::CURVE_GOST_2015, oid::STREEBOG_512];
const CURVE_2004: [Oid; 2] = [oid::CURVE_GOST_2004, oid::HASH_SET_GOST_2004];

fn generate(curve: Curve, random: &[u8]) -> Result<gost3410::PrivateKey, Unfit> {
    gost3410::PrivateKey::generate(curve, random).map_err(|_| Unfit::Key)
}
