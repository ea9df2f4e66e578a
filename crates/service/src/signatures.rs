//! Whether a signature is taken: fetches what `eds` judges by, and keeps the evidence.
//!
//! In this order (docs/signatures.md): how it is written and who signs, before any arithmetic; whether
//! it is right; then the responder and the authority of time-stamps, both at once; lists where the
//! responder is silent; then the verdict over all of it. What cannot be learned now is never taken.

mod ask;
mod breaker;
mod evidence;
mod fault;
mod lists;

use std::sync::Arc;
use std::time::Duration;

use eds::algorithm::Algorithm;
use eds::cms::{SignedData, Signer};
use eds::digest::Hash;
use eds::ocsp::{self, Response};
use eds::sign::with_stamp;
use eds::signer::{self, Person};
use eds::tsp::{self, Stamp};
use eds::verify::{Grounds, Report, Trust, verify};
use eds::x509::Certificate;
use jiff::{SignedDuration, Timestamp};
use residence::names::Iin;
use tokio::sync::Semaphore;

pub use ask::{Address, AskError, NoAddress};
pub use evidence::Body;
pub use fault::SignatureFault;

use crate::chance::Chance;
use crate::clock::Clock;
use crate::pulse::Heard;
use ask::Question;
use breaker::Guarded;
use lists::Lists;

/// The most bytes of a signature that is handed in: several times what the state's programs make.
pub const MOST: usize = 64 * 1024;
/// How old an answer may be that does not say when there will be news.
const ANSWER_AGE: SignedDuration = SignedDuration::from_mins(10);
/// The most bytes of an answer or a time-stamp.
const MOST_OF_AN_ANSWER: usize = 64 * 1024;
/// How long a responder may think.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long somebody who signs waits for revocation lists.
const PATIENCE_FOR_LISTS: Duration = Duration::from_secs(10);
/// How many signatures are computed at once; the rest wait, so that pages stay quick.
const AT_ONCE: usize = 2;

/// Whom to trust and whom to ask.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    /// Whom people are certified by.
    pub trust: Trust,
    /// Whom authorities of time-stamps are certified by.
    pub stamp_trust: Trust,
    /// Answers whether a certificate is revoked (OCSP).
    pub ocsp: Option<Address>,
    /// Makes time-stamps (RFC 3161).
    pub stamps: Option<Address>,
    /// Revocation lists, whole ones and changes.
    pub lists: Vec<Address>,
}

/// Checks signatures.
#[derive(Debug)]
pub struct Checker {
    trust: Arc<Trust>,
    stamp_trust: Arc<Trust>,
    ocsp: Option<Guarded>,
    stamps: Option<Guarded>,
    lists: Arc<Lists>,
    slots: Semaphore,
}

/// A signature that is taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Whose it is.
    pub by: Iin,
    /// The SHA-256 of the signature value.
    pub signature: [u8; 32],
    /// All it was judged by, for the store.
    pub body: String,
}

/// Why a signature is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It does not count.
    Fault(SignatureFault),
    /// It is right, but nothing says now whether its certificate is revoked.
    Unlearnable,
}

impl From<SignatureFault> for NotTaken {
    fn from(fault: SignatureFault) -> Self {
        Self::Fault(fault)
    }
}

/// What was learned for one signature.
#[derive(Clone, Debug, Default)]
struct Learned {
    answers: Vec<(Response, Option<Vec<u8>>)>,
    /// As it came.
    answer: Option<Vec<u8>>,
    /// The signature with a time-stamp in it.
    stamped: Option<Vec<u8>>,
}

impl Checker {
    /// A checker that asks these.
    #[must_use]
    pub fn new(authorities: Authorities) -> Self {
        let Authorities { trust, stamp_trust, ocsp, stamps, lists } = authorities;
        Self {
            trust: Arc::new(trust),
            stamp_trust: Arc::new(stamp_trust),
            ocsp: ocsp.map(Guarded::new),
            stamps: stamps.map(Guarded::new),
            lists: Arc::new(Lists::new(lists)),
            slots: Semaphore::new(AT_ONCE),
        }
    }

    /// When whoever says whether a certificate is revoked answered last, and when they did not;
    /// `None` where nobody is asked.
    #[must_use]
    pub fn responder(&self) -> Option<Heard> {
        self.ocsp.as_ref().map(Guarded::heard)
    }

    /// Fetches the revocation lists whose time has come.
    pub async fn refresh(&self, clock: &Clock) {
        self.lists.refresh(&self.trust, clock, false).await;
    }

    /// Fetches those that do not count any more, and waits for them a while. What takes longer goes on
    /// by itself, for whoever comes next.
    async fn refresh_stale(&self, clock: &Clock) {
        let (lists, trust) = (Arc::clone(&self.lists), Arc::clone(&self.trust));
        let clock = Arc::clone(clock);
        let fetched = tokio::spawn(async move { lists.refresh(&trust, &clock, true).await });
        if tokio::time::timeout(PATIENCE_FOR_LISTS, fetched).await.is_err() {
            tracing::warn!("revocation lists take long; whoever waits for them tries again");
        }
    }

    /// How many revocation lists there should be, and how many of them count at this time.
    #[must_use]
    pub fn lists(&self, at: Timestamp) -> (usize, usize) {
        self.lists.count(at)
    }

    /// Whether this signature (CMS in DER, PEM or Base64) over this document is taken, and whose it is.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub async fn check(
        &self,
        handed: &[u8],
        document: &str,
        (clock, chance): (&Clock, &Chance),
    ) -> Result<Taken, NotTaken> {
        if handed.len() > MOST {
            return Err(SignatureFault::Unreadable.into());
        }
        let der = eds::pem::to_der(handed).map_err(|_| SignatureFault::Unreadable)?;
        let data = SignedData::read(&der).map_err(|_| SignatureFault::Unreadable)?;
        // Who signs is asked before anything is computed.
        let [only] = data.signers.as_slice() else {
            return Err(SignatureFault::SeveralSigners.into());
        };
        let certificate = data.certificate_of(only).ok_or(SignatureFault::Unreadable)?;
        signer::named(certificate).map_err(SignatureFault::from)?;
        let first = self.judge(&der, document, &Learned::default(), clock(), false).await?;
        let chain = fault::chain(&first)?;
        let learned = self.learn(&der, only, &chain, (clock(), chance)).await;
        let signed = learned.stamped.as_deref().unwrap_or(&der);
        let mut last = self.judge(signed, document, &learned, clock(), true).await?;
        if fault::is_unlearned(&last) {
            // The responder is silent: a fresh list says it too.
            self.refresh_stale(clock).await;
            last = self.judge(signed, document, &learned, clock(), true).await?;
        }
        let person = fault::person(&last)?;
        let by = iin(&person)?;
        let body = Body::new(document, signed, &learned, &last, &self.lists.known(), clock());
        Ok(Taken { by, signature: evidence::hash(&only.signature), body: body.written() })
    }

    /// The verdict over what is known.
    async fn judge(
        &self,
        der: &[u8],
        document: &str,
        learned: &Learned,
        at: Timestamp,
        needs_revocation: bool,
    ) -> Result<Report, NotTaken> {
        let (trust, stamp_trust) = (Arc::clone(&self.trust), Arc::clone(&self.stamp_trust));
        let (lists, answers) = (self.lists.known(), learned.answers.clone());
        let (der, document) = (der.to_vec(), document.to_owned());
        // Whoever stops the service lets nothing be taken any more.
        let slot = self.slots.acquire().await.map_err(|_| NotTaken::Unlearnable)?;
        let judged = tokio::task::spawn_blocking(move || {
            let grounds = Grounds {
                at,
                trust: &trust,
                stamp_trust: &stamp_trust,
                needs_revocation,
                lists: &lists,
                answers: &answers,
                answer_age: ANSWER_AGE,
            };
            verify(&der, Some(document.as_bytes()), &grounds)
        });
        let judged = judged.await;
        drop(slot);
        match judged {
            Ok(Ok(report)) => Ok(report),
            Ok(Err(_)) => Err(SignatureFault::Unreadable.into()),
            Err(error) => {
                tracing::error!(%error, "a signature was not judged");
                Err(NotTaken::Unlearnable)
            }
        }
    }

    /// Asks the responder and the authority of time-stamps, both at once.
    async fn learn(
        &self,
        der: &[u8],
        signer: &Signer,
        chain: &[Certificate],
        (now, chance): (Timestamp, &Chance),
    ) -> Learned {
        let (answer, stamped) =
            tokio::join!(self.ask(chain, (now, chance)), self.stamp(der, signer, (now, chance)));
        let (answers, answer) = match answer {
            Some((response, nonce, bytes)) => (vec![(response, Some(nonce))], Some(bytes)),
            None => (Vec::new(), None),
        };
        Learned { answers, answer, stamped }
    }

    /// The signature with a time-stamp in it. Without one it counts from when it was read.
    async fn stamp(
        &self,
        der: &[u8],
        signer: &Signer,
        (now, chance): (Timestamp, &Chance),
    ) -> Option<Vec<u8>> {
        let service = self.stamps.as_ref().filter(|_| signer.stamps.is_empty())?;
        let hash = signer.algorithm.map_or(Hash::Sha256, Algorithm::hash);
        let signature = &signer.signature;
        // Without a zero before it and never negative: it comes back as it was sent.
        let nonce = ((chance() >> 1) | 1 << 126).to_be_bytes();
        let question = Question {
            sends: Some(("application/timestamp-query", tsp::request(hash, signature, &nonce))),
            most: MOST_OF_AN_ANSWER,
            within: PATIENCE,
        };
        let bytes = service.ask(question, now).await.ok()?;
        let granted = tsp::granted(&bytes).and_then(|token| Ok((Stamp::read(token)?, token)));
        let (stamp, token) = match granted {
            Ok(granted) => granted,
            Err(malformed) => {
                service.was_useless(&malformed, now);
                return None;
            }
        };
        let is_ours =
            stamp.nonce.as_deref() == Some(&nonce[..]) && stamp.imprint == hash.digest(signature);
        if !is_ours {
            service.was_useless(&"it stamps something else", now);
            return None;
        }
        with_stamp(der, 0, token).ok()
    }

    async fn ask(
        &self,
        chain: &[Certificate],
        (now, chance): (Timestamp, &Chance),
    ) -> Option<(Response, Vec<u8>, Vec<u8>)> {
        let (service, [certificate, issuer, ..]) = (self.ocsp.as_ref()?, chain) else {
            return None;
        };
        let nonce = chance().to_be_bytes().to_vec();
        let request = ocsp::request(certificate, issuer, &nonce);
        let question = Question {
            sends: Some(("application/ocsp-request", request)),
            most: MOST_OF_AN_ANSWER,
            within: PATIENCE,
        };
        let bytes = service.ask(question, now).await.ok()?;
        match Response::read(&bytes) {
            Ok(response) => Some((response, nonce, bytes)),
            Err(malformed) => {
                service.was_useless(&malformed, now);
                None
            }
        }
    }
}

/// The ИИН of a person. The check digit is wrong in test certificates of the state: nobody here has
/// such a number.
fn iin(person: &Person) -> Result<Iin, NotTaken> {
    person.iin.parse().map_err(|_| SignatureFault::NoIin.into())
}
