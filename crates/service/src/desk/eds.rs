//! Signing in, signing and agreeing with a key: ЭЦҚ / ЭЦП, in the browser or by eGov QR.
//!
//! The service writes the text, shows it, and checks the signature over the very text it wrote: nothing
//! that comes back with a signature is believed. A text is for one purpose and one time.

use jiff::{SignedDuration, Timestamp};
use residence::case::{Event, NotExpected};
use residence::checks::{Signing, at_signing};
use residence::consent::{Form, Outcome, RefusalReason, Saying};
use residence::intake::{Digest, Signature};
use residence::law::SignMethod;
use residence::names::{CaseId, RequestId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{CommitError, Evidence, SlipChange, SlipWrite, Unit};

use super::consents::{Question, of};
use super::sessions::{Opened, Seat};
use super::{Assurance, Caller, Refusal, once};
use crate::app::{Also, App};
use crate::cases::{Loaded, parsed, written};
use crate::signatures::{NotTaken, SignatureFault, Taken};
use crate::work::{Signer, Unlearned};

/// How long a text for signing in can be signed.
pub const CHALLENGE_LASTS: SignedDuration = SignedDuration::from_mins(5);
/// The kind of the record of such a text.
const CHALLENGE: &str = "eds";
/// The kind of the record of a signature that waits for an answer about its certificate.
pub(crate) const UNLEARNED: &str = "unlearned";
/// How long it waits at most. After a week without an answer there is a certificate that nobody answers
/// for, and its question must end.
pub(crate) const UNLEARNED_FOR: SignedDuration = SignedDuration::from_hours(24 * 7);

/// A text to be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToSign {
    /// Which.
    pub id: String,
    /// The very text that is shown, hashed, signed and kept.
    pub document: String,
    /// Until when it can be signed.
    pub expires: Timestamp,
}

/// A signature that somebody hands in.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    /// CMS in DER, PEM or Base64, with the text in it or without.
    pub bytes: &'a [u8],
    /// By which way it came.
    pub method: SignMethod,
}

/// What became of a signed application.
#[derive(Debug)]
pub enum Filing {
    /// It is filed.
    Signed(Box<Loaded>),
    /// The signature is right and kept, and is tried again until it is known whether its certificate
    /// is revoked.
    Waiting,
}

/// What became of a signed consent.
#[derive(Debug)]
pub enum Agreeing {
    /// It counts.
    Agreed(Box<Question>),
    /// As [`Filing::Waiting`]; it will count from when it was read.
    Waiting,
}

impl App {
    /// A text that signs somebody in when it is signed.
    ///
    /// # Errors
    /// [`Refusal::MethodUnavailable`], or a fault.
    pub async fn eds_challenge(&self) -> Result<ToSign, Refusal> {
        if !self.sign_in.eds {
            return Err(Refusal::MethodUnavailable);
        }
        let to_sign = self.sign_in_text(CHALLENGE_LASTS)?;
        let change = SlipChange::Set { body: written(&to_sign)?, expires: to_sign.expires };
        let slip = SlipWrite { kind: CHALLENGE, key: to_sign.id.clone(), change };
        self.commit(Unit { slips: vec![slip], ..Unit::default() }).await?;
        Ok(to_sign)
    }

    /// The text of a sign-in that begins now: for this portal, this purpose and this time alone.
    pub(super) fn sign_in_text(&self, lasts: SignedDuration) -> Result<ToSign, Refusal> {
        #[derive(Serialize)]
        struct Document<'a> {
            document: &'static str,
            portal: &'a str,
            nonce: String,
            from: Timestamp,
            until: Timestamp,
        }
        let id = format!("{:032x}", (self.chance)());
        let expires = self.after(lasts);
        let document = Document {
            document: "tirkeu/sign-in/1",
            portal: &self.signatures.origin,
            nonce: format!("{:032x}{:032x}", (self.chance)(), (self.chance)()),
            from: self.now(),
            until: expires,
        };
        Ok(ToSign { id, document: written(&document)?, expires })
    }

    /// The text of a sign-in that can still be signed.
    ///
    /// # Errors
    /// [`Refusal::Ended`], or the store failed.
    pub async fn eds_to_sign(&self, id: &str) -> Result<ToSign, Refusal> {
        let slip = self.store.slip(CHALLENGE, id, self.now()).await?.ok_or(Refusal::Ended)?;
        Ok(parsed(&slip.body)?)
    }

    /// Opens a session for whoever has signed the text.
    ///
    /// # Errors
    /// [`Refusal::Signature`], [`Refusal::Unlearnable`], [`Refusal::Ended`], or a fault.
    pub async fn sign_in_by_eds(
        &self,
        id: &str,
        handed: Handed<'_>,
        seat: impl Into<Seat> + Send,
    ) -> Result<Opened, Refusal> {
        let seat = seat.into();
        let (face, channel) = (seat.face, seat.channel.as_str());
        let slip = self.store.slip(CHALLENGE, id, self.now()).await?.ok_or(Refusal::Ended)?;
        let to_sign: ToSign = parsed(&slip.body)?;
        let taken = self.taken(handed.bytes, &to_sign.document).await?;
        let (opened, session) = self.new_session(taken.by, Assurance::Signature, seat)?;
        let change = SlipChange::Consume { expected: slip.version };
        let consumed = SlipWrite { kind: CHALLENGE, key: id.to_owned(), change };
        let (evidence, _) = self.evidence(taken, None);
        let evidence = vec![Evidence { sign_in: true, ..evidence }];
        let unit = Unit { slips: vec![consumed, session], evidence, ..Unit::default() };
        once(self.commit(unit).await)?;
        tracing::info!(?face, channel, method = "eds", "somebody signed in");
        Ok(opened)
    }

    /// Signs a draft with a key, which files it.
    ///
    /// # Errors
    /// [`Refusal::Signature`]; otherwise as [`App::sign_by_sms`].
    pub async fn sign_by_eds(
        &self,
        caller: Caller,
        id: CaseId,
        handed: Handed<'_>,
    ) -> Result<Filing, Refusal> {
        self.sign_with_key(caller, id, handed, Also::default()).await
    }

    /// As [`App::sign_by_eds`], with what is to be saved when it is filed.
    pub(super) async fn sign_with_key(
        &self,
        caller: Caller,
        id: CaseId,
        handed: Handed<'_>,
        mut also: Also,
    ) -> Result<Filing, Refusal> {
        let loaded = self.draft_to_sign(caller, id, handed.method).await?;
        let mut signing = Signing {
            applicant: caller.iin,
            method: handed.method,
            has_phone: false,
            signer: Some(caller.iin),
            open: self.open_application(&loaded, &self.acts_for(&loaded).await?).await?,
        };
        if let Some((rule, params)) = at_signing(&signing) {
            return Err(Refusal::Rule(rule, params));
        }
        let counted = self.rounds(caller, &loaded).await?;
        let document = loaded.case.application.document(loaded.case.number());
        let taken = match self.taken(handed.bytes, &document).await {
            Err(Refusal::Unlearnable) => {
                let signer = Signer::Applicant(id);
                self.keep_unlearned(caller, signer, handed, self.now()).await?;
                return Ok(Filing::Waiting);
            }
            taken => taken?,
        };
        signing.signer = Some(taken.by);
        if at_signing(&signing).is_some() {
            return Err(Refusal::Signature(SignatureFault::OtherPerson));
        }
        also.slips.extend(counted);
        let filed = self.file(&loaded, handed.method, taken, also).await?;
        Ok(Filing::Signed(Box::new(filed)))
    }

    /// Files a draft under a signature that is taken.
    pub(crate) async fn file(
        &self,
        loaded: &Loaded,
        method: SignMethod,
        taken: Taken,
        mut also: Also,
    ) -> Result<Loaded, Refusal> {
        let id = loaded.case.id;
        let at = self.now();
        let digest = loaded.case.application.digest(loaded.case.number());
        let (kept, evidence) = self.evidence(taken, Some(id));
        let signature = match method {
            SignMethod::Qr => Signature::Qr { at, digest, evidence },
            SignMethod::Eds | SignMethod::Sms => Signature::Eds { at, digest, evidence },
        };
        also.evidence.push(kept);
        also.holds = Some(self.acts_for(loaded).await?);
        let event = Event::Signed { signature, law: Box::new(self.law_at(at)) };
        Ok(self.happen(id, &event, at, also).await?)
    }

    /// Agrees with a key. The answer's time is when it was handed in.
    ///
    /// # Errors
    /// [`Refusal::Assurance`] for somebody who has signed in by SMS, [`Refusal::Signature`],
    /// [`Refusal::NotFound`], [`Refusal::Late`], [`Refusal::Conflict`], or a fault.
    pub async fn agree(
        &self,
        caller: Caller,
        id: RequestId,
        handed: Handed<'_>,
    ) -> Result<Agreeing, Refusal> {
        self.agree_with_key(caller, id, handed, Also::default()).await
    }

    /// As [`App::agree`], with what is to be saved when it counts.
    pub(super) async fn agree_with_key(
        &self,
        caller: Caller,
        id: RequestId,
        handed: Handed<'_>,
        also: Also,
    ) -> Result<Agreeing, Refusal> {
        let read_at = self.now();
        let question = self.may_agree(caller, id).await?;
        let Question { case, request } = &question;
        let document = request.document(case.number(), &case.application);
        let taken = match self.taken(handed.bytes, &document).await {
            Err(Refusal::Unlearnable) => {
                let signer = Signer::Party(case.id, id);
                self.keep_unlearned(caller, signer, handed, read_at).await?;
                return Ok(Agreeing::Waiting);
            }
            taken => taken?,
        };
        if taken.by != caller.iin {
            return Err(Refusal::Signature(SignatureFault::OtherPerson));
        }
        let agreed = self.agreed(case.id, id, handed.method, taken, read_at, also);
        Ok(Agreeing::Agreed(Box::new(agreed.await?)))
    }

    /// The open question to the caller, if they may agree to it here.
    ///
    /// # Errors
    /// As [`App::agree`].
    pub async fn may_agree(&self, caller: Caller, id: RequestId) -> Result<Question, Refusal> {
        let question = self.question(caller, id).await?;
        if caller.assurance < Assurance::Signature {
            return Err(Refusal::Assurance);
        }
        still_open(&question)?;
        Ok(question)
    }

    /// A party agrees by a signature that is taken.
    pub(crate) async fn agreed(
        &self,
        case: CaseId,
        request: RequestId,
        method: SignMethod,
        taken: Taken,
        read_at: Timestamp,
        mut also: Also,
    ) -> Result<Question, Refusal> {
        let (kept, evidence) = self.evidence(taken, Some(case));
        also.evidence.push(kept);
        let form = match method {
            SignMethod::Qr => Form::Qr { evidence },
            SignMethod::Eds | SignMethod::Sms => Form::Eds { evidence },
        };
        let (saying, reason) = (Saying::Agree, RefusalReason::None);
        let event = Event::PartyAnswered { request, saying, form, reason };
        let moved = self.happen(case, &event, read_at, also).await?;
        let answered = of(&moved.case, request).ok_or(Refusal::NotFound)?;
        match answered.request.outcome {
            Outcome::Agreed { .. } => Ok(answered),
            Outcome::Open
            | Outcome::Refused { .. }
            | Outcome::Lapsed { .. }
            | Outcome::Unreachable { .. }
            | Outcome::Void { .. } => Err(Refusal::Late),
        }
    }

    /// The verdict over a signature.
    pub(crate) async fn taken(&self, bytes: &[u8], document: &str) -> Result<Taken, Refusal> {
        let checker = &self.signatures.checker;
        match checker.check(bytes, document, (&self.clock, &self.chance)).await {
            Ok(taken) => Ok(taken),
            Err(NotTaken::Fault(fault)) => {
                tracing::info!(fault = fault.as_str(), "a signature was not taken");
                Err(Refusal::Signature(fault))
            }
            Err(NotTaken::Unlearnable) => Err(Refusal::Unlearnable),
        }
    }

    /// What is kept of a signature, and under which digest.
    pub(super) fn evidence(&self, taken: Taken, case: Option<CaseId>) -> (Evidence, Digest) {
        let id: [u8; 32] = Sha256::digest(taken.body.as_bytes()).into();
        let Taken { by, signature, body } = taken;
        (Evidence { id, signature, at: self.now(), by, case, sign_in: false, body }, Digest(id))
    }

    /// Keeps a signature that is right until it can be learned whether its certificate is revoked.
    async fn keep_unlearned(
        &self,
        caller: Caller,
        signer: Signer,
        handed: Handed<'_>,
        read_at: Timestamp,
    ) -> Result<(), Refusal> {
        let body = Unlearned {
            iin: caller.iin,
            signer,
            method: handed.method,
            cms: String::from_utf8_lossy(&text_of(handed.bytes)).into_owned(),
            read_at,
        };
        let key = signer.key();
        let now = self.now();
        let expires = self.after(UNLEARNED_FOR);
        let change = SlipChange::Put { expected: None, body: written(&read_at)?, expires, now };
        let slip = SlipWrite { kind: UNLEARNED, key: key.clone(), change };
        let name = format!("signature:{key}:{:032x}", (self.chance)());
        let mut work = self.work_now("signature", name, written(&body)?);
        // The worker has nothing else to ask than what was just asked in vain.
        work.held_until = None;
        let unit = Unit { slips: vec![slip], work: vec![work], ..Unit::default() };
        match self.commit(unit).await {
            // One that waits already is enough.
            Ok(()) | Err(CommitError::Taken(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Since when a signature of this application or question waits for an answer about its
    /// certificate.
    ///
    /// # Errors
    /// The store failed.
    pub async fn waits_since(&self, signer: Signer) -> Result<Option<Timestamp>, Refusal> {
        let slip = self.store.slip(UNLEARNED, &signer.key(), self.now()).await?;
        Ok(slip.map(|slip| parsed(&slip.body)).transpose()?)
    }
}

/// A signature as text.
fn text_of(bytes: &[u8]) -> Vec<u8> {
    match eds::pem::to_der(bytes) {
        Ok(der) => eds::pem::to_base64(&der).into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

/// Whether a question can still be answered.
pub(super) fn still_open(question: &Question) -> Result<(), Refusal> {
    match question.request.outcome {
        Outcome::Open => Ok(()),
        Outcome::Lapsed { .. } | Outcome::Unreachable { .. } => Err(Refusal::Late),
        Outcome::Agreed { .. } | Outcome::Refused { .. } | Outcome::Void { .. } => {
            Err(Refusal::Conflict(NotExpected::Closed))
        }
    }
}
