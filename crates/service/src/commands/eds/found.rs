//! What was found, as JSON has it. The names of the members are for programs and stay.

use std::path::Path;

use eds::Malformed;
use eds::algorithm::Algorithm;
use eds::digest::Hash;
use eds::oid;
use eds::revocation::{Doubt, Status};
use eds::verify::{Checked, Grounds, Report, Signed, SubIndication, Verdict};
use eds::x509::{Certificate, Name};
use jiff::Timestamp;
use serde::Serialize;

use super::{Judged, words};

/// All of it.
#[derive(Serialize)]
pub(super) struct Found {
    pub(super) file: String,
    /// Nothing if the file cannot be read as any of them.
    pub(super) kind: Option<Kind>,
    #[serde(flatten)]
    pub(super) verdict: Outcome,
    #[serde(skip)]
    pub(super) outcome: Verdict,
    pub(super) why: String,
    pub(super) judged_at: Timestamp,
    pub(super) trust: String,
    /// Where what was signed is; of CMS only.
    pub(super) content: Option<Content>,
    pub(super) signers: Vec<Signer>,
    /// The certificate that was judged alone.
    pub(super) certificate: Option<Holder>,
}

#[derive(Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Cms,
    Xml,
    Certificate,
}

/// Where the content of a signature is.
#[derive(Clone, Copy, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Content {
    Attached,
    Detached,
    Missing,
}

/// The words of the standard.
#[derive(Serialize)]
pub(super) struct Outcome {
    pub(super) verdict: &'static str,
    pub(super) sub_indication: Option<&'static str>,
}

impl Outcome {
    fn of(verdict: Verdict) -> Self {
        let (verdict, sub) = match verdict {
            Verdict::Passed => ("TOTAL-PASSED", None),
            Verdict::Indeterminate(sub) => ("INDETERMINATE", Some(sub)),
            Verdict::Failed(sub) => ("TOTAL-FAILED", Some(sub)),
        };
        Self { verdict, sub_indication: sub.map(SubIndication::as_str) }
    }
}

/// One signature.
#[derive(Serialize)]
pub(super) struct Signer {
    #[serde(flatten)]
    pub(super) verdict: Outcome,
    pub(super) why: String,
    pub(super) algorithm: Option<String>,
    /// When the signer says it was; nothing proves it.
    pub(super) claimed_time: Option<Timestamp>,
    /// Since when it is known to exist: a time-stamp that counts, or the time of judging.
    pub(super) known_since: Timestamp,
    pub(super) time_stamps: Vec<Stamp>,
    /// Whose it is; nothing if the certificate is not there.
    pub(super) certificate: Option<Holder>,
}

/// A time-stamp.
#[derive(Serialize)]
pub(super) struct Stamp {
    #[serde(flatten)]
    pub(super) verdict: Outcome,
    pub(super) why: String,
    pub(super) at: Option<Timestamp>,
    pub(super) authority: Option<String>,
}

/// A certificate with what was found about it.
#[derive(Serialize)]
pub(super) struct Holder {
    pub(super) name: Option<String>,
    pub(super) iin: Option<String>,
    pub(super) bin: Option<String>,
    pub(super) organisation: Option<String>,
    #[serde(flatten)]
    pub(super) one: One,
    pub(super) algorithm: Option<String>,
    /// From the certificate up to the trusted one; empty if no trusted one is reached.
    pub(super) chain: Vec<One>,
    /// Of each of the chain but the trusted one.
    pub(super) revocation: Vec<Revocation>,
}

/// A certificate.
#[derive(Serialize)]
pub(super) struct One {
    pub(super) subject: String,
    pub(super) issuer: String,
    pub(super) serial: String,
    pub(super) not_before: Timestamp,
    pub(super) not_after: Timestamp,
}

/// Whether a certificate is revoked.
#[derive(Serialize)]
pub(super) struct Revocation {
    /// `good`, `revoked`, `unknown` or `not_checked`.
    pub(super) status: &'static str,
    pub(super) at: Option<Timestamp>,
    pub(super) reason: Option<String>,
    pub(super) why: Option<String>,
}

impl Found {
    pub(super) fn new(
        file: &Path,
        trust: &Path,
        grounds: &Grounds<'_>,
        judged: Result<Judged, Malformed>,
    ) -> Self {
        let mut found = Self {
            file: file.display().to_string(),
            kind: None,
            verdict: Outcome::of(Verdict::NOTHING),
            outcome: Verdict::NOTHING,
            why: String::new(),
            judged_at: grounds.at,
            trust: trust.display().to_string(),
            content: None,
            signers: Vec::new(),
            certificate: None,
        };
        match judged {
            Err(malformed) => found.why = malformed.to_string(),
            Ok(Judged::Cms(report, content)) => {
                found.content = Some(content);
                found.signed(Kind::Cms, &report, grounds);
            }
            Ok(Judged::Xml(report)) => found.signed(Kind::Xml, &report, grounds),
            Ok(Judged::Certificate(one, checked)) => {
                found.kind = Some(Kind::Certificate);
                found.outcome = unread(&checked, grounds).max(checked.verdict);
                found.verdict = Outcome::of(found.outcome);
                found.why = words::why(Kind::Certificate, found.outcome, checked.refusal);
                found.certificate = Some(Holder::of(&one, Some(&checked), grounds));
            }
        }
        found
    }

    fn signed(&mut self, kind: Kind, report: &Report, grounds: &Grounds<'_>) {
        self.kind = Some(kind);
        self.outcome = report.verdict;
        for signed in &report.signers {
            let (signer, verdict) = Signer::of(kind, signed, grounds);
            // The worst of them is that of all.
            if verdict >= self.outcome || self.why.is_empty() {
                self.why.clone_from(&signer.why);
            }
            self.outcome = self.outcome.max(verdict);
            self.signers.push(signer);
        }
        self.verdict = Outcome::of(self.outcome);
    }
}

/// Whoever gives revocation lists wants to know: if they say nothing of the certificate itself, it cannot
/// be said. Of those above it, it is told and no more.
fn unread(checked: &Checked, grounds: &Grounds<'_>) -> Verdict {
    match checked.revocation.first() {
        Some(Status::Unknown(_)) if !grounds.lists.is_empty() => {
            Verdict::Indeterminate(SubIndication::TryLater)
        }
        _ => Verdict::Passed,
    }
}

impl Signer {
    fn of(kind: Kind, signed: &Signed, grounds: &Grounds<'_>) -> (Self, Verdict) {
        let checked = signed.checked.as_ref();
        let unread = checked.map_or(Verdict::Passed, |checked| unread(checked, grounds));
        let verdict = signed.verdict.max(unread);
        let stamps = signed.stamps.iter().map(|stamp| Stamp {
            verdict: Outcome::of(stamp.verdict),
            why: words::why(Kind::Cms, stamp.verdict, None),
            at: stamp.at,
            authority: stamp.authority.as_ref().map(|one| one.subject.to_string()),
        });
        let certificate = signed.certificate.as_ref();
        let signer = Self {
            verdict: Outcome::of(verdict),
            why: words::why(kind, verdict, checked.and_then(|checked| checked.refusal)),
            algorithm: signed.algorithm.map(algorithm),
            claimed_time: signed.claimed_time,
            known_since: signed.known_since,
            time_stamps: stamps.collect(),
            certificate: certificate.map(|one| Holder::of(one, checked, grounds)),
        };
        (signer, verdict)
    }
}

impl Holder {
    fn of(certificate: &Certificate, checked: Option<&Checked>, grounds: &Grounds<'_>) -> Self {
        let subject = &certificate.subject;
        let number = |kind, prefix| {
            let mut numbers = subject.texts(kind).filter_map(|text| text.strip_prefix(prefix));
            numbers.next().map(str::to_owned)
        };
        let text = |kind| subject.texts(kind).next().map(str::to_owned);
        let chain = checked.map(|checked| checked.chain.as_slice()).unwrap_or_default();
        let revocation = checked.map(|checked| checked.revocation.as_slice()).unwrap_or_default();
        Self {
            name: person(subject),
            iin: number(oid::SERIAL_NUMBER, "IIN"),
            bin: number(oid::ORGANIZATIONAL_UNIT, "BIN"),
            organisation: text(oid::ORGANIZATION),
            one: One::of(certificate),
            algorithm: certificate.algorithm.ok().map(algorithm),
            chain: chain.iter().map(One::of).collect(),
            revocation: revocation.iter().map(|one| Revocation::of(*one, grounds)).collect(),
        }
    }
}

/// The name in full: the patronymic stands apart in certificates of the state.
fn person(subject: &Name) -> Option<String> {
    let name = subject.texts(oid::COMMON_NAME).next()?;
    let patronymic = subject.texts(oid::GIVEN_NAME).next();
    Some(patronymic.map_or_else(|| name.to_owned(), |patronymic| format!("{name} {patronymic}")))
}

impl One {
    fn of(certificate: &Certificate) -> Self {
        let digits = certificate.serial.iter().map(|byte| format!("{byte:02x}"));
        Self {
            subject: certificate.subject.to_string(),
            issuer: certificate.issuer.to_string(),
            serial: digits.collect(),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
        }
    }
}

impl Revocation {
    fn of(status: Status, grounds: &Grounds<'_>) -> Self {
        let said = |status| Self { status, at: None, reason: None, why: None };
        match status {
            Status::Good => said("good"),
            Status::Revoked(revocation) => Self {
                at: Some(revocation.at),
                reason: Some(revocation.reason.to_string()),
                ..said("revoked")
            },
            Status::Unknown(Doubt::Missing) if grounds.lists.is_empty() => said("not_checked"),
            Status::Unknown(doubt) => Self { why: Some(doubt.to_string()), ..said("unknown") },
        }
    }
}

/// An algorithm in the words of the people who use it.
fn algorithm(algorithm: Algorithm) -> String {
    let rsa = |hash, padding| {
        let hash = match hash {
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
            Hash::Sha512 => "SHA-512",
            Hash::Gost94 => "GOST 34.311-95",
            Hash::Streebog256 => "Streebog-256",
            Hash::Streebog512 => "Streebog-512",
        };
        format!("RSA ({padding}) with {hash}")
    };
    match algorithm {
        Algorithm::Gost2015 => "GOST R 34.10-2012 with 512 bits and Streebog-512".to_owned(),
        Algorithm::Gost2004 => "GOST 34.310-2004 with GOST 34.311-95".to_owned(),
        Algorithm::Rsa(hash) => rsa(hash, "PKCS #1 v1.5"),
        Algorithm::Pss(hash, _) => rsa(hash, "PSS"),
    }
}
