//! What people do, whichever face they meet: sign in, file, sign, answer, look.
//!
//! A desk function takes a signed-in person and well-formed input, and answers with values of the
//! core or with a [`Refusal`]. Pages and the API put both into words.

pub mod answers;
pub mod applications;
pub mod certificates;
pub mod consents;
pub mod eds;
pub mod inbox;
pub mod mobile;
pub mod office;
pub mod people;
pub mod places;
pub mod pre_check;
pub mod reading;
pub mod sessions;
pub mod sign_in;
pub mod signing;
mod spelling;
pub mod staff_calls;
pub mod statistics;
pub mod status;

use jiff::Timestamp;
use residence::case::NotExpected;
use residence::facts::{Language, Register};
use residence::ground::{Params, RuleId};
use residence::intake::FieldError;
use residence::names::{CaseId, Iin};
use serde::{Deserialize, Serialize};
use store::{CommitError, StoreError, Taken};

use crate::cases::MoveError;
use crate::limits::TooMany;
use crate::registers::Silent;
use crate::registers::gather::GatherError;
use crate::signatures::SignatureFault;

/// How surely somebody is who they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// Signed in by a one-time SMS password: may file, withdraw, refuse, see their own cases.
    Sms,
    /// Signed in by ЭЦҚ / ЭЦП or eGov QR: may agree, remove, lock, see lists.
    Signature,
}

/// A signed-in person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub iin: Iin,
    /// How surely.
    pub assurance: Assurance,
    /// The language they read.
    pub language: Language,
}

/// Why something was not done. Nothing was stored, but where a variant says otherwise.
#[derive(Debug)]
pub enum Refusal {
    /// Fields are wrong, all of them named.
    Fields(Vec<FieldError>),
    /// A rule speaks before anything is filed.
    Rule(RuleId, Params),
    /// The password is wrong; the try was counted.
    WrongCode,
    /// The password is no longer good, or was never sent; ask for a new one.
    CodeExpired,
    /// Too many; the code says of what.
    TooMany(&'static str, TooMany),
    /// Nobody is signed in, or no longer.
    Unauthorised,
    /// There is no such thing for this person.
    NotFound,
    /// It does not fit the state of the application.
    Conflict(NotExpected),
    /// The answer came after the deadline.
    Late,
    /// This way of signing (in) is not open here.
    MethodUnavailable,
    /// The same idempotency key came with another content.
    OtherContent,
    /// Somebody else was faster, again and again; try again.
    Busy,
    /// A signature is not taken.
    Signature(SignatureFault),
    /// The signature is right, but nothing says now whether its certificate is revoked; try again.
    Unlearnable,
    /// For this one signs in by ЭЦҚ / ЭЦП or eGov QR.
    Assurance,
    /// What was to be signed has ended or was used; begin again.
    Ended,
    /// No certificates can be made here now.
    NoSeal,
    /// A register does not answer.
    Silent(Register),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<CommitError> for Refusal {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Engine(error) => error.into(),
            CommitError::Taken(Taken::Signature) => Self::Signature(SignatureFault::UsedBefore),
            CommitError::Stale(_) | CommitError::Taken(_) => Self::Busy,
        }
    }
}

/// What it means for something that is good once that it could not be saved: somebody else has used it.
fn once(saved: Result<(), CommitError>) -> Result<(), Refusal> {
    match saved.map_err(Refusal::from) {
        Err(Refusal::Busy) => Err(Refusal::Ended),
        saved => saved,
    }
}

impl From<NotExpected> for Refusal {
    fn from(why: NotExpected) -> Self {
        Self::Conflict(why)
    }
}

impl From<Silent> for Refusal {
    fn from(silent: Silent) -> Self {
        Self::Silent(silent.0)
    }
}

impl From<GatherError> for Refusal {
    fn from(error: GatherError) -> Self {
        match error {
            GatherError::Silent(silent) => silent.into(),
            GatherError::Store(error) => Self::Store(error),
        }
    }
}

impl From<MoveError> for Refusal {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::NoCase => Self::NotFound,
            MoveError::NotExpected(why) => Self::Conflict(why),
            MoveError::Taken(Taken::OpenApplication { number, .. }) => {
                let params = Params::from([("number".to_owned(), number.to_string())]);
                Self::Rule(RuleId::Open, params)
            }
            MoveError::Taken(Taken::Signature) => Self::Signature(SignatureFault::UsedBefore),
            MoveError::Stale | MoveError::NotOurs | MoveError::Taken(_) => Self::Busy,
            MoveError::Store(error) => Self::Store(error),
        }
    }
}

/// The key under which a person makes something once, however often it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Once<'a> {
    /// What the caller sent as `Idempotency-Key`, if anything.
    pub key: Option<&'a str>,
    /// What is made.
    pub purpose: &'a str,
}

impl crate::app::App {
    /// The id of what is made: derived from the key, or drawn.
    fn id_for(&self, person: Iin, once: Once<'_>) -> CaseId {
        match once.key {
            Some(key) => self.keys.keyed_id(person.as_str(), once.purpose, key),
            None => CaseId::from_random((self.chance)()),
        }
    }

    /// The end of something that lasts this long from now.
    pub(crate) fn after(&self, duration: jiff::SignedDuration) -> Timestamp {
        self.now().checked_add(duration).unwrap_or(Timestamp::MAX)
    }
}
