//! Certificates as the state's authorities write them.

use eds::der::write::{
    distinguished_name, extension, holding, name, null, number, octets, sequence, time, yes,
};
use eds::der::{tag, write};
use eds::digest::Hash;
use eds::key::PrivateKey;
use eds::oid::{self, Oid};
use eds::sign;
use eds::x509::Certificate;
use jiff::Timestamp;

use super::{Kind, policy, serial};

/// A key and the certificate that goes with it.
#[derive(Debug)]
pub struct Holder {
    /// The key.
    pub key: PrivateKey,
    /// Whose it is.
    pub certificate: Certificate,
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Trusted by itself.
    Root,
    /// Issues to people.
    Issuing,
    /// Answers about certificates.
    Responder,
    /// Makes time-stamps.
    Stamps,
    /// Signs certificates in the name of a service.
    Seal,
    /// Of a person who signs.
    Signing,
    /// Of a person who signs in; with GOST-2015 the key for signing does that.
    SigningIn,
    /// Of the head of an organisation.
    Organisation,
}

/// What stands in a certificate.
pub(super) struct Form<'f> {
    pub(super) kind: Kind,
    pub(super) role: Role,
    /// What makes its number one of its own.
    pub(super) label: &'f str,
    pub(super) subject: &'f [(Oid, &'f str)],
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

impl Form<'_> {
    /// The certificate of a key, issued by another one or by itself.
    pub(super) fn issue(&self, key: PrivateKey, by: Option<&Holder>) -> Holder {
        let info = key.public_key_info();
        let subject = distinguished_name(self.subject);
        let signer = by.map_or(&key, |by| &by.key);
        let issuer = by.map_or(&subject[..], |by| by.certificate.subject.as_der());
        let own = key_name(&info);
        let above = by.map_or(&own, |by| {
            let named = by.certificate.extensions.subject_key.as_ref();
            named.unwrap_or(&own)
        });
        let body = sequence(&[
            &holding(0, &[&number(2)]),
            &write(tag::INTEGER, &[&serial::of(self.kind, self.label)]),
            &signer.algorithm_identifier(),
            issuer,
            &sequence(&[&time(self.from), &time(self.until)]),
            &subject,
            &info,
            &holding(3, &[&sequence(&[&self.extensions(&own, above)])]),
        ]);
        let der = seal(signer, &body);
        let Ok(certificate) = Certificate::read(&der) else {
            panic!("a certificate that was just written is read")
        };
        Holder { key, certificate }
    }

    fn extensions(&self, own: &[u8], above: &[u8]) -> Vec<u8> {
        let mut all = vec![
            extension(oid::SUBJECT_KEY, false, &octets(own)),
            extension(oid::AUTHORITY_KEY, false, &sequence(&[&write(tag::context(0), &[above])])),
            extension(oid::KEY_USAGE, true, &flags(self.usage())),
        ];
        let is_authority = matches!(self.role, Role::Root | Role::Issuing);
        if is_authority {
            let depth = if self.role == Role::Issuing { number(0) } else { Vec::new() };
            let constraints = sequence(&[&yes(), &depth]);
            all.push(extension(oid::BASIC_CONSTRAINTS, true, &constraints));
        } else {
            let purposes: Vec<u8> = self.purposes().iter().flat_map(|one| name(*one)).collect();
            let is_critical = self.role == Role::Stamps;
            let purposes = sequence(&[&purposes]);
            all.push(extension(oid::EXTENDED_KEY_USAGE, is_critical, &purposes));
        }
        if self.role == Role::Responder {
            all.push(extension(oid::OCSP_NO_CHECK, false, &null()));
        }
        if self.role != Role::Root {
            all.extend(self.places());
        }
        if matches!(self.role, Role::Signing | Role::SigningIn | Role::Organisation) {
            let policies = sequence(&[&sequence(&[&name(policy::issuing())])]);
            all.push(extension(oid::POLICIES, false, &policies));
            let kept = sequence(&[&name(oid::KEPT_IN_A_FILE)]);
            all.push(extension(oid::KEY_STORE, false, &kept));
        }
        all.concat()
    }

    /// Where lists and answers are said to be. The names are of no network, and nobody asks there:
    /// whoever checks a certificate asks where it was told to, never where the certificate says.
    fn places(&self) -> Vec<Vec<u8>> {
        let kind = self.kind.as_str();
        let above = if self.role == Role::Issuing { "root-" } else { "" };
        let place = |rest: String| {
            write(tag::context(6), &[format!("http://pki.tirkeu.example/{rest}").as_bytes()])
        };
        let point = |rest: String| {
            let full = holding(0, &[&place(rest)]);
            sequence(&[&sequence(&[&holding(0, &[&full])])])
        };
        let by = |way: Oid, rest: String| sequence(&[&name(way), &place(rest)]);
        let issuer = if above.is_empty() { "issuing" } else { "root" };
        let issuer = by(oid::ACCESS_ISSUER, format!("certs/{issuer}-{kind}.cer"));
        let list = point(format!("crl/{above}{kind}.crl"));
        let mut places = vec![extension(oid::DISTRIBUTION_POINTS, false, &list)];
        let answers = if above.is_empty() {
            let changes = point(format!("crl/d_{kind}.crl"));
            places.push(extension(oid::FRESHEST_LIST, false, &changes));
            by(oid::ACCESS_RESPONDER, "ocsp".into())
        } else {
            Vec::new()
        };
        places.push(extension(oid::ACCESS, false, &sequence(&[&answers, &issuer])));
        places
    }

    /// The bits of the key usage, the first of them the highest.
    const fn usage(&self) -> u8 {
        match (self.role, self.kind) {
            // keyCertSign and cRLSign.
            (Role::Root | Role::Issuing, _) => 0x06,
            // digitalSignature.
            (Role::Responder, _) => 0x80,
            // digitalSignature and keyEncipherment.
            (Role::SigningIn, Kind::Rsa) => 0xA0,
            // digitalSignature and nonRepudiation; with keyAgreement for people with GOST-2015.
            (Role::Stamps | Role::Seal, _) | (_, Kind::Rsa) => 0xC0,
            (_, Kind::Gost2015) => 0xC8,
        }
    }

    const fn purposes(&self) -> &'static [Oid] {
        match self.role {
            Role::Root | Role::Issuing => &[],
            Role::Responder => &[oid::OCSP_SIGNING],
            Role::Stamps => &[oid::TIME_STAMPING],
            Role::Seal => &[oid::EMAIL_PROTECTION],
            Role::Signing => &[oid::EMAIL_PROTECTION, oid::PERSON],
            Role::SigningIn => &[oid::CLIENT_AUTH, oid::PERSON],
            Role::Organisation => &[oid::EMAIL_PROTECTION, oid::ORGANISATION, oid::HEAD],
        }
    }
}

/// By which the certificates of a key are found: the first bytes of its hash (RFC 7093, 2).
fn key_name(info: &[u8]) -> Vec<u8> {
    Hash::Sha256.digest(info).into_iter().take(20).collect()
}

/// A body that is signed.
pub(super) fn seal(key: &PrivateKey, body: &[u8]) -> Vec<u8> {
    let Ok(sealed) = sign::seal(body, key) else { panic!("the parts of our keys belong together") };
    sealed
}

/// The first bits of a byte, as many as are needed.
fn flags(byte: u8) -> Vec<u8> {
    let unused = u8::try_from(byte.trailing_zeros()).unwrap_or(0).min(7);
    write(tag::BIT_STRING, &[&[unused, byte]])
}
