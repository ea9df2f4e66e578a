//! Filing at the counter: the citizen is present and signs themself; the officer takes it down.

use residence::checks::{self, Judgement, Question};
use residence::facts::{Holder, Person};
use residence::intake::{Application, Desk, FieldError, Form, PaperForm};
use residence::law::{CounterScope, day};
use residence::names::{AddressCode, CaseId, Iin};
use store::Unit;

use super::deeds::{Answers, DeedLine, Done, Filing, KeptDeed};
use super::find::Seen;
use super::scans::Scan;
use super::{Officer, Refusal, Role};
use crate::app::{Also, App};
use crate::cases::Loaded;
use crate::desk::reading::{Purpose, Reader, Reading, What};
use crate::desk::sign_in::iin_error;
use crate::desk::{Assurance, Caller};

/// The most characters of the document that was shown.
const LONGEST: usize = 200;

/// What would come of a filing.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The application as it would be signed.
    pub application: Application,
    /// What the rules find.
    pub judgement: Judgement,
    /// For whom somebody agrees on paper, why, and their row.
    pub by_others: Vec<(Holder, CounterScope, Option<Person>)>,
}

impl Filing {
    /// The form it makes.
    fn form(&self) -> Form {
        let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let subject = given(&self.answers.subject);
        Form {
            channel: None,
            kind: given(&self.answers.kind),
            // What is no number is no term either.
            months: given(&self.answers.months).map(|text| text.parse().unwrap_or(-1)),
            rka: self.rka.map(|rka| rka.to_string()),
            reason: given(&self.answers.reason),
            arrived_on: given(&self.answers.arrived_on),
            subjects: subject.into_iter().collect(),
            children: None,
        }
    }
}

impl App {
    /// Begins to take down what somebody who is present applies for; that their data are looked at is
    /// saved before.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for another role, [`Refusal::Fields`], [`Refusal::TooMany`], or a fault.
    pub async fn begin_filing(
        &self,
        officer: &Officer,
        (iin, identity): (&str, &str),
        rka: Option<AddressCode>,
    ) -> Result<CaseId, Refusal> {
        officer.must_be(&[Role::Operator])?;
        let mut wrong = Vec::new();
        let identity = identity.trim();
        match identity.chars().count() {
            0 => wrong.push(FieldError { field: "identity".into(), code: "required", rule: None }),
            1..=LONGEST => {}
            _ => wrong.push(FieldError { field: "identity".into(), code: "too_long", rule: None }),
        }
        let citizen = match iin.replace(' ', "").parse::<Iin>() {
            Ok(citizen) if citizen == officer.iin() => {
                wrong.push(FieldError { field: "iin".into(), code: "own_case", rule: None });
                return Err(Refusal::Fields(wrong));
            }
            Ok(citizen) if wrong.is_empty() => citizen,
            Ok(_) => return Err(Refusal::Fields(wrong)),
            Err(why) => {
                wrong.insert(0, iin_error("iin", why));
                return Err(Refusal::Fields(wrong));
            }
        };
        let counted = self.one_more_look(officer, "").await?;
        let filing = Filing {
            citizen,
            identity: identity.to_owned(),
            rka,
            answers: Answers::default(),
            papers: Vec::new(),
            case: None,
        };
        let deed = self.deed(officer, Done::Filing(filing));
        let reading = self.counter_reading(
            officer,
            identity,
            vec![What::Name, What::Address, What::Registrations, What::Kin],
        );
        let unit = Unit {
            slips: vec![counted],
            records: vec![self.deed_record(&deed, None, &DeedLine::Begun)?],
            readings: self.readings([citizen], &reading)?,
            ..Unit::default()
        };
        self.commit(unit).await?;
        Ok(deed.id)
    }

    fn counter_reading(&self, officer: &Officer, basis: &str, what: Vec<What>) -> Reading {
        Reading {
            by: Reader::Officer(officer.iin()),
            purpose: Purpose::Counter,
            basis: basis.to_owned(),
            what,
        }
    }

    /// A filing of the officer's own, and its record.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn filing(
        &self,
        officer: &Officer,
        id: CaseId,
    ) -> Result<(KeptDeed, Filing), Refusal> {
        officer.must_be(&[Role::Operator])?;
        let kept = self.own_deed(officer, id).await?;
        match kept.deed.what.clone() {
            Done::Filing(filing) => Ok((kept, filing)),
            Done::Search(_) | Done::Act(_) => Err(Refusal::NotFound),
        }
    }

    /// The citizen of a filing, who signs here with the means they have; the desk treats them as it does
    /// in the portal.
    ///
    /// # Errors
    /// A register does not answer.
    pub async fn citizen(&self, filing: &Filing) -> Result<Caller, Refusal> {
        let person = self.registers.person(filing.citizen).await?;
        let language = person.map(|person| person.language).unwrap_or_default();
        Ok(Caller { iin: filing.citizen, assurance: Assurance::Sms, language })
    }

    /// Changes a filing whose application is not made yet.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Ended`] when the application is made, or a fault.
    pub async fn change_filing(
        &self,
        officer: &Officer,
        id: CaseId,
        change: impl FnOnce(&mut Filing) + Send,
    ) -> Result<(), Refusal> {
        let (mut kept, mut filing) = self.filing(officer, id).await?;
        if filing.case.is_some() {
            return Err(Refusal::Ended);
        }
        change(&mut filing);
        kept.deed.what = Done::Filing(filing);
        self.keep_deed(&kept, &DeedLine::Changed).await
    }

    /// The application of a filing, or what is wrong with its answers.
    async fn filed_form(&self, officer: &Officer, filing: &Filing) -> Result<Application, Refusal> {
        let at = self.now();
        let law = self.law_at(at);
        let citizen = self.citizen(filing).await?;
        let following = self.following(filing.citizen, law.subject_min_age).await?;
        let desk = Desk {
            applicant: citizen.iin,
            following: &following,
            language: citizen.language,
            law: &law,
            at,
            counter: Some((officer.staff.badge, &filing.papers)),
        };
        filing.form().read(&desk).map_err(Refusal::Fields)
    }

    /// What would come of a filing if it were signed now, and who would have to agree on paper. That the
    /// owners are looked at is saved before.
    ///
    /// # Errors
    /// [`Refusal::Fields`] while answers are missing, [`Refusal::NotFound`], a register that does not
    /// answer, or a fault.
    pub async fn outlook(&self, officer: &Officer, id: CaseId) -> Result<Outlook, Refusal> {
        let (_, filing) = self.filing(officer, id).await?;
        let application = self.filed_form(officer, &filing).await?;
        let counted = self.one_more_look(officer, &format!("{id}:{}", application.rka)).await?;
        let at = self.now();
        let (law, signed_on) = (self.law_at(at), day(at));
        let facts = self.gather().facts(&application, &law, signed_on).await?;
        let question = Question { application: &application, law: &law, signed_on, facts: &facts };
        let judgement = checks::judge(&question);
        let needed = question.by_others();
        let owners = needed.iter().filter_map(|(holder, _)| match holder {
            Holder::Person(iin) => Some(*iin),
            Holder::Organisation(_) | Holder::Unidentified => None,
        });
        let mut owners: Vec<Iin> = owners.collect();
        owners.dedup();
        let what = vec![What::Name, What::Titles];
        let reading = self.counter_reading(officer, &filing.identity, what);
        let readings = self.readings(owners, &reading)?;
        self.commit(Unit { slips: vec![counted], readings, ..Unit::default() }).await?;
        let row = |holder: &Holder| match holder {
            Holder::Person(iin) => facts.person(*iin).cloned(),
            Holder::Organisation(_) | Holder::Unidentified => None,
        };
        let by_others = needed.iter().map(|(holder, why)| (*holder, *why, row(holder))).collect();
        Ok(Outlook { application, judgement, by_others })
    }

    /// Adds the consent on paper for one of those of [`Outlook::by_others`], with its scan; one that was
    /// there for the same owner and reason of the same kind is replaced.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with everything that is wrong, [`Refusal::NotFound`], or a fault.
    pub async fn add_paper(
        &self,
        officer: &Officer,
        id: CaseId,
        (mut form, scan): (PaperForm, &[u8]),
    ) -> Result<(), Refusal> {
        let mut wrong = Vec::new();
        match self.keep_scan(scan).await {
            Ok(digest) => form.scan = Some(digest),
            Err(Refusal::Fields(errors)) => wrong = errors,
            Err(other) => return Err(other),
        }
        let paper = match form.read("", day(self.now())) {
            Ok(paper) => paper,
            Err(errors) => {
                let others = errors.into_iter().filter(|error| error.field != "scan");
                return Err(Refusal::Fields(others.chain(wrong).collect()));
            }
        };
        self.change_filing(officer, id, |filing| {
            filing.papers.retain(|other| (other.whose, other.kind) != (paper.whose, paper.kind));
            filing.papers.push(paper);
        })
        .await
    }

    /// The scan of one of the papers of a filing.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn paper_scan(
        &self,
        officer: &Officer,
        id: CaseId,
        place: usize,
    ) -> Result<Scan, Refusal> {
        let (_, filing) = self.filing(officer, id).await?;
        let paper = filing.papers.get(place).ok_or(Refusal::NotFound)?;
        self.scan(paper.scan).await
    }

    /// Makes the draft that the citizen signs; asked for again, it is the same.
    ///
    /// # Errors
    /// [`Refusal::Fields`], [`Refusal::NotFound`], or a fault.
    pub async fn draft_at_counter(&self, officer: &Officer, id: CaseId) -> Result<CaseId, Refusal> {
        let (mut kept, mut filing) = self.filing(officer, id).await?;
        if let Some(case) = filing.case {
            return Ok(case);
        }
        let application = self.filed_form(officer, &filing).await?;
        let case = CaseId::from_random((self.chance)());
        let event = residence::case::Event::Drafted { application: application.clone() };
        let born = residence::case::Case::draft(case, application, self.now());
        filing.case = Some(case);
        kept.deed.what = Done::Filing(filing);
        let line = DeedLine::Filed { case };
        let record = self.deed_record(&kept.deed, Some(kept.version), &line)?;
        self.begin(&event, born, Also { records: vec![record], ..Also::default() }).await?;
        Ok(case)
    }

    /// The application of a filing as its officer sees it: the citizen is before them.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn sight_of_filing(&self, officer: &Officer, id: CaseId) -> Result<Seen, Refusal> {
        let (_, loaded) = self.filed(officer, id).await?;
        self.sight(loaded.case.id, true).await
    }

    /// The application of a filing.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn filed(&self, officer: &Officer, id: CaseId) -> Result<(Filing, Loaded), Refusal> {
        let (_, filing) = self.filing(officer, id).await?;
        let case = filing.case.ok_or(Refusal::NotFound)?;
        let loaded = self.case(case).await?;
        Ok((filing, loaded))
    }
}
