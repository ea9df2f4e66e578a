//! Whether a certificate counted at a time.

use jiff::Timestamp;

use crate::algorithm::Unfit;
use crate::crl::{self, Lists};
use crate::path::{Refusal, Rules};
use crate::revocation::{Doubt, Status};
use crate::verify::{Grounds, SubIndication, Trust, Verdict};
use crate::x509::Certificate;

/// What became of a certificate.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Whether it counts.
    pub verdict: Verdict,
    /// The certificate, those above it, the trusted one last; nothing if there is no such path.
    pub chain: Vec<Certificate>,
    /// Whether each of the chain but the last is revoked.
    pub revocation: Vec<Status>,
    /// Why there is no path.
    pub refusal: Option<Refusal>,
}

/// Judges a certificate alone. It signs nothing: that it passes says nothing of any signature.
#[must_use]
pub fn check_certificate(certificate: &Certificate, grounds: &Grounds<'_>) -> Checked {
    check_at(certificate, &[], grounds.trust, grounds, grounds.at)
}

/// Judges a certificate at an earlier time, at which what it has signed is known to have existed.
pub(super) fn check_at(
    certificate: &Certificate,
    beside: &[Certificate],
    trust: &Trust,
    grounds: &Grounds<'_>,
    at: Timestamp,
) -> Checked {
    let others = [trust.others(), beside].concat();
    let path = match trust.find(certificate, &others, &Rules::at(at)) {
        Ok(path) => path,
        Err(refusal) => {
            let verdict = unreached(refusal);
            let (chain, revocation) = (Vec::new(), Vec::new());
            return Checked { verdict, chain, revocation, refusal: Some(refusal) };
        }
    };
    let lists = Lists { lists: grounds.lists, others: &others, trusted: trust.roots() };
    let pairs = path.0.iter().zip(path.0.iter().skip(1));
    let revocation: Vec<Status> =
        pairs.map(|(one, issuer)| status(one, issuer, &lists, grounds, at)).collect();
    let verdicts = revocation.iter().enumerate();
    let verdict = verdicts.map(|(place, status)| revoked(*status, place, grounds, at)).max();
    let chain = path.0.iter().copied().cloned().collect();
    Checked { verdict: verdict.unwrap_or(Verdict::Passed), chain, revocation, refusal: None }
}

/// What is known now, and if nothing is, what was known at the time.
fn status(
    certificate: &Certificate,
    issuer: &Certificate,
    lists: &Lists<'_>,
    grounds: &Grounds<'_>,
    at: Timestamp,
) -> Status {
    let ask = |at: Timestamp| {
        let answers = grounds.answers.iter().map(|(answer, nonce)| {
            answer.status(certificate, issuer, nonce.as_deref(), at, grounds.answer_age)
        });
        let answers: Vec<Status> = answers.collect();
        let not_issued = Status::Unknown(Doubt::NotIssued);
        let is_revoked = |one: &&Status| matches!(one, Status::Revoked(_)) || **one == not_issued;
        // A word against the certificate is heard before one for it.
        let against = answers.iter().find(is_revoked).copied();
        let listed = crl::check(certificate, lists, at);
        match against {
            Some(status) => status,
            None if matches!(listed, Status::Revoked(_)) => listed,
            None if answers.contains(&Status::Good) => Status::Good,
            None => listed,
        }
    };
    let now = ask(grounds.at);
    let is_silent = matches!(now, Status::Unknown(Doubt::Missing | Doubt::Stale));
    if is_silent && at != grounds.at { ask(at) } else { now }
}

/// What a status means for the certificate at this place of the chain, 0 being the signer's.
fn revoked(status: Status, place: usize, grounds: &Grounds<'_>, at: Timestamp) -> Verdict {
    match status {
        Status::Good => Verdict::Passed,
        Status::Revoked(revocation) if at < revocation.at && !revocation.reason.is_compromise() => {
            Verdict::Passed
        }
        Status::Revoked(_) if place == 0 => Verdict::Indeterminate(SubIndication::RevokedNoPoe),
        Status::Revoked(_) => Verdict::Indeterminate(SubIndication::RevokedCaNoPoe),
        Status::Unknown(Doubt::NotIssued) => {
            Verdict::Indeterminate(SubIndication::CertificateChainGeneralFailure)
        }
        Status::Unknown(_) if grounds.needs_revocation => {
            Verdict::Indeterminate(SubIndication::TryLater)
        }
        Status::Unknown(_) => Verdict::Passed,
    }
}

/// What it means that there is no path.
const fn unreached(refusal: Refusal) -> Verdict {
    use SubIndication as Sub;
    match refusal {
        Refusal::Untrusted => Verdict::Indeterminate(Sub::NoCertificateChainFound),
        Refusal::NotYet => Verdict::Failed(Sub::NotYetValid),
        Refusal::Expired => Verdict::Indeterminate(Sub::OutOfBoundsNoPoe),
        Refusal::Signature(Unfit::Weak(_) | Unfit::Unknown(_)) => {
            Verdict::Indeterminate(Sub::CryptoConstraintsFailure)
        }
        Refusal::Signature(_) | Refusal::OtherKey | Refusal::Limit => {
            Verdict::Indeterminate(Sub::CertificateChainGeneralFailure)
        }
        Refusal::NoAuthority
        | Refusal::Depth
        | Refusal::Critical(_)
        | Refusal::Name
        | Refusal::Policy => Verdict::Indeterminate(Sub::ChainConstraintsFailure),
    }
}

/// What it means that a signature does not count.
pub(crate) const fn refused(unfit: Unfit) -> Verdict {
    match unfit {
        Unfit::Wrong | Unfit::OtherKey => Verdict::Failed(SubIndication::SigCryptoFailure),
        Unfit::Unknown(_) | Unfit::Weak(_) => {
            Verdict::Indeterminate(SubIndication::CryptoConstraintsFailure)
        }
        Unfit::Parameters | Unfit::Key => Verdict::Failed(SubIndication::FormatFailure),
    }
}
