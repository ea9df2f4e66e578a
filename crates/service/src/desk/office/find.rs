//! Finding: by the number of an application, or by a person with a purpose and a basis. Only what is in
//! the scope of the counter is found; every search and every view is saved before it is shown.

use residence::case::{Case, Status};
use residence::facts::{Address, Person};
use residence::intake::{Channel, FieldError};
use residence::names::{CaseId, Iin};
use store::{CaseKey, CaseQuery, Unit};

use super::deeds::{Deed, DeedLine, Done, KeptDeed, Search, Sought, Why};
use super::{Officer, Refusal, Role};
use crate::app::App;
use crate::cases::read;
use crate::desk::reading::{Purpose, Reader, Reading, What};
use crate::desk::sign_in::iin_error;

/// The most applications of one person that are found.
const MOST: usize = 50;
/// The most characters of a basis.
const LONGEST: usize = 200;

/// A search as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the form")]
pub struct SearchForm {
    pub number: String,
    pub iin: String,
    pub purpose: String,
    pub basis: String,
}

impl SearchForm {
    fn read(&self) -> Result<(Sought, Why, String), Refusal> {
        let wrong = |field: &str, code| {
            let error = FieldError { field: field.into(), code, rule: None };
            Refusal::Fields(vec![error])
        };
        let (number, basis) = (self.number.trim(), self.basis.trim());
        if !number.is_empty() {
            let number = number.to_ascii_uppercase().parse();
            let number = number.map_err(|_| wrong("number", "case_number"))?;
            return Ok((Sought::Number(number), Why::Case, format!("{number}")));
        }
        let mut all = Vec::new();
        let iin = self.iin.replace(' ', "");
        let iin = match iin.parse::<Iin>() {
            Ok(iin) => Some(iin),
            Err(_) if iin.is_empty() => {
                all.push(FieldError { field: "number".into(), code: "number_or_iin", rule: None });
                None
            }
            Err(why) => {
                all.push(iin_error("iin", why));
                None
            }
        };
        let purpose = Why::ALL.into_iter().find(|why| why.as_str() == self.purpose);
        if purpose.is_none() {
            all.push(FieldError { field: "purpose".into(), code: "purpose", rule: None });
        }
        match basis.chars().count() {
            0 => all.push(FieldError { field: "basis".into(), code: "required", rule: None }),
            1..=LONGEST => {}
            _ => all.push(FieldError { field: "basis".into(), code: "too_long", rule: None }),
        }
        match (iin, purpose) {
            (Some(iin), Some(purpose)) if all.is_empty() => {
                Ok((Sought::Person(iin), purpose, basis.to_owned()))
            }
            _ => Err(Refusal::Fields(all)),
        }
    }
}

/// A case as the counter sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The case.
    pub case: Case,
    /// The applicant and those to be registered, with the rows of the register.
    pub people: Vec<(Iin, Option<Person>)>,
    /// Where.
    pub address: Option<Address>,
    /// Whether it is shown in full.
    pub open: bool,
}

impl App {
    /// Whether the counter may look at a case: what was referred to it or filed there; everything while
    /// registration is not online only.
    fn in_scope(&self, case: &Case) -> bool {
        let online_only = self.law_at(self.now()).online_only;
        let ours = case.application.channel == Channel::Counter;
        ours || case.status() == Status::Referred
            || (!online_only && case.status() != Status::Draft)
    }

    /// Searches, and saves it with what was found before any of it is shown. A search that found nothing
    /// stands on the officer's own record.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for another role, [`Refusal::Fields`], [`Refusal::TooMany`], or a fault.
    pub async fn search(&self, officer: &Officer, form: &SearchForm) -> Result<CaseId, Refusal> {
        officer.must_be(&[Role::Operator])?;
        let (sought, purpose, basis) = form.read()?;
        let counted = self.one_more_look(officer, "").await?;
        let queries: &[(CaseKey, String)] = &match &sought {
            Sought::Number(number) => vec![(CaseKey::Number, number.to_string())],
            Sought::Person(iin) => {
                vec![(CaseKey::Applicant, iin.to_string()), (CaseKey::Subject, iin.to_string())]
            }
        };
        let mut cases: Vec<Case> = Vec::new();
        for (key, value) in queries.iter().cloned() {
            let query = CaseQuery { key, value, before: None, limit: MOST };
            for stored in self.store.cases(&query).await? {
                let case = read(&stored)?.case;
                let known = cases.iter().any(|other| other.id == case.id);
                if !known && self.in_scope(&case) {
                    cases.push(case);
                }
            }
        }
        let mut people: Vec<Iin> = cases.iter().flat_map(people_of).collect();
        people.extend(match sought {
            Sought::Person(iin) => Some(iin),
            Sought::Number(_) if people.is_empty() => Some(officer.iin()),
            Sought::Number(_) => None,
        });
        people.sort_unstable();
        people.dedup();
        let reading = Reading {
            by: Reader::Officer(officer.iin()),
            purpose: Purpose::Counter,
            basis: basis.clone(),
            what: vec![What::Application, What::Name],
        };
        let found = cases.iter().map(|case| case.id).collect();
        let search = Search { sought, purpose, basis, found, opened: Default::default() };
        let deed = self.deed(officer, Done::Search(search));
        let unit = Unit {
            slips: vec![counted],
            records: vec![self.deed_record(&deed, None, &DeedLine::Begun)?],
            readings: self.readings(people, &reading)?,
            ..Unit::default()
        };
        self.commit(unit).await?;
        Ok(deed.id)
    }

    /// What a search of the officer's own has found, masked.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn found(
        &self,
        officer: &Officer,
        id: CaseId,
    ) -> Result<(Deed, Search, Vec<Seen>), Refusal> {
        officer.must_be(&[Role::Operator])?;
        let KeptDeed { deed, .. } = self.own_deed(officer, id).await?;
        let Done::Search(search) = deed.what.clone() else { return Err(Refusal::NotFound) };
        let mut seen = Vec::new();
        for case in &search.found {
            seen.push(self.sight(*case, false).await?);
        }
        // What has left the scope since is not there any more.
        seen.retain(|seen| self.in_scope(&seen.case));
        Ok((deed, search, seen))
    }

    /// One of the cases of a search, masked unless it was opened; the view is saved before.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::TooMany`], or a fault.
    pub async fn look_at(
        &self,
        officer: &Officer,
        id: CaseId,
        case: CaseId,
    ) -> Result<(Search, Seen), Refusal> {
        officer.must_be(&[Role::Operator])?;
        let kept = self.own_deed(officer, id).await?;
        let search = search_of(&kept, case)?;
        let open = search.opened.contains(&case);
        let counted = self.one_more_look(officer, &format!("{id}:{case}:{open}")).await?;
        let seen = self.sight(case, open).await?;
        if !self.in_scope(&seen.case) {
            return Err(Refusal::NotFound);
        }
        let mut what = vec![What::Application, What::Name];
        if open {
            what.push(What::Address);
        }
        let reading = Reading {
            by: Reader::Officer(officer.iin()),
            purpose: Purpose::Counter,
            basis: search.basis.clone(),
            what,
        };
        let readings = self.readings(people_of(&seen.case), &reading)?;
        self.commit(Unit { slips: vec![counted], readings, ..Unit::default() }).await?;
        Ok((search, seen))
    }

    /// Shows one of the cases of a search in full from now on: a step of its own, and recorded.
    ///
    /// # Errors
    /// As [`App::look_at`].
    pub async fn open_case(
        &self,
        officer: &Officer,
        id: CaseId,
        case: CaseId,
    ) -> Result<(), Refusal> {
        officer.must_be(&[Role::Operator])?;
        let mut kept = self.own_deed(officer, id).await?;
        let mut search = search_of(&kept, case)?;
        search.opened.insert(case);
        kept.deed.what = Done::Search(search);
        self.keep_deed(&kept, &DeedLine::Opened { case }).await
    }

    pub(super) async fn sight(&self, id: CaseId, open: bool) -> Result<Seen, Refusal> {
        let case = self.case(id).await?.case;
        let mut people = Vec::new();
        for iin in people_of(&case) {
            people.push((iin, self.registers.person(iin).await?));
        }
        let address = self.registers.address(case.application.rka).await?;
        Ok(Seen { case, people, address, open })
    }
}

fn search_of(kept: &KeptDeed, case: CaseId) -> Result<Search, Refusal> {
    match &kept.deed.what {
        Done::Search(search) if search.found.contains(&case) => Ok(search.clone()),
        Done::Search(_) | Done::Filing(_) | Done::Act(_) => Err(Refusal::NotFound),
    }
}

/// The applicant, then everybody who would be registered, each once.
pub(super) fn people_of(case: &Case) -> Vec<Iin> {
    let mut people = vec![case.application.applicant];
    for iin in case.application.people() {
        if !people.contains(&iin) {
            people.push(iin);
        }
    }
    people
}
