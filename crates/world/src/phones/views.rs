//! The pages of the phones, filled from `templates/`: what is shown is escaped there.

use askama::Template;
use jiff::Timestamp;
use residence::names::Phone;

use super::plays::{Group, Part, Play};
use super::question::{Answers, Piece, pieces};
use super::{Message, Shown};
use crate::key_holder::Which;
use crate::phone_app::Errand;

/// What every page needs to know.
pub(super) struct Around<'a> {
    /// Where people sign in.
    pub(super) portal: &'a str,
    /// Unread messages on all phones together.
    pub(super) unread: usize,
}

/// A phone with its newest message.
pub(super) struct Card<'a> {
    shown: &'a Shown,
    last: Option<Bubble<'a>>,
}

impl<'a> Card<'a> {
    pub(super) fn of(shown: &'a Shown) -> Self {
        Self { shown, last: shown.last.as_ref().map(Bubble::of) }
    }
}

/// A message.
struct Bubble<'a> {
    message: &'a Message,
    /// The hour, minute and second in Kazakhstan.
    clock: String,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Bubble<'a> {
    fn of(message: &'a Message) -> Self {
        Self { message, clock: clock(message.at), pieces: pieces(&message.text) }
    }
}

fn clock(at: Timestamp) -> String {
    let local = residence::law::almaty().to_datetime(at);
    format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())
}

/// A story with the phones of its people as they are now.
pub(super) struct Scene<'a> {
    play: &'a Play,
    people: Vec<(&'a Part, Option<Card<'a>>)>,
    open: bool,
}

impl<'a> Scene<'a> {
    /// `phone` looks up a phone.
    pub(super) fn of(
        play: &'a Play,
        open: bool,
        phone: impl Fn(Phone) -> Option<&'a Shown>,
    ) -> Self {
        let person = |part: &'a Part| (part, part.phone.and_then(&phone).map(Card::of));
        Self { play, people: play.parts.iter().map(person).collect(), open }
    }
}

/// The first page: phones and stories.
#[derive(Template)]
#[template(path = "phones.html")]
pub(super) struct List<'a> {
    pub(super) around: Around<'a>,
    /// What is looked for; empty for everything.
    pub(super) wanted: &'a str,
    pub(super) cards: Vec<Card<'a>>,
    /// How many phones were found beyond those shown.
    pub(super) more: usize,
    /// How many phones there are.
    pub(super) all: usize,
    pub(super) groups: Vec<(Group, Vec<Scene<'a>>)>,
}

/// One phone.
#[derive(Template)]
#[template(path = "phone.html")]
pub(super) struct Conversation<'a> {
    around: Around<'a>,
    shown: &'a Shown,
    bubbles: Vec<Bubble<'a>>,
    answers: Option<Answers>,
    scene: Option<Scene<'a>>,
    longest: usize,
    /// Whether there are keys to sign with.
    can_sign: bool,
}

impl<'a> Conversation<'a> {
    pub(super) fn of(around: Around<'a>, shown: &'a Shown, messages: &'a [Message]) -> Self {
        let answers = super::question::open_question(messages);
        let bubbles = messages.iter().map(Bubble::of).collect();
        let (scene, longest, can_sign) = (None, super::web::LONGEST, false);
        Self { around, shown, bubbles, answers, scene, longest, can_sign }
    }

    pub(super) fn in_scene(self, scene: Option<Scene<'a>>) -> Self {
        Self { scene, ..self }
    }

    pub(super) fn with_keys(self) -> Self {
        Self { can_sign: true, ..self }
    }
}

/// Signing with the app of a phone.
#[derive(Template)]
#[template(path = "scan.html")]
pub(super) struct Scan<'a> {
    pub(super) around: Around<'a>,
    pub(super) shown: &'a Shown,
    /// What is to be signed; nothing while nothing was scanned.
    pub(super) errand: Option<&'a Errand>,
    pub(super) is_signed: bool,
}

impl Scan<'_> {
    /// The time that ends it, in Kazakhstan.
    fn until(&self, errand: &Errand) -> String {
        clock(errand.expires)
    }
}

/// What went wrong, in one sentence, and the way back.
#[derive(Template)]
#[template(path = "wrong.html")]
pub(super) struct Wrong<'a> {
    pub(super) around: Around<'a>,
    pub(super) sentence: &'a str,
    pub(super) back: String,
    pub(super) back_to: &'a str,
}
