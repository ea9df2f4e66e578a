//! What the embedded engine says and does when its file or its disk is not as it should be.

#![expect(clippy::unwrap_used, reason = "a test that goes wrong should stop there")]

#[path = "contract/make.rs"]
#[expect(dead_code, reason = "this suite makes fewer things than the contract suite")]
mod make;

use std::path::Path;
use std::process::{Command, Output};

use make::*;
use rusqlite::Connection;
use store::sqlite::{Options, Sqlite};
use store::{
    CommitError, NewWork, NoticeQuery, NoticeWrite, Settled, SlipChange, Store, StoreError, Unit,
};

fn open(path: impl AsRef<Path>) -> Sqlite {
    Sqlite::open(path, Options::default()).unwrap()
}

/// The sentence with which a file is refused.
fn refused(path: impl AsRef<Path>) -> StoreError {
    let error = Sqlite::open(path, Options::default()).err().unwrap();
    assert_eq!(error.to_string().lines().count(), 1, "{error}");
    error
}

fn unavailable(error: &StoreError, says: &str) {
    let StoreError::Unavailable(text) = error else { panic!("{error:?}") };
    assert!(text.contains(says), "{text}");
}

fn damaged(error: &StoreError, says: &str) {
    let StoreError::Damaged(text) = error else { panic!("{error:?}") };
    assert!(text.contains(says), "{text}");
}

#[test]
fn a_place_where_no_file_can_be_is_named() {
    let folder = Folder::new();
    unavailable(&refused(folder.join("missing/store.db")), "does not exist");
    std::fs::write(folder.join("file"), "text").unwrap();
    unavailable(&refused(folder.join("file/store.db")), "cannot be opened");
    unavailable(&refused(folder.join("")), "cannot be opened");
    unavailable(&refused(""), "cannot be opened");
    let missing = Sqlite::open_read_only(folder.join("none.db")).err().unwrap();
    unavailable(&missing, "none.db");
    assert!(!folder.join("none.db").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let closed = folder.join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o500)).unwrap();
    if std::fs::write(closed.join("probe"), "").is_ok() {
        eprintln!("left out: a folder that may not be written (this user may write anywhere)");
        return;
    }
    unavailable(&refused(closed.join("store.db")), "cannot be opened");
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let store = open(folder.join("store.db"));
    save(&store, of_case(new_case(case_id(1))));
    wait(store.backup(&folder.join("copy.db"))).unwrap();
    for name in ["store.db", "store.db-wal", "copy.db"] {
        let mode = std::fs::metadata(folder.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_file_that_is_no_store_is_left_alone() {
    let folder = Folder::new();
    let text = "no database ".repeat(1000);
    std::fs::write(folder.join("text"), &text).unwrap();
    damaged(&refused(folder.join("text")), "not a database");
    assert_eq!(std::fs::read_to_string(folder.join("text")).unwrap(), text);
    let other = Connection::open(folder.join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (c)").unwrap();
    damaged(&refused(folder.join("other.db")), "another program");
    let reading = Sqlite::open_read_only(folder.join("other.db")).err().unwrap();
    damaged(&reading, "another program");
    std::fs::write(folder.join("empty.db"), "").unwrap();
    save(&open(folder.join("empty.db")), of_case(new_case(case_id(1))));
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    save(&open(&path), of_case(new_case(case_id(1))));
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 1000).unwrap();
    drop(newer);
    damaged(&refused(&path), "newer version of Tirkeu (schema 1000");
    damaged(&Sqlite::open_read_only(&path).err().unwrap(), "newer version");
}

/// A file as the first version left it.
fn first_version(path: &Path) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(include_str!("../migrations/sqlite/0001_first.sql")).unwrap();
    conn.execute_batch("PRAGMA application_id = 0x54524b55; PRAGMA user_version = 1").unwrap();
}

#[test]
fn a_store_of_an_older_version_is_brought_up_to_date() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    first_version(&path);
    let reader = Sqlite::open_read_only(&path).err().unwrap();
    unavailable(&reader, "of an older version");
    let told = |seconds| NoticeWrite {
        to: person(1),
        at: at(seconds),
        case: Some(case_id(1)),
        body: String::new(),
    };
    for version in 0..2 {
        let store = open(&path);
        let case = if version == 0 { new_case(case_id(1)) } else { next(case_id(1), version) };
        save(&store, Unit { notices: vec![told(1)], ..of_case(case) });
        let query = NoticeQuery { of: person(1), before: None, limit: 9 };
        assert_eq!(wait(store.notices(query)).unwrap().newest, version + 1);
        assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
    }
    assert!(Sqlite::open_read_only(&path).is_ok());
}

#[test]
fn one_service_owns_the_file_and_others_may_look() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    let owner = open(&path);
    unavailable(&refused(&path), "in use by another service");
    let reader = Sqlite::open_read_only(&path).unwrap();
    save(&owner, of_case(new_case(case_id(1))));
    assert!(wait(reader.load(case_id(1))).unwrap().is_some());
    let answer = commit(&reader, of_case(next(case_id(1), 1)));
    let Err(CommitError::Engine(error)) = answer else { panic!("{answer:?}") };
    unavailable(&error, "reading only");
    assert!(wait(reader.lease(at(0), at(1), 1)).is_err());
    drop(reader);
    drop(owner);
    assert!(!folder.join("store.db-wal").exists(), "closed: one file");
    save(&open(&path), of_case(next(case_id(1), 1)));
    // Where nothing runs, too.
    let reader = Sqlite::open_read_only(&path).unwrap();
    assert_eq!(wait(reader.load(case_id(1))).unwrap().unwrap().version, 2);
}

#[test]
fn work_of_an_owner_that_is_gone_is_free_at_once() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    let store = open(&path);
    let born_held = NewWork { held_until: Some(at(90)), ..piece("b", 10) };
    save(&store, Unit { work: vec![piece("a", 10), born_held], ..Unit::default() });
    let held = wait(store.lease(at(20), at(80), 10)).unwrap();
    assert_eq!(held.len(), 1);
    drop(store);
    let store = open(&path);
    let again = wait(store.lease(at(20), at(80), 10)).unwrap();
    let attempts: Vec<_> = again.iter().map(|work| (work.key.as_str(), work.attempt)).collect();
    assert_eq!(attempts, [("a", 2), ("b", 2)]);
    let late = commit(&store, settle(&held[0], Settled::Done));
    assert!(matches!(late, Err(CommitError::Stale("work"))), "{late:?}");
}

fn long_slip(n: usize) -> Unit {
    let set = SlipChange::Set { body: "s".repeat(20_000), expires: at(100) };
    of_slip(&n.to_string(), set)
}

/// Saves slips until one is refused; how many were saved.
fn fill(store: &Sqlite, from: usize) -> usize {
    (from..from + 10_000)
        .find(|n| match commit(store, long_slip(*n)) {
            Ok(_) => false,
            Err(CommitError::Engine(StoreError::Full(_))) => true,
            Err(other) => panic!("{other:?}"),
        })
        .unwrap()
}

#[test]
fn a_full_disk_refuses_whole_batches_until_there_is_room() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    let options = Options { most_pages: Some(400), ..Options::default() };
    let store = Sqlite::open(&path, options).unwrap();
    let kept = fill(&store, 0);
    let batch = (0..3).map(|n| long_slip(1000 + n)).collect();
    let answers = wait(store.commit(batch));
    assert_eq!(answers.len(), 3);
    let full = |answer| matches!(answer, Err(CommitError::Engine(StoreError::Full(_))));
    assert!(answers.into_iter().all(full));
    let there = |n: usize| wait(store.slip("session", &n.to_string(), at(1))).unwrap().is_some();
    assert!((0..kept).all(there), "what was answered is there");
    assert!(!there(kept) && !there(1000));
    assert_eq!(wait(store.sweep(at(100), 10)).unwrap(), 10);
    save(&store, long_slip(1000));
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
    drop(store);
    save(&open(&path), long_slip(1001));
}

const CHILD: &str = "TIRKEU_STORE_OF_CHILD";

/// Runs one of the ignored tests below in a process of its own, with a limit of file sizes if asked.
fn child(test: &str, path: &Path, blocks: Option<u32>) -> Output {
    let limit = blocks.map_or(String::new(), |blocks| format!("trap '' XFSZ; ulimit -f {blocks};"));
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{limit} exec \"$0\" \"$@\""));
    command.arg(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture"]);
    command.env(CHILD, path).output().unwrap()
}

/// The number after a word in what a child printed.
fn said(output: &Output, word: &str) -> usize {
    let text = String::from_utf8_lossy(&output.stdout);
    let number = text.lines().filter_map(|line| line.trim().strip_prefix(word)).next_back();
    let number = number.unwrap_or_else(|| panic!("{output:?}"));
    number.trim().parse().unwrap()
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_a_full_disk() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    let output = child("child_fills_the_file", &path, Some(2000));
    assert!(output.status.success(), "{output:?}");
    let kept = said(&output, "kept");
    let store = open(&path);
    for n in 0..kept {
        assert!(wait(store.slip("session", &n.to_string(), at(1))).unwrap().is_some(), "{n}");
    }
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
    save(&store, long_slip(kept));
}

#[test]
#[ignore = "runs in a child process"]
fn child_fills_the_file() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let store = open(path);
    // First the log may not grow; it is emptied then, and there is room again. At last the file
    // itself has no room.
    let mut kept = fill(&store, 0);
    loop {
        let more = fill(&store, kept);
        if more == kept {
            break;
        }
        kept = more;
    }
    assert!(wait(store.slip("session", "0", at(1))).unwrap().is_some());
    println!("\nkept {kept}");
}

#[cfg(unix)]
#[test]
fn what_was_answered_survives_a_crash() {
    let folder = Folder::new();
    let path = folder.join("store.db");
    let output = child("child_crashes", &path, None);
    assert!(!output.status.success(), "it has crashed");
    let answered = said(&output, "answered");
    assert!(folder.join("store.db-wal").exists(), "nothing was tidied up");
    // The crash has given the file back, too.
    let store = open(&path);
    for n in 0..=answered {
        assert!(wait(store.load(case_id(u128::try_from(n).unwrap()))).unwrap().is_some());
    }
    // What was told is there with its cause: all of it, and nothing twice.
    let query = NoticeQuery { of: person(1), before: None, limit: 1000 };
    let told = wait(store.notices(query)).unwrap();
    let cases: Vec<_> = told.notices.iter().rev().filter_map(|notice| notice.case).collect();
    let (from, to) = (0, u128::try_from(answered).unwrap());
    assert_eq!(cases, (from..=to).map(case_id).collect::<Vec<_>>());
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

#[test]
#[ignore = "runs in a child process"]
fn child_crashes() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let store = open(path);
    for n in 0..100 {
        let id = case_id(n);
        let told = NoticeWrite { to: person(1), at: at(1), case: Some(id), body: String::new() };
        save(&store, Unit { notices: vec![told], ..of_case(new_case(id)) });
        println!("\nanswered {n}");
    }
    std::process::abort();
}

#[test]
fn a_batch_is_one_durable_write() {
    let folder = Folder::new();
    let store = open(folder.join("store.db"));
    let units = (0..100).map(|n| of_case(new_case(case_id(n)))).collect();
    wait(store.commit(units));
    let counters = store.counters();
    assert_eq!((counters.units, counters.synced, counters.repeated), (100, 1, 0));
    // Nothing to take, nothing to wait for; refused at once, nothing to repeat.
    wait(store.lease(at(0), at(1), 10)).unwrap();
    assert!(stale(commit(&store, of_case(next(case_id(1), 7)))));
    assert_eq!(store.counters().synced, 1);
    assert_eq!(store.counters().repeated, 0);
    // Refused late: the batch is done once more, and is still one write.
    let late = Unit { work: vec![piece("a", 1), piece("a", 2)], ..of_case(next(case_id(2), 1)) };
    let answers = wait(store.commit(vec![of_case(next(case_id(1), 1)), late]));
    assert!(answers[0].is_ok() && answers[1].is_err());
    assert_eq!((store.counters().synced, store.counters().repeated), (2, 1));
}

#[test]
fn an_interrupted_copy_is_written_over() {
    let folder = Folder::new();
    let store = open(folder.join("store.db"));
    save(&store, of_case(new_case(case_id(1))));
    std::fs::write(folder.join("copy.db.part"), "half a copy".repeat(9999)).unwrap();
    wait(store.backup(&folder.join("copy.db"))).unwrap();
    assert!(!folder.join("copy.db.part").exists());
    assert!(wait(open(folder.join("copy.db")).load(case_id(1))).unwrap().is_some());
}
