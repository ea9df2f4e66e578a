//! One question a page: its fields, what is wrong with them, and the one button.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode};

use super::frame::Frame;
use super::stop::{Answer, Stop};
use super::visit::Visit;
use crate::desk::Refusal;

/// A page with one question.
#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage<'a> {
    f: Frame,
    q: &'a Question,
}

/// One question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// What is asked: the heading of the page.
    pub(crate) heading: String,
    /// How far along the way it is.
    pub(crate) progress: String,
    /// What should be known before, in a box.
    pub(crate) notice: String,
    /// What should be known to answer.
    pub(crate) lead: Vec<String>,
    /// The page before.
    pub(crate) back: Option<String>,
    /// What is asked for.
    pub(crate) fields: Vec<Field>,
    /// The button; without one there is nothing to answer.
    pub(crate) button: String,
    /// Other ways on: address and text.
    pub(crate) beside: Vec<(String, String)>,
    /// More to read: label and text.
    pub(crate) more: Vec<(String, String)>,
    /// That and how long answers are kept.
    pub(crate) kept: String,
    /// Something wrong that belongs to no field.
    pub(crate) wrong: Vec<String>,
    /// Where more than a field is wrong: the status of the page, and what goes into its head.
    pub(crate) problem: Option<(StatusCode, Vec<(HeaderName, HeaderValue)>)>,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Field {
    /// A short text.
    Text(Text),
    /// One of a few, or several.
    Choice(Choice),
    /// One of many.
    Select(Choice),
    /// A day.
    Day(Day),
    /// A file.
    File(Text),
}

/// A short text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
    pub(crate) error: String,
    /// Whether a phone shows digits to type it.
    pub(crate) numeric: bool,
    /// As HTML names what a browser may fill in.
    pub(crate) autocomplete: &'static str,
    /// The class of its width.
    pub(crate) width: &'static str,
}

/// A choice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) name: &'static str,
    pub(crate) legend: String,
    pub(crate) hint: String,
    pub(crate) error: String,
    /// Whether several may be chosen.
    pub(crate) many: bool,
    pub(crate) options: Vec<Opt>,
}

/// One thing to choose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opt {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) chosen: bool,
}

/// A day, typed in three fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Day {
    pub(crate) hint: String,
    pub(crate) error: String,
    pub(crate) day: String,
    pub(crate) month: String,
    pub(crate) year: String,
}

impl Question {
    /// Whether the one field carries the heading.
    pub(crate) fn one_field(&self) -> bool {
        match self.fields.as_slice() {
            [Field::Day(_)] => true,
            [Field::Text(text) | Field::File(text)] => text.label.is_empty(),
            [Field::Choice(choice) | Field::Select(choice)] => choice.legend.is_empty(),
            _ => false,
        }
    }

    /// Whether a file is asked for, which comes in a form of its own kind.
    pub(crate) fn has_file(&self) -> bool {
        self.fields.iter().any(|field| matches!(field, Field::File(_)))
    }

    /// What is wrong, and the field it belongs to.
    pub(crate) fn errors(&self) -> Vec<(String, &str)> {
        let of_fields = self.fields.iter().map(|field| match field {
            Field::Text(text) | Field::File(text) => (text.name.to_owned(), text.error.as_str()),
            Field::Choice(choice) => (choice.id(&0), choice.error.as_str()),
            Field::Select(select) => (select.name.to_owned(), select.error.as_str()),
            Field::Day(day) => ("day".to_owned(), day.error.as_str()),
        });
        let of_page = self.wrong.iter().map(|text| (String::new(), text.as_str()));
        of_page.chain(of_fields).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Whether anything is wrong.
    pub(crate) fn is_wrong(&self) -> bool {
        !self.errors().is_empty()
    }

    /// Says what is wrong with a field of this name; with the page where it has no such field.
    pub(crate) fn blame(&mut self, name: &str, text: String) {
        for field in &mut self.fields {
            let (own, error) = match field {
                Field::Text(text) | Field::File(text) => (text.name, &mut text.error),
                Field::Choice(choice) | Field::Select(choice) => (choice.name, &mut choice.error),
                Field::Day(day) => ("arrived_on", &mut day.error),
            };
            if own == name {
                *error = text;
                return;
            }
        }
        self.wrong.push(text);
    }

    /// Says on the page what a refusal says; what no page can say is a fault.
    pub(crate) fn refused(&mut self, visit: &Visit, refusal: Refusal) -> Result<(), Stop> {
        let words = visit.words();
        match refusal {
            Refusal::Fields(wrong) => {
                for error in wrong {
                    self.blame(&error.field, words.texts.field_error(visit.language, &error));
                }
            }
            Refusal::WrongCode => self.blame("code", visit.t("error-code-wrong")),
            Refusal::CodeExpired => self.blame("code", visit.t("error-code-expired")),
            Refusal::Rule(rule, params) => {
                let ground = words.texts.ground(visit.language, rule, &params);
                let remedy = words.texts.remedy(visit.language, rule, &params);
                self.wrong.push(format!("{ground} {remedy}"));
            }
            told @ (Refusal::TooMany(..)
            | Refusal::MethodUnavailable
            | Refusal::Conflict(_)
            | Refusal::Late
            | Refusal::Signature(_)
            | Refusal::Unlearnable
            | Refusal::Assurance
            | Refusal::Ended
            | Refusal::Busy
            | Refusal::NoSeal
            | Refusal::Silent(_)) => {
                let problem = words.problem(&told.into());
                let (status, _, said) = problem.page();
                let status = StatusCode::from_u16(status).unwrap_or_default();
                self.problem = Some((status, problem.headers().collect()));
                self.wrong.push(said);
            }
            other @ (Refusal::Unauthorised
            | Refusal::NotFound
            | Refusal::OtherContent
            | Refusal::Store(_)) => return Err(other.into()),
        }
        Ok(())
    }

    /// The status of its page.
    pub(crate) fn status(&self) -> StatusCode {
        match &self.problem {
            Some((status, _)) => *status,
            None if self.is_wrong() => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }

    /// What goes into the head of its page.
    pub(crate) fn problem_headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        self.problem.iter().flat_map(|(_, headers)| headers).cloned().collect()
    }

    /// The page; 422 where something is wrong.
    pub(crate) async fn shown(&self, visit: &Visit, here: &'static str) -> Answer {
        let wrong = self.is_wrong();
        let frame = visit.frame(self.heading.as_str()).await?;
        let form = !self.button.is_empty();
        let page = QuestionPage { f: Frame { wrong, here, form, ..frame }, q: self };
        let mut response = visit.show_form(self.status(), &page)?;
        response.headers_mut().extend(self.problem_headers());
        Ok(response)
    }
}

impl Text {
    pub(crate) fn described(&self) -> String {
        described(self.name, &self.hint, &self.error)
    }
}

impl Choice {
    /// The id of an option; the first has the name of the field, for the error summary.
    pub(crate) fn id(&self, place: &usize) -> String {
        if *place == 0 { self.name.to_owned() } else { format!("{}-{}", self.name, place + 1) }
    }

    pub(crate) fn described(&self) -> String {
        described(self.name, &self.hint, &self.error)
    }
}

impl Day {
    pub(crate) fn described(&self) -> String {
        described("day", &self.hint, &self.error)
    }
}

fn described(name: &str, hint: &str, error: &str) -> String {
    let parts = [("hint", hint), ("error", error)];
    let there = parts.iter().filter(|(_, text)| !text.is_empty());
    there.map(|(part, _)| format!("{name}-{part}")).collect::<Vec<_>>().join(" ")
}
