//! Answers of the responder (RFC 6960), as the state's responder gives them: by SHA-256, the nonce
//! sent back, no word on when there will be news, and what was never issued called revoked.

use eds::Malformed;
use eds::der::write::{bits, extension, generalized_time, holding, name, null, octets, sequence};
use eds::der::{Reader, Value, tag, whole, write};
use eds::digest::Hash;
use eds::oid;
use eds::revocation::{Reason, Revocation};
use jiff::{SignedDuration, Timestamp};

use super::certificate::Holder;
use super::key::sign;

/// The most bytes of a question.
const MOST: usize = 16 * 1024;

/// A question that could be read.
pub(super) struct Question<'q> {
    /// Each certificate that is asked about.
    pub(super) asked: Vec<Asked<'q>>,
    nonce: Option<&'q [u8]>,
}

/// A certificate that is asked about.
pub(super) struct Asked<'q> {
    id: &'q [u8],
    hash: oid::Oid,
    issuer: [&'q [u8]; 2],
    pub(super) serial: &'q [u8],
}

impl<'q> Question<'q> {
    pub(super) fn read(der: &'q [u8]) -> Result<Self, Malformed> {
        let mut request = whole(der, MOST)?.sequence()?;
        let mut fields = request.sequence()?;
        fields.optional(tag::holding(0))?;
        fields.optional(tag::holding(1))?;
        let asked = fields.sequence()?.map(|one| Asked::read(one?)).collect::<Result<_, _>>()?;
        let extensions = fields.optional(tag::holding(2))?;
        fields.end()?;
        let nonce = extensions.map(nonce).transpose()?.flatten();
        Ok(Self { asked, nonce })
    }
}

impl<'q> Asked<'q> {
    fn read(value: Value<'q>) -> Result<Self, Malformed> {
        let mut fields = value.sequence()?;
        let id = fields.one(tag::SEQUENCE)?;
        let mut inside = id.values();
        let hash = inside.sequence()?.oid()?;
        let issuer = [inside.any()?.octets()?, inside.any()?.octets()?];
        let serial = inside.any()?.integer()?;
        inside.end()?;
        Ok(Self { id: id.whole, hash, issuer, serial })
    }

    /// Whether it is asked about a certificate of this issuer.
    pub(super) fn is_by(&self, issuer: &Holder) -> bool {
        let certificate = &issuer.certificate;
        let known = [certificate.subject.as_der(), &certificate.key_bytes];
        self.hash == oid::SHA256 && known.map(|bytes| Hash::Sha256.digest(bytes)) == self.issuer
    }
}

/// The nonce among the extensions of a question.
fn nonce(holder: Value<'_>) -> Result<Option<&[u8]>, Malformed> {
    for one in holder.values().sequence()? {
        let mut fields = one?.sequence()?;
        let name = fields.oid()?;
        fields.optional(tag::BOOLEAN)?;
        let held = fields.any()?.octets()?;
        if name == oid::OCSP_NONCE {
            return Reader::new(held).any()?.octets().map(Some);
        }
    }
    Ok(None)
}

/// What is said of one certificate.
#[derive(Clone, Copy)]
pub(super) enum Said {
    Good,
    Revoked(Revocation),
    NeverIssued,
}

/// What an answer may get wrong.
#[derive(Clone, Copy, Default)]
pub(super) struct Wrongs {
    pub(super) is_old: bool,
    pub(super) is_to_another_question: bool,
}

/// A signed answer. What is said of each certificate is in the order of the question.
pub(super) fn answer(
    question: &Question<'_>,
    said: &[Said],
    signer: &Holder,
    wrongs: Wrongs,
    now: Timestamp,
) -> Vec<u8> {
    let old = SignedDuration::from_hours(30 * 24);
    let at = if wrongs.is_old { now.saturating_sub(old).unwrap_or(now) } else { now };
    let singles: Vec<u8> = question
        .asked
        .iter()
        .zip(said)
        .flat_map(|(asked, said)| sequence(&[asked.id, &status(*said), &generalized_time(at)]))
        .collect();
    let mut extensions = Vec::new();
    if let Some(nonce) = question.nonce {
        let mut nonce = nonce.to_vec();
        if wrongs.is_to_another_question {
            nonce.reverse();
            nonce.push(0);
        }
        let nonce = octets(&nonce);
        extensions.push(extension(oid::OCSP_NONCE, false, &nonce));
    }
    if said.iter().any(|said| matches!(said, Said::NeverIssued)) {
        extensions.push(extension(oid::OCSP_NEVER_ISSUED, false, &null()));
    }
    let extensions = match extensions.as_slice() {
        [] => Vec::new(),
        some => holding(1, &[&sequence(&[&some.concat()])]),
    };
    let body = sequence(&[
        &holding(1, &[signer.certificate.subject.as_der()]),
        &generalized_time(at),
        &sequence(&[&singles]),
        &extensions,
    ]);
    let certificates = sequence(&[signer.certificate.as_der()]);
    let basic = sequence(&[
        &body,
        &signer.key.algorithm_identifier(),
        &bits(&sign(&signer.key, &body)),
        &holding(0, &[&certificates]),
    ]);
    let bytes = sequence(&[&name(oid::OCSP_BASIC), &octets(&basic)]);
    let success = write(tag::ENUMERATED, &[&[0]]);
    sequence(&[&success, &holding(0, &[&bytes])])
}

fn status(said: Said) -> Vec<u8> {
    let revocation = match said {
        Said::Good => return write(tag::context(0), &[]),
        Said::Revoked(revocation) => revocation,
        Said::NeverIssued => Revocation { at: Timestamp::UNIX_EPOCH, reason: Reason::Hold },
    };
    let reason = write(tag::ENUMERATED, &[&[revocation.reason.number()]]);
    let reason = holding(0, &[&reason]);
    holding(1, &[&generalized_time(revocation.at), &reason])
}

/// Why nothing is answered.
#[derive(Clone, Copy)]
pub(super) enum Refusal {
    Malformed,
    Unauthorized,
}

/// An answer that says nothing.
pub(super) fn refuse(why: Refusal) -> Vec<u8> {
    let number = match why {
        Refusal::Malformed => 1,
        Refusal::Unauthorized => 6,
    };
    sequence(&[&write(tag::ENUMERATED, &[&[number]])])
}
