//! The pages that are there for everybody.

use residence::facts::Language;

use crate::axe::{axe, is_accessible};
use crate::face::Face;
use crate::keyboard::focus_is_visible;
use crate::layout::no_sideways_scroll;
use crate::stage::stage;
use crate::visitor::Visitor;
use crate::weight::weigh;

/// Rules that the page of the phones breaks: it has no landmarks, and it is fetched again by itself.
/// The list may only grow shorter.
const OF_THE_PHONES: [&str; 3] = ["landmark-one-main", "meta-refresh", "region"];

#[test]
fn the_start_page() {
    let Some(stage) = stage() else { return };
    for face in Face::all() {
        let visitor = Visitor::new(stage, face);
        visitor.open("/");
        assert_eq!(visitor.status(), 200);
        is_accessible(&visitor);
        no_sideways_scroll(&visitor);
        visitor.picture("start", "start");
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
    for face in [Face::narrow(Language::En), Face::wide(Language::En)] {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.phones("/"));
        assert_eq!(visitor.status(), 200);
        no_sideways_scroll(&visitor);
        let mut found = axe(&visitor);
        found.retain(|violation| !OF_THE_PHONES.contains(&&violation.rule[..]));
        assert!(found.is_empty(), "{found:?}");
        visitor.picture("phones", "list");
    }
}
