//! The log: on stderr, for people or for programs. It carries no personal data; only the parts of
//! this program that are written so are let through.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

use super::Failure;

/// The parts of this program that log.
const PARTS: [&str; 4] = ["service", "smpp", "store", "tirkeu"];

/// How the log looks.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Look {
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

/// Begins to log, at the level named by `TIRKEU_LOG`.
pub(super) fn begin(look: Look) -> Result<(), Failure> {
    let level = std::env::var("TIRKEU_LOG").unwrap_or_else(|_| "info".to_owned());
    if !["off", "error", "warn", "info", "debug", "trace"].contains(&level.as_str()) {
        return Err(Failure::because(
            "TIRKEU_LOG must be one of: off, error, warn, info, debug, trace",
        ));
    }
    let parts = PARTS.map(|part| format!("{part}={level}"));
    let filter = EnvFilter::new(format!("off,{}", parts.join(",")));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match look {
        Look::Human => {
            let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
            log.with_ansi(colours).init();
        }
        Look::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}
