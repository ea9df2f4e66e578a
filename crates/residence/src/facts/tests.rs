//! How facts are worded and put together.

use super::*;
use crate::checks::scene::{here, who};

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
