//! The kinds of files and their columns.

use std::fmt;
use std::str::FromStr;

use super::nearest::nearest;

/// A kind of file, as in `tirkeu import KIND FILE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Persons.
    Persons,
    /// Ties between persons.
    Kin,
    /// Addresses.
    Addresses,
    /// Rights of ownership.
    Titles,
    /// Leases of state rental housing.
    Leases,
    /// Mobile numbers.
    Phones,
    /// Court decisions on capacity.
    Capacity,
    /// Entries of the registration book.
    Registrations,
    /// Territories.
    Kato,
    /// Totals of earlier periods.
    Totals,
    /// Births: events, not a register.
    Births,
}

/// A column of a kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether a file without it is refused.
    pub needed: bool,
    /// The most characters of a field.
    pub most: usize,
}

/// The most characters of a name or a number.
const SHORT: usize = 100;
/// The most characters of a line of text.
const LINE: usize = 300;
/// A list of several hundred numbers.
const LIST: usize = 10_000;

const fn needed(name: &'static str, most: usize) -> Column {
    Column { name, needed: true, most }
}

const fn spare(name: &'static str, most: usize) -> Column {
    Column { name, needed: false, most }
}

const PERSONS: &[Column] = &[
    needed("iin", SHORT),
    needed("family_name", SHORT),
    needed("given_name", SHORT),
    spare("patronymic", SHORT),
    needed("born", SHORT),
    needed("sex", SHORT),
    needed("citizenship", SHORT),
    needed("status", SHORT),
    spare("full_time_student", SHORT),
    spare("language", SHORT),
];

const KIN: &[Column] =
    &[needed("iin", SHORT), needed("of", SHORT), needed("relation", SHORT), spare("until", SHORT)];

const ADDRESSES: &[Column] = &[
    needed("rka", SHORT),
    spare("building", SHORT),
    needed("kato", SHORT),
    needed("kind", SHORT),
    needed("living", SHORT),
    needed("actual", SHORT),
    needed("place_kk", LINE),
    needed("place_ru", LINE),
    needed("street_kk", LINE),
    needed("street_ru", LINE),
    needed("house", SHORT),
    spare("flat", SHORT),
];

const TITLES: &[Column] = &[
    needed("rka", SHORT),
    needed("owner", SHORT),
    needed("ownership", SHORT),
    needed("commissioned", SHORT),
    needed("area", SHORT),
    spare("since", SHORT),
    spare("document", LINE),
    spare("encumbrance", LINE),
];

const LEASES: &[Column] = &[
    needed("rka", SHORT),
    needed("tenant", SHORT),
    spare("listed", LIST),
    needed("from", SHORT),
    spare("until", SHORT),
    needed("housing_office", LINE),
];

const PHONES: &[Column] =
    &[needed("iin", SHORT), needed("phone", SHORT), needed("bound_at", SHORT)];

const CAPACITY: &[Column] =
    &[needed("iin", SHORT), needed("state", SHORT), needed("from", SHORT), spare("until", SHORT)];

const REGISTRATIONS: &[Column] = &[
    spare("id", SHORT),
    needed("iin", SHORT),
    needed("rka", SHORT),
    needed("kind", SHORT),
    needed("opened_at", SHORT),
    spare("until", SHORT),
    spare("closed_at", SHORT),
];

/// The public list of the statistics bureau has `kato_version` and `type_code` besides; they are
/// read and not kept.
const KATO: &[Column] = &[
    needed("kato", SHORT),
    spare("kato_version", SHORT),
    spare("level", SHORT),
    spare("type_code", SHORT),
    needed("name_ru", LINE),
    needed("name_kk", LINE),
];

const TOTALS: &[Column] = &[
    needed("month", SHORT),
    needed("channel", SHORT),
    needed("services", SHORT),
    needed("persons", SHORT),
];

const BIRTHS: &[Column] = &[needed("child", SHORT), needed("mother", SHORT), needed("born", SHORT)];

impl Kind {
    /// Every kind, in the order in which files are best loaded.
    pub const ALL: [Self; 11] = [
        Self::Kato,
        Self::Persons,
        Self::Kin,
        Self::Capacity,
        Self::Addresses,
        Self::Titles,
        Self::Leases,
        Self::Phones,
        Self::Registrations,
        Self::Totals,
        Self::Births,
    ];

    /// The word of the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Kin => "kin",
            Self::Addresses => "addresses",
            Self::Titles => "titles",
            Self::Leases => "leases",
            Self::Phones => "phones",
            Self::Capacity => "capacity",
            Self::Registrations => "registrations",
            Self::Kato => "kato",
            Self::Totals => "totals",
            Self::Births => "births",
        }
    }

    /// The columns of a file, in the order in which they are documented.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Persons => PERSONS,
            Self::Kin => KIN,
            Self::Addresses => ADDRESSES,
            Self::Titles => TITLES,
            Self::Leases => LEASES,
            Self::Phones => PHONES,
            Self::Capacity => CAPACITY,
            Self::Registrations => REGISTRATIONS,
            Self::Kato => KATO,
            Self::Totals => TOTALS,
            Self::Births => BIRTHS,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is no kind of file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no kind of file{}; known: {}", meant(.near), all())]
pub struct UnknownKind {
    /// The word.
    found: String,
    /// The kind that was probably meant.
    near: Option<&'static str>,
}

fn meant(near: &Option<&'static str>) -> String {
    near.map(|word| format!("; did you mean `{word}`?")).unwrap_or_default()
}

fn all() -> String {
    Kind::ALL.map(Kind::as_str).join(" ")
}

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(word: &str) -> Result<Self, UnknownKind> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        known.ok_or_else(|| UnknownKind {
            found: super::bad::shown(word),
            near: nearest(word, Self::ALL.map(Self::as_str).into_iter()),
        })
    }
}
