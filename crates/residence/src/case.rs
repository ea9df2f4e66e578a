//! The case machine: `Case::apply(event, at) → Transition`.
//!
//! ```text
//! draft → signed → checking → awaiting_consent → registering → registered
//!                      │              │               │
//!                      ├→ refused ←───┴───────────────┘
//!                      ├→ referred
//!                      └→ withdrawn    from signed until the decision
//! ```
//! States carry their data. A transition names everything that follows: journal lines, effects, the
//! next wake time, changes of the registration book and the versions they rest on.

mod awaiting;
mod judging;
mod state;
mod transition;

pub use state::{Asking, Filed, Held, State, Status};
pub use transition::{Effect, Line, LineCode, NotExpected, RestsOn, Transition};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::consent::{Form, RefusalReason, Saying};
use crate::facts::{Facts, Register};
use crate::intake::{Application, Signature};
use crate::law::{Law, day};
use crate::names::{CaseId, CaseNumber, RequestId};
use crate::notice::{Message, Round};
use crate::registration::Seed;

/// One application, from its draft on: өтініш / заявление.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Which case.
    pub id: CaseId,
    /// What is applied for.
    pub application: Application,
    /// When the draft was made.
    pub drafted_at: Timestamp,
    /// Where it stands.
    pub state: State,
}

/// Something that happened outside. The journal keeps every one, so that the case can be computed
/// again from its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The draft was made.
    Drafted {
        /// What is applied for.
        application: Application,
    },
    /// The draft was changed.
    Changed {
        /// What is applied for now.
        application: Application,
    },
    /// The applicant signed.
    Signed {
        /// How, and the proof.
        signature: Signature,
        /// The law in force at the signing.
        law: Box<Law>,
    },
    /// A register did not answer.
    Silent {
        /// Which one.
        register: Register,
    },
    /// The registers answered.
    Answered {
        /// What they answered.
        facts: Box<Facts>,
        /// For the ids of what follows.
        seed: Seed,
    },
    /// The SMS centre accepted the SMS of a request.
    SmsAccepted {
        /// Which request.
        request: RequestId,
    },
    /// The SMS of a request will never arrive.
    SmsFailed {
        /// Which request.
        request: RequestId,
    },
    /// The SMS of a request was delivered, every part of it.
    SmsDelivered {
        /// Which request.
        request: RequestId,
    },
    /// The party opened the request in the portal.
    Opened {
        /// Which request.
        request: RequestId,
    },
    /// A wrong code came from the phone of a request.
    WrongCode {
        /// Which request.
        request: RequestId,
        /// The wrong codes from this phone so far, this one included.
        tries: u8,
    },
    /// The party answered.
    PartyAnswered {
        /// Which request.
        request: RequestId,
        /// Yes or no.
        saying: Saying,
        /// In what form.
        form: Form,
        /// Why, for a no.
        reason: RefusalReason,
    },
    /// The applicant withdrew.
    Withdrawn,
    /// The wake time came.
    Woken {
        /// Everything that reached the SMS centre before this has been read from our link.
        read_through: Timestamp,
    },
}

impl Case {
    /// A new draft.
    #[must_use]
    pub fn draft(id: CaseId, application: Application, at: Timestamp) -> Transition {
        let next = Self { id, application, drafted_at: at, state: State::Draft };
        Transition::to(next).line(LineCode::Drafted)
    }

    /// The reference number.
    #[must_use]
    pub fn number(&self) -> CaseNumber {
        self.id.number()
    }

    /// What follows when this happens at this time.
    ///
    /// # Errors
    /// [`NotExpected`] when the event does not fit the state; nothing changes then.
    pub fn apply(&self, event: &Event, at: Timestamp) -> Result<Transition, NotExpected> {
        match event {
            Event::Drafted { .. } => Err(NotExpected::Status(self.status())),
            Event::Changed { application } => self.change(application),
            Event::Signed { signature, law } => self.sign(signature, law, at),
            Event::Silent { register } => self.hold(*register, at),
            Event::Answered { facts, seed } => self.judge(facts, *seed, at),
            Event::SmsAccepted { request } => self.sms_accepted(*request, at),
            Event::SmsFailed { request } => self.sms_failed(*request),
            Event::SmsDelivered { request } => self.sms_delivered(*request, at),
            Event::Opened { request } => self.opened(*request, at),
            Event::WrongCode { request, tries } => self.wrong_code(*request, *tries),
            Event::PartyAnswered { request, saying, form, reason } => {
                self.party_answered(*request, (*saying, form, *reason), at)
            }
            Event::Withdrawn => self.withdraw(at),
            Event::Woken { read_through } => self.wake(at, *read_through),
        }
    }

    /// The case that these events make, from its draft on.
    ///
    /// # Errors
    /// [`NotExpected`] when the events do not fit one another: the record is damaged.
    pub fn replay<'e>(
        id: CaseId,
        events: impl IntoIterator<Item = (&'e Event, Timestamp)>,
    ) -> Result<Option<Self>, NotExpected> {
        let mut case: Option<Self> = None;
        for (event, at) in events {
            case = Some(match (case, event) {
                (None, Event::Drafted { application }) => {
                    Self::draft(id, application.clone(), at).next
                }
                (None, _) => return Err(NotExpected::Status(Status::Draft)),
                (Some(case), event) => case.apply(event, at)?.next,
            });
        }
        Ok(case)
    }

    fn with(&self, state: State) -> Transition {
        Transition::to(Self { state, ..self.clone() })
    }

    fn change(&self, application: &Application) -> Result<Transition, NotExpected> {
        if self.state != State::Draft {
            return Err(NotExpected::Status(self.status()));
        }
        if application.applicant != self.application.applicant {
            return Err(NotExpected::OtherApplicant);
        }
        let next = Self { application: application.clone(), ..self.clone() };
        Ok(Transition::to(next).line(LineCode::Changed))
    }

    fn sign(
        &self,
        signature: &Signature,
        law: &Law,
        at: Timestamp,
    ) -> Result<Transition, NotExpected> {
        if self.state != State::Draft {
            return Err(NotExpected::Status(self.status()));
        }
        if signature.digest() != self.application.digest(self.number()) {
            return Err(NotExpected::OtherContent);
        }
        if !law.sign_methods.contains(&signature.method()) {
            return Err(NotExpected::Form);
        }
        let filed = Filed {
            signature: signature.clone(),
            signed_at: at,
            signed_on: day(at),
            law: Box::new(law.clone()),
            known: None,
        };
        Ok(self.with(State::Signed(filed)).line(LineCode::Signed).effect(Effect::AskRegisters))
    }

    fn withdraw(&self, at: Timestamp) -> Result<Transition, NotExpected> {
        let (filed, asking) = match &self.state {
            State::Signed(filed) | State::Checking(filed, _) => (filed, None),
            State::AwaitingConsent(filed, asking) | State::Registering(filed, asking, _) => {
                (filed, Some(asking.clone().ended(at)))
            }
            State::Draft
            | State::Registered(..)
            | State::Refused(..)
            | State::Referred(..)
            | State::Withdrawn(..) => return Err(NotExpected::Status(self.status())),
        };
        let hosts_know = asking.is_some();
        let transition =
            self.with(State::Withdrawn(filed.clone(), asking, at)).line(LineCode::Withdrawn);
        let Some(known) = &filed.known else { return Ok(transition) };
        let mut round = Round::new(known).tell(self.concerned(), Message::Withdrawn);
        if hosts_know {
            round = round.tell(self.around(known), Message::EndedThere);
        }
        Ok(transition.notices(round))
    }

    /// The applicant and the subjects.
    fn concerned(&self) -> impl Iterator<Item = crate::names::Iin> + '_ {
        let subjects = self.application.subjects.iter().copied();
        std::iter::once(self.application.applicant).chain(subjects)
    }

    /// Owners or tenants, then parents, then whoever else was asked.
    fn around(&self, known: &crate::notice::Known) -> Vec<crate::names::Iin> {
        let asked = self.state.asking().map(|asking| asking.requests.iter().map(|r| r.party.iin));
        known
            .hosts
            .iter()
            .chain(&known.parents)
            .copied()
            .chain(asked.into_iter().flatten())
            .collect()
    }
}
