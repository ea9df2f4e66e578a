//! What follows from an event.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::{Case, State, Status};
use crate::consent::Outcome;
use crate::ground::Params;
use crate::names::{AddressCode, Iin, RegistrationId, RequestId};
use crate::notice::{Notice, Round};
use crate::registration::BookChange;

/// An event that does not fit the case. Nothing changes then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotExpected {
    /// The case is in this status.
    #[error("the application is {}", .0.as_str())]
    Status(Status),
    /// A draft belongs to whoever made it.
    #[error("the draft belongs to somebody else")]
    OtherApplicant,
    /// Something else was signed than what the draft says now.
    #[error("the draft has changed since it was signed")]
    OtherContent,
    /// This form of signature or answer is not accepted.
    #[error("this form is not accepted")]
    Form,
    /// There is no such request in this case.
    #[error("no such request")]
    NoRequest,
    /// The request has ended.
    #[error("the request is closed")]
    Closed,
    /// The code of this request is dead; the portal is left.
    #[error("the code no longer counts")]
    Locked,
    /// The event says nothing new.
    #[error("nothing new")]
    Nothing,
}

/// What happened, for people to read. The translations have a text for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the translations say what each means")]
pub enum LineCode {
    Drafted,
    Changed,
    Signed,
    Held,
    Checked,
    Asked,
    AskedInPortal,
    SmsFailed,
    Delivered,
    Opened,
    WrongCode,
    Locked,
    Reminded,
    Agreed,
    PartyRefused,
    Lapsed,
    Unreachable,
    AllAgreed,
    Registered,
    Refused,
    Referred,
    Withdrawn,
    Notified,
}

impl LineCode {
    /// Every code.
    pub const ALL: [Self; 23] = [
        Self::Drafted,
        Self::Changed,
        Self::Signed,
        Self::Held,
        Self::Checked,
        Self::Asked,
        Self::AskedInPortal,
        Self::SmsFailed,
        Self::Delivered,
        Self::Opened,
        Self::WrongCode,
        Self::Locked,
        Self::Reminded,
        Self::Agreed,
        Self::PartyRefused,
        Self::Lapsed,
        Self::Unreachable,
        Self::AllAgreed,
        Self::Registered,
        Self::Refused,
        Self::Referred,
        Self::Withdrawn,
        Self::Notified,
    ];

    /// The name in the interface and in translations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Changed => "changed",
            Self::Signed => "signed",
            Self::Held => "held",
            Self::Checked => "checked",
            Self::Asked => "asked",
            Self::AskedInPortal => "asked_in_portal",
            Self::SmsFailed => "sms_failed",
            Self::Delivered => "delivered",
            Self::Opened => "opened",
            Self::WrongCode => "wrong_code",
            Self::Locked => "locked",
            Self::Reminded => "reminded",
            Self::Agreed => "agreed",
            Self::PartyRefused => "party_refused",
            Self::Lapsed => "lapsed",
            Self::Unreachable => "unreachable",
            Self::AllAgreed => "all_agreed",
            Self::Registered => "registered",
            Self::Refused => "refused",
            Self::Referred => "referred",
            Self::Withdrawn => "withdrawn",
            Self::Notified => "notified",
        }
    }
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What happened.
    pub code: LineCode,
    /// Values for its text; never who the party is.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
    /// The status the case took by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// Something to be done once the transition is committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "effect")]
pub enum Effect {
    /// Read the registers and judge.
    AskRegisters,
    /// Send the SMS with the code to a party.
    AskParty {
        /// Which request.
        request: RequestId,
    },
    /// Send a party that has not answered the question and its code again, and keep the notice.
    Remind {
        /// Which request.
        request: RequestId,
        /// What the party finds in the portal.
        notice: Notice,
    },
    /// Tell somebody something.
    Tell(Notice),
    /// Tell somebody that a temporary registration ends, unless it has ended by then.
    TermNotice {
        /// Which entry.
        registration: RegistrationId,
        /// The notice.
        notice: Notice,
        /// When.
        due: Timestamp,
    },
    /// End a temporary registration at its term.
    EndTerm {
        /// Which entry.
        registration: RegistrationId,
        /// Whose; they are told.
        notice: Notice,
        /// When.
        due: Timestamp,
    },
}

/// The versions a decision rests on: they must not have moved when it is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RestsOn {
    /// People and the version of each.
    pub people: Vec<(Iin, u64)>,
    /// The dwelling and its version.
    pub dwelling: Option<(AddressCode, u64)>,
}

/// Everything that follows from an event; saved together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The case as it is now.
    pub next: Case,
    /// The new lines of the journal.
    pub lines: Vec<Line>,
    /// What is to be done.
    pub effects: Vec<Effect>,
    /// Changes of the registration book.
    pub book: Vec<BookChange>,
    /// What the changes rest on.
    pub rests_on: RestsOn,
}

impl Transition {
    pub(super) const fn to(next: Case) -> Self {
        Self {
            next,
            lines: Vec::new(),
            effects: Vec::new(),
            book: Vec::new(),
            rests_on: RestsOn { people: Vec::new(), dwelling: None },
        }
    }

    /// When the case wants to be woken: at the next reminder or end of an open request.
    #[must_use]
    pub fn wake(&self) -> Option<Timestamp> {
        let State::AwaitingConsent(filed, asking) = &self.next.state else { return None };
        let open = asking.requests.iter().filter(|request| request.outcome == Outcome::Open);
        open.map(|request| request.wakes_at(&filed.law)).min()
    }

    pub(super) fn line(self, code: LineCode) -> Self {
        self.line_with(code, Params::new())
    }

    pub(super) fn line_with(mut self, code: LineCode, params: Params) -> Self {
        let status = match code {
            LineCode::Drafted => Some(Status::Draft),
            LineCode::Signed => Some(Status::Signed),
            LineCode::Held => (self.next.status() == Status::Checking).then_some(Status::Checking),
            LineCode::Checked => Some(Status::Checking),
            LineCode::AllAgreed => Some(Status::Registering),
            LineCode::Registered => Some(Status::Registered),
            LineCode::Refused => Some(Status::Refused),
            LineCode::Referred => Some(Status::Referred),
            LineCode::Withdrawn => Some(Status::Withdrawn),
            LineCode::Asked | LineCode::AskedInPortal => Some(Status::AwaitingConsent),
            LineCode::Changed
            | LineCode::SmsFailed
            | LineCode::Delivered
            | LineCode::Opened
            | LineCode::WrongCode
            | LineCode::Locked
            | LineCode::Reminded
            | LineCode::Agreed
            | LineCode::PartyRefused
            | LineCode::Lapsed
            | LineCode::Unreachable
            | LineCode::Notified => None,
        };
        self.lines.push(Line { code, params, status });
        self
    }

    pub(super) fn effect(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// Tells everybody of a round. The journal does not say how many: that is how many owners there
    /// are on record, or whether a stranger has parents.
    pub(super) fn notices(mut self, round: Round<'_>) -> Self {
        let notices = round.notices();
        if notices.is_empty() {
            return self;
        }
        self.effects.extend(notices.into_iter().map(Effect::Tell));
        self.line(LineCode::Notified)
    }
}
