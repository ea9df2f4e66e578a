//! The whole way of somebody who moves with a child into a flat of somebody else: from the catalogue
//! to the registration, in each language, on a phone and on a screen, with scripts and without.

use residence::facts::Language;
use world::journey::Word;

use crate::face::Face;
use crate::people::Move;
use crate::stage::{Stage, stage};
use crate::steps::{ON, other_code};
use crate::visitor::Visitor;

const JOURNEY: &str = "journey";

#[test]
fn in_kazakh() {
    on_both_widths(Face::narrow(Language::Kk), Face::wide(Language::Kk));
}

#[test]
fn in_kazakh_without_scripts() {
    let (narrow, wide) = (Face::narrow(Language::Kk), Face::wide(Language::Kk));
    on_both_widths(narrow.without_scripts(), wide.without_scripts());
}

#[test]
fn in_russian() {
    on_both_widths(Face::narrow(Language::Ru), Face::wide(Language::Ru));
}

#[test]
fn in_russian_without_scripts() {
    let (narrow, wide) = (Face::narrow(Language::Ru), Face::wide(Language::Ru));
    on_both_widths(narrow.without_scripts(), wide.without_scripts());
}

#[test]
fn in_english() {
    on_both_widths(Face::narrow(Language::En), Face::wide(Language::En));
}

#[test]
fn in_english_without_scripts() {
    let (narrow, wide) = (Face::narrow(Language::En), Face::wide(Language::En));
    on_both_widths(narrow.without_scripts(), wide.without_scripts());
}

fn on_both_widths(narrow: Face, wide: Face) {
    let Some(stage) = stage() else { return };
    for face in [narrow, wide] {
        let way =
            Way { moving: Move::of_a_family(stage), visitor: Visitor::new(stage, face), stage };
        way.finds_the_service();
        way.signs_in();
        way.says_who();
        way.says_where();
        way.says_how();
        way.looks_ahead();
        way.says_why();
        way.checks_and_changes();
        way.signs();
        way.waits_for_the_owner();
        way.is_registered();
    }
}

struct Way<'s> {
    stage: &'s Stage,
    moving: Move<'s>,
    visitor: Visitor<'s>,
}

impl Way<'_> {
    fn looks(&self, step: &str) {
        self.visitor.looks(JOURNEY, step);
    }

    /// Presses the button of the question and comes to the next page.
    fn goes_on(&self, path: &str) {
        self.visitor.press(ON);
        self.visitor.arrives(path);
    }

    fn finds_the_service(&self) {
        let Self { visitor, .. } = self;
        visitor.open("/");
        assert_eq!((visitor.status(), visitor.heading()), (200, visitor.words("home-heading")));
        self.looks("01-home");
        visitor.follow(&visitor.words("section-citizenship"));
        visitor.arrives("/services/citizenship");
        self.looks("02-section");
        visitor.follow(&visitor.words("service-name"));
        visitor.arrives("/services/residence");
        self.looks("03-start");
        visitor.follow(&visitor.words("start-button"));
    }

    fn signs_in(&self) {
        let Self { visitor, moving, stage } = self;
        visitor.arrives("/sign-in");
        self.looks("04-sign-in-how");
        visitor.press(ON);
        visitor.is_told(&visitor.words("ways-choose"));
        visitor.chooses_to_sign_in("sms");
        self.looks("04-sign-in");
        visitor.fill("iin", "12345");
        visitor.press(ON);
        visitor.is_told(&visitor.words("error-iin-form"));
        assert_eq!(visitor.status(), 422);
        self.looks("05-sign-in-wrong");
        visitor.fill("iin", moving.applicant.iin.as_str());
        let before = stage.received(moving.applicant.phone);
        visitor.press(ON);
        visitor.wait_for("the page of the code", |visitor| visitor.shows("#code"));
        self.looks("06-sign-in-code");
        let code = stage.code(moving.applicant.phone, 6, before);
        visitor.fill("code", &other_code(&code, 1));
        visitor.press(ON);
        visitor.is_told(&visitor.words("error-code-wrong"));
        self.looks("07-sign-in-code-wrong");
        visitor.fill("code", &code);
        self.goes_on("/apply/who");
    }

    fn says_who(&self) {
        self.looks("08-who");
        self.goes_on("/apply/where");
    }

    fn says_where(&self) {
        let Self { visitor, moving, .. } = self;
        self.looks("09-where");
        visitor.fill("q", "zzzzz");
        visitor.press("form[role=search] button");
        let nothing = visitor.words("apply-where-nothing");
        visitor.wait_for(&nothing, |visitor| visitor.text().contains(&nothing));
        self.looks("10-where-nothing");
        visitor.fill("q", &moving.block_in_words(visitor.face.language));
        visitor.press("form[role=search] button");
        visitor.wait_for("the addresses", |visitor| visitor.shows("#rka"));
        self.looks("11-where-found");
        visitor.choose("rka", moving.block().as_str());
        self.goes_on("/apply/flat");
        self.looks("12-flat");
        visitor.follow(&visitor.words("apply-flat-other-building"));
        visitor.arrives("/apply/where");
        visitor.chooses_flat(moving);
    }

    fn looks_ahead(&self) {
        let asks = self.visitor.words_with("apply-asks-owner", &[("count", "1")]);
        assert!(self.visitor.text().contains(&asks), "{asks}");
        self.looks("16-pre-check");
        self.goes_on("/apply/reason");
    }

    fn says_how(&self) {
        let Self { visitor, moving, .. } = self;
        self.looks("13-kind");
        visitor.press(ON);
        visitor.is_told(&visitor.words("apply-kind-required"));
        self.looks("14-kind-wrong");
        visitor.choose("kind", "permanent");
        self.goes_on("/apply/children");
        let child = moving.child.expect("a child");
        let child = format!("return document.querySelector('[value=\"{child}\"]').checked");
        assert_eq!(visitor.ask(&child), true, "a child comes along from where both live");
        self.looks("15-children");
        self.goes_on("/apply/pre-check");
    }

    fn says_why(&self) {
        let Self { visitor, .. } = self;
        self.looks("17-reason");
        visitor.choose("reason", "rent");
        self.goes_on("/apply/arrival");
        self.looks("18-arrival");
        visitor.fill("day", "1");
        visitor.fill("month", "13");
        visitor.fill("year", "2026");
        visitor.press(ON);
        visitor.is_told(&visitor.words("apply-arrived-on-date-form"));
        self.looks("19-arrival-wrong");
        for part in ["day", "month", "year"] {
            visitor.fill(part, "");
        }
        self.goes_on("/apply/check");
    }

    fn checks_and_changes(&self) {
        let Self { visitor, moving, .. } = self;
        self.looks("20-check");
        assert!(visitor.text().contains(moving.rka.as_str()));
        assert!(visitor.text().contains(&visitor.words("reason-rent")));
        visitor.press("a[href='/apply/reason']");
        visitor.arrives("/apply/reason");
        visitor.choose("reason", "family");
        self.goes_on("/apply/check");
        assert!(visitor.text().contains(&visitor.words("reason-family")));
    }

    fn signs(&self) {
        let Self { visitor, moving, stage } = self;
        visitor.press(ON);
        visitor.wait_for("the signing", |visitor| visitor.shows("main button[value=choose]"));
        self.looks("21-sign");
        let before = stage.received(moving.applicant.phone);
        visitor.chooses_to_sign("sms");
        visitor.wait_for("the field of the code", |visitor| visitor.shows("#code"));
        self.looks("22-sign-code");
        let code = stage.code(moving.applicant.phone, 6, before);
        visitor.fill("code", &other_code(&code, 1));
        visitor.press("main button[value=sign]");
        visitor.is_told(&visitor.words("error-code-wrong"));
        self.looks("23-sign-code-wrong");
        visitor.fill("code", &code);
        visitor.press("main button[value=sign]");
        visitor.wait_for("the filing", |visitor| visitor.url().ends_with("/filed"));
        assert_eq!(visitor.heading(), visitor.words("filed-heading"));
        assert!(!visitor.text_of(".govuk-panel .tk-number").is_empty());
        self.looks("24-filed");
    }

    fn waits_for_the_owner(&self) {
        let Self { visitor, .. } = self;
        let number = visitor.text_of(".govuk-panel .tk-number");
        visitor.follow(&visitor.words("filed-follow"));
        visitor.sees("awaiting-consent");
        assert!(visitor.heading().contains(&number));
        let must = visitor.words_with("next-awaiting-consent", &[("count", "1")]);
        assert!(visitor.text_of(".tk-outcome").contains(&must), "{must}");
        let owner = visitor.words("role-owner");
        let role = visitor.text_of(".tk-party .tk-party__role").to_lowercase();
        assert_eq!(role, owner, "who must act");
        let until = visitor.text_of(".tk-until time");
        assert!(until.len() == 5 && until.contains(':'), "until when: {until}");
        self.looks("25-waiting");
    }

    fn is_registered(&self) {
        let Self { visitor, moving, stage } = self;
        visitor.ask("window.sameAsBefore = true");
        let answer = stage.road();
        let answer = answer.answer(moving.owner().phone, Word::Agree);
        stage.wait("the answer", answer).expect("the owner agrees");
        visitor.sees("registered");
        if visitor.face.javascript {
            assert_eq!(
                visitor.ask("return window.sameAsBefore"),
                true,
                "the page was not reloaded"
            );
            assert_eq!(visitor.text_of("#announce"), visitor.words("status-registered"));
        }
        assert!(!visitor.shows("#look") && !visitor.shows("#withdraw"));
        self.looks("26-registered");
        visitor.follow(&visitor.words("history-heading"));
        visitor.arrives("/applications");
        self.looks("27-history");
    }
}
