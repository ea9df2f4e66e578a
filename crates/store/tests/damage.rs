//! What `tirkeu doctor --deep` rests on: damage that was planted in a file is found.

#![expect(clippy::unwrap_used, reason = "a test that goes wrong should stop there")]

#[path = "contract/make.rs"]
#[expect(dead_code, reason = "this suite makes fewer things than the contract suite")]
mod make;

use std::path::Path;

use make::*;
use rusqlite::Connection;
use store::sqlite::{Options, Sqlite};
use store::{
    BookWrite, CaseFigures, CaseKey, CaseWrite, Claims, ImportRow, NoticeWrite, RegisterKind,
    Store, StoreError, Unit,
};

fn open(path: impl AsRef<Path>) -> Sqlite {
    Sqlite::open(path, Options::default()).unwrap()
}

fn damaged(error: &StoreError) {
    let StoreError::Damaged(text) = error else { panic!("{error:?}") };
    assert!(text.contains("damaged"), "{text}");
}

/// A store in which every invariant has something to look at.
fn sound(path: &Path) {
    let store = open(path);
    for n in 1..=2 {
        let figures = CaseFigures { signed_at: Some(at(1)), ..figures() };
        let write = CaseWrite {
            figures: Some(figures),
            keys: Some(vec![(CaseKey::Applicant, "a".to_owned())]),
            claims: Claims::Take(vec![person(usize::try_from(n).unwrap())]),
            journal: vec![line(1), line(2), line(3)],
            wake: Some(at(50)),
            ..new_case(case_id(n))
        };
        let book =
            vec![BookWrite::Open(entry(n, person(1 + usize::try_from(n).unwrap()), flat(1)))];
        let told = |to| NoticeWrite { to, at: at(1), case: Some(case_id(n)), body: String::new() };
        let notices = vec![told(person(1)), told(person(2))];
        save(&store, Unit { book, notices, ..of_case(write) });
    }
    let row = ImportRow::Register {
        kind: RegisterKind::Titles,
        key: "flat".to_owned(),
        part: String::new(),
        others: vec!["owner".to_owned()],
        search: None,
        body: "{}".to_owned(),
        moves: None,
    };
    wait(store.import(vec![row])).unwrap();
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

#[test]
fn planted_damage_is_found() {
    for (damage, says) in [
        (
            "DROP INDEX entries_of_person; UPDATE entries SET iin = (SELECT min(iin) FROM entries)",
            "more than one active permanent entry",
        ),
        ("UPDATE entries SET closed_at = opened_at - 1, closed_by = 'x'", "before it was opened"),
        ("UPDATE entries SET closed_at = opened_at", "without saying by what"),
        ("DELETE FROM dwelling_versions", "without moving the version"),
        ("DELETE FROM journal WHERE seq = 2", "the journal of a case"),
        ("DELETE FROM journal WHERE seq = 3", "the journal of a case"),
        ("UPDATE journal SET seq = seq + 1 WHERE seq = 3", "the journal of a case"),
        ("DELETE FROM journal WHERE case_no = 1", "the journal of a case"),
        ("UPDATE cases SET decided_at = 5 WHERE no = 1", "still holds a subject"),
        ("DELETE FROM case_keys WHERE case_no = 2", "not found under its names"),
        ("INSERT INTO case_keys VALUES (2, 'b', 1)", "not found under its names"),
        ("UPDATE cases SET wake = NULL WHERE no = 2", "belongs to no case"),
        ("UPDATE claims SET case_no = 77", "points nowhere"),
        ("DELETE FROM notices WHERE number = 1", "the notices of a person have a gap"),
        ("UPDATE notices SET number = 3 WHERE number = 2", "the notices of a person have a gap"),
        ("UPDATE notices SET case_no = 77", "points nowhere"),
        ("DELETE FROM registers", "under a name it does not have"),
        ("UPDATE cases SET status = 'refused' WHERE no = 1", "decided and not when"),
        ("UPDATE cases SET decided_at = 5 WHERE no = 1", "decided and not when"),
        ("UPDATE cases SET status = 'signed' WHERE no = 1; DELETE FROM claims", "holds no subject"),
        ("UPDATE cases SET status = 'awaiting_consent'; DELETE FROM work", "for no time"),
        ("UPDATE cases SET status = 'registering'", "that nobody will ask"),
        ("UPDATE cases SET status = 'registered', decided_at = 5", "nobody entered in the book"),
        ("UPDATE entries SET opened_by = (SELECT min(number) FROM cases)", "was not granted"),
        (
            "UPDATE cases SET status = 'referred', decided_at = 5; DELETE FROM notices",
            "decided and nobody told",
        ),
    ] {
        let folder = Folder::new();
        let path = folder.join("store.db");
        sound(&path);
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        conn.execute_batch(damage).unwrap();
        drop(conn);
        let found = wait(open(&path).examine()).unwrap();
        assert!(found.iter().any(|sentence| sentence.contains(says)), "{damage}: {found:?}");
    }
}

#[test]
fn damaged_pages_are_found() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    sound(&path);
    let mut bytes = std::fs::read(&path).unwrap();
    // All but the first pages, which hold the schema.
    let pages = bytes.len() / 4096;
    for page in (pages / 2)..pages {
        bytes[page * 4096..][..16].fill(0xa5);
    }
    std::fs::write(&path, &bytes).unwrap();
    match Sqlite::open(&path, Options::default()) {
        Ok(store) => match wait(store.examine()) {
            Ok(found) => assert!(found.iter().any(|says| says.contains("damaged")), "{found:?}"),
            Err(error) => damaged(&error),
        },
        Err(error) => damaged(&error),
    }
}
