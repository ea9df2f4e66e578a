//! `tirkeu serve`.

use std::process::ExitCode;

use service::boot::{self, Parts, Running};

use super::logging::{self, Look};
use super::{ConfigAt, Failure, Outcome, output};

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Serve {
    #[command(flatten)]
    at: ConfigAt,
    /// How the log looks.
    #[arg(long, value_enum, default_value = "human")]
    log: Look,
    /// Make a new secret key although the store is not new: the old key is lost, and codes on their
    /// way no longer count.
    #[arg(long)]
    new_key: bool,
}

impl Serve {
    pub(super) async fn run(self) -> Outcome {
        logging::begin(self.log)?;
        let config = self.at.load()?;
        let notes = config.notes();
        // Before the start: a stop that is asked for meanwhile is a stop in good order too.
        let mut stop = Stop::new()?;
        let parts = Parts { new_key: self.new_key, ..Parts::of(config) };
        let mut running = boot::start(parts).await?;
        for note in notes {
            tracing::warn!("{note}");
        }
        greet(&running);
        let failed = tokio::select! {
            why = running.failed() => Some(why),
            name = stop.asked() => {
                tracing::info!("{name}: stopping");
                None
            }
        };
        running.stop().await;
        match failed {
            None => {
                tracing::info!("stopped");
                Ok(ExitCode::SUCCESS)
            }
            Some(why) => Err(why.into()),
        }
    }
}

fn greet(running: &Running) {
    output::say(format_args!("The portal is on http://{}", running.portal_addr));
    if let Some(metrics) = running.metrics_addr {
        output::say(format_args!("Metrics are on http://{metrics}/metrics"));
    }
    output::say(format_args!("The office is on http://{}", running.office_addr));
    output::say("Stop with Ctrl-C or SIGTERM.");
}

/// The ways in which a stop is asked for.
struct Stop {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Stop {
    #[cfg(unix)]
    fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let cannot = |error| Failure(format!("signals cannot be heard ({error}); start it again"));
        let terminate = signal(SignalKind::terminate()).map_err(cannot)?;
        let interrupt = signal(SignalKind::interrupt()).map_err(cannot)?;
        Ok(Self { terminate, interrupt })
    }

    #[cfg(unix)]
    async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "Ctrl-C",
        }
    }

    #[cfg(not(unix))]
    fn new() -> Result<Self, Failure> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn asked(&mut self) -> &'static str {
        drop(tokio::signal::ctrl_c().await);
        "Ctrl-C"
    }
}
