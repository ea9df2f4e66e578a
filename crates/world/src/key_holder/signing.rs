//! What a key makes of what is handed in.

use eds::cms::SignedData;
use eds::pem;
use eds::sign::{How, Signer, cms, with_stamp, xml};
use jiff::Timestamp;
use thiserror::Error;

use crate::authority::{Authority, Holder};

/// Why nothing is signed.
#[derive(Debug, Error)]
pub(crate) enum NotSigned {
    /// What should be Base64 is none.
    #[error("the data is not Base64")]
    NotBase64,
    /// It is no document.
    #[error("{0}")]
    Xml(String),
    /// The key does not work.
    #[error("the key does not sign: {0}")]
    Key(String),
}

/// The bytes that Base64 means.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, NotSigned> {
    pem::from_base64(text.as_bytes()).map_err(|_| NotSigned::NotBase64)
}

/// How bytes are signed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// Whether they stand in the signature.
    pub(crate) is_attached: bool,
    /// Whether the authority of time-stamps puts one on it.
    pub(crate) is_stamped: bool,
}

/// A signature in DER.
pub(crate) fn sign_bytes(
    authority: &Authority,
    holder: &Holder,
    content: &[u8],
    manner: Manner,
    at: Timestamp,
) -> Result<Vec<u8>, NotSigned> {
    let signer = Signer { key: &holder.key, certificate: &holder.certificate, at: Some(at) };
    let how = if manner.is_attached { How::Attached } else { How::Detached };
    let key = |error: &dyn ToString| NotSigned::Key(error.to_string());
    let der = cms(content, how, &[signer]).map_err(|error| key(&error))?;
    if !manner.is_stamped {
        return Ok(der);
    }
    let data = SignedData::read(&der).map_err(|error| key(&error))?;
    let value = data.signers.first().map(|signer| signer.signature.as_slice());
    let token = authority.stamp_over(value.unwrap_or_default(), at);
    with_stamp(&der, 0, &token).map_err(|error| key(&error))
}

/// A document with its signature in it.
pub(crate) fn sign_document(holder: &Holder, document: &str) -> Result<String, NotSigned> {
    xml(document, &holder.key, &holder.certificate)
        .map_err(|error| NotSigned::Xml(error.to_string()))
}
