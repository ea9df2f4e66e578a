//! The embedded engine: one file, no server.
//!
//! One thread owns the connection that writes. It takes everything that waits, writes it in one
//! transaction and answers all: one durable write serves hundreds of callers ([`Counters`] show it).
//! Reads run on their own connections where they are asked, each on a consistent state, and take
//! microseconds; the long ones (figures, a copy, an examination) get a thread of their own.
//!
//! [`Sqlite::in_memory`] has no thread and no clock: the same calls give the same answers, which the
//! simulation rests on. Times are kept to the microsecond.

mod backup;
mod batch;
mod book;
mod cases;
mod connect;
mod evidence;
mod examine;
mod fault;
mod figures;
mod notices;
mod readings;
mod records;
mod registers;
mod slips;
mod unit;
mod value;
mod work;
mod writer;

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::{AddressCode, CaseId};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::memo::{self, Memo};
use crate::{
    BookPage, BookQuery, CaseQuery, CommitError, Committed, Counters, Evidence, Figures, ImportRow,
    Imported, JournalRow, Name, NoticePage, NoticeQuery, QueueState, ReadingQuery, RecordLine,
    RecordQuery, RegisterQuery, Slip, Store, StoreError, StoredCase, StoredReading, StoredRecord,
    Unit, Work,
};
use batch::{Core, Request, Tally};
use fault::fault;
use writer::{End, Readers, Writer, ended};

/// How a store file is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many idle connections for reading are kept.
    pub readers: usize,
    /// Memory for pages of the file, in MiB, for the connection that writes.
    pub cache_mib: u32,
    /// When the write-ahead log has so many pages (4 KiB) it is moved into the file.
    pub log_pages: u32,
    /// How many requests may wait for the writer; more wait for room.
    pub queue: usize,
    /// How many units go into one durable write at most (one request is never divided).
    pub batch: usize,
    /// Refuses to grow beyond so many pages (4 KiB), as a full disk would.
    pub most_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            cache_mib: 32,
            log_pages: 16_384,
            queue: 4096,
            batch: 1024,
            most_pages: None,
        }
    }
}

/// A store in one file, or in memory.
pub struct Sqlite {
    engine: Engine,
    tally: Arc<Tally>,
    memo: Memo,
}

enum Engine {
    File(Owned),
    Reading(Arc<Readers>),
    Memory(Box<Mutex<Core>>),
}

/// A file that this service owns.
struct Owned {
    writer: Writer,
    readers: Arc<Readers>,
    end: Arc<End>,
    /// Given back last.
    _lock: File,
}

impl Drop for Owned {
    fn drop(&mut self) {
        // So that the writer is the last to close the file, and leaves no log beside it.
        self.readers.close();
    }
}

impl Sqlite {
    /// Opens a store file for the service, and makes it when it is not there. No second service can
    /// open it meanwhile, so work that somebody held is free again.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the file cannot be opened or another service has it;
    /// [`StoreError::Damaged`] when it is no store, or one of a newer version.
    pub fn open(path: impl AsRef<Path>, options: Options) -> Result<Self, StoreError> {
        let path = connect::resolve(path.as_ref())?;
        let lock = connect::own(&path)?;
        let conn = connect::writer(&path, &options)?;
        match work::free(&conn).map_err(|error| fault(&error)) {
            // No room to say so: the holds run out by themselves.
            Ok(()) | Err(StoreError::Full(_)) => {}
            Err(error) => return Err(error),
        }
        let tally = Arc::new(Tally::default());
        let core = Core::new(conn, Arc::clone(&tally)).map_err(|error| fault(&error))?;
        let end = Arc::new(End::new());
        let writer = Writer::start(core, Arc::clone(&end), &options)?;
        let readers = Arc::new(Readers::new(&path, options.readers));
        Ok(Self {
            engine: Engine::File(Owned { writer, readers, end, _lock: lock }),
            tally,
            memo: Memo::default(),
        })
    }

    /// Opens a store file to look into it, also while a service works on it. Whatever would write is
    /// refused.
    ///
    /// # Errors
    /// As [`Sqlite::open`]; also when the file is not there or of an older version.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref();
        connect::readable(path)?;
        let readers = Arc::new(Readers::new(path, Options::default().readers));
        Ok(Self { engine: Engine::Reading(readers), tally: Arc::default(), memo: Memo::default() })
    }

    /// A store that lives as long as this value, without threads: commits are done where they are
    /// asked.
    ///
    /// # Errors
    /// [`StoreError`] when there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let tally = Arc::new(Tally::default());
        let core = connect::memory().and_then(|conn| Core::new(conn, Arc::clone(&tally)));
        let core = Mutex::new(core.map_err(|error| fault(&error))?);
        Ok(Self { engine: Engine::Memory(Box::new(core)), tally, memo: Memo::default() })
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let answer = match &self.engine {
            Engine::File(owned) => {
                ended(&owned.end)?;
                owned.readers.with(read)
            }
            Engine::Reading(readers) => readers.with(read),
            Engine::Memory(core) => read(&core.lock().unwrap_or_else(PoisonError::into_inner).conn),
        };
        answer.map_err(|error| fault(&error))
    }

    /// A read that takes long, away from the threads that serve people.
    async fn read_long<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = match &self.engine {
            Engine::Memory(_) => return self.read(read),
            Engine::File(owned) => {
                ended(&owned.end)?;
                Arc::clone(&owned.readers)
            }
            Engine::Reading(readers) => Arc::clone(readers),
        };
        let (reply, answer) = oneshot::channel();
        let cannot =
            |says: String| StoreError::Unavailable(format!("the store did not read: {says}"));
        thread::Builder::new()
            .name("store-reader".to_owned())
            .spawn(move || drop(reply.send(readers.with(read))))
            .map_err(|error| cannot(error.to_string()))?;
        let answer = answer.await.map_err(|error| cannot(error.to_string()))?;
        answer.map_err(|error| fault(&error))
    }

    async fn write<R: Request>(&self, request: R) -> Result<R::Answer, StoreError> {
        match &self.engine {
            Engine::File(owned) => {
                ended(&owned.end)?;
                owned.writer.ask(request).await
            }
            Engine::Reading(_) => {
                Err(StoreError::Unavailable("the store was opened for reading only".to_owned()))
            }
            Engine::Memory(core) => here(core, &request),
        }
    }
}

fn here<R: Request>(core: &Mutex<Core>, request: &R) -> Result<R::Answer, StoreError> {
    let core = core.lock().unwrap_or_else(PoisonError::into_inner);
    let mut answer = None;
    core.together(request.size(), |core, care| {
        answer = Some(request.run(core, care)?);
        Ok(())
    })?;
    answer.ok_or_else(|| StoreError::Unavailable("the store did not answer".to_owned()))
}

#[async_trait]
impl Store for Sqlite {
    async fn load(&self, id: CaseId) -> Result<Option<StoredCase>, StoreError> {
        self.read(|conn| cases::load(conn, id))
    }

    async fn journal(&self, id: CaseId) -> Result<Vec<JournalRow>, StoreError> {
        self.read(|conn| cases::journal(conn, id))
    }

    async fn cases(&self, query: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
        self.read(|conn| cases::find(conn, query))
    }

    async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
        let count = units.len();
        if count == 0 {
            return Vec::new();
        }
        match self.write(unit::Commit(units)).await {
            Ok(answers) => answers,
            Err(error) => (0..count).map(|_| Err(CommitError::Engine(error.clone()))).collect(),
        }
    }

    async fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Work>, StoreError> {
        self.write(work::Lease { now, until, limit }).await
    }

    async fn queue(&self) -> Result<QueueState, StoreError> {
        self.read(work::queue)
    }

    async fn slip(
        &self,
        kind: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<Slip>, StoreError> {
        self.read(|conn| slips::read(conn, kind, key, now))
    }

    async fn book(&self, query: BookQuery) -> Result<BookPage, StoreError> {
        self.read(|conn| book::page(conn, query))
    }

    async fn notices(&self, query: NoticeQuery) -> Result<NoticePage, StoreError> {
        self.read(|conn| notices::page(conn, query))
    }

    async fn evidence(&self, id: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
        self.read(|conn| evidence::find(conn, id))
    }

    async fn record(&self, kind: &str, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        self.read(|conn| records::find(conn, kind, id))
    }

    async fn records(&self, query: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
        self.read(|conn| records::list(conn, query))
    }

    async fn record_lines(&self, kind: &str, id: &str) -> Result<Vec<RecordLine>, StoreError> {
        self.read(|conn| records::lines(conn, kind, id))
    }

    async fn readings(&self, query: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
        self.read(|conn| readings::list(conn, query))
    }

    async fn register(&self, query: &RegisterQuery) -> Result<Vec<String>, StoreError> {
        let read = || {
            self.read(|conn| match &query.name {
                Name::Key(key) => registers::under(conn, key),
                Name::Other(name) => registers::named(conn, query.kind, name),
                Name::All => registers::all(conn, query.kind),
            })
        };
        if matches!(self.engine, Engine::Reading(_)) {
            // Another process may load rows meanwhile.
            return read().map(|rows| memo::of(query.kind, &rows));
        }
        self.memo.rows(query, read)
    }

    async fn search(&self, words: &str, limit: usize) -> Result<Vec<AddressCode>, StoreError> {
        self.read(|conn| registers::search(conn, words, limit))
    }

    async fn import(&self, rows: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
        // Emptied before and after: what is read meanwhile is not kept.
        self.memo.empty();
        let imported = self.write(registers::Import(rows)).await;
        self.memo.empty();
        imported
    }

    async fn figures(&self, bounds: &[Timestamp]) -> Result<Figures, StoreError> {
        let bounds = bounds.to_vec();
        self.read_long(move |conn| figures::figures(conn, &bounds)).await
    }

    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.write(slips::Sweep { now, limit }).await
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = to.to_owned();
        self.read_long(move |conn| Ok(backup::backup(conn, &to))).await?
    }

    fn counters(&self) -> Counters {
        self.tally.read()
    }

    async fn examine(&self) -> Result<Vec<String>, StoreError> {
        self.read_long(examine::examine).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_answered_after_a_durable_write_was_refused() {
        let name = format!("tirkeu-store-end-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let store = Sqlite::open(folder.join("store.db"), Options::default()).unwrap();
        let Engine::File(owned) = &store.engine else { panic!("not a file") };
        owned.end.set("the disk said no".to_owned()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let id = CaseId::from_random(1);
            let over = StoreError::NotDurable("the disk said no".to_owned());
            assert_eq!(store.load(id).await, Err(over.clone()));
            assert_eq!(store.sweep(Timestamp::UNIX_EPOCH, 1).await, Err(over.clone()));
            assert_eq!(store.examine().await, Err(over.clone()));
            let answers = store.commit(vec![Unit::default(), Unit::default()]).await;
            let over = |answer| matches!(answer, Err(CommitError::Engine(error)) if error == over);
            assert_eq!(answers.into_iter().map(over).collect::<Vec<_>>(), [true; 2]);
        });
        drop(store);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
