//! `tirkeu retention show` and `tirkeu retention run`.

use std::process::ExitCode;

use clap::Subcommand;
use jiff::civil::Date;
use residence::law::day;
use residence::retention::Retention as Table;
use service::{clock, retention};

use super::output::{self, Progress};
use super::{ConfigAt, Outcome, store};

/// How many writes are done between two looks at the progress.
const BATCHES: usize = 10;

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Retention {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Shows what is kept how long, and why.
    #[command(after_help = "Example:\n  tirkeu retention show --at 2026-01-31")]
    Show {
        /// The day, such as 2026-01-31 [default: today in Almaty].
        #[arg(long, value_name = "DATE")]
        at: Option<Date>,
    },
    /// Removes what has been kept long enough. The service does it by itself each night; this needs
    /// the store for itself, except with --dry-run.
    #[command(after_help = "Example:\n  tirkeu retention run --dry-run")]
    Run {
        /// Says what would be removed, and removes nothing.
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        config: ConfigAt,
    },
}

impl Retention {
    pub(super) async fn run(self) -> Outcome {
        match self.action {
            Action::Show { at } => {
                show(at.unwrap_or_else(|| day(clock::system()())));
                Ok(ExitCode::SUCCESS)
            }
            Action::Run { dry_run: true, config } => found(&config).await,
            Action::Run { dry_run: false, config } => remove(&config).await,
        }
    }
}

fn show(on: Date) {
    output::say(format_args!("What is kept how long on {on}:"));
    for row in Table::built_in().on(on) {
        let own = if row.is_own { "; the period is our own" } else { "" };
        output::say(format_args!("\n{}: {}", row.name, row.kept()));
        output::say(format_args!("  {}", row.what));
        output::say(format_args!("  {} ({}{own})", row.why, row.source));
    }
}

async fn found(config: &ConfigAt) -> Outcome {
    let store = store::look(&config.load()?).await?;
    let now = clock::system()();
    let overdue = retention::overdue(&*store, now).await.map_err(super::Failure::because)?;
    for (what, before, found) in overdue {
        let what = what.as_str();
        match found.oldest {
            Some(oldest) => output::say(format_args!(
                "{what}: {} from before {}, the oldest of {}",
                found.pieces,
                day(before),
                day(oldest)
            )),
            None => output::say(format_args!("{what}: nothing from before {}", day(before))),
        }
    }
    output::say("Nothing was removed.");
    Ok(ExitCode::SUCCESS)
}

async fn remove(config: &ConfigAt) -> Outcome {
    let store = store::own(&config.load()?).await?;
    for end in retention::ends(clock::system()()) {
        let what = end.0.as_str();
        let progress = Progress::new();
        let mut pieces = 0;
        loop {
            let removed = retention::forget(&*store, end, BATCHES).await;
            let removed = removed.map_err(super::Failure::because)?;
            pieces += removed.pieces;
            if removed.is_all {
                break;
            }
            progress.show(format_args!("{what}: {pieces} removed …"));
        }
        progress.end();
        output::say(format_args!("{what}: {pieces} removed"));
    }
    Ok(ExitCode::SUCCESS)
}
