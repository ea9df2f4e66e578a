use jiff::Timestamp;
use residence::names::{CaseId, Iin};
use store::{
    CaseKey, CaseQuery, CaseWrite, Evidence, JournalRow, NoticeQuery, NoticeWrite, Overdue,
    Perishable, ReadingQuery, ReadingWrite, ReadingsOf, Store, Taken, Unit,
};

use super::make::*;
use crate::Place;

fn forget(store: &dyn Store, what: Perishable, before: i64, limit: usize) -> usize {
    wait(store.forget(what, at(before), limit)).unwrap()
}

fn overdue(store: &dyn Store, what: Perishable, before: i64) -> (u64, Option<Timestamp>) {
    let Overdue { pieces, oldest } = wait(store.overdue(what, at(before))).unwrap();
    (pieces, oldest)
}

fn sound(store: &dyn Store) {
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

fn draft(id: CaseId, seconds: i64) -> CaseWrite {
    CaseWrite {
        figures: Some(figures()),
        journal: vec![JournalRow { at: at(seconds), ..line(1) }],
        keys: Some(vec![(CaseKey::Applicant, "one".into()), (CaseKey::Subject, "two".into())]),
        ..new_case(id)
    }
}

fn changed(id: CaseId, seconds: i64) -> CaseWrite {
    let journal = vec![JournalRow { at: at(seconds), ..line(2) }];
    CaseWrite { expected: Some(1), journal, keys: None, ..draft(id, seconds) }
}

fn found(store: &dyn Store, key: CaseKey, value: &str) -> Vec<CaseId> {
    let query = CaseQuery { key, value: value.to_owned(), before: None, limit: 99 };
    wait(store.cases(&query)).unwrap().into_iter().map(|case| case.id).collect()
}

pub(crate) fn drafts_end_by_their_last_change(place: &dyn Place) {
    let store = place.store();
    let [old, lively, signed, young] = [1, 2, 3, 4].map(case_id);
    for (id, seconds) in [(old, 10), (lively, 11), (signed, 12), (young, 100)] {
        save(store, of_case(draft(id, seconds)));
    }
    save(store, of_case(changed(lively, 90)));
    let mut figures = figures();
    (figures.status, figures.signed_at) = ("withdrawn", Some(at(13)));
    figures.decided_at = Some(at(14));
    save(store, of_case(CaseWrite { figures: Some(figures), ..changed(signed, 13) }));
    sound(store);

    assert_eq!(overdue(store, Perishable::Drafts, 10), (0, None), "at the time is not before it");
    assert_eq!(overdue(store, Perishable::Drafts, 60), (1, Some(at(10))));
    assert_eq!(forget(store, Perishable::Drafts, 60, 99), 1);
    assert_eq!(forget(store, Perishable::Drafts, 60, 99), 0, "again changes nothing");
    assert_eq!(wait(store.load(old)).unwrap(), None);
    assert_eq!(wait(store.journal(old)).unwrap(), []);
    for (key, value) in [(CaseKey::Applicant, "one"), (CaseKey::Subject, "two")] {
        assert_eq!(found(store, key, value), [young, signed, lively]);
    }
    assert_eq!(found(store, CaseKey::Number, old.number().as_str()), []);
    assert!(stale(commit(store, of_case(changed(old, 200)))), "whoever had it in hand is too late");
    assert_eq!(
        taken(commit(store, of_case(draft(old, 200)))),
        Taken::Case,
        "a number is used once"
    );
    for id in [lively, signed, young] {
        assert!(wait(store.load(id)).unwrap().is_some());
    }
    sound(store);
    assert_eq!(forget(store, Perishable::Drafts, 101, 1), 1, "a few at a time");
    assert_eq!(forget(store, Perishable::Drafts, 101, 1), 1);
    assert_eq!(found(store, CaseKey::Applicant, "one"), [signed], "what was signed stays");
    sound(store);
}

fn signature(n: u8, sign_in: bool) -> Evidence {
    Evidence {
        id: [n; 32],
        signature: [n; 32],
        at: at(i64::from(n)),
        by: person(1),
        case: (n == 3).then(|| case_id(1)),
        sign_in,
        body: "{}".to_owned(),
    }
}

pub(crate) fn sign_ins_end_and_other_signatures_stay(place: &dyn Place) {
    let store = place.store();
    let all = [(1, true), (2, false), (3, false), (4, true), (5, true)];
    let evidence = all.map(|(n, sign_in)| signature(n, sign_in)).to_vec();
    save(store, Unit { evidence, ..Unit::default() });
    assert_eq!(overdue(store, Perishable::SignIns, 5), (2, Some(at(1))));
    assert_eq!(forget(store, Perishable::SignIns, 5, 1), 1);
    assert_eq!(overdue(store, Perishable::SignIns, 5), (1, Some(at(4))), "the oldest goes first");
    assert_eq!(forget(store, Perishable::SignIns, 5, 99), 1);
    assert_eq!(forget(store, Perishable::SignIns, 5, 99), 0);
    let left = |n: u8| wait(store.evidence([n; 32])).unwrap().is_some();
    assert_eq!([1, 2, 3, 4, 5].map(left), [false, true, true, false, true]);
    sound(store);
}

fn tells(to: Iin, seconds: i64) -> NoticeWrite {
    NoticeWrite { to, at: at(seconds), case: None, body: seconds.to_string() }
}

fn numbers(store: &dyn Store, of: Iin) -> (Vec<u64>, u64) {
    let page = wait(store.notices(NoticeQuery { of, before: None, limit: 99 })).unwrap();
    (page.notices.iter().map(|notice| notice.number).collect(), page.newest)
}

pub(crate) fn notices_end_and_their_numbers_go_on(place: &dyn Place) {
    let store = place.store();
    let (one, other, odd) = (person(1), person(2), person(3));
    // Of one of them the clock stood wrong for a moment: a young notice lies before an old one.
    let all = [(one, 1), (one, 2), (other, 3), (one, 50), (odd, 4), (odd, 60), (odd, 5)];
    save(
        store,
        Unit { notices: all.map(|(to, seconds)| tells(to, seconds)).to_vec(), ..Unit::default() },
    );
    assert_eq!(overdue(store, Perishable::Notices, 10), (5, Some(at(1))));
    while forget(store, Perishable::Notices, 10, 1) > 0 {
        sound(store);
    }
    while forget(store, Perishable::Notices, 10, 99) > 0 {}
    assert_eq!(numbers(store, one), (vec![3], 3));
    assert_eq!(numbers(store, other), (vec![], 1), "what was seen stays seen");
    assert_eq!(numbers(store, odd), (vec![3, 2], 3), "no gap");
    sound(store);
    for (to, expected) in [(one, vec![4, 3]), (other, vec![2]), (odd, vec![4, 3, 2])] {
        save(store, Unit { notices: vec![tells(to, 70)], ..Unit::default() });
        assert_eq!(numbers(store, to).0, expected);
    }
    sound(store);
    while forget(store, Perishable::Notices, 71, 99) > 0 {}
    assert_eq!([one, other, odd].map(|of| numbers(store, of)), [4, 2, 4].map(|n| (vec![], n)));
    sound(store);
}

pub(crate) fn a_decision_of_which_was_told_stays_sound(place: &dyn Place) {
    let store = place.store();
    let id = case_id(1);
    let figures = store::CaseFigures {
        status: "refused",
        signed_at: Some(at(1)),
        decided_at: Some(at(2)),
        ..figures()
    };
    let notices = vec![NoticeWrite { case: Some(id), ..tells(person(1), 2) }];
    save(store, Unit { notices, ..of_case(CaseWrite { figures: Some(figures), ..draft(id, 1) }) });
    sound(store);
    assert_eq!(forget(store, Perishable::Notices, 3, 99), 1);
    sound(store);
    assert!(wait(store.load(id)).unwrap().is_some(), "a decision is never removed");
    assert_eq!(wait(store.journal(id)).unwrap().len(), 1, "nor what it rests on");
}

pub(crate) fn readings_end(place: &dyn Place) {
    let store = place.store();
    let reading = |seconds| ReadingWrite {
        of: person(1),
        by: "x".to_owned(),
        at: at(seconds),
        body: seconds.to_string(),
    };
    save(store, Unit { readings: [1, 2, 3, 9].map(reading).to_vec(), ..Unit::default() });
    assert_eq!(overdue(store, Perishable::Readings, 3), (2, Some(at(1))));
    assert_eq!(forget(store, Perishable::Readings, 9, 2), 2);
    assert_eq!(forget(store, Perishable::Readings, 9, 99), 1);
    assert_eq!(forget(store, Perishable::Readings, 9, 99), 0);
    let query = ReadingQuery { of: ReadingsOf::Person(person(1)), before: None, limit: 9 };
    let left = wait(store.readings(&query)).unwrap();
    assert_eq!(left.iter().map(|reading| reading.at).collect::<Vec<_>>(), [at(9)]);
}
