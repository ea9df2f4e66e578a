//! Asking a responder about one certificate (RFC 6960), as the state's responders do it: names and
//! keys by SHA-256, the nonce sent back, and no word on when there will be news.

use jiff::{SignedDuration, Timestamp};

use crate::algorithm::{Algorithm, Unfit, only};
use crate::der::{Malformed, Reader, Value, tag, whole, write};
use crate::digest::Hash;
use crate::oid;
use crate::revocation::{Doubt, Reason, Revocation, Status};
use crate::x509::{Certificate, KeyUsage, Name, each_extension};

/// The most bytes of an answer.
const MOST: usize = 64 * 1024;

/// How far the clock of a responder may go before ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// A question about a certificate of this issuer. The nonce has at most 32 bytes.
#[must_use]
pub fn request(certificate: &Certificate, issuer: &Certificate, nonce: &[u8]) -> Vec<u8> {
    let sequence = |parts: &[&[u8]]| write(tag::SEQUENCE, parts);
    let octets = |bytes: &[u8]| write(tag::OCTET_STRING, &[bytes]);
    let name = |name: oid::Oid| write(tag::OID, &[name.as_der()]);
    let [names, keys] = hashes(issuer);
    let algorithm = sequence(&[&name(oid::SHA256), &write(tag::NULL, &[])]);
    let serial = write(tag::INTEGER, &[&certificate.serial]);
    let id = sequence(&[&algorithm, &octets(&names), &octets(&keys), &serial]);
    let list = sequence(&[&sequence(&[&id])]);
    let nonce = sequence(&[&name(oid::OCSP_NONCE), &octets(&octets(nonce))]);
    let extensions = write(tag::holding(2), &[&sequence(&[&nonce])]);
    sequence(&[&sequence(&[&list, &extensions])])
}

/// Name and key of an issuer, as they are named here.
fn hashes(issuer: &Certificate) -> [Vec<u8>; 2] {
    [issuer.subject.as_der(), &issuer.key_bytes].map(|bytes| Hash::Sha256.digest(bytes))
}

/// What a responder says of one certificate.
#[derive(Clone, Debug)]
struct Single {
    /// Hashes of the issuer's name and key; nothing if they are not of SHA-256.
    issuer: Option<[Vec<u8>; 2]>,
    serial: Vec<u8>,
    status: Status,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
}

/// A signed answer.
#[derive(Clone, Debug)]
struct Basic {
    /// The responder by its name; nothing if it is named by its key.
    responder: Option<Name>,
    singles: Vec<Single>,
    nonce: Option<Vec<u8>>,
    body: Vec<u8>,
    algorithm: Result<Algorithm, Unfit>,
    signature: Vec<u8>,
    certificates: Vec<Certificate>,
}

/// The answer of a responder.
#[derive(Clone, Debug)]
pub struct Response {
    /// The signed answer, or the number of the refusal.
    basic: Result<Basic, u8>,
}

impl Response {
    /// Reads an answer in DER.
    ///
    /// # Errors
    /// If it is larger than 64 KiB, not DER, no basic answer, or has a critical extension.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        let mut fields = whole(der, MOST)?.sequence()?;
        let status = fields.any()?.enumerated()?;
        let holder = fields.optional(tag::holding(0))?;
        fields.end()?;
        match (status, holder) {
            (0, Some(holder)) => {
                let mut bytes = only(holder.values())?.sequence()?;
                if bytes.oid()? != oid::OCSP_BASIC {
                    return Err(Malformed::Rule("the answer is of another kind"));
                }
                let basic = bytes.any()?.octets()?;
                bytes.end()?;
                Ok(Self { basic: Ok(Basic::read(whole(basic, MOST)?)?) })
            }
            (1..=6, None) => Ok(Self { basic: Err(status) }),
            _ => Err(Malformed::Rule("an answer that says nothing")),
        }
    }

    /// What the answer says of the certificate, if it may be believed at this time: the certificate
    /// is the one that was asked for, the nonce is the one that was sent (if one was), the answer is
    /// not older than `age`, and it is signed by the issuer or by whom the issuer has made a responder.
    #[must_use]
    pub fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        nonce: Option<&[u8]>,
        at: Timestamp,
        age: SignedDuration,
    ) -> Status {
        let basic = match &self.basic {
            Ok(basic) => basic,
            Err(number) => return Status::Unknown(Doubt::Refused(*number)),
        };
        let named = Some(hashes(issuer));
        let is_asked =
            |single: &&Single| single.serial == certificate.serial && single.issuer == named;
        let Some(single) = basic.singles.iter().find(is_asked) else {
            return Status::Unknown(Doubt::OtherQuestion);
        };
        if nonce.is_some_and(|nonce| basic.nonce.as_deref() != Some(nonce)) {
            return Status::Unknown(Doubt::OtherQuestion);
        }
        let is_late = match single.next_update {
            Some(next) => next < at,
            None => at.duration_since(single.this_update) > age,
        };
        if is_late || single.this_update.duration_since(at) > SKEW {
            return Status::Unknown(Doubt::Stale);
        }
        match basic.is_signed(issuer, at) {
            Ok(()) => single.status,
            Err(doubt) => Status::Unknown(doubt),
        }
    }
}

impl Basic {
    fn read(value: Value<'_>) -> Result<Self, Malformed> {
        let mut fields = value.sequence()?;
        let (body, identifier) = (fields.one(tag::SEQUENCE)?, fields.one(tag::SEQUENCE)?);
        let signature = fields.any()?.bit_bytes()?.to_vec();
        let certificates = match fields.optional(tag::holding(0))? {
            None => Vec::new(),
            Some(holder) => {
                let list = only(holder.values())?.sequence()?;
                list.map(|one| Certificate::read(one?.whole)).collect::<Result<_, _>>()?
            }
        };
        fields.end()?;
        let mut data = body.values();
        if data.optional(tag::holding(0))?.is_some() {
            return Err(Malformed::Rule("the version of the answer is not known"));
        }
        let responder = match data.any()? {
            name @ Value { tag: 0xA1, .. } => Some(Name::read(only(name.values())?)?),
            Value { tag: 0xA2, .. } => None,
            _ => return Err(Malformed::Unexpected),
        };
        data.any()?.time()?;
        let singles = data.sequence()?.map(|one| Single::read(one?)).collect::<Result<_, _>>()?;
        let nonce = nonce(data)?;
        let algorithm = Algorithm::read(identifier);
        let body = body.whole.to_vec();
        Ok(Self { responder, singles, nonce, body, algorithm, signature, certificates })
    }

    /// Holds that the issuer has signed, or someone whom it has certified for just that. Such a one
    /// must say of itself that nobody need ask whether it is revoked.
    fn is_signed(&self, issuer: &Certificate, at: Timestamp) -> Result<(), Doubt> {
        let is_named = |one: &Certificate| {
            self.responder.as_ref().is_none_or(|responder| *responder == one.subject)
        };
        let mut doubt = Doubt::Signer;
        for signer in self.certificates.iter().chain([issuer]).filter(|one| is_named(one)) {
            if signer != issuer && !may_answer(signer, issuer, at) {
                continue;
            }
            match signer.has_signed_bytes(self.algorithm, &self.body, &self.signature) {
                Ok(()) => return Ok(()),
                Err(unfit) => doubt = Doubt::Signature(unfit),
            }
        }
        Err(doubt)
    }
}

fn may_answer(signer: &Certificate, issuer: &Certificate, at: Timestamp) -> bool {
    let extensions = &signer.extensions;
    let purposes = extensions.purposes.as_deref().unwrap_or_default();
    signer.issuer == issuer.subject
        && purposes.contains(&oid::OCSP_SIGNING)
        && extensions.key_usage.is_none_or(|usage| usage.any_of(KeyUsage::DIGITAL_SIGNATURE))
        && extensions.is_not_checked
        && extensions.unknown_critical.is_none()
        && (signer.not_before..=signer.not_after).contains(&at)
        && issuer.has_signed(signer).is_ok()
}

/// The nonce among the extensions of an answer.
fn nonce(mut data: Reader<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    let holder = data.optional(tag::holding(1))?;
    data.end()?;
    let mut nonce = None;
    if let Some(holder) = holder {
        for (name, critical, held) in each_extension(only(holder.values())?)? {
            match name {
                oid::OCSP_NONCE => nonce = Some(whole(held, held.len())?.octets()?.to_vec()),
                _ if critical => return Err(Malformed::Rule("a critical extension is not known")),
                _ => {}
            }
        }
    }
    Ok(nonce)
}

impl Single {
    fn read(value: Value<'_>) -> Result<Self, Malformed> {
        let mut fields = value.sequence()?;
        let mut id = fields.sequence()?;
        let (hash, _) = crate::algorithm::identified(id.any()?)?;
        let hashes = [id.any()?.octets()?.to_vec(), id.any()?.octets()?.to_vec()];
        let serial = id.any()?.integer()?.to_vec();
        id.end()?;
        let status = read_status(fields.any()?)?;
        let this_update = fields.any()?.time()?;
        let holder = fields.optional(tag::holding(0))?;
        let next_update = holder.map(|time| only(time.values())?.time()).transpose()?;
        if let Some(extensions) = fields.optional(tag::holding(1))?
            && each_extension(only(extensions.values())?)?.iter().any(|(_, critical, _)| *critical)
        {
            return Err(Malformed::Rule("a critical extension is not known"));
        }
        fields.end()?;
        let issuer = (hash == oid::SHA256).then_some(hashes);
        Ok(Self { issuer, serial, status, this_update, next_update })
    }
}

fn read_status(value: Value<'_>) -> Result<Status, Malformed> {
    match value.tag {
        0x80 if value.inside.is_empty() => Ok(Status::Good),
        0x82 if value.inside.is_empty() => Ok(Status::Unknown(Doubt::NotKnown)),
        0xA1 => {
            let mut fields = value.values();
            let at = fields.any()?.time()?;
            let holder = fields.optional(tag::holding(0))?;
            fields.end()?;
            let reason = holder.map(|reason| Reason::read(only(reason.values())?)).transpose()?;
            let reason = reason.unwrap_or(Reason::Unspecified);
            // So an authority says that it has never issued a certificate (RFC 6960, 2.2).
            if at == Timestamp::UNIX_EPOCH && reason == Reason::Hold {
                return Ok(Status::Unknown(Doubt::NotIssued));
            }
            Ok(Status::Revoked(Revocation { at, reason }))
        }
        _ => Err(Malformed::Unexpected),
    }
}
