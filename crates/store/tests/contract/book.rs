use residence::names::{Iin, RegistrationId};
use residence::registration::{Entry, Kind};

use super::make::*;
use crate::Place;
use store::{BookPage, BookQuery, BookWrite, Entity, ImportRow, Imported, Store, Taken};

fn page(store: &dyn Store, of: Entity, closed_too: bool) -> BookPage {
    wait(store.book(BookQuery { of, closed_too })).unwrap()
}

fn of_person(store: &dyn Store, iin: Iin) -> BookPage {
    page(store, Entity::Person(iin), true)
}

fn close(n: u128, seconds: i64) -> BookWrite {
    let id = RegistrationId::from_random(n);
    BookWrite::Close { id, at: at(seconds), by: "moved".to_owned() }
}

fn temporary(n: u128, iin: Iin) -> Entry {
    let until = Some("2026-05-01".parse().unwrap());
    Entry { kind: Kind::Temporary, until, ..entry(n, iin, flat(2)) }
}

pub(crate) fn entries_come_back_oldest_first(place: &dyn Place) {
    let store = place.store();
    let (one, two) = (person(1), person(2));
    assert_eq!(of_person(store, one), BookPage { entries: vec![], version: 0 });
    let entries = [entry(30, one, flat(1)), temporary(10, one), entry(20, two, flat(1))];
    save(store, of_book(entries.iter().cloned().map(BookWrite::Open)));
    let [home, stay, other] = entries;
    assert_eq!(of_person(store, one).entries, [stay.clone(), home.clone()]);
    let flat_1 = Entity::Dwelling(flat(1));
    assert_eq!(page(store, flat_1, false).entries, [other.clone(), home.clone()]);
    save(store, of_book([close(30, 99)]));
    assert_eq!(page(store, flat_1, false).entries, std::slice::from_ref(&other));
    assert_eq!(page(store, Entity::Person(one), false).entries, std::slice::from_ref(&stay));
    let by = Some("moved".to_owned());
    let closed = Entry { closed_at: Some(at(99)), closed_by: by, ..home };
    assert_eq!(page(store, flat_1, true).entries, [other, closed.clone()]);
    assert_eq!(of_person(store, one).entries, [stay, closed]);
}

pub(crate) fn a_person_has_one_active_permanent_entry(place: &dyn Place) {
    let store = place.store();
    let (one, two) = (person(1), person(2));
    let open = |entry| of_book([BookWrite::Open(entry)]);
    save(store, open(entry(1, one, flat(1))));
    let second = commit(store, open(entry(2, one, flat(2))));
    assert_eq!(taken(second), Taken::PermanentEntry);
    for n in 3..6 {
        save(store, open(temporary(n, one)));
    }
    save(store, open(entry(6, two, flat(1))));
    save(store, of_book([close(1, 50)]));
    save(store, open(entry(70, one, flat(2))));
    let third = commit(store, open(entry(8, one, flat(1))));
    assert_eq!(taken(third), Taken::PermanentEntry);
    assert!(stale(commit(store, open(temporary(70, two)))), "the id is taken");
    assert_eq!(of_person(store, one).entries.len(), 5);
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

pub(crate) fn closing_and_opening_follow_each_other(place: &dyn Place) {
    let store = place.store();
    let iin = person(1);
    save(store, of_book([BookWrite::Open(entry(1, iin, flat(1)))]));
    let moves = [close(1, 60), BookWrite::Open(entry(60, iin, flat(2)))];
    let wrong_way = moves.iter().rev().cloned();
    assert_eq!(taken(commit(store, of_book(wrong_way))), Taken::PermanentEntry);
    save(store, of_book(moves));
    let page = of_person(store, iin);
    let ended: Vec<_> = page.entries.iter().map(|entry| entry.closed_at).collect();
    assert_eq!(ended, [Some(at(60)), None]);
}

pub(crate) fn an_entry_is_closed_once(place: &dyn Place) {
    let store = place.store();
    save(store, of_book([BookWrite::Open(entry(1, person(1), flat(1)))]));
    assert!(stale(commit(store, of_book([close(2, 60)]))), "not there");
    save(store, of_book([close(1, 60)]));
    assert!(stale(commit(store, of_book([close(1, 70)]))));
    assert_eq!(of_person(store, person(1)).entries[0].closed_at, Some(at(60)));
}

pub(crate) fn a_write_moves_the_versions(place: &dyn Place) {
    let store = place.store();
    let iin = person(1);
    let versions = || {
        let of = |entity| page(store, entity, false).version;
        [Entity::Person(iin), Entity::Dwelling(flat(1)), Entity::Dwelling(flat(2))].map(of)
    };
    assert_eq!(versions(), [0, 0, 0]);
    save(store, of_book([BookWrite::Open(entry(1, iin, flat(1)))]));
    assert_eq!(versions(), [1, 1, 0]);
    save(store, of_book([close(1, 60), BookWrite::Open(entry(60, iin, flat(2)))]));
    assert_eq!(versions(), [3, 2, 1]);
    assert!(stale(commit(store, of_book([close(1, 60)]))));
    assert_eq!(versions(), [3, 2, 1]);
    assert_eq!(page(store, Entity::Person(person(2)), true).version, 0);
}

pub(crate) fn imported_entries_are_loaded_once(place: &dyn Place) {
    let store = place.store();
    let iin = person(1);
    let load = |entries: &[Entry]| {
        let rows = entries.iter().cloned().map(ImportRow::Entry).collect();
        wait(store.import(rows)).unwrap()
    };
    let first = entry(1, iin, flat(1));
    assert_eq!(load(&[first.clone(), first.clone()]), [Imported::New, Imported::Same]);
    assert_eq!(load(std::slice::from_ref(&first)), [Imported::Same]);
    assert_eq!(of_person(store, iin).version, 1);
    let refused = load(&[
        Entry { rka: flat(2), ..first.clone() },
        entry(2, iin, flat(2)),
        Entry { closed_at: Some(at(9)), closed_by: Some("x".into()), ..first.clone() },
    ]);
    assert!(refused.iter().all(|row| matches!(row, Imported::Refused(_))), "{refused:?}");
    assert_eq!(of_person(store, iin), BookPage { entries: vec![first.clone()], version: 1 });
    save(store, of_book([close(1, 60)]));
    assert_eq!(load(&[first]), [Imported::Same], "closed here since");
    let closed = Entry {
        closed_at: Some(at(5)),
        closed_by: Some("x".to_owned()),
        ..entry(3, person(2), flat(1))
    };
    assert_eq!(load(std::slice::from_ref(&closed)), [Imported::New]);
    assert_eq!(of_person(store, person(2)).entries, [closed]);
}
