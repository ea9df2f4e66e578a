//! Authorities, people, signatures, time-stamps and lists as the state writes them, with keys that
//! everybody knows.

use eds::crl::RevocationList;
use eds::der::write::{
    algorithm, attribute, distinguished_name, extension, generalized_time, name, null, number,
    octets, sequence, yes,
};
use eds::der::{tag, write};
use eds::digest::Hash;
use eds::key::PrivateKey;
use eds::ocsp::Response;
use eds::oid::{self, Oid};
use eds::pem;
use eds::sign::seal;
use eds::verify::{Grounds, Report, Trust, verify};
use eds::x509::Certificate;
use jiff::{SignedDuration, Timestamp};

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// What a certificate is for.
pub(crate) enum Kind {
    Authority,
    /// With these purposes, critical or not.
    Holder(Vec<Oid>, bool),
    /// Answers whether certificates are revoked; nobody need ask about itself, or somebody must.
    Responder(bool),
}

/// A key of RSA that everybody knows.
const RSA: &str = include_str!("../files/rsa.pem");

/// A key and its certificate.
pub(crate) struct Holder {
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Certificate,
}

pub(crate) const FROM: &str = "2026-01-01T00:00:00Z";
pub(crate) const UNTIL: &str = "2027-01-01T00:00:00Z";

impl Holder {
    /// With a key of GOST-2015, certified by another one or by itself.
    pub(crate) fn new(seed: u8, parts: &[(Oid, &str)], kind: &Kind, by: Option<&Self>) -> Self {
        let key = PrivateKey::generate_gost_2015(&[seed; 72]).unwrap();
        Self::of(key, seed, parts, kind, by)
    }

    /// With a key of GOST-2004.
    pub(crate) fn old(seed: u8, parts: &[(Oid, &str)], kind: &Kind, by: Option<&Self>) -> Self {
        let key = PrivateKey::generate_gost_2004(&[seed; 40]).unwrap();
        Self::of(key, seed, parts, kind, by)
    }

    /// With the key of RSA.
    pub(crate) fn rsa(seed: u8, parts: &[(Oid, &str)], kind: &Kind, by: Option<&Self>) -> Self {
        let key = PrivateKey::from_pkcs8(&pem::to_der(RSA.as_bytes()).unwrap()).unwrap();
        Self::of(key, seed, parts, kind, by)
    }

    fn of(
        key: PrivateKey,
        seed: u8,
        parts: &[(Oid, &str)],
        kind: &Kind,
        by: Option<&Self>,
    ) -> Self {
        let subject = distinguished_name(parts);
        let issuer = by.map_or(&subject[..], |by| by.certificate.subject.as_der());
        let signer = by.map_or(&key, |by| &by.key);
        let body = sequence(&[
            &write::holding(0, &[&number(2)]),
            &number(seed.into()),
            &signer.algorithm_identifier(),
            issuer,
            &sequence(&[&write::time(time(FROM)), &write::time(time(UNTIL))]),
            &subject,
            &key.public_key_info(),
            &write::holding(3, &[&sequence(&[&extensions(kind).concat()])]),
        ]);
        let signed = seal(&body, signer).unwrap();
        Self { certificate: Certificate::read(&signed).unwrap(), key }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.key.sign(bytes).unwrap()
    }

    /// A list of these serial numbers.
    pub(crate) fn list(&self, at: &str, next: &str, entries: &[(u8, &str, u8)]) -> RevocationList {
        let entries = entries.iter().map(|(serial, at, reason)| {
            let reason = extension(oid::REASON, false, &write(tag::ENUMERATED, &[&[*reason]]));
            sequence(&[&number((*serial).into()), &write::time(time(at)), &sequence(&[&reason])])
        });
        let body = sequence(&[
            &number(1),
            &self.key.algorithm_identifier(),
            self.certificate.subject.as_der(),
            &write::time(time(at)),
            &write::time(time(next)),
            &sequence(&[&entries.collect::<Vec<_>>().concat()]),
        ]);
        RevocationList::read(&seal(&body, &self.key).unwrap()).unwrap()
    }
}

fn extensions(kind: &Kind) -> [Vec<u8>; 2] {
    match kind {
        Kind::Responder(is_not_checked) => {
            let purposes = sequence(&[&name(oid::OCSP_SIGNING)]);
            let no_check = extension(oid::OCSP_NO_CHECK, false, &null());
            let no_check = if *is_not_checked { no_check } else { Vec::new() };
            [extension(oid::EXTENDED_KEY_USAGE, false, &purposes), no_check]
        }
        Kind::Authority => {
            let constraints = sequence(&[&yes()]);
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
            algorithm: signer.key.algorithm_identifier(),
            hash: signer.key.algorithm().hash().oid(),
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
    let info = sequence(&[&number(1), &policy, &print, &number(7), &generalized_time(time(at))]);
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
