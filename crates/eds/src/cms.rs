//! Signed bytes (CMS, RFC 5652), as CAdES (ETSI EN 319 122-1) has them: attached or apart, by one or
//! several. Strictly DER, every signer with signed attributes.

mod signer;

pub use signer::{CertificateHash, Signer, SignerId};

use crate::algorithm::only;
use crate::der::{Malformed, Value, tag, whole};
use crate::oid::{self, Oid};
use crate::x509::Certificate;

/// The most bytes of a signature with what it holds.
pub const MOST: usize = 64 << 20;

/// Certificates and signers of one signature, at most.
const MOST_CERTIFICATES: usize = 32;
const MOST_SIGNERS: usize = 8;

/// `SignedData`.
#[derive(Clone, Debug)]
pub struct SignedData {
    /// What kind of content it is.
    pub content_type: Oid,
    /// The content, unless it is kept apart.
    pub content: Option<Vec<u8>>,
    /// Certificates of the signers, and perhaps of those above them.
    pub certificates: Vec<Certificate>,
    /// Who has signed; at least one.
    pub signers: Vec<Signer>,
}

impl SignedData {
    /// Reads a signature in DER.
    ///
    /// # Errors
    /// If it is larger than 64 MiB, not DER, not signed data, signed by nobody, or breaks a rule of
    /// RFC 5652 on how it is written.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        let mut outer = whole(der, MOST)?.sequence()?;
        if outer.oid()? != oid::SIGNED_DATA {
            return Err(Malformed::Rule("it is not signed data"));
        }
        let mut fields = only(outer.one(tag::holding(0))?.values())?.sequence()?;
        outer.end()?;
        if !matches!(fields.any()?.small()?, 1 | 3 | 4 | 5) {
            return Err(Malformed::Rule("the version of the signed data is not known"));
        }
        // The hashes that are used: each signer names its own again.
        fields.one(tag::SET)?;
        let (content_type, content) = content(fields.any()?)?;
        let certificates = fields.optional(tag::holding(0))?.map(certificates).transpose()?;
        // Lists that were put in: what is believed comes from elsewhere.
        fields.optional(tag::holding(1))?;
        let infos = fields.one(tag::SET)?.values();
        fields.end()?;
        let signers = infos.map(|info| Signer::read(info?)).collect::<Result<Vec<_>, _>>()?;
        match signers.len() {
            0 => Err(Malformed::Rule("nobody has signed")),
            1..=MOST_SIGNERS => {
                let certificates = certificates.unwrap_or_default();
                Ok(Self { content_type, content, certificates, signers })
            }
            _ => Err(Malformed::TooBig),
        }
    }

    /// The certificate that a signer names.
    #[must_use]
    pub fn certificate_of(&self, signer: &Signer) -> Option<&Certificate> {
        self.certificates.iter().find(|one| signer.id.is_of(one))
    }
}

fn content(value: Value<'_>) -> Result<(Oid, Option<Vec<u8>>), Malformed> {
    let mut fields = value.sequence()?;
    let kind = fields.oid()?;
    let holder = fields.optional(tag::holding(0))?;
    fields.end()?;
    let content = holder.map(|holder| only(holder.values())?.octets()).transpose()?;
    Ok((kind, content.map(<[u8]>::to_vec)))
}

fn certificates(holder: Value<'_>) -> Result<Vec<Certificate>, Malformed> {
    let mut certificates = Vec::new();
    for value in holder.values() {
        if certificates.len() == MOST_CERTIFICATES {
            return Err(Malformed::TooBig);
        }
        certificates.push(Certificate::read(value?.tagged(tag::SEQUENCE)?.whole)?);
    }
    Ok(certificates)
}
