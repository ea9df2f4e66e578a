//! A disk under the real service that fails when it is told to.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use super::service_process::aside;
use super::town::Town;

/// What the disk is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Say {
    /// One durable write is refused, the next would succeed.
    OneSyncFails,
    /// Every durable write is refused.
    NoSync,
    /// Nothing more can be written.
    NoRoom,
}

impl Say {
    const fn file(self) -> &'static str {
        match self {
            Self::OneSyncFails => "one-sync-fails",
            Self::NoSync => "no-sync",
            Self::NoRoom => "no-room",
        }
    }
}

/// The disk under one service.
pub(crate) struct Disk {
    folder: PathBuf,
    store: PathBuf,
}

impl Disk {
    /// Puts the disk under the service of a town, which starts again for it.
    pub(crate) async fn under(town: &Arc<Town>) -> Self {
        let store = town.service.store();
        let folder = store.with_extension("disk");
        fs::create_dir_all(&folder).unwrap();
        let (source, library) = (folder.join("disk.c"), folder.join("disk.so"));
        fs::write(&source, include_str!("disk.c")).unwrap();
        let named = |name, path: &PathBuf| format!("-D{name}=\"{}\"", path.display());
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror"]);
        compiler.args([named("STORE", &store), named("FOLDER", &folder)]);
        // The compiler is there: the embedded database was built with it.
        let done = compiler.arg("-o").arg(&library).arg(source).arg("-ldl").status().unwrap();
        assert!(done.success(), "the disk is compiled");
        aside(&town.service, move |service| {
            assert!(service.kill());
            service.load_before(library);
            service.start();
        })
        .await;
        Self { folder, store }
    }

    pub(crate) fn say(&self, what: Say) {
        fs::write(self.folder.join(what.file()), "").unwrap();
    }

    /// All is well again.
    pub(crate) fn mend(&self) {
        for what in [Say::OneSyncFails, Say::NoSync, Say::NoRoom] {
            drop(fs::remove_file(self.folder.join(what.file())));
        }
    }

    /// Whether a fault that comes once has come.
    pub(crate) fn has_failed_once(&self) -> bool {
        !self.folder.join(Say::OneSyncFails.file()).exists()
    }

    /// The machine lost its power: what was written since the last durable write is gone. How many
    /// octets that were.
    pub(crate) fn lose_what_was_not_synced(&self) -> u64 {
        let beside = |end: &str| {
            let mut name = self.store.clone().into_os_string();
            name.push(end);
            PathBuf::from(name)
        };
        let (log, synced) = (beside("-wal"), self.folder.join("synced"));
        let length = |path| fs::metadata(path).map(|meta| meta.len()).unwrap_or_default();
        let lost = length(&log).saturating_sub(length(&synced));
        fs::copy(synced, log).unwrap();
        drop(fs::remove_file(beside("-shm")));
        lost
    }
}
