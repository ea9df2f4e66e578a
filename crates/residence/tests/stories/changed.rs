//! What changes between the draft, the question and the decision.

use expect_test::expect;
use jiff::SignedDuration;
use jiff::civil::date;
use residence::case::{Event, NotExpected, Status};
use residence::consent::Saying;
use residence::law::{Norm, Reason};

use crate::world::{World, home, who};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[test]
fn a_change_of_the_draft_voids_what_was_signed() {
    let mut world = World::day();
    world.drafts(world.application());
    let signed_before = world.signature();
    let mut application = world.application();
    application.reason = Reason::Family;
    world.does(Event::Changed { application: application.clone() });
    world.cannot(&signed_before, NotExpected::OtherContent);
    let mut of_another = application.clone();
    of_another.applicant = who("Erlan");
    world.cannot(&Event::Changed { application: of_another }, NotExpected::OtherApplicant);
    world.does(world.signature());
    world.cannot(&Event::Changed { application }, NotExpected::Status(Status::Signed));
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 changed
        10:00:00 signed
    "#]]);
}

#[test]
fn after_a_lapse_the_same_is_asked_again_from_a_new_draft() {
    let mut world = World::day();
    world.applies();
    let first = world.signature();
    world.does(world.delivered("Daulet"));
    world.passes(HOUR);
    world.rings();
    let old_yes = world.by_sms("Daulet", Saying::Agree);
    world.drafts(world.application());
    world.cannot(&first, NotExpected::OtherContent);
    world.does(world.signature());
    world.registers_answer();
    world.cannot(&old_yes, NotExpected::NoRequest);
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        11:00:00 lapsed          owner
        11:00:00 refused         R-CON-TIME
        11:00:00 notified        Aigerim lapsed, Daulet lapsed-there
        11:00:00 drafted
        11:00:00 signed
        11:00:00 checked
        11:00:00 asked           Daulet as owner
        11:00:00 agreed          owner
        11:00:00 all_agreed
        11:00:00 registered      Aigerim permanent to the flat
        11:00:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn the_owners_change_between_question_and_decision() {
    let mut world = World::day();
    world.applies();
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.owned_by(&["Erlan"]);
    // Whoever no longer owns the flat is not read any more, but is told of the end all the same.
    world.facts.people.remove(&who("Daulet"));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 refused         R-CON-CHG
        10:00:00 notified        Aigerim refused, Erlan ended-there, Daulet ended-there
    "#]]);
}

#[test]
fn the_norm_is_used_up_between_question_and_decision() {
    let mut world = World::day();
    world.law.norms = vec![("71".into(), Norm { square_metres: 15, from: date(2026, 1, 1) })];
    world.title().area_hundredths = 3000;
    world.lives("Daulet", crate::world::flat());
    world.applies();
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.lives("Saule", crate::world::flat());
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 refused         R-NORM
        10:00:00 notified        Aigerim refused, Daulet ended-there
    "#]]);
}

#[test]
fn the_lease_ends_between_question_and_decision() {
    let mut world = World::at("2026-01-15T23:30:00+05:00");
    world.lease("Kanat", &["Saule", "Aigerim"], Some(date(2026, 1, 15)));
    for name in ["Bolat", "Dana", "Aigerim"] {
        world.lives(name, home());
    }
    let mut application = world.application();
    application.children = vec![who("Dana")];
    world.applies_for(application);
    world.passes(HOUR);
    world.does(world.by_sms("Bolat", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        23:30:00 drafted
        23:30:00 signed
        23:30:00 checked
        23:30:00 asked           Bolat as other_parent
        23:30:00 notified        Daulet attempt, Kanat attempt
        01-16 00:30:00 agreed          other_parent
        01-16 00:30:00 all_agreed
        01-16 00:30:00 refused         R-RENT-END
        01-16 00:30:00 notified        Aigerim refused, Daulet ended-there, Bolat ended-there, Kanat ended-there
    "#]]);
}

#[test]
fn the_tie_that_gave_authority_ends_between_question_and_decision() {
    let mut world = World::day();
    let mut application = world.application();
    application.subjects = vec![who("Timur")];
    world.applies_for(application);
    world.does(world.by_sms("Daulet", Saying::Agree));
    let mother = |tie: &&mut residence::facts::Kin| tie.iin == who("Aigerim");
    for tie in world.facts.kin.is.iter_mut().filter(mother) {
        tie.until = Some(date(2026, 1, 14));
    }
    // Authority failed, so that nothing else was read.
    world.facts.dwelling = None;
    world.facts.people.remove(&who("Daulet"));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 notified        Timur filed, Bolat attempt
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 refused         R-REP
        10:00:00 notified        Aigerim refused, Timur refused, Bolat ended-there, Daulet ended-there
    "#]]);
}

#[test]
fn a_birthday_between_signing_and_decision_changes_no_age() {
    let mut world = World::at("2026-01-14T23:50:00+05:00");
    // Timur is 15 at the signing and 16 when his mother's application is decided.
    world.person("Timur").person.is.as_mut().unwrap().born = date(2010, 1, 15);
    let mut application = world.application();
    application.subjects = vec![who("Timur")];
    world.applies_for(application);
    world.passes(HOUR);
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    assert_eq!(world.case().status(), Status::Registered);
}
