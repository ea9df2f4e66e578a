//! A copy of a store that runs on.

use std::ffi::c_int;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::connect;
use super::fault::fault;
use crate::StoreError;

/// Writes the copy under another name, and gives it its own only when the disk has it whole.
pub(super) fn backup(from: &Connection, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        let says = format!("the copy {} would overwrite a file", to.display());
        return Err(StoreError::Unavailable(says));
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let copied = copy(from, &part).and_then(|()| {
        let named = File::open(&part).and_then(|file| file.sync_all());
        named.and_then(|()| fs::rename(&part, to)).map_err(|error| refused(to, &error))
    });
    if copied.is_err() {
        // What is left of it is worth nothing; that it could not be removed either says no more.
        drop(fs::remove_file(&part));
    }
    copied?;
    connect::sync_folder(to).map_err(|error| refused(to, &error))
}

fn refused(to: &Path, error: &io::Error) -> StoreError {
    let says = format!("the copy {} cannot be written: {error}", to.display());
    if matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    ) {
        StoreError::Full(says)
    } else {
        StoreError::Unavailable(says)
    }
}

fn copy(from: &Connection, part: &Path) -> Result<(), StoreError> {
    let file = connect::private(part).map_err(|error| refused(part, &error))?;
    // What an interrupted copy left under this name.
    file.set_len(0).map_err(|error| refused(part, &error))?;
    let copied = Connection::open(part).and_then(|mut target| {
        // All pages in one step: between steps the writer could move on, and the copy would start
        // again and again.
        Backup::new(from, &mut target)?.run_to_completion(c_int::MAX, Duration::ZERO, None)?;
        // One file that can be read anywhere, also where nothing can be written beside it.
        target.execute_batch("PRAGMA journal_mode = DELETE")
    });
    copied.map_err(|error| fault(&error))
}
