//! Tests of these tests: that each check can fail, and that each way of a visitor does what it says.

use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};

use residence::facts::Language;
use serde_json::json;
use world::http::Client;
use world::journey::{Word, text};

use crate::axe::axe;
use crate::chromedriver::Chromedriver;
use crate::face::Face;
use crate::keyboard::{Key, focus_is_visible};
use crate::layout::{no_sideways_scroll, sideways};
use crate::patience::patiently;
use crate::pictures;
use crate::stage::stage;
use crate::visitor::Visitor;
use crate::weight::weigh;

const EN: Language = Language::En;

/// With what somebody looks at the trial pages: everything that behaves differently.
fn faces() -> [Face; 4] {
    let (narrow, wide) = (Face::narrow(EN), Face::wide(EN));
    [narrow, wide, narrow.without_scripts(), wide.without_scripts()]
}

/// The words with which a step fails.
fn failure(step: impl FnOnce()) -> String {
    let failed = catch_unwind(AssertUnwindSafe(step)).expect_err("this must fail");
    match failed.downcast_ref::<&str>() {
        Some(words) => (*words).to_owned(),
        None => failed.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}

#[test]
fn a_form_is_filled_in_and_sent() {
    let Some(stage) = stage() else { return };
    for face in faces() {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.trial("/good"));
        visitor.fill("name", "Әсел");
        visitor.choose("kind", "temporary");
        visitor.choose("child", "yes");
        visitor.choose("months", "6");
        visitor.press("It's done");
        visitor.wait_for("the answer", |visitor| visitor.heading() == "Done");
        let sent = r#"Әсел, Some("temporary"), Some("yes"), 6"#;
        assert_eq!(visitor.text(), format!("Done\n\n{sent}"), "{face}");

        visitor.open(&stage.trial("/good"));
        visitor.fill("name", "");
        visitor.press("form button");
        visitor.wait_for("the error", |visitor| !visitor.error_summary().is_empty());
        assert_eq!(visitor.error_summary(), [("Write a name".to_owned(), "#name".to_owned())]);
        assert_eq!((visitor.status(), visitor.title()), (422, "Error: Good".to_owned()));

        visitor.open(&stage.trial("/good"));
        assert!(!visitor.text().contains("Hidden words"));
        visitor.press("More");
        assert!(visitor.text().contains("Hidden words"));
        visitor.follow("Long page");
        assert_eq!((visitor.url(), visitor.heading()), (stage.trial("/long"), "Long".to_owned()));
        assert!(!visitor.shows("form"));
    }
}

#[test]
fn scripts_are_off_where_they_are_said_to_be() {
    let Some(stage) = stage() else { return };
    for face in faces() {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.trial("/script"));
        let (heading, words) = (visitor.heading(), visitor.text());
        assert_eq!(heading, if face.javascript { "After" } else { "Before" }, "{face}");
        assert_eq!(words.contains("Without scripts"), !face.javascript, "{face}");
        assert_eq!(visitor.html().contains(">After<"), face.javascript);
        visitor.open(&stage.trial("/later"));
        if face.javascript {
            visitor.wait_for("the script", |visitor| visitor.heading() == "Later");
        }
    }
}

#[test]
fn a_face_is_what_the_page_sees() {
    let Some(stage) = stage() else { return };
    for face in Face::all().chain(faces()) {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.trial("/language"));
        assert_eq!(visitor.heading(), face.language.as_str(), "{face}");
        let seen = visitor.ask("return [innerWidth, innerHeight, devicePixelRatio]");
        let expected = if face.width == 360 { json!([360, 740, 2]) } else { json!([1280, 900, 1]) };
        assert_eq!(seen, expected, "{face}");
    }
}

#[test]
fn a_browser_is_new_and_keeps_its_cookies_to_itself() {
    let Some(stage) = stage() else { return };
    let (one, other) = Visitor::pair(stage, Face::wide(EN), Face::narrow(EN));
    for visitor in [&one, &other] {
        visitor.open(&stage.trial("/cookie"));
        assert_eq!(visitor.heading(), "none");
        visitor.open(&stage.trial("/cookie"));
        assert_eq!(visitor.heading(), "__Host-trial=1");
    }
    let cookies = one.cookies();
    let [cookie] = &cookies[..] else { panic!("{cookies:?}") };
    assert_eq!((&cookie.name[..], &cookie.value[..]), ("__Host-trial", "1"));
    assert!(cookie.secure && cookie.http_only && cookie.same_site == "Strict", "{cookie:?}");
    one.forget();
    one.open(&stage.trial("/cookie"));
    assert_eq!(one.heading(), "none");
    let third = failure(|| drop(Visitor::new(stage, Face::wide(EN))));
    assert!(third.contains("Visitor::pair"), "{third}");
}

#[test]
fn what_is_not_accessible_is_found() {
    let Some(stage) = stage() else { return };
    let visitor = Visitor::new(stage, Face::narrow(EN));
    visitor.open(&stage.trial("/bad"));
    let found = axe(&visitor);
    let said = found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for rule in ["color-contrast", "image-alt", "label", "target-size", "page-has-heading-one"] {
        let violation = found.iter().find(|violation| violation.rule == rule);
        let violation = violation.unwrap_or_else(|| panic!("{rule} is not in\n{said}"));
        assert!(!violation.impact.is_empty() && !violation.help.is_empty(), "{violation}");
        assert!(!violation.places.is_empty(), "{violation}");
    }
    visitor.open(&stage.trial("/good"));
    crate::axe::is_accessible(&visitor);
}

#[test]
fn what_scrolls_sideways_is_found() {
    let Some(stage) = stage() else { return };
    for face in faces() {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.trial("/good"));
        no_sideways_scroll(&visitor);
        visitor.open(&stage.trial("/wide"));
        let found = sideways(&visitor).expect("the plank reaches out");
        assert!(found.contains("div#plank"), "{found}");
        visitor.open(&stage.trial("/unscaled"));
        assert_eq!(sideways(&visitor).is_some(), face.width == 360, "{face}");
    }
}

#[test]
fn what_a_page_complains_about_is_found() {
    let Some(stage) = stage() else { return };
    let visitor = Visitor::new(stage, Face::wide(EN));
    for (page, complaint) in
        [("/error", "TypeError"), ("/breach", "Content Security Policy"), ("/missing", "404")]
    {
        let said = failure(|| {
            visitor.open(&stage.trial(page));
            visitor.wait_for("the end of a test", |_| true);
        });
        assert!(said.contains("complains") && said.contains(complaint), "{page}: {said}");
    }
    visitor.bear_complaints();
    visitor.open(&stage.trial("/error"));
    assert!(visitor.complains()[0].contains("TypeError"));
    visitor.open(&stage.trial("/good"));
    assert!(visitor.complaints().is_empty());
}

#[test]
fn the_keyboard_is_enough_and_the_focus_is_seen() {
    let Some(stage) = stage() else { return };
    for face in faces() {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.trial("/good"));
        let names: Vec<String> =
            focus_is_visible(&visitor).into_iter().map(|stop| stop.name).collect();
        let stops =
            ["Long page", "Name", "Permanent", "With a child", "Months", "It's done", "More"];
        assert_eq!(names, stops, "{face}");

        visitor.open(&stage.trial("/good"));
        visitor.tab_to("Name");
        visitor.write("Дәулет");
        visitor.keys(&[Key::Tab, Key::Space, Key::Down]);
        assert_eq!(visitor.focused(), "Temporary");
        visitor.keys(&[Key::Up, Key::Tab, Key::Space, Key::Tab, Key::Down, Key::Tab, Key::Enter]);
        visitor.wait_for("the answer", |visitor| visitor.heading() == "Done");
        assert_eq!(visitor.text_of("p"), r#"Дәулет, Some("permanent"), Some("yes"), 6"#);

        visitor.open(&stage.trial("/unmarked"));
        let marked: Vec<_> =
            visitor.walk().into_iter().map(|stop| (stop.role, stop.name, stop.marked)).collect();
        let stop = |role: &str, name: &str, marked| (role.to_owned(), name.to_owned(), marked);
        let expected = [
            stop("button", "Unmarked", false),
            stop("link", "Transparent", false),
            stop("button", "Shadow", true),
        ];
        assert_eq!(marked, expected, "{face}");
        assert!(failure(|| drop(focus_is_visible(&visitor))).contains("Unmarked"));
    }
}

#[test]
fn chromedriver_ends_with_the_tests() {
    if stage().is_none() {
        return;
    }
    let folder = std::env::temp_dir().join(format!("tirkeu-guard-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let driver = Chromedriver::start(&folder);
    let address = driver.address;
    assert!(TcpStream::connect(address).is_ok());
    // What happens when this process ends, in whatever way.
    drop(driver);
    patiently("the end of chromedriver", || {
        if TcpStream::connect(address).is_ok() || folder.exists() {
            return Err("it is still there".to_owned());
        }
        Ok(())
    });
}

#[test]
fn pictures_have_the_whole_page() {
    let Some(stage) = stage() else { return };
    for face in faces() {
        let visitor = Visitor::new(stage, face);
        visitor.open(&stage.trial("/long"));
        let picture = pictures::take(&visitor.session).expect("a picture");
        assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"), "{face}");
        let side = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        let scale = if face.width == 360 { 2 } else { 1 };
        // A scrollbar of an ordinary screen takes its part.
        let width = u32::from(face.width) * scale;
        assert!((width - 20..=width).contains(&side(16)), "{face}: {} wide", side(16));
        assert!(side(20) > 3000 * scale, "{face}: {} high", side(20));
        let kept = pictures::keep_failed(&visitor.session, &format!("proof-{face}"));
        for ending in ["png", "html"] {
            let file = kept.with_extension(ending);
            assert!(std::fs::metadata(&file).unwrap().len() > 100, "{}", file.display());
            std::fs::remove_file(file).unwrap();
        }
    }
}

#[test]
fn a_page_is_weighed_as_if_new() {
    let Some(stage) = stage() else { return };
    let visitor = Visitor::new(stage, Face::narrow(EN));
    let (first, again) = (weigh(&visitor, "/api/docs"), weigh(&visitor, "/api/docs"));
    assert!(first.bytes > 10_000 && first.requests >= 2, "{first:?}");
    // Nothing of the second came from what the first had left behind.
    assert!(again.bytes > 10_000 && again.requests >= 2, "{again:?}");
    assert!(first.first_byte.as_secs() < 30 && !first.first_byte.is_zero(), "{first:?}");
}

/// As the journeys do it: the browser on one side, the phones on the other.
#[test]
fn the_world_answers_beside_the_browser() {
    let Some(stage) = stage() else { return };
    let scenario = &stage.story("other_owner").scenario;
    let phone = scenario.phone.expect("a phone");
    let client = Client::new(stage.world.running.portal_addr);
    let before = stage.received(phone);
    let asked = json!({ "iin": scenario.applicant });
    let asked = stage.wait("the sign-in", client.post("/api/v1/sign-in/sms", &asked)).unwrap();
    let challenge = text(&asked.body, "challenge_id").unwrap();
    let code = json!({ "code": stage.code(phone, 6, before) });
    let path = format!("/api/v1/sign-in/sms/{challenge}");
    let signed = stage.wait("the sign-in", client.post(&path, &code)).unwrap();
    let client = client.with_token(&text(&signed.body, "token").unwrap());
    let road = stage.road();
    let form = json!({ "kind": scenario.kind, "rka": scenario.rka, "reason": "rent" });
    let wish = world::journey::Wish { applicant: scenario.applicant, phone, form };
    let draft = stage.wait("the draft", road.draft(&client, &wish)).unwrap();
    let id = text(&draft.body, "id").unwrap();
    stage.wait("the signature", road.sign(&client, &wish, &id)).unwrap();
    let owner = scenario.asks[0].phone.expect("a phone");
    stage.wait("the answer", road.answer(owner, Word::Agree)).unwrap();
    stage.wait("the end", road.until(&client, &id, &["registered"])).unwrap();
    let visitor = Visitor::new(stage, Face::wide(EN));
    visitor.open(&stage.phones(&format!("/phones/{owner}")));
    assert!(visitor.text().contains("1414"));
    let other = &stage.story("other_owner").scenario;
    assert_ne!(other.applicant, scenario.applicant, "nobody is in two tests");
}
