//! The switch of the language: what was typed stays, and so does the page.

use residence::facts::Language;
use serde_json::Value;

use crate::face::Face;
use crate::people::Move;
use crate::stage::stage;
use crate::steps::ON;
use crate::visitor::Visitor;

/// Presses the other languages one after the other, and comes back to the first.
fn through_all(visitor: &Visitor<'_>, check: impl Fn(&str)) {
    let first = visitor.face.language;
    let others = Language::ALL.into_iter().filter(|language| *language != first);
    for language in others.chain([first]) {
        let code = language.as_str();
        visitor.press(&format!(".tk-languages > [lang={code}]"));
        visitor.wait_for(code, |visitor| visitor.html_lang() == code && visitor.shows("footer"));
        check(code);
    }
}

/// What stands in the field of this name.
fn typed(visitor: &Visitor<'_>, name: &str) -> Value {
    visitor.ask(&format!("return document.querySelector('[name={name}]').value"))
}

/// What is chosen in the field of this name.
fn chosen(visitor: &Visitor<'_>, name: &str) -> Value {
    let script = format!(
        "return [...document.querySelectorAll('[name={name}]')].filter(one => one.checked)
            .map(one => one.value).join()"
    );
    visitor.ask(&script)
}

/// On a page with a form, this text in this field outlives all languages.
#[track_caller]
fn keeps(visitor: &Visitor<'_>, name: &str, text: &str) {
    let page = visitor.url();
    visitor.fill(name, text);
    through_all(visitor, |code| {
        assert_eq!(typed(visitor, name), text, "{name} in {code} at {page}");
        assert_eq!(without_query(&visitor.url()), without_query(&page), "the page is the same");
    });
}

/// The same for a choice.
#[track_caller]
fn keeps_chosen(visitor: &Visitor<'_>, name: &str, value: &str) {
    let page = visitor.url();
    visitor.choose(name, value);
    through_all(visitor, |code| {
        assert_eq!(chosen(visitor, name), value, "{name} in {code} at {page}");
        assert_eq!(without_query(&visitor.url()), without_query(&page), "the page is the same");
    });
}

/// A code is a secret: it is typed again.
#[track_caller]
fn keeps_no_code(visitor: &Visitor<'_>) {
    let page = visitor.url();
    visitor.fill("code", "12");
    through_all(visitor, |_| {
        assert_eq!((typed(visitor, "code"), visitor.url()), (Value::from(""), page.clone()));
    });
}

fn without_query(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}

#[test]
fn what_was_typed_stays() {
    let Some(stage) = stage() else { return };
    let (with, without) = (Face::narrow(Language::Kk), Face::wide(Language::Ru).without_scripts());
    for face in [with, without] {
        let moving = Move::of_a_family(stage);
        let child = moving.child.expect("a child");
        let visitor = Visitor::new(stage, face);
        visitor.open("/apply");
        visitor.chooses_to_sign_in("sms");
        keeps(&visitor, "iin", "8501");
        visitor.fill("iin", moving.applicant.iin.as_str());
        let before = stage.received(moving.applicant.phone);
        visitor.press(ON);
        visitor.wait_for("the page of the code", |visitor| visitor.shows("#code"));
        keeps_no_code(&visitor);
        visitor.fill("code", &stage.code(moving.applicant.phone, 6, before));
        visitor.press(ON);
        visitor.arrives("/apply/who");
        keeps(&visitor, "other", "7001");
        visitor.fill("other", "");
        visitor.press(ON);
        visitor.arrives("/apply/where");
        keeps(&visitor, "q", "Абай");
        visitor.fill("q", &moving.block_in_words(visitor.face.language));
        visitor.press("form[role=search] button");
        visitor.wait_for("the addresses", |visitor| visitor.shows("#rka"));
        keeps_chosen(&visitor, "rka", moving.block().as_str());
        visitor.press(ON);
        visitor.arrives("/apply/flat");
        visitor.choose("flat", moving.rka.as_str());
        through_all(&visitor, |_| assert_eq!(typed(&visitor, "flat"), moving.rka.as_str()));
        visitor.press(ON);
        visitor.arrives("/apply/kind");
        keeps(&visitor, "months", "7");
        keeps_chosen(&visitor, "kind", "permanent");
        visitor.fill("months", "");
        visitor.press(ON);
        visitor.arrives("/apply/children");
        // Nobody comes along; that stays as well, and is changed back.
        visitor.choose("children", child.as_str());
        through_all(&visitor, |_| assert_eq!(chosen(&visitor, "children"), ""));
        keeps_chosen(&visitor, "children", child.as_str());
        visitor.press(ON);
        visitor.arrives("/apply/pre-check");
        through_all(&visitor, |_| assert!(visitor.url().ends_with("/apply/pre-check")));
        visitor.press(ON);
        visitor.arrives("/apply/reason");
        keeps_chosen(&visitor, "reason", "study");
        visitor.press(ON);
        visitor.arrives("/apply/arrival");
        keeps(&visitor, "year", "20");
        visitor.fill("year", "");
        visitor.press(ON);
        visitor.arrives("/apply/check");
        through_all(&visitor, |_| assert!(visitor.url().ends_with("/apply/check")));
        visitor.press(ON);
        visitor.wait_for("the signing", |visitor| visitor.shows("main button[value=choose]"));
        through_all(&visitor, |_| assert!(visitor.shows("#method")));
        visitor.chooses_to_sign("sms");
        visitor.wait_for("the field of the code", |visitor| visitor.shows("#code"));
        keeps_no_code(&visitor);
    }
}

#[test]
fn a_reason_to_refuse_stays() {
    let Some(stage) = stage() else { return };
    let moving = Move::of(stage.story("other_owner"));
    moving.is_filed(stage);
    let visitor = Visitor::new(stage, Face::wide(Language::En));
    visitor.open("/questions");
    visitor.signs_in(moving.owner());
    visitor.press(".tk-party a");
    visitor.press("a[href$='/refuse']");
    visitor.wait_for("the reasons", |visitor| visitor.shows("#reason"));
    keeps_chosen(&visitor, "reason", "stranger");
}

#[test]
fn a_page_without_a_form_stays() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::Kk), Face::wide(Language::En).without_scripts()] {
        let visitor = Visitor::new(stage, face);
        let pages = ["/", "/services/citizenship", "/services/residence", "/help", "/nowhere"];
        for page in pages {
            visitor.open(page);
            let address = stage.portal(page);
            through_all(&visitor, |_| assert_eq!(visitor.url(), address));
        }
        visitor.open("/statistics?from=2026-01-01");
        through_all(&visitor, |_| assert_eq!(typed(&visitor, "from"), "2026-01-01"));
    }
}
