//! The engine for many nodes: PostgreSQL.
//!
//! One connection of a node writes. Whatever waits for it is saved in one transaction whose
//! statements serve all units at once and leave together: one way there and back, one durable write,
//! hundreds of callers. Nodes meet in the constraints and locks of the database alone.
//!
//! The engine has a runtime of its own, so that its connections outlive whoever asks.

mod book;
mod call;
mod cases;
mod durability;
mod ear;
mod examine;
mod fault;
mod figures;
mod flight;
mod ids;
mod line;
mod moves;
mod records;
mod registers;
mod schema;
mod slips;
mod told;
mod wave;
mod work;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::{AddressCode, CaseId};
use tokio::runtime::{self, Runtime};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio_postgres::Config;

use crate::{
    BookPage, BookQuery, CaseQuery, CommitError, Committed, Evidence, Figures, ImportRow, Imported,
    JournalRow, Name, NoticePage, NoticeQuery, QueueState, ReadingQuery, RecordLine, RecordQuery,
    RegisterQuery, Slip, Store, StoreError, StoredCase, StoredReading, StoredRecord, Unit, Work,
};
use fault::{fault, lost};
use line::{Line, Session};
use writer::Job;

/// How a database is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many connections read.
    pub readers: usize,
    /// How many requests may wait for the writer; more wait for room.
    pub queue: usize,
    /// How many units go into one transaction at most.
    pub batch: usize,
    /// Takes a server that may forget what it has confirmed: for tests.
    pub forgetful: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 4, queue: 4096, batch: 512, forgetful: false }
    }
}

/// Says what is wrong with the address of a database.
///
/// # Errors
/// The reason, without the address.
pub fn check(url: &str) -> Result<(), String> {
    url.parse::<Config>().map(|_| ()).map_err(|error| error.to_string())
}

/// A store in a PostgreSQL database.
pub struct Postgres {
    config: Config,
    jobs: mpsc::Sender<Job>,
    readers: Vec<Line>,
    turn: AtomicUsize,
    /// The last month whose partitions were made.
    tended: AtomicI32,
    /// For leases and sweeps, which write beside the batches.
    aside: Line,
    /// What was read of the registers lately.
    heard: Arc<ear::Heard>,
    /// Imports, one at a time.
    importer: Mutex<Line>,
    runtime: Option<Runtime>,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // What is on its way is finished or taken back by the database.
            runtime.shutdown_background();
        }
    }
}

impl Postgres {
    /// Opens a database for the service, and brings its schema up to date. Several hosts may be named
    /// (`postgres://one,two/tirkeu?target_session_attrs=read-write`): the one that can be written to
    /// is found, again after each loss.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the address is wrong or nobody answers;
    /// [`StoreError::Damaged`] when it is no database of Tirkeu, or one of a newer version.
    pub async fn open(url: &str, options: Options) -> Result<Self, StoreError> {
        let store = Self::connect(url, &options, true).await?;
        Ok(store)
    }

    /// Opens a database to look into it, also while services work on it: its schema is left as it is.
    ///
    /// # Errors
    /// As [`Postgres::open`]; also when there is nothing yet, or of an older version.
    pub async fn look(url: &str, options: Options) -> Result<Self, StoreError> {
        Self::connect(url, &options, false).await
    }

    async fn connect(url: &str, options: &Options, own: bool) -> Result<Self, StoreError> {
        let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
            StoreError::Unavailable(format!("the address of the database is wrong: {error}"))
        })?;
        config.application_name("tirkeu");
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("store-postgres")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Unavailable(format!("the store cannot start: {error}")))?;
        let handle = runtime.handle().clone();
        let line = || Line::new(config.clone(), handle.clone());
        let (jobs, inbox) = mpsc::channel(options.queue.max(1));
        let store = Self {
            jobs,
            readers: (0..options.readers.max(1)).map(|_| line()).collect(),
            turn: AtomicUsize::new(0),
            tended: AtomicI32::new(0),
            aside: line(),
            heard: Arc::default(),
            importer: Mutex::new(line()),
            config: config.clone(),
            runtime: Some(runtime),
        };
        let writer = line();
        let session = writer.session().await?;
        if own {
            durability::check(&session.client, &config, options.forgetful).await?;
            schema::prepare(&session.client).await?;
        } else {
            schema::readable(&session.client).await?;
        }
        handle.spawn(writer::serve(inbox, writer, options.batch.max(1)));
        handle.spawn(ear::listen(config, Arc::clone(&store.heard)));
        Ok(store)
    }

    /// Ends every other connection to this database: for drills.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_other_sessions(&self) -> Result<(), StoreError> {
        let session = self.alone().await?;
        let sql = "/* store: end_others */ SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        session.client.batch_execute(sql).await.map_err(said)
    }

    /// One of the connections that read; each in its turn.
    async fn reader(&self) -> Result<Arc<Session>, StoreError> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.readers.len().max(1);
        let line = self.readers.get(turn).ok_or_else(lost)?;
        line.session().await
    }

    /// A connection of its own, for what takes long or needs a transaction.
    async fn alone(&self) -> Result<Arc<Session>, StoreError> {
        let handle = self.runtime.as_ref().ok_or_else(lost)?.handle().clone();
        Line::new(self.config.clone(), handle).session().await
    }
}

fn said(error: tokio_postgres::Error) -> StoreError {
    fault(&error)
}

#[async_trait]
impl Store for Postgres {
    async fn load(&self, id: CaseId) -> Result<Option<StoredCase>, StoreError> {
        cases::load(&*self.reader().await?, id).await.map_err(said)
    }

    async fn journal(&self, id: CaseId) -> Result<Vec<JournalRow>, StoreError> {
        cases::journal(&*self.reader().await?, id).await.map_err(said)
    }

    async fn cases(&self, query: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
        cases::find(&*self.reader().await?, query).await.map_err(said)
    }

    async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
        let count = units.len();
        if count == 0 {
            return Vec::new();
        }
        let gone = || (0..count).map(|_| Err(CommitError::Engine(lost()))).collect();
        let (reply, answer) = oneshot::channel();
        if self.jobs.send(Job { units, reply }).await.is_err() {
            return gone();
        }
        answer.await.unwrap_or_else(|_| gone())
    }

    async fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Work>, StoreError> {
        let session = self.aside.session().await?;
        work::lease(&session, now, until, limit).await.map_err(said)
    }

    async fn queue(&self) -> Result<QueueState, StoreError> {
        work::queue(&*self.reader().await?).await.map_err(said)
    }

    async fn slip(
        &self,
        kind: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<Slip>, StoreError> {
        slips::read(&*self.reader().await?, kind, key, now).await.map_err(said)
    }

    async fn book(&self, query: BookQuery) -> Result<BookPage, StoreError> {
        book::page(&*self.reader().await?, query).await.map_err(said)
    }

    async fn notices(&self, query: NoticeQuery) -> Result<NoticePage, StoreError> {
        told::page(&*self.reader().await?, query).await.map_err(said)
    }

    async fn evidence(&self, id: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
        told::find(&*self.reader().await?, id).await.map_err(said)
    }

    async fn record(&self, kind: &str, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        records::find(&*self.reader().await?, kind, id).await.map_err(said)
    }

    async fn records(&self, query: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
        records::list(&*self.reader().await?, query).await.map_err(said)
    }

    async fn record_lines(&self, kind: &str, id: &str) -> Result<Vec<RecordLine>, StoreError> {
        records::lines(&*self.reader().await?, kind, id).await.map_err(said)
    }

    async fn readings(&self, query: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
        records::readings(&*self.reader().await?, query).await.map_err(said)
    }

    async fn register(&self, query: &RegisterQuery) -> Result<Vec<String>, StoreError> {
        let memo = &self.heard.memo;
        let asked = memo.asks(query);
        if self.heard.counts()
            && let Some(rows) = memo.known(query)
        {
            return Ok(rows);
        }
        let session = self.reader().await?;
        let rows = match &query.name {
            Name::Key(key) => registers::under(&session, key).await,
            Name::Other(name) => registers::named(&session, query.kind, name).await,
            Name::All => registers::all(&session, query.kind).await,
        };
        Ok(memo.keep(query, asked, rows.map_err(said)?))
    }

    async fn search(&self, words: &str, limit: usize) -> Result<Vec<AddressCode>, StoreError> {
        registers::search(&*self.reader().await?, words, limit).await.map_err(said)
    }

    async fn import(&self, rows: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
        let line = self.importer.lock().await;
        let session = line.session().await?;
        let client = &session.client;
        client.batch_execute("/* store: begin */ BEGIN").await.map_err(said)?;
        self.heard.memo.empty();
        let outcome = registers::import(&session, &rows).await;
        client.batch_execute(ear::SAY).await.map_err(said)?;
        let end = if outcome.is_ok() { "/* store: commit */ COMMIT" } else { "ROLLBACK" };
        let ended = client.batch_execute(end).await;
        self.heard.memo.empty();
        let answers = outcome.map_err(said)?;
        ended.map_err(said)?;
        Ok(answers)
    }

    async fn figures(&self, bounds: &[Timestamp]) -> Result<Figures, StoreError> {
        let session = self.alone().await?;
        figures::figures(&session.client, bounds).await.map_err(said)
    }

    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let session = self.aside.session().await?;
        slips::sweep(&session, now, limit).await.map_err(said)
    }

    /// Makes the partitions of this month and of the next one.
    async fn tend(&self, now: Timestamp) -> Result<(), StoreError> {
        let month = call::month(now);
        if self.tended.load(Ordering::Relaxed) == month {
            return Ok(());
        }
        let session = self.aside.session().await?;
        schema::partitions(&session.client, month).await?;
        self.tended.store(month, Ordering::Relaxed);
        Ok(())
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = to.display();
        Err(StoreError::Unavailable(format!(
            "a database is copied by its own tool: pg_basebackup -D {to} (docs/operations.md)"
        )))
    }

    async fn examine(&self) -> Result<Vec<String>, StoreError> {
        let session = self.alone().await?;
        examine::examine(&session.client).await.map_err(said)
    }
}
