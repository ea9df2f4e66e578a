use residence::names::AddressCode;

use super::make::*;
use crate::Place;
use store::{BookQuery, Entity, ImportRow, Imported, Name, RegisterKind, RegisterQuery, Store};

fn row(kind: RegisterKind, key: &str, part: &str, others: &[&str]) -> ImportRow {
    ImportRow::Register {
        kind,
        key: key.to_owned(),
        part: part.to_owned(),
        others: others.iter().map(|name| (*name).to_owned()).collect(),
        search: None,
        body: format!("{key}/{part}"),
        moves: None,
    }
}

fn load(store: &dyn Store, rows: Vec<ImportRow>) -> Vec<Imported> {
    wait(store.import(rows)).unwrap()
}

fn read(store: &dyn Store, kind: RegisterKind, name: Name) -> Vec<String> {
    wait(store.register(&RegisterQuery { kind, name })).unwrap()
}

fn key(name: &str) -> Name {
    Name::Key(name.to_owned())
}

fn other(name: &str) -> Name {
    Name::Other(name.to_owned())
}

pub(crate) fn rows_are_found_by_key_and_by_other_names(place: &dyn Place) {
    use RegisterKind::{Kato, Leases, Titles};
    let store = place.store();
    let rows = vec![
        row(Titles, "flat 2", "b", &["bob"]),
        row(Titles, "flat 1", "a", &["ann", "bob"]),
        row(Titles, "flat 1", "c", &["cem"]),
        row(Leases, "flat 1", "", &["ann"]),
    ];
    assert_eq!(load(store, rows), vec![Imported::New; 4]);
    assert_eq!(read(store, Titles, key("flat 1")), ["flat 1/a", "flat 1/c"]);
    assert_eq!(read(store, Titles, other("bob")), ["flat 1/a", "flat 2/b"]);
    assert_eq!(read(store, Titles, other("ann")), ["flat 1/a"]);
    assert_eq!(read(store, Leases, other("ann")), ["flat 1/"]);
    assert_eq!(read(store, Titles, Name::All), ["flat 1/a", "flat 1/c", "flat 2/b"]);
    assert_eq!(read(store, Kato, Name::All), [""; 0]);
    assert_eq!(read(store, Titles, key("bob")), [""; 0]);
    assert_eq!(read(store, Titles, other("flat 1")), [""; 0]);
}

pub(crate) fn loading_twice_changes_nothing(place: &dyn Place) {
    let store = place.store();
    let moving = |mut row| {
        if let ImportRow::Register { moves, .. } = &mut row {
            *moves = Some(Entity::Person(person(1)));
        }
        row
    };
    let first = || moving(row(RegisterKind::Persons, "p", "", &["b", "a", "b"]));
    let version = || {
        let query = BookQuery { of: Entity::Person(person(1)), closed_too: false };
        wait(store.book(query)).unwrap().version
    };
    assert_eq!(load(store, vec![first(), first()]), [Imported::New, Imported::Same]);
    assert_eq!(load(store, vec![first()]), [Imported::Same]);
    assert_eq!(version(), 1);
    assert!(stale(commit(store, rests_on(Entity::Person(person(1)), 0))));
    let same = moving(row(RegisterKind::Persons, "p", "", &["a", "b"]));
    assert_eq!(load(store, vec![same]), [Imported::Same], "the order of names says nothing");
    let changed = moving(row(RegisterKind::Persons, "p", "", &["a"]));
    assert_eq!(load(store, vec![changed]), [Imported::Changed]);
    assert_eq!(version(), 2);
}

pub(crate) fn a_changed_row_replaces_the_old_one(place: &dyn Place) {
    let store = place.store();
    let kind = RegisterKind::Phones;
    load(store, vec![row(kind, "p", "", &["+1", "+2"])]);
    let mut later = row(kind, "p", "", &["+2", "+3"]);
    if let ImportRow::Register { body, .. } = &mut later {
        "new".clone_into(body);
    }
    assert_eq!(load(store, vec![later]), [Imported::Changed]);
    assert_eq!(read(store, kind, key("p")), ["new"]);
    assert_eq!(read(store, kind, other("+1")), [""; 0]);
    for name in ["+2", "+3"] {
        assert_eq!(read(store, kind, other(name)), ["new"]);
    }
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

fn address(code: AddressCode, part: &str, text: Option<&str>) -> ImportRow {
    ImportRow::Register {
        kind: RegisterKind::Addresses,
        key: code.to_string(),
        part: part.to_owned(),
        others: Vec::new(),
        search: text.map(str::to_owned),
        body: text.unwrap_or_default().to_owned(),
        moves: None,
    }
}

fn search(store: &dyn Store, words: &str) -> Vec<AddressCode> {
    wait(store.search(words, 100)).unwrap()
}

pub(crate) fn addresses_are_found_in_both_languages(place: &dyn Place) {
    let store = place.store();
    let (avenue, street, third) = (building(1), building(2), building(3));
    let batyr =
        "Астана қ., Қабанбай батыр даңғылы, 60/2 | г. Астана, проспект Кабанбай батыра, 60/2";
    let abai = "Алматы, Абай көшесі, 12А | г. Алматы, улица Абая, д. 12А";
    let queen = "Өскемен, Королёв көшесі, 7 | ул. Королёва";
    let rows = [(avenue, batyr), (street, abai), (third, queen)];
    load(store, rows.iter().map(|(code, text)| address(*code, "", Some(text))).collect());
    for (words, expected) in [
        ("қабанбай", Some(avenue)),
        ("ҚАБАНБАЙ БАТЫР", Some(avenue)),
        ("кабанбай батыра 60", Some(avenue)),
        ("60/2 қаб", Some(avenue)),
        ("абая", Some(street)),
        ("АБАЯ, 12а", Some(street)),
        ("көшесі абай", Some(street)),
        ("УЛ КОРОЛЕВА", Some(third)),
        ("королёв", Some(third)),
        ("өске", Some(third)),
        ("ӨСКЕМЕН 7", Some(third)),
        ("абая 60", None),
        ("бай", None),
        ("кабанбая", None),
    ] {
        assert_eq!(search(store, words), Vec::from_iter(expected), "{words}");
    }
    // A street gets another name; the other rows of an address stay.
    load(
        store,
        vec![address(avenue, "", Some("Сарыарқа")), address(street, "old", Some("Комсомол"))],
    );
    assert_eq!(search(store, "қабанбай"), []);
    assert_eq!(search(store, "САРЫАРҚА"), [avenue]);
    assert_eq!(search(store, "комсомол абая"), [street]);
    load(store, vec![address(street, "old", None), address(avenue, "", None)]);
    assert_eq!(search(store, "комсомол"), []);
    assert_eq!(search(store, "абая"), [street]);
    assert_eq!(search(store, "сарыарқа"), []);
}

pub(crate) fn buildings_come_before_flats(place: &dyn Place) {
    let store = place.store();
    let text = Some("Достық даңғылы");
    let mut rows: Vec<_> = (0..20).map(|n| address(flat(n), "", text)).collect();
    rows.extend((0..3).map(|n| address(building(n + 500), "", text)));
    load(store, rows);
    let found = wait(store.search("достық", 5)).unwrap();
    assert_eq!(found[..3], [building(500), building(501), building(502)]);
    assert_eq!(found.len(), 5);
    assert!(found[3..].iter().all(|code| code.as_str().starts_with('1')));
    assert_eq!(search(store, "дос").len(), 23);
    assert_eq!(wait(store.search("дос", 0)).unwrap(), []);
}

pub(crate) fn odd_queries_find_nothing(place: &dyn Place) {
    let store = place.store();
    load(store, vec![address(building(1), "", Some("AND OR NOT NEAR улица"))]);
    let long = "слово ".repeat(10_000);
    for words in ["", " ", "\"", "* OR *", "улица\"", "-", "(", "\0", "a:b", "ⅷ", "𝒳", &long]
    {
        let found = search(store, words);
        assert_eq!(found.is_empty(), words != "улица\"" && words != "* OR *", "{words}");
    }
    assert_eq!(search(store, "and or not near"), [building(1)]);
    let wrong = match address(building(1), "", Some("x")) {
        ImportRow::Register { kind, part, others, search, body, moves, .. } => {
            let key = "no code".to_owned();
            ImportRow::Register { kind, key, part, others, search, body, moves }
        }
        ImportRow::Entry(_) => unreachable!(),
    };
    assert!(matches!(load(store, vec![wrong])[..], [Imported::Refused(_)]));
}
