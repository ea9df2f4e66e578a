use std::thread;

use residence::names::{CaseId, Iin};

use super::make::*;
use crate::Place;
use store::{CommitError, NoticePage, NoticeQuery, NoticeWrite, Store, Unit};

fn notice(to: Iin, seconds: i64, case: Option<CaseId>) -> NoticeWrite {
    NoticeWrite { to, at: at(seconds), case, body: format!("{{\"told\":{seconds}}}") }
}

fn of_notices(notices: impl IntoIterator<Item = NoticeWrite>) -> Unit {
    Unit { notices: notices.into_iter().collect(), ..Unit::default() }
}

fn page(store: &dyn Store, of: Iin, before: Option<u64>, limit: usize) -> NoticePage {
    wait(store.notices(NoticeQuery { of, before, limit })).unwrap()
}

fn numbers(page: &NoticePage) -> Vec<u64> {
    page.notices.iter().map(|notice| notice.number).collect()
}

pub(crate) fn notices_are_numbered_for_each_person(place: &dyn Place) {
    let store = place.store();
    let (one, other) = (person(1), person(2));
    assert_eq!(page(store, one, None, 10), NoticePage::default());
    save(store, of_notices([notice(one, 1, None), notice(other, 2, None), notice(one, 3, None)]));
    save(store, of_notices([notice(one, 4, None)]));
    let kept = page(store, one, None, 10);
    assert_eq!((numbers(&kept), kept.newest), (vec![3, 2, 1], 3));
    assert_eq!((kept.notices[0].at, kept.notices[0].body.as_str()), (at(4), "{\"told\":4}"));
    assert_eq!(numbers(&page(store, other, None, 10)), [1], "everybody has numbers of their own");
    assert_eq!(page(store, person(3), None, 10), NoticePage::default());
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

pub(crate) fn notices_go_page_by_page(place: &dyn Place) {
    let store = place.store();
    let of = person(1);
    save(store, of_notices((0..5).map(|n| notice(of, n, None))));
    let mut pages = Vec::new();
    let mut before = None;
    loop {
        let page = page(store, of, before, 2);
        assert_eq!(page.newest, 5, "whatever the page");
        before = page.notices.last().map(|notice| notice.number);
        if before.is_none() {
            break;
        }
        pages.push(numbers(&page));
    }
    assert_eq!(pages, [vec![5, 4], vec![3, 2], vec![1]]);
    assert_eq!(numbers(&page(store, of, Some(u64::MAX), 1)), [5]);
    assert_eq!(numbers(&page(store, of, Some(0), 9)), [0u64; 0]);
    let newest = page(store, of, None, 0);
    assert_eq!((newest.notices.len(), newest.newest), (0, 5));
}

pub(crate) fn a_notice_knows_its_case(place: &dyn Place) {
    let store = place.store();
    let of = person(1);
    // With the case that begins, with the case that moves, alone, and about none.
    let (one, other) = (case_id(1), case_id(2));
    save(store, Unit { notices: vec![notice(of, 1, Some(one))], ..of_case(new_case(one)) });
    save(store, of_case(new_case(other)));
    let told = vec![notice(of, 2, Some(one)), notice(of, 3, Some(other))];
    save(store, Unit { notices: told, ..of_case(next(one, 1)) });
    save(store, of_notices([notice(of, 4, Some(other)), notice(of, 5, None)]));
    let cases = page(store, of, None, 9).notices.into_iter().map(|notice| notice.case);
    let known = [None, Some(other), Some(other), Some(one), Some(one)];
    assert_eq!(cases.collect::<Vec<_>>(), known);
    assert!(stale(commit(store, of_notices([notice(of, 6, Some(case_id(9)))]))));
    assert_eq!(page(store, of, None, 0).newest, 5, "and about no case that is not there");
}

pub(crate) fn a_notice_commits_with_its_cause(place: &dyn Place) {
    let store = place.store();
    let (of, id) = (person(1), case_id(1));
    let told = || vec![notice(of, 1, Some(id))];
    save(store, Unit { notices: told(), ..of_case(new_case(id)) });
    // The same cause again: refused before it wrote, refused after, and in one batch with a good one.
    assert!(stale(commit(store, Unit { notices: told(), ..of_case(next(id, 7)) })));
    save(store, of_work(piece("a", 1)));
    let late = Unit { notices: told(), ..of_work(piece("a", 1)) };
    taken(commit(store, late.clone()));
    let good = Unit { notices: told(), ..of_case(next(id, 1)) };
    let answers = wait(store.commit(vec![late.clone(), good, late]));
    assert!(answers[1].is_ok(), "{answers:?}");
    assert!(matches!(answers[0], Err(CommitError::Taken(_))), "{answers:?}");
    assert_eq!(numbers(&page(store, of, None, 9)), [2, 1]);
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

pub(crate) fn notices_of_racing_units_leave_no_gap(place: &dyn Place) {
    let store = place.store();
    let of = person(1);
    thread::scope(|scope| {
        for racer in 0..8 {
            scope.spawn(move || {
                for n in 0..20 {
                    save(store, of_notices([notice(of, racer * 100 + n, None)]));
                }
            });
        }
    });
    let kept = page(store, of, None, 1000);
    assert_eq!(numbers(&kept), (1..=160).rev().collect::<Vec<_>>());
    assert_eq!(kept.newest, 160);
}
