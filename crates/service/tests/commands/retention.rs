//! What is kept how long, and its removal.

use jiff::SignedDuration;
use residence::names::CaseId;
use store::sqlite::{Options, Sqlite};
use store::{CaseFigures, CaseWrite, Claims, JournalRow, NoticeWrite, Store as _, Unit};

use crate::cases::iin;
use crate::place::Place;

/// A draft and a notice, both so many days old.
fn old(days: i64, n: u128) -> Unit {
    let at = service::clock::system()().checked_sub(SignedDuration::from_hours(24 * days)).unwrap();
    let journal = vec![JournalRow { seq: 1, at, event: String::new(), lines: String::new() }];
    let figures = CaseFigures {
        channel: "portal",
        kind: "permanent",
        status: "draft",
        region: String::new(),
        persons: 1,
        signed_at: None,
        decided_at: None,
        waited_ms: 0,
        grounds: Vec::new(),
    };
    let case = CaseWrite {
        id: CaseId::from_random(n),
        expected: None,
        body: "{}".to_owned(),
        journal,
        wake: None,
        figures: Some(figures),
        keys: None,
        claims: Claims::Keep,
    };
    let to = iin("85010130500");
    let notice = NoticeWrite { to, at, case: None, body: "{}".to_owned() };
    Unit { case: Some(case), notices: vec![notice], ..Unit::default() }
}

#[test]
fn the_table_is_shown() {
    let place = Place::new("retention-show");
    let said = place.run(["retention", "show", "--at", "2026-12-01"]).succeeds();
    assert!(
        said.starts_with("What is kept how long on 2026-12-01:\n\ndrafts: 30 days after"),
        "{said}"
    );
    assert!(said.contains("\nbook: for good\n"), "{said}");
    let before = place.run(["retention", "show", "--at", "2019-12-31"]).succeeds();
    assert_eq!(before, "What is kept how long on 2019-12-31:\n");
}

#[test]
fn what_would_be_removed_is_said_and_then_removed() {
    let place = Place::new("retention-run");
    place.run(["migrate"]).succeeds();
    let commit = |units| {
        let store = Sqlite::open(place.path("tirkeu.db"), Options::default()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for saved in runtime.block_on(store.commit(units)) {
            saved.unwrap();
        }
    };
    commit(vec![old(2000, 1), old(40, 2), old(3, 3)]);
    for _ in 0..2 {
        let said = place.run(["retention", "run", "--dry-run"]).succeeds();
        assert!(said.starts_with("drafts: 2 from before "), "{said}");
        assert!(said.contains("\nsign_ins: nothing from before "), "{said}");
        assert!(said.contains("\nnotices: 1 from before "), "{said}");
        assert!(said.ends_with("\nNothing was removed.\n"), "{said}");
    }
    let said = place.run(["retention", "run"]).succeeds();
    assert_eq!(
        said,
        "drafts: 2 removed\nsign_ins: 0 removed\nnotices: 1 removed\nreadings: 0 removed\n"
    );
    let said = place.run(["retention", "run"]).succeeds();
    assert!(said.starts_with("drafts: 0 removed\n"), "{said}");
    assert!(place.run(["doctor", "--deep"]).out.contains("ok"), "still sound");
}

#[test]
fn it_needs_the_store_for_itself() {
    let place = Place::new("retention-owned");
    place.run(["migrate"]).succeeds();
    let owned = Sqlite::open(place.path("tirkeu.db"), Options::default()).unwrap();
    let said = place.run(["retention", "run"]).fails();
    assert!(said.contains("is in use by another service"), "{said}");
    place.run(["retention", "run", "--dry-run"]).succeeds();
    drop(owned);
}
