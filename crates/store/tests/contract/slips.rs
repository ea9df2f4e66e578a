use std::thread;

use super::make::*;
use crate::Place;
use store::{Slip, SlipChange, Store, Taken};

fn put(expected: Option<u64>, now: i64) -> SlipChange {
    let body = format!("written at {now}");
    SlipChange::Put { expected, body, expires: at(now + 100), now: at(now) }
}

fn read(store: &dyn Store, now: i64) -> Option<Slip> {
    wait(store.slip("session", "k", at(now))).unwrap()
}

fn version(store: &dyn Store, now: i64) -> Option<u64> {
    read(store, now).map(|slip| slip.version)
}

pub(crate) fn a_slip_is_written_once(place: &dyn Place) {
    let store = place.store();
    assert_eq!(read(store, 0), None);
    save(store, of_slip("k", put(None, 0)));
    let slip = Slip { version: 1, body: "written at 0".to_owned(), expires: at(100) };
    assert_eq!(read(store, 1), Some(slip.clone()));
    assert_eq!(taken(commit(store, of_slip("k", put(None, 1)))), Taken::Slip);
    assert_eq!(read(store, 1), Some(slip));
    assert_eq!(wait(store.slip("other", "k", at(0))).unwrap(), None);
    save(store, of_slip("k2", put(None, 0)));
}

pub(crate) fn a_slip_moves_only_from_the_version_that_was_read(place: &dyn Place) {
    let store = place.store();
    assert!(stale(commit(store, of_slip("k", put(Some(1), 0)))), "not there");
    save(store, of_slip("k", put(None, 0)));
    save(store, of_slip("k", put(Some(1), 1)));
    assert_eq!(version(store, 2), Some(2));
    for wrong in [0, 1, 3] {
        assert!(stale(commit(store, of_slip("k", put(Some(wrong), 2)))));
    }
    assert!(stale(commit(store, of_slip("k", put(Some(2), 101)))), "expired is not there");
}

pub(crate) fn an_expired_slip_is_not_there(place: &dyn Place) {
    let store = place.store();
    save(store, of_slip("k", put(None, 0)));
    assert_eq!(version(store, 99), Some(1));
    assert_eq!(version(store, 100), None);
    assert_eq!(taken(commit(store, of_slip("k", put(None, 99)))), Taken::Slip);
    save(store, of_slip("k", put(None, 100)));
    let slip = read(store, 100).unwrap();
    assert_eq!(slip.body, "written at 100");
    assert_eq!(slip.version, 2, "who read the old one cannot take the new one for it");
}

pub(crate) fn a_slip_is_consumed_once(place: &dyn Place) {
    let store = place.store();
    save(store, of_slip("k", put(None, 0)));
    let consume = |expected| of_slip("k", SlipChange::Consume { expected });
    assert!(stale(commit(store, consume(2))));
    save(store, consume(1));
    assert!(stale(commit(store, consume(1))));
    assert_eq!(read(store, 1), None);
}

pub(crate) fn set_and_remove_do_not_ask(place: &dyn Place) {
    let store = place.store();
    let set = |body: &str| SlipChange::Set { body: body.to_owned(), expires: at(100) };
    save(store, of_slip("k", SlipChange::Remove));
    save(store, of_slip("k", set("one")));
    save(store, of_slip("k", set("two")));
    assert_eq!(read(store, 1), Some(Slip { version: 2, body: "two".into(), expires: at(100) }));
    save(store, of_slip("k", SlipChange::Remove));
    assert_eq!(read(store, 1), None);
}

pub(crate) fn expired_slips_are_swept(place: &dyn Place) {
    let store = place.store();
    for n in 0..5 {
        save(store, of_slip(&format!("old {n}"), put(None, 0)));
    }
    save(store, of_slip("k", put(None, 50)));
    let sweep = |now, limit| wait(store.sweep(at(now), limit)).unwrap();
    assert_eq!(sweep(99, 10), 0);
    assert_eq!(sweep(100, 3), 3);
    assert_eq!(sweep(100, 3), 2);
    assert_eq!(sweep(100, 3), 0);
    assert_eq!(version(store, 100), Some(1));
    // One that was swept starts from the beginning.
    save(store, of_slip("old 0", put(None, 100)));
    assert_eq!(wait(store.slip("session", "old 0", at(100))).unwrap().unwrap().version, 1);
}

pub(crate) fn of_racing_requests_one_has_the_key(place: &dyn Place) {
    let store = place.store();
    let won: usize = thread::scope(|scope| {
        let race = || usize::from(commit(store, of_slip("k", put(None, 0))).is_ok());
        let racers: Vec<_> = (0..8).map(|_| scope.spawn(race)).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).sum()
    });
    assert_eq!(won, 1);
}
