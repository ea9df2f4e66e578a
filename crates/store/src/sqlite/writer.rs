//! The thread that writes, and the connections that read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::Options;
use super::batch::{Care, Core, Halt, Request};
use super::connect;
use super::fault::{fault, fault_of_commit};
use crate::StoreError;

/// Why nothing is written or read any more, once the disk has refused a durable write.
pub(super) type End = OnceLock<String>;

pub(super) fn ended(end: &End) -> Result<(), StoreError> {
    end.get().map_or(Ok(()), |says| Err(StoreError::NotDurable(says.clone())))
}

/// A request on its way to the thread.
trait Job: Send {
    fn size(&self) -> usize;
    fn run(&mut self, core: &Core, care: Care) -> Result<(), Halt>;
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Posted<R: Request> {
    request: R,
    done: Option<R::Answer>,
    reply: oneshot::Sender<Result<R::Answer, StoreError>>,
}

impl<R: Request> Job for Posted<R> {
    fn size(&self) -> usize {
        self.request.size()
    }

    fn run(&mut self, core: &Core, care: Care) -> Result<(), Halt> {
        self.done = Some(self.request.run(core, care)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { done, reply, .. } = *self;
        let answer = outcome.and_then(|()| done.ok_or_else(stopped));
        // Whoever asked may have gone away; what was saved stays saved.
        drop(reply.send(answer));
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// The way to the thread that writes; the thread ends with it.
pub(super) struct Writer {
    inbox: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(core: Core, end: Arc<End>, options: &Options) -> Result<Self, StoreError> {
        let (inbox, jobs) = mpsc::channel(options.queue.max(1));
        let (batch, log_pages) = (options.batch.max(1), i64::from(options.log_pages));
        let service = Service { core, end, batch, log_pages };
        let thread = thread::Builder::new().name("store-writer".to_owned());
        let thread = thread.spawn(move || service.serve(jobs)).map_err(|error| {
            StoreError::Unavailable(format!("the writer of the store cannot start: {error}"))
        })?;
        Ok(Self { inbox: Some(inbox), thread: Some(thread) })
    }

    /// Waits for room in the queue and then for the durable write. Once it stands in the queue, it
    /// is done even if nobody waits for it any more.
    pub(super) async fn ask<R: Request>(&self, request: R) -> Result<R::Answer, StoreError> {
        let (reply, answer) = oneshot::channel();
        let inbox = self.inbox.as_ref().ok_or_else(stopped)?;
        let job = Box::new(Posted { request, done: None, reply });
        inbox.send(job).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.inbox.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer of the store has panicked");
        }
    }
}

struct Service {
    core: Core,
    end: Arc<End>,
    batch: usize,
    log_pages: i64,
}

impl Service {
    fn serve(self, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
        while let Some(first) = jobs.blocking_recv() {
            let mut size = first.size();
            let mut batch = vec![first];
            while size < self.batch
                && let Ok(next) = jobs.try_recv()
            {
                size += next.size();
                batch.push(next);
            }
            let outcome = ended(&self.end).and_then(|()| {
                self.core.together(size, |core, care| {
                    batch.iter_mut().try_for_each(|job| job.run(core, care))
                })
            });
            self.mind(&outcome);
            for job in batch {
                job.answer(outcome.clone());
            }
            // After the answers: nobody waits for it. After a full disk too: an emptied log is room.
            let emptied = ended(&self.end).and_then(|()| self.empty_log(&outcome));
            self.mind(&emptied);
            if let Err(error) = emptied {
                tracing::warn!(%error, "the write-ahead log was not emptied");
            }
        }
    }

    /// A durable write that was refused ends everything: the disk may answer the next one with a
    /// success that is none.
    fn mind(&self, outcome: &Result<(), StoreError>) {
        if let Err(StoreError::NotDurable(says)) = outcome
            && self.end.set(says.clone()).is_ok()
        {
            tracing::error!(error = says, "the disk refused a durable write: the store has ended");
        }
    }

    /// Moves the write-ahead log into the file when it has grown long.
    fn empty_log(&self, outcome: &Result<(), StoreError>) -> Result<(), StoreError> {
        let frames = |sql| {
            let mut statement = self.core.conn.prepare_cached(sql)?;
            statement.query_row([], |row| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))
        };
        let (all, moved) = frames("/* store: log */ PRAGMA wal_checkpoint(NOOP)")
            .map_err(|error| fault(&error))?;
        if outcome.is_ok() && all - moved < self.log_pages {
            return Ok(());
        }
        frames("/* store: empty_log */ PRAGMA wal_checkpoint(PASSIVE)")
            .map(|_| ())
            .map_err(|error| fault_of_commit(&error))
    }
}

/// The connections that read, each used by one thread at a time.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    most_idle: usize,
}

impl Readers {
    pub(super) fn new(path: &Path, most_idle: usize) -> Self {
        Self { path: path.to_owned(), idle: Mutex::default(), most_idle }
    }

    pub(super) fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = match idle {
            Some(conn) => conn,
            None => connect::reader(&self.path)?,
        };
        let answer = read(&conn);
        // One that is left inside a transaction would go on seeing the past.
        if answer.is_ok() && conn.is_autocommit() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < self.most_idle {
                idle.push(conn);
            }
        }
        answer
    }

    pub(super) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
