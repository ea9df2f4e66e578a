//! People and authorities with keys that everybody knows, and what they have signed: the first inputs of
//! the targets of signatures (`cargo run --example seeds` writes them). Whatever a target makes of them,
//! only what was signed may count.

use std::sync::OnceLock;

use eds::cms::SignedData;
use eds::der::write::{
    algorithm, bits, distinguished_name, extension, generalized_time, holding, name, null, number,
    octets, sequence, time, yes,
};
use eds::der::{tag, write};
use eds::digest::Hash;
use eds::key::PrivateKey;
use eds::oid::{self, Oid};
use eds::sign::{self, How, Signer, seal};
use eds::verify::{Grounds, Trust};
use eds::x509::Certificate;
use jiff::{SignedDuration, Timestamp};

/// What is signed.
pub const TEXT: &[u8] = b"application 17";
/// The same as a document, in canonical form.
pub const DOCUMENT: &str = "<a xmlns=\"urn:y\"><q b=\"1\"></q>application 17</a>";
/// When everything is judged.
pub const NOW: &str = "2026-08-01T12:00:00Z";
/// When everything was signed.
const SIGNED: &str = "2026-08-01T11:59:00Z";
const NONCE: [u8; 16] = [5; 16];

/// The time of a text.
///
/// # Panics
/// If it is none.
#[must_use]
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A key and its certificate.
pub struct Holder {
    /// The key.
    pub key: PrivateKey,
    /// The certificate.
    pub certificate: Certificate,
}

impl Holder {
    fn new(seed: u8, called: &str, extensions: &[u8], by: Option<&Self>) -> Self {
        let key = match seed {
            4 => PrivateKey::generate_gost_2004(&[seed; 40]),
            _ => PrivateKey::generate_gost_2015(&[seed; 72]),
        };
        let key = key.unwrap();
        let subject = distinguished_name(&[
            (oid::COMMON_NAME, called),
            (oid::SERIAL_NUMBER, "IIN900101400019"),
        ]);
        let signer = by.map_or(&key, |by| &by.key);
        let body = sequence(&[
            &holding(0, &[&number(2)]),
            &number(seed.into()),
            &signer.algorithm_identifier(),
            by.map_or(&subject, |by| by.certificate.subject.as_der()),
            &sequence(&[&time(at("2026-01-01T00:00:00Z")), &time(at("2027-01-01T00:00:00Z"))]),
            &subject,
            &key.public_key_info(),
            &holding(3, &[&sequence(&[extensions])]),
        ]);
        let certificate = Certificate::read(&seal(&body, signer).unwrap()).unwrap();
        Self { key, certificate }
    }

    fn signs(&self) -> Signer<'_> {
        Signer { key: &self.key, certificate: &self.certificate, at: Some(at(SIGNED)) }
    }
}

/// All of them, and their signatures.
pub struct World {
    /// Who has certified all of them.
    pub root: Holder,
    /// Who has signed.
    pub person: Holder,
    /// The root is trusted.
    pub trust: Trust,
    /// Every certificate: of the root, two people, the stamps and the responder.
    pub certificates: Vec<Certificate>,
    /// The body of the list of the root.
    pub list_body: Vec<u8>,
    /// The list itself.
    pub list: Vec<u8>,
    /// The body of an answer about the person.
    pub answer_body: Vec<u8>,
    /// The answer itself.
    pub answer: Vec<u8>,
    /// A time-stamp over the text.
    pub stamp: Vec<u8>,
    /// What it says.
    pub stamp_info: Vec<u8>,
    /// Signatures: attached; by two, one with a stamp.
    pub cms: [Vec<u8>; 2],
    /// A signed document.
    pub xml: String,
}

/// The world, made once.
#[must_use]
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

impl World {
    fn new() -> Self {
        let usage = |bits: &[u8]| extension(oid::KEY_USAGE, true, &write(tag::BIT_STRING, &[bits]));
        let purposes = |critical, purposes: &[Oid]| {
            let names: Vec<u8> = purposes.iter().copied().flat_map(name).collect();
            extension(oid::EXTENDED_KEY_USAGE, critical, &sequence(&[&names]))
        };
        let authority = extension(oid::BASIC_CONSTRAINTS, true, &sequence(&[&yes()]));
        let root = Holder::new(1, "ROOT", &[authority, usage(&[1, 6])].concat(), None);
        let signs = [usage(&[6, 0xC0]), purposes(false, &[oid::EMAIL_PROTECTION, oid::PERSON])];
        let person = Holder::new(3, "СЕРІКОВА АЙГҮЛ", &signs.concat(), Some(&root));
        let other = Holder::new(4, "ОМАРОВ ЕРЛАН", &signs.concat(), Some(&root));
        let stamps = Holder::new(5, "TSA", &purposes(true, &[oid::TIME_STAMPING]), Some(&root));
        let no_check = extension(oid::OCSP_NO_CHECK, false, &null());
        let responds = [purposes(false, &[oid::OCSP_SIGNING]), no_check].concat();
        let responder = Holder::new(6, "OCSP", &responds, Some(&root));

        let list_body = list_body(&root);
        let answer_body = answer_body(&root, &person, &responder);
        let cms = sign::cms(TEXT, How::Attached, &[person.signs()]).unwrap();
        let both = sign::cms(TEXT, How::Attached, &[person.signs(), other.signs()]).unwrap();
        let value = SignedData::read(&both).unwrap().signers[0].signature.clone();
        let both = sign::with_stamp(&both, 0, &stamp(&stamps, &stamp_info(&value))).unwrap();
        let stamp_info = stamp_info(TEXT);
        Self {
            list: seal(&list_body, &root.key).unwrap(),
            list_body,
            answer: answer(&answer_body, &responder),
            answer_body,
            stamp: stamp(&stamps, &stamp_info),
            stamp_info,
            cms: [cms, both],
            xml: sign::xml(DOCUMENT, &person.key, &person.certificate).unwrap(),
            trust: Trust::new(vec![root.certificate.clone()]),
            certificates: [&root, &person, &other, &stamps, &responder]
                .map(|holder| holder.certificate.clone())
                .to_vec(),
            root,
            person,
        }
    }

    /// The grounds by which everything is judged.
    #[must_use]
    pub fn grounds(&self) -> Grounds<'_> {
        Grounds {
            at: at(NOW),
            trust: &self.trust,
            stamp_trust: &self.trust,
            needs_revocation: false,
            lists: &[],
            answers: &[],
            answer_age: SignedDuration::from_hours(1),
        }
    }

    /// Whether this is a certificate of theirs. What is signed in it is compared, for the rest is nobody's.
    #[must_use]
    pub fn knows(&self, certificate: &Certificate) -> bool {
        self.certificates.iter().any(|one| one.body() == certificate.body())
    }

    /// The nonce that was sent for the answer.
    #[must_use]
    pub const fn nonce(&self) -> &[u8] {
        &NONCE
    }
}

fn list_body(root: &Holder) -> Vec<u8> {
    let reason = extension(oid::REASON, false, &write(tag::ENUMERATED, &[&[4]]));
    let revoked = at("2026-06-16T00:00:00Z");
    let entries = [9u64, 200]
        .map(|serial| sequence(&[&number(serial), &time(revoked), &sequence(&[&reason])]));
    sequence(&[
        &number(1),
        &root.key.algorithm_identifier(),
        root.certificate.subject.as_der(),
        &time(at("2026-08-01T00:00:00Z")),
        &time(at("2026-08-03T00:00:00Z")),
        &sequence(&[&entries.concat()]),
        &holding(0, &[&sequence(&[&extension(oid::LIST_NUMBER, false, &number(10))])]),
    ])
}

fn answer_body(root: &Holder, person: &Holder, responder: &Holder) -> Vec<u8> {
    let hash = |bytes: &[u8]| octets(&Hash::Sha256.digest(bytes));
    let id = sequence(&[
        &algorithm(oid::SHA256),
        &hash(root.certificate.subject.as_der()),
        &hash(&root.certificate.key_bytes),
        &write(tag::INTEGER, &[&person.certificate.serial]),
    ]);
    let good = write(tag::context(0), &[]);
    let moment = generalized_time(at(SIGNED));
    sequence(&[
        &holding(1, &[responder.certificate.subject.as_der()]),
        &moment,
        &sequence(&[&sequence(&[&id, &good, &moment])]),
        &holding(1, &[&sequence(&[&extension(oid::OCSP_NONCE, false, &octets(&NONCE))])]),
    ])
}

fn answer(body: &[u8], responder: &Holder) -> Vec<u8> {
    let basic = sequence(&[
        body,
        &responder.key.algorithm_identifier(),
        &bits(&responder.key.sign(body).unwrap()),
        &holding(0, &[&sequence(&[responder.certificate.as_der()])]),
    ]);
    let bytes = sequence(&[&name(oid::OCSP_BASIC), &octets(&basic)]);
    sequence(&[&write(tag::ENUMERATED, &[&[0]]), &holding(0, &[&bytes])])
}

fn stamp_info(stamped: &[u8]) -> Vec<u8> {
    let print = [algorithm(oid::STREEBOG_512), octets(&Hash::Streebog512.digest(stamped))];
    let print = sequence(&[&print.concat()]);
    sequence(&[
        &number(1),
        &name(oid::ANY_POLICY),
        &print,
        &number(7),
        &generalized_time(at(SIGNED)),
    ])
}

fn stamp(stamps: &Holder, info: &[u8]) -> Vec<u8> {
    sign::cms_of(oid::STAMP_INFO, info, How::Attached, &[stamps.signs()]).unwrap()
}

/// Whether the bytes hold these ones somewhere.
#[must_use]
pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
