//! The steps that people take through the portal.

use crate::axe::is_accessible;
use crate::layout::no_sideways_scroll;
use crate::people::{Move, Somebody};
use crate::visitor::Visitor;

/// The button of the one question of a page.
pub(crate) const ON: &str = "#question .govuk-button";

impl Visitor<'_> {
    /// A text of the portal in the language of this visitor.
    pub(crate) fn words(&self, key: &str) -> String {
        self.words_with(key, &[])
    }

    /// The same with values.
    pub(crate) fn words_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.stage.world.running.app.texts.say(self.face.language, key, values)
    }

    /// Waits until the page of this path is there.
    #[track_caller]
    pub(crate) fn arrives(&self, path: &str) {
        let path = self.address(path);
        let here = |visitor: &Self| {
            let url = visitor.url();
            url.split(['?', '#']).next() == Some(&path) && visitor.shows("footer")
        };
        self.wait_for(&path, here);
    }

    /// Waits until something on the page is wrong: it is said above, and read first.
    #[track_caller]
    pub(crate) fn is_told(&self, text: &str) {
        self.wait_for("an error", |visitor| visitor.shows("#errors"));
        let said = self.error_summary();
        assert!(said.iter().any(|(line, _)| line == text), "{text} is not in {said:?}");
        let error = self.words("portal-error");
        assert!(self.title().starts_with(&format!("{error}: ")), "{}", self.title());
        if self.face.javascript {
            assert_eq!(self.ask("return document.activeElement.id"), "errors");
        }
        for (line, target) in said {
            let leads = format!("return document.querySelector('{target}') !== null");
            assert_eq!(self.ask(&leads), true, "{line} leads to {target}");
        }
    }

    /// Looks at a page as everybody must be able to, and keeps a picture.
    #[track_caller]
    pub(crate) fn looks(&self, journey: &str, step: &str) {
        assert_eq!(self.html_lang(), self.face.language.as_str(), "{}", self.url());
        no_sideways_scroll(self);
        if self.face.javascript {
            is_accessible(self);
        }
        self.picture(journey, step);
    }

    /// Chooses one of the ways to sign in, on the page that asks how.
    #[track_caller]
    pub(crate) fn chooses_to_sign_in(&self, way: &str) {
        self.arrives("/sign-in");
        self.choose("method", way);
        self.press(ON);
        self.arrives(&format!("/sign-in/{way}"));
    }

    /// Chooses one of the ways to sign, below what is signed.
    #[track_caller]
    pub(crate) fn chooses_to_sign(&self, way: &str) {
        self.wait_for("the ways to sign", |visitor| visitor.shows("main button[value=choose]"));
        self.choose("method", way);
        self.press("main button[value=choose]");
    }

    /// Signs in by SMS, from the page that asks how.
    #[track_caller]
    pub(crate) fn signs_in(&self, who: Somebody) {
        self.chooses_to_sign_in("sms");
        self.fill("iin", who.iin.as_str());
        let before = self.stage.received(who.phone);
        self.press(ON);
        self.wait_for("the page of the code", |visitor| visitor.shows("#code"));
        self.fill("code", &self.stage.code(who.phone, 6, before));
        self.press(ON);
        self.wait_for("the session", |visitor| visitor.shows(".tk-header__nav"));
    }

    /// Begins an application for oneself, signed in on the way, up to the flat.
    #[track_caller]
    pub(crate) fn begins(&self, moving: &Move<'_>) {
        self.open("/apply");
        self.signs_in(moving.applicant);
        self.arrives("/apply/who");
        self.press(ON);
        self.arrives("/apply/where");
        self.chooses_flat(moving);
    }

    /// Chooses the flat by its code, on the page that asks where.
    #[track_caller]
    pub(crate) fn chooses_flat(&self, moving: &Move<'_>) {
        self.fill("q", moving.rka.as_str());
        self.press("form[role=search] button");
        self.wait_for("the flat", |visitor| visitor.shows("#rka"));
        self.choose("rka", moving.rka.as_str());
        self.press(ON);
        self.arrives("/apply/kind");
    }

    /// Answers how and with whom, up to the look ahead.
    #[track_caller]
    pub(crate) fn answers_how(&self, moving: &Move<'_>) {
        self.arrives("/apply/kind");
        self.choose("kind", "permanent");
        self.press(ON);
        if moving.child.is_some() {
            self.arrives("/apply/children");
            self.press(ON);
        }
        self.arrives("/apply/pre-check");
    }

    /// Answers what comes behind the look ahead, up to the check of the answers.
    #[track_caller]
    pub(crate) fn answers_why(&self) {
        self.arrives("/apply/reason");
        self.choose("reason", "rent");
        self.press(ON);
        self.arrives("/apply/arrival");
        self.press(ON);
        self.arrives("/apply/check");
    }

    /// Goes on to the signing and signs by SMS; the application is filed then.
    #[track_caller]
    pub(crate) fn signs(&self, moving: &Move<'_>) {
        self.press(ON);
        let before = self.stage.received(moving.applicant.phone);
        self.chooses_to_sign("sms");
        self.wait_for("the field of the code", |visitor| visitor.shows("#code"));
        self.fill("code", &self.stage.code(moving.applicant.phone, 6, before));
        self.press("main button[value=sign]");
        let filed = |visitor: &Self| visitor.url().ends_with("/filed") || visitor.shows("#status");
        self.wait_for("the filing", filed);
    }

    /// Waits until the application shows a status; without scripts by looking again.
    #[track_caller]
    pub(crate) fn sees(&self, status: &str) {
        let status = self.words(&format!("status-{status}"));
        self.wait_for(&status, |visitor| {
            if visitor.text_of("#status") == status {
                return true;
            }
            if !visitor.face.javascript && visitor.shows("#look") {
                visitor.follow(&visitor.words("case-again"));
            }
            false
        });
    }
}

/// A code that is not this one; another for each number below ten.
pub(crate) fn other_code(code: &str, by: u32) -> String {
    let turned = code.chars().filter_map(|digit| digit.to_digit(10));
    turned.filter_map(|digit| char::from_digit((digit + by) % 10, 10)).collect()
}
