use super::make::*;
use crate::Place;
use store::{
    ReadingQuery, ReadingWrite, ReadingsOf, RecordLine, RecordQuery, RecordWrite, Store,
    StoredReading, StoredRecord, Taken, Unit,
};

fn record(id: &str, expected: Option<u64>, body: &str) -> RecordWrite {
    RecordWrite {
        kind: "staff",
        id: id.to_owned(),
        expected,
        at: at(1),
        body: body.to_owned(),
        line: None,
        keys: None,
    }
}

fn of_records(records: impl IntoIterator<Item = RecordWrite>) -> Unit {
    Unit { records: records.into_iter().collect(), ..Unit::default() }
}

fn find(store: &dyn Store, id: &str) -> Option<StoredRecord> {
    wait(store.record("staff", id)).unwrap()
}

fn list(store: &dyn Store, key: Option<&str>, before: Option<u64>, limit: usize) -> Vec<String> {
    let query = RecordQuery { kind: "staff", key: key.map(str::to_owned), before, limit };
    let records = wait(store.records(&query)).unwrap();
    records.into_iter().map(|record| record.id).collect()
}

pub(crate) fn a_document_comes_back_as_it_was_written(place: &dyn Place) {
    let store = place.store();
    assert_eq!(find(store, "a"), None);
    save(store, of_records([record("a", None, "one")]));
    let first = find(store, "a").unwrap();
    assert_eq!((first.version, first.at, first.body.as_str()), (1, at(1), "one"));
    save(store, of_records([RecordWrite { at: at(2), ..record("a", Some(1), "two") }]));
    let second = StoredRecord { version: 2, at: at(2), body: "two".to_owned(), ..first };
    assert_eq!(find(store, "a"), Some(second));
    assert_eq!(wait(store.record("other", "a")).unwrap(), None);
}

pub(crate) fn a_document_moves_only_from_the_version_that_was_read(place: &dyn Place) {
    let store = place.store();
    save(store, of_records([record("a", None, "one")]));
    assert_eq!(taken(commit(store, of_records([record("a", None, "again")]))), Taken::Record);
    for (id, expected) in [("a", 2), ("a", 0), ("b", 1)] {
        let late = Unit {
            records: vec![record(id, Some(expected), "late")],
            ..of_case(new_case(case_id(7)))
        };
        assert!(stale(commit(store, late)), "{id} {expected}");
    }
    assert_eq!(wait(store.load(case_id(7))).unwrap(), None, "nor what it belonged to");
    let twice = [record("c", None, "one"), record("c", Some(1), "two"), record("c", Some(1), "x")];
    assert!(stale(commit(store, of_records(twice))));
    assert_eq!(find(store, "c"), None, "not even the first of a unit that is refused");
    assert_eq!(find(store, "a").unwrap().body, "one");
}

pub(crate) fn documents_are_found_by_kind_and_name_newest_first(place: &dyn Place) {
    let store = place.store();
    let named = |id: &str, keys: &[&str]| RecordWrite {
        keys: Some(keys.iter().map(|key| (*key).to_owned()).collect()),
        ..record(id, None, "x")
    };
    save(store, of_records([named("a", &["p", "q", "p"]), named("b", &["p"]), named("c", &[])]));
    save(store, of_records([RecordWrite { kind: "other", ..named("d", &["p"]) }]));
    assert_eq!(list(store, None, None, 9), ["c", "b", "a"]);
    assert_eq!(list(store, Some("p"), None, 9), ["b", "a"]);
    assert_eq!(list(store, Some("q"), None, 9), ["a"]);
    assert_eq!(list(store, Some("r"), None, 9), [""; 0]);
    assert_eq!(list(store, None, None, 2), ["c", "b"]);
    let b = find(store, "b").unwrap().no;
    assert_eq!(list(store, None, Some(b), 2), ["a"]);
    assert_eq!(list(store, Some("p"), Some(b), 2), ["a"]);
    // Names are replaced, or left as they are.
    save(store, of_records([record("a", Some(1), "y")]));
    assert_eq!(list(store, Some("q"), None, 9), ["a"]);
    let renamed = RecordWrite { expected: Some(2), ..named("a", &["r"]) };
    save(store, of_records([renamed]));
    assert_eq!(list(store, Some("q"), None, 9), [""; 0]);
    assert_eq!(list(store, Some("r"), None, 9), ["a"]);
}

pub(crate) fn a_document_has_a_history(place: &dyn Place) {
    let store = place.store();
    let say = |expected: Option<i64>, text: Option<&str>| RecordWrite {
        line: text.map(str::to_owned),
        at: at(expected.unwrap_or(0)),
        ..record("a", expected.filter(|n| *n > 0).map(|n| u64::try_from(n).unwrap()), "x")
    };
    save(store, of_records([say(None, Some("made"))]));
    save(store, of_records([say(Some(1), None), say(Some(2), Some("changed"))]));
    let lines = wait(store.record_lines("staff", "a")).unwrap();
    let line = |version, n, text: &str| RecordLine { version, at: at(n), text: text.to_owned() };
    assert_eq!(lines, [line(1, 0, "made"), line(3, 2, "changed")]);
    assert_eq!(wait(store.record_lines("staff", "b")).unwrap(), []);
}

fn reading(of: usize, by: &str, n: i64) -> ReadingWrite {
    ReadingWrite { of: person(of), by: by.to_owned(), at: at(n), body: format!("{n}") }
}

fn readings(
    store: &dyn Store,
    of: ReadingsOf,
    before: Option<u64>,
    limit: usize,
) -> Vec<StoredReading> {
    wait(store.readings(&ReadingQuery { of, before, limit })).unwrap()
}

pub(crate) fn readings_are_found_by_person_and_by_reader(place: &dyn Place) {
    let store = place.store();
    let all = [reading(1, "x", 1), reading(2, "x", 2), reading(1, "y", 3)];
    save(store, Unit { readings: all.to_vec(), ..Unit::default() });
    let bodies = |of, before, limit| {
        let found = readings(store, of, before, limit);
        found.into_iter().map(|reading| reading.body).collect::<Vec<_>>()
    };
    let of = |n| ReadingsOf::Person(person(n));
    let by = |reader: &str| ReadingsOf::Reader(reader.to_owned());
    assert_eq!(bodies(of(1), None, 9), ["3", "1"]);
    assert_eq!(bodies(by("x"), None, 9), ["2", "1"]);
    assert_eq!(bodies(of(3), None, 9), [""; 0]);
    assert_eq!(bodies(of(1), None, 1), ["3"]);
    let newest = readings(store, of(1), None, 1).remove(0);
    assert_eq!((newest.of, newest.by.as_str(), newest.at), (person(1), "y", at(3)));
    assert_eq!(bodies(of(1), Some(newest.number), 9), ["1"]);
    assert_eq!(bodies(by("x"), Some(newest.number), 1), ["2"]);
}

pub(crate) fn a_reading_is_saved_with_its_cause_or_not_at_all(place: &dyn Place) {
    let store = place.store();
    let late = Unit {
        readings: vec![reading(1, "x", 1)],
        records: vec![record("a", Some(9), "late")],
        ..Unit::default()
    };
    assert!(stale(commit(store, late)));
    assert_eq!(readings(store, ReadingsOf::Person(person(1)), None, 9), []);
}
