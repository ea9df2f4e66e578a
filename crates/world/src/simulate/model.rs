//! A store that is only maps: what every engine promises, in its plainest form.
//!
//! It is fast, so that a million applications go through it in minutes, and it is the measure of the
//! real engines: it passes their contract suite, and the same schedule ends in the same state on it.
//! What no schedule asks (statistics, search, copies) it does not know.

mod book;
mod cases;
mod records;
mod registers;
mod retention;
mod table;
mod units;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::{AddressCode, CaseId, CaseNumber, Iin, RegistrationId};
use residence::registration::Entry;
use store::{
    BookPage, BookQuery, CaseKey, CaseQuery, CommitError, Committed, Entity, Evidence, Figures,
    ImportRow, Imported, JournalRow, NoticePage, NoticeQuery, Overdue, Perishable, QueueState,
    ReadingQuery, RecordLine, RecordQuery, RegisterKind, RegisterQuery, Slip, Store, StoreError,
    StoredCase, StoredNotice, StoredReading, StoredRecord, Unit, Work,
};

use table::Table;

/// The maps.
#[derive(Debug, Default)]
pub struct Model(Mutex<Tables>);

/// A case and what belongs to it.
#[derive(Clone, Debug)]
struct Row {
    /// Its place in the order of making.
    no: u64,
    version: u64,
    lines: u64,
    body: String,
    wake: Option<i64>,
    names: Vec<(CaseKey, String)>,
    is_draft: bool,
    is_forgotten: bool,
}

/// A piece of work.
#[derive(Clone, Debug)]
struct Piece {
    attempt: u32,
    kind: String,
    key: String,
    case: Option<CaseId>,
    body: String,
    due: Timestamp,
    held_until: Option<Timestamp>,
}

/// A row of a register and its other names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    others: Vec<String>,
    body: String,
}

#[derive(Debug, Default)]
struct Tables {
    cases: Table<CaseId, Row>,
    numbers: Table<CaseNumber, CaseId>,
    order: Table<u64, CaseId>,
    journal: Table<(CaseId, u64), JournalRow>,
    names: Table<(CaseKey, String, u64), ()>,
    claims: Table<Iin, u64>,
    work: Table<i64, Piece>,
    work_keys: Table<String, i64>,
    slips: Table<(String, String), Slip>,
    notices: Table<(Iin, u64), StoredNotice>,
    notices_gone: Table<Iin, u64>,
    evidence: Table<[u8; 32], Evidence>,
    signatures: Table<[u8; 32], ()>,
    records: Table<(String, String), records::Document>,
    readings: Table<u64, StoredReading>,
    entries: Table<u64, Entry>,
    entry_ids: Table<RegistrationId, u64>,
    entries_of: Table<(Entity, u64), ()>,
    versions: Table<Entity, u64>,
    registers: Table<(RegisterKind, String, String), Kept>,
    register_names: Table<(RegisterKind, String, String, String), ()>,
    last_case: u64,
    last_work: i64,
    last_entry: u64,
    last_record: u64,
    last_reading: u64,
}

impl Tables {
    /// What was done so far stays.
    fn keep(&mut self) {
        self.cases.keep();
        self.numbers.keep();
        self.order.keep();
        self.journal.keep();
        self.names.keep();
        self.claims.keep();
        self.work.keep();
        self.work_keys.keep();
        self.slips.keep();
        self.notices.keep();
        self.notices_gone.keep();
        self.evidence.keep();
        self.signatures.keep();
        self.records.keep();
        self.readings.keep();
        self.entries.keep();
        self.entry_ids.keep();
        self.entries_of.keep();
        self.versions.keep();
        self.registers.keep();
        self.register_names.keep();
    }

    /// What was done since it last stayed is taken back.
    fn take_back(&mut self) {
        self.cases.take_back();
        self.numbers.take_back();
        self.order.take_back();
        self.journal.take_back();
        self.names.take_back();
        self.claims.take_back();
        self.work.take_back();
        self.work_keys.take_back();
        self.slips.take_back();
        self.notices.take_back();
        self.notices_gone.take_back();
        self.evidence.take_back();
        self.signatures.take_back();
        self.records.take_back();
        self.readings.take_back();
        self.entries.take_back();
        self.entry_ids.take_back();
        self.entries_of.take_back();
        self.versions.take_back();
        self.registers.take_back();
        self.register_names.take_back();
    }

    fn queue(&self) -> QueueState {
        let pieces = || self.work.iter().map(|(_, piece)| piece);
        let due = |piece: &Piece| match piece.held_until {
            Some(until) => piece.due.max(until),
            None => piece.due,
        };
        let incoming = pieces().filter(|piece| piece.kind == "incoming");
        QueueState {
            next_due: pieces().map(due).min(),
            oldest_incoming: incoming.map(|piece| piece.due).min(),
            pieces: u64::try_from(self.work.len()).unwrap_or(u64::MAX),
        }
    }

    fn lease(&mut self, now: Timestamp, until: Timestamp, limit: usize) -> Vec<Work> {
        let free = |piece: &Piece| {
            piece.due <= now && piece.held_until.is_none_or(|held_until| held_until <= now)
        };
        let due = self.work.iter().filter(|(_, piece)| free(piece));
        let since = |piece: &Piece| piece.held_until.map_or(piece.due, |held| held.max(piece.due));
        let mut due: Vec<(Timestamp, i64)> = due.map(|(id, piece)| (since(piece), *id)).collect();
        due.sort_unstable();
        due.truncate(limit);
        let mut leased = Vec::new();
        for (_, id) in due {
            let Some(mut piece) = self.work.get(&id).cloned() else { continue };
            piece.attempt = piece.attempt.saturating_add(1);
            piece.held_until = Some(until);
            leased.push(units::held(id, &piece));
            self.work.put(id, piece);
        }
        leased
    }
}

impl Model {
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something that cannot be refused.
    fn write<T>(&self, write: impl FnOnce(&mut Tables) -> T) -> T {
        let mut tables = self.tables();
        let answer = write(&mut tables);
        tables.keep();
        answer
    }
}

/// What the model does not know.
fn unknown(what: &str) -> StoreError {
    StoreError::Unavailable(format!("the model has no {what}"))
}

#[async_trait]
impl Store for Model {
    async fn load(&self, id: CaseId) -> Result<Option<StoredCase>, StoreError> {
        let tables = self.tables();
        let row = tables.cases.get(&id).filter(|row| !row.is_forgotten);
        Ok(row.map(|row| cases::stored(id, row)))
    }

    async fn journal(&self, id: CaseId) -> Result<Vec<JournalRow>, StoreError> {
        let tables = self.tables();
        let rows = tables.journal.range((id, 0)..=(id, u64::MAX));
        Ok(rows.map(|(_, row)| row.clone()).collect())
    }

    async fn cases(&self, query: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
        Ok(self.tables().find(query))
    }

    async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
        let mut tables = self.tables();
        units.iter().map(|unit| tables.alone(unit)).collect()
    }

    async fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Work>, StoreError> {
        Ok(self.write(|tables| tables.lease(now, until, limit)))
    }

    async fn queue(&self) -> Result<QueueState, StoreError> {
        Ok(self.tables().queue())
    }

    async fn slip(
        &self,
        kind: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<Slip>, StoreError> {
        let key = (kind.to_owned(), key.to_owned());
        Ok(self.tables().slips.get(&key).filter(|slip| slip.expires > now).cloned())
    }

    async fn book(&self, query: BookQuery) -> Result<BookPage, StoreError> {
        Ok(self.tables().page(query))
    }

    async fn notices(&self, query: NoticeQuery) -> Result<NoticePage, StoreError> {
        let tables = self.tables();
        let all = tables.notices.range((query.of, 0)..=(query.of, u64::MAX)).rev();
        let gone = tables.notices_gone.get(&query.of).copied().unwrap_or(0);
        let newest = all.map(|(_, notice)| notice.number).next().unwrap_or(gone);
        let end = query.before.unwrap_or(u64::MAX);
        let below = tables.notices.range((query.of, 0)..(query.of, end)).rev();
        let notices = below.take(query.limit).map(|(_, notice)| notice.clone()).collect();
        Ok(NoticePage { notices, newest })
    }

    async fn evidence(&self, id: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
        Ok(self.tables().evidence.get(&id).cloned())
    }

    async fn record(&self, kind: &str, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        Ok(self.tables().record(kind, id))
    }

    async fn records(&self, query: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
        Ok(self.tables().list_records(query))
    }

    async fn record_lines(&self, kind: &str, id: &str) -> Result<Vec<RecordLine>, StoreError> {
        Ok(self.tables().record_lines(kind, id))
    }

    async fn readings(&self, query: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
        Ok(self.tables().list_readings(query))
    }

    async fn register(&self, query: &RegisterQuery) -> Result<Vec<String>, StoreError> {
        Ok(self.tables().rows(query))
    }

    async fn search(&self, _words: &str, _limit: usize) -> Result<Vec<AddressCode>, StoreError> {
        Err(unknown("search"))
    }

    async fn import(&self, rows: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
        Ok(self.write(|tables| rows.iter().map(|row| tables.import(row)).collect()))
    }

    async fn figures(&self, _bounds: &[Timestamp]) -> Result<Figures, StoreError> {
        Err(unknown("statistics"))
    }

    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        Ok(self.write(|tables| {
            let expired = tables.slips.iter().filter(|(_, slip)| slip.expires <= now);
            let oldest: BTreeMap<_, _> =
                expired.map(|(key, slip)| ((slip.expires, key.clone()), ())).collect();
            let swept: Vec<_> = oldest.into_keys().take(limit).map(|(_, key)| key).collect();
            swept.iter().filter_map(|key| tables.slips.remove(key)).count()
        }))
    }

    async fn overdue(&self, what: Perishable, before: Timestamp) -> Result<Overdue, StoreError> {
        Ok(self.tables().overdue(what, before))
    }

    async fn forget(
        &self,
        what: Perishable,
        before: Timestamp,
        limit: usize,
    ) -> Result<usize, StoreError> {
        Ok(self.write(|tables| tables.forget(what, before, limit)))
    }

    async fn backup(&self, _to: &Path) -> Result<(), StoreError> {
        Err(unknown("file"))
    }

    async fn examine(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.tables().odd_names())
    }
}
