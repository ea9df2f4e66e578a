//! Scans of papers: kept once by their digest, never changed, handed out as attachments only.

use residence::intake::{Digest, FieldError};
use serde::{Deserialize, Serialize};
use store::{CommitError, RecordWrite, Taken, Unit};

use super::Refusal;
use crate::app::App;
use crate::cases::{parsed, written};

/// The largest scan, in bytes.
pub const MOST_OF_A_SCAN: usize = 2 * 1024 * 1024;
const SCAN: &str = "scan";

/// What a scan begins with, and what it is then.
const KINDS: [(&[u8], &str, &str); 3] = [
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
];

#[derive(Serialize, Deserialize)]
struct Kept {
    kind: String,
    base64: String,
}

/// A scan as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// As HTTP names what they are.
    pub kind: &'static str,
    /// How a file of it ends.
    pub ending: &'static str,
}

fn kind_of(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let found = KINDS.iter().find(|(head, ..)| bytes.starts_with(head));
    found.map(|(_, kind, ending)| (*kind, *ending))
}

impl App {
    /// Keeps a scan under its digest; the same one again is the same.
    ///
    /// # Errors
    /// [`Refusal::Fields`] naming `scan`, or the store failed.
    pub(super) async fn keep_scan(&self, bytes: &[u8]) -> Result<Digest, Refusal> {
        let wrong = |code| {
            let error = FieldError { field: "scan".into(), code, rule: None };
            Refusal::Fields(vec![error])
        };
        if bytes.is_empty() {
            return Err(wrong("required"));
        }
        if bytes.len() > MOST_OF_A_SCAN {
            return Err(wrong("scan_large"));
        }
        // By what it is, whatever it is called.
        let (kind, _) = kind_of(bytes).ok_or_else(|| wrong("scan_kind"))?;
        let digest = Digest::of(bytes);
        let kept = Kept { kind: kind.to_owned(), base64: eds::pem::to_base64(bytes) };
        let record = RecordWrite {
            kind: SCAN,
            id: digest.to_string(),
            expected: None,
            at: self.now(),
            body: written(&kept)?,
            line: None,
            keys: None,
        };
        match self.commit(Unit { records: vec![record], ..Unit::default() }).await {
            Ok(()) | Err(CommitError::Taken(Taken::Record)) => Ok(digest),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn scan(&self, digest: Digest) -> Result<Scan, Refusal> {
        let row = self.store.record(SCAN, &digest.to_string()).await?.ok_or(Refusal::NotFound)?;
        let kept: Kept = parsed(&row.body)?;
        let bytes = eds::pem::from_base64(kept.base64.as_bytes()).unwrap_or_default();
        let (kind, ending) = kind_of(&bytes).ok_or(Refusal::NotFound)?;
        Ok(Scan { bytes, kind, ending })
    }
}
