//! Who is asked, and what follows from how they answer.

use expect_test::expect;
use jiff::SignedDuration;
use residence::case::NotExpected;
use residence::consent::{RefusalReason, Saying};

use crate::world::World;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

#[test]
fn the_only_owner_asks_nobody() {
    let mut world = World::day();
    world.owned_by(&["Aigerim"]);
    world.applies();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      Aigerim permanent to the flat
        10:00:00 notified        Aigerim registered
    "#]]);
}

#[test]
fn the_other_owner_agrees_by_sms() {
    let mut world = World::day();
    world.applies();
    world.passes(MINUTE);
    world.does(world.delivered("Daulet"));
    world.passes(MINUTE);
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:01:00 delivered       owner
        10:02:00 agreed          owner
        10:02:00 all_agreed
        10:02:00 registered      Aigerim permanent to the flat
        10:02:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn the_other_owner_refuses() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.does(world.by_sms("Daulet", Saying::Refuse));
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        10:00:00 party_refused   owner
        10:00:00 refused         R-CON-NO
        10:00:00 notified        Aigerim refused, Daulet ended-there
    "#]]);
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Closed);
}

#[test]
fn the_co_owner_is_asked_and_signs_in_the_portal() {
    let mut world = World::day();
    world.owned_by(&["Aigerim", "Daulet"]);
    world.applies();
    world.does(world.opens("Daulet"));
    world.passes(MINUTE);
    world.does(world.by_eds("Daulet"));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as co_owner
        10:00:00 opened          co_owner
        10:01:00 agreed          co_owner
        10:01:00 all_agreed
        10:01:00 registered      Aigerim permanent to the flat
        10:01:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn of_two_owners_one_lapses_and_the_other_is_told() {
    let mut world = World::day();
    world.owned_by(&["Daulet", "Erlan"]);
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(MINUTE);
    world.does(world.delivered("Erlan"));
    world.does(world.by_sms("Erlan", Saying::Agree));
    world.passes(MINUTE * 59);
    world.rings();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner, Erlan as owner
        10:00:00 delivered       owner
        10:01:00 delivered       owner
        10:01:00 agreed          owner
        11:00:00 lapsed          owner
        11:00:00 refused         R-CON-TIME
        11:00:00 notified        Aigerim lapsed, Daulet lapsed-there, Erlan lapsed-there
    "#]]);
}

#[test]
fn of_two_owners_one_refuses_and_the_code_of_the_other_dies() {
    let mut world = World::day();
    world.owned_by(&["Daulet", "Erlan"]);
    world.applies();
    world.does(world.delivered("Erlan"));
    world.does(world.by_sms("Daulet", Saying::Refuse));
    world.cannot(&world.by_sms("Erlan", Saying::Agree), NotExpected::Closed);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner, Erlan as owner
        10:00:00 delivered       owner
        10:00:00 party_refused   owner
        10:00:00 refused         R-CON-NO
        10:00:00 notified        Aigerim refused, Daulet ended-there, Erlan ended-there
    "#]]);
}

#[test]
fn a_yes_in_the_portal_is_signed_a_no_need_not_be() {
    let mut world = World::day();
    world.applies();
    let unsigned = residence::consent::Form::Portal;
    let yes = world.says("Daulet", Saying::Agree, unsigned, RefusalReason::None);
    world.cannot(&yes, NotExpected::Form);
    world.does(world.refuses_in_portal("Daulet", RefusalReason::NotMine));
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 party_refused   owner
        10:00:00 refused         R-CON-NO
        10:00:00 notified        Aigerim refused, Daulet ended-there
    "#]]);
}

#[test]
fn wrong_codes_lock_the_phone_and_leave_the_portal() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    for _ in 0..3 {
        world.passes(MINUTE);
        world.does(world.wrong_code("Daulet"));
    }
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Locked);
    world.cannot(&world.by_sms("Daulet", Saying::Refuse), NotExpected::Locked);
    world.cannot(&world.wrong_code("Daulet"), NotExpected::Nothing);
    world.does(world.by_eds("Daulet"));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        10:01:00 wrong_code      owner
        10:02:00 wrong_code      owner
        10:03:00 locked          owner
        10:03:00 agreed          owner
        10:03:00 all_agreed
        10:03:00 registered      Aigerim permanent to the flat
        10:03:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

/// Each was read before another was counted: they count all the same.
#[test]
fn wrong_codes_that_come_at_once_lock_too() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    let first = world.wrong_code("Daulet");
    for _ in 0..3 {
        world.does(first.clone());
    }
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Locked);
}

#[test]
fn the_applicant_withdraws_while_the_owner_is_asked() {
    let mut world = World::day();
    world.applies();
    world.passes(MINUTE);
    world.does(residence::case::Event::Withdrawn);
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Closed);
    world.cannot(&world.opens("Daulet"), NotExpected::Closed);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:01:00 withdrawn
        10:01:00 notified        Aigerim withdrawn, Daulet ended-there
    "#]]);
}

#[test]
fn the_applicant_withdraws_at_each_status_from_the_signing_on() {
    let withdrawn = residence::case::Event::Withdrawn;
    let mut world = World::day();
    world.drafts(world.application());
    world.cannot(&withdrawn, NotExpected::Status(residence::case::Status::Draft));

    let mut world = World::day();
    world.files(world.application());
    world.does(withdrawn.clone());
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 withdrawn
    "#]]);

    let mut world = World::day();
    world.files(world.application());
    world.does(residence::case::Event::Silent { register: residence::facts::Register::Titles });
    world.does(withdrawn.clone());
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 held            titles
        10:00:00 withdrawn
    "#]]);

    let mut world = World::day();
    world.applies();
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.does(withdrawn);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 withdrawn
        10:00:00 notified        Aigerim withdrawn, Daulet ended-there
    "#]]);
}
