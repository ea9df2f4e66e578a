//! Signing an application by a one-time SMS password. Signing files it.

use jiff::{SignedDuration, Timestamp};
use residence::case::{Case, Event, NotExpected, Status};
use residence::checks::{Signing, at_draft, at_signing};
use residence::facts::{Holder, Lease};
use residence::intake::Signature;
use residence::law::{SignMethod, day};
use residence::names::{CaseId, CaseNumber, Iin};
use store::{CaseKey, CaseQuery, SlipWrite, Unit};

use super::sign_in::{CHALLENGE, Challenge, Sent};
use super::{Caller, Refusal};
use crate::app::{Also, App};
use crate::cases::{Loaded, parsed, read};
use crate::limits::{Tally, TooMany};

/// How long a signing password is good.
const PASSWORD_LASTS: SignedDuration = SignedDuration::from_mins(10);
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Sends the password that signs this draft as it is now; the same one again at most once a
    /// minute.
    ///
    /// # Errors
    /// [`Refusal::Rule`] where a rule speaks at the signing, [`Refusal::TooMany`],
    /// [`Refusal::Conflict`] when it is no draft, or a fault.
    pub async fn send_signing_code(&self, caller: Caller, id: CaseId) -> Result<Sent, Refusal> {
        let loaded = self.draft_to_sign(caller, id, SignMethod::Sms).await?;
        let phone = self.registers.phone(caller.iin).await?.map(|binding| binding.phone);
        let signing = Signing {
            applicant: caller.iin,
            method: SignMethod::Sms,
            has_phone: phone.is_some(),
            signer: Some(caller.iin),
            open: self.open_application(&loaded, &self.acts_for(&loaded).await?).await?,
        };
        if let Some((rule, params)) = at_signing(&signing) {
            return Err(Refusal::Rule(rule, params));
        }
        self.rounds(caller, &loaded).await?;
        let key = id.to_string();
        let now = self.now();
        let bound_to = loaded.case.application.digest(loaded.case.number()).to_string();
        let before = match self.store.slip(CHALLENGE, &key, now).await? {
            Some(slip) => Some(parsed::<Challenge>(&slip.body)?),
            None => None,
        };
        let same = before.filter(|sent| sent.bound_to == bound_to && sent.phone == phone);
        if let Some(sent) = &same {
            let pause = i64::from(self.limits.code_resend_seconds);
            let again = sent.sent_at.checked_add(SignedDuration::from_secs(pause));
            if let Some(again) = again.ok().filter(|again| *again > now) {
                return Err(Refusal::TooMany("resend", TooMany::until(again, now)));
            }
        }
        let challenge = Challenge {
            purpose: "sign".into(),
            iin: caller.iin,
            bound_to,
            // Sent again it is the same password; one that was used up never comes back.
            salt: match &same {
                Some(sent) => sent.salt.clone(),
                None => format!("{:032x}", (self.chance)()),
            },
            phone,
            tries: same.as_ref().map_or(0, |sent| sent.tries),
            sent_at: now,
            expires: self.after(PASSWORD_LASTS),
        };
        let (slip, work) = self.challenge(&key, &challenge, caller.language)?;
        let mut slips = vec![slip];
        if same.is_none() {
            match self.one_more(&self.codes_tally(&challenge), "").await? {
                Ok(counted) => slips.push(counted),
                Err(too_many) => return Err(Refusal::TooMany("codes", too_many)),
            }
        }
        match self.commit(Unit { slips, work: vec![work], ..Unit::default() }).await {
            Ok(()) => Ok(Sent { id: key, expires: challenge.expires }),
            Err(error) => Err(error.into()),
        }
    }

    /// Until when a password that was sent signs this draft as it is now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn signing_code(&self, case: &Case) -> Result<Option<Timestamp>, Refusal> {
        let slip = self.store.slip(CHALLENGE, &case.id.to_string(), self.now()).await?;
        let sent: Option<Challenge> = slip.map(|slip| parsed(&slip.body)).transpose()?;
        let digest = case.application.digest(case.number()).to_string();
        Ok(sent.filter(|sent| sent.bound_to == digest).map(|sent| sent.expires))
    }

    /// Signs the draft with the password, which files it.
    ///
    /// # Errors
    /// As [`App::send_signing_code`]; [`Refusal::WrongCode`], [`Refusal::CodeExpired`];
    /// [`Refusal::Rule`] with R-OPEN while another application holds a subject.
    pub async fn sign_by_sms(
        &self,
        caller: Caller,
        id: CaseId,
        code: &str,
    ) -> Result<Loaded, Refusal> {
        let loaded = self.draft_to_sign(caller, id, SignMethod::Sms).await?;
        let counted = self.rounds(caller, &loaded).await?;
        let (challenge, consumed) = self.try_code(CHALLENGE, &id.to_string(), "sign", code).await?;
        let digest = loaded.case.application.digest(loaded.case.number());
        if challenge.bound_to != digest.to_string() {
            return Err(Refusal::CodeExpired);
        }
        let signing = Signing {
            applicant: caller.iin,
            method: SignMethod::Sms,
            has_phone: challenge.phone.is_some(),
            signer: Some(challenge.iin),
            open: None,
        };
        if let Some((rule, params)) = at_signing(&signing) {
            return Err(Refusal::Rule(rule, params));
        }
        let at = self.now();
        let law = self.law_at(at);
        let event = Event::Signed { signature: Signature::Sms { at, digest }, law: Box::new(law) };
        let slips = counted.into_iter().chain([consumed]).collect();
        let holds = Some(self.acts_for(&loaded).await?);
        Ok(self.happen(id, &event, at, Also { slips, holds, ..Also::default() }).await?)
    }

    /// Those of an application for whom the applicant may act, as far as that is on record. Of
    /// anybody else nothing is said at the signing, not even that they have an application, and
    /// nobody is held by a stranger's.
    pub(super) async fn acts_for(&self, loaded: &Loaded) -> Result<Vec<Iin>, Refusal> {
        let application = &loaded.case.application;
        let applicant = application.applicant;
        let today = day(self.now());
        let mut people = Vec::new();
        let mut leases = None;
        for iin in application.people() {
            if self.represents(applicant, iin).await? {
                people.push(iin);
                continue;
            }
            if leases.is_none() {
                leases = Some(self.registers.leases(application.rka).await?);
            }
            let rents = |lease: &Lease| {
                lease.tenant == applicant && lease.lists(iin) && lease.in_force_on(today)
            };
            if leases.iter().flatten().any(rents) {
                people.push(iin);
            }
        }
        Ok(people)
    }

    /// Another application that holds one of these. The store holds this by a constraint as well;
    /// here it is said before a password is sent.
    pub(super) async fn open_application(
        &self,
        loaded: &Loaded,
        people: &[Iin],
    ) -> Result<Option<CaseNumber>, Refusal> {
        for iin in people {
            let value = iin.to_string();
            let query = CaseQuery { key: CaseKey::Subject, value, before: None, limit: 20 };
            for stored in self.store.cases(&query).await? {
                let other = read(&stored)?.case;
                if other.status().is_open() && other.id != loaded.case.id {
                    return Ok(Some(other.number()));
                }
            }
        }
        Ok(None)
    }

    /// A draft of the caller's own that the law of today lets be signed in this way.
    pub(super) async fn draft_to_sign(
        &self,
        caller: Caller,
        id: CaseId,
        method: SignMethod,
    ) -> Result<Loaded, Refusal> {
        let loaded = self.own(caller, id).await?;
        if loaded.case.status() != Status::Draft {
            return Err(Refusal::Conflict(NotExpected::Status(loaded.case.status())));
        }
        let law = self.law_at(self.now());
        if !law.sign_methods.contains(&method) {
            return Err(Refusal::MethodUnavailable);
        }
        let wrong = at_draft(&loaded.case.application, &law);
        if !wrong.is_empty() {
            return Err(Refusal::Fields(wrong));
        }
        Ok(loaded)
    }

    /// Whether the applicant may have people asked about this dwelling once more; the records to
    /// save when it is done. Whoever is the only owner asks nobody.
    pub(super) async fn rounds(
        &self,
        caller: Caller,
        loaded: &Loaded,
    ) -> Result<Vec<SlipWrite>, Refusal> {
        let rka = loaded.case.application.rka;
        let titles = self.registers.titles(rka).await?;
        let own = Some(Holder::Person(caller.iin));
        if !titles.is_empty() && titles.iter().all(|title| title.owner == own) {
            return Ok(Vec::new());
        }
        let rounds = Tally {
            key: format!("rounds:{}:{rka}", caller.iin),
            most: self.limits.consent_rounds_a_day,
            within: DAY,
        };
        let mut counted = match self.one_more(&rounds, "").await? {
            Ok(counted) => vec![counted],
            Err(too_many) => return Err(Refusal::TooMany("rounds", too_many)),
        };
        let owns = titles.iter().any(|title| title.owner == own);
        let rents = self.registers.leases(rka).await?.iter().any(|lease| lease.lists(caller.iin));
        if !owns && !rents {
            let strange = Tally {
                key: format!("strange:{}", caller.iin),
                most: self.limits.strange_dwellings_a_week,
                within: DAY.checked_mul(7).unwrap_or(DAY),
            };
            match self.one_more(&strange, rka.as_str()).await? {
                Ok(slip) => counted.push(slip),
                Err(too_many) => return Err(Refusal::TooMany("strangers", too_many)),
            }
        }
        Ok(counted)
    }
}
