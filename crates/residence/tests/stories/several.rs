//! Several people in one application: each is judged, each is told, and a ground names whom it is about.

use expect_test::expect;
use residence::consent::Saying;
use residence::facts::{Capacity, CapacityState, Kin, Relation};
use residence::ground::RuleId;
use residence::intake::Application;

use crate::world::{World, flat, home, who};

fn files_for(world: &World, names: &[&str]) -> Application {
    Application { subjects: names.iter().map(|name| who(name)).collect(), ..world.application() }
}

fn ties(world: &mut World, relation: Relation, of: &str) {
    world.facts.kin.is.push(Kin { iin: who("Aigerim"), of: who(of), relation, until: None });
}

fn ward(world: &mut World, name: &str) {
    ties(world, Relation::Guardian, name);
    let from = jiff::civil::date(2020, 1, 1);
    let found = Capacity { iin: who(name), state: CapacityState::Incapable, from, until: None };
    world.person(name).capacity.is.push(found);
}

/// Somebody who is fifteen like Timur.
fn fifteen(world: &mut World, name: &str) {
    let born = world.person("Timur").person.is.as_ref().unwrap().born;
    world.person(name).person.is.as_mut().unwrap().born = born;
    ties(world, Relation::Parent, name);
}

/// The rule that refuses, and whom it names.
fn named(world: &World) -> Vec<(RuleId, Vec<&'static str>)> {
    let decision = world.case().state.decision().expect("decided");
    let people = |text: &String| {
        text.split(", ").map(|iin| crate::world::name(iin.parse().unwrap())).collect()
    };
    let grounds = decision
        .grounds()
        .map(|ground| (ground.rule, ground.params.get("people").map(people).unwrap_or_default()));
    grounds.collect()
}

#[test]
fn a_mother_files_for_two_children_of_fifteen() {
    let mut world = World::day();
    fifteen(&mut world, "Saule");
    world.lives("Timur", home());
    world.applies_for(files_for(&world, &["Timur", "Saule"]));
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 notified        Timur filed, Saule filed, Bolat attempt
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, Timur permanent to the flat, Saule permanent to the flat
        10:00:00 notified        Aigerim registered, Timur registered, Saule registered, Daulet registered-there, Bolat registered-there
    "#]]);
}

#[test]
fn a_guardian_files_for_two_wards_and_moves_along() {
    let mut world = World::day();
    ward(&mut world, "Saule");
    ward(&mut world, "Erlan");
    world.applies_for(files_for(&world, &["Aigerim", "Saule", "Erlan"]));
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 notified        Saule filed, Erlan filed
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 registered      Aigerim permanent to the flat, Saule permanent to the flat, Erlan permanent to the flat
        10:00:00 notified        Aigerim registered, Saule registered, Erlan registered, Daulet registered-there
    "#]]);
}

#[test]
fn a_tenant_files_for_two_listed_people_who_both_agree() {
    let mut world = World::day();
    world.lease("Aigerim", &["Saule", "Erlan"], None);
    world.applies_for(files_for(&world, &["Saule", "Erlan"]));
    world.does(world.by_sms("Saule", Saying::Agree));
    world.does(world.by_sms("Erlan", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Saule as listed_person, Erlan as listed_person
        10:00:00 notified        Daulet attempt
        10:00:00 agreed          listed_person
        10:00:00 agreed          listed_person
        10:00:00 all_agreed
        10:00:00 registered      Saule permanent to the flat, Erlan permanent to the flat
        10:00:00 notified        Aigerim registered, Saule registered, Erlan registered, Daulet registered-there
    "#]]);
}

#[test]
fn one_of_two_listed_people_says_no_and_nobody_is_registered() {
    let mut world = World::day();
    world.lease("Aigerim", &["Saule", "Erlan"], None);
    world.applies_for(files_for(&world, &["Saule", "Erlan"]));
    world.does(world.by_sms("Saule", Saying::Agree));
    world.does(world.by_sms("Erlan", Saying::Refuse));
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Saule as listed_person, Erlan as listed_person
        10:00:00 notified        Daulet attempt
        10:00:00 agreed          listed_person
        10:00:00 party_refused   listed_person
        10:00:00 refused         R-CON-NO
        10:00:00 notified        Aigerim refused, Saule refused, Erlan refused, Daulet ended-there
    "#]]);
}

#[test]
fn the_ground_names_whom_it_is_about() {
    // A stranger among the wards.
    let mut world = World::day();
    ward(&mut world, "Saule");
    world.applies_for(files_for(&world, &["Saule", "Erlan"]));
    assert_eq!(named(&world), [(RuleId::Rep, vec!["Erlan"])]);
    // Two who are there already.
    let mut world = World::day();
    for name in ["Saule", "Erlan", "Kanat"] {
        ward(&mut world, name);
    }
    world.lives("Saule", flat());
    world.lives("Kanat", flat());
    world.applies_for(files_for(&world, &["Saule", "Erlan", "Kanat"]));
    assert_eq!(named(&world), [(RuleId::Same, vec!["Saule", "Kanat"])]);
    // Somebody whom the lease does not list: with somebody who is, under one application.
    let mut world = World::day();
    ward(&mut world, "Saule");
    world.lease("Aigerim", &["Erlan"], None);
    world.applies_for(files_for(&world, &["Saule", "Erlan"]));
    assert_eq!(named(&world), [(RuleId::RentOut, vec!["Saule"])]);
    // Alone, nobody needs to be named.
    let mut world = World::day();
    world.applies_for(files_for(&world, &["Erlan"]));
    assert_eq!(named(&world), [(RuleId::Rep, vec![])]);
}
