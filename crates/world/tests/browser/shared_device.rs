//! What is left behind in the browser of somebody who goes: cookies that nothing can read, and no
//! page with a name.

use residence::facts::Language;

use crate::face::Face;
use crate::people::Move;
use crate::stage::stage;
use crate::visitor::Visitor;

#[test]
fn cookies_are_kept_for_the_portal_alone() {
    let Some(stage) = stage() else { return };
    let moving = Move::of(stage.story("sole_owner"));
    let visitor = Visitor::new(stage, Face::narrow(Language::Kk));
    visitor.open("/sign-in");
    let names = |expected: &[&str]| {
        let cookies = visitor.cookies();
        for cookie in &cookies {
            assert!(cookie.secure && cookie.http_only && cookie.same_site == "Lax", "{cookie:?}");
        }
        let mut names: Vec<String> = cookies.into_iter().map(|cookie| cookie.name).collect();
        names.sort();
        assert_eq!(names, expected);
    };
    names(&["__Host-guest"]);
    visitor.press(".tk-languages > [lang=ru]");
    visitor.wait_for("Russian", |visitor| visitor.html_lang() == "ru");
    names(&["__Host-guest", "__Host-language"]);
    visitor.signs_in(moving.applicant);
    names(&["__Host-language", "__Host-session"]);
    assert_eq!(visitor.ask("return document.cookie"), "", "no script reads them");
    visitor.press(".tk-header__leave");
    visitor.arrives("/signed-out");
    names(&["__Host-language"]);
}

#[test]
fn the_way_back_shows_nobody() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::Kk), Face::wide(Language::Ru).without_scripts()] {
        let moving = Move::of(stage.story("sole_owner"));
        let visitor = Visitor::new(stage, face);
        visitor.open("/applications");
        visitor.signs_in(moving.applicant);
        let name = visitor.text_of(".tk-header__who");
        assert!(!name.is_empty());
        visitor.press(".tk-header__leave");
        visitor.arrives("/signed-out");
        assert!(!visitor.html().contains(&name));
        visitor.goes_back();
        visitor.arrives("/sign-in");
        assert!(!visitor.html().contains(&name), "the page before asks who this is");
    }
}
