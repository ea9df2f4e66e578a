//! Who has looked at whose data.

use jiff::Timestamp;
use residence::names::Iin;

/// Somebody looks at personal data of a person. Saved before it is shown, and never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingWrite {
    /// Whose data.
    pub of: Iin,
    /// Who looks, as the caller names readers.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// For what, and at what, as the caller wrote it.
    pub body: String,
}

/// Whose readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadingsOf {
    /// Those of the data of this person.
    Person(Iin),
    /// Those that this reader made.
    Reader(String),
}

/// Which readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingQuery {
    /// Whose.
    pub of: ReadingsOf,
    /// Only those with a smaller number (a cursor).
    pub before: Option<u64>,
    /// At most so many.
    pub limit: usize,
}

/// A reading as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReading {
    /// Counts the readings of all, in their order.
    pub number: u64,
    /// Whose data.
    pub of: Iin,
    /// Who looked.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// For what, and at what.
    pub body: String,
}
