//! `tirkeu migrate`, `tirkeu backup FILE` and `tirkeu restore FILE`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use std::sync::Arc;

use ::store::sqlite::Sqlite;
use ::store::{Store, StoreError};
use service::boot::{self, KeyFile};
use service::chance;
use service::config::Config;

use super::output::{self, Progress};
use super::{ConfigAt, Failure, Outcome};

/// The arguments of `migrate`.
#[derive(clap::Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    at: ConfigAt,
}

impl Migrate {
    pub(super) async fn run(self) -> Outcome {
        let config = self.at.load()?;
        drop(own(&config).await?);
        output::say(format_args!("The store {} has the schema of this version.", config.store));
        Ok(ExitCode::SUCCESS)
    }
}

/// Opens the store to write in it, and makes it with its key when it is not there.
pub(super) async fn own(config: &Config) -> Result<Arc<dyn Store>, Failure> {
    let key = KeyFile { path: &config.key_file, store: &config.store };
    if !config.store.exists() {
        key.make_if_missing(&chance::system(), false)?;
    }
    Ok(boot::own(&config.store).await?)
}

/// Opens the store to look into it, also while the service works on it.
pub(super) async fn look(config: &Config) -> Result<Arc<dyn Store>, Failure> {
    if !config.store.exists() {
        return Err(Failure(format!(
            "there is no store {} yet; start the service, or make it with `tirkeu migrate`",
            config.store
        )));
    }
    Ok(boot::look(&config.store).await?)
}

/// The arguments of `backup`.
#[derive(clap::Args)]
pub(super) struct Backup {
    /// The new file; only this user may read it.
    file: PathBuf,
    #[command(flatten)]
    at: ConfigAt,
}

impl Backup {
    pub(super) async fn run(self) -> Outcome {
        let config = self.at.load()?;
        let store = look(&config).await?;
        let progress = Progress::new();
        progress.show("copying the store …");
        let file = std::path::absolute(&self.file).unwrap_or_else(|_| self.file.clone());
        let copied = store.backup(&file).await;
        progress.end();
        copied.map_err(|error| not_copied(&error))?;
        let bytes = std::fs::metadata(&file).map(|file| file.len()).unwrap_or_default();
        output::say(format_args!("{} holds the store ({bytes} bytes).", self.file.display()));
        output::say(format_args!(
            "The secret key is not in it: keep a copy of {} elsewhere.",
            config.key_file.display()
        ));
        Ok(ExitCode::SUCCESS)
    }
}

fn not_copied(error: &StoreError) -> Failure {
    match error {
        StoreError::Full(_) => Failure(format!("{error}; make room, then run it again")),
        StoreError::Unavailable(_) => Failure(format!(
            "{error}; name a new file in a folder that is there and in which this user may write"
        )),
        StoreError::NotDurable(_) | StoreError::Damaged(_) => Failure(boot::with_remedy(error)),
    }
}

/// The arguments of `restore`.
#[derive(clap::Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    at: ConfigAt,
}

impl Restore {
    pub(super) async fn run(self) -> Outcome {
        let config = self.at.load()?;
        let Some(to) = config.store.file() else {
            return Err(Failure::because(
                "a database is restored by its own tools; docs/operations.md says how",
            ));
        };
        empty(to)?;
        if !self.file.exists() {
            let file = self.file.display();
            return Err(Failure(format!("there is no backup {file}; check the path")));
        }
        let backup = Sqlite::open_read_only(&self.file)?;
        let progress = Progress::new();
        progress.show("examining the backup …");
        let found = backup.examine().await;
        progress.end();
        let found = found?;
        if !found.is_empty() {
            let file = self.file.display();
            for sentence in &found {
                output::complain(format_args!("{file}: {sentence}"));
            }
            return Err(Failure(format!("{file} is not whole; restore an older backup")));
        }
        progress.show("copying the backup …");
        let copied = backup.backup(to).await;
        progress.end();
        copied.map_err(|error| not_copied(&error))?;
        output::say(format_args!("The store {} is restored.", config.store));
        if !config.key_file.exists() {
            let key = config.key_file.display();
            output::say(format_args!("Put the key file {key} back too before you start."));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A restore never writes over anything, and an old log beside a new file would be played into it.
fn empty(store: &Path) -> Result<(), Failure> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = store.as_os_str().to_owned();
        name.push(ending);
        let there = PathBuf::from(name);
        if there.exists() {
            return Err(Failure(format!(
                "{} is there; stop the service and move it away first",
                there.display()
            )));
        }
    }
    Ok(())
}
