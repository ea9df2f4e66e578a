//! `tirkeu doctor`: how everything is, a line each, whether the service runs or not. It changes
//! nothing.

mod authority;
mod outside;

use std::process::ExitCode;

use service::boot::{self, KeyFile};
use service::clock;
use service::config::Config;
use std::path::Path;

use super::output::{self, Progress};
use super::{ConfigAt, Failure, Outcome};

/// Work that is due and that nobody takes for so long says that no worker runs, in seconds.
const LATE: i64 = 60;
/// This software is younger than any right clock: 1 January 2025.
const SOONEST: i64 = 1_735_689_600;

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Doctor {
    /// Read the whole store and check that it is whole; takes minutes when it is large.
    #[arg(long)]
    deep: bool,
    #[command(flatten)]
    at: ConfigAt,
}

/// What was found, said as it is found.
#[derive(Default)]
struct Report {
    bad: usize,
}

impl Report {
    fn good(&self, what: impl std::fmt::Display) {
        output::say(format_args!("ok    {what}"));
    }

    fn note(&self, what: impl std::fmt::Display) {
        output::say(format_args!("note  {what}"));
    }

    fn bad(&mut self, what: impl std::fmt::Display) {
        self.bad += 1;
        output::say(format_args!("BAD   {what}"));
    }
}

impl Doctor {
    pub(super) async fn run(self) -> Outcome {
        let path = self.at.path();
        let config = self.at.load()?;
        let mut report = Report::default();
        report.good(format_args!("configuration {}", path.display()));
        config.notes().iter().for_each(|note| report.note(note));
        local(&config, &mut report);
        let runs = outside::portal(&config, &mut report).await;
        outside::others(&config, runs, &mut report).await;
        authority::authority(&config, &mut report).await;
        self.store(&config, runs, &mut report).await?;
        match report.bad {
            0 => Ok(ExitCode::SUCCESS),
            1 => Err(Failure::because("one thing is wrong; the line marked BAD says what")),
            n => Err(Failure(format!("{n} things are wrong; the lines marked BAD say what"))),
        }
    }

    async fn store(&self, config: &Config, runs: bool, report: &mut Report) -> Result<(), Failure> {
        if !config.store.exists() {
            let store = &config.store;
            let folder = config.store.file().and_then(Path::parent);
            let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
            match folder.filter(|folder| !folder.is_dir()) {
                Some(folder) => report.bad(format_args!(
                    "store {store}: its folder {} is not there; make it",
                    folder.display()
                )),
                None => report
                    .note(format_args!("store {store}: not there yet; the first start makes it")),
            }
            return Ok(());
        }
        let store = match super::store::look(config).await {
            Ok(store) => store,
            Err(Failure(what)) => {
                report.bad(what);
                return Ok(());
            }
        };
        let queue = store.queue().await?;
        report.good(format_args!("store {}", config.store));
        let now = clock::system()();
        let late = queue.next_due.map_or(0, |due| now.duration_since(due).as_secs());
        let pieces = queue.pieces;
        match (late > LATE, runs) {
            (false, _) => report.good(format_args!("work: {pieces} pieces, none late")),
            (true, false) => report.note(format_args!(
                "work: {pieces} pieces wait for the service, the first for {late} s"
            )),
            (true, true) => report.bad(format_args!(
                "work: {pieces} pieces, the first is late by {late} s; read the log for why"
            )),
        }
        if self.deep {
            let progress = Progress::new();
            progress.show("reading the whole store …");
            let found = store.examine().await;
            progress.end();
            let found = found?;
            if found.is_empty() {
                report.good("everything in the store is whole, every invariant holds");
            }
            for sentence in found {
                report.bad(format_args!("{sentence}; see docs/operations.md, Recover"));
            }
        }
        Ok(())
    }
}

/// What is on this machine: the law, the key, the clock.
fn local(config: &Config, report: &mut Report) {
    match boot::laws(config.law.as_deref()) {
        Ok(laws) => {
            report.good(format_args!("law: {} dates on which something begins", laws.dates().len()))
        }
        Err(error) => report.bad(error),
    }
    let key = KeyFile { path: &config.key_file, store: &config.store };
    match (config.key_file.exists(), config.store.exists()) {
        (false, false) => report.note(format_args!(
            "key file {}: not there yet; the first start makes it",
            config.key_file.display()
        )),
        (false, true) => report.bad(boot::KeyError::Lost(config.key_file.clone())),
        (true, _) => match key.read() {
            Ok(_) => report.good(format_args!("key file {}", config.key_file.display())),
            Err(error) => report.bad(error),
        },
    }
    let now = clock::system()();
    if now.as_second() < SOONEST {
        report.bad(format_args!("the clock of this machine says {now}; set it"));
    }
}
