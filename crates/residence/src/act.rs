//! Acts of a service centre: what changes the registration book without an application. A death, an
//! emigration, a court's decision, an annulment by the police, a birth, the correction of a wrong entry.
//!
//! ```text
//! proposed → approved | rejected | withdrawn
//! ```
//! One officer proposes with a basis, another approves (R-DER-EVENT). At the approval everything is
//! looked at anew. Nothing in the book is edited: entries are closed and opened, and an act is undone by
//! another act only. As with a case, the record alone gives the act again.

mod book;
mod fault;
#[cfg(test)]
mod tests;
mod told;

pub use fault::ActFault;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::RestsOn;
use crate::facts::{Address, Person};
use crate::intake::Digest;
use crate::names::{AddressCode, Badge, CaseId, CaseNumber, Iin, Phone, RegistrationId};
use crate::notice::Notice;
use crate::registration::{BookChange, Entry, Seed};

/// What kind of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// A death: қайтыс болу / смерть.
    Death,
    /// Leaving the country for good: көшіп кету / выезд на постоянное место жительства.
    Emigration,
    /// A court ends a registration.
    CourtRemoval,
    /// A court orders a registration.
    CourtRegistration,
    /// The police annul a registration: күшін жою / аннулирование.
    Annulment,
    /// A birth: туу / рождение.
    Birth,
    /// A wrong entry is put right by another.
    Correction,
    /// What was closed wrongly is opened again: how an act is undone.
    Restoration,
}

impl ActKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Death,
        Self::Emigration,
        Self::CourtRemoval,
        Self::CourtRegistration,
        Self::Annulment,
        Self::Birth,
        Self::Correction,
        Self::Restoration,
    ];

    /// The name in translations, forms and the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Death => "death",
            Self::Emigration => "emigration",
            Self::CourtRemoval => "court_removal",
            Self::CourtRegistration => "court_registration",
            Self::Annulment => "annulment",
            Self::Birth => "birth",
            Self::Correction => "correction",
            Self::Restoration => "restoration",
        }
    }

    /// Whether it is about one entry that has to be named, and whether that one is open.
    #[must_use]
    pub const fn entry(self) -> Option<bool> {
        match self {
            Self::CourtRemoval | Self::Annulment | Self::Correction => Some(true),
            Self::Restoration => Some(false),
            Self::Death | Self::Emigration | Self::CourtRegistration | Self::Birth => None,
        }
    }

    /// Whether it names an address.
    #[must_use]
    pub const fn address(self) -> bool {
        matches!(self, Self::CourtRegistration | Self::Correction)
    }
}

/// What an act is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// What kind of act.
    pub kind: ActKind,
    /// Whose registration changes.
    pub person: Iin,
    /// For a birth: the mother, where the child is registered with her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mother: Option<Iin>,
    /// The entry it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<RegistrationId>,
    /// The address it names, where it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rka: Option<AddressCode>,
}

/// What an act rests on: негіз / основание.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What document.
    pub document: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub dated: Date,
    /// Who issued it.
    pub issued_by: String,
    /// The SHA-256 of the kept scan, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Digest>,
}

/// An act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The number people see; entries of the book name it as `act:NUMBER`.
    pub number: CaseNumber,
    /// What it is about.
    pub matter: Matter,
    /// What it rests on.
    pub basis: Basis,
    /// Who proposed it.
    pub proposed_by: Badge,
    /// When.
    pub proposed_at: Timestamp,
    /// How it stands.
    pub state: ActState,
}

/// How an act stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ActState {
    /// Somebody else has to look at it.
    Proposed,
    /// The book has changed.
    Approved {
        /// By whom.
        by: Badge,
        /// When.
        at: Timestamp,
        /// What changed.
        changes: Vec<BookChange>,
    },
    /// It was not approved.
    Rejected {
        /// By whom.
        by: Badge,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Whoever proposed it took it back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

impl ActState {
    /// The name in translations and the store.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// What happens to an act. Its record keeps every one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum ActEvent {
    /// It is proposed.
    Proposed {
        /// By whom.
        by: Badge,
        /// What it is about.
        matter: Matter,
        /// What it rests on.
        basis: Basis,
        /// For its number.
        seed: Seed,
    },
    /// Somebody approves.
    Approved {
        /// Who.
        by: Badge,
        /// What book and registers say now.
        facts: Box<ActFacts>,
        /// For the ids of new entries.
        seed: Seed,
    },
    /// Somebody rejects.
    Rejected {
        /// Who.
        by: Badge,
        /// Why.
        reason: String,
    },
    /// It is taken back.
    Withdrawn {
        /// By whom.
        by: Badge,
    },
}

/// What is known of a person whom an act touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActPerson {
    /// Their row; `None`: the register has no such person.
    pub person: Option<Person>,
    /// Their number of the mobile base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Their entries, closed ones too, oldest first; of those who are only told, none.
    pub entries: Vec<Entry>,
    /// Their version in the book.
    pub version: u64,
}

/// What is known of a dwelling that an act touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActDwelling {
    /// Its row; `None`: the register has no such address.
    pub address: Option<Address>,
    /// Who owns it or rents it of the state, as far as they are persons.
    pub hosts: Vec<Iin>,
    /// Its version in the book.
    pub version: u64,
}

/// Everything an act is looked at with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActFacts {
    /// When they were read.
    pub at: Timestamp,
    /// The person, the mother, the parents and hosts who are told.
    pub people: BTreeMap<Iin, ActPerson>,
    /// The dwellings of the entries and of the address that is named.
    pub dwellings: BTreeMap<AddressCode, ActDwelling>,
    /// The parents of the person.
    pub parents: Vec<Iin>,
}

/// Everything that follows; saved together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActStep {
    /// The act as it is now.
    pub next: Act,
    /// Changes of the registration book.
    pub book: Vec<BookChange>,
    /// What the changes rest on.
    pub rests_on: RestsOn,
    /// Who is told.
    pub notices: Vec<Notice>,
}

impl Act {
    /// A new act.
    #[must_use]
    pub fn propose(matter: Matter, basis: Basis, (by, at): (Badge, Timestamp), seed: Seed) -> Self {
        Self {
            number: CaseId::from_random(seed.draw("act", 0)).number(),
            matter,
            basis,
            proposed_by: by,
            proposed_at: at,
            state: ActState::Proposed,
        }
    }

    /// What the book calls it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("act:{}", self.number)
    }

    /// What follows when this happens at this time.
    ///
    /// # Errors
    /// [`ActFault`]; nothing changes then.
    pub fn apply(&self, event: &ActEvent, at: Timestamp) -> Result<ActStep, ActFault> {
        if self.state != ActState::Proposed {
            return Err(ActFault::Ended);
        }
        let plain = |state| ActStep {
            next: Self { state, ..self.clone() },
            book: Vec::new(),
            rests_on: RestsOn::default(),
            notices: Vec::new(),
        };
        match event {
            ActEvent::Proposed { .. } => Err(ActFault::Ended),
            ActEvent::Withdrawn { by } if *by != self.proposed_by => Err(ActFault::NotTheirs),
            ActEvent::Withdrawn { .. } => Ok(plain(ActState::Withdrawn { at })),
            ActEvent::Rejected { by, .. } | ActEvent::Approved { by, .. }
                if *by == self.proposed_by =>
            {
                Err(ActFault::SameOfficer)
            }
            ActEvent::Rejected { by, reason } => {
                Ok(plain(ActState::Rejected { by: *by, at, reason: reason.clone() }))
            }
            ActEvent::Approved { by, facts, seed } => {
                let changes = book::changes(&self.matter, facts, (self.name(), *seed), at)?;
                let approved = ActState::Approved { by: *by, at, changes: changes.clone() };
                Ok(ActStep {
                    rests_on: book::rests_on(&self.matter, &changes, facts),
                    notices: told::notices(self, &changes, facts),
                    book: changes,
                    ..plain(approved)
                })
            }
        }
    }

    /// What would change if it were approved now.
    ///
    /// # Errors
    /// [`ActFault`].
    pub fn plan(matter: &Matter, facts: &ActFacts) -> Result<Vec<BookChange>, ActFault> {
        book::changes(matter, facts, (String::new(), Seed::new(0)), facts.at)
    }

    /// The act that these events make.
    ///
    /// # Errors
    /// [`ActFault`] when the events do not fit one another: the record is damaged.
    pub fn replay<'e>(
        events: impl IntoIterator<Item = (&'e ActEvent, Timestamp)>,
    ) -> Result<Option<Self>, ActFault> {
        let mut act: Option<Self> = None;
        for (event, at) in events {
            act = Some(match (act, event) {
                (None, ActEvent::Proposed { by, matter, basis, seed }) => {
                    Self::propose(matter.clone(), basis.clone(), (*by, at), *seed)
                }
                (None, _) => return Err(ActFault::Ended),
                (Some(act), event) => act.apply(event, at)?.next,
            });
        }
        Ok(act)
    }
}
