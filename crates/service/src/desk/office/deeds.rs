//! What an officer does with people's data, each kept as a record of its own: a search, a filing. A share
//! of them, drawn by a lot that nobody can steer, is looked at by an auditor.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use residence::act::{Basis, Matter};
use residence::intake::Paper;
use residence::names::{AddressCode, Badge, CaseId, CaseNumber, Iin};
use serde::{Deserialize, Serialize};
use store::{RecordWrite, SlipWrite, StoreError, Unit};

use super::{Officer, Refusal};
use crate::app::App;
use crate::cases::{parsed, written};
use crate::limits::Tally;

/// The kind of the record.
pub(super) const DEED: &str = "deed";
/// The other name of those an auditor has still to look at.
pub(super) const TO_AUDIT: &str = "audit:open";
/// The other name of those an auditor has looked at.
pub(super) const AUDITED: &str = "audit:done";
/// How long an officer can go on with what they have begun.
const LASTS: SignedDuration = SignedDuration::from_hours(8);

/// Something an officer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Which.
    pub id: CaseId,
    /// Who.
    pub by: Iin,
    /// By which badge others know them.
    pub badge: Badge,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Done,
    /// Whether an auditor looks at it.
    pub audit: Audit,
}

/// What an officer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "done")]
pub enum Done {
    /// They searched.
    Search(Search),
    /// They took an application down.
    Filing(Filing),
    /// They prepared an act.
    Act(ActDraft),
}

/// What was searched for, why, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// For what.
    pub sought: Sought,
    /// Why.
    pub purpose: Why,
    /// What that rests on.
    pub basis: String,
    /// What was found within the scope of the counter.
    pub found: Vec<CaseId>,
    /// Which of them were shown in full.
    #[serde(default)]
    pub opened: BTreeSet<CaseId>,
}

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sought {
    /// An application by its number.
    Number(CaseNumber),
    /// The applications of a person.
    Person(Iin),
}

/// Why somebody searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A case at the counter.
    Case,
    /// The person is present and asks.
    Present,
    /// A court asks.
    Court,
    /// An authority asks.
    Authority,
}

impl Why {
    /// Every purpose.
    pub const ALL: [Self; 4] = [Self::Case, Self::Present, Self::Court, Self::Authority];

    /// The name in forms and translations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Present => "present",
            Self::Court => "court",
            Self::Authority => "authority",
        }
    }
}

/// An application that is taken down at the counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// Who is present and will sign.
    pub citizen: Iin,
    /// The document they showed.
    pub identity: String,
    /// Where.
    #[serde(default)]
    pub rka: Option<AddressCode>,
    /// What they answered.
    #[serde(default)]
    pub answers: Answers,
    /// The consents on paper.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// The application that came of it.
    #[serde(default)]
    pub case: Option<CaseId>,
}

/// An act that is prepared: looked at, and proposed in a second step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActDraft {
    /// What it is about; the entry is chosen in the second step.
    pub matter: Matter,
    /// What it rests on.
    pub basis: Basis,
    /// The act that came of it.
    #[serde(default)]
    pub act: Option<CaseNumber>,
}

/// The answers of a filing, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of the form")]
pub struct Answers {
    pub kind: String,
    pub months: String,
    pub reason: String,
    pub arrived_on: String,
    pub subject: String,
}

/// How an audit stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "audit")]
pub enum Audit {
    /// It was not drawn.
    NotDrawn,
    /// An auditor has still to look.
    Open,
    /// An auditor has looked.
    Seen {
        /// Who.
        by: Badge,
        /// When.
        at: Timestamp,
        /// Whether it is in order; else it is questioned.
        in_order: bool,
        /// In words.
        note: String,
    },
}

/// What happened to a deed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum DeedLine {
    /// It was begun.
    Begun,
    /// A case was shown in full.
    Opened {
        /// Which.
        case: CaseId,
    },
    /// Something about the filing changed.
    Changed,
    /// The application was made.
    Filed {
        /// Which.
        case: CaseId,
    },
    /// The act was proposed.
    Proposed {
        /// Which.
        act: CaseNumber,
    },
    /// An auditor looked at it.
    Audited {
        /// Who.
        by: Badge,
    },
}

/// A deed as it is kept, and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDeed {
    /// The deed.
    pub deed: Deed,
    /// The version of its record.
    pub version: u64,
}

impl App {
    /// A new deed, with its lot drawn.
    pub(super) fn deed(&self, officer: &Officer, what: Done) -> Deed {
        let id = CaseId::from_random((self.chance)());
        let drawn = self.keys.lot("audit", &id.to_string()) < self.office.audit_share;
        let audit = if drawn { Audit::Open } else { Audit::NotDrawn };
        let (by, badge) = (officer.iin(), officer.staff.badge);
        Deed { id, by, badge, at: self.now(), what, audit }
    }

    /// The record of a deed.
    pub(super) fn deed_record(
        &self,
        deed: &Deed,
        expected: Option<u64>,
        line: &DeedLine,
    ) -> Result<RecordWrite, StoreError> {
        let mut keys = vec![format!("by:{}", deed.badge)];
        keys.extend(match deed.audit {
            Audit::NotDrawn => None,
            Audit::Open => Some(TO_AUDIT.to_owned()),
            Audit::Seen { .. } => Some(AUDITED.to_owned()),
        });
        Ok(RecordWrite {
            kind: DEED,
            id: deed.id.to_string(),
            expected,
            at: self.now(),
            body: written(deed)?,
            line: Some(written(line)?),
            keys: Some(keys),
        })
    }

    /// Saves what has become of a deed.
    pub(super) async fn keep_deed(&self, kept: &KeptDeed, line: &DeedLine) -> Result<(), Refusal> {
        let record = self.deed_record(&kept.deed, Some(kept.version), line)?;
        Ok(self.commit(Unit { records: vec![record], ..Unit::default() }).await?)
    }

    pub(super) async fn any_deed(&self, id: CaseId) -> Result<KeptDeed, Refusal> {
        let row = self.store.record(DEED, &id.to_string()).await?.ok_or(Refusal::NotFound)?;
        Ok(KeptDeed { deed: parsed(&row.body)?, version: row.version })
    }

    /// A deed of the officer's own that they can go on with.
    pub(super) async fn own_deed(
        &self,
        officer: &Officer,
        id: CaseId,
    ) -> Result<KeptDeed, Refusal> {
        let kept = self.any_deed(id).await?;
        let over = self.now().duration_since(kept.deed.at) >= LASTS;
        if kept.deed.by != officer.iin() || over {
            return Err(Refusal::NotFound);
        }
        Ok(kept)
    }

    /// One more look at somebody's data by an officer: the record to save with it. What was looked at
    /// within the hour (`about`) does not count again.
    pub(super) async fn one_more_look(
        &self,
        officer: &Officer,
        about: &str,
    ) -> Result<SlipWrite, Refusal> {
        let tally = Tally {
            key: format!("office:{}", officer.iin()),
            most: self.limits.office_looks_an_hour,
            within: SignedDuration::from_hours(1),
        };
        match self.one_more(&tally, about).await? {
            Ok(counted) => Ok(counted),
            Err(too_many) => {
                tracing::warn!(badge = %officer.staff.badge, "an officer looks at very many people");
                Err(Refusal::TooMany("office", too_many))
            }
        }
    }
}
