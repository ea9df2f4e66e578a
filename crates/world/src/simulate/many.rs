//! Many seeds, on every core.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use store::Store;

use super::bugs::Bug;
use super::marks::{Mark, Marks};
use super::run::{Ended, Engine, Game, play, play_on};
use super::town::Shared;
use super::waited::Waited;
use super::watch::{Invariant, Violation};

/// Every so many seeds one is played twice, and must end in the same state.
const TWICE_EVERY: u64 = 100;
/// Every so many seeds one is played on the real engine too, and must end in the same state.
const REAL_EVERY: u64 = 40;

/// What to play.
#[derive(Clone, Debug)]
pub struct Settings {
    /// At least so many applications.
    pub applications: u64,
    /// The first seed; the others follow it.
    pub seed: u64,
    /// A planted defect.
    pub bug: Option<Bug>,
    /// At most so many seeds.
    pub most_seeds: u64,
    /// How many threads.
    pub threads: usize,
}

/// A seed that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Which.
    pub seed: u64,
    /// How many steps were done.
    pub steps: u64,
    /// What did not hold.
    pub violation: Violation,
}

/// How it went.
#[derive(Debug, Default)]
pub struct Summary {
    /// Seeds that were played, second times not counted.
    pub seeds: u64,
    /// Applications in them.
    pub applications: u64,
    /// Steps in them.
    pub steps: u64,
    /// Seeds that were played on the real engine too.
    pub real: u64,
    /// Seeds that were played twice.
    pub twice: u64,
    /// What happened how often.
    pub marks: Marks,
    /// The failure with the smallest seed, if any.
    pub failure: Option<Failure>,
}

impl Summary {
    /// Marks that nothing hit.
    #[must_use]
    pub fn missed(&self) -> Vec<Mark> {
        Mark::ALL.iter().copied().filter(|mark| self.marks.count(*mark) == 0).collect()
    }
}

/// Plays one seed and tells what happens.
#[must_use]
pub fn one(seed: u64, engine: Engine, bug: Option<Bug>) -> Ended {
    play(&Arc::new(Shared::new()), Game { seed, engine, bug, trace: true, digest: true })
}

/// Plays one seed on an engine of the product that answers in its own time, and tells what happens.
/// Its store is empty.
pub fn one_on(seed: u64, store: impl Store + 'static) -> Ended {
    let store: Arc<dyn Store> = Arc::new(Waited(store));
    let game = Game { seed, engine: Engine::Model, bug: None, trace: true, digest: true };
    play_on(store, &Arc::new(Shared::new()), game)
}

/// Plays seeds until there were enough applications, or one has failed.
pub fn simulate(settings: &Settings, progress: &(dyn Fn(u64, u64) + Sync)) -> Summary {
    let next = AtomicU64::new(0);
    let done = AtomicU64::new(0);
    let failed = AtomicU64::new(u64::MAX);
    let summary = Mutex::new(Summary::default());
    std::thread::scope(|scope| {
        for _ in 0..settings.threads.max(1) {
            scope.spawn(|| {
                let shared = Arc::new(Shared::new());
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let enough = done.load(Ordering::Relaxed) >= settings.applications;
                    // Seeds below one that has failed are played to their end: the first counts.
                    let later = place > failed.load(Ordering::Relaxed);
                    if enough || later || place >= settings.most_seeds {
                        return;
                    }
                    let (ended, again) = with_repeats(&shared, settings, place);
                    let done = done.fetch_add(ended.applications, Ordering::Relaxed);
                    if ended.violation.is_some() {
                        failed.fetch_min(place, Ordering::Relaxed);
                    }
                    let mut summary = summary.lock().unwrap_or_else(PoisonError::into_inner);
                    summary.add(settings.seed.wrapping_add(place), ended, again);
                    progress(done, settings.applications);
                }
            });
        }
    });
    summary.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Plays a seed, and where it is its turn once more.
fn with_repeats(shared: &Arc<Shared>, settings: &Settings, place: u64) -> (Ended, [u64; 2]) {
    let seed = settings.seed.wrapping_add(place);
    let bug = settings.bug;
    let turns = [(TWICE_EVERY, Engine::Model), (REAL_EVERY, Engine::Sqlite)];
    let turns =
        turns.map(|(every, on)| Some(on).filter(|_| bug.is_none() && place.is_multiple_of(every)));
    let digest = turns.iter().any(Option::is_some);
    let game = Game { seed, engine: Engine::Model, bug, trace: false, digest };
    let mut ended = play(shared, game);
    let mut repeats = [0; 2];
    if ended.violation.is_some() {
        return (ended, repeats);
    }
    for (engine, count) in turns.into_iter().zip(&mut repeats) {
        let Some(engine) = engine else { continue };
        *count = 1;
        let again = play(shared, Game { engine, ..game });
        if let Some(violation) = again.violation {
            ended.violation = Some(violation);
        } else if again.state != ended.state {
            ended.violation = Some(Violation {
                invariant: Invariant::Replays,
                what: format!("the same seed ended otherwise on {engine:?}"),
                at: jiff::Timestamp::default(),
            });
        }
    }
    (ended, repeats)
}

impl Summary {
    fn add(&mut self, seed: u64, ended: Ended, [twice, real]: [u64; 2]) {
        self.seeds += 1;
        self.applications += ended.applications;
        self.steps += ended.steps;
        self.twice += twice;
        self.real += real;
        self.marks.add(&ended.marks);
        if let Some(violation) = ended.violation
            && self.failure.as_ref().is_none_or(|failure| seed < failure.seed)
        {
            self.failure = Some(Failure { seed, steps: ended.steps, violation });
        }
    }
}

/// How a planted defect was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which defect.
    pub bug: Bug,
    /// By how many seeds, from seed 1 on, and how; `None` when it was not found.
    pub by: Option<(u64, Failure)>,
}

/// Looks for every planted defect within so many seeds.
#[must_use]
pub fn prove(bugs: &[Bug], most_seeds: u64, threads: usize) -> Vec<Found> {
    let look = |bug: &Bug| {
        let settings =
            Settings { applications: u64::MAX, seed: 1, bug: Some(*bug), most_seeds, threads };
        let failure = simulate(&settings, &|_, _| {}).failure;
        Found { bug: *bug, by: failure.map(|failure| (failure.seed, failure)) }
    };
    bugs.iter().map(look).collect()
}
