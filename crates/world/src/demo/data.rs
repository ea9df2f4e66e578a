//! The data folder of the demo: made, filled once, kept, emptied only if it is the demo's own.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use residence::law::day;
use service::config::SealFile;
use store::{ImportRow, Store};

use super::{Failed, say};
use crate::authority::Authority;
use crate::population::Population;
use crate::stories::Story;

/// The file that makes a folder the demo's own; it holds the day its people were made.
const MARKER: &str = ".tirkeu-demo";
/// The file that says that everything was loaded.
const FILLED: &str = ".filled";
/// Rows that are loaded at once.
const AT_ONCE: usize = 1_000;

/// The data folder.
pub(super) struct Folder {
    path: PathBuf,
    pub(super) seed: u64,
    pub(super) made_on: Date,
}

/// Opens the folder, or makes it; empties it first if asked to, and only if it is the demo's own.
pub(super) fn open(path: &Path, fresh: bool, now: Timestamp) -> Result<Folder, Failed> {
    let marker = path.join(MARKER);
    let own = marker.is_file();
    let in_use = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    if in_use && !own {
        return Err(Failed(format!(
            "{} holds something that is not the demo's; choose another folder with --data",
            path.display()
        )));
    }
    if fresh && own {
        empty(path).map_err(|error| cannot(path, &error))?;
    }
    fs::create_dir_all(path).map_err(|error| cannot(path, &error))?;
    let made_on = match fs::read_to_string(&marker) {
        Ok(text) => text.trim().parse().map_err(|_| {
            Failed(format!("{} is damaged; start anew with --fresh", marker.display()))
        })?,
        Err(_) => {
            let today = day(now);
            fs::write(&marker, format!("{today}\n")).map_err(|error| cannot(path, &error))?;
            today
        }
    };
    Ok(Folder { path: path.to_owned(), seed: 1, made_on })
}

/// Where the seal of the service is, which certificates are signed with.
const SEAL: &str = "seal.pem";

/// The seal that the demo's authority has made for the service, kept with the other data.
pub(super) fn seal(folder: &Path, authority: &Authority) -> Result<SealFile, Failed> {
    let file = folder.join(SEAL);
    if !file.is_file() {
        private(&file, authority.seal().as_bytes()).map_err(|error| cannot(folder, &error))?;
    }
    Ok(SealFile { file, password_file: None })
}

/// Writes a file that nobody else may read.
fn private(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text)
}

fn cannot(path: &Path, error: &io::Error) -> Failed {
    let path = path.display();
    Failed(format!("{path} cannot be written ({error}); choose another folder with --data"))
}

/// Removes what is in the folder, its marker last: an interrupted try can be made again.
fn empty(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_name() == MARKER {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_file(path.join(MARKER))
}

impl Folder {
    /// Loads the population and the stories, unless that was done; says whether it was done now.
    pub(super) async fn fill(
        &self,
        store: &dyn Store,
        population: &Population,
        told: &[Story],
    ) -> Result<bool, Failed> {
        let filled = self.path.join(FILLED);
        if filled.is_file() {
            return Ok(false);
        }
        say("Making the registers of a small invented country …");
        let stories = told.iter().flat_map(|story| story.snapshot.clone().imports());
        let earlier = super::totals::earlier(self.made_on);
        let count = import(store, population.rows().chain(stories).chain(earlier)).await?;
        say(&format!("{count} rows in its registers."));
        fs::write(filled, "").map_err(|error| cannot(&self.path, &error))?;
        Ok(true)
    }
}

/// Loads rows, and says how many they were.
pub(super) async fn import(
    store: &dyn Store,
    mut rows: impl Iterator<Item = ImportRow>,
) -> Result<usize, Failed> {
    let mut count = 0;
    loop {
        let batch: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
        if batch.is_empty() {
            return Ok(count);
        }
        count += batch.len();
        store.import(batch).await.map_err(|error| Failed(error.to_string()))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("tirkeu-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        path
    }

    #[test]
    fn only_its_own_folder_is_emptied() {
        let now = "2026-01-15T06:00:00Z".parse().unwrap();
        let path = folder("own");
        open(&path, false, now).unwrap();
        fs::write(path.join("tirkeu.db"), "x").unwrap();
        let later = "2026-02-15T06:00:00Z".parse().unwrap();
        let kept = open(&path, false, later).unwrap();
        assert_eq!(kept.made_on.to_string(), "2026-01-15");
        let fresh = open(&path, true, later).unwrap();
        assert_eq!(fresh.made_on.to_string(), "2026-02-15");
        assert!(!path.join("tirkeu.db").exists());
        fs::remove_dir_all(&path).unwrap();

        let path = folder("foreign");
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("thesis.txt"), "x").unwrap();
        for fresh in [false, true] {
            assert!(open(&path, fresh, now).is_err());
        }
        assert!(path.join("thesis.txt").exists());
        fs::remove_dir_all(&path).unwrap();
    }
}
