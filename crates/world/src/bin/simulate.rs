//! `simulate`: a town in which everything goes wrong, a seed at a time.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use world::simulate::bugs::Bug;
use world::simulate::marks::Mark;
use world::simulate::{Engine, Failure, Settings, Summary, one, prove, simulate};

/// Below so many applications a mark that was not hit is no finding.
const ENOUGH_FOR_MARKS: u64 = 100_000;

/// Plays applications through a world of faults and checks that everything that must hold does.
///
/// Exit status 0: every invariant held. 1: one did not; its seed and how to see it again are printed.
#[derive(Parser)]
#[command(
    name = "simulate",
    after_help = "Examples:\n  simulate --applications 1000000\n  simulate --bug any-owner\n  simulate --prove"
)]
struct Words {
    /// How many applications at least.
    #[arg(long, default_value_t = 10_000)]
    applications: u64,
    /// The first seed; each seed is a town of its own, and the next one follows.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plants a defect, to see it found.
    #[arg(long, value_name = "NAME")]
    bug: Option<String>,
    /// Lists the defects that can be planted.
    #[arg(long)]
    list_bugs: bool,
    /// Plants every defect in turn; each must be found within 10,000 seeds.
    #[arg(long)]
    prove: bool,
    /// Tells everything that happens in the one seed.
    #[arg(long)]
    trace: bool,
    /// How many threads; as many as there are cores unless given.
    #[arg(long)]
    threads: Option<usize>,
}

fn main() -> ExitCode {
    let words = Words::parse();
    if words.list_bugs {
        for bug in Bug::ALL {
            say(&format!("{:<26} {}", bug.as_str(), bug.text()));
        }
        return ExitCode::SUCCESS;
    }
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = words.threads.unwrap_or(cores);
    if words.prove {
        return prove_all(threads);
    }
    let bug = match words.bug.as_deref().map(|name| (name, Bug::named(name))) {
        None => None,
        Some((_, Some(bug))) => Some(bug),
        Some((name, None)) => {
            complain(&format!("simulate: no defect is called {name}; --list-bugs lists them"));
            return ExitCode::from(2);
        }
    };
    let settings = Settings {
        applications: words.applications,
        seed: words.seed,
        bug,
        most_seeds: u64::MAX,
        threads,
    };
    if words.trace {
        one(words.seed, Engine::Model, bug).trace.iter().for_each(|line| say(line));
    }
    let begun = Instant::now();
    let summary = simulate(&settings, &progress);
    report(&settings, &summary, begun.elapsed().as_secs_f64())
}

fn progress(done: u64, of: u64) {
    if std::io::stderr().is_terminal() && done.is_multiple_of(64) {
        complain_over(&format!("{done} of {of} applications"));
    }
}

fn report(settings: &Settings, summary: &Summary, seconds: f64) -> ExitCode {
    if let Some(failure) = &summary.failure {
        return failed(settings.bug, failure);
    }
    let Summary { seeds, applications, steps, twice, real, .. } = summary;
    say(&format!(
        "{applications} applications in {seeds} seeds from {} on, {steps} steps, {seconds:.1} s: every \
         invariant held.\n{twice} seeds were played twice and {real} on the real engine too: the same \
         end each time.",
        settings.seed
    ));
    say("\nSometimes:");
    for mark in Mark::ALL {
        say(&format!("{:>12}  {}", summary.marks.count(*mark), mark.text()));
    }
    let missed = summary.missed();
    if *applications < ENOUGH_FOR_MARKS || missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    for mark in missed {
        complain(&format!("simulate: never in this run: {}", mark.text()));
    }
    ExitCode::FAILURE
}

fn failed(bug: Option<Bug>, failure: &Failure) -> ExitCode {
    let Failure { seed, steps, violation } = failure;
    let planted = bug.map(|bug| format!(" --bug {}", bug.as_str())).unwrap_or_default();
    say(&format!(
        "Invariant {} does not hold: {}.\n  {}\n  seed {seed}, step {steps}, the clocks at {}, version {}\n  \
         again: simulate --seed {seed} --applications 1 --threads 1{planted}",
        violation.invariant.number(),
        violation.invariant.text(),
        violation.what,
        violation.at,
        env!("CARGO_PKG_VERSION"),
    ));
    ExitCode::FAILURE
}

fn prove_all(threads: usize) -> ExitCode {
    let mut all = true;
    say("defect                      seeds  found by");
    for bug in Bug::ALL {
        for found in prove(&[*bug], 10_000, threads) {
            match found.by {
                Some((seeds, failure)) => {
                    let violation = failure.violation;
                    let (number, text) = (violation.invariant.number(), violation.invariant.text());
                    say(&format!("{:<26} {seeds:>6}  {number}: {text}", bug.as_str()));
                }
                None => {
                    all = false;
                    say(&format!("{:<26}      -  NOT FOUND", bug.as_str()));
                }
            }
        }
    }
    if all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::print_stdout, reason = "the report is what this program is for")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "an error of a command goes to the terminal")]
fn complain(text: &str) {
    eprintln!("{text}");
}

#[expect(clippy::print_stderr, reason = "progress goes to the terminal")]
fn complain_over(text: &str) {
    eprint!("\r{text}\x1b[K");
}
