//! Authorities, people, signatures, time-stamps and lists as the state writes them, with keys that
//! everybody knows.

use eds::crl::RevocationList;
use eds::der::{tag, write};
use eds::digest::Hash;
use eds::ocsp::Response;
use eds::oid::{self, Oid};
use eds::verify::{Grounds, Report, Trust, verify};
use eds::x509::Certificate;
use gost3410::{Curve, Digest, PrivateKey};
use jiff::{SignedDuration, Timestamp};

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    write(tag::SEQUENCE, parts)
}

pub(crate) fn name(oid: Oid) -> Vec<u8> {
    write(tag::OID, &[oid.as_der()])
}

pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    write(tag::OCTET_STRING, &[bytes])
}

pub(crate) fn number(number: u8) -> Vec<u8> {
    write(tag::INTEGER, &[&[number]])
}

pub(crate) fn bits(bytes: &[u8]) -> Vec<u8> {
    write(tag::BIT_STRING, &[&[0], bytes])
}

pub(crate) fn algorithm(oid: Oid) -> Vec<u8> {
    sequence(&[&name(oid), &write(tag::NULL, &[])])
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn written(time: Timestamp) -> Vec<u8> {
    let text = time.strftime("%Y%m%d%H%M%SZ").to_string();
    write(tag::GENERALIZED_TIME, &[text.as_bytes()])
}

/// A name of these parts.
fn subject(parts: &[(Oid, &str)]) -> Vec<u8> {
    let parts = parts.iter().map(|(kind, text)| {
        let text = write(tag::UTF8, &[text.as_bytes()]);
        write(tag::SET, &[&sequence(&[&name(*kind), &text])])
    });
    sequence(&[&parts.collect::<Vec<_>>().concat()])
}

fn extension(kind: Oid, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if critical { write(tag::BOOLEAN, &[&[0xFF]]) } else { Vec::new() };
    sequence(&[&name(kind), &critical, &octets(value)])
}

/// What a certificate is for.
pub(crate) enum Kind {
    Authority,
    /// With these purposes, critical or not.
    Holder(Vec<Oid>, bool),
    /// Answers whether certificates are revoked; nobody need ask about itself, or somebody must.
    Responder(bool),
}

/// How a key is named, and what it signs with.
#[derive(Clone, Copy)]
struct Scheme {
    curve: Curve,
    key: Oid,
    set: [Oid; 2],
    signature: Oid,
    hash: Hash,
}

const GOST_2015: Scheme = Scheme {
    curve: Curve::Tc26_512A,
    key: oid::KEY_GOST_2015,
    set: [oid::CURVE_GOST_2015, oid::STREEBOG_512],
    signature: oid::SIGNATURE_GOST_2015,
    hash: Hash::Streebog512,
};

const GOST_2004: Scheme = Scheme {
    curve: Curve::CryptoProA,
    key: oid::KEY_GOST_2004,
    set: [oid::CURVE_GOST_2004, oid::HASH_SET_GOST_2004],
    signature: oid::SIGNATURE_GOST_2004,
    hash: Hash::Gost94,
};

/// A key and its certificate.
pub(crate) struct Holder {
    key: PrivateKey,
    scheme: Scheme,
    pub(crate) certificate: Certificate,
}

pub(crate) const FROM: &str = "2026-01-01T00:00:00Z";
pub(crate) const UNTIL: &str = "2027-01-01T00:00:00Z";

impl Holder {
    /// With a key of GOST-2015, certified by another one or by itself.
    pub(crate) fn new(seed: u8, parts: &[(Oid, &str)], kind: &Kind, by: Option<&Self>) -> Self {
        Self::of(GOST_2015, seed, parts, kind, by)
    }

    /// With a key of GOST-2004.
    pub(crate) fn old(seed: u8, parts: &[(Oid, &str)], kind: &Kind, by: Option<&Self>) -> Self {
        Self::of(GOST_2004, seed, parts, kind, by)
    }

    fn of(scheme: Scheme, seed: u8, parts: &[(Oid, &str)], kind: &Kind, by: Option<&Self>) -> Self {
        let random = vec![seed; scheme.curve.size() + 8];
        let key = PrivateKey::generate(scheme.curve, &random).unwrap();
        let subject = subject(parts);
        let issuer = by.map_or(&subject[..], |by| by.certificate.subject.as_der());
        let curve = sequence(&scheme.set.map(name).each_ref().map(|name| &name[..]));
        let kind_of_key = sequence(&[&name(scheme.key), &curve]);
        let info = sequence(&[&kind_of_key, &bits(&octets(&key.public_key().to_le_bytes()))]);
        let by_scheme = by.map_or(scheme, |by| by.scheme);
        let body = sequence(&[
            &write(tag::holding(0), &[&number(2)]),
            &number(seed),
            &algorithm(by_scheme.signature),
            issuer,
            &sequence(&[&written(time(FROM)), &written(time(UNTIL))]),
            &subject,
            &info,
            &write(tag::holding(3), &[&sequence(&[&extensions(kind).concat()])]),
        ]);
        let signed = seal(by_scheme, by.map_or(&key, |by| &by.key), &body);
        Self { certificate: Certificate::read(&signed).unwrap(), key, scheme }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        signature(self.scheme, &self.key, bytes)
    }

    /// A list of these serial numbers.
    pub(crate) fn list(&self, at: &str, next: &str, entries: &[(u8, &str, u8)]) -> RevocationList {
        let entries = entries.iter().map(|(serial, at, reason)| {
            let reason = extension(oid::REASON, false, &write(tag::ENUMERATED, &[&[*reason]]));
            sequence(&[&number(*serial), &written(time(at)), &sequence(&[&reason])])
        });
        let body = sequence(&[
            &number(1),
            &algorithm(oid::SIGNATURE_GOST_2015),
            self.certificate.subject.as_der(),
            &written(time(at)),
            &written(time(next)),
            &sequence(&[&entries.collect::<Vec<_>>().concat()]),
        ]);
        RevocationList::read(&seal(self.scheme, &self.key, &body)).unwrap()
    }
}

fn extensions(kind: &Kind) -> [Vec<u8>; 2] {
    match kind {
        Kind::Responder(is_not_checked) => {
            let purposes = sequence(&[&name(oid::OCSP_SIGNING)]);
            let no_check = extension(oid::OCSP_NO_CHECK, false, &write(tag::NULL, &[]));
            let no_check = if *is_not_checked { no_check } else { Vec::new() };
            [extension(oid::EXTENDED_KEY_USAGE, false, &purposes), no_check]
        }
        Kind::Authority => {
            let constraints = sequence(&[&write(tag::BOOLEAN, &[&[0xFF]])]);
            let usage = write(tag::BIT_STRING, &[&[1, 0x06]]);
            [
                extension(oid::BASIC_CONSTRAINTS, true, &constraints),
                extension(oid::KEY_USAGE, true, &usage),
            ]
        }
        Kind::Holder(purposes, critical) => {
            let purposes: Vec<u8> = purposes.iter().copied().flat_map(name).collect();
            let usage = write(tag::BIT_STRING, &[&[6, 0xC0]]);
            [
                extension(oid::EXTENDED_KEY_USAGE, *critical, &sequence(&[&purposes])),
                extension(oid::KEY_USAGE, true, &usage),
            ]
        }
    }
}

fn signature(scheme: Scheme, key: &PrivateKey, bytes: &[u8]) -> Vec<u8> {
    let digest = Digest::from_le_bytes(&scheme.hash.digest(bytes)).unwrap();
    key.sign(&digest).unwrap().to_le_bytes().to_vec()
}

fn seal(scheme: Scheme, key: &PrivateKey, body: &[u8]) -> Vec<u8> {
    let signature = bits(&signature(scheme, key, body));
    sequence(&[body, &algorithm(scheme.signature), &signature])
}

fn attribute(kind: Oid, value: &[u8]) -> Vec<u8> {
    sequence(&[&name(kind), &write(tag::SET, &[value])])
}

/// What is written into a signature; each part may be spoilt before it is put together.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) kind: Oid,
    pub(crate) content: Vec<u8>,
    pub(crate) is_apart: bool,
    pub(crate) signed_kind: Oid,
    pub(crate) algorithm: Vec<u8>,
    pub(crate) hash: Oid,
    pub(crate) certificates: Vec<u8>,
    /// The hash of the certificate, if it is there.
    pub(crate) certificate_hash: Option<Vec<u8>>,
    pub(crate) stamps: Vec<Vec<u8>>,
    pub(crate) twice: bool,
}

impl Draft {
    pub(crate) fn new(kind: Oid, content: &[u8], signer: &Holder) -> Self {
        Self {
            kind,
            content: content.to_vec(),
            is_apart: false,
            signed_kind: kind,
            algorithm: algorithm(signer.scheme.signature),
            hash: signer.scheme.hash.oid(),
            certificates: signer.certificate.as_der().to_vec(),
            certificate_hash: Some(signer.certificate.fingerprint(Hash::Sha256)),
            stamps: Vec::new(),
            twice: false,
        }
    }

    fn attributes(&self) -> Vec<u8> {
        let hash = Hash::of(self.hash).unwrap_or(Hash::Streebog512);
        let digest = octets(&hash.digest(&self.content));
        let mut all = vec![
            attribute(oid::CONTENT_TYPE, &name(self.signed_kind)),
            attribute(oid::MESSAGE_DIGEST, &digest),
        ];
        if let Some(hash) = &self.certificate_hash {
            let ids = sequence(&[&sequence(&[&sequence(&[&octets(hash)])])]);
            all.push(attribute(oid::SIGNING_CERTIFICATE, &ids));
        }
        if self.twice {
            all.push(attribute(oid::MESSAGE_DIGEST, &digest));
        }
        all.concat()
    }

    /// The signature value, which time-stamps are over.
    pub(crate) fn value(&self, signer: &Holder) -> Vec<u8> {
        signer.sign(&write(tag::SET, &[&self.attributes()]))
    }

    /// Stamped by an authority at a time.
    pub(crate) fn stamped(mut self, signer: &Holder, authority: &Holder, at: &str) -> Self {
        self.stamps.push(stamp(authority, &self.value(signer), at));
        self
    }

    /// What one signer adds.
    pub(crate) fn info(&self, signer: &Holder) -> Vec<u8> {
        let certificate = &signer.certificate;
        let serial = write(tag::INTEGER, &[&certificate.serial]);
        let unsigned = attribute(oid::SIGNATURE_STAMP, &self.stamps.concat());
        let unsigned = write(tag::holding(1), &[&unsigned]);
        sequence(&[
            &number(1),
            &sequence(&[certificate.issuer.as_der(), &serial]),
            &algorithm(self.hash),
            &write(tag::holding(0), &[&self.attributes()]),
            &self.algorithm,
            &octets(&self.value(signer)),
            if self.stamps.is_empty() { &[] } else { &unsigned },
        ])
    }

    /// Signed by whoever has given these.
    pub(crate) fn with(&self, infos: &[Vec<u8>]) -> Vec<u8> {
        let content = write(tag::holding(0), &[&octets(&self.content)]);
        let content: &[u8] = if self.is_apart { &[] } else { &content };
        let data = sequence(&[
            &number(1),
            &write(tag::SET, &[&algorithm(self.hash)]),
            &sequence(&[&name(self.kind), content]),
            &write(tag::holding(0), &[&self.certificates]),
            &write(tag::SET, &[&infos.concat()]),
        ]);
        sequence(&[&name(oid::SIGNED_DATA), &write(tag::holding(0), &[&data])])
    }

    pub(crate) fn by(&self, signer: &Holder) -> Vec<u8> {
        self.with(&[self.info(signer)])
    }
}

/// A time-stamp over these bytes.
pub(crate) fn stamp(authority: &Holder, bytes: &[u8], at: &str) -> Vec<u8> {
    let print =
        sequence(&[&algorithm(oid::STREEBOG_512), &octets(&Hash::Streebog512.digest(bytes))]);
    let policy = name(oid::ANY_POLICY);
    let info = sequence(&[&number(1), &policy, &print, &number(7), &written(time(at))]);
    Draft::new(oid::STAMP_INFO, &info, authority).by(authority)
}

/// A root, an authority below it, a person, a stamping authority.
pub(crate) struct World {
    pub(crate) root: Holder,
    pub(crate) authority: Holder,
    pub(crate) person: Holder,
    pub(crate) stamps: Holder,
    pub(crate) lists: Vec<RevocationList>,
    pub(crate) answers: Vec<(Response, Option<Vec<u8>>)>,
}

pub(crate) const PERSON: [(Oid, &str); 4] = [
    (oid::COMMON_NAME, "СЕРІКОВА АЙГҮЛ"),
    (oid::SURNAME, "СЕРІКОВА"),
    (oid::SERIAL_NUMBER, "IIN900101400019"),
    (oid::COUNTRY, "KZ"),
];

impl World {
    pub(crate) fn new() -> Self {
        let root = Holder::new(1, &[(oid::COMMON_NAME, "ROOT")], &Kind::Authority, None);
        let above = Some(&root);
        let authority = Holder::new(2, &[(oid::COMMON_NAME, "CA")], &Kind::Authority, above);
        let signs = Kind::Holder(vec![oid::EMAIL_PROTECTION, oid::PERSON], false);
        let person = Holder::new(3, &PERSON, &signs, Some(&authority));
        let stamps = Kind::Holder(vec![oid::TIME_STAMPING], true);
        let stamps = Holder::new(4, &[(oid::COMMON_NAME, "TSA")], &stamps, Some(&authority));
        Self { root, authority, person, stamps, lists: Vec::new(), answers: Vec::new() }
    }

    /// With lists of both authorities, in which these serial numbers stand.
    pub(crate) fn listing(mut self, at: &str, entries: &[(u8, &str, u8)]) -> Self {
        let next = (time(at) + SignedDuration::from_hours(48)).to_string();
        self.lists.push(self.root.list(at, &next, &[]));
        self.lists.push(self.authority.list(at, &next, entries));
        self
    }

    pub(crate) fn draft(&self) -> Draft {
        Draft::new(oid::DATA, b"application 17", &self.person)
    }

    pub(crate) fn judge(&self, der: &[u8], at: &str) -> Result<Report, eds::Malformed> {
        self.judge_with(der, None, at)
    }

    pub(crate) fn judge_with(
        &self,
        der: &[u8],
        content: Option<&[u8]>,
        at: &str,
    ) -> Result<Report, eds::Malformed> {
        self.with_grounds(at, |grounds| verify(der, content, grounds))
    }

    /// What becomes of a question with this world as its grounds.
    pub(crate) fn with_grounds<T>(&self, at: &str, ask: impl FnOnce(&Grounds<'_>) -> T) -> T {
        let trust =
            Trust::new(vec![self.root.certificate.clone(), self.authority.certificate.clone()]);
        let grounds = Grounds {
            at: time(at),
            trust: &trust,
            stamp_trust: &trust,
            needs_revocation: !self.lists.is_empty() || !self.answers.is_empty(),
            lists: &self.lists,
            answers: &self.answers,
            answer_age: SignedDuration::from_hours(1),
        };
        ask(&grounds)
    }
}
