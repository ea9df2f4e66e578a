//! Signing in, signing and agreeing with eGov Mobile, by QR code or on the same phone.

use residence::facts::Language;
use residence::names::Iin;
use serde_json::{Value, json};
use world::http::{Answer, Client};
use world::ncalayer;

use crate::face::Face;
use crate::people::Move;
use crate::stage::{Keys, Stage, stage};
use crate::steps::ON;
use crate::visitor::Visitor;

const JOURNEY: &str = "qr";

/// What the app of a phone has fetched for a code.
struct Scanned<'s> {
    stage: &'s Stage,
    client: Client,
    path: String,
    /// What there is to sign, as it came.
    asked: Value,
}

impl<'s> Scanned<'s> {
    /// Scans the code that the page shows: the picture says the same as the link beside it.
    #[track_caller]
    fn of(visitor: &Visitor<'s>) -> Self {
        let stage = visitor.stage;
        let script =
            "return new URL(document.getElementById('qr-open').href).searchParams.get('link')";
        let link = visitor.ask(script).as_str().expect("a link").to_owned();
        let path = link.strip_prefix(&stage.portal("")).expect("an address here").to_owned();
        let first = Client::new(stage.world.running.portal_addr);
        let told = stage.wait("the description", first.get(&path)).expect("an answer");
        let token = told.body["document"]["auth_token"].as_str().expect("a token");
        let client = first.with_token(token);
        let path = format!("{path}/documents");
        let asked = stage.wait("the text", client.get(&path)).expect("an answer").body;
        Self { stage, client, path, asked }
    }

    /// Signs with the key of this person and hands it in.
    #[track_caller]
    fn signs(&self, keys: &Keys<'_>, iin: Iin) -> Answer {
        let place = "/documentsToSign/0/document/file/data";
        let text = self.asked.pointer(place).and_then(Value::as_str).expect("a text");
        let text = eds::pem::from_base64(text.as_bytes()).expect("Base64");
        let signed = ncalayer::sign(keys.holder.address, iin, &text);
        let signed = self.stage.wait("the signature", signed).expect("a signature");
        self.hands_in(&signed)
    }

    #[track_caller]
    fn hands_in(&self, signed: &str) -> Answer {
        let mut body = self.asked.clone();
        *body.pointer_mut("/documentsToSign/0/document/file/data").unwrap() = json!(signed);
        self.stage.wait("the answer", self.client.put(&self.path, &body)).expect("an answer")
    }
}

impl Visitor<'_> {
    /// Waits until the page shows a code.
    #[track_caller]
    fn shows_a_code(&self) {
        self.wait_for("the code", |visitor| visitor.shows(".tk-qr__code"));
    }
}

#[test]
fn in_kazakh() {
    walks(Language::Kk);
}

#[test]
fn in_russian() {
    walks(Language::Ru);
}

#[test]
fn in_english() {
    walks(Language::En);
}

fn walks(language: Language) {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(language), Face::wide(language)] {
        let keys = stage.keys();
        let moving = Move::of(stage.story("other_owner"));
        let id = moving.is_drafted(stage);
        let applicant = Visitor::new(stage, face);
        applicant.open(&format!("/applications/{id}/sign"));
        applicant.chooses_to_sign_in("qr");
        signs_in(&applicant, &keys, &moving);
        applicant.arrives(&format!("/applications/{id}/sign"));
        applicant.chooses_to_sign("qr");
        applicant.shows_a_code();
        applicant.looks(JOURNEY, "04-sign");
        let scanned = Scanned::of(&applicant);
        assert_eq!(scanned.signs(&keys, moving.applicant.iin).status, 200);
        applicant.arrives(&format!("/applications/{id}/filed"));
        drop(applicant);
        agrees(&Visitor::new(stage, face), &keys, &moving);
    }
}

fn signs_in(visitor: &Visitor<'_>, keys: &Keys<'_>, moving: &Move<'_>) {
    visitor.shows_a_code();
    visitor.looks(JOURNEY, "01-sign-in");
    let scanned = Scanned::of(visitor);
    let opened = visitor.words("qr-opened");
    visitor.wait_for(&opened, |visitor| visitor.text_of("#status") == opened);
    visitor.looks(JOURNEY, "02-opened");
    assert_eq!(scanned.signs(keys, moving.applicant.iin).status, 200);
    visitor.wait_for("the session", |visitor| visitor.shows(".tk-header__who"));
    assert!(scanned.signs(keys, moving.applicant.iin).status >= 400, "a code is for one signature");
}

fn agrees(owner: &Visitor<'_>, keys: &Keys<'_>, moving: &Move<'_>) {
    owner.open("/questions");
    owner.chooses_to_sign_in("qr");
    owner.shows_a_code();
    let signed = Scanned::of(owner).signs(keys, moving.owner().iin);
    assert_eq!(signed.status, 200, "{}", signed.body);
    owner.arrives("/questions");
    owner.press(".tk-party a");
    owner.press("#agree");
    owner.choose("method", "qr");
    owner.press(ON);
    owner.shows_a_code();
    owner.looks(JOURNEY, "05-agree");
    let signed = Scanned::of(owner).signs(keys, moving.owner().iin);
    assert_eq!(signed.status, 200, "{}", signed.body);
    let agreed = owner.words("question-status-agreed");
    owner.wait_for(&agreed, |owner| owner.text().contains(&agreed));
}

/// Cancelled, signed by somebody else, signed with nothing: said each time, and begun anew.
#[test]
fn what_goes_wrong_is_said() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::Kk), Face::wide(Language::Ru), Face::wide(Language::En)] {
        let keys = stage.keys();
        let moving = Move::of(stage.story("other_owner"));
        let id = moving.is_drafted(stage);
        let visitor = Visitor::new(stage, face);
        visitor.open(&format!("/applications/{id}/sign/qr"));
        visitor.signs_in(moving.applicant);
        visitor.wait_for("the page", |visitor| visitor.shows("#begin"));
        visitor.looks(JOURNEY, "06-begin");
        visitor.press("#begin");
        visitor.shows_a_code();
        let scanned = Scanned::of(&visitor);
        visitor.press("#cancel");
        let cancelled = visitor.words("qr-cancelled");
        visitor.wait_for(&cancelled, |visitor| visitor.text().contains(&cancelled));
        visitor.looks(JOURNEY, "07-cancelled");
        assert!(scanned.signs(&keys, moving.applicant.iin).status >= 400, "it is over");

        visitor.press("#begin");
        visitor.shows_a_code();
        let signed = Scanned::of(&visitor).signs(&keys, moving.owner().iin);
        assert!(signed.status >= 400, "the key of somebody else");
        is_refused(&visitor, "other-person");
        visitor.looks(JOURNEY, "08-of-somebody-else");
        visitor.press("#begin");
        visitor.shows_a_code();
        assert!(Scanned::of(&visitor).hands_in("AAAA").status >= 400);
        is_refused(&visitor, "unreadable");

        visitor.press("#begin");
        visitor.shows_a_code();
        assert_eq!(Scanned::of(&visitor).signs(&keys, moving.applicant.iin).status, 200);
        visitor.arrives(&format!("/applications/{id}/filed"));
    }
}

#[track_caller]
fn is_refused(visitor: &Visitor<'_>, fault: &str) {
    let fault = visitor.words(&format!("signature-fault-{fault}"));
    visitor.wait_for(&fault, |visitor| {
        visitor.shows("#errors") && visitor.text_of("#errors").contains(&fault)
    });
}

/// Without scripts the page loads itself again until the phone has signed.
#[test]
fn without_scripts_the_page_goes_on_too() {
    let Some(stage) = stage() else { return };
    let keys = stage.keys();
    let moving = Move::of(stage.story("sole_owner"));
    let visitor = Visitor::new(stage, Face::wide(Language::Ru).without_scripts());
    visitor.open("/sign-in?to=/apply/who");
    visitor.chooses_to_sign_in("qr");
    visitor.shows_a_code();
    visitor.looks(JOURNEY, "09-without-script");
    let signed = Scanned::of(&visitor).signs(&keys, moving.applicant.iin);
    assert_eq!(signed.status, 200, "{}", signed.body);
    visitor.arrives("/apply/who");
}

/// Whoever has not begun it gains nothing by its address.
#[test]
fn a_code_is_of_the_browser_that_began_it() {
    let Some(stage) = stage() else { return };
    let keys = stage.keys();
    let moving = Move::of(stage.story("sole_owner"));
    let face = Face::wide(Language::En);
    let (one, other) = Visitor::pair(stage, face, face);
    one.open("/sign-in");
    one.chooses_to_sign_in("qr");
    one.shows_a_code();
    other.open("/sign-in/qr");
    assert!(!other.shows(".tk-qr__code"));
    assert_eq!(Scanned::of(&one).signs(&keys, moving.applicant.iin).status, 200);
    one.arrives("/applications");
    other.open("/sign-in/qr");
    assert!(!other.shows(".tk-header__who"), "nobody is signed in here");
}
