//! Many requests in one durable write.
//!
//! A unit that is refused must leave no trace, which a savepoint around every unit would give, at
//! the price of a second copy of every page it touches. Refusals are rare, and most are seen before
//! the unit has written anything, so a batch is first tried without savepoints. When a unit is
//! refused after it had written, the whole batch is rolled back and done again with them: nothing
//! else writes to the file, so the second try starts from the same state and decides the same.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::Connection;

use super::fault::{fault, fault_of_commit};
use crate::{Counters, StoreError};

/// Whether each unit gets a savepoint to go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// None: a unit that is refused after it wrote ends the try.
    Bare,
    /// One each.
    Savepoints,
}

/// Why a try of a batch ended.
#[derive(Debug)]
pub(super) enum Halt {
    /// A unit was refused after it had written: again, with savepoints.
    Untidy,
    /// The engine failed.
    Engine(rusqlite::Error),
}

impl From<rusqlite::Error> for Halt {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

/// What is asked of the connection that writes. It may run twice; only the last run counts.
pub(super) trait Request: Send + 'static {
    /// What comes back when it is saved.
    type Answer: Send;

    /// How much it adds to a batch.
    fn size(&self) -> usize;

    /// Does it inside the open transaction.
    fn run(&self, core: &Core, care: Care) -> Result<Self::Answer, Halt>;
}

/// The connection that writes, and what goes with it.
pub(super) struct Core {
    pub(super) conn: Connection,
    next_work: Cell<i64>,
    tally: Arc<Tally>,
}

/// Counts what was done, for whoever measures.
#[derive(Default)]
pub(super) struct Tally {
    units: AtomicU64,
    commits: AtomicU64,
    synced: AtomicU64,
    repeated: AtomicU64,
}

impl Tally {
    pub(super) fn read(&self) -> Counters {
        Counters {
            units: self.units.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            synced: self.synced.load(Ordering::Relaxed),
            repeated: self.repeated.load(Ordering::Relaxed),
        }
    }
}

impl Core {
    /// Takes over a connection whose schema is in place.
    pub(super) fn new(conn: Connection, tally: Arc<Tally>) -> rusqlite::Result<Self> {
        let next_work = conn.query_row(
            "/* store: next_work */ SELECT coalesce(max(id), 0) + 1 FROM work",
            [],
            |row| row.get(0),
        )?;
        Ok(Self { conn, next_work: Cell::new(next_work), tally })
    }

    /// An id no work of this process ever had: SQLite itself would give the id of finished work to
    /// the next piece, and a late settlement would hit the wrong one.
    pub(super) fn work_id(&self) -> i64 {
        let id = self.next_work.get();
        self.next_work.set(id + 1);
        id
    }

    /// Runs requests in one transaction, once or twice, and makes them durable.
    pub(super) fn together(
        &self,
        units: usize,
        mut run: impl FnMut(&Self, Care) -> Result<(), Halt>,
    ) -> Result<(), StoreError> {
        let count = |counter: &AtomicU64, by| counter.fetch_add(by, Ordering::Relaxed);
        count(&self.tally.units, u64::try_from(units).unwrap_or(u64::MAX));
        let mut care = Care::Bare;
        loop {
            self.roll_back();
            let before = self.conn.total_changes();
            self.execute("/* store: begin */ BEGIN IMMEDIATE").map_err(|error| fault(&error))?;
            match run(self, care) {
                Ok(()) => {}
                Err(Halt::Untidy) => {
                    count(&self.tally.repeated, 1);
                    care = Care::Savepoints;
                    continue;
                }
                Err(Halt::Engine(error)) => {
                    self.roll_back();
                    return Err(fault(&error));
                }
            }
            let written = self.conn.total_changes() != before;
            if let Err(error) = self.execute("/* store: commit */ COMMIT") {
                self.roll_back();
                return Err(fault_of_commit(&error));
            }
            count(&self.tally.commits, 1);
            count(&self.tally.synced, u64::from(written));
            return Ok(());
        }
    }

    /// Ends an open transaction, if there is one; some errors of SQLite have ended it already.
    fn roll_back(&self) {
        if !self.conn.is_autocommit()
            && let Err(error) = self.execute("/* store: roll_back */ ROLLBACK")
        {
            tracing::warn!(%error, "a transaction could not be rolled back");
        }
    }

    /// Runs a statement without parameters.
    pub(super) fn execute(&self, sql: &str) -> rusqlite::Result<()> {
        self.conn.prepare_cached(sql)?.execute([]).map(|_| ())
    }
}
