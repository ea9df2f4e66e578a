//! `tirkeu import KIND FILE`: loads snapshots of registers from CSV or NDJSON.
//!
//! A file is read row by row. Rows that are wrong are reported by line, field and reason; the others
//! load. Loading a file again changes nothing, so an import that was interrupted is simply repeated.

mod bad;
mod births;
mod columns;
mod fields;
mod into_store;
mod lines;
mod nearest;
mod reader;
mod rows;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use jiff::Timestamp;
use store::{Imported, Store, StoreError};

pub use bad::{BadRow, FileFault, Reason};
pub use columns::{Column, Kind, UnknownKind};
pub use into_store::to_import;
pub use reader::RowReader;
pub use rows::{Birth, MonthTotal, Row, Territory};

/// Rows that go to the store together: one durable write each.
const BATCH: usize = 1_000;

/// The most bad rows that are kept to be shown; the others are counted.
pub const BAD_SHOWN: usize = 1_000;

/// How an import stands, or ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Bytes of the file read.
    pub bytes: u64,
    /// The line read last.
    pub lines: u64,
    /// Rows that were not on record.
    pub new: u64,
    /// Rows that were on record and have changed.
    pub changed: u64,
    /// Rows that were on record just so.
    pub same: u64,
    /// How many rows were not loaded.
    pub bad_total: u64,
    /// The first [`BAD_SHOWN`] of these.
    pub bad: Vec<BadRow>,
}

impl Summary {
    fn reject(&mut self, row: BadRow) {
        self.bad_total += 1;
        if self.bad.len() < BAD_SHOWN {
            self.bad.push(row);
        }
    }

    fn count(&mut self, line: u64, outcome: Imported) {
        match outcome {
            Imported::New => self.new += 1,
            Imported::Changed => self.changed += 1,
            Imported::Same => self.same += 1,
            Imported::Refused(why) => {
                self.reject(BadRow { line, field: None, reason: Reason::Refused(why) });
            }
        }
    }
}

/// Why an import ended early. What was loaded before stays; repeating it is harmless.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is at fault.
    #[error(transparent)]
    File(#[from] FileFault),
    /// The store is at fault.
    #[error(
        "the store failed after line {line}: {fault}; the rows before are loaded, run the import \
         again"
    )]
    Store {
        /// The last line that is surely loaded.
        line: u64,
        /// What the store said.
        fault: StoreError,
    },
}

/// Opens a file to import.
///
/// # Errors
/// [`FileFault`] when it is not there, is a folder, or may not be read.
pub fn open(path: &Path) -> Result<BufReader<File>, FileFault> {
    let name = path.display().to_string();
    // A folder can be opened as a file, and fails at the first read with a word nobody knows.
    if path.is_dir() {
        return Err(FileFault::Folder(name));
    }
    match File::open(path) {
        Ok(file) => Ok(BufReader::with_capacity(1 << 16, file)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Err(FileFault::Absent(name)),
        Err(e) => Err(FileFault::Unreadable(name, e)),
    }
}

/// Loads a file into the store. `progress` is called after each batch. Births are not loaded but
/// carried out: each opens an entry where the mother is registered, and its parents are told `now`.
///
/// Reading the file blocks the thread for the length of a batch.
///
/// # Errors
/// [`ImportError`] when the file could not be read or the store failed; bad rows are no error.
pub async fn load<R: BufRead + Send>(
    store: &dyn Store,
    kind: Kind,
    reader: R,
    now: Timestamp,
    progress: &mut (dyn FnMut(&Summary) + Send),
) -> Result<Summary, ImportError> {
    if kind == Kind::Births {
        return births::load(store, reader, now, progress).await;
    }
    let mut rows = RowReader::open(kind, reader)?;
    let mut summary = Summary::default();
    loop {
        let safe = summary.lines;
        let mut lines = Vec::new();
        let mut batch = Vec::new();
        let more = fill(&mut rows, &mut summary, &mut lines, &mut batch);
        let outcomes = store.import(batch).await;
        let outcomes = outcomes.map_err(|fault| ImportError::Store { line: safe, fault })?;
        for (line, outcome) in lines.into_iter().zip(outcomes) {
            summary.count(line, outcome);
        }
        summary.lines = rows.line();
        summary.bytes = rows.bytes();
        progress(&summary);
        // Rows before a fault of the file were stored just now.
        if !more? {
            summary.bad.sort_by_key(|row| row.line);
            return Ok(summary);
        }
    }
}

/// Reads rows until a batch is full; says whether there may be more.
fn fill<R: BufRead>(
    rows: &mut RowReader<R>,
    summary: &mut Summary,
    lines: &mut Vec<u64>,
    batch: &mut Vec<store::ImportRow>,
) -> Result<bool, FileFault> {
    // Bad rows count too, so that progress is seen in a file of nothing else.
    for _ in 0..BATCH {
        match rows.next_row()? {
            None => return Ok(false),
            Some(Err(bad)) => summary.reject(bad),
            Some(Ok(row)) => {
                if let Some(row) = to_import(row) {
                    lines.push(rows.line());
                    batch.push(row);
                }
            }
        }
    }
    Ok(true)
}
