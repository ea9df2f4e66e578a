//! Acts of a service centre: prepared and proposed by one officer, approved or rejected by another.

mod facts;
mod form;

pub use form::ActForm;

use jiff::Timestamp;
use residence::act::{Act, ActEvent, ActFacts, ActFault, ActKind, ActState, ActStep};
use residence::case::Effect;
use residence::intake::FieldError;
use residence::law::{beginning, day};
use residence::names::{CaseId, CaseNumber, RegistrationId};
use residence::notice::{Message, Notice};
use residence::registration::{BookChange, Seed};
use store::{
    CommitError, Entity, NewWork, RecordQuery, RecordWrite, StoreError, Unit, VersionCheck,
};

use super::deeds::{ActDraft, DeedLine, Done, KeptDeed};
use super::scans::Scan;
use super::{Officer, Refusal, Role};
use crate::app::{App, HOLD};
use crate::cases::{book_write, parsed, told, written};
use crate::desk::reading::{Purpose, Reader, Reading, What};

/// The kind of the record.
pub(super) const ACT: &str = "act";
/// The other name of those that wait for a decision.
const PROPOSED: &str = "proposed";
/// The most acts that are listed.
const MOST: usize = 100;
/// How often an approval is tried when the book moves meanwhile.
const TRIES: usize = 8;
/// The most characters of a text.
pub(super) const LONGEST: usize = 200;

/// An act as it is kept.
#[derive(Clone, Debug)]
pub struct KeptAct {
    /// The act.
    pub act: Act,
    /// What book and registers say of it now.
    pub facts: ActFacts,
    /// Since when it stands as it does.
    pub at: Timestamp,
}

/// What stands in the way of an act, as a refusal says it.
fn in_the_way(fault: ActFault) -> Refusal {
    let error = FieldError {
        field: "act".into(),
        code: fault.as_str(),
        rule: Some(residence::ground::RuleId::DerEvent),
    };
    Refusal::Fields(vec![error])
}

impl App {
    fn act_reading(&self, officer: &Officer, basis: String) -> Reading {
        let what = vec![What::Name, What::Registrations, What::Address, What::Kin];
        Reading { by: Reader::Officer(officer.iin()), purpose: Purpose::Act, basis, what }
    }

    /// Prepares an act: that the person is looked at is saved before anything of them is shown.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for another role, [`Refusal::Fields`], [`Refusal::TooMany`], or a fault.
    pub async fn begin_act(
        &self,
        officer: &Officer,
        kind: ActKind,
        (form, scan): (&ActForm, &[u8]),
    ) -> Result<CaseId, Refusal> {
        officer.must_be(&[Role::Operator])?;
        let (matter, mut basis) = form.read(kind, day(self.now())).map_err(Refusal::Fields)?;
        if [Some(matter.person), matter.mother].contains(&Some(officer.iin())) {
            let error = FieldError { field: "person".into(), code: "own_case", rule: None };
            return Err(Refusal::Fields(vec![error]));
        }
        if !scan.is_empty() {
            basis.scan = Some(self.keep_scan(scan).await?);
        }
        let counted = self.one_more_look(officer, "").await?;
        let people = [Some(matter.person), matter.mother].into_iter().flatten();
        let reading = self.act_reading(officer, format!("{} {}", basis.document, basis.number));
        let deed = self.deed(officer, Done::Act(ActDraft { matter, basis, act: None }));
        let unit = Unit {
            slips: vec![counted],
            records: vec![self.deed_record(&deed, None, &DeedLine::Begun)?],
            readings: self.readings(people, &reading)?,
            ..Unit::default()
        };
        self.commit(unit).await?;
        Ok(deed.id)
    }

    /// An act that the officer has prepared, with what book and registers say.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn act_draft(
        &self,
        officer: &Officer,
        id: CaseId,
    ) -> Result<(KeptDeed, ActDraft, ActFacts), Refusal> {
        officer.must_be(&[Role::Operator])?;
        let kept = self.own_deed(officer, id).await?;
        let Done::Act(draft) = kept.deed.what.clone() else { return Err(Refusal::NotFound) };
        let facts = self.act_facts(&draft.matter).await?;
        Ok((kept, draft, facts))
    }

    /// Proposes a prepared act; asked for again, it is the same.
    ///
    /// # Errors
    /// [`Refusal::Fields`] when nothing could come of it, [`Refusal::NotFound`], or a fault.
    pub async fn propose_act(
        &self,
        officer: &Officer,
        id: CaseId,
        entry: Option<RegistrationId>,
    ) -> Result<CaseNumber, Refusal> {
        let (mut kept, mut draft, facts) = self.act_draft(officer, id).await?;
        if let Some(number) = draft.act {
            return Ok(number);
        }
        draft.matter.entry = entry.filter(|_| draft.matter.kind.entry().is_some());
        Act::plan(&draft.matter, &facts).map_err(in_the_way)?;
        let at = self.now();
        let (by, seed) = (officer.staff.badge, Seed::new((self.chance)()));
        let (matter, basis) = (draft.matter.clone(), draft.basis.clone());
        let act = Act::propose(matter.clone(), basis.clone(), (by, at), seed);
        let event = ActEvent::Proposed { by, matter, basis, seed };
        draft.act = Some(act.number);
        kept.deed.what = Done::Act(draft);
        let line = DeedLine::Proposed { act: act.number };
        let records = vec![
            act_record(&act, (None, at), &event)?,
            self.deed_record(&kept.deed, Some(kept.version), &line)?,
        ];
        self.commit(Unit { records, ..Unit::default() }).await?;
        tracing::info!(act = %act.number, %by, "an act was proposed");
        Ok(act.number)
    }

    /// The acts that wait for a decision, or the last that were made; nobody is named.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for another role, or the store failed.
    pub async fn acts(&self, officer: &Officer, waiting: bool) -> Result<Vec<Act>, Refusal> {
        officer.must_be(&[Role::Operator, Role::Approver])?;
        let key = waiting.then(|| PROPOSED.to_owned());
        let query = RecordQuery { kind: ACT, key, before: None, limit: MOST };
        let rows = self.store.records(&query).await?;
        Ok(rows.iter().map(|row| parsed(&row.body)).collect::<Result<_, StoreError>>()?)
    }

    /// An act by its number, for the command line.
    ///
    /// # Errors
    /// The store failed.
    pub async fn act_in(
        store: &dyn store::Store,
        number: CaseNumber,
    ) -> Result<Option<Act>, StoreError> {
        let row = store.record(ACT, number.as_str()).await?;
        row.map(|row| parsed(&row.body)).transpose()
    }

    async fn kept_act(&self, number: CaseNumber) -> Result<(Act, u64, Timestamp), Refusal> {
        let row = self.store.record(ACT, number.as_str()).await?.ok_or(Refusal::NotFound)?;
        Ok((parsed(&row.body)?, row.version, row.at))
    }

    /// An act with everything about it; the view is saved before.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::TooMany`], or a fault.
    pub async fn act(&self, officer: &Officer, number: CaseNumber) -> Result<KeptAct, Refusal> {
        officer.must_be(&[Role::Operator, Role::Approver])?;
        let (act, _, at) = self.kept_act(number).await?;
        let facts = self.act_facts(&act.matter).await?;
        self.looks_at_act(officer, &act, number.as_str()).await?;
        Ok(KeptAct { act, facts, at })
    }

    /// Counts and saves that an officer looks at an act, before any of it is shown.
    async fn looks_at_act(&self, officer: &Officer, act: &Act, about: &str) -> Result<(), Refusal> {
        let counted = self.one_more_look(officer, about).await?;
        let people = [Some(act.matter.person), act.matter.mother].into_iter().flatten();
        let reading = self.act_reading(officer, act.number.to_string());
        let readings = self.readings(people, &reading)?;
        Ok(self.commit(Unit { slips: vec![counted], readings, ..Unit::default() }).await?)
    }

    /// The scan of the basis of an act; the view is saved before.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::TooMany`], or a fault.
    pub async fn act_scan(&self, officer: &Officer, number: CaseNumber) -> Result<Scan, Refusal> {
        officer.must_be(&[Role::Operator, Role::Approver])?;
        let (act, ..) = self.kept_act(number).await?;
        self.looks_at_act(officer, &act, &format!("{number}:scan")).await?;
        self.scan(act.basis.scan.ok_or(Refusal::NotFound)?).await
    }

    /// Takes an act back.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with what stands in the way, [`Refusal::NotFound`], or a fault.
    pub async fn withdraw_act(&self, officer: &Officer, number: CaseNumber) -> Result<(), Refusal> {
        officer.must_be(&[Role::Operator])?;
        self.end_act(number, ActEvent::Withdrawn { by: officer.staff.badge }).await
    }

    /// Rejects an act of somebody else.
    ///
    /// # Errors
    /// As [`App::withdraw_act`].
    pub async fn reject_act(
        &self,
        officer: &Officer,
        number: CaseNumber,
        reason: &str,
    ) -> Result<(), Refusal> {
        officer.must_be(&[Role::Approver])?;
        let reason = reason.trim();
        let code = match reason.chars().count() {
            0 => Some("required"),
            1..=LONGEST => None,
            _ => Some("too_long"),
        };
        if let Some(code) = code {
            let error = FieldError { field: "reason".into(), code, rule: None };
            return Err(Refusal::Fields(vec![error]));
        }
        let (by, reason) = (officer.staff.badge, reason.to_owned());
        self.end_act(number, ActEvent::Rejected { by, reason }).await
    }

    async fn end_act(&self, number: CaseNumber, event: ActEvent) -> Result<(), Refusal> {
        let (act, version, _) = self.kept_act(number).await?;
        let at = self.now();
        let step = act.apply(&event, at).map_err(in_the_way)?;
        let records = vec![act_record(&step.next, (Some(version), at), &event)?];
        Ok(self.commit(Unit { records, ..Unit::default() }).await?)
    }

    /// Approves an act of somebody else: everything is looked at anew, and the book changes together with
    /// the act.
    ///
    /// # Errors
    /// As [`App::withdraw_act`].
    pub async fn approve_act(&self, officer: &Officer, number: CaseNumber) -> Result<(), Refusal> {
        officer.must_be(&[Role::Approver])?;
        for _ in 0..TRIES {
            let (act, version, _) = self.kept_act(number).await?;
            let facts = Box::new(self.act_facts(&act.matter).await?);
            let (by, seed) = (officer.staff.badge, Seed::new((self.chance)()));
            let event = ActEvent::Approved { by, facts, seed };
            let at = self.now();
            let step = act.apply(&event, at).map_err(in_the_way)?;
            let record = act_record(&step.next, (Some(version), at), &event)?;
            let unit = self.act_unit(step, record, at)?;
            match self.commit(unit).await {
                // The book moved meanwhile: it is looked at anew.
                Err(CommitError::Stale(_) | CommitError::Taken(_)) => {}
                Err(CommitError::Engine(error)) => return Err(error.into()),
                Ok(()) => {
                    tracing::info!(act = %number, %by, "an act was approved");
                    return Ok(());
                }
            }
        }
        Err(Refusal::Busy)
    }

    /// State, book, notices and the ends of terms together.
    fn act_unit(
        &self,
        step: ActStep,
        record: RecordWrite,
        at: Timestamp,
    ) -> Result<Unit, StoreError> {
        let number = step.next.number;
        let people = step
            .rests_on
            .people
            .iter()
            .map(|(iin, version)| VersionCheck { entity: Entity::Person(*iin), version: *version });
        let dwelling = step
            .rests_on
            .dwelling
            .map(|(rka, version)| VersionCheck { entity: Entity::Dwelling(rka), version });
        let mut work = Vec::new();
        for (place, notice) in step.notices.iter().enumerate() {
            if notice.contact.phone.is_some() {
                let body = written(&Effect::Tell(*notice))?;
                work.push(self.work_now("tell", format!("act:{number}:{place}"), body));
            }
        }
        for (place, change) in step.book.iter().enumerate() {
            work.extend(self.term_of(&step, change, format!("act:{number}:term:{place}"))?);
        }
        let notices = step.notices.iter().map(|notice| told(notice, None, at));
        Ok(Unit {
            rests_on: people.chain(dwelling).collect(),
            notices: notices.collect::<Result<_, _>>()?,
            book: step.book.into_iter().map(book_write).collect(),
            records: vec![record],
            work,
            ..Unit::default()
        })
    }

    /// The end of a temporary entry that an act opens again.
    fn term_of(
        &self,
        step: &ActStep,
        change: &BookChange,
        key: String,
    ) -> Result<Option<NewWork>, StoreError> {
        let BookChange::Open(entry) = change else { return Ok(None) };
        let Some(until) = entry.until else { return Ok(None) };
        let own = step.notices.iter().find(|notice| notice.to == entry.iin);
        let Some(own) = own else { return Ok(None) };
        let due = beginning(until);
        let notice = Notice { message: Message::TermEnded, ..*own };
        let body = written(&Effect::EndTerm { registration: entry.id, notice, due })?;
        let held_until = self.now().checked_add(HOLD).ok().filter(|_| due <= self.now());
        Ok(Some(NewWork { kind: "end_term", key, case: None, body, due, held_until }))
    }
}

fn act_record(
    act: &Act,
    (expected, at): (Option<u64>, Timestamp),
    event: &ActEvent,
) -> Result<RecordWrite, StoreError> {
    let state = match act.state {
        ActState::Proposed => PROPOSED,
        ActState::Approved { .. } | ActState::Rejected { .. } | ActState::Withdrawn { .. } => {
            "decided"
        }
    };
    Ok(RecordWrite {
        kind: ACT,
        id: act.number.to_string(),
        expected,
        at,
        body: written(act)?,
        line: Some(written(event)?),
        keys: Some(vec![state.to_owned(), format!("by:{}", act.proposed_by)]),
    })
}
