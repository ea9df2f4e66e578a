//! What was revoked, in memory and, if there is a folder, in a file.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use eds::revocation::{Reason, Revocation};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Kind;

/// The file in the folder.
const FILE: &str = "revoked.json";

/// One certificate that is revoked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) serial: Vec<u8>,
    pub(super) at: Timestamp,
    /// As RFC 5280 numbers them.
    reason: u8,
    /// When the authority was told.
    pub(super) told: Timestamp,
}

impl Entry {
    pub(super) fn reason(&self) -> Reason {
        Reason::of(self.reason).unwrap_or(Reason::Unspecified)
    }
}

/// All that are revoked. What was revoked once stays so.
#[derive(Debug, Default)]
pub(super) struct Book {
    file: Option<PathBuf>,
    entries: BTreeMap<(Kind, Vec<u8>), Entry>,
}

impl Book {
    /// The book that is kept in this folder.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = folder.join(FILE);
        let entries: Vec<Entry> = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let entries = entries.into_iter().map(|entry| ((entry.kind, entry.serial.clone()), entry));
        Ok(Self { file: Some(file), entries: entries.collect() })
    }

    pub(super) fn add(
        &mut self,
        kind: Kind,
        serial: &[u8],
        revocation: Revocation,
        told: Timestamp,
    ) -> io::Result<()> {
        let entry = Entry {
            kind,
            serial: serial.to_vec(),
            at: revocation.at,
            reason: revocation.reason.number(),
            told,
        };
        self.entries.entry((kind, serial.to_vec())).or_insert(entry);
        let Some(file) = &self.file else { return Ok(()) };
        let entries: Vec<&Entry> = self.entries.values().collect();
        let new = file.with_extension("new");
        fs::write(&new, serde_json::to_vec_pretty(&entries)?)?;
        fs::rename(new, file)
    }

    pub(super) fn find(&self, kind: Kind, serial: &[u8]) -> Option<&Entry> {
        self.entries.get(&(kind, serial.to_vec()))
    }

    /// Those of one kind, in the order of their numbers.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(move |entry| entry.kind == kind)
    }
}
