use std::collections::{BTreeMap, BTreeSet};

use residence::facts::{CapacityState, Holder, Ownership, PersonStatus, Relation};
use residence::names::Iin;
use residence::registration::Kind;
use service::registers::import::Row;

use super::*;

const TODAY: Date = Date::constant(2026, 11, 22);

fn all(seed: u64, households: u64) -> (Snapshot, Vec<Scenario>) {
    let mut all = Snapshot::default();
    let population = Population::generate(seed, households, TODAY);
    for one in population.iter() {
        all.append(one.snapshot);
    }
    (all, population.scenarios().collect())
}

/// What must hold of any set of rows. Stories are checked with it too.
pub(crate) fn check_rows(rows: &Snapshot, today: Date) {
    let people: BTreeMap<Iin, _> = rows.persons.iter().map(|p| (p.iin, p)).collect();
    assert_eq!(people.len(), rows.persons.len(), "ИИН differ");
    let dwellings: BTreeMap<_, _> = rows.addresses.iter().map(|a| (a.rka, a)).collect();
    assert_eq!(dwellings.len(), rows.addresses.len(), "РКА differ");
    let phones: BTreeSet<_> = rows.phones.iter().map(|b| b.phone).collect();
    assert_eq!(phones.len(), rows.phones.len(), "phones differ");
    for binding in &rows.phones {
        assert!(people.contains_key(&binding.iin));
        assert!(binding.bound_at < noon(today - jiff::ToSpan::days(4)));
    }
    for tie in &rows.kin {
        let (older, younger) = (people[&tie.iin], people[&tie.of]);
        if matches!(tie.relation, Relation::Parent | Relation::Grandparent) {
            let gap = younger.born.year() - older.born.year();
            assert!(gap >= 18, "{gap} years between {older:?} and {younger:?}");
        }
        if tie.relation == Relation::Guardian {
            assert!(older.age_on(today) >= 18);
        }
    }
    for address in &rows.addresses {
        assert!(address.rka.as_str()[1..5] == *"2099");
        if let Some(building) = address.building {
            assert!(dwellings.contains_key(&building));
        }
    }
    for title in &rows.titles {
        assert!(dwellings.contains_key(&title.rka));
        if let Some(Holder::Person(owner)) = title.owner {
            assert!(people.contains_key(&owner));
        }
        let let_out = rows.leases.iter().any(|lease| lease.rka == title.rka);
        assert_eq!(let_out, title.ownership == Ownership::StateRental);
    }
    for lease in &rows.leases {
        assert!(dwellings.contains_key(&lease.rka) && people.contains_key(&lease.tenant));
        assert!(lease.listed.iter().all(|iin| people.contains_key(iin) && *iin != lease.tenant));
    }
    let mut homes = BTreeSet::new();
    for entry in &rows.entries {
        assert!(people[&entry.iin].status == PersonStatus::Active);
        assert!(noon(people[&entry.iin].born) <= entry.opened_at);
        assert!(entry.opened_at < noon(today) && dwellings.contains_key(&entry.rka));
        assert!(entry.kind == Kind::Temporary || homes.insert(entry.iin), "one home");
    }
    for person in &rows.persons {
        assert!(person.born < today && person.iin.as_str()[7..8] >= *"5", "{person:?}");
        let born = person.born;
        let digits = format!("{:02}{:02}{:02}", born.year() % 100, born.month(), born.day());
        assert!(person.iin.as_str().starts_with(&digits));
        let alive = person.status == PersonStatus::Active;
        assert_eq!(homes.contains(&person.iin), alive, "{person:?}");
    }
}

fn check_scenarios(rows: &Snapshot, scenarios: &[Scenario]) {
    let subjects: BTreeSet<_> = scenarios.iter().map(|s| s.subject).collect();
    let places: BTreeSet<_> = scenarios.iter().map(|s| s.rka).collect();
    assert_eq!((subjects.len(), places.len()), (scenarios.len(), scenarios.len()));
    let incapable: BTreeSet<_> = rows
        .capacity
        .iter()
        .filter(|decision| decision.state == CapacityState::Incapable)
        .map(|decision| decision.iin)
        .collect();
    let able = |iin: Iin| {
        let person = rows.person(iin).unwrap();
        assert!(person.age_on(TODAY) >= 18 && person.status == PersonStatus::Active);
        assert!(!incapable.contains(&iin) && rows.phone(iin).is_some());
    };
    for scenario in scenarios {
        able(scenario.applicant);
        assert_eq!(rows.person(scenario.applicant).unwrap().citizenship, "KZ");
        assert_eq!(scenario.months.is_some(), scenario.kind == Kind::Temporary);
        assert_eq!(scenario.phone, rows.phone(scenario.applicant));
        let state = rows.leases.iter().any(|lease| lease.rka == scenario.rka);
        let same = scenario.expected == Expected::Refused("R-SAME");
        assert_eq!(rows.home(scenario.subject) == Some(scenario.rka), same);
        let mut owners: BTreeSet<_> = rows.owners(scenario.rka).collect();
        owners.remove(&Holder::Person(scenario.applicant));
        let asked: BTreeSet<_> = scenario.asks.iter().map(|a| Holder::Person(a.iin)).collect();
        assert!(state || same || owners == asked, "{scenario:?}");
        for ask in &scenario.asks {
            able(ask.iin);
            assert_eq!(ask.phone, rows.phone(ask.iin));
            let own = rows.owners(scenario.rka).any(|o| o == Holder::Person(scenario.applicant));
            assert_eq!(own, ask.role == Role::CoOwner);
        }
    }
}

#[test]
fn every_population_is_consistent() {
    for (seed, today_size) in [(0, 4), (1, 1_200), (7, 1_200), (u64::MAX, 1_200)] {
        let (rows, scenarios) = all(seed, today_size);
        check_rows(&rows, TODAY);
        check_scenarios(&rows, &scenarios);
        assert_eq!(u64::try_from(scenarios.len()).unwrap(), today_size);
    }
}

#[test]
fn numbers_differ_to_the_last_household() {
    let population = Population::generate(3, u64::MAX, TODAY);
    let last = population.neighbourhoods() - 1;
    assert_eq!(population.neighbourhoods() * PER_NEIGHBOURHOOD, HOUSEHOLDS_MAX);
    let (mut people, mut phones, mut places) = Default::default();
    // Households with the same day of birth are 365 apart: 91 neighbourhoods and a quarter.
    for at in (0..4_000).chain((0..800).map(|n| n * 365)).chain(last - 4_000..=last) {
        let one = population.neighbourhood(at).snapshot;
        let seen: &mut BTreeMap<Iin, u64> = &mut people;
        for person in one.persons {
            assert_eq!(*seen.entry(person.iin).or_insert(at), at);
        }
        let seen: &mut BTreeMap<_, u64> = &mut phones;
        for binding in one.phones {
            assert_eq!(*seen.entry(binding.phone).or_insert(at), at);
        }
        let seen: &mut BTreeMap<_, u64> = &mut places;
        for address in one.addresses {
            assert_eq!(*seen.entry(address.rka).or_insert(at), at);
        }
    }
}

#[test]
fn a_seed_makes_the_same_and_another_seed_another() {
    let rows = |seed| Population::generate(seed, 40, TODAY).rows().collect::<Vec<_>>();
    assert_eq!(rows(5), rows(5));
    assert_ne!(rows(5), rows(6));
    let small = Population::generate(5, 4, TODAY).neighbourhood(9);
    assert_eq!(small, Population::generate(5, 4_000, TODAY).neighbourhood(9));
}

#[test]
fn the_mix_is_as_documented_and_life_is_varied() {
    assert_eq!(MIX.iter().map(|(_, weight)| weight).sum::<u64>(), 100);
    let (rows, scenarios) = all(11, 4_000);
    let share = |holds: &dyn Fn(&Scenario) -> bool| {
        scenarios.iter().filter(|scenario| holds(scenario)).count() * 100 / scenarios.len()
    };
    assert!(
        (48..=58).contains(&share(&|s| s.expected == Expected::Registered && s.asks.is_empty()))
    );
    assert!((12..=18).contains(&share(&|s| s.asks.iter().any(|a| a.role == Role::CoOwner))));
    assert!((26..=32).contains(&share(&|s| s.asks.iter().any(|a| a.role == Role::Owner))));
    assert!((5..=9).contains(&share(&|s| s.expected != Expected::Registered)));
    let ages: BTreeSet<_> = rows.persons.iter().map(|person| person.age_on(TODAY)).collect();
    assert!((0..84).all(|age| ages.contains(&age)), "{ages:?}");
    assert!(rows.persons.iter().any(|person| person.status == PersonStatus::Deceased));
    assert!(rows.persons.iter().any(|person| person.citizenship != "KZ"));
    assert!(!rows.capacity.is_empty());
    for relation in [Relation::Guardian, Relation::Spouse, Relation::Sibling, Relation::Grandparent]
    {
        assert!(rows.kin.iter().any(|tie| tie.relation == relation));
    }
}

#[test]
fn any_day_will_do() {
    for day in ["2024-02-29", "2025-01-01", "2025-12-31", "2026-03-01"] {
        let day: Date = day.parse().unwrap();
        for one in Population::generate(2, 200, day).iter() {
            check_rows(&one.snapshot, day);
        }
    }
}

#[test]
fn every_row_is_kept() {
    let population = Population::generate(2, 40, TODAY);
    let typed: Vec<Row> = population.iter().flat_map(|one| one.snapshot.rows()).collect();
    assert_eq!(typed.len(), population.rows().count());
}
