//! The caller's own record.

use residence::facts::{Relation, Sex};
use residence::registration::Entry;
use serde::Serialize;
use utoipa::ToSchema;

use super::{time, time_if};
use crate::desk::Caller;
use crate::desk::people;

/// The caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// ИИН.
    #[schema(pattern = "^[0-9]{12}$", example = "850101300124")]
    iin: String,
    /// The row of the person register; null where it has none.
    person: Option<Person>,
    /// Entries of the registration book, oldest first, closed ones too.
    registrations: Vec<Registration>,
    /// Children the caller files for, or who come along.
    children: Vec<Represented>,
    /// Others the caller may act for.
    wards: Vec<Represented>,
}

/// A row of the person register.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    /// Family name, given name, patronymic.
    #[schema(example = "Ахметов Данияр Серікұлы")]
    name: String,
    /// Family name.
    family_name: String,
    /// Given name.
    given_name: String,
    /// Patronymic; many have none.
    patronymic: Option<String>,
    /// Day of birth.
    #[schema(format = Date, example = "1985-01-01")]
    born: String,
    /// Sex.
    #[schema(pattern = "^(male|female)$", example = "male")]
    sex: &'static str,
    /// Citizenship, ISO 3166 alpha-2.
    #[schema(example = "KZ")]
    citizenship: String,
    /// The language the person is written to in.
    #[schema(pattern = "^(kk|ru|en)$", example = "kk")]
    language: &'static str,
}

/// An entry of the registration book.
#[derive(Serialize, ToSchema)]
pub(crate) struct Registration {
    /// Which entry.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    id: String,
    /// `permanent` or `temporary`.
    #[schema(pattern = "^(permanent|temporary)$", example = "permanent")]
    kind: &'static str,
    /// РКА: the code of the address.
    #[schema(pattern = "^[0-9]{16}$", example = "1202500000204082")]
    rka: String,
    /// The address in one line; null where the address register does not have it.
    address: Option<String>,
    /// From when.
    #[schema(format = DateTime)]
    opened_at: String,
    /// A temporary entry ends when this day begins.
    #[schema(format = Date)]
    until: Option<String>,
    /// Since when it is closed.
    #[schema(format = DateTime)]
    closed_at: Option<String>,
}

/// Somebody the caller may act for, or who comes along.
#[derive(Serialize, ToSchema)]
pub(crate) struct Represented {
    /// ИИН.
    #[schema(pattern = "^[0-9]{12}$")]
    iin: String,
    /// Family name, given name, patronymic.
    name: String,
    /// What the caller is to them.
    #[schema(pattern = "^(parent|guardian|trustee|representative)$", example = "parent")]
    relation: &'static str,
    /// Full years of age.
    #[schema(minimum = 0, example = 7)]
    age: i16,
    /// РКА of their permanent registration.
    #[schema(pattern = "^[0-9]{16}$")]
    home: Option<String>,
}

impl Me {
    /// The caller, with the lines of the addresses of their registrations in the same order.
    pub(crate) fn of(caller: Caller, me: people::Me, lines: Vec<Option<String>>) -> Self {
        let people::Me { person, registrations, represented } = me;
        let (children, wards) =
            represented.into_iter().partition::<Vec<_>, _>(|r| r.relation == Relation::Parent);
        let entries = registrations.iter().zip(lines);
        Self {
            iin: caller.iin.to_string(),
            person: person.map(Person::of),
            registrations: entries.map(|(entry, line)| Registration::of(entry, line)).collect(),
            children: children.into_iter().filter_map(Represented::of).collect(),
            wards: wards.into_iter().filter_map(Represented::of).collect(),
        }
    }
}

impl Person {
    fn of(row: residence::facts::Person) -> Self {
        Self {
            name: row.full_name(),
            born: row.born.to_string(),
            sex: match row.sex {
                Sex::Male => "male",
                Sex::Female => "female",
            },
            language: row.language.as_str(),
            family_name: row.family_name,
            given_name: row.given_name,
            patronymic: row.patronymic,
            citizenship: row.citizenship,
        }
    }
}

impl Registration {
    fn of(entry: &Entry, address: Option<String>) -> Self {
        Self {
            id: entry.id.to_string(),
            kind: entry.kind.as_str(),
            rka: entry.rka.to_string(),
            address,
            opened_at: time(entry.opened_at),
            until: entry.until.map(|day| day.to_string()),
            closed_at: time_if(entry.closed_at),
        }
    }
}

impl Represented {
    fn of(represented: people::Represented) -> Option<Self> {
        let people::Represented { person, relation, age, home } = represented;
        let relation = match relation {
            Relation::Parent => "parent",
            Relation::Guardian => "guardian",
            Relation::Trustee => "trustee",
            Relation::Representative => "representative",
            Relation::Spouse | Relation::Sibling | Relation::Grandparent | Relation::Relative => {
                return None;
            }
        };
        let home = home.map(|rka| rka.to_string());
        Some(Self { iin: person.iin.to_string(), name: person.full_name(), relation, age, home })
    }
}
