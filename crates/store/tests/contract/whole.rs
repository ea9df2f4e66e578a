use super::make::*;
use crate::Place;
use store::sqlite::{Options, Sqlite};
use store::{
    BookQuery, BookWrite, CaseKey, CaseQuery, CaseWrite, Claims, Entity, ImportRow, NoticeQuery,
    NoticeWrite, RegisterKind, SlipChange, Store, StoreError, Taken, Unit,
};

/// Something of every kind.
fn fill(store: &dyn Store) {
    let case = CaseWrite {
        wake: Some(at(40)),
        figures: Some(figures()),
        keys: Some(vec![(CaseKey::Applicant, "a".to_owned())]),
        claims: Claims::Take(vec![person(1)]),
        ..new_case(case_id(1))
    };
    let set = SlipChange::Set { body: "s".to_owned(), expires: at(100) };
    let unit = Unit {
        work: vec![piece("a", 10)],
        book: vec![BookWrite::Open(entry(1, person(1), flat(1)))],
        slips: of_slip("k", set).slips,
        notices: vec![NoticeWrite {
            to: person(1),
            at: at(5),
            case: Some(case_id(1)),
            body: "n".to_owned(),
        }],
        ..of_case(case)
    };
    save(store, unit);
    let address = ImportRow::Register {
        kind: RegisterKind::Addresses,
        key: building(1).to_string(),
        part: String::new(),
        others: vec!["block".to_owned()],
        search: Some("Қабанбай батыр".to_owned()),
        body: "{}".to_owned(),
        moves: Some(Entity::Dwelling(building(1))),
    };
    wait(store.import(vec![address])).unwrap();
}

fn check(store: &dyn Store) {
    assert_eq!(wait(store.load(case_id(1))).unwrap().unwrap().version, 1);
    assert_eq!(wait(store.journal(case_id(1))).unwrap(), [line(1)]);
    let (key, value) = (CaseKey::Applicant, "a".to_owned());
    let query = CaseQuery { key, value, before: None, limit: 1 };
    assert_eq!(wait(store.cases(&query)).unwrap().len(), 1);
    assert_eq!(wait(store.search("қаб", 1)).unwrap(), [building(1)]);
    let told = NoticeQuery { of: person(1), before: None, limit: 9 };
    let told = wait(store.notices(told)).unwrap();
    assert_eq!((told.newest, told.notices[0].case), (1, Some(case_id(1))));
    let person = BookQuery { of: Entity::Person(person(1)), closed_too: false };
    assert_eq!(wait(store.book(person)).unwrap().version, 1);
    assert!(wait(store.slip("session", "k", at(1))).unwrap().is_some());
    assert_eq!(wait(store.queue()).unwrap().pieces, 2);
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

pub(crate) fn a_sound_store_has_no_findings(place: &dyn Place) {
    assert_eq!(wait(place.store().examine()).unwrap(), [""; 0]);
    fill(place.store());
    check(place.store());
}

pub(crate) fn what_was_saved_survives(place: &mut dyn Place) {
    fill(place.store());
    let leased = wait(place.store().lease(at(20), at(80), 1)).unwrap();
    if !place.reopen() {
        return;
    }
    check(place.store());
    // Claims and names hold as before; ids go on. Work is free when its hold ends, or at once where
    // nobody else can be at work.
    let mut again = wait(place.store().lease(at(80), at(99), 2)).unwrap();
    again.sort_by_key(|piece| piece.key.clone());
    assert_eq!((again[0].id, again[0].attempt), (leased[0].id, 2));
    assert!(again[1].key.starts_with("wake"));
    let claims = Claims::Take(vec![person(1)]);
    let second = of_case(CaseWrite { claims, ..new_case(case_id(2)) });
    let held = Taken::OpenApplication { subject: person(1), number: case_id(1).number() };
    assert_eq!(taken(commit(place.store(), second)), held);
    let new = save(place.store(), of_work(piece("b", 10))).work;
    assert!(new[0] > leased[0].id);
}

pub(crate) fn a_copy_is_a_store(place: &dyn Place) {
    let store = place.store();
    fill(store);
    let to = place.folder().join("copy.db");
    wait(store.backup(&to)).unwrap();
    save(store, of_case(new_case(case_id(2))));
    assert!(
        matches!(wait(store.backup(&to)), Err(StoreError::Unavailable(_))),
        "never over a file"
    );
    check(&Sqlite::open_read_only(&to).unwrap());
    let copy = Sqlite::open(&to, Options::default()).unwrap();
    check(&copy);
    assert_eq!(wait(copy.load(case_id(2))).unwrap(), None, "saved after the copy");
    save(&copy, of_case(next(case_id(1), 1)));
    assert_eq!(wait(store.load(case_id(1))).unwrap().unwrap().version, 1);
    let nowhere = place.folder().join("missing/copy.db");
    assert!(matches!(wait(store.backup(&nowhere)), Err(StoreError::Unavailable(_))));
}
