//! The pages that are there for everybody.

use residence::facts::Language;

use crate::axe::is_accessible;
use crate::face::Face;
use crate::keyboard::focus_is_visible;
use crate::layout::no_sideways_scroll;
use crate::people::Move;
use crate::stage::stage;
use crate::visitor::Visitor;
use crate::weight::weigh;

#[test]
fn help() {
    let Some(stage) = stage() else { return };
    for face in Face::all() {
        let visitor = Visitor::new(stage, face);
        visitor.open("/help");
        assert_eq!((visitor.status(), visitor.heading()), (200, visitor.words("help-heading")));
        visitor.looks("help", "help");
    }
}

#[test]
fn status() {
    let Some(stage) = stage() else { return };
    for face in Face::all().chain([Face::narrow(Language::Kk).without_scripts()]) {
        let visitor = Visitor::new(stage, face);
        visitor.open("/status");
        assert_eq!((visitor.status(), visitor.heading()), (200, visitor.words("status-heading")));
        visitor.looks("status", "status");
    }
}

/// The narrowest phone, a tablet, the widest screen: what does not depend on the way to it.
#[test]
fn from_the_narrowest_to_the_widest() {
    let Some(stage) = stage() else { return };
    for (width, language) in [(320, Language::Kk), (768, Language::Ru), (1920, Language::En)] {
        let moving = Move::of(stage.story("other_owner"));
        let case = format!("/applications/{}", moving.is_filed(stage));
        let visitor = Visitor::new(stage, Face::wide(language).as_wide_as(width));
        let looks_at = |pages: &[(&str, &str)]| {
            for (name, page) in pages {
                visitor.open(page);
                assert_eq!(visitor.status(), 200, "{page}");
                visitor.looks("widths", name);
            }
        };
        looks_at(&[
            ("home", "/"),
            ("section", "/services/citizenship"),
            ("start", "/services/residence"),
            ("statistics", "/statistics"),
            ("help", "/help"),
            ("sign-in-how", "/sign-in"),
            ("sign-in-sms", "/sign-in/sms"),
            ("sign-in-eds", "/sign-in/eds"),
            ("sign-in-qr", "/sign-in/qr"),
        ]);
        visitor.open("/sign-in");
        visitor.signs_in(moving.applicant);
        looks_at(&[
            ("history", "/applications"),
            ("questions", "/questions"),
            ("notices", "/notices"),
            ("case", &case),
            ("who", "/apply/who"),
            ("where", "/apply/where"),
            ("kind", "/apply/kind"),
            ("arrival", "/apply/arrival"),
        ]);
    }
}

/// Whoever comes for the first time waits for little.
#[test]
fn the_first_page_is_light() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::Kk), Face::wide(Language::Ru)] {
        let visitor = Visitor::new(stage, face);
        for page in ["/", "/services/residence", "/sign-in"] {
            let weight = weigh(&visitor, page);
            eprintln!("{page} ({face}): {weight:?}");
            assert!(weight.bytes < 100_000, "{page}: {weight:?}");
        }
    }
}

#[test]
fn the_description_of_the_interface() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::En), Face::wide(Language::En)] {
        let visitor = Visitor::new(stage, face);
        visitor.open("/api/docs");
        assert_eq!((visitor.status(), visitor.html_lang()), (200, "en".to_owned()));
        assert_eq!(visitor.heading(), "Tirkeu API");
        is_accessible(&visitor);
        no_sideways_scroll(&visitor);
        visitor.picture("interface", "description");
    }
    let visitor = Visitor::new(stage, Face::wide(Language::En));
    visitor.open("/api/docs");
    assert!(focus_is_visible(&visitor).len() > 10, "a link to each call");
    let weight = weigh(&visitor, "/api/docs");
    assert!(weight.bytes < 100_000, "{weight:?}");
}

#[test]
fn the_phones() {
    let Some(stage) = stage() else { return };
    let moving = Move::of(stage.story("other_owner"));
    moving.is_filed(stage);
    let phone = moving.owner().phone;
    stage.code(phone, 8, 0);
    for face in [Face::narrow(Language::En), Face::wide(Language::En)] {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.phones("/"));
        assert_eq!(visitor.status(), 200);
        visitor.looks("phones", "list");
        visitor.open(&stage.phones(&format!("/phones/{phone}")));
        assert!(visitor.text().contains("1414"));
        visitor.looks("phones", "conversation");
    }
}
