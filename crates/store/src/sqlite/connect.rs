//! Opening a store file: one service owns it, and its schema is the one this program knows.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::Options;
use super::fault::fault;
use crate::StoreError;

/// The steps from an empty file to the schema of this program; `user_version` says how many were
/// taken. A step, once released, never changes.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_first.sql"),
    include_str!("../../migrations/sqlite/0002_notices.sql"),
    include_str!("../../migrations/sqlite/0003_evidence.sql"),
    include_str!("../../migrations/sqlite/0004_records_and_readings.sql"),
    include_str!("../../migrations/sqlite/0005_retention.sql"),
];

/// Marks the file as one of Tirkeu ("TRKU"), so that no other database is taken for it.
const APPLICATION: i32 = 0x5452_4b55;

/// How long a statement waits for another program that looks into the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// After a burst the write-ahead log is cut back to this many bytes.
const LOG_BYTES: u32 = 64 << 20;

/// The one name of a file, whatever links lead to it.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, StoreError> {
    let cannot = |error: io::Error| cannot_open(path, &error);
    if path.is_dir() {
        return Err(cannot(io::ErrorKind::IsADirectory.into()));
    }
    if path.exists() {
        return fs::canonicalize(path).map_err(cannot);
    }
    let name = path.file_name().ok_or_else(|| cannot(io::ErrorKind::InvalidInput.into()))?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    if folder.metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        let says = format!("the folder {} of the store does not exist", folder.display());
        return Err(StoreError::Unavailable(says));
    }
    Ok(fs::canonicalize(folder).map_err(cannot)?.join(name))
}

fn cannot_open(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Unavailable(format!("the store {} cannot be opened: {error}", path.display()))
}

/// Takes the file for this service. The system gives it back when the process ends, however it does.
pub(super) fn own(path: &Path) -> Result<File, StoreError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let lock = private(Path::new(&beside)).map_err(|error| cannot_open(path, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::Unavailable(format!(
            "the store {} is in use by another service",
            path.display()
        ))),
        Err(TryLockError::Error(error)) => Err(cannot_open(path, &error)),
    }
}

/// Opens a file that only its owner may read: the store is full of personal data.
pub(super) fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes sure that the name of a new file survives a loss of power.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// The connection that writes.
pub(super) fn writer(path: &Path, options: &Options) -> Result<Connection, StoreError> {
    private(path).and_then(|_| sync_folder(path)).map_err(|error| cannot_open(path, &error))?;
    let named = |error: &rusqlite::Error| at(path, fault(error));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(|error| named(&error))?;
    let prepared = (|| {
        conn.busy_timeout(PATIENCE)?;
        let known = schema(&conn)?;
        if known.is_ok() {
            conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
            conn.pragma_update(None, "cache_size", -i64::from(options.cache_mib) * 1024)?;
            conn.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
            conn.pragma_update(None, "max_page_count", options.most_pages.unwrap_or(u32::MAX - 1))?;
            // The writer thread empties the log itself: SQLite would do it inside a commit, and
            // would keep silent when the disk refuses it.
            conn.pragma_update(None, "wal_autocheckpoint", 0)?;
        }
        Ok(known)
    })();
    let known = prepared.map_err(|error: rusqlite::Error| named(&error))?;
    let taken = known.map_err(|says| at(path, StoreError::Damaged(says)))?;
    prepare(&conn, taken).map_err(|error| named(&error))?;
    Ok(conn)
}

fn at(path: &Path, error: StoreError) -> StoreError {
    let named = |says| format!("{}: {says}", path.display());
    match error {
        StoreError::Full(says) => StoreError::Full(named(says)),
        StoreError::Unavailable(says) => StoreError::Unavailable(named(says)),
        StoreError::NotDurable(says) => StoreError::NotDurable(named(says)),
        StoreError::Damaged(says) => StoreError::Damaged(named(says)),
    }
}

/// How many steps the schema has taken, or why this program cannot work on it.
fn schema(conn: &Connection) -> rusqlite::Result<Result<usize, String>> {
    let number = |sql| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let taken = number("PRAGMA user_version")?;
    let application = number("PRAGMA application_id")?;
    let tables = number("/* store: tables */ SELECT count(*) FROM sqlite_schema")?;
    let empty = tables == 0 && taken == 0 && application == 0;
    if !empty && application != i64::from(APPLICATION) {
        return Ok(Err("the file is a database of another program".to_owned()));
    }
    let known = usize::try_from(taken).unwrap_or(usize::MAX);
    if known > MIGRATIONS.len() {
        return Ok(Err(format!(
            "the store was written by a newer version of Tirkeu (schema {taken}, this one knows {})",
            MIGRATIONS.len()
        )));
    }
    Ok(Ok(known))
}

/// Takes the missing steps of the schema, each whole or not at all.
fn prepare(conn: &Connection, taken: usize) -> rusqlite::Result<()> {
    conn.set_prepared_statement_cache_capacity(128);
    conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY")?;
    steady(conn)?;
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(taken) {
        let step = step + 1;
        conn.execute_batch(&format!(
            "BEGIN IMMEDIATE; {sql}
             PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {step}; COMMIT"
        ))?;
    }
    Ok(())
}

/// A store that lives as long as the connection.
pub(super) fn memory() -> rusqlite::Result<Connection> {
    let conn = Connection::open_in_memory()?;
    prepare(&conn, 0)?;
    Ok(conn)
}

/// Keeps statements as they were prepared: by default some are prepared anew whenever a value is
/// bound, since the planner looks at the value.
fn steady(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(|_| ())
}

/// A connection that reads what the writer has committed.
pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA query_only = ON")?;
    steady(&conn)?;
    Ok(conn)
}

/// Whether a reader may trust the file: it cannot bring an older schema up to date.
pub(super) fn readable(path: &Path) -> Result<(), StoreError> {
    let answer = reader(path).and_then(|conn| schema(&conn));
    match answer.map_err(|error| at(path, fault(&error)))? {
        Ok(taken) if taken == MIGRATIONS.len() => Ok(()),
        Ok(_) => Err(at(
            path,
            StoreError::Unavailable(
                "the store is of an older version: start the service once".into(),
            ),
        )),
        Err(says) => Err(at(path, StoreError::Damaged(says))),
    }
}
