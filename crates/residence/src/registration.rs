//! The registration book: entries, and what follows from an approval.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::names::{AddressCode, Iin, RegistrationId};

/// How somebody is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// At the place of residence: тұрақты тіркеу / постоянная регистрация. At most one active entry
    /// a person.
    Permanent,
    /// At the place of stay: уақытша тіркеу / временная регистрация. The permanent entry stays.
    Temporary,
}

impl Kind {
    /// The name in the interface and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Temporary => "temporary",
        }
    }
}

/// One entry of the registration book: тіркеу жазбасы / регистрационная запись.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which entry.
    pub id: RegistrationId,
    /// Who.
    pub iin: Iin,
    /// Where.
    pub rka: AddressCode,
    /// How.
    pub kind: Kind,
    /// From when.
    pub opened_at: Timestamp,
    /// A temporary entry ends when this day begins in Asia/Almaty.
    pub until: Option<Date>,
    /// Since when it is closed.
    pub closed_at: Option<Timestamp>,
    /// What opened it: a case number, a birth, an import.
    pub opened_by: String,
    /// What closed it: a case number, the end of the term, an event.
    pub closed_by: Option<String>,
}
