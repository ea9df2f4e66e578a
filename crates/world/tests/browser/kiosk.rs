//! A kiosk: from the language to the receipt, and the wipe behind it.

use residence::facts::Language;

use crate::face::Face;
use crate::people::Move;
use crate::stage::stage;
use crate::visitor::Visitor;

const JOURNEY: &str = "kiosk";

#[test]
fn in_kazakh() {
    goes(Face::of_kiosk(Language::Kk));
}

#[test]
fn in_russian() {
    goes(Face::of_kiosk(Language::Ru));
}

#[test]
fn in_english() {
    goes(Face::of_kiosk(Language::En));
}

#[test]
fn without_scripts() {
    goes(Face::of_kiosk(Language::Kk).without_scripts());
}

#[test]
fn on_a_screen_of_another_size() {
    goes(Face::wide(Language::Ru));
    goes(Face::narrow(Language::Kk));
}

/// Somebody applies, and leaves nothing behind.
fn goes(face: Face) {
    let Some(stage) = stage() else { return };
    let moving = Move::of(stage.story("other_owner"));
    let visitor = Visitor::at_the_kiosk(stage, face);
    begins(&visitor);
    visitor.press(".tk-kiosk__choices [href='/apply']");
    visitor.arrives("/sign-in");
    let first = "return document.querySelector('[name=method]').value";
    assert_eq!(visitor.ask(first), "qr", "the person's own phone comes first");
    visitor.looks(JOURNEY, "05-sign-in");
    visitor.signs_in(moving.applicant);
    visitor.arrives("/apply/who");
    let name = visitor.text_of(".tk-header__nav");
    visitor.looks(JOURNEY, "06-who");
    visitor.press(crate::steps::ON);
    visitor.arrives("/apply/where");
    visitor.chooses_flat(&moving);
    visitor.answers_how(&moving);
    visitor.looks(JOURNEY, "07-pre-check");
    visitor.press(crate::steps::ON);
    visitor.answers_why();
    visitor.looks(JOURNEY, "08-check");
    visitor.signs(&moving);
    visitor.wait_for("the receipt", |visitor| visitor.shows(".tk-receipt .tk-qr__code"));
    visitor.looks(JOURNEY, "09-receipt");
    let page = visitor.html();
    assert!(!page.contains(moving.applicant.iin.as_str()), "the receipt names nobody");
    visitor.press("#end");
    nothing_remains(&visitor, &name);
}

/// Language, letters, the call of the staff.
fn begins(visitor: &Visitor<'_>) {
    let language = visitor.face.language.as_str();
    visitor.open("/kiosk");
    visitor.looks(JOURNEY, "01-language");
    visitor.press(&format!(".tk-kiosk__choices [lang={language}]"));
    visitor.arrives("/kiosk/start");
    visitor.looks(JOURNEY, "02-start");
    visitor.press(".tk-kiosk__size--larger");
    visitor.wait_for("larger letters", |visitor| visitor.shows("html.tk-kiosk--larger"));
    visitor.looks(JOURNEY, "03-larger");
    visitor.press("footer [href^='/kiosk/call']");
    visitor.arrives("/kiosk/call");
    visitor.press("#call");
    let called = visitor.words("kiosk-called-heading");
    visitor.wait_for(&called, |visitor| visitor.heading() == called);
    visitor.looks(JOURNEY, "04-called");
    visitor.press("#back");
    visitor.arrives("/kiosk/start");
    visitor.press(".tk-kiosk__size--plain");
    visitor.wait_for("plain letters", |visitor| visitor.shows("html.tk-kiosk--plain"));
}

/// The first page is shown; neither the browser nor its way back has anything of whoever was there.
fn nothing_remains(visitor: &Visitor<'_>, name: &str) {
    visitor.arrives("/kiosk");
    assert!(!name.is_empty());
    let cookies: Vec<String> = visitor.cookies().into_iter().map(|cookie| cookie.name).collect();
    assert!(cookies.iter().all(|name| name == "__Host-guest"), "{cookies:?}");
    assert_eq!(visitor.ask("return localStorage.length + sessionStorage.length"), 0);
    for _ in 0..3 {
        visitor.goes_back();
        visitor.wait_for("a page", |visitor| visitor.shows("footer"));
        assert!(!visitor.html().contains(name), "{}", visitor.url());
        assert!(!visitor.shows(".tk-header__nav"), "{}", visitor.url());
    }
}

#[test]
fn whoever_leaves_it_is_warned_and_wiped() {
    let Some(stage) = stage() else { return };
    let moving = Move::of(stage.story("other_owner"));
    let visitor = Visitor::at_the_kiosk(stage, Face::of_kiosk(Language::En));
    visitor.open("/kiosk/start?language=en");
    visitor.press(".tk-kiosk__choices [href='/apply']");
    visitor.signs_in(moving.applicant);
    visitor.arrives("/apply/who");
    let name = visitor.text_of(".tk-header__nav");
    let later = |seconds: u32| {
        visitor.ask(&format!("const now = Date.now() + {seconds}000; Date.now = () => now"));
    };
    assert!(!visitor.shows("#idle:not([hidden])"));
    later(61);
    visitor.wait_for("the warning", |visitor| visitor.shows("#idle:not([hidden])"));
    visitor.looks(JOURNEY, "10-idle");
    visitor.press("#still");
    visitor.wait_for("its end", |visitor| !visitor.shows("#idle:not([hidden])"));
    later(91);
    nothing_remains(&visitor, &name);
}

#[test]
fn where_no_script_runs_a_page_asks_whether_somebody_is_there() {
    let Some(stage) = stage() else { return };
    let visitor = Visitor::at_the_kiosk(stage, Face::of_kiosk(Language::Kk).without_scripts());
    visitor.open("/kiosk/start?language=kk");
    let refresh = "return document.querySelector('noscript').innerHTML";
    assert!(
        visitor.html().contains("content=\"60;url=/kiosk/still?to=%2Fkiosk%2Fstart\""),
        "{refresh}"
    );
    visitor.open("/kiosk/still?to=%2Fkiosk%2Fstart");
    visitor.looks(JOURNEY, "11-still");
    assert!(visitor.html().contains("content=\"30;url=/kiosk/end\""));
    visitor.press("main .govuk-button");
    visitor.arrives("/kiosk/start");
}
