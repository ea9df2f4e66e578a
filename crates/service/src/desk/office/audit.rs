//! The share of searches, filings and acts that an auditor looks at: drawn by a lot that nobody can steer,
//! looked at by somebody else than who did it.

use residence::intake::FieldError;
use residence::names::{CaseId, Iin};
use store::{RecordQuery, StoreError, Unit};

use super::deeds::{AUDITED, Audit, DEED, Deed, DeedLine, Done, TO_AUDIT};
use super::find::Seen;
use super::{Officer, Refusal, Role};
use crate::app::App;
use crate::cases::parsed;
use crate::desk::reading::{Purpose, Reader, Reading, What};

/// The most deeds that are listed.
const MOST: usize = 100;
/// The most characters of a note.
const LONGEST: usize = 500;

/// What an auditor said, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// `in_order` or `question`.
    pub verdict: String,
    /// In words; needed with a question.
    pub note: String,
}

impl App {
    /// The deeds an auditor has still to look at, or those that were looked at; their own are not there.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for another role, or the store failed.
    pub async fn audit(&self, officer: &Officer, done: bool) -> Result<Vec<Deed>, Refusal> {
        officer.must_be(&[Role::Auditor])?;
        let key = Some(if done { AUDITED } else { TO_AUDIT }.to_owned());
        let query = RecordQuery { kind: DEED, key, before: None, limit: MOST };
        let rows = self.store.records(&query).await?;
        let deeds: Vec<Deed> =
            rows.iter().map(|row| parsed(&row.body)).collect::<Result<_, StoreError>>()?;
        Ok(deeds.into_iter().filter(|deed| deed.by != officer.iin()).collect())
    }

    /// One of them with the applications it touched, masked; that the auditor looks is saved before.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn audited(
        &self,
        officer: &Officer,
        id: CaseId,
    ) -> Result<(Deed, Vec<Seen>, Vec<(jiff::Timestamp, DeedLine)>), Refusal> {
        let deed = self.to_audit(officer, id).await?.0;
        let cases: Vec<CaseId> = match &deed.what {
            Done::Search(search) => search.found.clone(),
            Done::Filing(filing) => filing.case.into_iter().collect(),
            Done::Act(_) => Vec::new(),
        };
        let mut seen = Vec::new();
        for case in cases {
            seen.push(self.sight(case, false).await?);
        }
        let mut people: Vec<Iin> =
            seen.iter().flat_map(|one| one.people.iter().map(|(iin, _)| *iin)).collect();
        people.sort_unstable();
        people.dedup();
        let reading = Reading {
            by: Reader::Officer(officer.iin()),
            purpose: Purpose::Audit,
            basis: id.to_string(),
            what: vec![What::Application, What::Name],
        };
        let readings = self.readings(people, &reading)?;
        self.commit(Unit { readings, ..Unit::default() }).await?;
        let mut lines = Vec::new();
        for line in self.store.record_lines(DEED, &id.to_string()).await? {
            lines.push((line.at, parsed(&line.text)?));
        }
        Ok((deed, seen, lines))
    }

    async fn to_audit(&self, officer: &Officer, id: CaseId) -> Result<(Deed, u64), Refusal> {
        officer.must_be(&[Role::Auditor])?;
        let kept = self.any_deed(id).await?;
        let own = kept.deed.by == officer.iin();
        if own || kept.deed.audit == Audit::NotDrawn {
            return Err(Refusal::NotFound);
        }
        Ok((kept.deed, kept.version))
    }

    /// Says of a deed of somebody else whether it is in order.
    ///
    /// # Errors
    /// [`Refusal::Fields`], [`Refusal::NotFound`], [`Refusal::Ended`] when it was said already, or a fault.
    pub async fn judge_deed(
        &self,
        officer: &Officer,
        id: CaseId,
        finding: &Finding,
    ) -> Result<(), Refusal> {
        let (mut deed, version) = self.to_audit(officer, id).await?;
        if deed.audit != Audit::Open {
            return Err(Refusal::Ended);
        }
        let wrong = |field: &str, code| {
            let error = FieldError { field: field.into(), code, rule: None };
            Err(Refusal::Fields(vec![error]))
        };
        let in_order = match finding.verdict.as_str() {
            "in_order" => true,
            "question" => false,
            _ => return wrong("verdict", "verdict"),
        };
        let note = finding.note.trim();
        match note.chars().count() {
            0 if !in_order => return wrong("note", "required"),
            0..=LONGEST => {}
            _ => return wrong("note", "too_long"),
        }
        let by = officer.staff.badge;
        deed.audit = Audit::Seen { by, at: self.now(), in_order, note: note.to_owned() };
        let record = self.deed_record(&deed, Some(version), &DeedLine::Audited { by })?;
        self.commit(Unit { records: vec![record], ..Unit::default() }).await?;
        if !in_order {
            tracing::warn!(badge = %deed.badge, %by, "an auditor questions what an officer did");
        }
        Ok(())
    }
}
