//! What a measurement reads besides the clock: the steps people wait for, and what the process costs.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How long the steps of an application took, in microseconds.
#[derive(Default)]
pub(super) struct Steps([Mutex<Vec<u64>>; 4]);

/// The steps of an application as people wait for them.
const STEPS: [&str; 4] =
    ["draft", "password by SMS", "signature", "decision, with the owner's reply"];

impl Steps {
    /// Notes that a step took until now; the next one begins.
    pub(super) fn note(&self, step: usize, since: &mut Instant) {
        let took = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        *since = Instant::now();
        if let Some(step) = self.0.get(step) {
            step.lock().unwrap_or_else(PoisonError::into_inner).push(took);
        }
    }

    /// The median of each step, in milliseconds.
    pub(super) fn medians(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        STEPS.into_iter().zip(&self.0).map(|(name, times)| {
            let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
            times.sort_unstable();
            let median = times.get(times.len() / 2).copied().unwrap_or_default();
            (name, real(usize::try_from(median).unwrap_or_default()) / 1000.0)
        })
    }
}

#[expect(clippy::as_conversions, reason = "a count becomes a figure to print")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

/// The numbers of the line of `/proc/<file>` that begins with this word, by their place in it.
fn of_process(file: &str, word: &str) -> BTreeMap<usize, f64> {
    let text = std::fs::read_to_string(format!("/proc/{file}")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(word)).unwrap_or_default();
    let numbers = line.split_whitespace().enumerate();
    numbers.filter_map(|(at, word)| Some((at, word.parse().ok()?))).collect()
}

/// Resident memory; 0 where the operating system does not tell.
pub(super) fn resident_mib() -> f64 {
    of_process("self/status", "VmRSS:").get(&1).copied().unwrap_or_default() / 1024.0
}

/// Seconds of processor time of a process or thread, user and system.
pub(super) fn processor_time(of: &str) -> f64 {
    let fields = of_process(&format!("{of}/stat"), "");
    let ticks = |at| fields.get(&at).copied().unwrap_or_default();
    (ticks(13) + ticks(14)) / 100.0
}

/// Seconds of processor time of the thread that writes to the store.
pub(super) fn writer_time() -> f64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return 0.0 };
    let of = |thread: std::fs::DirEntry| {
        let id = thread.file_name().to_string_lossy().into_owned();
        let name = std::fs::read_to_string(thread.path().join("comm")).unwrap_or_default();
        (name.trim() == "store-writer").then(|| processor_time(&format!("self/task/{id}")))
    };
    threads.flatten().filter_map(of).sum()
}
