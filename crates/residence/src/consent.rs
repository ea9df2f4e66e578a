//! Who must agree, until when, and who did.
//!
//! Each party is one [`ConsentRequest`] with a clock of its own. The clock starts at the receipt and
//! is written once; a timer only wakes. An answer counts by when its bytes were read, strictly
//! before the deadline.

mod reminders;
mod reply;

pub use reply::{Reply, read_reply};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::intake::Digest;
use crate::law::{ConsentForm, Law};
use crate::names::{CaseNumber, Iin, Phone, RequestId};

/// As what a party is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Меншік иесі / собственник.
    Owner,
    /// Another owner beside the applicant: ортақ меншік иесі / сособственник.
    CoOwner,
    /// A person the lease lists, whom the tenant registers.
    ListedPerson,
    /// The parent whom a child would leave.
    OtherParent,
}

impl Role {
    /// The name in the interface and in translations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::CoOwner => "co_owner",
            Self::ListedPerson => "listed_person",
            Self::OtherParent => "other_parent",
        }
    }
}

/// Why a party can only answer in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalOnly {
    /// No number in the mobile base.
    NoNumber,
    /// The number was bound too short a time ago: it may be a stolen one.
    Fresh,
    /// The applicant has the same number.
    Shared,
}

/// How a party can be asked. Answering in the portal is always possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// By SMS to this number.
    Sms(Phone),
    /// In the portal only.
    Portal(PortalOnly),
}

/// Somebody who must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Who.
    pub iin: Iin,
    /// As what.
    pub role: Role,
    /// How they are asked.
    pub route: Route,
}

/// What made the clock of a request start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceivedBy {
    /// The delivery receipts of all parts of the SMS.
    Delivery,
    /// The acceptance by the SMS centre (`consent_clock = "sending"`).
    Sending,
    /// The party opened the request in the portal.
    Opening,
    /// The answer came before any receipt.
    Answer,
}

/// The start of the clock and the deadline it makes: written once, never moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// When the request was received.
    pub received_at: Timestamp,
    /// By what.
    pub by: ReceivedBy,
    /// An answer must be read before this.
    pub deadline: Timestamp,
}

/// What has become of the SMS of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sms {
    /// None is sent.
    None,
    /// Its code counts.
    Live,
    /// It will never arrive: its code counts no more, the portal is left.
    Failed,
    /// Too many wrong codes came from the phone: the portal is left.
    Locked,
}

/// What a party said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saying {
    /// Yes.
    Agree,
    /// No.
    Refuse,
}

/// Why a party refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// No reason was given.
    None,
    /// "I do not know this person."
    Stranger,
    /// "I do not agree."
    Unwilling,
    /// "This is not my property": the register should be looked at.
    NotMine,
}

/// In what form a party answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "form")]
pub enum Form {
    /// A reply to the SMS.
    SmsReply,
    /// In the portal, signed in; enough to refuse.
    Portal,
    /// In the portal with ЭЦҚ / ЭЦП.
    Eds {
        /// The SHA-256 of the stored signature.
        evidence: Digest,
    },
    /// With eGov QR.
    Qr {
        /// The SHA-256 of the stored signature.
        evidence: Digest,
    },
}

impl Form {
    /// Whether a party may say this in this form under this law.
    #[must_use]
    pub fn may_say(&self, saying: Saying, law: &Law) -> bool {
        let form = match self {
            Self::SmsReply => ConsentForm::SmsReply,
            Self::Portal => return saying == Saying::Refuse,
            Self::Eds { .. } => ConsentForm::Eds,
            Self::Qr { .. } => ConsentForm::Qr,
        };
        law.consent_forms.contains(&form)
    }
}

/// How a request stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// Not answered.
    Open,
    /// The party agreed.
    Agreed {
        /// When the answer was read.
        at: Timestamp,
        /// In what form.
        #[serde(flatten)]
        form: Form,
    },
    /// The party refused.
    Refused {
        /// When the answer was read.
        at: Timestamp,
        /// In what form.
        #[serde(flatten)]
        form: Form,
        /// Why.
        reason: RefusalReason,
    },
    /// The deadline passed.
    Lapsed {
        /// The deadline.
        at: Timestamp,
    },
    /// The window for reaching the party ended.
    Unreachable {
        /// The end of the window.
        at: Timestamp,
    },
    /// The case ended otherwise; the code is dead.
    Void {
        /// When.
        at: Timestamp,
    },
}

impl Outcome {
    /// The name in the interface, but for an open request.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed { .. } => "agreed",
            Self::Refused { .. } => "refused",
            Self::Lapsed { .. } => "lapsed",
            Self::Unreachable { .. } => "unreachable",
            Self::Void { .. } => "void",
        }
    }
}

/// One question to one party: келісім сұрауы / запрос согласия.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRequest {
    /// Which request; its code is derived from it.
    pub id: RequestId,
    /// Who is asked, as what, how.
    pub party: Party,
    /// The application the party is asked about, as signed.
    pub digest: Digest,
    /// When the question was made.
    pub asked_at: Timestamp,
    /// The party must be reached before this.
    pub reach_by: Timestamp,
    /// The clock, once it runs.
    pub clock: Option<Clock>,
    /// What has become of the SMS.
    pub sms: Sms,
    /// Wrong codes that came from the phone.
    pub tries: u8,
    /// How many of the times of reminders have passed and were told of.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reminded: u8,
    /// How it stands.
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl ConsentRequest {
    /// A new question.
    #[must_use]
    pub fn new(id: RequestId, party: Party, digest: Digest, law: &Law, at: Timestamp) -> Self {
        let (sms, window) = match party.route {
            Route::Sms(_) => (Sms::Live, law.delivery_window),
            Route::Portal(_) => (Sms::None, law.no_phone_window),
        };
        Self {
            id,
            party,
            digest,
            asked_at: at,
            reach_by: at.checked_add(window).unwrap_or(Timestamp::MAX),
            clock: None,
            sms,
            tries: 0,
            reminded: 0,
            outcome: Outcome::Open,
        }
    }

    /// Whether an answer is awaited.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome == Outcome::Open
    }

    /// The status in the interface: `asked received agreed refused lapsed unreachable void`.
    #[must_use]
    pub const fn status(&self) -> &'static str {
        match (&self.outcome, self.clock) {
            (Outcome::Open, None) => "asked",
            (Outcome::Open, Some(_)) => "received",
            (ended, _) => ended.as_str(),
        }
    }

    /// The very bytes that the party is shown and, in the portal, signs.
    #[must_use]
    pub fn document(&self, number: CaseNumber, application: &crate::intake::Application) -> String {
        #[derive(Serialize)]
        struct Document<'a> {
            document: &'static str,
            number: CaseNumber,
            request: RequestId,
            party: Iin,
            role: Role,
            application: &'a crate::intake::Application,
            application_digest: Digest,
        }
        let document = Document {
            document: "tirkeu/consent/1",
            number,
            request: self.id,
            party: self.party.iin,
            role: self.party.role,
            application,
            application_digest: self.digest,
        };
        serde_json::to_string(&document).unwrap_or_default()
    }

    /// Starts the clock, if it does not run; says whether it did.
    pub(crate) fn receive(&mut self, at: Timestamp, by: ReceivedBy, law: &Law) -> bool {
        if self.clock.is_some() || !self.is_open() {
            return false;
        }
        let deadline = at.checked_add(law.consent_window).unwrap_or(Timestamp::MAX);
        self.clock = Some(Clock { received_at: at, by, deadline });
        true
    }

    /// When this request ends by itself.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.clock.map_or(self.reach_by, |clock| clock.deadline)
    }

    /// What the time alone has made of an open request at this moment: nothing, or its end.
    #[must_use]
    pub fn lapse(&self, at: Timestamp) -> Option<Outcome> {
        if !self.is_open() || at < self.ends_at() {
            return None;
        }
        Some(match self.clock {
            Some(clock) => Outcome::Lapsed { at: clock.deadline },
            None => Outcome::Unreachable { at: self.reach_by },
        })
    }

    /// The same, but judged by a timer: a party that could answer by SMS is judged only when
    /// everything that reached the SMS centre by then has been read from our link.
    #[must_use]
    pub fn lapse_by_timer(&self, at: Timestamp, read_through: Timestamp) -> Option<Outcome> {
        let by_sms = match self.party.route {
            Route::Sms(_) => true,
            Route::Portal(_) => false,
        };
        if by_sms && read_through < self.ends_at() { None } else { self.lapse(at) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::{request, time};

    #[test]
    fn at_the_deadline_is_late() {
        let law = crate::law::Laws::built_in().on(jiff::civil::date(2026, 1, 15));
        let mut asked = request("10:00:00");
        assert!(asked.receive(time("10:00:05"), ReceivedBy::Delivery, &law));
        assert!(!asked.receive(time("10:30:00"), ReceivedBy::Opening, &law), "written once");
        for (at, lapses) in [("10:59:59", false), ("11:00:05", true), ("11:00:04", false)] {
            assert_eq!(asked.lapse(time(at)).is_some(), lapses, "{at}");
        }
        assert_eq!(asked.lapse(time("12:00:00")), Some(Outcome::Lapsed { at: time("11:00:05") }));
    }

    #[test]
    fn a_timer_waits_for_the_link() {
        let asked = request("10:00:00");
        let end = asked.reach_by;
        let later = end.checked_add(jiff::SignedDuration::from_mins(5)).unwrap();
        assert_eq!(asked.lapse_by_timer(later, time("23:00:00")), None);
        assert_eq!(asked.lapse_by_timer(later, end), Some(Outcome::Unreachable { at: end }));
    }
}
