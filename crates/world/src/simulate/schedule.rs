//! One thread and one virtual clock: which task goes on next is drawn, so a seed is a schedule.
//!
//! A task that waits says until when; nothing else wakes it. Time moves only when nobody can go on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

use crate::population::chance::Chance;

/// Something that goes on by itself.
pub(super) type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Whose task it is: a node's die with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The world's.
    World,
    /// Of a node in one of its lives.
    Node {
        /// Which node.
        node: usize,
        /// Which life.
        life: u64,
    },
}

/// As soon as it is drawn.
const AGAIN: i64 = i64::MIN;
/// Not any more: its node has crashed.
const NEVER: i64 = i64::MAX;

/// The virtual time in microseconds, and what the running task waits for.
#[derive(Debug, Default)]
pub(super) struct Moment {
    now: AtomicI64,
    want: AtomicI64,
}

impl Moment {
    /// The true time of the world, which no clock step touches.
    pub(super) fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Moves the time.
    pub(super) fn set(&self, now: i64) {
        self.now.store(now, Ordering::Relaxed);
    }

    /// Lets others go first.
    pub(super) const fn turn(&self) -> Pause<'_> {
        Pause { moment: self, until: AGAIN, asked: false }
    }

    /// Waits so many microseconds.
    pub(super) fn pause(&self, micros: i64) -> Pause<'_> {
        Pause { moment: self, until: self.now().saturating_add(micros), asked: false }
    }

    /// Waits for the end of the task.
    pub(super) const fn never(&self) -> Pause<'_> {
        Pause { moment: self, until: NEVER, asked: false }
    }

    /// Says for a task that is not polled until when it waits.
    pub(super) fn until(&self, time: i64) {
        self.want.store(time, Ordering::Relaxed);
    }
}

/// A wait.
pub(super) struct Pause<'m> {
    moment: &'m Moment,
    until: i64,
    asked: bool,
}

impl Future for Pause<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.asked && self.until <= self.moment.now() {
            return Poll::Ready(());
        }
        self.asked = true;
        self.moment.until(self.until);
        Poll::Pending
    }
}

/// The answer of something that never waits, as both stores in memory are.
///
/// # Panics
/// When it does wait, which is a bug of the simulation.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("a store in memory waits"),
    }
}

#[derive(Default)]
struct Slot {
    generation: u32,
    task: Option<(Owner, Task)>,
}

/// Everybody who goes on by themselves.
#[derive(Default)]
pub(super) struct Schedule {
    slots: Vec<Slot>,
    free: Vec<usize>,
    ready: Vec<(usize, u32)>,
    later: BinaryHeap<Reverse<(i64, u64, usize, u32)>>,
    /// How often somebody went on.
    pub(super) steps: u64,
}

impl Schedule {
    /// Lets somebody begin.
    pub(super) fn add(&mut self, owner: Owner, task: Task) {
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot::default());
            self.slots.len() - 1
        });
        if let Some(slot) = self.slots.get_mut(place) {
            slot.task = Some((owner, task));
            self.ready.push((place, slot.generation));
        }
    }

    /// Draws who goes on and lets them, if anybody can; says whose task it was. A task that must wait
    /// although its turn has come (`held` says until when) goes on then.
    pub(super) fn turn(
        &mut self,
        moment: &Moment,
        chance: &mut dyn FnMut(usize) -> usize,
        held: impl Fn(Owner) -> Option<i64>,
    ) -> Option<Owner> {
        while !self.ready.is_empty() {
            let place = chance(self.ready.len());
            let (place, generation) = self.ready.swap_remove(place);
            let Some(slot) = self.slots.get_mut(place) else { continue };
            if slot.generation != generation {
                continue;
            }
            let Some((owner, task)) = &mut slot.task else { continue };
            let owner = *owner;
            if let Some(until) = held(owner) {
                self.later.push(Reverse((until, 0, place, generation)));
                continue;
            }
            moment.until(NEVER);
            let ended = task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
            if ended {
                self.end(place);
                return Some(owner);
            }
            match moment.want.load(Ordering::Relaxed) {
                AGAIN => self.ready.push((place, generation)),
                // Somebody outside sees after a while that nobody answers.
                NEVER => {
                    if owner == Owner::World {
                        let later = moment.now().saturating_add(1_000_000);
                        self.later.push(Reverse((later, 0, place, generation)));
                    }
                }
                until => {
                    let tie = u64::try_from(chance(1 << 20)).unwrap_or_default();
                    self.later.push(Reverse((until, tie, place, generation)));
                }
            }
            return Some(owner);
        }
        None
    }

    fn end(&mut self, place: usize) {
        if let Some(slot) = self.slots.get_mut(place) {
            slot.task = None;
            slot.generation = slot.generation.wrapping_add(1);
            self.free.push(place);
        }
    }

    /// The next time at which somebody can go on.
    pub(super) fn next(&self) -> Option<i64> {
        self.later.peek().map(|Reverse((at, ..))| *at)
    }

    /// Whoever waited until now can go on.
    pub(super) fn wake(&mut self, now: i64) {
        while let Some(Reverse((at, _, place, generation))) = self.later.peek().copied() {
            if at > now {
                return;
            }
            self.later.pop();
            self.ready.push((place, generation));
        }
    }

    /// Ends everything of a node in one of its lives.
    pub(super) fn kill(&mut self, node: usize, life: u64) {
        let dead = Owner::Node { node, life };
        let places = self.slots.iter().enumerate();
        let of_it = |slot: &Slot| slot.task.as_ref().is_some_and(|(owner, _)| *owner == dead);
        let places: Vec<_> = places.filter(|(_, slot)| of_it(slot)).map(|(at, _)| at).collect();
        for place in places {
            self.end(place);
        }
    }
}

/// A place below `end`.
pub(super) fn place(chance: &mut Chance, end: usize) -> usize {
    let end = u64::try_from(end).unwrap_or(u64::MAX);
    usize::try_from(chance.below(end)).unwrap_or_default()
}
