//! Where a case stands, and what it carries there.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::consent::{ConsentRequest, Outcome};
use crate::decision::Decision;
use crate::facts::Register;
use crate::intake::Signature;
use crate::law::Law;
use crate::names::RequestId;
use crate::notice::Known;

/// The status people and programs see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the states of the case machine say what each is")]
pub enum Status {
    Draft,
    Signed,
    Checking,
    AwaitingConsent,
    Registering,
    Registered,
    Refused,
    Referred,
    Withdrawn,
}

impl Status {
    /// The name in the interface and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Checking => "checking",
            Self::AwaitingConsent => "awaiting_consent",
            Self::Registering => "registering",
            Self::Registered => "registered",
            Self::Refused => "refused",
            Self::Referred => "referred",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing more can come of it.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        match self {
            Self::Draft
            | Self::Signed
            | Self::Checking
            | Self::AwaitingConsent
            | Self::Registering => false,
            Self::Registered | Self::Refused | Self::Referred | Self::Withdrawn => true,
        }
    }

    /// Signed and not terminal: such an application holds its subjects.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !self.is_terminal() && !matches!(self, Self::Draft)
    }

    /// The edges a case may take.
    #[must_use]
    pub const fn leads_to(self, next: Self) -> bool {
        match self {
            Self::Draft => matches!(next, Self::Draft | Self::Signed),
            Self::Signed => matches!(next, Self::Checking | Self::Withdrawn),
            Self::Checking => matches!(
                next,
                Self::AwaitingConsent
                    | Self::Registering
                    | Self::Refused
                    | Self::Referred
                    | Self::Withdrawn
            ),
            Self::AwaitingConsent => {
                matches!(next, Self::Registering | Self::Refused | Self::Withdrawn)
            }
            Self::Registering => {
                matches!(next, Self::Registered | Self::Refused | Self::Referred | Self::Withdrawn)
            }
            Self::Registered | Self::Refused | Self::Referred | Self::Withdrawn => false,
        }
    }
}

/// What a signed application carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// How it was signed.
    pub signature: Signature,
    /// When.
    pub signed_at: Timestamp,
    /// The day of that in Asia/Almaty: ages and the law go by it.
    pub signed_on: Date,
    /// The law of that day.
    pub law: Box<Law>,
    /// Who is around, once the registers have answered.
    pub known: Option<Known>,
}

/// A register keeps the case waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which register.
    pub by: Register,
    /// Since when.
    pub since: Timestamp,
}

/// The questions of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    /// When they were asked.
    pub asked_at: Timestamp,
    /// When the last answer that mattered came.
    pub ended_at: Option<Timestamp>,
    /// The questions.
    pub requests: Vec<ConsentRequest>,
}

impl Asking {
    /// The same with every open question void: their codes are dead.
    pub(super) fn ended(mut self, at: Timestamp) -> Self {
        for request in self.requests.iter_mut().filter(|request| request.is_open()) {
            request.outcome = Outcome::Void { at };
        }
        self.ended_at.get_or_insert(at);
        self
    }

    /// One of the questions.
    #[must_use]
    pub fn request(&self, id: RequestId) -> Option<&ConsentRequest> {
        self.requests.iter().find(|request| request.id == id)
    }

    /// How long people were waited for.
    #[must_use]
    pub fn waited(&self) -> SignedDuration {
        self.ended_at.map_or(SignedDuration::ZERO, |end| end.duration_since(self.asked_at))
    }
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status", content = "with")]
pub enum State {
    /// Can be changed; costs nobody anything.
    Draft,
    /// Filed; the registers have not answered yet.
    Signed(Filed),
    /// Held by a register that does not answer.
    Checking(Filed, Held),
    /// Parties are asked.
    AwaitingConsent(Filed, Asking),
    /// Everybody agreed; the registers are read again, perhaps held by one.
    Registering(Filed, Asking, Option<Held>),
    /// Entered in the registration book.
    Registered(Filed, Option<Asking>, Decision),
    /// Refused.
    Refused(Filed, Option<Asking>, Decision),
    /// Sent to a service centre.
    Referred(Filed, Option<Asking>, Decision),
    /// Taken back by the applicant.
    Withdrawn(Filed, Option<Asking>, Timestamp),
}

impl State {
    /// What it carries since the signing.
    #[must_use]
    pub const fn filed(&self) -> Option<&Filed> {
        match self {
            Self::Draft => None,
            Self::Signed(filed)
            | Self::Checking(filed, _)
            | Self::AwaitingConsent(filed, _)
            | Self::Registering(filed, ..)
            | Self::Registered(filed, ..)
            | Self::Refused(filed, ..)
            | Self::Referred(filed, ..)
            | Self::Withdrawn(filed, ..) => Some(filed),
        }
    }

    /// The questions, if anybody was asked.
    #[must_use]
    pub const fn asking(&self) -> Option<&Asking> {
        match self {
            Self::Draft | Self::Signed(_) | Self::Checking(..) => None,
            Self::AwaitingConsent(_, asking) | Self::Registering(_, asking, _) => Some(asking),
            Self::Registered(_, asking, _)
            | Self::Refused(_, asking, _)
            | Self::Referred(_, asking, _)
            | Self::Withdrawn(_, asking, _) => asking.as_ref(),
        }
    }

    /// The decision, if it fell.
    #[must_use]
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Draft
            | Self::Signed(_)
            | Self::Checking(..)
            | Self::AwaitingConsent(..)
            | Self::Registering(..)
            | Self::Withdrawn(..) => None,
            Self::Registered(.., decision)
            | Self::Refused(.., decision)
            | Self::Referred(.., decision) => Some(decision),
        }
    }

    /// The register that keeps the case waiting, if one does.
    #[must_use]
    pub const fn held(&self) -> Option<Held> {
        match self {
            Self::Checking(_, held) => Some(*held),
            Self::Registering(_, _, held) => *held,
            Self::Draft
            | Self::Signed(_)
            | Self::AwaitingConsent(..)
            | Self::Registered(..)
            | Self::Refused(..)
            | Self::Referred(..)
            | Self::Withdrawn(..) => None,
        }
    }

    /// When it ended, if it did.
    #[must_use]
    pub fn ended_at(&self) -> Option<Timestamp> {
        if let Self::Withdrawn(_, _, at) = self {
            return Some(*at);
        }
        self.decision().map(|decision| decision.at)
    }
}

impl Case {
    /// The status people and programs see.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self.state {
            State::Draft => Status::Draft,
            State::Signed(..) => Status::Signed,
            State::Checking(..) => Status::Checking,
            State::AwaitingConsent(..) => Status::AwaitingConsent,
            State::Registering(..) => Status::Registering,
            State::Registered(..) => Status::Registered,
            State::Refused(..) => Status::Refused,
            State::Referred(..) => Status::Referred,
            State::Withdrawn(..) => Status::Withdrawn,
        }
    }
}
