use std::sync::Barrier;
use std::thread;

use super::make::*;
use crate::Place;
use store::{
    BookQuery, BookWrite, CaseWrite, Claims, CommitError, Entity, NoticeQuery, NoticeWrite,
    SlipChange, SlipWrite, Taken, Unit,
};

/// A unit that touches everything.
fn everything(n: u128) -> Unit {
    let (case, iin) = (case_id(n), person(usize::try_from(n).unwrap()));
    let put = SlipChange::Put { expected: None, body: "s".into(), expires: at(900), now: at(0) };
    let write = CaseWrite { wake: Some(at(50)), claims: Claims::Take(vec![iin]), ..new_case(case) };
    Unit {
        case: Some(write),
        book: vec![BookWrite::Open(entry(n, iin, flat(1)))],
        work: vec![piece(&format!("work {n}"), 10)],
        slips: vec![SlipWrite { kind: "session", key: format!("slip {n}"), change: put }],
        notices: vec![NoticeWrite { to: iin, at: at(9), case: Some(case), body: "n".into() }],
        ..Unit::default()
    }
}

pub(crate) fn a_conflict_fails_alone_and_leaves_no_trace(place: &dyn Place) {
    let store = place.store();
    save(store, of_work(piece("work 2", 0)));
    save(store, of_book([BookWrite::Open(entry(900, person(4), flat(2)))]));
    // The second fails at its last write, the fourth in the middle, the fifth before any.
    let mut fifth = everything(5);
    fifth.rests_on = rests_on(Entity::Person(person(5)), 9).rests_on;
    let units = vec![everything(1), everything(2), everything(3), everything(4), fifth];
    let answers = wait(store.commit(units));
    assert_eq!(answers.len(), 5);
    assert!(answers[0].is_ok() && answers[2].is_ok(), "{answers:?}");
    assert!(matches!(answers[1], Err(CommitError::Taken(Taken::Work))));
    assert!(matches!(answers[3], Err(CommitError::Taken(Taken::PermanentEntry))));
    assert!(matches!(answers[4], Err(CommitError::Stale(_))));
    for (n, there) in [(1, true), (2, false), (3, true), (4, false), (5, false)] {
        let iin = person(usize::try_from(n).unwrap());
        assert_eq!(wait(store.load(case_id(n))).unwrap().is_some(), there);
        assert_eq!(wait(store.journal(case_id(n))).unwrap().len(), usize::from(there));
        let slip = wait(store.slip("session", &format!("slip {n}"), at(1))).unwrap();
        assert_eq!(slip.is_some(), there);
        let told = NoticeQuery { of: iin, before: None, limit: 9 };
        assert_eq!(wait(store.notices(told)).unwrap().newest, u64::from(there));
        let query = BookQuery { of: Entity::Person(iin), closed_too: true };
        let page = wait(store.book(query)).unwrap();
        assert_eq!(page.entries.len(), usize::from(there || n == 4));
        assert_eq!(page.version, u64::from(there || n == 4));
        // Nobody else's subject either.
        let claim = CaseWrite { claims: Claims::Take(vec![iin]), ..new_case(case_id(n + 100)) };
        assert_eq!(commit(store, of_case(claim)).is_ok(), !there);
    }
    let dwelling = BookQuery { of: Entity::Dwelling(flat(1)), closed_too: true };
    assert_eq!(wait(store.book(dwelling)).unwrap().version, 2);
    let keys: Vec<_> = wait(store.lease(at(100), at(200), 100)).unwrap();
    let mut keys: Vec<_> = keys.iter().map(|work| work.key.as_str()).collect();
    keys.sort_unstable();
    let wakes = [format!("wake:{}", case_id(1)), format!("wake:{}", case_id(3))];
    assert_eq!(keys, [&wakes[0], &wakes[1], "work 1", "work 2", "work 3"]);
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

pub(crate) fn a_unit_sees_the_units_before_it(place: &dyn Place) {
    let store = place.store();
    let id = case_id(1);
    let units = vec![of_case(new_case(id)), of_case(next(id, 1)), of_case(next(id, 1))];
    let answers = wait(store.commit(units));
    assert!(answers[0].is_ok() && answers[1].is_ok());
    assert!(matches!(answers[2], Err(CommitError::Stale(_))));
    assert_eq!(wait(store.load(id)).unwrap().unwrap().version, 2);
}

pub(crate) fn no_units_are_no_answers(place: &dyn Place) {
    assert!(wait(place.store().commit(Vec::new())).is_empty());
    save(place.store(), Unit::default());
}

const RACERS: usize = 8;

pub(crate) fn of_racing_commits_one_wins(place: &dyn Place) {
    let store = place.store();
    let id = case_id(1);
    save(store, of_case(new_case(id)));
    for version in 1..=20 {
        let start = Barrier::new(RACERS);
        let won: usize = thread::scope(|scope| {
            let race = || {
                scope.spawn(|| {
                    start.wait();
                    match commit(store, of_case(next(id, version))) {
                        Ok(_) => 1,
                        Err(CommitError::Stale(_)) => 0,
                        Err(other) => panic!("{other}"),
                    }
                })
            };
            let racers: Vec<_> = (0..RACERS).map(|_| race()).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).sum()
        });
        assert_eq!(won, 1, "version {version}");
    }
    assert_eq!(wait(store.load(id)).unwrap().unwrap().version, 21);
    assert_eq!(wait(store.journal(id)).unwrap().len(), 21);
}

pub(crate) fn many_committers_lose_nothing(place: &dyn Place) {
    let store = place.store();
    thread::scope(|scope| {
        for racer in 0..8u128 {
            scope.spawn(move || {
                for n in 0..25 {
                    let id = case_id(racer * 1000 + n);
                    save(store, of_case(new_case(id)));
                    save(store, of_case(next(id, 1)));
                    assert_eq!(wait(store.load(id)).unwrap().unwrap().version, 2);
                }
            });
        }
    });
    for (racer, n) in (0..8u128).flat_map(|racer| (0..25).map(move |n| (racer, n))) {
        let kept = wait(store.load(case_id(racer * 1000 + n))).unwrap().unwrap();
        assert_eq!(kept.version, 2);
    }
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

pub(crate) fn a_decision_rests_on_the_versions_it_read(place: &dyn Place) {
    let store = place.store();
    let (iin, rka) = (person(1), flat(1));
    save(store, rests_on(Entity::Person(iin), 0));
    save(store, of_book([BookWrite::Open(entry(1, iin, rka))]));
    for (entity, version, still) in [
        (Entity::Person(iin), 0, false),
        (Entity::Person(iin), 1, true),
        (Entity::Person(iin), 2, false),
        (Entity::Dwelling(rka), 0, false),
        (Entity::Dwelling(rka), 1, true),
        (Entity::Person(person(2)), 0, true),
        (Entity::Dwelling(flat(2)), 1, false),
    ] {
        let answer = commit(store, rests_on(entity, version));
        assert_eq!(answer.is_ok(), still, "{entity:?} {version}");
        assert_eq!(stale(answer), !still);
    }
    // Two approvals at one flat, read at the same version: the second must judge again.
    let approval = |n: u128, iin| Unit {
        book: vec![BookWrite::Open(entry(n, iin, rka))],
        ..rests_on(Entity::Dwelling(rka), 1)
    };
    let answers = wait(store.commit(vec![approval(2, person(2)), approval(3, person(3))]));
    assert!(answers[0].is_ok());
    assert!(matches!(answers[1], Err(CommitError::Stale(_))));
}

pub(crate) fn a_subject_is_won_by_one_of_many(place: &dyn Place) {
    let store = place.store();
    let subject = person(1);
    let start = Barrier::new(RACERS);
    let won: Vec<_> = thread::scope(|scope| {
        let race = |n: usize| {
            let start = &start;
            scope.spawn(move || {
                let id = case_id(u128::try_from(n).unwrap() + 1);
                start.wait();
                let claims = Claims::Take(vec![subject]);
                let write = CaseWrite { claims, ..new_case(id) };
                let answer = commit(store, of_case(write));
                answer.is_ok().then_some(id).ok_or_else(|| taken(answer))
            })
        };
        let racers: Vec<_> = (0..RACERS).map(race).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    let winners: Vec<_> = won.iter().filter_map(|won| won.as_ref().ok()).collect();
    assert_eq!(winners.len(), 1);
    let number = winners[0].number();
    for lost in won.iter().filter_map(|won| won.as_ref().err()) {
        assert_eq!(*lost, Taken::OpenApplication { subject, number });
    }
}
