//! Certificates: of a registration (мекенжай анықтамасы / адресная справка), and of an application that
//! came to nothing for want of an answer.
//!
//! What a certificate says is kept as a document under its code, so that it can be checked by anybody who
//! has it. The file is made of that each time it is asked for, with the signature that was made once.

mod code;
mod kept;
mod paper;
mod verify;

use residence::case::{Case, Status};
use residence::consent::Outcome;
use residence::facts::Address;
use residence::ground::RuleId;
use residence::law::day;
use residence::names::{CaseId, Iin, RegistrationId};
use residence::registration::Entry;
use store::{BookQuery, CommitError, Entity, RecordWrite, Taken, Unit};

pub use code::{Code, NoCode};
pub use kept::{Attempt, Certificate, Place, Question, Registration, Says, Who};
pub use verify::{Standing, Verified};

use super::people::Represented;
use super::reading::{Purpose, Reader, Reading, What};
use super::{Caller, Refusal};
use crate::app::App;
use crate::cases::{parsed, written};
use kept::Signature;
use paper::Writer;

/// Under which kind certificates are kept.
const KIND: &str = "certificate";
/// How often a certificate that somebody else is changing is tried.
const TRIES: usize = 4;
/// The rules by which an application ends for want of an answer, or with a no.
const NO_ANSWER: [RuleId; 3] = [RuleId::ConNo, RuleId::ConTime, RuleId::ConReach];

/// A certificate as a file.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// By which it is checked.
    pub code: Code,
    /// The file.
    pub bytes: Vec<u8>,
}

/// An entry that can be certified.
#[derive(Clone, Debug)]
pub struct Certifiable {
    /// Whose, with the whole name; the ИИН where the person register has no row.
    pub name: String,
    /// The entry.
    pub entry: Entry,
    /// Where; `None` where the address register has no such address.
    pub address: Option<Address>,
}

impl App {
    /// The entries that hold today: the caller's own, those of their children and of their wards.
    ///
    /// # Errors
    /// A register or the store does not answer.
    pub async fn certifiable(&self, caller: Caller) -> Result<Vec<Certifiable>, Refusal> {
        let me = self.me(caller).await?;
        let own = me.person.as_ref().map_or_else(|| caller.iin.to_string(), |own| own.full_name());
        let mut people = vec![(own, me.registrations)];
        for Represented { person, .. } in me.represented {
            people.push((person.full_name(), self.entries(person.iin).await?));
        }
        let mut found = Vec::new();
        for (name, entries) in people {
            for entry in entries.into_iter().filter(|entry| self.holds_today(entry)) {
                let address = self.registers.address(entry.rka).await?;
                found.push(Certifiable { name: name.clone(), entry, address });
            }
        }
        Ok(found)
    }

    async fn entries(&self, iin: Iin) -> Result<Vec<Entry>, Refusal> {
        let query = BookQuery { of: Entity::Person(iin), closed_too: false };
        Ok(self.store.book(query).await?.entries)
    }

    fn holds_today(&self, entry: &Entry) -> bool {
        let today = day(self.now());
        entry.closed_at.is_none() && entry.until.is_none_or(|until| today < until)
    }

    /// The address certificate of an entry that holds today. Asked for again on the same day it is the
    /// same one.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an entry that is closed, or neither the caller's nor of somebody they
    /// act for; [`Refusal::NoSeal`]; or a fault.
    pub async fn certificate(&self, caller: Caller, id: RegistrationId) -> Result<Pdf, Refusal> {
        let found = self.certifiable(caller).await?;
        let found = found.into_iter().find(|one| one.entry.id == id).ok_or(Refusal::NotFound)?;
        let person = self.registers.person(found.entry.iin).await?.ok_or(Refusal::NotFound)?;
        let place = Place::of(&found.address.ok_or(Refusal::NotFound)?);
        let (now, entry) = (self.now(), found.entry);
        let certificate = Certificate {
            code: self.keys.certificate_code(&format!("entry:{id}"), &day(now).to_string()),
            at: now,
            who: Who::of(&person),
            place,
            says: Says::Registration(Registration {
                id,
                kind: entry.kind,
                since: entry.opened_at,
                until: entry.until,
            }),
            signature: None,
        };
        self.issue(caller, certificate).await
    }

    /// The certificate of an application of the caller's that ended because somebody did not answer, was
    /// not reached, or said no. It says nothing of who that is.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for any other application; [`Refusal::NoSeal`]; or a fault.
    pub async fn certificate_of_attempt(&self, caller: Caller, id: CaseId) -> Result<Pdf, Refusal> {
        let case = self.own(caller, id).await?.case;
        let attempt = attempt(&case).ok_or(Refusal::NotFound)?;
        let person = self.registers.person(caller.iin).await?.ok_or(Refusal::NotFound)?;
        let address = self.registers.address(case.application.rka).await?;
        let certificate = Certificate {
            code: self.keys.certificate_code(&format!("attempt:{id}"), ""),
            at: self.now(),
            who: Who::of(&person),
            place: Place::of(&address.ok_or(Refusal::NotFound)?),
            says: Says::Attempt(attempt),
            signature: None,
        };
        self.issue(caller, certificate).await
    }

    /// The file of a certificate: of the one that is kept under its code, or of this one, which is kept
    /// before it goes out.
    async fn issue(&self, caller: Caller, new: Certificate) -> Result<Pdf, Refusal> {
        for _ in 0..TRIES {
            let kept = self.store.record(KIND, new.code.as_str()).await?;
            let (mut certificate, expected) = match kept {
                Some(kept) => (parsed::<Certificate>(&kept.body)?, Some(kept.version)),
                None => (new.clone(), None),
            };
            let (bytes, signature) = self.sealed(&certificate).await?;
            let code = certificate.code.clone();
            if certificate.signature.as_ref() == Some(&signature) {
                return Ok(Pdf { code, bytes });
            }
            certificate.signature = Some(signature);
            match self.commit(self.keeps(caller, &certificate, expected)?).await {
                Ok(()) => {
                    tracing::info!(kind = certificate.says.as_str(), "a certificate was issued");
                    return Ok(Pdf { code, bytes });
                }
                // Somebody else has just made it: theirs goes out.
                Err(CommitError::Taken(Taken::Record) | CommitError::Stale(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::Busy)
    }

    /// What is saved of a certificate: itself, and that somebody took it for another.
    fn keeps(
        &self,
        caller: Caller,
        certificate: &Certificate,
        expected: Option<u64>,
    ) -> Result<Unit, Refusal> {
        let reading = Reading {
            by: Reader::Person(caller.iin),
            purpose: Purpose::Certificate,
            basis: certificate.code.to_string(),
            what: vec![What::Name, What::Address, What::Registrations],
        };
        let iin = certificate.who.iin;
        let record = RecordWrite {
            kind: KIND,
            id: certificate.code.to_string(),
            expected,
            at: self.now(),
            body: written(certificate)?,
            line: Some(if expected.is_none() { "issued" } else { "signed again" }.to_owned()),
            keys: Some(vec![format!("person:{iin}")]),
        };
        let readings = self.readings([iin], &reading)?;
        Ok(Unit { records: vec![record], readings, ..Unit::default() })
    }

    /// The file, and its signature: the one that was made before where the rest of the file is as it was.
    async fn sealed(&self, certificate: &Certificate) -> Result<(Vec<u8>, Signature), Refusal> {
        let seal = self.signatures.seal.clone().ok_or(Refusal::NoSeal)?;
        let (from, until) = seal.valid();
        if !(from..=until).contains(&self.now()) {
            // Nobody who checks it would take it.
            tracing::error!(%from, %until, "the certificate of the seal is not valid now");
            return Err(Refusal::NoSeal);
        }
        let paper = Writer { texts: &self.texts, origin: &self.signatures.origin }
            .paper(certificate, seal.name());
        let kept = certificate.signature.clone();
        let made = tokio::task::spawn_blocking(move || {
            let unsigned = ::certificate::write(&paper).map_err(|error| error.to_string())?;
            let again = kept.and_then(|kept| {
                let bytes = unsigned.clone().sign(&kept.cms()?).ok()?;
                (Signature::digest(&bytes) == kept.sha256).then_some((bytes, kept))
            });
            if let Some(again) = again {
                return Ok(again);
            }
            let cms = seal.sign(&unsigned.content()).map_err(|error| error.to_string())?;
            let bytes = unsigned.sign(&cms).map_err(|error| error.to_string())?;
            let signature = Signature::new(&bytes, &cms);
            Ok::<_, String>((bytes, signature))
        });
        match made.await.map_err(|error| error.to_string()) {
            Ok(Ok(made)) => Ok(made),
            Ok(Err(error)) | Err(error) => {
                tracing::error!(%error, "a certificate was not made");
                Err(Refusal::NoSeal)
            }
        }
    }
}

/// What is certified of an application that came to nothing; `None` where an answer was not what was
/// missing.
#[must_use]
pub fn attempt(case: &Case) -> Option<Attempt> {
    let decision = case.state.decision().filter(|_| case.status() == Status::Refused)?;
    let filed = case.state.filed()?;
    let mut rules: Vec<RuleId> = decision.grounds().map(|ground| ground.rule).collect();
    rules.dedup();
    if !rules.iter().any(|rule| NO_ANSWER.contains(rule)) {
        return None;
    }
    rules.retain(|rule| NO_ANSWER.contains(rule));
    let requests = case.state.asking().map(|asking| asking.requests.as_slice()).unwrap_or_default();
    let questions = requests.iter().filter_map(|request| {
        let delivered = request.clock.as_ref().map(|clock| clock.received_at);
        let (ended, is_refused) = match request.outcome {
            Outcome::Lapsed { at } | Outcome::Unreachable { at } => (at, false),
            Outcome::Refused { at, .. } => (at, true),
            Outcome::Open | Outcome::Agreed { .. } | Outcome::Void { .. } => return None,
        };
        Some(Question { asked: request.asked_at, delivered, ended, is_refused })
    });
    Some(Attempt {
        number: case.number(),
        kind: case.application.kind,
        signed: filed.signed_at,
        decided: decision.at,
        rules,
        questions: questions.collect(),
    })
}
