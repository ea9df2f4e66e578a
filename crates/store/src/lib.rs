//! All SQL of the project, behind one narrow trait.
//!
//! The store does not understand an application: it keeps bytes under a version, lines of a journal,
//! work to be done, notices, entries of the registration book and snapshots of the registers. What it
//! does guarantee is *together or not at all*: a [`Unit`] is saved whole or refused whole, and units
//! of different callers share one durable write.

mod fold;
mod memo;
mod model;
pub mod postgres;
pub mod recent;
pub mod sqlite;
mod takeover;

pub use model::*;

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::{AddressCode, CaseId};

/// What a store engine can do. Both engines pass the one contract suite in `tests/contract.rs`.
#[async_trait]
pub trait Store: Send + Sync {
    /// The case as last committed.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn load(&self, id: CaseId) -> Result<Option<StoredCase>, StoreError>;

    /// The whole journal of a case, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn journal(&self, id: CaseId) -> Result<Vec<JournalRow>, StoreError>;

    /// Cases that carry a key (an applicant, a subject, an asked party, a phone, a number), newest
    /// first.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn cases(&self, query: &CaseQuery) -> Result<Vec<StoredCase>, StoreError>;

    /// Saves units in one durable write; the answer has one place for each unit, in order. A unit
    /// that conflicts fails alone and leaves no trace.
    async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>>;

    /// Takes work that is due at `now` and that nobody holds, the longest due first, and holds it
    /// until `until`.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Work>, StoreError>;

    /// What the queue of work looks like: the next due time, counts, the oldest unhandled incoming
    /// message.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn queue(&self) -> Result<QueueState, StoreError>;

    /// A small record by kind and key; one that has expired at `now` is not there.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn slip(&self, kind: &str, key: &str, now: Timestamp)
    -> Result<Option<Slip>, StoreError>;

    /// Entries of the registration book, with the version of what was asked for.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn book(&self, query: BookQuery) -> Result<BookPage, StoreError>;

    /// What a person was told, with the number of the newest of it; `limit` 0 asks for that alone.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn notices(&self, query: NoticeQuery) -> Result<NoticePage, StoreError>;

    /// A signature that was accepted, by the SHA-256 of its body.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn evidence(&self, id: [u8; 32]) -> Result<Option<Evidence>, StoreError>;

    /// A document, by its kind and name.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn record(&self, kind: &str, id: &str) -> Result<Option<StoredRecord>, StoreError>;

    /// Documents of a kind, those made last first.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn records(&self, query: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError>;

    /// The history of a document, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn record_lines(&self, kind: &str, id: &str) -> Result<Vec<RecordLine>, StoreError>;

    /// Who has looked at whose data, the last first.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn readings(&self, query: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError>;

    /// Rows of a register snapshot under a key or under one of its other names.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn register(&self, query: &RegisterQuery) -> Result<Vec<String>, StoreError>;

    /// Addresses whose Kazakh or Russian text has words beginning with all of these (the first
    /// sixteen), whatever their case; buildings before flats, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn search(&self, words: &str, limit: usize) -> Result<Vec<AddressCode>, StoreError>;

    /// Loads rows of register snapshots, and entries of the registration book that other systems
    /// made. Loading the same row twice changes nothing.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer; nothing of the batch is kept then.
    async fn import(&self, rows: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError>;

    /// Figures over the applications signed from the first of these bounds on and before the last,
    /// and for each span between two of them. The bounds ascend.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn figures(&self, bounds: &[Timestamp]) -> Result<Figures, StoreError>;

    /// Removes expired slips, at most `limit`; says how many.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError>;

    /// Does what the engine wants done now and then; doing it again is harmless.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not do it.
    async fn tend(&self, _now: Timestamp) -> Result<(), StoreError> {
        Ok(())
    }

    /// Copies the whole store into a new file while it runs.
    ///
    /// # Errors
    /// [`StoreError`] when the copy could not be written whole; then no file is left.
    async fn backup(&self, to: &Path) -> Result<(), StoreError>;

    /// What was written since the store was opened.
    fn counters(&self) -> Counters {
        Counters::default()
    }

    /// Reads everything once and says what is damaged or breaks an invariant, each in a sentence.
    ///
    /// # Errors
    /// [`StoreError`] when the engine could not answer.
    async fn examine(&self) -> Result<Vec<String>, StoreError>;
}
