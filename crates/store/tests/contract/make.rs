//! What the tests are made of.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use residence::names::{AddressCode, CaseId, Iin, RegistrationId};
use residence::registration::{Entry, Kind};
use store::{
    CaseFigures, CaseWrite, Claims, CommitError, Committed, Entity, JournalRow, NewWork, Settle,
    Settled, SlipChange, SlipWrite, Store, Unit, VersionCheck, Work,
};

/// A folder of its own for one test, gone with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tirkeu-store-{}-{count}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // What a process of the same number may have left.
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

pub(crate) fn wait<T>(answer: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(answer)
}

pub(crate) fn commit(store: &dyn Store, unit: Unit) -> Result<Committed, CommitError> {
    let mut answers = wait(store.commit(vec![unit]));
    assert_eq!(answers.len(), 1);
    answers.remove(0)
}

/// Saves what must be saved.
pub(crate) fn save(store: &dyn Store, unit: Unit) -> Committed {
    commit(store, unit).unwrap()
}

pub(crate) fn stale(answer: Result<Committed, CommitError>) -> bool {
    matches!(answer, Err(CommitError::Stale(_)))
}

pub(crate) fn taken(answer: Result<Committed, CommitError>) -> store::Taken {
    match answer {
        Err(CommitError::Taken(by)) => by,
        other => panic!("not taken: {other:?}"),
    }
}

/// Seconds after some morning.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_763_960_400 + seconds).unwrap()
}

pub(crate) fn case_id(n: u128) -> CaseId {
    CaseId::from_random(n)
}

pub(crate) fn person(n: usize) -> Iin {
    let valid = (0..100_000u32)
        .flat_map(|serial| (0..10).map(move |check| format!("990101{serial:05}{check}")));
    valid.filter_map(|text| text.parse().ok()).nth(n).unwrap()
}

pub(crate) fn building(n: u32) -> AddressCode {
    AddressCode::compose(0, 2013, n).unwrap()
}

pub(crate) fn flat(n: u32) -> AddressCode {
    AddressCode::compose(1, 2013, n).unwrap()
}

pub(crate) fn line(seq: u64) -> JournalRow {
    let event = format!("{{\"event\":{seq}}}");
    let seconds = i64::try_from(seq).unwrap();
    JournalRow { seq, at: at(seconds), event, lines: format!("line {seq}") }
}

pub(crate) fn new_case(id: CaseId) -> CaseWrite {
    CaseWrite {
        id,
        expected: None,
        body: "{\"state\":\"new\"}".to_owned(),
        journal: vec![line(1)],
        wake: None,
        figures: None,
        keys: None,
        claims: Claims::Keep,
    }
}

/// The next move of a case that has moved `version` times, one line of the journal each.
pub(crate) fn next(id: CaseId, version: u64) -> CaseWrite {
    CaseWrite {
        expected: Some(version),
        body: format!("{{\"state\":{version}}}"),
        journal: vec![line(version + 1)],
        ..new_case(id)
    }
}

pub(crate) fn of_case(case: CaseWrite) -> Unit {
    Unit { case: Some(case), ..Unit::default() }
}

pub(crate) fn of_work(work: NewWork) -> Unit {
    Unit { work: vec![work], ..Unit::default() }
}

pub(crate) fn piece(key: &str, due: i64) -> NewWork {
    NewWork {
        kind: "check",
        key: key.to_owned(),
        case: Some(case_id(7)),
        body: format!("body of {key}"),
        due: at(due),
        held_until: None,
    }
}

pub(crate) fn settle(work: &Work, how: Settled) -> Unit {
    let settle = Settle { id: work.id, attempt: work.attempt, how };
    Unit { settles: vec![settle], ..Unit::default() }
}

pub(crate) fn of_slip(key: &str, change: SlipChange) -> Unit {
    let slip = SlipWrite { kind: "session", key: key.to_owned(), change };
    Unit { slips: vec![slip], ..Unit::default() }
}

pub(crate) fn entry(n: u128, iin: Iin, rka: AddressCode) -> Entry {
    Entry {
        id: RegistrationId::from_random(n),
        iin,
        rka,
        kind: Kind::Permanent,
        opened_at: at(i64::try_from(n).unwrap()),
        until: None,
        closed_at: None,
        opened_by: "KQTR-BWDM-XHPL".to_owned(),
        closed_by: None,
    }
}

pub(crate) fn of_book(book: impl IntoIterator<Item = store::BookWrite>) -> Unit {
    Unit { book: book.into_iter().collect(), ..Unit::default() }
}

pub(crate) fn rests_on(entity: Entity, version: u64) -> Unit {
    Unit { rests_on: vec![VersionCheck { entity, version }], ..Unit::default() }
}

pub(crate) fn figures() -> CaseFigures {
    CaseFigures {
        channel: "portal",
        kind: "permanent",
        status: "draft",
        region: "75".to_owned(),
        persons: 1,
        signed_at: None,
        decided_at: None,
        waited_ms: 0,
        grounds: Vec::new(),
    }
}
