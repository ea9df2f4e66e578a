//! Whoever has not answered is reminded, and both sides are told when the time runs out.

use expect_test::expect;
use jiff::{SignedDuration, Timestamp};
use residence::case::{Effect, Event, NotExpected, Status};
use residence::consent::Saying;
use residence::notice::Message;

use crate::world::{World, who};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// To the next wake time, and the timer rings there.
fn rings_next(world: &mut World) {
    world.now = world.last.as_ref().and_then(|last| last.wake()).expect("somebody waits");
    world.rings();
}

/// Who is reminded by SMS, and who of whom is told in another way.
fn reminded(world: &World) -> (usize, Vec<(residence::names::Iin, Timestamp)>) {
    let effects = &world.last.as_ref().unwrap().effects;
    let by_sms = effects.iter().filter(|e| matches!(e, Effect::Remind { .. })).count();
    let notices = effects.iter().filter_map(|effect| match effect {
        Effect::Remind { notice, .. } | Effect::Tell(notice) => match notice.message {
            Message::Reminder { before } => Some((notice.to, before)),
            _ => None,
        },
        _ => None,
    });
    (by_sms, notices.collect())
}

#[test]
fn a_silent_owner_is_reminded_twice_and_then_the_time_is_over() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    let deadline = world.request("Daulet").ends_at();
    for _ in 0..2 {
        rings_next(&mut world);
        assert_eq!(reminded(&world), (1, vec![(who("Daulet"), deadline)]));
        assert_eq!(world.request("Daulet").ends_at(), deadline, "a reminder moves nothing");
        let now = Event::Woken { read_through: world.now };
        world.cannot(&now, NotExpected::Nothing);
    }
    rings_next(&mut world);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        10:30:00 reminded        owner
        10:50:00 reminded        owner
        11:00:00 lapsed          owner
        11:00:00 refused         R-CON-TIME
        11:00:00 notified        Aigerim lapsed, Daulet lapsed-there
    "#]]);
}

#[test]
fn whoever_answers_costs_no_reminder() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(MINUTE * 5);
    world.does(world.by_sms("Daulet", Saying::Agree));
    assert_eq!(world.last.as_ref().unwrap().wake(), None);
    world.passes(MINUTE * 30);
    world.cannot(&Event::Woken { read_through: world.now }, NotExpected::Nothing);
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        10:05:00 agreed          owner
        10:05:00 all_agreed
        10:35:00 registered      Aigerim permanent to the flat
        10:35:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn each_of_several_is_reminded_by_their_own_clock_and_only_who_is_late() {
    let mut world = World::day();
    world.owned_by(&["Daulet", "Erlan", "Kanat"]);
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(MINUTE * 20);
    world.does(world.delivered("Erlan"));
    world.does(world.delivered("Kanat"));
    world.does(world.by_sms("Kanat", Saying::Agree));
    for names in [&["Daulet"][..], &["Daulet", "Erlan"], &[]] {
        rings_next(&mut world);
        let told: Vec<_> = reminded(&world).1.into_iter().map(|(iin, _)| iin).collect();
        assert_eq!(told, names.iter().map(|name| who(name)).collect::<Vec<_>>());
    }
    assert_eq!(world.case().status(), Status::Refused, "the first to lapse ends it for all");
}

#[test]
fn of_reminders_that_were_missed_one_is_sent() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(MINUTE * 55);
    world.rings();
    assert_eq!(reminded(&world).0, 1);
    world.passes(MINUTE);
    world.cannot(&Event::Woken { read_through: world.now }, NotExpected::Nothing);
}

#[test]
fn nobody_is_reminded_once_the_time_is_over() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    let read_through = world.now;
    world.passes(MINUTE * 60);
    // Our link is not drained yet: it is not judged, and it is too late to remind.
    world.cannot(&Event::Woken { read_through }, NotExpected::Nothing);
}

#[test]
fn a_question_that_did_not_arrive_is_not_reminded_of() {
    let mut world = World::day();
    world.applies();
    assert_eq!(world.last.as_ref().unwrap().wake(), Some(world.request("Daulet").reach_by));
    rings_next(&mut world);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        01-16 10:00:00 unreachable     owner
        01-16 10:00:00 refused         R-CON-REACH
        01-16 10:00:00 notified        Aigerim unreached, Daulet unreached-there
    "#]]);
}

#[test]
fn without_a_number_or_with_a_dead_code_the_reminder_is_in_the_portal() {
    let mut world = World::day();
    world.person("Daulet").phone.is = None;
    world.applies();
    world.does(world.opens("Daulet"));
    rings_next(&mut world);
    assert_eq!(reminded(&world).0, 0);
    assert_eq!(reminded(&world).1.len(), 1);

    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    for _ in 0..3 {
        world.does(world.wrong_code("Daulet"));
    }
    rings_next(&mut world);
    assert_eq!(reminded(&world).0, 0, "a dead code is not sent again");
    assert_eq!(reminded(&world).1.len(), 1);
}

#[test]
fn a_short_hour_has_no_reminders_and_neither_has_a_case_of_before() {
    for law in [
        residence::law::Law { consent_window: SignedDuration::from_secs(45), ..World::day().law },
        residence::law::Law { consent_reminders: Vec::new(), ..World::day().law },
    ] {
        let mut world = World::day();
        world.law = law;
        world.applies();
        world.does(world.delivered("Daulet"));
        let deadline = world.request("Daulet").ends_at();
        assert_eq!(world.last.as_ref().unwrap().wake(), Some(deadline));
    }
    // The law of a case that was signed before there were reminders says nothing of them.
    let law = serde_json::to_string(&World::day().law).unwrap();
    let before = law.replace(r#""consent_reminders":["PT30M","PT10M"],"#, "");
    assert_ne!(law, before);
    let law: residence::law::Law = serde_json::from_str(&before).unwrap();
    assert!(law.consent_reminders.is_empty());
}
