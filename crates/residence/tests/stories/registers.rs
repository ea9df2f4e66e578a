//! Registers that do not answer, or do not answer everything.

use expect_test::expect;
use residence::case::{Effect, Event, NotExpected, Status};
use residence::consent::Saying;
use residence::facts::Register;
use residence::ground::Outcome;

use crate::world::World;

#[test]
fn a_silent_register_holds_even_what_another_would_refuse() {
    let mut world = World::day();
    world.dwelling().address.is = None;
    world.files(world.application());
    let silent = |register| Event::Silent { register };
    world.does(silent(Register::Titles));
    world.cannot(&silent(Register::Titles), NotExpected::Nothing);
    let since = world.case().state.held().unwrap().since;
    world.passes(jiff::SignedDuration::from_hours(5));
    world.does(silent(Register::Persons));
    assert_eq!(world.case().state.held().unwrap().since, since);
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 held            titles
        15:00:00 held            persons
        15:00:00 checked
        15:00:00 refused         R-ADDR
        15:00:00 notified        Aigerim refused, Daulet ended-there
    "#]]);
}

#[test]
fn a_silent_register_holds_the_decision() {
    let mut world = World::day();
    world.applies();
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.does(Event::Silent { register: Register::Leases });
    assert_eq!(world.case().status(), Status::Registering);
    world.passes(jiff::SignedDuration::from_hours(5));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 held            leases
        15:00:00 registered      Aigerim permanent to the flat
        15:00:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn nothing_is_decided_over_a_dwelling_that_was_not_read() {
    let mut world = World::day();
    let whole = world.facts.clone();
    world.files(world.application());
    world.facts.dwelling = None;
    world.registers_answer();
    assert_eq!(world.last.as_ref().unwrap().effects, [Effect::AskRegisters]);
    world.registers_answer();
    assert_eq!(world.last.as_ref().unwrap().effects, [Effect::AskRegisters]);
    world.facts = whole.clone();
    world.facts.leases = None;
    world.registers_answer();
    world.facts = whole;
    world.registers_answer();
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.facts.dwelling = None;
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 held            addresses
        10:00:00 held            leases
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 held            addresses
    "#]]);
}

#[test]
fn what_cannot_be_judged_is_said() {
    let mut world = World::day();
    world.dwelling().address.is = None;
    world.dwelling().title.is = None;
    world.applies();
    let decision = world.case().state.decision().unwrap();
    let not_judged = decision.findings.iter().filter(|f| f.outcome == Outcome::NotJudged);
    assert!(not_judged.count() > 5);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 refused         R-ADDR
        10:00:00 notified        Aigerim refused
    "#]]);
}

#[test]
fn an_event_of_another_status_or_request_changes_nothing() {
    let mut world = World::day();
    world.files(world.application());
    world.cannot(&world.signature(), NotExpected::Status(Status::Signed));
    let request = residence::names::RequestId::from_random(99);
    world.cannot(&Event::Opened { request }, NotExpected::NoRequest);
    world.registers_answer();
    world.cannot(&Event::Opened { request }, NotExpected::NoRequest);
    world.cannot(&world.answer(), NotExpected::Status(Status::AwaitingConsent));
    let silent = Event::Silent { register: Register::Kin };
    world.cannot(&silent, NotExpected::Status(Status::AwaitingConsent));
}
