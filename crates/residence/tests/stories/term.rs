//! Temporary registration: its term, the notices before it, its end.

use expect_test::expect;
use residence::case::{Effect, Status};
use residence::consent::Saying;
use residence::intake::Application;
use residence::registration::{BookChange, Kind};

use crate::world::{World, flat, home, name, who};

fn terms(world: &World) -> String {
    let effects = world.last.as_ref().unwrap().effects.iter();
    let told = effects.filter_map(|effect| match effect {
        Effect::TermNotice { notice, due, .. } | Effect::EndTerm { notice, due, .. } => {
            Some(format!("{due} {} {}\n", name(notice.to), notice.message.key()))
        }
        _ => None,
    });
    told.collect()
}

fn for_months(world: &World, months: u8) -> Application {
    Application { kind: Kind::Temporary, months: Some(months), ..world.application() }
}

#[test]
fn a_guest_for_three_months_keeps_the_permanent_entry_and_is_told_before_the_end() {
    let mut world = World::day();
    world.lives("Aigerim", home());
    world.applies_for(for_months(&world, 3));
    world.does(world.by_sms("Daulet", Saying::Agree));
    world.registers_answer();
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 asked           Daulet as owner
        10:00:00 agreed          owner
        10:00:00 all_agreed
        10:00:00 registered      Aigerim temporary to the flat
        10:00:00 notified        Aigerim registered, Daulet registered-there
    "#]]);
    let end = |change: &BookChange| match change {
        BookChange::Open(entry) => entry.until.map(|day| day.to_string()),
        BookChange::Close { .. } => None,
    };
    let book = &world.last.as_ref().unwrap().book;
    assert_eq!(book.iter().filter_map(end).collect::<Vec<_>>(), ["2026-04-15"]);
    expect![[r#"
        2026-03-15T19:00:00Z Aigerim term-ends
        2026-04-07T19:00:00Z Aigerim term-ends
        2026-04-14T19:00:00Z Aigerim term-ended
    "#]]
    .assert_eq(&terms(&world));
}

#[test]
fn a_notice_that_would_fall_before_the_beginning_is_left_out() {
    let mut world = World::at("2026-02-10T10:00:00+05:00");
    world.owned_by(&["Aigerim"]);
    world.applies_for(for_months(&world, 1));
    expect![[r#"
        2026-03-02T19:00:00Z Aigerim term-ends
        2026-03-09T19:00:00Z Aigerim term-ended
    "#]]
    .assert_eq(&terms(&world));
}

#[test]
fn whoever_moves_in_for_good_ends_the_stay_at_the_same_flat() {
    let mut world = World::day();
    world.owned_by(&["Aigerim"]);
    world.lives("Aigerim", home());
    world.lives("Aigerim", flat());
    let stay = world.person("Aigerim").registrations.is.last_mut().unwrap();
    stay.kind = Kind::Temporary;
    stay.until = Some(jiff::civil::date(2026, 5, 1));
    world.applies();
    assert_eq!(world.case().status(), Status::Registered);
    world.journal(expect![[r#"
        10:00:00 drafted
        10:00:00 signed
        10:00:00 checked
        10:00:00 all_agreed
        10:00:00 registered      one entry closed, one entry closed, Aigerim permanent to the flat
        10:00:00 notified        Aigerim registered
    "#]]);
}

#[test]
fn the_child_on_a_stay_has_a_term_of_its_own() {
    let mut world = World::day();
    world.owned_by(&["Aigerim"]);
    let application = Application { children: vec![who("Dana")], ..for_months(&world, 2) };
    world.applies_for(application);
    expect![[r#"
        2026-02-12T19:00:00Z Aigerim term-ends
        2026-03-07T19:00:00Z Aigerim term-ends
        2026-03-14T19:00:00Z Aigerim term-ended
        2026-02-12T19:00:00Z Dana term-ends
        2026-03-07T19:00:00Z Dana term-ends
        2026-03-14T19:00:00Z Dana term-ended
    "#]]
    .assert_eq(&terms(&world));
}
