//! Whatever happens, in whatever order: the promises hold.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use residence::case::{Case, Event};
use residence::consent::{Form, RefusalReason, Saying};
use residence::facts::{Holder, PersonStatus, Register, Relation};
use residence::intake::{Application, Channel, Digest};
use residence::law::{AskOrTell, ConsentClock, Norm};
use residence::names::{Badge, Bin, RequestId};
use residence::registration::Kind;

use crate::always;
use crate::counter::paper;
use crate::world::{PEOPLE, World, flat, home, is_waiting, who};

const SEQUENCES: u64 = 20_000;
const THREADS: u64 = 4;
const STEPS: usize = 12;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % bound
    }

    fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        let at = self.below(choices.len().try_into().unwrap());
        choices[usize::try_from(at).unwrap()].clone()
    }
}

/// A scene around the flat, some of it impossible to approve.
fn scene(chance: &mut Chance) -> World {
    let mut world = World::day();
    let owners = chance.of(&[
        vec!["Daulet"],
        vec!["Aigerim"],
        vec!["Daulet", "Erlan"],
        vec!["Aigerim", "Daulet"],
        vec!["Aigerim", "Bolat"],
    ]);
    world.owned_by(&owners);
    for name in PEOPLE {
        if chance.one_in(2) {
            world.lives(name, if chance.one_in(12) { flat() } else { home() });
        }
        if chance.one_in(10) {
            world.person(name).phone.is = None;
        }
    }
    match chance.below(12) {
        0 => world.lease("Kanat", &["Aigerim"], None),
        1 => world.lease("Aigerim", &["Saule"], None),
        2 => world.law.consent_clock = ConsentClock::Sending,
        3 => world.law.second_parent = AskOrTell::Tell,
        _ => {}
    }
    if chance.one_in(4) {
        worsen(chance, &mut world);
    }
    world
}

/// Something that a register may say one day and not the day before.
fn worsen(chance: &mut Chance, world: &mut World) {
    match chance.below(9) {
        0 => world.owned_by(&["Erlan"]),
        1 => {
            world.title().holders.push(Holder::Organisation("000000000000".parse::<Bin>().unwrap()))
        }
        2 => world.dwelling().title.is.iter_mut().for_each(|title| title.holders.clear()),
        3 => world.dwelling().address.is.iter_mut().for_each(|address| address.actual = false),
        4 => {
            let from = jiff::civil::date(2026, 1, 1);
            world.law.norms = vec![("71".into(), Norm { square_metres: 40, from })];
        }
        5 => {
            let person = chance.of(&PEOPLE);
            let row = world.person(person).person.is.as_mut().unwrap();
            row.status = PersonStatus::Deceased;
        }
        6 => world.facts.kin.is.retain(|tie| tie.relation != Relation::Parent),
        7 => world.dwelling().locks.is.push(who("Daulet")),
        _ => world.lives("Saule", flat()),
    }
}

fn application(chance: &mut Chance, world: &World) -> Application {
    let mut application = world.application();
    application.subjects = match chance.below(8) {
        0 => vec![who("Timur")],
        1 => vec![who("Saule")],
        2 => vec![who("Aigerim"), who("Timur")],
        _ => vec![who("Aigerim")],
    };
    if chance.one_in(3) {
        application.children = vec![who("Dana")];
    }
    if chance.one_in(3) {
        application.channel = Channel::Counter;
        application.filed_with = Some(Badge::from_random(1));
        for name in ["Timur", "Daulet", "Saule"] {
            if chance.one_in(2) {
                application.papers.push(paper(name));
            }
        }
    }
    if chance.one_in(4) {
        application.kind = Kind::Temporary;
        application.months = Some(3);
    }
    application
}

/// Anything that may happen, most often what the case waits for.
fn event(chance: &mut Chance, world: &World) -> Event {
    let case = world.case();
    let requests = case.state.asking().map(|asking| asking.requests.as_slice()).unwrap_or_default();
    let mut ids: Vec<RequestId> = requests.iter().map(|request| request.id).collect();
    ids.push(RequestId::from_random(9));
    let request = if ids.len() > 1 && !chance.one_in(30) {
        chance.of(&ids[..ids.len() - 1])
    } else {
        chance.of(&ids)
    };
    let evidence = Digest::of(b"evidence");
    let kind = if is_waiting(case) {
        chance.below(14)
    } else {
        chance.of(&[0, 1, 10, 11, 12, 13, 14, 14, 14])
    };
    match kind {
        0 => Event::SmsAccepted { request },
        1 => Event::SmsFailed { request },
        2 | 3 => Event::SmsDelivered { request },
        4 => Event::Opened { request },
        5 => Event::WrongCode {
            request,
            tries: case.state.asking().and_then(|a| a.request(request)).map_or(1, |r| r.tries + 1),
        },
        6..=9 => Event::PartyAnswered {
            request,
            saying: if chance.one_in(4) { Saying::Refuse } else { Saying::Agree },
            form: chance.of(&[
                Form::SmsReply,
                Form::SmsReply,
                Form::Portal,
                Form::Eds { evidence },
                Form::Qr { evidence },
            ]),
            reason: RefusalReason::None,
        },
        10 => Event::Silent { register: chance.of(&[Register::Kin, Register::Titles]) },
        11 if chance.one_in(4) => Event::Withdrawn,
        12 => Event::Woken {
            read_through: world.now - SignedDuration::from_mins(chance.of(&[0, 0, 30])),
        },
        13 if chance.one_in(3) => Event::Changed { application: case.application.clone() },
        _ => world.answer(),
    }
}

/// One sequence; says how it ended.
fn run(seed: u64) -> &'static str {
    let mut chance = Chance(seed);
    let mut world = scene(&mut chance);
    let wanted = application(&mut chance, &world);
    let draft =
        Case::draft(residence::names::CaseId::from_random(u128::from(seed)), wanted, world.now);
    let mut events =
        vec![(Event::Drafted { application: draft.next.application.clone() }, world.now)];
    always::holds(None, &events[0].0, world.now, &draft);
    world.case = Some(draft.next);
    let mut next = Some(world.signature());
    for _ in 0..STEPS {
        let minutes = chance.of(&[0, 0, 1, 7, 29, 31, 59, 60, 61, 60 * 24, 60 * 72]);
        world.passes(SignedDuration::from_mins(minutes));
        if chance.one_in(40) {
            worsen(&mut chance, &mut world);
        }
        let event = next.take().unwrap_or_else(|| event(&mut chance, &world));
        let before = world.case();
        let Ok(step) = before.apply(&event, world.now) else { continue };
        always::holds(Some(before), &event, world.now, &step);
        events.push((event, world.now));
        world.case = Some(step.next);
        if world.case().status().is_terminal() {
            if seed.is_multiple_of(8) {
                always::is_over(world.case(), world.now);
            }
            break;
        }
    }
    if seed.is_multiple_of(64) {
        always::replays(world.case(), &events);
    }
    world.case().status().as_str()
}

#[test]
fn whatever_happens_the_promises_hold() {
    let run_all = |seeds: std::ops::Range<u64>| {
        let mut ends = BTreeMap::<&str, u64>::new();
        for seed in seeds {
            let end = std::panic::catch_unwind(|| run(seed));
            *ends.entry(end.unwrap_or_else(|_| panic!("seed {seed}"))).or_default() += 1;
        }
        ends
    };
    let mut ends = BTreeMap::<&str, u64>::new();
    std::thread::scope(|threads| {
        let share = SEQUENCES / THREADS;
        let seeds = (0..THREADS).map(|n| n * share..(n + 1) * share);
        let running: Vec<_> = seeds.map(|seeds| threads.spawn(|| run_all(seeds))).collect();
        for (end, count) in running.into_iter().flat_map(|thread| thread.join().unwrap()) {
            *ends.entry(end).or_default() += count;
        }
    });
    // A check that sees only one kind of end sees nothing.
    for end in ["registered", "refused", "referred", "withdrawn", "awaiting_consent"] {
        assert!(ends.get(end).is_some_and(|count| *count >= 100), "{ends:?}");
    }
}
