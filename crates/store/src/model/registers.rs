//! Rows of register snapshots, and entries that other systems made.

use residence::registration::Entry;

use super::Entity;

/// A kind of register snapshot. The names are those of `tirkeu import KIND`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegisterKind {
    /// Persons: ЖТ МДҚ / ГБД ФЛ, by ИИН.
    Persons,
    /// Who is whose parent, guardian, spouse: by the ИИН of either side.
    Kin,
    /// Legal capacity as courts decided it, by ИИН.
    Capacity,
    /// Addresses: Мекенжай тіркелімі / Адресный регистр, by РКА; also under the building's РКА.
    Addresses,
    /// Rights of ownership: ЖМ МДҚ / ГБД РН, by РКА; also under the owner's number.
    Titles,
    /// State rental housing, by РКА; also under the ИИН of tenant and listed persons.
    Leases,
    /// Mobile numbers of citizens: АМБ / БМГ, by ИИН; also under the number.
    Phones,
    /// Territories, by КАТО.
    Kato,
    /// Totals of earlier periods, by month and channel.
    Totals,
    /// "Always refuse" switches of owners, by ИИН.
    Locks,
}

impl RegisterKind {
    /// Every register.
    pub const ALL: [Self; 10] = [
        Self::Persons,
        Self::Kin,
        Self::Capacity,
        Self::Addresses,
        Self::Titles,
        Self::Leases,
        Self::Phones,
        Self::Kato,
        Self::Totals,
        Self::Locks,
    ];

    /// The number it has in the tables.
    pub(crate) const fn code(self) -> i16 {
        match self {
            Self::Persons => 1,
            Self::Kin => 2,
            Self::Capacity => 3,
            Self::Addresses => 4,
            Self::Titles => 5,
            Self::Leases => 6,
            Self::Phones => 7,
            Self::Kato => 8,
            Self::Totals => 9,
            Self::Locks => 10,
        }
    }

    /// The register of a number.
    pub(crate) fn of_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Which rows of a register snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterQuery {
    /// Which register.
    pub kind: RegisterKind,
    /// The key the rows are kept under, or another of their names.
    pub name: Name,
}

/// A name of rows in a register snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// The key itself.
    Key(String),
    /// One of the other names.
    Other(String),
    /// Every row of the register (small registers only).
    All,
}

/// A row to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportRow {
    /// A row of a register snapshot; it replaces the row with the same kind, key and part.
    Register {
        /// Which register.
        kind: RegisterKind,
        /// The key: ИИН, РКА, КАТО.
        key: String,
        /// Tells rows under one key apart (owner and document, the other person, …).
        part: String,
        /// Other names of the row.
        others: Vec<String>,
        /// Text to search it by, in every language (addresses only); the store folds it.
        search: Option<String>,
        /// What it says.
        body: String,
        /// Whose version moves when the row is new or has changed.
        moves: Option<Entity>,
    },
    /// An entry of the registration book made elsewhere; the same id twice changes nothing.
    Entry(Entry),
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It was not there before.
    New,
    /// It was there and has changed.
    Changed,
    /// It was there just so.
    Same,
    /// It contradicts what is there, in a sentence.
    Refused(String),
}
