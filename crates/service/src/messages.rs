//! Every SMS, composed here and nowhere else, from the texts of `i18n/`.
//!
//! A message holds no run of four or more digits but its one code, and fits three parts in UCS-2.
//! Where a name or a street is too long, it is cut with `…`; the code, the words to send and the
//! numbers of house and flat never are.

mod fit;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use residence::consent::Role;
use residence::facts::{Address, Language};
use residence::law::almaty;
use residence::names::CaseNumber;
use residence::notice::Message;
use residence::registration::Kind;

use crate::text::{Texts, key};

use fit::fitting;
pub use fit::{MOST_UNITS, break_digits, units};

/// What one party is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The language of the party.
    pub language: Language,
    /// As what the party is asked.
    pub role: Role,
    /// Permanent or temporary.
    pub kind: Kind,
    /// The applicant as others may see them: `Ахметов А.`
    pub applicant: &'a str,
    /// Whether the applicant is among those to be registered.
    pub applicant_too: bool,
    /// How many others are to be registered, children who come along not counted.
    pub others: usize,
    /// How many children come along.
    pub children: usize,
    /// Where.
    pub address: &'a Address,
    /// How long the party has to answer.
    pub window: SignedDuration,
    /// The eight digits to send back.
    pub code: &'a str,
}

/// The question to a party, with the code of its answer.
#[must_use]
pub fn consent(texts: &Texts, asked: &Question<'_>) -> String {
    let within = within(texts, asked.language, asked.window);
    let answer = [("within", within.as_str()), ("code", asked.code)];
    ask(texts, asked, ("", &texts.say(asked.language, "sms-answer", &answer)))
}

/// The question once more to whoever has not answered, with the same code and the end of the time.
#[must_use]
pub fn reminder(texts: &Texts, asked: &Question<'_>, before: Timestamp) -> String {
    let language = asked.language;
    let answer = [("time", &*time_of_day(before)), ("code", asked.code)];
    let answer = texts.say(language, "sms-reminder-answer", &answer);
    ask(texts, asked, (&texts.say(language, "sms-reminder", &[]), &answer))
}

/// A question: what is asked between what comes first and how to answer.
fn ask(texts: &Texts, asked: &Question<'_>, (first, answer): (&str, &str)) -> String {
    let language = asked.language;
    let along = along(texts, asked);
    let unexpected = texts.say(language, "sms-unexpected", &[]);
    let others = asked.others.to_string();
    let ask = key("sms-consent", asked.role.as_str());
    let for_others = !asked.applicant_too && matches!(asked.role, Role::Owner | Role::CoOwner);
    let ask = if for_others { format!("{ask}-for-others") } else { ask };
    fitting(asked.applicant, Some(asked.address), language, |applicant, street| {
        let params = [
            ("applicant", applicant),
            ("kind", asked.kind.as_str()),
            ("others", &others),
            ("street", street),
        ];
        let ask = texts.say(language, &ask, &params);
        let sentences = [first, &ask, &along, answer, &unexpected];
        let said: Vec<&str> = sentences.into_iter().filter(|text| !text.is_empty()).collect();
        said.join(" ")
    })
}

/// Who else would be registered, where anybody would.
fn along(texts: &Texts, asked: &Question<'_>) -> String {
    // Others are named in the question itself where the applicant is not one of those registered.
    let others = if asked.applicant_too { asked.others } else { 0 };
    let text = match (asked.role, others, asked.children) {
        (Role::OtherParent, _, children) if children > 1 => "sms-children-in-all",
        (Role::OtherParent, ..) | (_, 0, 0) => return String::new(),
        (Role::ListedPerson, _, 0) => return String::new(),
        (Role::ListedPerson, ..) | (_, 0, _) => "sms-along-children",
        (_, _, 0) => "sms-along-others",
        (_, _, _) => "sms-along-both",
    };
    let (others, children) = (others.to_string(), asked.children.to_string());
    texts.say(asked.language, text, &[("others", &others), ("children", &children)])
}

/// `within 60 minutes`: the whole unit that says the time without a fraction where one does, rounded
/// down where none does: nobody is promised more time than there is.
fn within(texts: &Texts, language: Language, window: SignedDuration) -> String {
    let seconds = window.as_secs().max(0);
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    let (text, count) = match seconds {
        _ if seconds < 60 || (seconds < 1000 && seconds % 60 != 0) => ("seconds", seconds),
        _ if minutes < 120 || (minutes < 1000 && minutes % 60 != 0) => ("minutes", minutes),
        _ => ("hours", hours.min(999)),
    };
    texts.say(language, &key("sms-within", text), &[("count", &count.to_string())])
}

/// The code to sign in with.
#[must_use]
pub fn sign_in_code(texts: &Texts, language: Language, code: &str) -> String {
    texts.say(language, "sms-sign-in-code", &[("code", code)])
}

/// The code to sign an application with.
#[must_use]
pub fn sign_code(texts: &Texts, language: Language, number: CaseNumber, code: &str) -> String {
    texts.say(language, "sms-sign-code", &[("number", number.as_str()), ("code", code)])
}

/// What a notice is about. Texts take of it what their reader may know.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The reference number of the application, where there is one.
    pub number: Option<CaseNumber>,
    /// The applicant as others may see them.
    pub applicant: &'a str,
    /// The address of the application, where it is known to exist.
    pub address: Option<&'a Address>,
}

/// A notice: what somebody is told without being asked. Owners of an old address learn neither who
/// left nor where to.
#[must_use]
pub fn notice(texts: &Texts, language: Language, message: Message, about: &About<'_>) -> String {
    let text = key("sms-notice", message.key());
    let (on, act, own) = match &message {
        Message::TermEnds { on } => (short_date(*on), "", None),
        Message::Reminder { before } => (time_of_day(*before), "", None),
        Message::ByAct { act, number } | Message::ThereByAct { act, number } => {
            (String::new(), act.as_str(), Some(number))
        }
        Message::Filed
        | Message::Attempt
        | Message::Registered
        | Message::RegisteredThere
        | Message::Refused
        | Message::EndedThere
        | Message::Lapsed
        | Message::LapsedThere
        | Message::Unreached
        | Message::UnreachedThere
        | Message::Referred
        | Message::Withdrawn
        | Message::Left
        | Message::TermEnded
        | Message::Born => (String::new(), "", None),
    };
    let number = own.or(about.number.as_ref()).map(CaseNumber::as_str).unwrap_or_default();
    fitting(about.applicant, about.address, language, |applicant, street| {
        let params = [
            ("applicant", applicant),
            ("number", number),
            ("street", street),
            ("date", &on),
            ("act", act),
        ];
        texts.say(language, &text, &params)
    })
}

/// Several notices to one person in as few messages as hold them, in their order; none is left out.
#[must_use]
pub fn gathered(several: Vec<String>) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    for text in several {
        match messages.last_mut() {
            Some(last) if units(last) + 1 + units(&text) <= MOST_UNITS => {
                last.push('\n');
                last.push_str(&text);
            }
            Some(_) | None => messages.push(text),
        }
    }
    messages
}

/// The one short hint to whoever wrote something that says nothing.
#[must_use]
pub fn hint(texts: &Texts, language: Language) -> String {
    texts.say(language, "sms-hint", &[])
}

/// The hint to whoever answers a question that is closed.
#[must_use]
pub fn hint_closed(texts: &Texts, language: Language) -> String {
    texts.say(language, "sms-hint-closed", &[])
}

/// The hint to whoever sent too many wrong codes: the portal is left.
#[must_use]
pub fn hint_locked(texts: &Texts, language: Language) -> String {
    texts.say(language, "sms-hint-locked", &[])
}

/// `15:30`: the time of day where the law is, without seconds: nobody is promised more than there is.
#[must_use]
pub fn time_of_day(at: Timestamp) -> String {
    let at = almaty().to_datetime(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `24.11.25`: a date without a run of four digits.
#[must_use]
pub fn short_date(date: Date) -> String {
    format!("{:02}.{:02}.{:02}", date.day(), date.month(), date.year().rem_euclid(100))
}
