//! Why something was not saved or not answered.

use residence::names::{CaseNumber, Iin};

/// The engine could not do what was asked: a fault of the machine, never of the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room is left: nothing was saved, the store recovers when there is room.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The folder or file cannot be opened or written.
    #[error("{0}")]
    Unavailable(String),
    /// A durable write was refused by the disk: the process must stop, a retry could lie.
    #[error("the disk refused a durable write: {0}")]
    NotDurable(String),
    /// The data is damaged or of a newer version of Tirkeu.
    #[error("{0}")]
    Damaged(String),
}

/// Why one unit was not saved.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Something the unit rests on has changed since it was read: read again, judge again.
    #[error("changed meanwhile: {0}")]
    Stale(&'static str),
    /// A constraint holds something else already.
    #[error("already there: {0}")]
    Taken(Taken),
    /// The engine failed; nothing was saved.
    #[error(transparent)]
    Engine(#[from] StoreError),
}

/// Which uniqueness refused a unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// Another open application holds this subject.
    #[error("open application {number}")]
    OpenApplication {
        /// The subject that is held.
        subject: Iin,
        /// The number of the application that holds it.
        number: CaseNumber,
    },
    /// The person has an active permanent entry.
    #[error("active permanent entry")]
    PermanentEntry,
    /// A case with this id or number exists.
    #[error("case")]
    Case,
    /// A slip with this kind and key exists.
    #[error("slip")]
    Slip,
    /// Work with this key is there and not done.
    #[error("work")]
    Work,
    /// A document of this kind and name exists.
    #[error("record")]
    Record,
    /// This signature was accepted before.
    #[error("signature")]
    Signature,
}
