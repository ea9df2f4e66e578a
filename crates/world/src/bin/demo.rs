//! `./demo`: everything on this machine, with one application carried all the way.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use world::demo::{Settings, run};

/// Starts portal, phones, SMS centre and registers on this machine, carries one application from
/// the signature to the registration, and stays up to be tried.
#[derive(Parser)]
#[command(name = "demo", after_help = "Example: ./demo --fresh --law hour-of-seconds.toml")]
struct Words {
    /// Stop after the first application.
    #[arg(long)]
    once: bool,
    /// Begin anew: empty the data folder, if it is the demo's own.
    #[arg(long)]
    fresh: bool,
    /// A law file to lay over the built-in parameters.
    #[arg(long)]
    law: Option<PathBuf>,
    /// The data folder.
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,
    /// Where the portal listens.
    #[arg(long, default_value_t = 8080)]
    portal_port: u16,
    /// Where the office of the service centre listens.
    #[arg(long, default_value_t = 8090)]
    office_port: u16,
    /// Where the phones listen.
    #[arg(long, default_value_t = 8081)]
    phones_port: u16,
    /// Where the kiosk is, the server in front of one registered device; two ports behind the portal
    /// unless said, or wherever there is room.
    #[arg(long)]
    kiosk_port: Option<u16>,
    /// Where the SMS centre listens.
    #[arg(long, default_value_t = 2775)]
    smpp_port: u16,
    /// Where the program that holds everybody's keys listens, as NCALayer does; the certification
    /// authority is at the port behind it.
    #[arg(long, default_value_t = 13579)]
    signer_port: u16,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let Words {
        once,
        fresh,
        law,
        data,
        portal_port,
        office_port,
        phones_port,
        kiosk_port,
        smpp_port,
        signer_port,
    } = Words::parse();
    let settings = Settings {
        once,
        fresh,
        law,
        data,
        portal_port,
        office_port,
        phones_port,
        kiosk_port,
        smpp_port,
        signer_port,
    };
    match run(settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "an error of a command goes to the terminal")]
fn complain(error: &str) {
    eprintln!("demo: {error}");
}
