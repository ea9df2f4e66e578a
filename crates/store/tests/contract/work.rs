use std::collections::BTreeSet;
use std::thread;

use super::make::*;
use crate::Place;
use store::{
    CaseWrite, NewWork, QueueState, Settle, Settled, Store, Taken, Unit, WAKE, Work, WorkId,
};

fn lease(store: &dyn Store, now: i64) -> Vec<Work> {
    wait(store.lease(at(now), at(now + 60), 100)).unwrap()
}

fn keys(work: &[Work]) -> Vec<&str> {
    work.iter().map(|piece| piece.key.as_str()).collect()
}

pub(crate) fn work_is_leased_once_and_the_longest_due_first(place: &dyn Place) {
    let store = place.store();
    let mut ids = Vec::new();
    for (key, due) in [("c", 30), ("a", 10), ("later", 31), ("b", 20)] {
        ids.extend(save(store, of_work(piece(key, due))).work);
    }
    assert_eq!(keys(&lease(store, 9)), [""; 0]);
    let first = wait(store.lease(at(30), at(90), 2)).unwrap();
    assert_eq!(keys(&first), ["a", "b"]);
    let second = lease(store, 30);
    let expected = Work {
        id: ids[0],
        attempt: 1,
        kind: "check".to_owned(),
        key: "c".to_owned(),
        case: Some(case_id(7)),
        body: "body of c".to_owned(),
        due: at(30),
    };
    assert_eq!(second, [expected]);
    assert_eq!(keys(&lease(store, 30)), [""; 0]);
}

pub(crate) fn a_lease_that_has_run_out_is_taken_again(place: &dyn Place) {
    let store = place.store();
    save(store, of_work(piece("a", 10)));
    let first = lease(store, 10);
    assert_eq!(keys(&lease(store, 69)), [""; 0], "held until the 70th second");
    save(store, of_work(piece("older", 5)));
    let again = lease(store, 70);
    assert_eq!(keys(&again), ["older", "a"], "by when they became due");
    assert_eq!((again[1].id, again[1].attempt), (first[0].id, 2));
    for how in [Settled::Done, Settled::Again { after: at(80), why: "late".to_owned() }] {
        assert!(stale(commit(store, settle(&first[0], how))), "fenced");
    }
    save(store, settle(&again[1], Settled::Done));
    assert!(stale(commit(store, settle(&again[1], Settled::Done))), "done is done");
    // A settlement that comes late, but before anybody else, still counts.
    let slow = Work { attempt: 1, ..again[0].clone() };
    save(store, settle(&slow, Settled::Done));
}

pub(crate) fn work_that_failed_comes_back_later(place: &dyn Place) {
    let store = place.store();
    save(store, of_work(piece("a", 10)));
    let first = lease(store, 10);
    let again = Settled::Again { after: at(500), why: "the register is silent".to_owned() };
    save(store, settle(&first[0], again));
    assert_eq!(keys(&lease(store, 499)), [""; 0]);
    let queue = wait(store.queue()).unwrap();
    assert_eq!(queue.next_due, Some(at(500)));
    let second = lease(store, 500);
    assert_eq!((second[0].attempt, second[0].due), (2, at(10)), "it became due when it did");
    assert_eq!(second[0].body, first[0].body);
}

pub(crate) fn what_is_tried_again_waits_its_turn(place: &dyn Place) {
    let store = place.store();
    save(store, of_work(piece("old", 10)));
    let taken = lease(store, 10);
    let again = Settled::Again { after: at(500), why: "the register is silent".to_owned() };
    save(store, settle(&taken[0], again));
    save(store, of_work(piece("new", 100)));
    let first = wait(store.lease(at(600), at(660), 1)).unwrap();
    assert_eq!(keys(&first), ["new"], "it has waited since 100, the other since its last try");
}

pub(crate) fn what_came_first_stays_the_oldest(place: &dyn Place) {
    let store = place.store();
    save(store, of_work(NewWork { kind: "incoming", ..piece("a", 10) }));
    let taken = lease(store, 10);
    let again = Settled::Again { after: at(500), why: "the store is busy".to_owned() };
    save(store, settle(&taken[0], again));
    assert_eq!(wait(store.queue()).unwrap().oldest_incoming, Some(at(10)));
}

pub(crate) fn work_can_be_held_from_birth(place: &dyn Place) {
    let store = place.store();
    let held = NewWork { held_until: Some(at(40)), ..piece("a", 10) };
    let ids = save(store, Unit { work: vec![held, piece("b", 10)], ..Unit::default() }).work;
    assert_eq!(keys(&lease(store, 39)), ["b"]);
    let done = Settle { id: ids[0], attempt: 1, how: Settled::Done };
    save(store, Unit { settles: vec![done], ..Unit::default() });
    assert_eq!(keys(&lease(store, 1000)), ["b"]);
    let held = NewWork { held_until: Some(at(40)), ..piece("c", 10) };
    save(store, of_work(held));
    assert_eq!(lease(store, 40)[0].attempt, 2);
}

pub(crate) fn a_key_names_one_piece_of_work(place: &dyn Place) {
    let store = place.store();
    let first = save(store, of_work(piece("a", 10))).work;
    assert_eq!(taken(commit(store, of_work(piece("a", 99)))), Taken::Work);
    let twice = Unit { work: vec![piece("b", 1), piece("b", 2)], ..Unit::default() };
    assert_eq!(taken(commit(store, twice)), Taken::Work);
    let leased = lease(store, 10);
    assert_eq!(keys(&leased), ["a"]);
    save(store, settle(&leased[0], Settled::Done));
    let second = save(store, of_work(piece("a", 10))).work;
    assert_ne!(first, second, "an id is never used again");
    assert!(stale(commit(store, settle(&leased[0], Settled::Done))));
}

pub(crate) fn racing_workers_share_the_work(place: &dyn Place) {
    let store = place.store();
    let work = (0..200).map(|n| piece(&format!("piece {n}"), n)).collect();
    save(store, Unit { work, ..Unit::default() });
    let taken: Vec<WorkId> = thread::scope(|scope| {
        let worker = || {
            let mut mine = Vec::new();
            loop {
                let some = wait(store.lease(at(1000), at(2000), 7)).unwrap();
                if some.is_empty() {
                    return mine;
                }
                mine.extend(some.iter().map(|piece| piece.id));
                save(store, settle(&some[0], Settled::Done));
            }
        };
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(taken.len(), 200);
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 200);
}

fn waking(write: CaseWrite, wake: Option<i64>) -> Unit {
    of_case(CaseWrite { wake: wake.map(at), ..write })
}

pub(crate) fn a_case_has_one_wake_time(place: &dyn Place) {
    let store = place.store();
    let id = case_id(3);
    let due = || wait(store.queue()).unwrap().next_due;
    save(store, waking(new_case(id), Some(50)));
    assert_eq!(due(), Some(at(50)));
    for (version, wake) in [(1, Some(90)), (2, Some(20)), (3, Some(20)), (4, None), (5, None)] {
        save(store, waking(next(id, version), wake));
        assert_eq!(due(), wake.map(at));
        assert_eq!(wait(store.queue()).unwrap().pieces, u64::from(wake.is_some()));
    }
    save(store, waking(next(id, 6), Some(30)));
    let woken = lease(store, 30);
    let expected = Work {
        id: woken[0].id,
        attempt: 1,
        kind: WAKE.to_owned(),
        key: format!("wake:{id}"),
        case: Some(id),
        body: String::new(),
        due: at(30),
    };
    assert_eq!(woken, [expected]);
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

pub(crate) fn a_wake_time_that_is_held_can_be_replaced(place: &dyn Place) {
    let store = place.store();
    let id = case_id(3);
    save(store, waking(new_case(id), Some(10)));
    let old = lease(store, 10);
    // The same time again is new work too: nobody holds it, nobody has tried it.
    for (version, wake) in [(1, 10), (2, 20)] {
        save(store, waking(next(id, version), Some(wake)));
        assert!(stale(commit(store, settle(&old[0], Settled::Done))));
        let new = lease(store, wake);
        assert_eq!((keys(&new), new[0].attempt), (vec![old[0].key.as_str()], 1));
        assert_eq!(new[0].due, at(wake));
        let late = commit(store, settle(&old[0], Settled::Done));
        assert!(stale(late), "the first attempt at the old one is none at the new one");
    }
    save(store, waking(next(id, 3), None));
    assert_eq!(wait(store.queue()).unwrap().pieces, 0);
}

pub(crate) fn the_next_wake_time_survives_the_end_of_this_one(place: &dyn Place) {
    let store = place.store();
    let id = case_id(3);
    save(store, waking(new_case(id), Some(10)));
    for (version, wake) in [(1, Some(20)), (2, Some(20)), (3, None)] {
        let woken = lease(store, 20);
        let moved = waking(next(id, version), wake);
        save(store, Unit { settles: settle(&woken[0], Settled::Done).settles, ..moved });
        assert_eq!(wait(store.queue()).unwrap().next_due, wake.map(at));
    }
    // Ended alone, it is gone, and the case can ask for another.
    save(store, waking(next(id, 4), Some(30)));
    let woken = lease(store, 30);
    save(store, settle(&woken[0], Settled::Done));
    save(store, of_work(piece("other", 30)));
    save(store, waking(next(id, 5), None));
    save(store, waking(next(id, 6), Some(40)));
    assert_eq!(keys(&lease(store, 50)), ["other", woken[0].key.as_str()]);
}

pub(crate) fn the_queue_tells_what_comes_next(place: &dyn Place) {
    let store = place.store();
    let queue = || wait(store.queue()).unwrap();
    let empty = QueueState { next_due: None, oldest_incoming: None, pieces: 0 };
    assert_eq!(queue(), empty);
    save(store, of_work(piece("a", 50)));
    save(store, of_work(NewWork { kind: "incoming", ..piece("sms", 60) }));
    save(store, of_work(NewWork { kind: "incoming", ..piece("sms 2", 70) }));
    let expected = QueueState { next_due: Some(at(50)), oldest_incoming: Some(at(60)), pieces: 3 };
    assert_eq!(queue(), expected);
    let held = wait(store.lease(at(60), at(65), 10)).unwrap();
    assert_eq!(keys(&held), ["a", "sms"]);
    assert_eq!(queue(), QueueState { next_due: Some(at(65)), ..expected }, "the end of a hold");
    save(store, settle(&held[1], Settled::Done));
    save(store, settle(&held[0], Settled::Done));
    let rest = QueueState { next_due: Some(at(70)), oldest_incoming: Some(at(70)), pieces: 1 };
    assert_eq!(queue(), rest);
}
