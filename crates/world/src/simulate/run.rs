//! One seed from its beginning to rest.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use jiff::civil::Date;
use residence::intake::Digest;
use residence::law::day;
use store::sqlite::Sqlite;
use store::{BookQuery, Entity, ImportRow, NoticeQuery, Store};

use super::bugs::Bug;
use super::faults::Faults;
use super::marks::{Mark, Marks};
use super::model::Model;
use super::people::{Wish, begin};
use super::registers::Books;
use super::schedule::{Owner, Schedule, at_once};
use super::town::{MINUTE, SECOND, Shared, Town};
use super::watch::{Invariant, Violation};
use crate::population::chance::Chance;
use crate::population::{Neighbourhood, Population};

/// Which store is under the nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The maps.
    Model,
    /// The real engine, in memory.
    Sqlite,
}

impl Engine {
    fn open(self) -> Arc<dyn Store> {
        match self {
            Self::Model => Arc::new(Model::default()),
            Self::Sqlite => match Sqlite::in_memory() {
                Ok(store) => Arc::new(store),
                Err(error) => panic!("no store in memory: {error}"),
            },
        }
    }
}

/// How a seed ended.
#[derive(Debug)]
pub struct Ended {
    /// How many applications were drafted.
    pub applications: u64,
    /// How many times somebody went on.
    pub steps: u64,
    /// What happened.
    pub marks: Marks,
    /// The state of the store at the end, if it was asked for.
    pub state: Option<Digest>,
    /// What happened, a line each, if it was asked for.
    pub trace: Vec<String>,
    /// The first invariant that did not hold.
    pub violation: Option<Violation>,
}

/// How long people and faults go on at most, in microseconds of the true time.
const AT_MOST: i64 = 48 * 60 * MINUTE;
/// How long everything has to come to rest: the longest window of the law, and some more.
const TO_REST: i64 = 76 * 60 * MINUTE;
/// Steps after which a seed is taken to go round in circles.
const MOST_STEPS: u64 = 200_000;
/// Everything is looked at each time so many steps are done.
const SWEEP_EVERY: u64 = 1_000;
/// 20 January 2026, in microseconds; the time of the day is drawn.
const FIRST_DAY: i64 = 1_768_867_200 * SECOND;

/// What to play, and what to tell of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Game {
    pub(super) seed: u64,
    pub(super) engine: Engine,
    pub(super) bug: Option<Bug>,
    /// Every line of what happens.
    pub(super) trace: bool,
    /// The state at the end, to be compared.
    pub(super) digest: bool,
}

/// Plays one seed.
pub(super) fn play(shared: &Arc<Shared>, game: Game) -> Ended {
    let store = game.engine.open();
    play_on(store, shared, game)
}

/// Plays one seed on this store, which is empty.
pub(super) fn play_on(store: Arc<dyn Store>, shared: &Arc<Shared>, game: Game) -> Ended {
    let Game { seed, engine: _, bug, trace, digest } = game;
    let mut chance = Chance::new(seed, 0x7469_726b_6575);
    let start = FIRST_DAY + SECOND * i64::try_from(chance.below(86_400)).unwrap_or_default();
    let today = day(Timestamp::from_microsecond(start).unwrap_or_default());
    let faults = Faults::draw(&mut chance);
    let homes = neighbourhoods(seed, &mut chance, today);
    let mut snapshot = crate::population::Snapshot::default();
    homes.iter().for_each(|home| snapshot.append(home.snapshot.clone()));
    let entries = snapshot.entries.iter().cloned().map(ImportRow::Entry).collect();
    assert!(at_once(store.import(entries)).is_ok(), "a fresh store takes entries");
    let mut schedule = Schedule::default();
    let books = Books::of(&snapshot);
    let town = Town::new(Arc::clone(shared), store, (chance, faults), books, (bug, trace));
    let town = Arc::new(town);
    town.moment.set(start);
    let nodes = if town.odds(town.faults.two_nodes) { 2 } else { 1 };
    town.settle(nodes);
    let people: Vec<_> =
        snapshot.phones.iter().map(|binding| (binding.iin, binding.phone)).collect();
    let wishes = wishes(&town, &homes);
    for (wish, after) in wishes {
        begin(&town, wish, after);
    }
    events(&town, &people, &homes);
    run(&town, &mut schedule, start);
    let applications = town.watch().cases.len();
    let ended = Ended {
        applications: u64::try_from(applications).unwrap_or(u64::MAX),
        steps: schedule.steps,
        state: digest.then(|| state(&town, &people)),
        violation: town.violation(),
        marks: Marks::default(),
        trace: town.story(),
    };
    if town.faults == Faults::default() && ended.violation.is_none() {
        town.hit(Mark::NothingWrong);
    }
    ended.marks.add(&town.marks);
    drop(schedule);
    town.close();
    ended
}

fn neighbourhoods(seed: u64, chance: &mut Chance, today: Date) -> Vec<Neighbourhood> {
    let count = 1 + chance.below(2);
    let first = chance.below(10_000);
    let population = Population::generate(seed, 100_000, today);
    (first..first + count).map(|at| population.neighbourhood(at)).collect()
}

/// Who wants what, and when they begin.
fn wishes(town: &Arc<Town>, homes: &[Neighbourhood]) -> Vec<(Wish, i64)> {
    let faults = &town.faults;
    let scenarios: Vec<_> = homes.iter().flat_map(|home| &home.scenarios).collect();
    let mut wishes: Vec<(Wish, i64)> = Vec::new();
    for scenario in &scenarios {
        let Some(phone) = scenario.phone else { continue };
        let wish = Wish {
            applicant: scenario.applicant,
            phone,
            subject: scenario.subject,
            rka: scenario.rka,
            kind: scenario.kind,
            months: scenario.months,
        };
        let after = town.within(30 * MINUTE);
        if town.odds(faults.rivals) {
            let other = scenarios.get(town.place(scenarios.len()));
            let other = other.filter(|other| other.applicant != wish.applicant);
            if let Some((other, phone)) = other.and_then(|other| Some((other, other.phone?))) {
                let (applicant, subject) = (other.applicant, other.subject);
                let rival = Wish { applicant, phone, subject, ..wish.clone() };
                wishes.push((rival, after + town.within(5 * MINUTE)));
            }
        }
        if town.odds(faults.twice_open)
            && let Some(other) = scenarios.get(town.place(scenarios.len()))
        {
            let second = Wish { rka: other.rka, ..wish.clone() };
            wishes.push((second, after + town.within(2 * MINUTE)));
        }
        wishes.push((wish, after));
    }
    wishes
}

/// What happens by itself: sales, new numbers, phones that are off, clocks that jump, nodes that
/// stand still.
fn events(
    town: &Arc<Town>,
    people: &[(residence::names::Iin, residence::names::Phone)],
    homes: &[Neighbourhood],
) {
    let faults = &town.faults;
    let scenarios: Vec<_> = homes.iter().flat_map(|home| &home.scenarios).collect();
    for scenario in &scenarios {
        if town.odds(faults.sold)
            && let Some((buyer, _)) = people.get(town.place(people.len())).copied()
        {
            let (own, rka, wait) = (Arc::clone(town), scenario.rka, town.within(90 * MINUTE));
            town.spawn(Owner::World, async move {
                own.sleep(wait).await;
                own.hit(Mark::Sold);
                let now = own.moment.now();
                own.books().sell(rka, buyer, now);
            });
        }
        for ask in &scenario.asks {
            let Some(phone) = ask.phone else {
                let (own, party, wait) = (Arc::clone(town), ask.iin, town.within(90 * MINUTE));
                town.spawn(Owner::World, async move {
                    own.sleep(wait).await;
                    own.looks_in_portal(party).await;
                });
                continue;
            };
            if town.odds(faults.phone_off) {
                town.switch_off(phone, town.within(30 * 60 * MINUTE));
            }
            if town.odds(faults.new_number)
                && let Some((_, other)) = people.get(town.place(people.len())).copied()
            {
                let (own, iin, wait) = (Arc::clone(town), ask.iin, town.within(60 * MINUTE));
                town.spawn(Owner::World, async move {
                    own.sleep(wait).await;
                    own.hit(Mark::NewNumber);
                    own.books().bind(iin, other);
                });
            }
        }
    }
    for _ in 0..3 {
        if town.odds(faults.clock_steps) {
            let own = Arc::clone(town);
            let wait = town.within(120 * MINUTE);
            town.spawn(Owner::World, async move {
                own.sleep(wait).await;
                if own.is_calm() {
                    return;
                }
                let by = own.within(2 * 60 * MINUTE) - 60 * MINUTE;
                own.hit(if by > 0 { Mark::ClockForward } else { Mark::ClockBack });
                own.offset.fetch_add(by, Ordering::Relaxed);
            });
        }
        if town.odds(faults.node_stands * 40) {
            let own = Arc::clone(town);
            let wait = town.within(90 * MINUTE);
            town.spawn(Owner::World, async move {
                own.sleep(wait).await;
                if own.is_calm() {
                    return;
                }
                let until = own.moment.now() + 90 * SECOND;
                if let Some(node) = own.nodes().first_mut() {
                    node.stands_until = until;
                }
                own.hit(Mark::NodeStood);
            });
        }
    }
}

/// Lets everybody go on until all is at rest.
fn run(town: &Arc<Town>, schedule: &mut Schedule, start: i64) {
    let mut calm_since = None;
    loop {
        for (owner, task) in town.take_spawned() {
            schedule.add(owner, task);
        }
        let stepped = schedule.turn(&town.moment, &mut |end| town.place(end), |o| town.held(o));
        if stepped.is_some() {
            schedule.steps += 1;
            for (node, life) in town.bury() {
                schedule.kill(node, life);
            }
            town.hand_over();
            if schedule.steps.is_multiple_of(SWEEP_EVERY) {
                town.sweep();
            }
            if town.violation().is_some() {
                return;
            }
            if schedule.steps > MOST_STEPS {
                town.violated(Invariant::ComesToRest, "it goes round in circles");
                return;
            }
            continue;
        }
        let now = town.moment.now();
        if calm_since.is_none()
            && (town.people.load(Ordering::Relaxed) == 0 || now > start + AT_MOST)
        {
            town.mend();
            calm_since = Some(now);
            continue;
        }
        // Terms end in months: nobody waits for that.
        let horizon = calm_since.map_or(i64::MAX, |since| since + TO_REST);
        let due = town.look();
        let next = schedule.next().into_iter().chain(due).min();
        match next.filter(|next| *next <= horizon) {
            Some(next) if due == Some(now) && next == now && schedule.next() != Some(now) => {}
            Some(next) => {
                town.moment.set(next.max(now));
                schedule.wake(next.max(now));
            }
            None => {
                if let Some(since) = calm_since {
                    town.at_rest(since);
                    return;
                }
                town.people.store(0, Ordering::Relaxed);
            }
        }
    }
}

/// A digest of what the store holds at the end.
fn state(town: &Town, people: &[(residence::names::Iin, residence::names::Phone)]) -> Digest {
    let mut all = String::new();
    let mut add = |what: String| {
        all.push_str(&what);
        all.push('\0');
    };
    let ids: Vec<_> = town.watch().statuses().map(|(id, _)| id).collect();
    for id in ids {
        add(format!("{:?}", at_once(town.store.load(id))));
        add(format!("{:?}", at_once(town.store.journal(id))));
    }
    for (iin, _) in people {
        let query = BookQuery { of: Entity::Person(*iin), closed_too: true };
        add(format!("{:?}", at_once(town.store.book(query))));
        let query = NoticeQuery { of: *iin, before: None, limit: 1_000 };
        add(format!("{:?}", at_once(town.store.notices(query))));
    }
    add(format!("{:?}", at_once(town.store.queue())));
    Digest::of(all.as_bytes())
}
