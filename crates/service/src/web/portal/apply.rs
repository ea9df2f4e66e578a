//! The way to an application: one question a page, answers kept from page to page, and all of them
//! shown before anything is signed.

mod check;
mod pages;
mod place;
mod pre_check;
mod step;

use askama::Template;
use residence::intake::{Desk, FieldError};

pub(crate) use check::{check, make};
pub(crate) use pages::{answer, show};
pub(crate) use place::{answer_flat, answer_place, show_flat, show_place};
pub(crate) use pre_check::{go_on, pre_check};
pub(crate) use step::Step;

use super::frame::Frame;
use super::question::Question;
use super::stop::{Answer, Stop, go};
use super::visit::{Signed, SignedPost, Visit};
use crate::desk::Caller;
use crate::desk::answers::{Answers, Seen};
use crate::desk::people::{Me, Represented};
use residence::facts::Relation;

/// Somebody on the way, with what they answered so far.
pub(crate) struct Journey {
    pub(crate) caller: Caller,
    pub(crate) visit: Visit,
    pub(crate) answers: Answers,
    /// Whether answers were kept before.
    begun: bool,
    me: Me,
    /// Who is under this age comes along instead of being registered.
    follows_under: i16,
    /// Who is under this age is filed for by a parent.
    files_from: i16,
}

impl Journey {
    async fn of(caller: Caller, visit: Visit) -> Result<Self, Stop> {
        let app = &visit.web.app;
        let kept = app.answers(&visit.shelf(caller)).await?;
        let me = app.me(caller).await?;
        let law = app.law_at(app.now());
        Ok(Self {
            caller,
            begun: kept.is_some(),
            answers: kept.unwrap_or_else(|| app.no_answers()),
            me,
            follows_under: law.subject_min_age,
            files_from: law.files_self_age,
            visit,
        })
    }

    /// Whether the caller is one of those to be registered; as the first page proposes, until it is
    /// answered.
    fn is_for_me(&self) -> bool {
        let (me, subjects) = (self.caller.iin.as_str(), &self.answers.subjects);
        subjects.is_empty() || subjects.iter().any(|subject| subject == me)
    }

    /// Children who may come along.
    fn children(&self) -> impl Iterator<Item = &Represented> {
        let young = |r: &&Represented| r.relation == Relation::Parent && r.age < self.follows_under;
        self.me.represented.iter().filter(young)
    }

    /// Those the caller may file for.
    fn charges(&self) -> impl Iterator<Item = &Represented> {
        self.me.represented.iter().filter(|r| match r.relation {
            Relation::Parent => (self.follows_under..self.files_from).contains(&r.age),
            Relation::Guardian | Relation::Trustee | Relation::Representative => {
                r.age >= self.follows_under
            }
            Relation::Spouse | Relation::Sibling | Relation::Grandparent | Relation::Relative => {
                false
            }
        })
    }

    /// Children who come along unless it is said otherwise: those who live where the caller does.
    fn following(&self) -> Vec<String> {
        let entries = self.me.registrations.iter();
        let home = entries
            .filter(|e| e.closed_at.is_none() && e.kind == residence::registration::Kind::Permanent)
            .map(|e| e.rka)
            .next();
        let lives_there = self.children().filter(|child| home.is_some() && child.home == home);
        lives_there.map(|child| child.person.iin.to_string()).collect()
    }

    /// The name of somebody on the application, where the caller may know it.
    fn name(&self, iin: &str) -> String {
        if iin == self.caller.iin.as_str() {
            let own = self.me.person.as_ref().map(|person| person.full_name());
            return own.unwrap_or_else(|| iin.to_owned());
        }
        let mut known = self.me.represented.iter().filter(|r| r.person.iin.as_str() == iin);
        known.next().map_or_else(|| iin.to_owned(), |known| known.person.full_name())
    }

    /// What is wrong with the answers that are there, as this page sees it: one that comes before
    /// the reason judges as if one had been given.
    fn wrong(&self, step: Step) -> Vec<FieldError> {
        let app = &self.visit.web.app;
        let at = app.now();
        let law = app.law_at(at);
        let mut form = self.answers.form(self.visit.channel);
        if matches!(step, Step::Who | Step::Kind) {
            form.reason = law.reasons.first().map(|reason| reason.as_str().to_owned());
        }
        let Caller { iin, language, .. } = self.caller;
        let desk = Desk { applicant: iin, following: &[], language, law: &law, at, counter: None };
        form.read(&desk).err().unwrap_or_default()
    }

    async fn keep(&self) -> Result<(), Stop> {
        Ok(self.visit.web.app.keep(&self.visit.shelf(self.caller), &self.answers).await?)
    }

    /// Keeps the answers and goes on to the next page that wants one.
    async fn next(mut self) -> Answer {
        if !self.is_for_me() {
            // Who comes along is asked anew once the parent moves too.
            self.answers.children.clear();
            self.answers.seen.remove(&Seen::Children);
        }
        self.keep().await?;
        go(self.wanted().path())
    }

    /// A question of this step, with what is the same for all of them.
    fn question(&self, step: Step) -> Question {
        let steps = self.steps();
        let place = steps.iter().position(|other| *other == step).unwrap_or_default();
        let before = place.checked_sub(1).and_then(|before| steps.get(before));
        // The flat belongs to the address: whoever chooses a block has not farther to go for it.
        let counted = |steps: &[Step]| steps.iter().filter(|step| **step != Step::Flat).count();
        let (upto, all) = (steps.get(..=place).unwrap_or_default(), steps.as_slice());
        let back = match before {
            _ if self.wanted() == Step::Check => Step::Check.path().to_owned(),
            Some(before) => before.path().to_owned(),
            None => self.visit.around.start().to_owned(),
        };
        let (number, of) = (counted(upto).to_string(), counted(all).to_string());
        let visit = &self.visit;
        Question {
            heading: visit.t(&crate::text::key("apply", step.as_str())),
            progress: visit.say("apply-progress", &[("number", &number), ("of", &of)]),
            back: Some(back),
            button: visit.t("portal-continue"),
            kept: self.kept_line(),
            ..Question::default()
        }
    }

    /// That and until when the answers are kept.
    fn kept_line(&self) -> String {
        // At a kiosk nothing is kept that could be come back to.
        if !self.begun || self.visit.kiosk.is_some() {
            return String::new();
        }
        let until = residence::law::day(self.answers.until);
        self.visit.say("apply-kept", &[("date", &self.visit.date(until))])
    }
}

#[derive(Template)]
#[template(path = "unfinished.html")]
struct Unfinished {
    f: Frame,
    kept: String,
}

/// Begins, or asks whether to go on with what was begun.
pub(crate) async fn begin(Signed { caller, visit }: Signed) -> Answer {
    let journey = Journey::of(caller, visit).await?;
    if !journey.begun {
        return go(Step::Who.path());
    }
    let kept = journey.kept_line();
    let visit = &journey.visit;
    let f = visit.frame(visit.t("unfinished-heading")).await?;
    visit.show(&Unfinished { f, kept })
}

/// Goes on with what was begun, or begins anew.
pub(crate) async fn resume(SignedPost { caller, visit, typed }: SignedPost) -> Answer {
    if typed.one("action") == "anew" {
        visit.web.app.forget_answers(&visit.shelf(caller)).await?;
        return go(Step::Who.path());
    }
    let journey = Journey::of(caller, visit).await?;
    go(journey.wanted().path())
}

/// One ИИН or several as they are typed: between commas, one after another, spaces do no harm.
fn typed_iins(text: &str) -> Vec<String> {
    const DIGITS: usize = 12;
    let mut typed = Vec::new();
    for piece in text.split([',', ';', '\n']) {
        let piece: Vec<char> = piece.chars().filter(|c| !c.is_whitespace()).collect();
        let whole = piece.iter().all(char::is_ascii_digit) && piece.len().is_multiple_of(DIGITS);
        // What is no row of whole numbers stays together, and is told to be wrong as one.
        let size = if whole { DIGITS } else { piece.len().max(1) };
        typed.extend(piece.chunks(size).map(|iin| iin.iter().collect::<String>()));
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::typed_iins;

    #[test]
    fn several_are_typed_as_people_type() {
        for (text, iins) in [
            ("850101300500", &["850101300500"][..]),
            ("8501 0130 0500", &["850101300500"]),
            ("850101300500, 850101300501", &["850101300500", "850101300501"]),
            ("850101300500 850101300501", &["850101300500", "850101300501"]),
            ("850101300500;850101300501,", &["850101300500", "850101300501"]),
            ("850101300500\r\n12345", &["850101300500", "12345"]),
            ("85010130050 850101300501", &["85010130050850101300501"]),
            (" , ", &[]),
            ("Ә", &["Ә"]),
        ] {
            assert_eq!(typed_iins(text), iins, "{text}");
        }
    }
}
