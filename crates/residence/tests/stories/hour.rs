//! The hour: when it starts, when it ends, and that no timer moves it.

use expect_test::expect;
use jiff::SignedDuration;
use residence::case::{Event, NotExpected, Status};
use residence::consent::{ReceivedBy, Saying};

use crate::world::World;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const MOMENT: SignedDuration = SignedDuration::from_millis(1);

#[test]
fn an_answer_at_the_deadline_is_late() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(HOUR);
    // It counts for nothing, and is not the end: one that was read in time may still be looked at.
    world.cannot(&world.by_sms("Daulet", Saying::Agree), NotExpected::Closed);
    world.rings();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        11:00:00 lapsed          owner
        11:00:00 refused         R-CON-TIME
        11:00:00 notified        Aigerim lapsed, Daulet lapsed-there
    "#]]);
}

#[test]
fn an_answer_a_millisecond_before_the_deadline_counts() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(HOUR - MOMENT);
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        10:59:59.999 agreed          owner
        10:59:59.999 all_agreed
        10:59:59.999 registered      Aigerim permanent to the flat
        10:59:59.999 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn an_answer_read_in_time_counts_though_it_is_looked_at_later() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(HOUR + MINUTE);
    // The timer rings while a message that was read in time still waits to be looked at.
    let read_at = world.request("Daulet").ends_at() - MOMENT;
    world.cannot(&Event::Woken { read_through: read_at }, NotExpected::Nothing);
    // What the owner does in the portal now is late, but is not the end yet.
    world.cannot(&world.opens("Daulet"), NotExpected::Closed);
    world.cannot(&world.by_eds("Daulet"), NotExpected::Closed);
    world.cannot(&world.by_sms("Daulet", Saying::Refuse), NotExpected::Closed);
    world.now = read_at;
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        10:59:59.999 agreed          owner
        10:59:59.999 all_agreed
        10:59:59.999 registered      Aigerim permanent to the flat
        10:59:59.999 notified        Aigerim registered, Daulet registered-there
    "#]]);
}

#[test]
fn an_answer_before_the_receipt_starts_the_clock_itself() {
    let mut world = World::day();
    world.applies();
    world.passes(MINUTE);
    world.does(world.by_sms("Daulet", Saying::Agree));
    let clock = world.request("Daulet").clock.unwrap();
    assert_eq!((clock.received_at, clock.by), (world.now, ReceivedBy::Answer));
    world.cannot(&world.delivered("Daulet"), NotExpected::Closed);
    world.registers_answer();
    assert_eq!(world.case().status(), Status::Registered);
}

#[test]
fn a_second_receipt_moves_nothing() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    let clock = world.request("Daulet").clock;
    world.passes(MINUTE * 30);
    world.cannot(&world.delivered("Daulet"), NotExpected::Nothing);
    world.cannot(&world.opens("Daulet"), NotExpected::Nothing);
    world.cannot(&world.sms_fails("Daulet"), NotExpected::Nothing);
    assert_eq!(world.request("Daulet").clock, clock);
    world.passes(MINUTE * 30);
    world.rings();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        11:00:00 lapsed          owner
        11:00:00 refused         R-CON-TIME
        11:00:00 notified        Aigerim lapsed, Daulet lapsed-there
    "#]]);
}

#[test]
fn a_timer_that_rings_too_soon_changes_nothing() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(HOUR - MOMENT);
    world.rings();
    assert_eq!(world.case().status(), Status::AwaitingConsent, "a reminder at most");
    world.cannot(&Event::Woken { read_through: world.now }, NotExpected::Nothing);
}

#[test]
fn nobody_is_judged_while_our_link_is_down() {
    let mut world = World::day();
    world.applies();
    world.does(world.delivered("Daulet"));
    world.passes(MINUTE * 50);
    let down_since = world.now;
    world.passes(HOUR * 5);
    world.cannot(&Event::Woken { read_through: down_since }, NotExpected::Nothing);
    world.passes(MINUTE);
    world.rings();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        15:51:00 lapsed          owner
        15:51:00 refused         R-CON-TIME
        15:51:00 notified        Aigerim lapsed, Daulet lapsed-there
    "#]]);
}

#[test]
fn whoever_is_not_reached_in_a_day_did_not_refuse() {
    let mut world = World::day();
    world.applies();
    world.passes(HOUR * 24);
    world.rings();
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
fn a_receipt_after_the_window_comes_too_late_whether_or_not_the_timer_rang() {
    let mut world = World::day();
    world.applies();
    world.passes(HOUR * 24);
    world.cannot(&world.delivered("Daulet"), NotExpected::Nothing);
    world.rings();
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
fn under_the_other_setting_the_clock_starts_with_the_sending() {
    let mut world = World::day();
    world.law.consent_clock = residence::law::ConsentClock::Sending;
    world.applies();
    world.does(Event::SmsAccepted { request: world.request("Daulet").id });
    world.passes(MINUTE * 30);
    world.cannot(&world.delivered("Daulet"), NotExpected::Nothing);
    world.passes(MINUTE * 30);
    world.rings();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 delivered       owner
        11:00:00 lapsed          owner
        11:00:00 refused         R-CON-TIME
        11:00:00 notified        Aigerim lapsed, Daulet lapsed-there
    "#]]);
}
