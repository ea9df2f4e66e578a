//! The simulation itself: a few towns, the seeds that once failed, and defects that must be found.
//! `./simulate` plays a million applications and proves the whole bug bank.

use world::simulate::bugs::Bug;
use world::simulate::watch::Invariant;
use world::simulate::{Engine, Settings, one, prove, simulate};

/// Seeds that once failed, and what they found. They are played for good.
const KEPT: [(u64, &str); 6] = [
    (
        339,
        "a wrong code to a phone with two questions, cut off between the two, counted in one only",
    ),
    (9_589, "a late answer overtook one that was read in time and ended the question"),
    (
        13_037,
        "a late copy of an answer was taken for the first, and the one read in time for a copy",
    ),
    (18_289, "an answer that was stored and had to be tried again held no deadline back any more"),
    (50_881, "the clock was set back, and an entry was closed before it was opened"),
    (
        119_537,
        "a read that failed while a timer rang too early lost the wake time of the application",
    ),
];

fn settings(applications: u64) -> Settings {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Settings { applications, seed: 1, bug: None, most_seeds: u64::MAX, threads }
}

#[test]
fn every_invariant_holds() {
    let summary = simulate(&settings(400), &|_, _| {});
    assert!(summary.failure.is_none(), "{:?}", summary.failure);
    assert!(summary.applications >= 400, "{}", summary.applications);
    assert!(summary.twice > 0 && summary.real > 0, "{} {}", summary.twice, summary.real);
}

#[test]
fn seeds_that_once_failed_are_kept() {
    for (seed, found) in KEPT {
        let ended = [Engine::Model, Engine::Sqlite].map(|engine| one(seed, engine, None));
        for ended in &ended {
            assert!(ended.violation.is_none(), "{found}: seed {seed}: {:?}", ended.violation);
        }
        assert_eq!(ended[0].state, ended[1].state, "{found}: seed {seed}");
    }
}

#[test]
fn a_seed_is_one_schedule_on_every_store() {
    for seed in [2, 5, 21] {
        let ended = [Engine::Model, Engine::Model, Engine::Sqlite].map(|on| one(seed, on, None));
        for other in &ended {
            assert_eq!(other.state, ended[0].state, "seed {seed}");
            assert_eq!(other.trace, ended[0].trace, "seed {seed}");
        }
        assert!(ended[0].steps > 50, "seed {seed} has {} steps", ended[0].steps);
    }
    assert_ne!(one(2, Engine::Model, None).state, one(5, Engine::Model, None).state);
}

#[test]
fn planted_defects_are_found() {
    let quick = [
        (Bug::DeadlineInclusive, Invariant::EveryConsent),
        (Bug::DeadlineOnRestart, Invariant::DeadlineStands),
        (Bug::NoticesOutside, Invariant::Told),
        (Bug::BookOutside, Invariant::GrantedIsEntered),
        (Bug::CodeSurvivesWithdrawal, Invariant::CodeDies),
        (Bug::ReminderMovesDeadline, Invariant::DeadlineStands),
        (Bug::ReminderAtEnd, Invariant::Reminded),
        (Bug::HoldForever, Invariant::ComesToRest),
        (Bug::ForeignReceipt, Invariant::DeadlineStands),
    ];
    for found in prove(&quick.map(|(bug, _)| bug), 100, settings(0).threads) {
        let (_, failure) = found.by.unwrap_or_else(|| panic!("{} was not found", found.bug.text()));
        let (_, by) = quick.iter().find(|(bug, _)| *bug == found.bug).expect("it was planted");
        assert_eq!(failure.violation.invariant, *by, "{}: {failure:?}", found.bug.text());
    }
}

#[test]
fn every_defect_has_a_name_of_its_own() {
    for bug in Bug::ALL {
        assert_eq!(Bug::named(bug.as_str()), Some(*bug));
        assert!(!bug.text().is_empty());
    }
    assert!(Bug::ALL.len() >= 20, "{}", Bug::ALL.len());
    assert_eq!(Bug::named("none"), None);
}
