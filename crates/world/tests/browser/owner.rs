//! The side of the owner: what is asked, how to agree, refusing with a reason, the inbox of both.

use residence::facts::Language;
use world::journey::Word;

use crate::face::Face;
use crate::people::{Move, Somebody};
use crate::stage::{Stage, stage};
use crate::steps::{ON, other_code};
use crate::visitor::Visitor;

const JOURNEY: &str = "owner";

#[test]
fn in_kazakh() {
    an_owner_refuses(Language::Kk);
}

#[test]
fn in_russian() {
    an_owner_refuses(Language::Ru);
}

#[test]
fn in_english() {
    an_owner_refuses(Language::En);
}

fn an_owner_refuses(language: Language) {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(language), Face::wide(language)] {
        let moving = Move::of(stage.story("other_owner"));
        let (applicant, owner) = Visitor::pair(stage, face, face);
        let question = is_asked(stage, &moving, &applicant, &owner);
        reads(&owner, &question);
        applicant.press("#look");
        let received = applicant.words("party-received");
        applicant.wait_for(&received, |applicant| applicant.text().contains(&received));
        refuses(&owner, &question);
        applicant.sees("refused");
        applicant.looks(JOURNEY, "07-applicant-refused");
        inbox(&applicant, "08-inbox-of-the-applicant");
        inbox(&owner, "09-inbox-of-the-owner");
    }
}

/// Both are signed in, and the phone of the owner is off, so that nothing but the portal tells them;
/// the list alone does not start the time to answer. Where the question is.
fn is_asked(
    stage: &Stage,
    moving: &Move<'_>,
    applicant: &Visitor<'_>,
    owner: &Visitor<'_>,
) -> String {
    owner.open("/questions");
    owner.signs_in(moving.owner());
    owner.arrives("/questions");
    let none = owner.words("questions-none");
    assert!(owner.text().contains(&none), "{none}");
    owner.looks(JOURNEY, "01-nothing-asked");
    stage.switch_off(moving.owner().phone);
    let id = moving.is_filed(stage);
    owner.open("/questions");
    assert!(owner.text_of("a[href='/questions'] .tk-badge").starts_with('1'));
    assert!(owner.text().contains(&owner.words("question-status-asked")));
    owner.looks(JOURNEY, "02-list");

    applicant.open(&format!("/applications/{id}"));
    applicant.signs_in(moving.applicant);
    applicant.sees("awaiting-consent");
    let on_its_way = applicant.words("party-asked");
    assert!(applicant.text().contains(&on_its_way), "the list starts nothing");
    owner
        .ask("return document.querySelector('.tk-party a').getAttribute('href')")
        .as_str()
        .expect("an address")
        .to_owned()
}

fn reads(owner: &Visitor<'_>, question: &str) {
    owner.press(".tk-party a");
    owner.arrives(question);
    assert!(owner.shows(".tk-until time"), "until when");
    let agree = owner.words("asked-agree-sms");
    assert!(owner.text().contains(&agree) && owner.text_of(".tk-answer").contains("1414"));
    owner.looks(JOURNEY, "03-question");
}

fn refuses(owner: &Visitor<'_>, question: &str) {
    owner.follow(&owner.words("asked-refuse-button"));
    owner.arrives(&format!("{question}/refuse"));
    owner.looks(JOURNEY, "04-refuse");
    owner.press(ON);
    owner.is_told(&owner.words("refuse-choose"));
    owner.looks(JOURNEY, "05-refuse-wrong");
    owner.choose("reason", "unwilling");
    owner.press(ON);
    owner.arrives(question);
    assert!(owner.text().contains(&owner.words("question-status-refused")));
    assert!(!owner.shows("a[href='/questions'] .tk-badge"), "nothing waits any more");
    owner.looks(JOURNEY, "06-refused");
}

/// What is new is counted in the navigation and marked in the list, until it was looked at.
fn inbox(visitor: &Visitor<'_>, step: &str) {
    visitor.open("/applications");
    assert!(visitor.shows("a[href='/notices'] .tk-badge"), "{step}");
    visitor.press(".tk-header__nav a[href='/notices']");
    visitor.arrives("/notices");
    assert!(visitor.shows(".tk-notice--unread"), "{step}");
    visitor.looks(JOURNEY, step);
    visitor.open("/notices");
    let marks = [".tk-notice--unread", "a[href='/notices'] .tk-badge"];
    assert!(marks.iter().all(|mark| !visitor.shows(mark)), "{step}");
}

#[test]
fn an_owner_agrees_by_sms() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::Kk), Face::wide(Language::Ru).without_scripts()] {
        let moving = Move::of(stage.story("other_owner"));
        moving.is_filed(stage);
        let visitor = Visitor::new(stage, face);
        visitor.open("/questions");
        visitor.signs_in(moving.owner());
        visitor.press(".tk-party a");
        visitor.wait_for("the question", |visitor| visitor.shows(".tk-answer"));
        let page = visitor.url();
        answers(stage, moving.owner());
        let agreed = visitor.words("question-status-agreed");
        visitor.wait_for(&agreed, |visitor| {
            visitor.open(&page);
            visitor.text().contains(&agreed)
        });
        visitor.looks(JOURNEY, "10-agreed");
        visitor.open("/questions");
        visitor.looks(JOURNEY, "11-list-of-the-answered");
    }
}

fn answers(stage: &Stage, owner: Somebody) {
    let road = stage.road();
    let answer = road.answer(owner.phone, Word::Agree);
    stage.wait("the answer", answer).expect("the owner agrees");
}

/// After too many wrong codes only the portal is left: it says so, and why.
#[test]
fn a_code_that_counts_no_more() {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(Language::Kk), Face::wide(Language::Ru)] {
        let moving = Move::of(stage.story("other_owner"));
        moving.is_filed(stage);
        let phone = moving.owner().phone;
        let code = stage.code(phone, 8, 0);
        let tries = stage.world.running.app.law_at(stage.world.running.app.now()).consent_tries;
        for wrong in 1..=u32::from(tries) {
            let wrong = format!("ИӘ {}", other_code(&code, wrong));
            stage.world.centre.reply(phone.as_str(), "1414", &wrong);
        }
        let visitor = Visitor::new(stage, face);
        visitor.open("/questions");
        visitor.signs_in(moving.owner());
        visitor.press(".tk-party a");
        let locked = visitor.words("portal-only-locked");
        visitor.wait_for(&locked, |visitor| {
            let page = visitor.url();
            visitor.open(&page);
            visitor.text().contains(&locked)
        });
        assert!(!visitor.shows(".tk-answer") && visitor.shows("a[href$='/refuse']"));
        visitor.looks(JOURNEY, "12-locked");
    }
}
