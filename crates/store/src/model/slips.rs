//! Small records with a life time.

use jiff::Timestamp;

/// A small record with a life time: a session, a code that was sent, an idempotency key.
///
/// An expired one is not there, but until it is swept its count of writes goes on: who has read the
/// old record can never take the next one for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Counts its writes, from 1.
    pub version: u64,
    /// What it says.
    pub body: String,
    /// When it stops being there.
    pub expires: Timestamp,
}

/// A change of a small record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipWrite {
    /// What kind of record.
    pub kind: &'static str,
    /// Its key within the kind.
    pub key: String,
    /// What to do.
    pub change: SlipChange,
}

/// What to do with a small record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlipChange {
    /// Writes it if it has this version (`None`: if it is not there or has expired at `now`).
    Put {
        /// The version that was read.
        expected: Option<u64>,
        /// What it says.
        body: String,
        /// When it stops being there.
        expires: Timestamp,
        /// The time of this write, to judge an old one expired.
        now: Timestamp,
    },
    /// Writes it whatever is there.
    Set {
        /// What it says.
        body: String,
        /// When it stops being there.
        expires: Timestamp,
    },
    /// Removes it; nothing happens when it is not there.
    Remove,
    /// Removes it, and fails the unit as [`CommitError::Stale`](crate::CommitError::Stale) unless it has this version.
    Consume {
        /// The version that was read.
        expected: u64,
    },
}
