//! The world of one seed: its time, its people, its nodes, what goes wrong and what really happened.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use jiff::Timestamp;
use residence::law::Laws;
use service::keys::Keys;
use service::text::Texts;
use store::Store;

use super::bugs::Bug;
use super::centre::Centre;
use super::faults::Faults;
use super::marks::{Mark, Marks};
use super::nodes::Node;
use super::registers::Books;
use super::schedule::{Moment, Owner, Task, place};
use super::truth::Truth;
use super::watch::{Invariant, Violation, Watch};
use crate::population::chance::Chance;

/// A second in microseconds.
pub(super) const SECOND: i64 = 1_000_000;
/// A minute in microseconds.
pub(super) const MINUTE: i64 = 60 * SECOND;

/// What every seed shares: it never changes.
pub(super) struct Shared {
    pub(super) laws: Laws,
    pub(super) texts: Arc<Texts>,
    pub(super) keys: Keys,
}

impl Shared {
    pub(super) fn new() -> Self {
        Self {
            laws: Laws::built_in(),
            texts: Arc::new(Texts::built_in()),
            keys: Keys::new([7; 32]),
        }
    }
}

/// The world of one seed.
pub(super) struct Town {
    pub(super) shared: Arc<Shared>,
    pub(super) moment: Moment,
    /// How far the clock of the machines is from the true time, in microseconds.
    pub(super) offset: AtomicI64,
    pub(super) faults: Faults,
    pub(super) bug: Option<Bug>,
    /// Nothing goes wrong any more.
    calm: AtomicBool,
    /// People who are not done yet.
    pub(super) people: AtomicUsize,
    pub(super) marks: Marks,
    /// The store under all nodes.
    pub(super) store: Arc<dyn Store>,
    chance: Mutex<Chance>,
    spawned: Mutex<Vec<(Owner, Task)>>,
    nodes: Mutex<Vec<Node>>,
    centre: Mutex<Centre>,
    books: Mutex<Books>,
    truth: Mutex<Truth>,
    watch: Mutex<Watch>,
    violation: Mutex<Option<Violation>>,
    /// What happens, a line each, where somebody wants to read it.
    pub(super) trace: Option<Mutex<Vec<String>>>,
}

/// A town has one thread: whoever would wait here would wait for themselves.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    match mutex.try_lock() {
        Ok(guard) => guard,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => panic!("the simulation locks what it holds"),
    }
}

impl Town {
    pub(super) fn new(
        shared: Arc<Shared>,
        store: Arc<dyn Store>,
        (chance, faults): (Chance, Faults),
        books: Books,
        (bug, trace): (Option<Bug>, bool),
    ) -> Self {
        Self {
            shared,
            moment: Moment::default(),
            offset: AtomicI64::new(0),
            faults,
            bug,
            calm: AtomicBool::new(false),
            people: AtomicUsize::new(0),
            marks: Marks::default(),
            store,
            chance: Mutex::new(chance),
            spawned: Mutex::default(),
            nodes: Mutex::default(),
            centre: Mutex::default(),
            books: Mutex::new(books),
            truth: Mutex::default(),
            watch: Mutex::default(),
            violation: Mutex::default(),
            trace: trace.then(Mutex::default),
        }
    }

    pub(super) fn nodes(&self) -> MutexGuard<'_, Vec<Node>> {
        locked(&self.nodes)
    }

    pub(super) fn centre(&self) -> MutexGuard<'_, Centre> {
        locked(&self.centre)
    }

    pub(super) fn books(&self) -> MutexGuard<'_, Books> {
        locked(&self.books)
    }

    pub(super) fn truth(&self) -> MutexGuard<'_, Truth> {
        locked(&self.truth)
    }

    pub(super) fn watch(&self) -> MutexGuard<'_, Watch> {
        locked(&self.watch)
    }

    /// What the clocks of the machines show, in microseconds.
    pub(super) fn shown(&self) -> i64 {
        self.moment.now().saturating_add(self.offset.load(Ordering::Relaxed))
    }

    /// What the clocks of the machines show.
    pub(super) fn clock(&self) -> Timestamp {
        Timestamp::from_microsecond(self.shown()).unwrap_or(Timestamp::MAX)
    }

    /// A number below this.
    pub(super) fn below(&self, end: u64) -> u64 {
        locked(&self.chance).below(end)
    }

    /// A place in a list of this length.
    pub(super) fn place(&self, end: usize) -> usize {
        place(&mut locked(&self.chance), end)
    }

    /// A time from nothing to so many microseconds.
    pub(super) fn within(&self, micros: i64) -> i64 {
        let end = u64::try_from(micros).unwrap_or_default();
        i64::try_from(self.below(end)).unwrap_or_default()
    }

    /// 128 random bits.
    pub(super) fn draw(&self) -> u128 {
        locked(&self.chance).draw_wide()
    }

    /// Whether something with these odds in a thousand happens, whatever the faults.
    pub(super) fn odds(&self, thousandths: u64) -> bool {
        thousandths > 0 && self.below(1000) < thousandths
    }

    /// Whether something goes wrong that goes wrong so often; never once it is calm.
    pub(super) fn wrong(&self, thousandths: u64) -> bool {
        !self.is_calm() && self.odds(thousandths)
    }

    /// From now on nothing goes wrong.
    pub(super) fn calm(&self) {
        self.calm.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_calm(&self) -> bool {
        self.calm.load(Ordering::Relaxed)
    }

    /// Whether this defect is planted.
    pub(super) fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    pub(super) fn hit(&self, mark: Mark) {
        self.say(|| format!("  {}", mark.text()));
        self.marks.hit(mark);
    }

    /// Lets somebody begin.
    pub(super) fn spawn(&self, owner: Owner, task: impl Future<Output = ()> + Send + 'static) {
        locked(&self.spawned).push((owner, Box::pin(task)));
    }

    pub(super) fn take_spawned(&self) -> Vec<(Owner, Task)> {
        std::mem::take(&mut *locked(&self.spawned))
    }

    /// An invariant does not hold. The first one counts.
    pub(super) fn violated(&self, invariant: Invariant, what: impl Into<String>) {
        let violation = Violation { invariant, what: what.into(), at: self.clock() };
        locked(&self.violation).get_or_insert(violation);
    }

    pub(super) fn violation(&self) -> Option<Violation> {
        locked(&self.violation).clone()
    }

    /// Says what happens, to whoever wants to read it.
    pub(super) fn say(&self, what: impl FnOnce() -> String) {
        if let Some(trace) = &self.trace {
            locked(trace).push(format!("{} {}", self.clock(), what()));
        }
    }

    /// What was said so far.
    pub(super) fn story(&self) -> Vec<String> {
        self.trace.as_ref().map(|trace| std::mem::take(&mut *locked(trace))).unwrap_or_default()
    }

    /// Waits so many microseconds of the true time.
    pub(super) async fn sleep(&self, micros: i64) {
        self.moment.pause(micros).await;
    }
}
