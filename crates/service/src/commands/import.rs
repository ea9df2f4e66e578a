//! `tirkeu import KIND FILE`.

use std::path::PathBuf;
use std::process::ExitCode;

use service::registers::import::{self, Kind, Summary};

use super::output::{self, Progress};
use super::{ConfigAt, Failure, Outcome};

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Import {
    /// What the file holds: persons, kin, addresses, titles, leases, phones, capacity,
    /// registrations, kato, totals, births.
    kind: Kind,
    /// The file: CSV with a header, or NDJSON.
    file: PathBuf,
    #[command(flatten)]
    at: ConfigAt,
}

impl Import {
    pub(super) async fn run(self) -> Outcome {
        let config = self.at.load()?;
        let reader = import::open(&self.file).map_err(Failure::because)?;
        let size = std::fs::metadata(&self.file).map(|file| file.len()).unwrap_or_default();
        let store = super::store::own(&config).await?;
        let progress = Progress::new();
        let mut show = |so_far: &Summary| {
            let percent = so_far.bytes.saturating_mul(100) / size.max(1);
            progress.show(format_args!("{} lines, {percent} %", so_far.lines));
        };
        let now = service::clock::system()();
        let loaded = import::load(&*store, self.kind, reader, now, &mut show).await;
        progress.end();
        self.report(&loaded.map_err(|error| Failure(format!("{}: {error}", self.file.display())))?)
    }

    fn report(&self, summary: &Summary) -> Outcome {
        let file = self.file.display();
        for row in &summary.bad {
            output::complain(format_args!("{file}, {row}"));
        }
        let Summary { new, changed, same, bad_total, .. } = summary;
        output::say(format_args!(
            "{}: {new} new, {changed} changed, {same} as before, {bad_total} not loaded.",
            self.kind
        ));
        if *bad_total == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let shown = summary.bad.len();
        let first = if u64::try_from(shown).is_ok_and(|shown| shown < *bad_total) {
            format!(" (the first {shown} are named)")
        } else {
            String::new()
        };
        let rows = match bad_total {
            1 => "one row".to_owned(),
            n => format!("{n} rows"),
        };
        Err(Failure(format!(
            "{file}: {rows} not loaded{first}; put right what is named and import the file again, \
             what is loaded stays"
        )))
    }
}
