//! What people are told, kept for them to read again.

use jiff::Timestamp;
use residence::names::{CaseId, Iin};

/// Something a person is told. It gets the next number of that person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeWrite {
    /// Who is told.
    pub to: Iin,
    /// When.
    pub at: Timestamp,
    /// The case it is about; [`CommitError::Stale`](crate::CommitError::Stale) when there is none.
    pub case: Option<CaseId>,
    /// What, as the caller wrote it.
    pub body: String,
}

/// Which notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeQuery {
    /// Whose.
    pub of: Iin,
    /// Only those with a smaller number (a cursor).
    pub before: Option<u64>,
    /// At most so many.
    pub limit: usize,
}

/// A notice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredNotice {
    /// Counts the notices of the person, from 1, without gaps.
    pub number: u64,
    /// When they were told.
    pub at: Timestamp,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// What, as the caller wrote it.
    pub body: String,
}

/// Notices of a person (one consistent read).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticePage {
    /// The notices, newest first.
    pub notices: Vec<StoredNotice>,
    /// The number of the newest notice of all; 0 when there is none.
    pub newest: u64,
}
