//! What would happen at this address, before anything is filed: how many must agree and as what, or
//! what stands in the way. Who the owners are stays unsaid.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use residence::checks::{self, Question};
use residence::consent::Role;
use residence::facts::{Language, Relation};
use residence::ground::{Finding, Outcome, RuleId};
use residence::intake::{Application, Channel, FieldError};
use residence::law::{Reason, day};
use residence::names::{AddressCode, Iin};
use residence::registration::Kind;
use store::{CommitError, Unit};

use super::{Caller, Refusal};
use crate::app::App;
use crate::limits::Tally;

/// What would happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreseen {
    /// Nothing stands in the way and nobody must agree.
    Clear,
    /// So many must agree, by role.
    Asks(BTreeMap<Role, usize>),
    /// A service centre serves this dwelling or person.
    ServiceCentre(Vec<Finding>),
    /// These refuse.
    Refuses(Vec<Finding>),
}

impl App {
    /// Foresees a registration of the caller, their child or their ward.
    ///
    /// # Errors
    /// [`Refusal::TooMany`], a register that does not answer, or a fault.
    pub async fn foresee(
        &self,
        caller: Caller,
        rka: AddressCode,
        kind: Kind,
        subject: Option<Iin>,
    ) -> Result<Foreseen, Refusal> {
        let law = self.law_at(self.now());
        let application = Application {
            channel: Channel::Portal,
            applicant: caller.iin,
            subjects: vec![subject.unwrap_or(caller.iin)],
            children: Vec::new(),
            kind,
            months: (kind == Kind::Temporary).then_some(law.temporary_months.min),
            rka,
            reason: Reason::Other,
            arrived_on: None,
            language: Language::default(),
            papers: Vec::new(),
            filed_with: None,
        };
        self.foreseen(caller, application, "").await
    }

    /// Foresees what an application asks for, its children included. Looking at the same again
    /// within the hour does not count again.
    ///
    /// # Errors
    /// [`Refusal::Fields`] when it is for somebody the caller may not ask about,
    /// [`Refusal::TooMany`], a register that does not answer, or a fault.
    pub async fn foresee_all(
        &self,
        caller: Caller,
        application: Application,
    ) -> Result<Foreseen, Refusal> {
        let people: Vec<String> = application.people().map(|iin| iin.to_string()).collect();
        let about =
            format!("{}:{}:{}", application.rka, application.kind.as_str(), people.join(","));
        self.foreseen(caller, application, &about).await
    }

    async fn foreseen(
        &self,
        caller: Caller,
        application: Application,
        about: &str,
    ) -> Result<Foreseen, Refusal> {
        let tally = Tally {
            key: format!("pre_checks:{}", caller.iin),
            most: self.limits.pre_checks_an_hour,
            within: SignedDuration::from_hours(1),
        };
        let counted = match self.one_more(&tally, about).await? {
            Ok(counted) => counted,
            Err(too_many) => return Err(Refusal::TooMany("pre_checks", too_many)),
        };
        match self.commit(Unit { slips: vec![counted], ..Unit::default() }).await {
            Err(CommitError::Engine(error)) => return Err(error.into()),
            Err(CommitError::Stale(_) | CommitError::Taken(_)) => return Err(Refusal::Busy),
            Ok(()) => {}
        }
        for iin in application.people() {
            self.may_ask_about(caller, iin).await?;
        }
        let at = self.now();
        let law = self.law_at(at);
        let signed_on = day(at);
        let facts = self.gather().facts(&application, &law, signed_on).await?;
        let question = Question { application: &application, law: &law, signed_on, facts: &facts };
        let judgement = checks::judge(&question);
        let found = |outcome| {
            let findings = judgement.findings.iter();
            findings.filter(|finding| finding.outcome == outcome).cloned().collect::<Vec<_>>()
        };
        if judgement.any(Outcome::Refuse) {
            return Ok(Foreseen::Refuses(found(Outcome::Refuse)));
        }
        if judgement.any(Outcome::Refer) {
            return Ok(Foreseen::ServiceCentre(found(Outcome::Refer)));
        }
        let mut asks = BTreeMap::new();
        for party in &judgement.parties {
            *asks.entry(party.role).or_insert(0) += 1;
        }
        Ok(if asks.is_empty() { Foreseen::Clear } else { Foreseen::Asks(asks) })
    }

    /// Only of themselves, their children and wards may somebody ask: of a stranger the rule that
    /// speaks would tell the age, the capacity, or that there is such a person at all.
    async fn may_ask_about(&self, caller: Caller, subject: Iin) -> Result<(), Refusal> {
        if self.represents(caller.iin, subject).await? {
            return Ok(());
        }
        let rule = Some(RuleId::Rep);
        let error = FieldError { field: "subject".into(), code: "not_represented", rule };
        Err(Refusal::Fields(vec![error]))
    }

    /// Whether somebody is this person, their parent, guardian, trustee or representative.
    ///
    /// # Errors
    /// A register does not answer.
    pub(crate) async fn represents(&self, iin: Iin, subject: Iin) -> Result<bool, Refusal> {
        if subject == iin {
            return Ok(true);
        }
        let today = day(self.now());
        let ties = self.registers.kin(iin).await?;
        Ok(ties.iter().any(|tie| match tie.relation {
            Relation::Parent
            | Relation::Guardian
            | Relation::Trustee
            | Relation::Representative => {
                tie.iin == iin && tie.of == subject && tie.holds_on(today)
            }
            Relation::Spouse | Relation::Sibling | Relation::Grandparent | Relation::Relative => {
                false
            }
        }))
    }
}
