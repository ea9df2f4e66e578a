//! `./bench`: the measurements.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use world::bench::{eds, year};

/// Measures Tirkeu on this machine; prints a line a figure and writes `bench-results/ID.json`.
#[derive(Parser)]
#[command(name = "bench", after_help = "Example: ./bench year --fraction 0.02")]
struct Words {
    #[command(subcommand)]
    what: What,
    /// Where the results are written.
    #[arg(long, global = true, default_value = "bench-results")]
    results: PathBuf,
}

#[derive(Subcommand)]
enum What {
    /// Checking signatures, beside OpenSSL and its GOST engine where they are there.
    Eds,
    /// The national year: from the draft to the notices, durable, in-process.
    Year {
        /// Which share of the year's 1,210,000 applications.
        #[arg(long, default_value_t = 0.01)]
        fraction: f64,
        /// How many people act at once.
        #[arg(long, default_value_t = 1024)]
        at_once: usize,
        /// Seed of the population.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Folder for the data; a new one under the temporary folder unless given.
        #[arg(long)]
        data: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).init();
    let words = Words::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let measured = match (runtime, words.what) {
        (Err(error), _) => Err(error.to_string()),
        (Ok(_), What::Eds) => eds::run().map_err(|error| error.to_string()),
        (Ok(runtime), What::Year { fraction, at_once, seed, data }) => {
            let settings = year::Settings { fraction, at_once, seed };
            let own = std::env::temp_dir().join(format!("tirkeu-bench-{}", std::process::id()));
            let folder = data.unwrap_or_else(|| own.clone());
            let report =
                std::fs::create_dir_all(&folder).map_err(|error| error.to_string()).and_then(
                    |()| runtime.block_on(year::run(&settings, &folder)).map_err(|e| e.to_string()),
                );
            // Nothing of worth is in the folder that was made here.
            let _ = std::fs::remove_dir_all(own);
            report
        }
    };
    let written = measured.and_then(|report| {
        show(&report.to_string());
        report.write(&words.results).map_err(|error| error.to_string())
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn show(text: &str) {
    print!("{text}");
}

#[expect(clippy::print_stderr, reason = "an error of a command goes to the terminal")]
fn complain(error: &str) {
    eprintln!("bench: {error}");
}
