//! Certificates (RFC 5280).

mod extensions;
mod general;
mod name;
mod points;

pub use extensions::{AuthorityKey, BasicConstraints, Extensions, KeyUsage, PolicyConstraints};
pub use general::{GeneralName, NameConstraints};
pub use name::{Attribute, Name};
pub use points::{DistributionPoint, PointName};

pub(crate) use extensions::{authority_key, each_extension};

use jiff::Timestamp;

use crate::algorithm::{Algorithm, PublicKey, Unfit};
use crate::der::{Malformed, Reader, Value, tag, whole};
use crate::digest::Hash;

/// The most bytes of a certificate.
const MOST: usize = 64 * 1024;

/// The most bytes of a serial number: 20, and one of sign.
const LONGEST_SERIAL: usize = 21;

/// A certificate, read whole.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    /// Number within its issuer, as an INTEGER has it. Some authorities have negative ones.
    pub serial: Vec<u8>,
    /// Who has signed it.
    pub issuer: Name,
    /// Whose key it is.
    pub subject: Name,
    /// The first moment it is valid.
    pub not_before: Timestamp,
    /// The last moment it is valid.
    pub not_after: Timestamp,
    /// What else it says.
    pub extensions: Extensions,
    /// The key, or why it is of no use here.
    pub key: Result<PublicKey, Unfit>,
    /// The bytes of the key alone, without its algorithm.
    pub key_bytes: Vec<u8>,
    /// How it is signed, or why that does not count.
    pub algorithm: Result<Algorithm, Unfit>,
    body: Vec<u8>,
    signature: Vec<u8>,
}

/// The same bytes.
impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

/// What was signed, how, and the signature: the outer form of certificates and revocation lists.
pub(crate) struct Signed<'d> {
    pub(crate) body: Value<'d>,
    pub(crate) identifier: Value<'d>,
    pub(crate) signature: &'d [u8],
}

impl<'d> Signed<'d> {
    pub(crate) fn read(value: Value<'d>) -> Result<Self, Malformed> {
        let mut fields = value.sequence()?;
        let (body, identifier) = (fields.one(tag::SEQUENCE)?, fields.one(tag::SEQUENCE)?);
        let signature = fields.any()?.bit_bytes()?;
        fields.end()?;
        Ok(Self { body, identifier, signature })
    }
}

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// If it is larger than 64 KiB, not DER, or breaks a rule of RFC 5280 on how it is written.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        let signed = Signed::read(whole(der, MOST)?)?;
        let mut fields = signed.body.values();
        let version = match fields.optional(tag::holding(0))? {
            None => 0,
            Some(holder) => crate::algorithm::only(holder.values())?.small()?,
        };
        let serial = fields.any()?.integer()?.to_vec();
        if serial.len() > LONGEST_SERIAL {
            return Err(Malformed::Rule("the serial number has more than 20 bytes"));
        }
        if fields.any()?.whole != signed.identifier.whole {
            return Err(Malformed::Rule("two algorithms are named for one signature"));
        }
        let issuer = Name::read(fields.any()?)?;
        let (not_before, not_after) = validity(fields.sequence()?)?;
        let subject = Name::read(fields.any()?)?;
        let info = fields.one(tag::SEQUENCE)?;
        let extensions = extensions(fields, version)?;
        if issuer.is_empty() || (subject.is_empty() && extensions.names.is_empty()) {
            return Err(Malformed::Rule("nobody is named"));
        }
        let mut key = info.values();
        key.any()?;
        Ok(Self {
            der: der.to_vec(),
            serial,
            issuer,
            subject,
            not_before,
            not_after,
            extensions,
            key: PublicKey::read(info),
            key_bytes: key.any()?.bits()?.0.to_vec(),
            algorithm: Algorithm::read(signed.identifier),
            body: signed.body.whole.to_vec(),
            signature: signed.signature.to_vec(),
        })
    }

    /// All of it, as it was read.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// What a hash makes of all of it.
    #[must_use]
    pub fn fingerprint(&self, hash: Hash) -> Vec<u8> {
        hash.digest(&self.der)
    }

    /// Whether subject and issuer are the same.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    /// Holds that the key of this certificate has signed the other one.
    ///
    /// # Errors
    /// Why it has not, or why it does not count.
    pub fn has_signed(&self, other: &Self) -> Result<(), Unfit> {
        self.has_signed_bytes(other.algorithm, &other.body, &other.signature)
    }

    /// Holds that the key of this certificate has signed these bytes.
    pub(crate) fn has_signed_bytes(
        &self,
        algorithm: Result<Algorithm, Unfit>,
        body: &[u8],
        signature: &[u8],
    ) -> Result<(), Unfit> {
        self.key.as_ref().map_err(|unfit| *unfit)?.verify(algorithm?, body, signature)
    }

    /// The bytes that are signed.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The signature under them.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// None for a certificate that was read.
    pub fn key_info(&self) -> Result<&[u8], Malformed> {
        let mut fields = Reader::new(&self.body).sequence()?;
        fields.optional(tag::holding(0))?;
        for _ in 0..5 {
            fields.any()?;
        }
        Ok(fields.any()?.whole)
    }
}

fn validity(mut fields: Reader<'_>) -> Result<(Timestamp, Timestamp), Malformed> {
    let (from, until) = (fields.any()?.time()?, fields.any()?.time()?);
    fields.end()?;
    Ok((from, until))
}

/// What stands behind the key: two numbers that nobody uses, and the extensions.
fn extensions(mut fields: Reader<'_>, version: u32) -> Result<Extensions, Malformed> {
    let has_numbers = [1, 2].map(|number| fields.optional(tag::context(number)));
    let has_numbers = has_numbers.into_iter().collect::<Result<Vec<_>, _>>()?;
    let holder = fields.optional(tag::holding(3))?;
    fields.end()?;
    let extensions = match (version, holder) {
        (2, Some(holder)) => Extensions::read(crate::algorithm::only(holder.values())?)?,
        (0..=2, None) => Extensions::default(),
        _ => return Err(Malformed::Rule("extensions are for version 3, which is the last")),
    };
    if version == 0 && has_numbers.iter().any(Option::is_some) {
        return Err(Malformed::Rule("unique identifiers are not for version 1"));
    }
    Ok(extensions)
}
