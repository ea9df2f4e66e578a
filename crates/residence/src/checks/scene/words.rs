//! What single words stand for.

use super::{SIGNED_ON, who};
use crate::facts::{Holder, Relation};
use crate::intake::{Digest, Paper};

pub(super) fn holder(l: &str) -> Holder {
    match l {
        "org" => Holder::Organisation("000000000000".parse().unwrap()),
        "none" => Holder::Unidentified,
        l => Holder::Person(who(l)),
    }
}

/// `m:guardian`: a paper of the guardian of `m`.
pub(super) fn paper(value: &str) -> Paper {
    let (whose, kind) = value.split_once(':').unwrap();
    Paper {
        whose: holder(whose),
        kind: serde_json::from_value(serde_json::Value::from(kind)).unwrap(),
        number: "1".into(),
        dated: SIGNED_ON,
        issued_by: "Akimat".into(),
        scan: Digest::of(b"scan"),
    }
}

pub(super) fn relation(word: &str) -> Relation {
    serde_json::from_value(serde_json::Value::from(word)).unwrap()
}
