//! Signing in, signing and agreeing with eGov Mobile, by QR code or on the same phone.

use residence::facts::Language;
use serde_json::json;
use world::http::Client;
use world::key_holder::Which;
use world::phone_app::{self, Errand, Stopped};

use crate::face::Face;
use crate::people::{Move, Somebody};
use crate::stage::{Keys, Stage, stage};
use crate::steps::ON;
use crate::visitor::Visitor;

const JOURNEY: &str = "qr";

/// The link beside the picture, which says the same.
#[track_caller]
fn link(visitor: &Visitor<'_>) -> String {
    let link = visitor.ask("return document.getElementById('qr-open').href");
    link.as_str().expect("a link").to_owned()
}

/// What the app of a phone fetches for the code that the page shows.
#[track_caller]
fn scans(visitor: &Visitor<'_>) -> Errand {
    let stage = visitor.stage;
    let link = link(visitor);
    let errand = phone_app::open(&link, stage.world.running.app.now());
    let errand = stage.wait("what there is to sign", errand);
    errand.unwrap_or_else(|why| panic!("the app takes no such code: {why}"))
}

/// Signs it with the key of somebody.
#[track_caller]
fn signs(keys: &Keys<'_>, stage: &Stage, errand: &Errand, who: Somebody) -> Result<(), Stopped> {
    let key = keys.holder.key(who.iin, Which::Gost).expect("a key");
    stage.wait("the signature", errand.sign(keys.holder.authority(), &key))
}

/// Brings back something that is no signature.
#[track_caller]
fn brings_nothing(visitor: &Visitor<'_>) {
    let stage = visitor.stage;
    let link = link(visitor);
    let (_, rest) = link.split_once("mgovSign%2F").expect("the address");
    let path = format!("/mgovSign/{}", rest.split('&').next().unwrap());
    let client = Client::new(stage.world.running.portal_addr);
    let told = stage.wait("the description", client.get(&path)).expect("an answer");
    let client = client.with_token(told.body["document"]["auth_token"].as_str().unwrap());
    let path = format!("{path}/documents");
    let mut body = stage.wait("the text", client.get(&path)).expect("an answer").body;
    *body.pointer_mut("/documentsToSign/0/document/file/data").unwrap() = json!("AAAA");
    let answer = stage.wait("the answer", client.put(&path, &body)).expect("an answer");
    assert_eq!(answer.status, 403, "{}", answer.body);
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
        signs(&keys, stage, &scans(&applicant), moving.applicant).expect("it is signed");
        applicant.arrives(&format!("/applications/{id}/filed"));
        drop(applicant);
        agrees(&Visitor::new(stage, face), &keys, &moving);
    }
}

fn signs_in(visitor: &Visitor<'_>, keys: &Keys<'_>, moving: &Move<'_>) {
    visitor.shows_a_code();
    visitor.looks(JOURNEY, "01-sign-in");
    let errand = scans(visitor);
    let opened = visitor.words("qr-opened");
    visitor.wait_for(&opened, |visitor| visitor.text_of("#status") == opened);
    visitor.looks(JOURNEY, "02-opened");
    let signed = || signs(keys, visitor.stage, &errand, moving.applicant);
    signed().expect("it is signed");
    visitor.wait_for("the session", |visitor| visitor.shows(".tk-header__who"));
    assert!(signed().is_err(), "a code is for one signature");
}

fn agrees(owner: &Visitor<'_>, keys: &Keys<'_>, moving: &Move<'_>) {
    owner.open("/questions");
    owner.chooses_to_sign_in("qr");
    owner.shows_a_code();
    signs(keys, owner.stage, &scans(owner), moving.owner()).expect("it is signed");
    owner.arrives("/questions");
    owner.press(".tk-party a");
    owner.press("#agree");
    owner.choose("method", "qr");
    owner.press(ON);
    owner.shows_a_code();
    owner.looks(JOURNEY, "05-agree");
    signs(keys, owner.stage, &scans(owner), moving.owner()).expect("it is signed");
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
        let errand = scans(&visitor);
        visitor.press("#cancel");
        let cancelled = visitor.words("qr-cancelled");
        visitor.wait_for(&cancelled, |visitor| visitor.text().contains(&cancelled));
        visitor.looks(JOURNEY, "07-cancelled");
        assert!(signs(&keys, stage, &errand, moving.applicant).is_err(), "it is over");

        visitor.press("#begin");
        visitor.shows_a_code();
        let signed = signs(&keys, stage, &scans(&visitor), moving.owner());
        assert!(matches!(signed, Err(Stopped::NotTaken(_))), "{signed:?}");
        is_refused(&visitor, "other-person");
        visitor.looks(JOURNEY, "08-of-somebody-else");
        visitor.press("#begin");
        visitor.shows_a_code();
        brings_nothing(&visitor);
        is_refused(&visitor, "unreadable");

        visitor.press("#begin");
        visitor.shows_a_code();
        signs(&keys, stage, &scans(&visitor), moving.applicant).expect("it is signed");
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
    signs(&keys, stage, &scans(&visitor), moving.applicant).expect("it is signed");
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
    signs(&keys, stage, &scans(&one), moving.applicant).expect("it is signed");
    one.arrives("/applications");
    other.open("/sign-in/qr");
    assert!(!other.shows(".tk-header__who"), "nobody is signed in here");
}
