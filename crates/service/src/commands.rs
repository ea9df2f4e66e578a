//! The command line. A command is a file in `commands/`; it answers with a [`Failure`] in one
//! sentence, or has said itself what is wrong.

mod check_config;
mod doctor;
mod eds;
mod explain;
mod import;
mod law;
mod logging;
mod office;
mod output;
mod replay;
mod retention;
mod serve;
mod store;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use ::store::StoreError;
use clap::{Parser, Subcommand};
use service::boot::{BootError, KeyError};
use service::config::{Config, ConfigError};
use service::registers::import::ImportError;

/// Open residence registration for Kazakhstan.
#[derive(Parser)]
#[command(
    name = "tirkeu",
    version,
    arg_required_else_help = true,
    after_help = "Example:\n  tirkeu serve --config /etc/tirkeu/tirkeu.toml"
)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the service until Ctrl-C or SIGTERM.
    #[command(after_help = "Example:\n  tirkeu serve --config /etc/tirkeu/tirkeu.toml --log json")]
    Serve(serve::Serve),
    /// Says what is wrong with a configuration file.
    #[command(after_help = "Example:\n  tirkeu check-config /etc/tirkeu/tirkeu.toml")]
    CheckConfig(check_config::CheckConfig),
    /// Says how configuration, store, ports and SMS centre are, whether the service runs or not.
    #[command(after_help = "Example:\n  tirkeu doctor --deep")]
    Doctor(doctor::Doctor),
    /// Makes the store, or brings it to the schema of this version.
    #[command(after_help = "Example:\n  tirkeu migrate --config /etc/tirkeu/tirkeu.toml")]
    Migrate(store::Migrate),
    /// Copies the store into a new file, also while the service runs.
    #[command(after_help = "Example:\n  tirkeu backup /backup/tirkeu-2026-01-31.db")]
    Backup(store::Backup),
    /// Puts a backup where there is no store.
    #[command(after_help = "Example:\n  tirkeu restore /backup/tirkeu-2026-01-31.db")]
    Restore(store::Restore),
    /// Loads a register snapshot from CSV or NDJSON; loading it again is harmless.
    #[command(after_help = "Example:\n  tirkeu import persons persons.csv")]
    Import(import::Import),
    /// The office of a service centre.
    Office(office::Office),
    /// The dated parameters of the law.
    #[command(after_help = "Example:\n  tirkeu law show --at 2026-01-31")]
    Law(law::Law),
    /// What is kept how long, and its removal.
    #[command(after_help = "Example:\n  tirkeu retention run --dry-run")]
    Retention(retention::Retention),
    /// Electronic signatures.
    #[command(
        after_help = "Example:\n  tirkeu eds verify application.cms --content application.txt"
    )]
    Eds(eds::Eds),
    /// A decision in words: what was found, what it rests on, what to do now.
    #[command(after_help = "Example:\n  tirkeu explain BCDF-GHJK-LMNP --lang ru")]
    Explain(explain::Explain),
    /// Computes a decision again from its record and compares.
    #[command(after_help = "Example:\n  tirkeu replay BCDF-GHJK-LMNP")]
    Replay(replay::Replay),
}

/// Where the configuration is.
#[derive(clap::Args)]
struct ConfigAt {
    /// The configuration file [default: the file named by TIRKEU_CONFIG, else tirkeu.toml].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ConfigAt {
    fn path(&self) -> PathBuf {
        let named =
            self.config.clone().or_else(|| std::env::var_os("TIRKEU_CONFIG").map(Into::into));
        named.unwrap_or_else(|| "tirkeu.toml".into())
    }

    /// Whether somebody named a file.
    fn is_named(&self) -> bool {
        self.config.is_some() || std::env::var_os("TIRKEU_CONFIG").is_some()
    }

    fn load(&self) -> Result<Config, Failure> {
        Ok(Config::load(&self.path())?)
    }
}

/// Why a command did not do what it should, in a sentence with the remedy.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    fn because(what: impl fmt::Display) -> Self {
        Self(what.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::because(error)
    }
}

impl From<BootError> for Failure {
    fn from(error: BootError) -> Self {
        Self::because(error)
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::because(error)
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Self::because(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(service::boot::with_remedy(&error))
    }
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> ExitCode {
    let done = match Line::parse().command {
        Command::Serve(command) => on_all_cores(command.run()),
        Command::CheckConfig(command) => command.run(),
        Command::Doctor(command) => on_this_core(command.run()),
        Command::Migrate(command) => on_this_core(command.run()),
        Command::Backup(command) => on_this_core(command.run()),
        Command::Restore(command) => on_this_core(command.run()),
        Command::Import(command) => on_this_core(command.run()),
        Command::Office(command) => on_this_core(command.run()),
        Command::Law(command) => command.run(),
        Command::Retention(command) => on_this_core(command.run()),
        Command::Eds(command) => command.run(),
        Command::Explain(command) => on_this_core(command.run()),
        Command::Replay(command) => on_this_core(command.run()),
    };
    match done {
        Ok(code) => code,
        Err(Failure(what)) => {
            for line in what.lines() {
                output::complain(line);
            }
            ExitCode::FAILURE
        }
    }
}

type Outcome = Result<ExitCode, Failure>;

fn on_all_cores(work: impl Future<Output = Outcome>) -> Outcome {
    with(tokio::runtime::Builder::new_multi_thread(), work)
}

fn on_this_core(work: impl Future<Output = Outcome>) -> Outcome {
    with(tokio::runtime::Builder::new_current_thread(), work)
}

fn with(mut builder: tokio::runtime::Builder, work: impl Future<Output = Outcome>) -> Outcome {
    let runtime = builder.enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure(format!("the system gives no threads ({error}); see its limits for this user"))
    })?;
    runtime.block_on(work)
}
