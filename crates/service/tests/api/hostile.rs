//! What the edge is sent by people who mean no good, or by programs gone wrong: everything is
//! answered soberly or not at all, in bounded time and memory.

pub(crate) mod calls;
mod json_files;
mod sockets;
pub(crate) mod strings;
mod waiting;

use std::io::Write as _;
use std::path::PathBuf;

use super::logs::Log;
use super::town::Answer;

/// More than the service may grow by whatever it is sent, and less than what it is sent.
const MOST_GROWTH_KB: u64 = 256 * 1024;

/// Past the capture of the test harness: what is left out is seen in a green run too.
fn left_out(what: &str) {
    let mut said = std::io::stderr();
    writeln!(said, "left out: {what}").unwrap();
}

/// A folder of the public corpora; says what is left out without them.
fn corpus(folder: &str) -> Option<PathBuf> {
    let Some(corpora) = std::env::var_os("TIRKEU_CORPORA") else {
        left_out(&format!("{folder} at the edge (TIRKEU_CORPORA is not set)"));
        return None;
    };
    Some(PathBuf::from(corpora).join(folder))
}

/// That an answer is one of ours: no fault of the service, whole, of a named type that is not to be
/// guessed, and without the markup that was sent.
#[track_caller]
pub(crate) fn sober(answer: &Answer, sent: &str, about: &str) {
    let Answer { status, text, .. } = answer;
    assert!(status.as_u16() < 500, "{about}: {status} {text}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{about}");
    assert!(text.len() < 300_000, "{about}: {} bytes", text.len());
    if text.is_empty() {
        return;
    }
    match answer.header("content-type") {
        kind @ ("application/json" | "application/problem+json") => {
            answer.json();
            assert!(!text.contains('<'), "{about}: {text}");
            let problem = kind == "application/problem+json";
            assert_eq!(problem, status.as_u16() >= 400, "{about}: {text}");
        }
        "text/html; charset=utf-8" => {
            let marked = sent.contains('<') && sent.chars().count() > 4;
            assert!(!(marked && text.contains(sent)), "{about}: {text}");
        }
        "text/css; charset=utf-8" => assert!(!text.contains('<')),
        other => panic!("{about}: {other}"),
    }
}

/// Listens for requests that ended in a panic, on this thread.
pub(crate) struct Watch {
    log: Log,
    _listens: tracing::subscriber::DefaultGuard,
}

impl Watch {
    pub(crate) fn begin() -> Self {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_ansi(false)
            .with_writer(log.clone())
            .finish();
        Self { log, _listens: tracing::subscriber::set_default(subscriber) }
    }

    /// That every request had its answer.
    #[track_caller]
    pub(crate) fn all_answered(&self) {
        let text = self.log.text();
        assert!(!text.contains("a request was not answered"), "{text}");
        assert!(!text.contains("ERROR"), "{text}");
    }
}

/// What this process has in memory, in kilobytes; `None` where it cannot be read.
fn in_memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// That the process did not grow by more than it may since then.
#[track_caller]
fn grew_little(before: Option<u64>) {
    let Some((before, now)) = before.zip(in_memory_kb()) else {
        return left_out("memory at the edge (/proc is not there)");
    };
    assert!(now.saturating_sub(before) < MOST_GROWTH_KB, "{before} kB, then {now} kB");
}
