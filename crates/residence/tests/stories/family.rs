//! Children, wards, tenants: who is asked and who is told besides the owners.

use expect_test::expect;
use residence::case::Event;
use residence::consent::Saying;
use residence::facts::{Capacity, CapacityState, Kin, Relation};
use residence::intake::Application;
use residence::law::AskOrTell;
use residence::names::Iin;

use crate::world::{World, home, who};

fn with_dana(world: &mut World) -> Application {
    world.owned_by(&["Aigerim"]);
    for name in ["Aigerim", "Dana"] {
        world.lives(name, home());
    }
    Application { children: vec![who("Dana")], ..world.application() }
}

fn for_subject(world: &World, subject: Iin) -> Application {
    Application { subjects: vec![subject], ..world.application() }
}

fn guardian_of(world: &mut World, ward: &str) {
    let tie = Relation::Guardian;
    let row = Kin { iin: who("Aigerim"), of: who(ward), relation: tie, until: None };
    world.facts.kin.is.push(row);
    let from = jiff::civil::date(2020, 1, 1);
    let found = Capacity { iin: who(ward), state: CapacityState::Incapable, from, until: None };
    world.person(ward).capacity.is.push(found);
}

#[test]
fn a_child_comes_along_and_the_other_parent_who_lives_elsewhere_is_told() {
    let mut world = World::day();
    let application = with_dana(&mut world);
    world.applies_for(application);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, Aigerim permanent to the flat, one entry closed, Dana permanent to the flat
        10:00:00 notified        Aigerim registered, Bolat registered-there
    "#]]);
}

#[test]
fn the_other_parent_whom_a_child_would_leave_is_asked() {
    let mut world = World::day();
    let application = with_dana(&mut world);
    world.lives("Bolat", home());
    world.applies_for(application);
    world.does(world.by_sms("Bolat", Saying::Refuse));
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Bolat as other_parent
        10:00:00 party_refused   other_parent
        10:00:00 refused         R-CON-NO
        10:00:00 notified        Aigerim refused, Bolat ended-there
    "#]]);
}

#[test]
fn the_other_parent_is_only_told_where_the_law_says_so() {
    let mut world = World::day();
    world.law.second_parent = AskOrTell::Tell;
    let application = with_dana(&mut world);
    world.lives("Bolat", home());
    world.applies_for(application);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, Aigerim permanent to the flat, one entry closed, Dana permanent to the flat
        10:00:00 notified        Aigerim registered, Bolat registered-there
    "#]]);
}

#[test]
fn a_parent_who_is_owner_too_is_asked_once() {
    let mut world = World::day();
    let application = with_dana(&mut world);
    world.owned_by(&["Aigerim", "Bolat"]);
    world.lives("Bolat", home());
    world.applies_for(application);
    world.does(world.by_sms("Bolat", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Bolat as co_owner
        10:00:00 agreed          co_owner
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, Aigerim permanent to the flat, one entry closed, Dana permanent to the flat
        10:00:00 notified        Aigerim registered, Bolat registered-there
    "#]]);
}

#[test]
fn a_parent_whose_right_ended_is_told_nothing() {
    let mut world = World::day();
    let application = with_dana(&mut world);
    for tie in world.facts.kin.is.iter_mut().filter(|tie| tie.iin == who("Bolat")) {
        tie.until = Some(jiff::civil::date(2025, 1, 1));
    }
    world.applies_for(application);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, Aigerim permanent to the flat, one entry closed, Dana permanent to the flat
        10:00:00 notified        Aigerim registered
    "#]]);
}

#[test]
fn a_child_who_is_there_already_keeps_its_entry() {
    let mut world = World::day();
    world.owned_by(&["Aigerim"]);
    world.lives("Dana", crate::world::flat());
    let application = Application { children: vec![who("Dana")], ..world.application() };
    world.applies_for(application);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      Aigerim permanent to the flat
        10:00:00 notified        Aigerim registered, Bolat registered-there
    "#]]);
}

#[test]
fn a_small_child_does_not_move_without_the_parent() {
    let mut world = World::day();
    let application = Application {
        subjects: vec![who("Timur")],
        children: vec![who("Dana")],
        ..world.application()
    };
    world.applies_for(application);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 refused         R-AGE-14
        10:00:00 notified        Aigerim refused, Timur refused, Daulet ended-there, Bolat ended-there
    "#]]);
}

#[test]
fn the_mother_files_for_a_son_of_fifteen() {
    let mut world = World::day();
    world.lives("Timur", home());
    world.lives("Bolat", home());
    world.applies_for(for_subject(&world, who("Timur")));
    world.does(world.by_sms("Bolat", Saying::Agree));
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner, Bolat as other_parent
        10:00:00 notified        Timur filed
        10:00:00 agreed          other_parent
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, Timur permanent to the flat
        10:00:00 notified        Aigerim registered, Timur registered, Daulet registered-there, Bolat registered-there
    "#]]);
}

#[test]
fn the_parents_of_a_grown_ward_are_told_nothing() {
    let mut world = World::day();
    guardian_of(&mut world, "Saule");
    let parent =
        Kin { iin: who("Erlan"), of: who("Saule"), relation: Relation::Parent, until: None };
    world.facts.kin.is.push(parent);
    world.applies_for(for_subject(&world, who("Saule")));
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 notified        Saule filed
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 registered      Saule permanent to the flat
        10:00:00 notified        Aigerim registered, Saule registered, Daulet registered-there
    "#]]);
}

/// Whoever has no link learns nothing: the same journal for a grown person, a child, a dead person
/// and a number without a person.
#[test]
fn a_stranger_is_told_the_same_whoever_the_subject_is() {
    use residence::facts::PersonStatus::Deceased;
    let mut lines = Vec::new();
    for kind in ["grown", "child", "dead", "unknown"] {
        let mut world = World::day();
        world.facts.kin.is.retain(|tie| tie.iin == who("Bolat"));
        let subject = if kind == "child" { "Timur" } else { "Saule" };
        match kind {
            "dead" => world.person(subject).person.is.as_mut().unwrap().status = Deceased,
            "unknown" => world.person(subject).person.is = None,
            _ => {}
        }
        world.facts.dwelling = None;
        world.applies_for(for_subject(&world, who(subject)));
        let last = world.last.as_ref().unwrap();
        let findings = &world.case().state.decision().unwrap().findings;
        lines.push(serde_json::to_string(&(&last.lines, findings)).unwrap());
    }
    lines.dedup();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("R-REP"), "{lines:?}");
}

#[test]
fn the_reason_why_a_dwelling_is_served_at_a_centre_leaves_no_trace_in_the_journal() {
    let mut lines = Vec::new();
    for owners in [vec!["Timur"], vec!["Timur", "Daulet"], vec!["Saule"]] {
        let mut world = World::day();
        guardian_of(&mut world, "Saule");
        world.owned_by(&owners);
        world.applies();
        lines.push(serde_json::to_string(&world.last.as_ref().unwrap().lines).unwrap());
    }
    lines.dedup();
    assert_eq!(lines.len(), 1, "{lines:?}");
}

#[test]
fn the_tenant_is_told_when_a_listed_person_registers() {
    let mut world = World::day();
    world.lease("Kanat", &["Aigerim", "Saule"], None);
    world.applies();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      Aigerim permanent to the flat
        10:00:00 notified        Aigerim registered, Daulet registered-there, Kanat registered-there
    "#]]);
}

#[test]
fn the_tenant_files_and_the_listed_person_agrees() {
    let mut world = World::day();
    world.lease("Aigerim", &["Saule"], None);
    world.applies_for(for_subject(&world, who("Saule")));
    world.does(world.by_sms("Saule", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Saule as listed_person
        10:00:00 notified        Daulet attempt
        10:00:00 agreed          listed_person
        10:00:00 all_agreed
        10:00:00 registered      Saule permanent to the flat
        10:00:00 notified        Aigerim registered, Saule registered, Daulet registered-there
    "#]]);
}

#[test]
fn a_former_tenant_hears_nothing_of_a_privatised_flat() {
    let mut world = World::day();
    world.lease("Kanat", &["Aigerim"], Some(jiff::civil::date(2025, 1, 1)));
    world.title().ownership = residence::facts::Ownership::Private;
    world.applies();
    world.does(Event::Withdrawn);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 withdrawn
        10:00:00 notified        Aigerim withdrawn, Daulet ended-there
    "#]]);
}

#[test]
fn the_owner_of_the_old_home_learns_only_that_somebody_left() {
    let mut world = World::day();
    world.owned_by(&["Aigerim"]);
    world.lives("Aigerim", home());
    let mut title = world.title().clone();
    title.holders = vec![residence::facts::Holder::Person(who("Erlan"))];
    let (at, is) = (world.now, Some(title));
    world.dwelling().leaving.insert(home(), residence::facts::Answered { at, is });
    world.applies();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, Aigerim permanent to the flat
        10:00:00 notified        Aigerim registered, Erlan left
    "#]]);
}
