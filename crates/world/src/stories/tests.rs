mod judged;

use std::collections::{BTreeMap, BTreeSet};

use residence::facts::CapacityState;
use serde_json::Value;

use super::*;
use crate::population::tests::check_rows;
use crate::population::{Population, places};

const TODAY: Date = Date::constant(2026, 11, 22);

/// The list of the interface.
const IDS: &str = "sole_owner co_owner other_owner two_owners minor_owner incapable_owner \
    organisation_owner dead_owner owner_without_phone lease_listed lease_unlisted lease_ended \
    tenant_for_listed child_13 child_15 child_15_alone child_15_stranger adult_child ward \
    ward_stranger unknown_subject guardian_owns guardian_not_owner co_owner_child two_parents \
    foreigner address_unknown building_without_flat not_for_living no_title already_registered \
    astana_norm temporary temporary_too_long";

fn story(id: &str) -> Story {
    stories(4, 1, TODAY).into_iter().find(|story| story.id == id).unwrap()
}

fn age(story: &Story, iin: Iin) -> i16 {
    story.snapshot.person(iin).unwrap().age_on(TODAY)
}

#[test]
fn every_story_of_the_interface_is_told() {
    let told: Vec<_> = stories(1, 1, TODAY).iter().map(|story| story.id).collect();
    assert_eq!(told, IDS.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn nobody_and_no_dwelling_serves_two_stories() {
    let all = stories(1, COPIES_MAX, TODAY);
    let (mut people, mut phones, mut dwellings) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (at, story) in all.iter().enumerate() {
        let told = [story.scenario.applicant, story.scenario.subject];
        for iin in story.snapshot.persons.iter().map(|person| person.iin).chain(told) {
            assert_eq!(*people.entry(iin).or_insert(at), at, "{}", story.id);
        }
        for binding in &story.snapshot.phones {
            assert_eq!(*phones.entry(binding.phone).or_insert(at), at, "{}", story.id);
        }
        let told = [story.scenario.rka];
        for rka in story.snapshot.addresses.iter().map(|address| address.rka).chain(told) {
            assert_eq!(*dwellings.entry(rka).or_insert(at), at, "{}", story.id);
        }
    }
    for one in Population::generate(1, 2_000, TODAY).iter() {
        assert!(one.snapshot.persons.iter().all(|person| !people.contains_key(&person.iin)));
        assert!(one.snapshot.phones.iter().all(|binding| !phones.contains_key(&binding.phone)));
        assert!(one.snapshot.addresses.iter().all(|place| !dwellings.contains_key(&place.rka)));
    }
}

#[test]
fn the_rows_of_every_story_are_consistent() {
    for seed in [0, 1, 2, u64::MAX] {
        for story in stories(seed, 3, TODAY) {
            check_rows(&story.snapshot, TODAY);
            let scenario = &story.scenario;
            let applicant = story.snapshot.person(scenario.applicant).unwrap();
            assert!(applicant.age_on(TODAY) >= 16 || story.id == "child_15_alone");
            assert!(scenario.phone.is_some(), "{}", story.id);
            let subject = story.snapshot.person(scenario.subject);
            assert_eq!(subject.is_none(), story.id == "unknown_subject");
            let known = story.snapshot.addresses.iter().any(|place| place.rka == scenario.rka);
            assert_eq!(known, story.id != "address_unknown");
            for ask in &scenario.asks {
                let phone = story.snapshot.phone(ask.iin);
                assert_eq!(
                    (ask.phone, phone.is_none()),
                    (phone, story.id == "owner_without_phone")
                );
                let party = story.snapshot.person(ask.iin).unwrap();
                assert!(party.age_on(TODAY) >= 18);
            }
            let same = story.snapshot.home(scenario.subject) == Some(scenario.rka);
            assert_eq!(same, story.id == "already_registered");
        }
    }
}

#[test]
fn telling_is_deterministic() {
    assert_eq!(stories(9, 2, TODAY), stories(9, 2, TODAY));
    assert_ne!(stories(9, 2, TODAY), stories(10, 2, TODAY));
    for day in ["2024-02-29", "2025-01-01", "2025-12-31"] {
        let day: Date = day.parse().unwrap();
        for story in stories(9, 2, day) {
            check_rows(&story.snapshot, day);
        }
    }
}

#[test]
fn ages_and_capacity_are_what_the_stories_turn_on() {
    for (id, expected) in [
        ("child_13", 13),
        ("child_15", 15),
        ("child_15_alone", 15),
        ("child_15_stranger", 15),
        ("two_parents", 15),
        ("adult_child", 20),
    ] {
        let story = story(id);
        assert_eq!(age(&story, story.scenario.subject), expected, "{id}");
    }
    for id in ["ward", "ward_stranger", "guardian_owns", "guardian_not_owner"] {
        let story = story(id);
        let found = &story.snapshot.capacity;
        assert!(found.iter().any(|d| d.iin == story.scenario.subject));
        assert!(found.iter().all(|d| d.state == CapacityState::Incapable));
        assert!(age(&story, story.scenario.subject) >= 18);
    }
}

#[test]
fn the_norm_is_used_up_and_only_there() {
    let capital = places::ASTANA.code();
    for story in stories(5, COPIES_MAX, TODAY) {
        let rka = story.scenario.rka;
        let Some(place) = story.snapshot.addresses.iter().find(|place| place.rka == rka) else {
            continue;
        };
        let area = story.snapshot.titles.iter().find(|title| title.rka == rka);
        let Some(area) = area.map(|title| title.area_hundredths / 1_500) else { continue };
        let there = story.snapshot.entries.iter().filter(|entry| entry.rka == rka).count();
        let full = u32::try_from(there).unwrap() + 1 > area;
        assert_eq!(full, story.id == "astana_norm");
        assert!(story.id != "astana_norm" || place.kato == capital);
    }
}

#[test]
fn a_story_is_shown_as_the_interface_says() {
    let shown = serde_json::to_value(story("temporary")).unwrap();
    let keys: BTreeSet<_> = shown.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = "id text texts applicant subject rka kind months ask expect";
    assert_eq!(keys, expected.split(' ').collect());
    assert_eq!(shown["kind"], "temporary");
    assert_eq!(shown["months"], 6);
    assert_eq!(shown["ask"][0]["role"], "owner");
    assert_eq!(shown["ask"][0].as_object().unwrap().len(), 3);
    assert_eq!(shown["expect"], "registered");
    let shown = serde_json::to_value(story("owner_without_phone")).unwrap();
    assert_eq!(shown["ask"][0]["phone"], Value::Null);
    assert_eq!((&shown["expect"], shown.get("months")), (&Value::from("asks"), None));
    let shown = serde_json::to_value(story("dead_owner")).unwrap();
    assert_eq!(shown["expect"], "referred:R-OWN-DEAD");
    for story in stories(1, 1, TODAY) {
        let Texts { kk, ru, en } = story.texts;
        assert!([kk, ru, en].iter().all(|text| text.ends_with('.')), "{}", story.id);
    }
}
