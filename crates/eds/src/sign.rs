//! Signs as the state's signing program does: CMS in DER, and XML.
//!
//! | what | how |
//! |---|---|
//! | [`cms`], [`cms_of`] | signed bytes, attached or apart, by one or several |
//! | [`sealed`] | signed bytes kept apart, with the certificates above the signer's |
//! | [`with_stamp`] | a time-stamp over one of the signatures |
//! | [`pem`] | what the signing program hands to a page |
//! | [`xml`] | a signed document |
//! | [`seal`] | the outer form of certificates and revocation lists |

mod stamp;
mod xml;

pub use stamp::with_stamp;
pub use xml::{Unsignable, xml};

use jiff::Timestamp;

use crate::algorithm::Unfit;
use crate::der::{tag, write};
use crate::digest::Hash;
use crate::key::PrivateKey;
use crate::oid::{self, Oid};
use crate::x509::Certificate;

/// Whether the content is in the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is.
    Attached,
    /// It is kept apart.
    Detached,
}

/// Who signs.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'s> {
    /// With this key.
    pub key: &'s PrivateKey,
    /// Whose certificate this is; that it belongs to the key is for the caller to know.
    pub certificate: &'s Certificate,
    /// When, as the signer says; in whole seconds.
    pub at: Option<Timestamp>,
}

/// Signs bytes: `SignedData` of CMS in DER, with the certificate of each signer in it, and its hash among
/// what is signed.
///
/// # Errors
/// As [`PrivateKey::sign`].
pub fn cms(content: &[u8], how: How, signers: &[Signer<'_>]) -> Result<Vec<u8>, Unfit> {
    cms_of(oid::DATA, content, how, signers)
}

/// As [`cms`], with content of another kind, such as [`oid::STAMP_INFO`].
///
/// # Errors
/// As [`PrivateKey::sign`].
pub fn cms_of(
    kind: Oid,
    content: &[u8],
    how: How,
    signers: &[Signer<'_>],
) -> Result<Vec<u8>, Unfit> {
    among(kind, content, how, signers, &[])
}

/// As [`cms`], apart and by one, with these certificates too, so that whoever trusts only a root finds the way
/// to it.
///
/// # Errors
/// As [`PrivateKey::sign`].
pub fn sealed(
    content: &[u8],
    signer: &Signer<'_>,
    above: &[Certificate],
) -> Result<Vec<u8>, Unfit> {
    among(oid::DATA, content, How::Detached, std::slice::from_ref(signer), above)
}

fn among(
    kind: Oid,
    content: &[u8],
    how: How,
    signers: &[Signer<'_>],
    others: &[Certificate],
) -> Result<Vec<u8>, Unfit> {
    // The version that RFC 5652, 5.1 asks for.
    let version = write::number(if kind == oid::DATA { 1 } else { 3 });
    let mut hashes: Vec<Vec<u8>> = Vec::new();
    let mut certificates: Vec<&[u8]> = others.iter().map(Certificate::as_der).collect();
    let mut infos = Vec::new();
    for signer in signers {
        let hash = write::algorithm(signer.key.algorithm().hash().oid());
        if !hashes.contains(&hash) {
            hashes.push(hash);
        }
        if !certificates.contains(&signer.certificate.as_der()) {
            certificates.push(signer.certificate.as_der());
        }
        infos.push(info(kind, content, signer)?);
    }
    certificates.sort_unstable();
    let inside = write::holding(0, &[&write::octets(content)]);
    let inside: &[u8] = match how {
        How::Attached => &inside,
        How::Detached => &[],
    };
    let data = write::sequence(&[
        &version,
        &write::set(&slices(&hashes)),
        &write::sequence(&[&write::name(kind), inside]),
        &write::holding(0, &certificates),
        &write::set(&slices(&infos)),
    ]);
    Ok(write::sequence(&[&write::name(oid::SIGNED_DATA), &write::holding(0, &[&data])]))
}

/// `SignerInfo`.
fn info(kind: Oid, content: &[u8], signer: &Signer<'_>) -> Result<Vec<u8>, Unfit> {
    let algorithm = signer.key.algorithm();
    let id = write::octets(&signer.certificate.fingerprint(Hash::Sha256));
    // SHA-256 goes without saying here (RFC 5035, 4).
    let ids = write::sequence(&[&write::sequence(&[&write::sequence(&[&id])])]);
    let mut attributes = vec![
        write::attribute(oid::CONTENT_TYPE, &write::name(kind)),
        write::attribute(oid::MESSAGE_DIGEST, &write::octets(&algorithm.hash().digest(content))),
        write::attribute(oid::SIGNING_CERTIFICATE, &ids),
    ];
    attributes.extend(signer.at.map(|at| write::attribute(oid::SIGNING_TIME, &write::time(at))));
    attributes.sort_unstable();
    let attributes = slices(&attributes);
    let signature = signer.key.sign(&write(tag::SET, &attributes))?;
    let serial = write(tag::INTEGER, &[&signer.certificate.serial]);
    Ok(write::sequence(&[
        &write::number(1),
        &write::sequence(&[signer.certificate.issuer.as_der(), &serial]),
        &write::algorithm(algorithm.hash().oid()),
        &write::holding(0, &attributes),
        &signer.key.algorithm_identifier(),
        &write::octets(&signature),
    ]))
}

/// A body with the algorithm and the signature of it behind: so certificates and revocation lists end. The
/// body names the algorithm too, as [`PrivateKey::algorithm_identifier`] writes it.
///
/// # Errors
/// As [`PrivateKey::sign`].
pub fn seal(body: &[u8], key: &PrivateKey) -> Result<Vec<u8>, Unfit> {
    let signature = write::bits(&key.sign(body)?);
    Ok(write::sequence(&[body, &key.algorithm_identifier(), &signature]))
}

/// The signature in PEM, labelled as the state's signing program does it.
#[must_use]
pub fn pem(cms: &[u8]) -> String {
    crate::pem::block("CMS", cms)
}

fn slices(parts: &[Vec<u8>]) -> Vec<&[u8]> {
    parts.iter().map(Vec::as_slice).collect()
}
