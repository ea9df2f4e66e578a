//! How facts are worded and put together.

use super::*;
use crate::checks::scene::{Scene, here, time, who};

fn person(patronymic: Option<&str>) -> Person {
    Person {
        iin: who("a"),
        family_name: "Бұлақова".into(),
        given_name: "Айгерім".into(),
        patronymic: patronymic.map(Into::into),
        born: jiff::civil::date(2000, 2, 29),
        sex: Sex::Female,
        citizenship: "KZ".into(),
        status: PersonStatus::Active,
        full_time_student: false,
        language: Language::Kk,
    }
}

#[test]
fn a_person_is_named_in_full_or_masked() {
    let with = person(Some("Даулетқызы"));
    assert_eq!(with.full_name(), "Бұлақова Айгерім Даулетқызы");
    assert_eq!(with.masked_name(), "Бұлақова А.");
    assert_eq!(person(None).full_name(), "Бұлақова Айгерім");
    let unnamed = Person { given_name: String::new(), ..person(None) };
    assert_eq!(unnamed.masked_name(), "Бұлақова");
}

#[test]
fn a_year_is_full_on_the_birthday_itself() {
    for (day, age) in [
        (jiff::civil::date(2014, 2, 28), 13),
        // Born on 29 February, of age on 1 March of a common year.
        (jiff::civil::date(2014, 3, 1), 14),
        (jiff::civil::date(2016, 2, 29), 16),
        (jiff::civil::date(2018, 12, 31), 18),
    ] {
        assert_eq!(person(None).age_on(day), age, "{day}");
    }
}

#[test]
fn an_address_is_worded_in_each_language() {
    let flat = Address {
        rka: here(),
        building: None,
        kato: "710000000".parse().unwrap(),
        kind: AddressKind::Flat,
        living: true,
        actual: true,
        place_kk: "Астана қ.".into(),
        place_ru: "г. Астана".into(),
        street_kk: "Балдырған көшесі".into(),
        street_ru: "улица Балдырган".into(),
        house: "145/1".into(),
        flat: Some("22".into()),
    };
    for (language, line) in [
        (Language::Kk, "Астана қ., Балдырған көшесі, 145/1, пәтер 22"),
        (Language::Ru, "г. Астана, улица Балдырган, 145/1, кв. 22"),
        (Language::En, "г. Астана, улица Балдырган, 145/1, flat 22"),
    ] {
        assert_eq!(flat.line(language), line);
    }
    let house = Address { flat: None, ..flat };
    assert_eq!(house.street_line(Language::Ru), "улица Балдырган, 145/1");
}

#[test]
fn rows_of_a_dwelling_are_one_title() {
    let row = |owner: &str, document: &str| TitleRow {
        rka: here(),
        owner: Some(Holder::Person(who(owner))),
        ownership: Ownership::Private,
        commissioned: true,
        area_hundredths: 5_400,
        since: None,
        document: document.into(),
        encumbrance: None,
    };
    assert_eq!(Title::of_rows(&[]), None);
    // An owner stands twice, once a document; each holder counts once.
    let pledged = TitleRow { encumbrance: Some("pledge".into()), ..row("o", "2") };
    let rows = [row("o", "1"), row("a", "1"), pledged];
    let title = Title::of_rows(&rows).unwrap();
    let mut holders = vec![Holder::Person(who("a")), Holder::Person(who("o"))];
    holders.sort_unstable();
    assert_eq!((title.holders, title.ownership), (holders, Ownership::Private));
    assert_eq!((title.area_hundredths, title.commissioned), (5_400, true));
    assert_eq!(title.encumbrances, ["pledge"]);
    let state = TitleRow { ownership: Ownership::StateRental, ..row("o", "1") };
    let unfinished = TitleRow { commissioned: false, ..row("o", "1") };
    let title = Title::of_rows(&[row("a", "1"), state, unfinished]).unwrap();
    assert_eq!((title.ownership, title.commissioned), (Ownership::StateRental, false));
}

#[test]
fn the_last_decision_of_a_court_that_holds_counts() {
    let mut facts = Scene::read("").facts;
    let decision = |state, from: i8, until: Option<i8>| Capacity {
        iin: who("a"),
        state,
        from: jiff::civil::date(2020, 1, from),
        until: until.map(|day| jiff::civil::date(2020, 1, day)),
    };
    let (incapable, partly) = (CapacityState::Incapable, CapacityState::PartiallyCapable);
    facts.people.get_mut(&who("a")).unwrap().capacity.is = vec![
        decision(partly, 15, Some(20)),
        decision(incapable, 5, Some(10)),
        decision(CapacityState::Capable, 18, Some(18)),
    ];
    for (day, state) in [
        (4, CapacityState::Capable),
        (5, incapable),
        (10, incapable),
        (11, CapacityState::Capable),
        (15, partly),
        (18, CapacityState::Capable),
        (20, partly),
        (21, CapacityState::Capable),
    ] {
        let found = facts.capacity_on(who("a"), jiff::civil::date(2020, 1, day));
        assert_eq!(found, state, "on the {day}th");
    }
}

#[test]
fn a_tie_is_seen_from_both_sides_while_it_holds() {
    let mut facts = Scene::read("").facts;
    let last = jiff::civil::date(2026, 1, 10);
    let (iin, of) = (who("a"), who("o"));
    facts.kin.is = vec![Kin { iin, of, relation: Relation::Sibling, until: Some(last) }];
    let after = last.tomorrow().unwrap();
    for (one, other, day, tied) in [
        ("a", "o", last, true),
        ("o", "a", last, true),
        ("a", "o", after, false),
        ("o", "a", after, false),
        ("a", "p", last, false),
        ("p", "o", last, false),
    ] {
        assert_eq!(facts.related(who(one), who(other), day), tied, "{one} and {other} on {day}");
    }
}

#[test]
fn each_register_answered_at_its_own_time() {
    let mut facts = Scene::read("").facts;
    let dwelling = facts.dwelling.as_mut().unwrap();
    dwelling.address.at = time("10:00:01");
    dwelling.title.at = time("10:00:02");
    dwelling.registered.at = time("10:00:03");
    dwelling.locks.at = time("10:00:04");
    facts.kin.at = time("10:00:05");
    facts.leases.as_mut().unwrap().at = time("10:00:06");
    let person = facts.people.get_mut(&who("p")).unwrap();
    (person.person.at, person.capacity.at) = (time("10:00:07"), time("10:00:08"));
    person.phone.at = time("10:00:09");
    for (register, at) in [
        (Register::Addresses, 1),
        (Register::Titles, 2),
        (Register::Registrations, 3),
        (Register::Locks, 4),
        (Register::Kin, 5),
        (Register::Leases, 6),
        (Register::Persons, 7),
        (Register::Capacity, 8),
        (Register::Phones, 9),
    ] {
        assert_eq!(facts.answered_at(register), Some(time(&format!("10:00:0{at}"))));
    }
    facts.dwelling = None;
    assert_eq!(facts.answered_at(Register::Titles), None);
}
