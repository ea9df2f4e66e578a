//! What is kept of a certificate.

use jiff::Timestamp;
use jiff::civil::Date;
use residence::facts::{Address, Language, Person};
use residence::ground::RuleId;
use residence::names::{AddressCode, CaseNumber, Iin, RegistrationId};
use residence::registration::Kind;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Code;

/// All that a certificate says, as it was when it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// By which it is found.
    pub code: Code,
    /// When it was issued; it speaks for that day.
    pub at: Timestamp,
    /// Of whom it speaks.
    pub who: Who,
    /// Of which place.
    pub place: Place,
    /// What it says of them.
    #[serde(flatten)]
    pub says: Says,
    /// Its signature, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signature: Option<Signature>,
}

impl Certificate {
    /// The SHA-256 of its file, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> Option<&str> {
        self.signature.as_ref().map(|signature| signature.sha256.as_str())
    }
}

/// A person as a certificate names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// ИИН.
    pub iin: Iin,
    /// The whole name.
    pub name: String,
    /// As others may see it: `Ахметов А.`
    pub masked: String,
}

impl Who {
    pub(super) fn of(person: &Person) -> Self {
        Self { iin: person.iin, name: person.full_name(), masked: person.masked_name() }
    }
}

/// A place as a certificate names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// РКА.
    pub rka: AddressCode,
    /// The whole address in Kazakh.
    pub kk: String,
    /// The whole address in Russian.
    pub ru: String,
    /// The same without the flat, in Kazakh.
    pub house_kk: String,
    /// The same without the flat, in Russian.
    pub house_ru: String,
}

impl Place {
    pub(super) fn of(address: &Address) -> Self {
        let house = Address { flat: None, ..address.clone() };
        Self {
            rka: address.rka,
            kk: address.line(Language::Kk),
            ru: address.line(Language::Ru),
            house_kk: house.line(Language::Kk),
            house_ru: house.line(Language::Ru),
        }
    }

    /// The house, for whoever checks; the flat is nobody else's business.
    #[must_use]
    pub fn house(&self, language: Language) -> &str {
        match language {
            Language::Kk => &self.house_kk,
            Language::Ru | Language::En => &self.house_ru,
        }
    }
}

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "says")]
pub enum Says {
    /// Somebody is registered.
    Registration(Registration),
    /// Somebody applied, and nothing came of it for want of an answer.
    Attempt(Attempt),
}

impl Says {
    /// The name of the kind.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Registration(_) => "registration",
            Self::Attempt(_) => "attempt",
        }
    }

    /// How somebody is registered, or wanted to be.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Registration(registration) => registration.kind,
            Self::Attempt(attempt) => attempt.kind,
        }
    }
}

/// An entry of the registration book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Which entry.
    pub id: RegistrationId,
    /// How.
    pub kind: Kind,
    /// From when.
    pub since: Timestamp,
    /// It ends when this day begins.
    pub until: Option<Date>,
}

/// An application that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The number of the application.
    pub number: CaseNumber,
    /// What it asked for.
    pub kind: Kind,
    /// When it was signed.
    pub signed: Timestamp,
    /// When it was refused.
    pub decided: Timestamp,
    /// By which rules.
    pub rules: Vec<RuleId>,
    /// What became of each question that was not agreed to.
    pub questions: Vec<Question>,
}

/// A question to somebody who is not named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// When it was made.
    pub asked: Timestamp,
    /// When it was delivered, if it was.
    pub delivered: Option<Timestamp>,
    /// When it was refused, or the time for it ended.
    pub ended: Timestamp,
    /// Whether somebody said no.
    pub is_refused: bool,
}

/// The signature of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signature {
    /// The SHA-256 of the whole file.
    pub(super) sha256: String,
    /// CMS, in Base64.
    cms: String,
}

impl Signature {
    pub(super) fn new(file: &[u8], cms: &[u8]) -> Self {
        Self { sha256: Self::digest(file), cms: eds::pem::to_base64(cms) }
    }

    pub(super) fn digest(file: &[u8]) -> String {
        Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn cms(&self) -> Option<Vec<u8>> {
        eds::pem::from_base64(self.cms.as_bytes()).ok()
    }
}
