//! Whom to tell what.
//!
//! Of every attempt, decision and removal are told: the applicant, the subjects, every owner or
//! tenant of the address, the other parent of a child. Owners of the old address learn only that
//! somebody left. One person gets one notice of one event, whatever they are in the case.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::act::ActKind;
use crate::checks::Question;
use crate::facts::{Address, Holder, Language, Relation};
use crate::law::day;
use crate::names::{CaseNumber, Iin, Phone};
use crate::registration::Kind;

/// How a person can be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The number of the mobile base; notices without one stay in the portal's inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The language of the person.
    pub language: Language,
}

impl Contact {
    /// Somebody of whom nothing is known.
    pub(crate) const NOWHERE: Self = Self { phone: None, language: Language::Kk };
}

/// What a case remembers from the registers in order to speak to people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The applicant as others may see them: `Ахметов А.`
    pub applicant: String,
    /// The address, once it is known to exist.
    pub address: Option<Address>,
    /// Owners, or the tenant of state rental housing.
    pub hosts: BTreeSet<Iin>,
    /// Parents of the children in the application, other than the applicant. The parents of a grown
    /// person are told nothing.
    pub parents: BTreeSet<Iin>,
    /// Owners of the addresses that people leave, and who leaves.
    pub left: BTreeMap<Iin, BTreeSet<Iin>>,
    /// How everybody above can be written to.
    pub contacts: BTreeMap<Iin, Contact>,
}

impl Known {
    /// What these facts tell of the people around an application.
    #[must_use]
    pub fn of(question: &Question<'_>) -> Self {
        let Question { application, facts, .. } = *question;
        let applicant = application.applicant;
        let dwelling = facts.dwelling.as_ref();
        let contact = |iin: &Iin| {
            let row = facts.people.get(iin)?;
            let language = row.person.is.as_ref().map(|p| p.language).unwrap_or_default();
            Some((*iin, Contact { phone: row.phone.is.map(|binding| binding.phone), language }))
        };
        let today = day(facts.at);
        let is_child = |iin: Iin| {
            let row = facts.person(iin);
            row.is_some_and(|row| row.age_on(question.signed_on) < question.law.adult_age)
        };
        let parents = facts.kin.is.iter().filter(|kin| {
            kin.relation == Relation::Parent
                && kin.holds_on(today)
                && kin.iin != applicant
                && application.people().any(|iin| iin == kin.of && iin != applicant)
                && is_child(kin.of)
        });
        let mut contacts: BTreeMap<_, _> = facts.people.keys().filter_map(contact).collect();
        if let Some(own) = contacts.get_mut(&applicant) {
            own.language = application.language;
        }
        Self {
            applicant: facts.person(applicant).map(|p| p.masked_name()).unwrap_or_default(),
            address: dwelling.and_then(|d| d.address.is.clone()),
            hosts: hosts(question),
            parents: parents.map(|kin| kin.iin).collect(),
            left: left(question),
            contacts,
        }
    }
}

impl Known {
    /// The same when more was known before: whoever was written to then can be written to still.
    #[must_use]
    pub(crate) fn after(mut self, before: Option<&Self>) -> Self {
        for (iin, contact) in before.iter().flat_map(|before| &before.contacts) {
            self.contacts.entry(*iin).or_insert(*contact);
        }
        self
    }
}

fn person(holder: &Holder) -> Option<Iin> {
    match holder {
        Holder::Person(iin) => Some(*iin),
        Holder::Organisation(_) | Holder::Unidentified => None,
    }
}

fn hosts(question: &Question<'_>) -> BTreeSet<Iin> {
    let facts = question.facts;
    let Some(dwelling) = &facts.dwelling else { return BTreeSet::new() };
    let today = day(facts.at);
    let lease = facts.lease_on(today).filter(|lease| lease.in_force_on(today));
    let tenants = lease.map(|lease| lease.tenant);
    let owners = dwelling.title.is.iter().flat_map(|title| title.holders.iter().filter_map(person));
    owners.chain(tenants).collect()
}

/// The owners of the old addresses of those who move for good.
fn left(question: &Question<'_>) -> BTreeMap<Iin, BTreeSet<Iin>> {
    let mut left: BTreeMap<Iin, BTreeSet<Iin>> = BTreeMap::new();
    let (application, facts) = (question.application, question.facts);
    let Some(dwelling) = facts.dwelling.as_ref().filter(|_| application.kind == Kind::Permanent)
    else {
        return left;
    };
    for iin in application.people() {
        let entries = facts.registrations(iin).iter().filter(|e| e.kind == Kind::Permanent);
        for entry in entries {
            let title = dwelling.leaving.get(&entry.rka).and_then(|title| title.is.as_ref());
            for owner in title.iter().flat_map(|t| t.holders.iter().filter_map(person)) {
                left.entry(owner).or_default().insert(iin);
            }
        }
    }
    left
}

/// What somebody is told. The translations have a text for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "message")]
pub enum Message {
    /// To the subject whom somebody else registers: an application was filed.
    Filed,
    /// To owners, tenants and parents who are not asked by SMS: somebody applies to be registered
    /// with you. Whoever must answer finds the question in the portal.
    Attempt,
    /// To whoever has not answered yet: this is the time that is left.
    Reminder {
        /// An answer must be read before this.
        before: Timestamp,
    },
    /// To applicant and subject: registered.
    Registered,
    /// To owners, tenants and parents: somebody was registered with you, or your child was.
    RegisteredThere,
    /// To applicant and subject: refused.
    Refused,
    /// To owners, tenants and parents: an application ended without registration; nothing is left
    /// to answer.
    EndedThere,
    /// To applicant and subject: refused, since somebody who was asked did not answer in time.
    Lapsed,
    /// To owners, tenants and parents: the time for an answer ran out; nothing was registered,
    /// nothing is left to answer.
    LapsedThere,
    /// To applicant and subject: refused, since somebody could not be reached.
    Unreached,
    /// To owners, tenants and parents: the question did not arrive in time; nothing was registered,
    /// nothing is left to answer.
    UnreachedThere,
    /// To applicant and subject: a service centre serves this dwelling or person.
    Referred,
    /// To applicant and subject: withdrawn.
    Withdrawn,
    /// To owners of the old address: somebody left.
    Left,
    /// To a person: the temporary registration ends on this day.
    TermEnds {
        /// The day.
        on: Date,
    },
    /// To a person: the temporary registration has ended.
    TermEnded,
    /// To the parents of a newborn: registered where the mother is.
    Born,
    /// To a person (or the parents of a child): an act has changed their registration.
    ByAct {
        /// What kind of act.
        act: ActKind,
        /// Its number.
        number: CaseNumber,
    },
    /// To owners or tenants: an act has registered somebody with them.
    ThereByAct {
        /// What kind of act.
        act: ActKind,
        /// Its number.
        number: CaseNumber,
    },
}

impl Message {
    /// The key of its text in the translations.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Attempt => "attempt",
            Self::Reminder { .. } => "reminder",
            Self::Registered => "registered",
            Self::RegisteredThere => "registered-there",
            Self::Refused => "refused",
            Self::EndedThere => "ended-there",
            Self::Lapsed => "lapsed",
            Self::LapsedThere => "lapsed-there",
            Self::Unreached => "unreached",
            Self::UnreachedThere => "unreached-there",
            Self::Referred => "referred",
            Self::Withdrawn => "withdrawn",
            Self::Left => "left",
            Self::TermEnds { .. } => "term-ends",
            Self::TermEnded => "term-ended",
            Self::Born => "born",
            Self::ByAct { .. } => "by-act",
            Self::ThereByAct { .. } => "there-by-act",
        }
    }
}

/// One notice to one person: хабарлама / уведомление.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// To whom.
    pub to: Iin,
    /// How.
    pub contact: Contact,
    /// What.
    #[serde(flatten)]
    pub message: Message,
}

/// Collects notices so that each person gets one: whoever was put in first keeps the first.
#[derive(Debug)]
pub(crate) struct Round<'a> {
    known: &'a Known,
    notices: Vec<Notice>,
}

impl<'a> Round<'a> {
    pub(crate) const fn new(known: &'a Known) -> Self {
        Self { known, notices: Vec::new() }
    }

    /// Tells these people this, but for those who are told something already.
    pub(crate) fn tell(mut self, people: impl IntoIterator<Item = Iin>, message: Message) -> Self {
        for to in people {
            let told = self.notices.iter().any(|notice| notice.to == to);
            if let Some(contact) = self.known.contacts.get(&to).filter(|_| !told) {
                self.notices.push(Notice { to, contact: *contact, message });
            }
        }
        self
    }

    pub(crate) fn notices(self) -> Vec<Notice> {
        self.notices
    }
}
