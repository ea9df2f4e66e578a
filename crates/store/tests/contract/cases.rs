use super::make::*;
use crate::Place;
use store::{CaseKey, CaseQuery, CaseWrite, Claims, JournalRow, Store, Taken};

pub(crate) fn a_case_comes_back_as_it_was_saved(place: &dyn Place) {
    let store = place.store();
    assert_eq!(wait(store.load(case_id(1))).unwrap(), None);
    assert_eq!(wait(store.journal(case_id(1))).unwrap(), []);
    save(store, of_case(new_case(case_id(1))));
    let kept = wait(store.load(case_id(1))).unwrap().unwrap();
    assert_eq!((kept.id, kept.version), (case_id(1), 1));
    assert_eq!(kept.body, "{\"state\":\"new\"}");
    assert_eq!(wait(store.journal(case_id(1))).unwrap(), [line(1)]);
    assert_eq!(wait(store.load(case_id(2))).unwrap(), None);
}

pub(crate) fn a_case_moves_only_from_the_version_that_was_read(place: &dyn Place) {
    let store = place.store();
    save(store, of_case(new_case(case_id(1))));
    save(store, of_case(next(case_id(1), 1)));
    for version in [0, 1, 3, u64::MAX] {
        let write = CaseWrite { expected: Some(version), ..next(case_id(1), 2) };
        assert!(stale(commit(store, of_case(write))), "{version}");
    }
    assert!(stale(commit(store, of_case(next(case_id(2), 1)))), "there is no such case");
    let kept = wait(store.load(case_id(1))).unwrap().unwrap();
    assert_eq!((kept.version, kept.body.as_str()), (2, "{\"state\":1}"));
    assert_eq!(wait(store.journal(case_id(1))).unwrap().len(), 2);
}

pub(crate) fn an_id_or_a_number_belongs_to_one_case(place: &dyn Place) {
    let store = place.store();
    save(store, of_case(new_case(case_id(5))));
    assert_eq!(taken(commit(store, of_case(new_case(case_id(5))))), Taken::Case);
    // Another id with the same number: 20 letters, 12 places.
    let twin = case_id(5 + 20u128.pow(12));
    assert_eq!(twin.number(), case_id(5).number());
    assert_eq!(taken(commit(store, of_case(new_case(twin)))), Taken::Case);
    assert_eq!(wait(store.load(twin)).unwrap(), None);
    assert!(stale(commit(store, of_case(next(twin, 1)))));
}

pub(crate) fn the_journal_has_no_gaps(place: &dyn Place) {
    let store = place.store();
    let with = |write: CaseWrite, journal: Vec<JournalRow>| of_case(CaseWrite { journal, ..write });
    let refused = |unit| assert!(stale(commit(store, unit)));
    let id = case_id(1);
    refused(with(new_case(id), vec![line(2)]));
    save(store, with(new_case(id), vec![line(1), line(2), line(3)]));
    for wrong in [vec![line(3)], vec![line(5)], vec![line(4), line(6)], vec![line(5), line(4)]] {
        refused(with(next(id, 1), wrong));
    }
    save(store, with(next(id, 1), vec![]));
    save(store, with(next(id, 2), vec![line(4), line(5)]));
    let journal = wait(store.journal(id)).unwrap();
    assert_eq!(journal, (1..=5).map(line).collect::<Vec<_>>());
    assert_eq!(wait(store.load(id)).unwrap().unwrap().version, 3);
}

fn named(n: u128, keys: &[(CaseKey, &str)]) -> CaseWrite {
    let keys = keys.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
    CaseWrite { keys: Some(keys), ..new_case(case_id(n)) }
}

fn find(store: &dyn Store, key: CaseKey, value: &str) -> Vec<u128> {
    page(store, key, value, None, 100)
}

fn page(
    store: &dyn Store,
    key: CaseKey,
    value: &str,
    before: Option<u128>,
    limit: usize,
) -> Vec<u128> {
    let before = before.map(case_id);
    let query = CaseQuery { key, value: value.to_owned(), before, limit };
    let found = wait(store.cases(&query)).unwrap();
    found.iter().map(|case| u128::from_be_bytes(case.id.to_bytes())).collect()
}

pub(crate) fn cases_are_found_by_their_names_newest_first(place: &dyn Place) {
    let store = place.store();
    // The ids are in no order; the order of filing counts.
    for n in [30, 10, 20, 40] {
        save(store, of_case(named(n, &[(CaseKey::Applicant, "a"), (CaseKey::Subject, "a")])));
    }
    save(store, of_case(named(50, &[(CaseKey::Applicant, "b"), (CaseKey::AskedPhone, "+7")])));
    assert_eq!(find(store, CaseKey::Applicant, "a"), [40, 20, 10, 30]);
    assert_eq!(find(store, CaseKey::Subject, "a"), [40, 20, 10, 30]);
    assert_eq!(find(store, CaseKey::Asked, "a"), []);
    assert_eq!(find(store, CaseKey::AskedPhone, "+7"), [50]);
    assert_eq!(page(store, CaseKey::Applicant, "a", None, 2), [40, 20]);
    assert_eq!(page(store, CaseKey::Applicant, "a", Some(20), 2), [10, 30]);
    assert_eq!(page(store, CaseKey::Applicant, "a", Some(30), 2), []);
    assert_eq!(page(store, CaseKey::Applicant, "a", Some(99), 2), [], "an unknown cursor");
    let number = case_id(20).number().to_string();
    assert_eq!(find(store, CaseKey::Number, &number), [20]);
    assert_eq!(find(store, CaseKey::Number, "BBBB-BBBB-BBBB"), []);
}

pub(crate) fn names_are_replaced_or_left_as_they_are(place: &dyn Place) {
    let store = place.store();
    let asked = [(CaseKey::Applicant, "a"), (CaseKey::Asked, "o"), (CaseKey::AskedPhone, "+7")];
    save(store, of_case(named(1, &asked)));
    save(store, of_case(next(case_id(1), 1)));
    assert_eq!(find(store, CaseKey::AskedPhone, "+7"), [1]);
    let later =
        named(1, &[(CaseKey::Applicant, "a"), (CaseKey::Asked, "o"), (CaseKey::Asked, "p")]);
    save(store, of_case(CaseWrite { keys: later.keys, ..next(case_id(1), 2) }));
    assert_eq!(find(store, CaseKey::AskedPhone, "+7"), []);
    for value in ["o", "p"] {
        assert_eq!(find(store, CaseKey::Asked, value), [1]);
    }
    save(store, of_case(CaseWrite { keys: Some(vec![]), ..next(case_id(1), 3) }));
    assert_eq!(find(store, CaseKey::Applicant, "a"), []);
    let number = case_id(1).number().to_string();
    assert_eq!(find(store, CaseKey::Number, &number), [1], "the number stays");
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

fn taking(write: CaseWrite, subjects: &[usize]) -> store::Unit {
    let subjects = subjects.iter().map(|n| person(*n)).collect();
    of_case(CaseWrite { claims: Claims::Take(subjects), ..write })
}

pub(crate) fn a_subject_is_held_by_one_open_application(place: &dyn Place) {
    let store = place.store();
    let (one, two) = (case_id(1), case_id(2));
    save(store, taking(new_case(one), &[1, 2]));
    save(store, of_case(new_case(two)));
    let held = Taken::OpenApplication { subject: person(2), number: one.number() };
    assert_eq!(taken(commit(store, taking(next(two, 1), &[3, 2]))), held);
    assert_eq!(wait(store.load(two)).unwrap().unwrap().version, 1);
    save(store, taking(new_case(case_id(3)), &[3]));
    save(store, taking(next(one, 1), &[1, 2, 2]));
    save(store, of_case(next(one, 2)));
    assert_eq!(taken(commit(store, taking(next(two, 1), &[2]))), held, "Keep keeps");
    save(store, of_case(CaseWrite { claims: Claims::Release, ..next(one, 3) }));
    save(store, taking(next(two, 1), &[2, 1]));
}

pub(crate) fn a_case_holds_just_the_subjects_it_took_last(place: &dyn Place) {
    let store = place.store();
    save(store, taking(new_case(case_id(1)), &[1, 2]));
    save(store, taking(next(case_id(1), 1), &[2, 3]));
    save(store, taking(new_case(case_id(2)), &[1]));
    let held = Taken::OpenApplication { subject: person(3), number: case_id(1).number() };
    assert_eq!(taken(commit(store, taking(next(case_id(2), 1), &[1, 3]))), held);
}
