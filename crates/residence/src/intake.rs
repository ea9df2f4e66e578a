//! From a filled-in form to an [`Application`]: who, for whom, where, why.
//!
//! Whatever is wrong with a form is said at once, field by field; what comes out is well-formed.

mod form;
mod papers;

pub use form::{Desk, FieldError, Form, MOST_PEOPLE};
pub use papers::{Paper, PaperForm, PaperKind};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::facts::Language;
use crate::law::{Reason, SignMethod};
use crate::names::{AddressCode, Badge, CaseNumber, Iin};
use crate::registration::Kind;

/// Where an application comes from: арна / канал.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The web portal.
    Portal,
    /// The mobile app.
    Mobile,
    /// A self-service zone of a service centre; counts as online.
    Kiosk,
    /// The counter of a service centre.
    Counter,
}

impl Channel {
    /// The name in the interface and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Mobile => "mobile",
            Self::Kiosk => "kiosk",
            Self::Counter => "counter",
        }
    }
}

/// What somebody applies for. Nothing in it depends on a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Through which channel.
    pub channel: Channel,
    /// Who signs: өтініш беруші / заявитель.
    pub applicant: Iin,
    /// Who is to be registered, each once; never empty.
    pub subjects: Vec<Iin>,
    /// Children under 14 who come along, each once.
    pub children: Vec<Iin>,
    /// Permanent or temporary.
    pub kind: Kind,
    /// The term of a temporary registration, in months.
    pub months: Option<u8>,
    /// Where.
    pub rka: AddressCode,
    /// Why.
    pub reason: Reason,
    /// Since when the subject lives there.
    pub arrived_on: Option<Date>,
    /// The language the applicant is written to in.
    pub language: Language,
    /// At the counter: the consents on paper of those who answer for an owner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
    /// At the counter: the officer who took it down. The applicant signs all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_with: Option<Badge>,
}

/// The SHA-256 of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(from)?;
        let wrong = || serde::de::Error::custom("64 hexadecimal digits expected");
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(wrong());
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            let pair = text.get(at..at + 2).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl Application {
    /// The very bytes that are shown, hashed, signed and stored: one JSON document whose members
    /// stand in a fixed order.
    #[must_use]
    pub fn document(&self, number: CaseNumber) -> String {
        #[derive(Serialize)]
        struct Document<'a> {
            document: &'static str,
            number: CaseNumber,
            #[serde(flatten)]
            application: &'a Application,
        }
        let document = Document { document: "tirkeu/application/1", number, application: self };
        serde_json::to_string(&document).unwrap_or_default()
    }

    /// The digest of [`Application::document`].
    #[must_use]
    pub fn digest(&self, number: CaseNumber) -> Digest {
        Digest::of(self.document(number).as_bytes())
    }

    /// Everybody who would be registered: the subjects, then the children.
    pub fn people(&self) -> impl Iterator<Item = Iin> + '_ {
        self.subjects.iter().chain(&self.children).copied()
    }
}

/// How an application was signed, and the proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "method")]
pub enum Signature {
    /// A one-time SMS password, sent to the number of the mobile base.
    Sms {
        /// When the right code was read.
        at: Timestamp,
        /// What was signed.
        digest: Digest,
    },
    /// ЭЦҚ / ЭЦП: a CMS over the document.
    Eds {
        /// When the signature was verified.
        at: Timestamp,
        /// What was signed.
        digest: Digest,
        /// The SHA-256 of the stored evidence.
        evidence: Digest,
    },
    /// eGov QR: a CMS made by the mobile app.
    Qr {
        /// When the signature was verified.
        at: Timestamp,
        /// What was signed.
        digest: Digest,
        /// The SHA-256 of the stored evidence.
        evidence: Digest,
    },
}

impl Signature {
    /// How it was made.
    #[must_use]
    pub const fn method(&self) -> SignMethod {
        match self {
            Self::Sms { .. } => SignMethod::Sms,
            Self::Eds { .. } => SignMethod::Eds,
            Self::Qr { .. } => SignMethod::Qr,
        }
    }

    /// What was signed.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        match self {
            Self::Sms { digest, .. } | Self::Eds { digest, .. } | Self::Qr { digest, .. } => {
                *digest
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_changes_the_digest() {
        let iin: Iin = "000000000000".parse().unwrap();
        let application = Application {
            channel: Channel::Portal,
            applicant: iin,
            subjects: vec![iin],
            children: Vec::new(),
            kind: Kind::Permanent,
            months: None,
            rka: "1209900000000146".parse().unwrap(),
            reason: Reason::Work,
            arrived_on: None,
            language: Language::Kk,
            papers: Vec::new(),
            filed_with: None,
        };
        let number = crate::names::CaseId::from_random(7).number();
        let mut other = application.clone();
        other.reason = Reason::Other;
        assert_ne!(application.digest(number), other.digest(number));
        let officer = Badge::from_random(1);
        let counter = Application { filed_with: Some(officer), ..application.clone() };
        assert_ne!(application.digest(number), counter.digest(number));
        let digest = application.digest(number);
        let text = serde_json::to_string(&digest).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&text).unwrap(), digest);
    }
}
