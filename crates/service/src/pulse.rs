//! How those whom we ask have answered lately: noted from the questions that are asked anyway. Nobody
//! is asked for the sake of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use residence::facts::Register;

/// What was heard longer ago says nothing of how things are now.
pub const LATELY: SignedDuration = SignedDuration::from_mins(15);

/// When somebody answered last, and when they were silent last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The last answer.
    pub answered: Option<Timestamp>,
    /// The last question without an answer.
    pub silent: Option<Timestamp>,
}

/// How it is with somebody who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They answer.
    Answers,
    /// They do not.
    Silent,
    /// Nobody has asked them lately.
    NotAsked,
}

impl State {
    /// The name in the interface.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Silent => "silent",
            Self::NotAsked => "not_asked",
        }
    }
}

impl Heard {
    /// Notes what came of a question.
    pub fn note(&mut self, answered: bool, at: Timestamp) {
        let last = if answered { &mut self.answered } else { &mut self.silent };
        *last = (*last).max(Some(at));
    }

    /// How it is at this time: what came of the last question, if that was lately.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        let lately = |at: &Timestamp| now.duration_since(*at) < LATELY;
        match (self.answered.filter(lately), self.silent.filter(lately)) {
            (None, None) => State::NotAsked,
            (answered, silent) if answered >= silent => State::Answers,
            (_, _) => State::Silent,
        }
    }
}

/// What was heard of the registers, by this node since its start.
#[derive(Debug, Default)]
pub struct Pulse(Mutex<BTreeMap<Register, Heard>>);

impl Pulse {
    /// Notes what came of a question.
    pub(crate) fn note(&self, register: Register, answered: bool, at: Timestamp) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.entry(register).or_default().note(answered, at);
    }

    /// What was heard of a register.
    #[must_use]
    pub fn heard(&self, register: Register) -> Heard {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get(&register).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_question_counts_for_a_while() {
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        for (answered, silent, expected) in [
            (None, None, State::NotAsked),
            (Some(10), None, State::Answers),
            (None, Some(10), State::Silent),
            (Some(11), Some(10), State::Answers),
            (Some(10), Some(11), State::Silent),
            (Some(5), Some(5), State::Answers),
            (Some(5), Some(0), State::Answers),
            (Some(0), Some(0), State::NotAsked),
        ] {
            let mut heard = Heard::default();
            answered.inspect(|minutes| heard.note(true, at(*minutes)));
            silent.inspect(|minutes| heard.note(false, at(*minutes)));
            assert_eq!(heard.state(at(16)), expected, "{answered:?} {silent:?}");
        }
        let mut heard = Heard::default();
        heard.note(true, at(2));
        heard.note(true, at(1));
        assert_eq!(heard.answered, Some(at(2)), "answers may overtake each other");
    }
}
