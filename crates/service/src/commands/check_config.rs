//! `tirkeu check-config FILE`.

use std::path::PathBuf;
use std::process::ExitCode;

use service::boot;
use service::config::Config;

use super::{Outcome, output};

/// The arguments.
#[derive(clap::Args)]
pub(super) struct CheckConfig {
    /// The configuration file.
    file: PathBuf,
}

impl CheckConfig {
    pub(super) fn run(self) -> Outcome {
        let config = Config::load(&self.file)?;
        boot::laws(config.law.as_deref())?;
        boot::seal(config.seal.as_ref())?;
        output::say(format_args!("{} is right.", self.file.display()));
        for note in config.notes() {
            output::say(format_args!("note: {note}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}
