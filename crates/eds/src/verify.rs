//! Whether signatures count: ETSI EN 319 102-1, with signatures that are stamped or not.

mod certificate;
mod sets;
mod trust;
mod verdict;

pub use certificate::{Checked, check_certificate};
pub use trust::Trust;
pub use verdict::{SubIndication, Verdict};

use jiff::{SignedDuration, Timestamp};

use crate::algorithm::{Algorithm, Unfit};
use crate::cms::{SignedData, Signer};
use crate::crl::RevocationList;
use crate::der::Malformed;
use crate::ocsp::Response;
use crate::tsp::Stamp;
use crate::x509::{Certificate, KeyUsage};

use certificate::check_at;
pub(crate) use certificate::refused;

/// By what a signature is judged.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'g> {
    /// The time of judging.
    pub at: Timestamp,
    /// Whom people are certified by.
    pub trust: &'g Trust,
    /// Whom authorities of time-stamps are certified by.
    pub stamp_trust: &'g Trust,
    /// Whether it must be known that nothing is revoked.
    pub needs_revocation: bool,
    /// Revocation lists at hand.
    pub lists: &'g [RevocationList],
    /// Answers of responders at hand, with the nonce that was sent.
    pub answers: &'g [(Response, Option<Vec<u8>>)],
    /// How old an answer may be that does not say when there will be news.
    pub answer_age: SignedDuration,
}

/// What became of a time-stamp.
#[derive(Clone, Debug)]
pub struct Stamped {
    /// When it says it was made; nothing if it cannot be read.
    pub at: Option<Timestamp>,
    /// Who has made it.
    pub authority: Option<Certificate>,
    /// Whether it counts.
    pub verdict: Verdict,
}

/// What became of one signer.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Whether the signature counts.
    pub verdict: Verdict,
    /// Whose it is.
    pub certificate: Option<Certificate>,
    /// How it was signed.
    pub algorithm: Option<Algorithm>,
    /// What became of the certificate and those above it.
    pub checked: Option<Checked>,
    /// The time-stamps over it.
    pub stamps: Vec<Stamped>,
    /// When the signer says it was.
    pub claimed_time: Option<Timestamp>,
    /// The earliest time at which it is known to have existed.
    pub known_since: Timestamp,
}

/// What became of a signature by one or several.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whether all of them count.
    pub verdict: Verdict,
    /// Each signer, in the order of the signature.
    pub signers: Vec<Signed>,
    /// What was signed, if it is there.
    pub content: Option<Vec<u8>>,
}

/// Judges a signature in DER. The content is what should have been signed; it is needed when it is kept
/// apart, and must be the same when it is not.
///
/// # Errors
/// Why it is no signature: nothing is said of whether it counts, and it does not.
pub fn verify(
    der: &[u8],
    content: Option<&[u8]>,
    grounds: &Grounds<'_>,
) -> Result<Report, Malformed> {
    let data = SignedData::read(der)?;
    let content = match (&data.content, content) {
        (Some(inside), Some(outside)) if inside != outside => Err(SubIndication::HashFailure),
        (inside, outside) => Ok(inside.as_deref().or(outside)),
    };
    let judge = |signer: &Signer| judge(&data, signer, content, grounds);
    let signers: Vec<Signed> = data.signers.iter().map(judge).collect();
    let verdict = signers.iter().map(|signer| signer.verdict).max().unwrap_or(Verdict::NOTHING);
    Ok(Report { verdict, signers, content: content.ok().flatten().map(<[u8]>::to_vec) })
}

/// One signer: first whether the signature is right, then since when it exists, then whether its
/// certificate counted at that time.
fn judge(
    data: &SignedData,
    signer: &Signer,
    content: Result<Option<&[u8]>, SubIndication>,
    grounds: &Grounds<'_>,
) -> Signed {
    let mut signed = Signed {
        verdict: Verdict::Passed,
        certificate: data.certificate_of(signer).cloned(),
        algorithm: signer.algorithm.ok(),
        checked: None,
        stamps: Vec::new(),
        claimed_time: signer.claimed_time,
        known_since: grounds.at,
    };
    let certificate = match is_right(data, signer, content) {
        Ok(certificate) => certificate,
        Err(verdict) => {
            signed.verdict = verdict;
            return signed;
        }
    };
    signed.stamps = signer.stamps.iter().map(|der| stamp(der, signer, grounds)).collect();
    let good = signed.stamps.iter().filter(|stamp| stamp.verdict == Verdict::Passed);
    let stamped = good.filter_map(|stamp| stamp.at).min();
    signed.known_since = stamped.unwrap_or(grounds.at);
    conclude(&mut signed, certificate, &data.certificates, grounds);
    signed
}

/// Whether the certificate counted when the signature is known to have existed.
fn conclude(
    signed: &mut Signed,
    certificate: &Certificate,
    beside: &[Certificate],
    grounds: &Grounds<'_>,
) {
    let checked = check_at(certificate, beside, grounds.trust, grounds, signed.known_since);
    signed.verdict = checked.verdict;
    let may_sign = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::NON_REPUDIATION;
    if certificate.extensions.key_usage.is_some_and(|usage| !usage.any_of(may_sign)) {
        let refused = Verdict::Indeterminate(SubIndication::SigConstraintsFailure);
        signed.verdict = signed.verdict.max(refused);
    }
    signed.checked = Some(checked);
}

/// Judges a signature of another form, which has no stamps.
pub(crate) fn judge_unstamped(
    certificate: Option<&Certificate>,
    algorithm: Option<Algorithm>,
    right: Result<(), Verdict>,
    grounds: &Grounds<'_>,
) -> Signed {
    let mut signed = Signed {
        verdict: right.err().unwrap_or(Verdict::Passed),
        certificate: certificate.cloned(),
        algorithm,
        checked: None,
        stamps: Vec::new(),
        claimed_time: None,
        known_since: grounds.at,
    };
    if let (Ok(()), Some(certificate)) = (right, certificate) {
        conclude(&mut signed, certificate, &[], grounds);
    }
    signed
}

/// Whether the signature is right, whoever's it is.
fn is_right<'d>(
    data: &'d SignedData,
    signer: &Signer,
    content: Result<Option<&[u8]>, SubIndication>,
) -> Result<&'d Certificate, Verdict> {
    use SubIndication as Sub;
    let certificate = data.certificate_of(signer);
    let is_named =
        |one: &&Certificate| signer.certificate.as_ref().is_none_or(|hash| hash.is_of(one));
    let certificate = certificate
        .filter(is_named)
        .ok_or(Verdict::Indeterminate(Sub::NoSigningCertificateFound))?;
    let content = content.map_err(Verdict::Failed)?;
    let content = content.ok_or(Verdict::Indeterminate(Sub::SignedDataNotFound))?;
    let algorithm = signer.algorithm.map_err(refused)?;
    if signer.content_type != data.content_type {
        return Err(Verdict::Failed(Sub::FormatFailure));
    }
    if algorithm.hash().digest(content) != signer.digest {
        return Err(Verdict::Failed(Sub::HashFailure));
    }
    let key = certificate.key.as_ref().map_err(|unfit| refused(*unfit))?;
    key.verify(algorithm, signer.signed_bytes(), &signer.signature).map_err(refused)?;
    Ok(certificate)
}

/// One time-stamp. Its authority is judged at its own time.
fn stamp(der: &[u8], signer: &Signer, grounds: &Grounds<'_>) -> Stamped {
    let bad = |verdict| Stamped { at: None, authority: None, verdict };
    let Ok(stamp) = Stamp::read(der) else {
        return bad(Verdict::Failed(SubIndication::FormatFailure));
    };
    let at = Some(stamp.at);
    if stamp.at > grounds.at {
        let verdict = Verdict::Indeterminate(SubIndication::TimestampOrderFailure);
        return Stamped { at, ..bad(verdict) };
    }
    match stamp.signer(&signer.signature) {
        Err(Unfit::Key) => {
            Stamped { at, ..bad(Verdict::Indeterminate(SubIndication::NoSigningCertificateFound)) }
        }
        Err(unfit) => Stamped { at, ..bad(refused(unfit)) },
        Ok(authority) => {
            let trust = grounds.stamp_trust;
            let checked = check_at(authority, stamp.certificates(), trust, grounds, stamp.at);
            Stamped { at, authority: Some(authority.clone()), verdict: checked.verdict }
        }
    }
}
