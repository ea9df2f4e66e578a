//! Documents that last: a request, a member of staff, a certificate.

use jiff::Timestamp;

/// A change of a document, which the store keeps under a version without understanding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordWrite {
    /// What kind of document.
    pub kind: &'static str,
    /// Its name within the kind.
    pub id: String,
    /// The version that was read ([`CommitError::Stale`](crate::CommitError::Stale) when it is another
    /// by now); `None` makes a new one ([`Taken::Record`](crate::Taken::Record) when it is there).
    pub expected: Option<u64>,
    /// When.
    pub at: Timestamp,
    /// What it says now.
    pub body: String,
    /// What happened, appended to its history.
    pub line: Option<String>,
    /// Other names under which it is found; `None` leaves them as they are.
    pub keys: Option<Vec<String>>,
}

/// A document as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Counts the documents of all kinds in the order they were made: a cursor.
    pub no: u64,
    /// Its name within the kind.
    pub id: String,
    /// Counts its writes, from 1.
    pub version: u64,
    /// When it was written last.
    pub at: Timestamp,
    /// What it says.
    pub body: String,
}

/// Which documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordQuery {
    /// Of which kind.
    pub kind: &'static str,
    /// Only those that have this other name.
    pub key: Option<String>,
    /// Only those made before this one (a cursor).
    pub before: Option<u64>,
    /// At most so many.
    pub limit: usize,
}

/// One line of the history of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    /// The version that it made.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// What happened, as the caller wrote it.
    pub text: String,
}
