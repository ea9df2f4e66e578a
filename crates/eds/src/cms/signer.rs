//! One signer.

use jiff::Timestamp;

use crate::algorithm::{Algorithm, Unfit, hash, identified, only};
use crate::der::{Malformed, Reader, Value, tag, write};
use crate::digest::Hash;
use crate::oid::{self, Oid};
use crate::x509::{Certificate, Name};

/// Attributes of one signer, and time-stamps, at most.
const MOST_ATTRIBUTES: usize = 32;
const MOST_STAMPS: usize = 4;

/// By what a signer names its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerId {
    /// Issuer and serial number.
    Certificate(Name, Vec<u8>),
    /// The `SubjectKeyIdentifier`.
    Key(Vec<u8>),
}

impl SignerId {
    /// Whether it names this certificate.
    #[must_use]
    pub fn is_of(&self, certificate: &Certificate) -> bool {
        match self {
            Self::Certificate(issuer, serial) => {
                *issuer == certificate.issuer && *serial == certificate.serial
            }
            Self::Key(key) => certificate.extensions.subject_key.as_ref() == Some(key),
        }
    }
}

/// The hash of the signer's certificate among the signed attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateHash {
    /// Which hash.
    pub hash: Result<Hash, Unfit>,
    /// What it made of the certificate.
    pub digest: Vec<u8>,
}

impl CertificateHash {
    /// Whether it is of this certificate.
    #[must_use]
    pub fn is_of(&self, certificate: &Certificate) -> bool {
        self.hash.is_ok_and(|hash| certificate.fingerprint(hash) == self.digest)
    }
}

/// `SignerInfo`.
#[derive(Clone, Debug)]
pub struct Signer {
    /// Whose signature it is.
    pub id: SignerId,
    /// How it is signed, or why that does not count.
    pub algorithm: Result<Algorithm, Unfit>,
    /// The signature.
    pub signature: Vec<u8>,
    /// Signed: what kind of content it is.
    pub content_type: Oid,
    /// Signed: the hash of the content.
    pub digest: Vec<u8>,
    /// Signed: when the signer says it was.
    pub claimed_time: Option<Timestamp>,
    /// Signed: the certificate.
    pub certificate: Option<CertificateHash>,
    /// Not signed: time-stamps over the signature.
    pub stamps: Vec<Vec<u8>>,
    /// The signed attributes as they are signed.
    attributes: Vec<u8>,
}

impl Signer {
    pub(super) fn read(info: Value<'_>) -> Result<Self, Malformed> {
        let mut fields = info.sequence()?;
        let version = fields.any()?.small()?;
        let id = match (version, fields.any()?) {
            (1, id) if id.tag == tag::SEQUENCE => {
                let mut names = id.values();
                let (issuer, serial) =
                    (Name::read(names.any()?)?, names.any()?.integer()?.to_vec());
                names.end()?;
                SignerId::Certificate(issuer, serial)
            }
            (3, id) if id.tag == tag::context(0) => SignerId::Key(id.inside.to_vec()),
            _ => return Err(Malformed::Rule("a signer is named in no known way")),
        };
        let hash = hash(fields.one(tag::SEQUENCE)?);
        let signed = fields.optional(tag::holding(0))?;
        let signed = signed.ok_or(Malformed::Rule("a signer has no signed attributes"))?;
        let algorithm = algorithm(fields.one(tag::SEQUENCE)?, hash);
        let signature = fields.any()?.octets()?.to_vec();
        let unsigned = fields.optional(tag::holding(1))?;
        fields.end()?;
        let attributes = Attributes::read(signed.values())?;
        let missing = Malformed::Rule("kind or hash of the content is not signed");
        let mut signer = Self {
            id,
            algorithm,
            signature,
            content_type: attributes.one(oid::CONTENT_TYPE)?.ok_or(missing)?.oid()?,
            digest: attributes.one(oid::MESSAGE_DIGEST)?.ok_or(missing)?.octets()?.to_vec(),
            claimed_time: attributes.one(oid::SIGNING_TIME)?.map(Value::time).transpose()?,
            certificate: attributes
                .one(oid::SIGNING_CERTIFICATE)?
                .map(certificate_hash)
                .transpose()?,
            stamps: Vec::new(),
            attributes: write(tag::SET, &[signed.inside]),
        };
        if let Some(unsigned) = unsigned {
            signer.stamps = Attributes::read(unsigned.values())?.stamps()?;
        }
        Ok(signer)
    }

    /// What the signature is over: the signed attributes as a SET.
    #[must_use]
    pub fn signed_bytes(&self) -> &[u8] {
        &self.attributes
    }
}

/// The algorithm of a signature. In the place of one that names a hash the state writes the kind of key
/// for GOST-2004, and everybody does for RSA.
fn algorithm(identifier: Value<'_>, hash: Result<Hash, Unfit>) -> Result<Algorithm, Unfit> {
    let hash = hash?;
    let algorithm = match identified(identifier)? {
        (oid::KEY_GOST_2004, _) => Algorithm::Gost2004,
        (oid::RSA, None | Some(Value { tag: tag::NULL, .. })) => Algorithm::Rsa(hash),
        _ => Algorithm::read(identifier)?,
    };
    if algorithm.hash() == hash { Ok(algorithm) } else { Err(Unfit::Parameters) }
}

/// Attributes, each once.
struct Attributes<'d>(Vec<(Oid, Value<'d>)>);

impl<'d> Attributes<'d> {
    fn read(values: Reader<'d>) -> Result<Self, Malformed> {
        let mut found: Vec<(Oid, Value<'d>)> = Vec::new();
        for value in values {
            let mut fields = value?.sequence()?;
            let (name, values) = (fields.oid()?, fields.one(tag::SET)?);
            fields.end()?;
            if found.iter().any(|(other, _)| *other == name) || found.len() == MOST_ATTRIBUTES {
                return Err(Malformed::Rule(
                    "an attribute is there twice, or there are more than 32",
                ));
            }
            found.push((name, values));
        }
        Ok(Self(found))
    }

    fn all(&self, name: Oid) -> Option<Reader<'d>> {
        self.0.iter().find(|(other, _)| *other == name).map(|(_, values)| values.values())
    }

    /// The one value of an attribute.
    fn one(&self, name: Oid) -> Result<Option<Value<'d>>, Malformed> {
        self.all(name).map(only).transpose()
    }

    fn stamps(&self) -> Result<Vec<Vec<u8>>, Malformed> {
        let values = self.all(oid::SIGNATURE_STAMP).into_iter().flatten();
        let stamps: Vec<_> =
            values.map(|value| Ok(value?.whole.to_vec())).collect::<Result<_, Malformed>>()?;
        if stamps.len() > MOST_STAMPS { Err(Malformed::TooBig) } else { Ok(stamps) }
    }
}

/// The first of `SigningCertificateV2`, which is the signer's (RFC 5035).
fn certificate_hash(value: Value<'_>) -> Result<CertificateHash, Malformed> {
    let mut id = value.sequence()?.sequence()?.sequence()?;
    let named = id.optional(tag::SEQUENCE)?;
    let digest = id.any()?.octets()?.to_vec();
    Ok(CertificateHash { hash: named.map_or(Ok(Hash::Sha256), hash), digest })
}
