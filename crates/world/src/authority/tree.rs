//! A root and everybody whom it vouches for.

use eds::oid::{self, Oid};
use eds::x509::Certificate;
use jiff::Timestamp;

use super::Kind;
use super::certificate::{Form, Holder, Role};
use super::key;

/// From when and until when authorities are valid: fixed, so that they are the same in every demo.
const FROM: &str = "2025-01-01T00:00:00Z";
const UNTIL: &str = "2045-01-01T00:00:00Z";

/// A constant of time.
pub(super) fn time(text: &str) -> Timestamp {
    let Ok(time) = text.parse() else { panic!("{text} is a time") };
    time
}

/// Authorities whose keys are of one kind.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) kind: Kind,
    pub(super) root: Holder,
    pub(super) issuing: Holder,
    pub(super) responder: Holder,
    pub(super) stamps: Holder,
}

impl Tree {
    pub(super) fn new(kind: Kind) -> Self {
        let root = authority(kind, (Role::Root, "root", "ROOT"), None);
        let issuing = authority(kind, (Role::Issuing, "issuing", "AUTHORITY"), Some(&root));
        let responder = authority(kind, (Role::Responder, "responder", "OCSP"), Some(&issuing));
        let stamps = authority(kind, (Role::Stamps, "stamps", "TSA"), Some(&issuing));
        Self { kind, root, issuing, responder, stamps }
    }

    /// Whoever has issued this certificate: the root or the authority below it.
    pub(super) fn issuer_of(&self, certificate: &Certificate) -> Option<&Holder> {
        let holders = [&self.root, &self.issuing];
        holders.into_iter().find(|one| one.certificate.subject == certificate.issuer)
    }
}

/// The seal of the demo's service, under the tree of RSA: what reads PDF files knows no GOST.
pub(super) fn seal(tree: &Tree) -> Holder {
    let subject = [
        (oid::COMMON_NAME, "TIRKEU DEMO SEAL 2025"),
        (oid::ORGANIZATION, "TIRKEU DEMO"),
        (oid::COUNTRY, "KZ"),
    ];
    let (kind, role, label) = (tree.kind, Role::Seal, "seal");
    let (from, until) = (time(FROM), time(UNTIL));
    let form = Form { kind, role, label, subject: &subject, from, until };
    form.issue(key::of_authority(kind, label), Some(&tree.issuing))
}

/// One of them: by which label its key and number are found, and what it is called.
fn authority(kind: Kind, (role, label, word): (Role, &str, &str), by: Option<&Holder>) -> Holder {
    let name = format!("TIRKEU DEMO {word} ({}) 2025", kind.as_str().to_uppercase());
    let subject: [(Oid, &str); 2] = [(oid::COMMON_NAME, &name), (oid::COUNTRY, "KZ")];
    let (from, until) = (time(FROM), time(UNTIL));
    let form = Form { kind, role, label, subject: &subject, from, until };
    form.issue(key::of_authority(kind, label), by)
}
