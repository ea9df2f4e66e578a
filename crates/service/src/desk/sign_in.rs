//! Signing in by SMS password.
//!
//! Known and unknown people are told the same, and the service does the same work for both: a
//! challenge is stored and a piece of work is made; only the SMS itself is missing.

use jiff::{SignedDuration, Timestamp};
use residence::facts::Language;
use residence::intake::FieldError;
use residence::names::{CaseId, Iin, Phone};
use serde::{Deserialize, Serialize};
use store::{CommitError, NewWork, SlipChange, SlipWrite, Unit};

use super::sessions::{Opened, Seat};
use super::{Assurance, Once, Refusal};
use crate::app::App;
use crate::cases::{parsed, written};
use crate::keys::same_code;
use crate::limits::Tally;
use crate::work::CodeWork;

/// How long a sign-in password is good.
pub const PASSWORD_LASTS: SignedDuration = SignedDuration::from_mins(5);

/// A password that was sent and is waited for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Challenge {
    pub(crate) purpose: String,
    pub(crate) iin: Iin,
    pub(crate) bound_to: String,
    /// Makes the password of this challenge another than that of the one before.
    #[serde(default)]
    pub(crate) salt: String,
    pub(crate) phone: Option<Phone>,
    pub(crate) tries: u32,
    pub(crate) sent_at: Timestamp,
    pub(crate) expires: Timestamp,
}

impl Challenge {
    /// What its password is made of.
    fn password_for(&self) -> String {
        format!("{}:{}", self.bound_to, self.salt)
    }
}

/// A challenge as people see it: the same for known and unknown people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Which challenge.
    pub id: String,
    /// Until when its password is good.
    pub expires: Timestamp,
}

/// How often a count that moved meanwhile is read again.
const TRIES: usize = 8;

pub(crate) const CHALLENGE: &str = "challenge";

impl App {
    /// Sends a sign-in password to whoever has this ИИН.
    ///
    /// # Errors
    /// [`Refusal::Fields`] for a text that is no ИИН, [`Refusal::TooMany`], or a fault.
    pub async fn sign_in_by_sms(
        &self,
        iin: &str,
        language: Language,
        once: Once<'_>,
    ) -> Result<Sent, Refusal> {
        if !self.sign_in.sms {
            return Err(Refusal::MethodUnavailable);
        }
        let iin: Iin = iin.parse().map_err(|why| Refusal::Fields(vec![iin_error("iin", why)]))?;
        let id = self.id_for(iin, once).to_string();
        for _ in 1..TRIES {
            match self.new_challenge(iin, id.clone(), language).await {
                // The same request came twice at once, or the count moved: look again.
                Err(Refusal::Busy) => {}
                sent_or_not => return sent_or_not,
            }
        }
        self.new_challenge(iin, id, language).await
    }

    async fn new_challenge(
        &self,
        iin: Iin,
        id: String,
        language: Language,
    ) -> Result<Sent, Refusal> {
        let now = self.now();
        if let Some(slip) = self.store.slip(CHALLENGE, &id, now).await? {
            let challenge: Challenge = parsed(&slip.body)?;
            return Ok(Sent { id, expires: challenge.expires });
        }
        let phone = self.registers.phone(iin).await?.map(|binding| binding.phone);
        let challenge = Challenge {
            purpose: "sign_in".into(),
            iin,
            bound_to: iin.to_string(),
            salt: String::new(),
            phone,
            tries: 0,
            sent_at: now,
            expires: self.after(PASSWORD_LASTS),
        };
        let (slip, work) = self.challenge(&id, &challenge, language)?;
        let tally = self.codes_tally(&challenge);
        let counted = match self.one_more(&tally, "").await? {
            Ok(counted) => counted,
            Err(too_many) => return Err(Refusal::TooMany("codes", too_many)),
        };
        let unit = Unit { slips: vec![slip, counted], work: vec![work], ..Unit::default() };
        match self.commit(unit).await {
            Ok(()) => Ok(Sent { id, expires: challenge.expires }),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a session with the right password.
    ///
    /// # Errors
    /// [`Refusal::WrongCode`], [`Refusal::CodeExpired`], [`Refusal::TooMany`], or a fault.
    pub async fn finish_sign_in(
        &self,
        id: &str,
        code: &str,
        seat: impl Into<Seat> + Send,
    ) -> Result<Opened, Refusal> {
        let seat = seat.into();
        let (face, channel) = (seat.face, seat.channel.as_str());
        let (challenge, consumed) = self.try_code(CHALLENGE, id, "sign_in", code).await?;
        let (opened, put) = self.new_session(challenge.iin, Assurance::Sms, seat)?;
        let unit = Unit { slips: vec![consumed, put], ..Unit::default() };
        match self.commit(unit).await {
            Ok(()) => {
                tracing::info!(?face, channel, method = "sms", "somebody signed in");
                Ok(opened)
            }
            Err(CommitError::Engine(error)) => Err(error.into()),
            // The same password came twice at once: one of them opened the session.
            Err(CommitError::Stale(_) | CommitError::Taken(_)) => Err(Refusal::CodeExpired),
        }
    }

    /// The record of a challenge and the work that sends its password.
    pub(crate) fn challenge(
        &self,
        key: &str,
        challenge: &Challenge,
        language: Language,
    ) -> Result<(SlipWrite, NewWork), Refusal> {
        let body = written(challenge)?;
        let change = SlipChange::Set { body, expires: challenge.expires };
        let slip = SlipWrite { kind: CHALLENGE, key: key.to_owned(), change };
        let code = CodeWork {
            purpose: challenge.purpose.clone(),
            challenge: key.to_owned(),
            bound_to: challenge.password_for(),
            phone: challenge.phone,
            language,
            expires: challenge.expires,
        };
        let name = format!("code:{key}:{}", challenge.sent_at.as_microsecond());
        Ok((slip, self.work_now("code", name, written(&code)?)))
    }

    /// New passwords are counted by phone and purpose; for people without a number by their ИИН,
    /// so that the answers are the same.
    pub(crate) fn codes_tally(&self, challenge: &Challenge) -> Tally {
        let whom = challenge.phone.map_or(challenge.iin.to_string(), |phone| phone.to_string());
        Tally {
            key: format!("codes:{}:{whom}", challenge.purpose),
            most: self.limits.codes_in_15_minutes,
            within: SignedDuration::from_mins(15),
        }
    }

    /// The right password consumes the challenge together with whatever it opens; a wrong one is
    /// counted at once.
    pub(crate) async fn try_code(
        &self,
        kind: &'static str,
        key: &str,
        purpose: &str,
        code: &str,
    ) -> Result<(Challenge, SlipWrite), Refusal> {
        if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
            let error = FieldError { field: "code".into(), code: "code_form", rule: None };
            return Err(Refusal::Fields(vec![error]));
        }
        let now = self.now();
        let slip = self.store.slip(kind, key, now).await?.ok_or(Refusal::CodeExpired)?;
        let mut challenge: Challenge = parsed(&slip.body)?;
        if challenge.purpose != purpose {
            return Err(Refusal::CodeExpired);
        }
        let failures = Tally {
            key: format!("failures:{}", challenge.iin),
            most: self.limits.failures_an_hour,
            within: SignedDuration::from_hours(1),
        };
        if let Some(mut too_many) = self.is_full(&failures).await? {
            let rest = SignedDuration::from_mins(15).as_secs();
            too_many.retry_after_seconds = too_many.retry_after_seconds.min(rest);
            return Err(Refusal::TooMany("tries", too_many));
        }
        let right = self.keys.password(purpose, key, &challenge.password_for());
        if challenge.phone.is_some() && same_code(&right, code) {
            let change = SlipChange::Consume { expected: slip.version };
            return Ok((challenge, SlipWrite { kind, key: key.to_owned(), change }));
        }
        challenge.tries += 1;
        tracing::info!(purpose, tries = challenge.tries, "a wrong password was tried");
        let change = if challenge.tries >= self.limits.code_tries {
            SlipChange::Consume { expected: slip.version }
        } else {
            let body = written(&challenge)?;
            SlipChange::Put { expected: Some(slip.version), body, expires: challenge.expires, now }
        };
        let mut slips = vec![SlipWrite { kind, key: key.to_owned(), change }];
        slips.extend(self.one_more(&failures, "").await?.ok());
        match self.commit(Unit { slips, ..Unit::default() }).await {
            Err(CommitError::Engine(error)) => Err(error.into()),
            // A try that could not be counted is no try: it must be made again.
            Err(CommitError::Stale(_) | CommitError::Taken(_)) => Err(Refusal::Busy),
            Ok(()) => Err(Refusal::WrongCode),
        }
    }
}

/// What is wrong with a text that should be an ИИН.
pub(crate) fn iin_error(field: &str, why: residence::names::NameError) -> FieldError {
    let code = match why {
        residence::names::NameError::CheckDigit => "iin_check_digit",
        residence::names::NameError::Form | residence::names::NameError::NotMobile => "iin_form",
    };
    FieldError { field: field.into(), code, rule: Some(residence::ground::RuleId::Iin) }
}

/// A challenge id from outside, if it has the form of one.
#[must_use]
pub fn challenge_id(text: &str) -> Option<String> {
    text.parse::<CaseId>().ok().map(|id| id.to_string())
}
