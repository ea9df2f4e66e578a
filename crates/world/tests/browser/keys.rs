//! Signing in, signing and agreeing with a key through NCALayer, and whatever stands in the way of it.

use std::time::Duration;

use residence::facts::Language;
use store::{SlipChange, SlipWrite, Unit};
use world::key_holder::{Mode, Which};

use crate::face::Face;
use crate::keyboard::Key;
use crate::people::{Move, Somebody};
use crate::stage::{Keys, stage};
use crate::steps::ON;
use crate::visitor::Visitor;

const JOURNEY: &str = "keys";

/// Presses the button that asks NCALayer.
const SIGN: &str = "#eds-sign";

impl Visitor<'_> {
    /// Signs in with their key, from the page that asks how.
    #[track_caller]
    pub(crate) fn signs_in_by_key(&self, keys: &Keys<'_>, who: Somebody) {
        self.chooses_to_sign_in("eds");
        keys.chooses(who, Which::Gost);
        self.press(SIGN);
        self.wait_for("the session", |visitor| visitor.shows(".tk-header__who"));
    }

    /// Waits until the page says this below the button, which can be pressed again and has the focus.
    #[track_caller]
    fn hears(&self, word: &str) {
        let words = self.words(word);
        self.wait_for(&words, |visitor| visitor.text_of("#eds-said").contains(&words));
        assert_eq!(self.ask("return document.activeElement.id"), "eds-sign", "{word}");
        let pressed = "return document.getElementById('eds-sign').ariaDisabled";
        self.wait_for("the button", |visitor| visitor.ask(pressed) == "false");
    }

    /// Signs, and is told that the signature is not taken.
    #[track_caller]
    fn signs_in_vain(&self, fault: &str) {
        self.press(SIGN);
        let fault = self.words(&format!("signature-fault-{fault}"));
        self.wait_for(&fault, |visitor| {
            visitor.shows("#errors") && visitor.text_of("#errors").contains(&fault)
        });
        assert_eq!(
            (self.status(), self.ask("return document.activeElement.id")),
            (422, "errors".into())
        );
    }
}

#[test]
fn in_kazakh() {
    from_the_sign_in_to_the_consent(Language::Kk);
}

#[test]
fn in_russian() {
    from_the_sign_in_to_the_consent(Language::Ru);
}

#[test]
fn in_english() {
    from_the_sign_in_to_the_consent(Language::En);
}

fn from_the_sign_in_to_the_consent(language: Language) {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(language), Face::wide(language)] {
        let keys = stage.keys();
        let moving = Move::of(stage.story("other_owner"));
        let id = moving.is_drafted(stage);
        let applicant = Visitor::new(stage, face);
        applicant.open(&format!("/applications/{id}/sign"));
        applicant.arrives("/sign-in");
        applicant.looks(JOURNEY, "01-sign-in-how");
        applicant.choose("method", "eds");
        applicant.press(ON);
        applicant.arrives("/sign-in/eds");
        applicant.looks(JOURNEY, "02-sign-in");
        keys.chooses(moving.applicant, Which::Gost);
        applicant.press(SIGN);
        applicant.arrives(&format!("/applications/{id}/sign"));
        signs(&applicant, &id);
        drop(applicant);
        agrees(&Visitor::new(stage, face), &keys, &moving);
        let applicant = Visitor::new(stage, face);
        applicant.open(&format!("/applications/{id}"));
        applicant.signs_in_by_key(&keys, moving.applicant);
        applicant.sees("registered");
    }
}

fn signs(applicant: &Visitor<'_>, id: &str) {
    applicant.looks(JOURNEY, "03-sign-how");
    applicant.press("main button[value=choose]");
    applicant.is_told(&applicant.words("ways-choose"));
    applicant.chooses_to_sign("eds");
    applicant.arrives(&format!("/applications/{id}/sign/eds"));
    applicant.press("main summary");
    applicant.looks(JOURNEY, "04-sign");
    applicant.press(SIGN);
    applicant.arrives(&format!("/applications/{id}/filed"));
}

fn agrees(owner: &Visitor<'_>, keys: &Keys<'_>, moving: &Move<'_>) {
    owner.open("/questions");
    owner.signs_in(moving.owner());
    owner.press(".tk-party a");
    owner.wait_for("the question", |owner| owner.shows("#agree"));
    let question = owner.ask("return location.pathname").as_str().unwrap().to_owned();
    owner.looks(JOURNEY, "05-question-of-somebody-signed-in-by-sms");
    owner.press("#agree");
    owner.arrives("/sign-in");
    assert!(!owner.shows("[value=sms]"), "no SMS is enough");
    owner.looks(JOURNEY, "06-sign-in-to-agree");
    owner.signs_in_by_key(keys, moving.owner());
    owner.arrives(&format!("{question}/agree"));
    owner.looks(JOURNEY, "07-agree-how");
    owner.press(ON);
    owner.is_told(&owner.words("ways-choose"));
    owner.choose("method", "eds");
    owner.press(ON);
    owner.arrives(&format!("{question}/agree/eds"));
    assert!(owner.text_of(".tk-document").contains("tirkeu/consent/1"));
    owner.looks(JOURNEY, "08-agree");
    owner.press(SIGN);
    owner.arrives(&question);
    assert!(owner.text().contains(&owner.words("question-status-agreed")));
    owner.looks(JOURNEY, "09-agreed");
}

/// Whatever goes wrong is said, with what to do; nothing is lost, and the right key signs at last.
#[test]
fn what_goes_wrong_is_said() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::Kk), Face::wide(Language::Ru), Face::narrow(Language::En)] {
        let keys = stage.keys();
        let moving = Move::of(stage.story("other_owner"));
        let id = moving.is_drafted(stage);
        let visitor = Visitor::new(stage, face);
        visitor.open(&format!("/applications/{id}/sign/eds"));
        visitor.chooses_to_sign_in("eds");
        keys.chooses(moving.applicant, Which::Revoked);
        visitor.signs_in_vain("revoked");
        visitor.looks(JOURNEY, "10-sign-in-revoked");
        keys.chooses(moving.applicant, Which::Gost);
        visitor.press(SIGN);
        visitor.arrives(&format!("/applications/{id}/sign/eds"));

        keys.holder.cancel_next();
        visitor.press(SIGN);
        visitor.hears("eds-cancelled");
        visitor.looks(JOURNEY, "11-cancelled");
        keys.holder.set_mode(Mode::Off);
        visitor.bear_complaints();
        visitor.press(SIGN);
        visitor.hears("eds-absent");
        visitor.looks(JOURNEY, "12-absent");
        keys.holder.set_mode(Mode::Ready);
        keys.chooses(moving.owner(), Which::Gost);
        visitor.signs_in_vain("other-person");
        visitor.looks(JOURNEY, "13-of-somebody-else");
        for (which, fault) in [
            (Which::Expired, "expired"),
            (Which::Revoked, "revoked"),
            (Which::Organisation, "not-a-person"),
        ] {
            keys.chooses(moving.applicant, which);
            visitor.signs_in_vain(fault);
        }
        keys.chooses(moving.applicant, Which::Rsa);
        visitor.press(SIGN);
        visitor.arrives(&format!("/applications/{id}/filed"));
    }
}

/// While the dialog is open the page says so, and the button asks nothing more.
#[test]
fn the_dialog_is_waited_for() {
    let Some(stage) = stage() else { return };
    let keys = stage.keys();
    let moving = Move::of(stage.story("sole_owner"));
    let visitor = Visitor::new(stage, Face::wide(Language::En));
    visitor.open("/sign-in/eds?to=/apply/who");
    keys.chooses(moving.applicant, Which::Gost);
    keys.holder.set_mode(Mode::Slow(Duration::from_secs(2)));
    visitor.tab_to(&visitor.words("eds-button"));
    visitor.keys(&[Key::Enter]);
    let choose = visitor.words("eds-choose");
    visitor.wait_for(&choose, |visitor| visitor.text_of("#eds-said") == choose);
    assert_eq!(visitor.focused(), visitor.words("eds-button"));
    visitor.keys(&[Key::Enter]);
    visitor.looks(JOURNEY, "14-dialog");
    visitor.arrives("/apply/who");
}

/// Without scripts there is no way to NCALayer: the page says so, and offers the others.
#[test]
fn without_scripts_the_other_ways_are_left() {
    let Some(stage) = stage() else { return };
    let visitor = Visitor::new(stage, Face::narrow(Language::Ru).without_scripts());
    visitor.open("/sign-in");
    visitor.chooses_to_sign_in("eds");
    assert!(visitor.text().contains(&visitor.words("eds-without-script")));
    assert!(!visitor.text().contains(&visitor.words("eds-button")));
    visitor.looks(JOURNEY, "15-without-script");
    visitor.follow(&visitor.words("ways-again"));
    visitor.arrives("/sign-in");
}

/// A signature that is kept until its certificate can be looked at: the page says so and goes on by
/// itself. That such signatures are kept, and tried again, is seen in `signing`.
#[test]
fn a_signature_that_waits() {
    let Some(stage) = stage() else { return };
    for face in Face::all() {
        let moving = Move::of(stage.story("other_owner"));
        let id = moving.is_drafted(stage);
        let app = &stage.world.running.app;
        let slip = |change| SlipWrite { kind: "unlearned", key: id.clone(), change };
        let write = |change| {
            let unit = Unit { slips: vec![slip(change)], ..Unit::default() };
            stage.wait("the record", app.commit(unit)).expect("it is written");
        };
        let now = app.now();
        let body = format!("\"{now}\"");
        write(SlipChange::Set { body, expires: now + Duration::from_secs(3600) });
        let visitor = Visitor::new(stage, face);
        visitor.open(&format!("/applications/{id}/sign/eds"));
        visitor.signs_in(moving.applicant);
        visitor.arrives(&format!("/applications/{id}/sign"));
        assert_eq!(visitor.heading(), visitor.words("waits-heading"));
        visitor.looks(JOURNEY, "16-waits");
        visitor.open(&format!("/applications/{id}"));
        assert!(visitor.text().contains(&visitor.words("waits-next")));
        assert!(!visitor.shows("#sign"), "it is signed");
        visitor.looks(JOURNEY, "17-case-that-waits");
        visitor.open(&format!("/applications/{id}/sign"));
        write(SlipChange::Remove);
        visitor.wait_for("the ways", |visitor| visitor.shows("#method"));
    }
}
