//! Parties whom no SMS reaches.

use expect_test::expect;
use jiff::SignedDuration;
use residence::case::{Event, NotExpected};
use residence::consent::{RefusalReason, Saying};
use residence::ground::RuleId;

use crate::world::{World, who};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[test]
fn the_sms_fails_and_the_owner_opens_the_portal_and_refuses() {
    let mut world = World::day();
    world.applies();
    world.does(world.sms_fails("Daulet"));
    world.cannot(&world.sms_fails("Daulet"), NotExpected::Nothing);
    // The route has ended: its code is dead, and so cannot be guessed without end.
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Locked);
    world.passes(HOUR * 20);
    world.does(world.opens("Daulet"));
    world.passes(HOUR / 2);
    world.does(world.refuses_in_portal("Daulet", RefusalReason::Stranger));
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 sms_failed      owner
        01-16 06:00:00 opened          owner
        01-16 06:30:00 party_refused   owner
        01-16 06:30:00 refused         R-CON-NO
        01-16 06:30:00 notified        Aigerim refused, Daulet ended-there
    "#]]);
}

#[test]
fn the_sms_fails_and_nobody_opens_the_portal() {
    let mut world = World::day();
    world.applies();
    world.does(world.sms_fails("Daulet"));
    world.passes(HOUR * 24);
    // No SMS can still count, so that being late here is the end.
    world.does(world.opens("Daulet"));
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 sms_failed      owner
        01-16 10:00:00 unreachable     owner
        01-16 10:00:00 refused         R-CON-REACH
        01-16 10:00:00 notified        Aigerim unreached, Daulet unreached-there
    "#]]);
}

#[test]
fn an_owner_without_a_number_has_three_days_in_the_portal() {
    let mut world = World::day();
    world.person("Daulet").phone.is = None;
    world.applies();
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Locked);
    world.passes(HOUR * 71);
    world.does(world.opens("Daulet"));
    world.passes(HOUR / 2);
    world.does(world.by_eds("Daulet"));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked_in_portal Daulet as owner
        10:00:00 notified        Daulet attempt
        01-18 09:00:00 opened          owner
        01-18 09:30:00 agreed          owner
        01-18 09:30:00 all_agreed
        01-18 09:30:00 registered      Aigerim permanent to the flat
        01-18 09:30:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn an_owner_without_a_number_is_not_reached_in_three_days() {
    let mut world = World::day();
    world.person("Daulet").phone.is = None;
    world.applies();
    world.passes(HOUR * 72);
    // Nothing waits on the link: the portal alone could have been used.
    world.does(Event::Woken { read_through: world.now - HOUR * 100 });
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked_in_portal Daulet as owner
        10:00:00 notified        Daulet attempt
        01-18 10:00:00 unreachable     owner
        01-18 10:00:00 refused         R-CON-REACH
        01-18 10:00:00 notified        Aigerim unreached, Daulet unreached-there
    "#]]);
}

/// One number bound an hour too late, one that the applicant has as well.
#[test]
fn a_number_that_may_be_stolen_takes_no_part() {
    let mut world = World::day();
    let own = world.facts.people[&who("Aigerim")].phone.is.unwrap().phone;
    let fresh_since = world.now - HOUR * 71;
    world.owned_by(&["Daulet", "Erlan"]);
    world.person("Daulet").phone.is.as_mut().unwrap().bound_at = fresh_since;
    world.person("Erlan").phone.is.as_mut().unwrap().phone = own;
    world.applies();
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Locked);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked_in_portal Daulet as owner, Erlan as owner
        10:00:00 notified        Daulet attempt, Erlan attempt
    "#]]);
}

#[test]
fn a_number_bound_three_days_ago_counts() {
    let mut world = World::day();
    let settled_since = world.now - HOUR * 72;
    world.person("Daulet").phone.is.as_mut().unwrap().bound_at = settled_since;
    world.applies();
    world.does(world.by_sms("Daulet", Saying::Agree));
}

#[test]
fn that_the_other_parent_has_no_number_is_found_too() {
    let mut world = World::day();
    world.owned_by(&["Aigerim"]);
    for name in ["Bolat", "Dana", "Aigerim"] {
        world.lives(name, crate::world::home());
    }
    world.person("Bolat").phone.is = None;
    let mut application = world.application();
    application.children = vec![who("Dana")];
    world.applies_for(application);
    world.does(world.by_eds("Bolat"));
    world.registers_answer();
    let decision = world.case().state.decision().unwrap();
    let rules: Vec<_> = decision.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [RuleId::OwnSole, RuleId::OwnPhone, RuleId::KidOther]);
}
