//! The way to the check of the answers with Tab, Space, Enter and arrows alone. Every stop of every
//! page has a name and can be seen to have the focus.

use residence::facts::Language;

use crate::face::Face;
use crate::keyboard::{Key, focus_is_visible};
use crate::people::Move;
use crate::stage::stage;
use crate::visitor::Visitor;

/// Walks through the page and says what its stops are called; the focus is at its beginning again.
#[track_caller]
fn stops(visitor: &Visitor<'_>) -> Vec<String> {
    let stops = focus_is_visible(visitor);
    let skip = stops.iter().position(|stop| stop.name == visitor.words("portal-skip"));
    assert!(skip.is_some(), "no way past the header at {}", visitor.url());
    visitor.begins_anew();
    stops.into_iter().map(|stop| stop.name).collect()
}

/// Goes to a link or a button and presses Enter.
#[track_caller]
fn enters(visitor: &Visitor<'_>, words: &str) {
    visitor.tab_to(words);
    visitor.keys(&[Key::Enter]);
}

#[test]
fn the_way_to_the_check() {
    let Some(stage) = stage() else { return };
    for face in [Face::wide(Language::Kk), Face::wide(Language::Ru).without_scripts()] {
        let moving = Move::of_a_family(stage);
        let visitor = Visitor::new(stage, face);
        finds_the_service(&visitor);
        signs_in(&visitor, &moving);
        says_who_and_where(&visitor, &moving);
        says_how(&visitor);
        stops(&visitor);
        assert!(visitor.text().contains(moving.rka.as_str()));
        assert!(visitor.text().contains(&visitor.words("reason-study")));
    }
}

fn finds_the_service(visitor: &Visitor<'_>) {
    visitor.open("/");
    stops(visitor);
    // Past the header in one step.
    visitor.keys(&[Key::Tab]);
    assert_eq!(visitor.focused(), visitor.words("portal-skip"));
    visitor.keys(&[Key::Enter]);
    assert_eq!(visitor.ask("return document.activeElement.id"), "main");
    visitor.keys(&[Key::Tab]);
    assert_eq!(visitor.focused(), visitor.words("section-citizenship"));
    visitor.keys(&[Key::Enter]);
    visitor.arrives("/services/citizenship");
    stops(visitor);
    enters(visitor, &visitor.words("service-name"));
    visitor.arrives("/services/residence");
    stops(visitor);
    enters(visitor, &visitor.words("start-button"));
    visitor.arrives("/sign-in");
}

fn signs_in(visitor: &Visitor<'_>, moving: &Move<'_>) {
    stops(visitor);
    visitor.tab_to(&visitor.words("ways-eds"));
    visitor.keys(&[Key::Space, Key::Down, Key::Down]);
    assert_eq!(visitor.focused(), visitor.words("ways-sms"));
    enters(visitor, &visitor.words("portal-continue"));
    visitor.arrives("/sign-in/sms");
    stops(visitor);
    visitor.tab_to(&visitor.words("field-iin"));
    visitor.write("12");
    visitor.keys(&[Key::Enter]);
    visitor.is_told(&visitor.words("error-iin-form"));
    // The line of the error leads to its field.
    let error = visitor.words("error-iin-form");
    enters(visitor, &error);
    assert_eq!(visitor.ask("return document.activeElement.id"), "iin");
    visitor.ask("document.activeElement.select()");
    visitor.write(moving.applicant.iin.as_str());
    let before = visitor.stage.received(moving.applicant.phone);
    visitor.keys(&[Key::Enter]);
    visitor.wait_for("the page of the code", |visitor| visitor.shows("#code"));
    stops(visitor);
    visitor.tab_to(&visitor.words("field-code"));
    visitor.write(&visitor.stage.code(moving.applicant.phone, 6, before));
    visitor.keys(&[Key::Enter]);
    visitor.arrives("/apply/who");
}

fn says_who_and_where(visitor: &Visitor<'_>, moving: &Move<'_>) {
    let on = visitor.words("portal-continue");
    stops(visitor);
    // Chosen already; off and on again.
    visitor.tab_to(&visitor.words("apply-who-me"));
    visitor.keys(&[Key::Space, Key::Space]);
    enters(visitor, &on);
    visitor.arrives("/apply/where");
    stops(visitor);
    visitor.tab_to(&visitor.words("apply-where-label"));
    visitor.write(moving.rka.as_str());
    visitor.keys(&[Key::Enter]);
    visitor.wait_for("the flat", |visitor| visitor.shows("#rka"));
    let found = stops(visitor);
    let radio = visitor.text_of("label[for=rka]");
    assert!(found.contains(&radio), "{radio} is not in {found:?}");
    visitor.tab_to(&radio);
    visitor.keys(&[Key::Space, Key::Enter]);
    visitor.arrives("/apply/kind");
}

fn says_how(visitor: &Visitor<'_>) {
    let on = visitor.words("portal-continue");
    stops(visitor);
    visitor.tab_to(&visitor.words("apply-kind-permanent"));
    visitor.keys(&[Key::Space]);
    enters(visitor, &on);
    visitor.arrives("/apply/children");
    stops(visitor);
    enters(visitor, &on);
    visitor.arrives("/apply/pre-check");
    stops(visitor);
    enters(visitor, &on);
    visitor.arrives("/apply/reason");
    stops(visitor);
    // Arrows go from one reason to the next, and choose it.
    visitor.tab_to(&visitor.words("reason-family"));
    visitor.keys(&[Key::Space, Key::Down, Key::Down]);
    assert_eq!(visitor.focused(), visitor.words("reason-study"));
    enters(visitor, &on);
    visitor.arrives("/apply/arrival");
    stops(visitor);
    enters(visitor, &on);
    visitor.arrives("/apply/check");
}

#[test]
fn the_ways_of_a_kiosk_and_of_a_phone() {
    let Some(stage) = stage() else { return };
    let kiosk = Visitor::at_the_kiosk(stage, Face::of_kiosk(Language::Ru));
    kiosk.open("/kiosk/start?language=ru");
    stops(&kiosk);
    enters(&kiosk, &kiosk.words("kiosk-call"));
    kiosk.arrives("/kiosk/call");
    stops(&kiosk);
    enters(&kiosk, &kiosk.words("kiosk-call"));
    let called = kiosk.words("kiosk-called-heading");
    kiosk.wait_for(&called, |kiosk| kiosk.heading() == called);
    enters(&kiosk, &kiosk.words("kiosk-back"));
    kiosk.arrives("/kiosk/start");
    enters(&kiosk, &kiosk.words("kiosk-apply"));
    kiosk.arrives("/sign-in");
    stops(&kiosk);
    enters(&kiosk, &kiosk.words("kiosk-end"));
    kiosk.arrives("/kiosk");
    drop(kiosk);

    let phone = Visitor::new(stage, Face::wide(Language::Kk));
    phone.open("/mobile");
    for (words, page) in [
        ("app-housing", "/mobile/housing"),
        ("app-service", "/mobile/registration"),
        ("app-begin", "/sign-in"),
    ] {
        stops(&phone);
        enters(&phone, &phone.words(words));
        phone.arrives(page);
    }
}
