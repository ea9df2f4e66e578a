//! At the counter: what only the counter files, and consents on paper.

use expect_test::expect;
use residence::consent::Saying;
use residence::facts::Holder;
use residence::ground::{Outcome, RuleId};
use residence::intake::{Application, Channel, Digest, Paper, PaperKind};
use residence::names::Badge;

use crate::world::{World, who};

/// A paper of the guardian of somebody.
pub(crate) fn paper(name: &str) -> Paper {
    Paper {
        whose: Holder::Person(who(name)),
        kind: PaperKind::Guardian,
        number: "17".into(),
        dated: jiff::civil::date(2026, 1, 10),
        issued_by: "Akimat of Almaty district".into(),
        scan: Digest::of(b"scan"),
    }
}

fn at_the_counter(world: &World, papers: Vec<Paper>) -> Application {
    let filed_with = Some(Badge::from_random(1));
    Application { channel: Channel::Counter, filed_with, papers, ..world.application() }
}

#[test]
fn the_paper_stands_for_the_child_and_the_grown_owner_is_asked() {
    let mut world = World::day();
    world.owned_by(&["Timur", "Daulet"]);
    world.applies_for(at_the_counter(&world, vec![paper("Timur"), paper("Daulet")]));
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 notified        Timur attempt
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 registered      Aigerim permanent to the flat
        10:00:00 notified        Aigerim registered, Daulet registered-there, Timur registered-there
    "#]]);
}

#[test]
fn without_the_paper_it_is_refused_before_anybody_is_asked() {
    let mut world = World::day();
    world.owned_by(&["Timur", "Daulet"]);
    world.applies_for(at_the_counter(&world, Vec::new()));
    let decision = world.case().state.decision().unwrap().clone();
    let grounds: Vec<_> = decision.grounds().map(|found| (found.rule, found.outcome)).collect();
    assert_eq!(grounds, [(RuleId::OwnMinor, Outcome::Refuse)]);
    assert!(world.case().state.asking().is_none());
}

#[test]
fn what_can_be_filed_online_is_not_filed_here() {
    let mut world = World::day();
    world.applies_for(at_the_counter(&world, vec![paper("Daulet")]));
    let decision = world.case().state.decision().unwrap().clone();
    let grounds: Vec<_> = decision.grounds().map(|found| found.rule).collect();
    assert_eq!(grounds, [RuleId::Channel]);
}

#[test]
fn an_owner_under_age_who_comes_in_meanwhile_needs_a_paper_too() {
    let mut world = World::day();
    world.owned_by(&["Timur", "Daulet"]);
    world.applies_for(at_the_counter(&world, vec![paper("Timur")]));
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.owned_by(&["Timur", "Daulet", "Dana"]);
    world.registers_answer();
    let decision = world.case().state.decision().unwrap().clone();
    let grounds: Vec<_> = decision.grounds().map(|found| found.rule).collect();
    assert_eq!(grounds, [RuleId::OwnMinor]);
}
