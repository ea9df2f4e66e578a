//! Signed documents.

use thiserror::Error;

use crate::algorithm::Unfit;
use crate::der::Malformed;
use crate::key::PrivateKey;
use crate::pem::to_base64;
use crate::x509::Certificate;
use crate::xml::unsigned;

/// Why a document is not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unsignable {
    /// It is no document that could be checked again.
    #[error("the document cannot be signed: {0}")]
    Document(#[from] Malformed),
    /// The key signs nothing.
    #[error("the key cannot sign: {0}")]
    Key(#[from] Unfit),
}

/// The document with a signature over all of it at the end of its root element, as the state's signing
/// program puts it: enveloped, with the certificate. Signatures that are there already are signed too.
/// What is around the signature is the document in canonical form without comments, which is what is
/// signed.
///
/// # Errors
/// If it is no XML that is read here, the document would become larger than 1 MiB, or the key signs
/// nothing.
pub fn xml(
    document: &str,
    key: &PrivateKey,
    certificate: &Certificate,
) -> Result<String, Unsignable> {
    let draft = unsigned(document, key.algorithm(), &to_base64(certificate.as_der()))?;
    let value = to_base64(&key.sign(&draft.signed)?);
    Ok([&draft.before, &value[..], &draft.after].concat())
}
