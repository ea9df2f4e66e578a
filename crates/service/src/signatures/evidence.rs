//! What is kept of a signature: enough to judge it again without asking anybody.

use eds::crl::RevocationList;
use eds::oid;
use eds::pem::to_base64;
use eds::revocation::Status;
use eds::verify::Report;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Learned;

/// The evidence of one signature. Binary members are Base64 of DER.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The text that was shown and signed.
    pub document: String,
    /// The signature (CMS), with its time-stamp where one was made.
    pub cms: String,
    /// The certificate of the signer, then those above it.
    pub chain: Vec<String>,
    /// The answer of the responder, where one was had.
    pub ocsp: Option<String>,
    /// When it was judged.
    pub judged_at: Timestamp,
    /// Since when the signature is known to have existed.
    pub known_since: Timestamp,
    /// The verdict, in the words of ETSI EN 319 102-1.
    pub verdict: String,
    /// What is known of each certificate but the last: good, or since when and why it is revoked.
    pub revocation: Vec<String>,
    /// The revocation lists that were known: whose, when made, and which number. They are too large to
    /// be kept with each signature.
    pub lists: Vec<String>,
}

impl Body {
    pub(super) fn new(
        document: &str,
        der: &[u8],
        learned: &Learned,
        report: &Report,
        lists: &[RevocationList],
        at: Timestamp,
    ) -> Self {
        let signed = report.signers.first();
        let checked = signed.and_then(|signed| signed.checked.as_ref());
        let chain = checked.map(|checked| checked.chain.as_slice()).unwrap_or_default();
        let revocation = checked.map(|checked| checked.revocation.as_slice()).unwrap_or_default();
        Self {
            document: document.to_owned(),
            cms: to_base64(der),
            chain: chain.iter().map(|one| to_base64(one.as_der())).collect(),
            ocsp: learned.answer.as_deref().map(to_base64),
            judged_at: at,
            known_since: signed.map_or(at, |signed| signed.known_since),
            verdict: report.verdict.to_string(),
            revocation: revocation.iter().copied().map(said).collect(),
            lists: lists.iter().map(named).collect(),
        }
    }

    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A status in words that stay.
fn said(status: Status) -> String {
    match status {
        Status::Good => "good".to_owned(),
        Status::Revoked(revocation) => format!("revoked {}, {}", revocation.at, revocation.reason),
        Status::Unknown(doubt) => format!("unknown: {doubt}"),
    }
}

fn named(list: &RevocationList) -> String {
    let number = list.number.as_deref().unwrap_or_default();
    let number: String = number.iter().map(|byte| format!("{byte:02x}")).collect();
    let issuer = list.issuer.texts(oid::COMMON_NAME).next().unwrap_or_default();
    format!("{issuer}, {}, {number}", list.this_update)
}

pub(super) fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
