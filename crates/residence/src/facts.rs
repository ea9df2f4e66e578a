//! What the registers answered, and when. The rules judge these and nothing else.
//!
//! "No such address" is a fact; a register that did not answer is not: gathering fails then, and the
//! case waits. Rules read facts through the methods of [`Facts`]: what was asked is what is kept.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::names::{AddressCode, Bin, Iin, Kato, Phone};
use crate::registration::Entry;

/// Where a fact comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// Persons: ЖТ МДҚ / ГБД ФЛ.
    Persons,
    /// Kin and guardians: АХАЖ / ЗАГС and guardianship authorities.
    Kin,
    /// Legal capacity: court decisions as the person register carries them.
    Capacity,
    /// Addresses: Мекенжай тіркелімі / Адресный регистр.
    Addresses,
    /// Rights of ownership: ЖМ МДҚ / ГБД РН.
    Titles,
    /// State rental housing: leases of the housing provision centre.
    Leases,
    /// Mobile numbers of citizens: АМБ / БМГ.
    Phones,
    /// The registration book: ТҚТ / РП ДРН.
    Registrations,
    /// Our own record of owners' "always refuse" switches.
    Locks,
}

impl Register {
    /// The name in translations, configuration and the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Kin => "kin",
            Self::Capacity => "capacity",
            Self::Addresses => "addresses",
            Self::Titles => "titles",
            Self::Leases => "leases",
            Self::Phones => "phones",
            Self::Registrations => "registrations",
            Self::Locks => "locks",
        }
    }
}

/// An answer of a register and the time it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered<T> {
    /// When the register answered.
    pub at: Timestamp,
    /// What it answered.
    pub is: T,
}

/// Sex as the person register has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Ер / мужской.
    Male,
    /// Әйел / женский.
    Female,
}

/// Whether the person register counts a person as active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonStatus {
    /// Active.
    Active,
    /// Died: қайтыс болған / умер.
    Deceased,
    /// The record was removed.
    Removed,
    /// The record was excluded.
    Excluded,
}

/// A language people are written to in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Қазақша: the language of whoever did not choose another.
    #[default]
    Kk,
    /// Русский.
    Ru,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order the law names them.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }
}

/// A row of the person register. Import columns have the same names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Whose row.
    pub iin: Iin,
    /// Тегі / фамилия.
    pub family_name: String,
    /// Аты / имя.
    pub given_name: String,
    /// Әкесінің аты / отчество; many have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<String>,
    /// Day of birth.
    pub born: Date,
    /// Sex.
    pub sex: Sex,
    /// Citizenship as an ISO 3166 alpha-2 code; `KZ` is a citizen.
    pub citizenship: String,
    /// Whether the record is active.
    pub status: PersonStatus,
    /// Whether the person studies full time: күндізгі оқу / очная форма обучения.
    #[serde(default)]
    pub full_time_student: bool,
    /// The language the person chose; Kazakh unless known.
    #[serde(default)]
    pub language: Language,
}

impl Person {
    /// Full years of age on a day (a person comes of age on the birthday itself; born on
    /// 29 February: on 1 March of a common year).
    #[must_use]
    pub fn age_on(&self, day: Date) -> i16 {
        let years = day.year() - self.born.year();
        let before = (day.month(), day.day()) < (self.born.month(), self.born.day());
        if before { years - 1 } else { years }
    }

    /// `Ахметов А.` – the way a person is named to somebody who need not know more.
    #[must_use]
    pub fn masked_name(&self) -> String {
        let initial = self.given_name.chars().next().map(|c| format!(" {c}."));
        format!("{}{}", self.family_name, initial.unwrap_or_default())
    }

    /// Family name, given name, patronymic.
    #[must_use]
    pub fn full_name(&self) -> String {
        let mut name = format!("{} {}", self.family_name, self.given_name);
        if let Some(patronymic) = &self.patronymic {
            name.push(' ');
            name.push_str(patronymic);
        }
        name
    }
}

/// How one person is tied to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Ата-ана / родитель.
    Parent,
    /// Қорғаншы / опекун: of a child under 14 or of an incapable adult.
    Guardian,
    /// Қамқоршы / попечитель: of a minor of 14–17 or of a partially capable adult.
    Trustee,
    /// Заңды өкіл / законный представитель.
    Representative,
    /// Жұбайы / супруг.
    Spouse,
    /// Brother or sister.
    Sibling,
    /// Grandparent.
    Grandparent,
    /// Another relative.
    Relative,
}

/// A row of the kin register: `iin` is the `relation` of `of`. Import columns have the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kin {
    /// The parent, guardian, spouse, …
    pub iin: Iin,
    /// The child, ward, spouse, …
    pub of: Iin,
    /// How they are tied.
    pub relation: Relation,
    /// The last day of the tie, when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Kin {
    /// Whether the tie holds on this day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.until.is_none_or(|last| day <= last)
    }
}

/// Legal capacity as a court found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapacityState {
    /// Әрекетке қабілетсіз / недееспособный.
    Incapable,
    /// Әрекет қабілеті шектеулі / ограниченно дееспособный.
    PartiallyCapable,
    /// Capacity given back by a later decision.
    Capable,
}

/// A row of court decisions on capacity. Import columns have the same names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// Whose capacity.
    pub iin: Iin,
    /// What the court found.
    pub state: CapacityState,
    /// From this day.
    pub from: Date,
    /// Until this day, inclusive, when it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// What kind of thing an address code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// A house for one household: жеке үй / индивидуальный жилой дом.
    House,
    /// A block of flats: көппәтерлі үй / многоквартирный дом. A flat must be chosen.
    Block,
    /// A flat or room: пәтер / квартира.
    Flat,
    /// A plot of land: жер учаскесі / земельный участок.
    Plot,
}

/// A row of the address register. Import columns have the same names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The code of the address.
    pub rka: AddressCode,
    /// The building of a flat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<AddressCode>,
    /// The territory.
    pub kato: Kato,
    /// What it is.
    pub kind: AddressKind,
    /// Whether the premises are meant for living.
    pub living: bool,
    /// Whether the address is in use (`actual` of the address register).
    pub actual: bool,
    /// City or settlement in Kazakh, as people write it.
    pub place_kk: String,
    /// City or settlement in Russian.
    pub place_ru: String,
    /// Street in Kazakh (name, then type).
    pub street_kk: String,
    /// Street in Russian (type, then name).
    pub street_ru: String,
    /// House number.
    pub house: String,
    /// Flat number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flat: Option<String>,
}

impl Address {
    /// Street, house and flat in a language (the address register has no English: Russian then).
    #[must_use]
    pub fn street_line(&self, language: Language) -> String {
        let (street, flat_word) = match language {
            Language::Kk => (&self.street_kk, "пәтер"),
            Language::Ru => (&self.street_ru, "кв."),
            Language::En => (&self.street_ru, "flat"),
        };
        let flat = self.flat.as_ref().map(|n| format!(", {flat_word} {n}")).unwrap_or_default();
        format!("{street}, {}{flat}", self.house)
    }

    /// The whole address in a language.
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let place = match language {
            Language::Kk => &self.place_kk,
            Language::Ru | Language::En => &self.place_ru,
        };
        format!("{place}, {}", self.street_line(language))
    }
}

/// Who holds a right of ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Holder {
    /// A person.
    Person(Iin),
    /// An organisation.
    Organisation(Bin),
    /// Somebody without a number on record.
    Unidentified,
}

/// A row of the title register: one right of ownership, or the mere record of a dwelling without
/// one. Import columns: `rka, owner, ownership, commissioned, area, since, document, encumbrance`
/// with `owner` an ИИН, a БИН, `unidentified` or empty, `area` in square metres with two decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleRow {
    /// The dwelling.
    pub rka: AddressCode,
    /// The owner; `None` when no right is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Holder>,
    /// Private, or housing stock of the state.
    pub ownership: Ownership,
    /// Whether the building was commissioned: пайдалануға берілген / введён в эксплуатацию.
    pub commissioned: bool,
    /// Useful area in hundredths of a square metre.
    pub area_hundredths: u32,
    /// Since when the right is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The document of title: an owner may stand twice, once a document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// A pledge or arrest on record; never a ground, never shown to applicants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encumbrance: Option<String>,
}

/// The form of ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ownership {
    /// Жеке меншік / частная собственность.
    Private,
    /// Housing stock of the state, given by lease: мемлекеттік тұрғын үй қоры.
    StateRental,
}

/// What the title register says of one dwelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The form of ownership.
    pub ownership: Ownership,
    /// Whether the building was commissioned.
    pub commissioned: bool,
    /// Useful area in hundredths of a square metre.
    pub area_hundredths: u32,
    /// Who owns it: each holder once, however many documents; in order.
    pub holders: Vec<Holder>,
    /// Pledges and arrests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encumbrances: Vec<String>,
}

impl Title {
    /// The rows of one dwelling put together, if there are any; each holder counts once.
    #[must_use]
    pub fn of_rows(rows: &[TitleRow]) -> Option<Self> {
        let first = rows.first()?;
        let mut holders: Vec<Holder> = rows.iter().filter_map(|row| row.owner).collect();
        holders.sort_unstable();
        holders.dedup();
        let state = rows.iter().any(|row| row.ownership == Ownership::StateRental);
        Some(Self {
            ownership: if state { Ownership::StateRental } else { Ownership::Private },
            commissioned: rows.iter().all(|row| row.commissioned),
            area_hundredths: first.area_hundredths,
            holders,
            encumbrances: rows.iter().filter_map(|row| row.encumbrance.clone()).collect(),
        })
    }
}

/// A row of the leases of state rental housing. Import columns: `rka, tenant, listed, from, until,
/// housing_office` with `listed` several ИИН separated by `;`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lease {
    /// The dwelling.
    pub rka: AddressCode,
    /// Жалдаушы / наниматель.
    pub tenant: Iin,
    /// The persons the lease lists besides the tenant.
    #[serde(default)]
    pub listed: Vec<Iin>,
    /// First day.
    pub from: Date,
    /// Last day; `None` while open-ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The housing office that mends the lease.
    pub housing_office: String,
}

impl Lease {
    /// Whether the lease is in force on a day.
    #[must_use]
    pub fn in_force_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    /// Whether the lease names the person; the tenant counts as listed.
    #[must_use]
    pub fn lists(&self, iin: Iin) -> bool {
        self.tenant == iin || self.listed.contains(&iin)
    }
}

/// A row of the mobile base. Import columns have the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneBinding {
    /// Whose number.
    pub iin: Iin,
    /// The number.
    pub phone: Phone,
    /// Since when it is bound to the person.
    pub bound_at: Timestamp,
}

/// What we know of a person whom a case touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFacts {
    /// The person register; `None`: no such person.
    pub person: Answered<Option<Person>>,
    /// Court decisions on capacity.
    pub capacity: Answered<Vec<Capacity>>,
    /// The number of the mobile base.
    pub phone: Answered<Option<PhoneBinding>>,
    /// Active entries of the registration book.
    pub registrations: Answered<Vec<Entry>>,
    /// The version of the person in the registration book.
    pub version: u64,
}

/// Everything the registers answered for one judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// When gathering ended.
    pub at: Timestamp,
    /// Applicant, subjects, children, owners, tenants, other parents.
    pub people: BTreeMap<Iin, PersonFacts>,
    /// Ties of applicant, subjects and children to anybody, both ways.
    pub kin: Answered<Vec<Kin>>,
    /// Leases of state rental housing at the dwelling, ended ones too. Always there with
    /// `dwelling`; for authority they are read where the applicant files for somebody whom no tie of
    /// parent, guardian, trustee or representative lets them file for, or who is 16 or over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leases: Option<Answered<Vec<Lease>>>,
    /// The dwelling; absent when authority failed and nothing else was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dwelling: Option<DwellingFacts>,
}

/// What the registers answered about the dwelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DwellingFacts {
    /// The address register; `None`: no such address.
    pub address: Answered<Option<Address>>,
    /// The title register; `None`: no record.
    pub title: Answered<Option<Title>>,
    /// Who is registered at this dwelling, permanently or temporarily; each person once.
    pub registered: Answered<Vec<Iin>>,
    /// Owners who switched on "always refuse".
    pub locks: Answered<Vec<Iin>>,
    /// Who owns the dwellings that people would leave: their old address and its title.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leaving: BTreeMap<AddressCode, Answered<Option<Title>>>,
    /// The version of the dwelling in the registration book.
    pub version: u64,
}

impl Facts {
    /// The row of a person, if the register knows them.
    #[must_use]
    pub fn person(&self, iin: Iin) -> Option<&Person> {
        self.people.get(&iin)?.person.is.as_ref()
    }

    /// What a court says of a person on a day; nobody is incapable without a decision.
    #[must_use]
    pub fn capacity_on(&self, iin: Iin, day: Date) -> CapacityState {
        let decisions = self.people.get(&iin).map(|p| p.capacity.is.as_slice()).unwrap_or_default();
        decisions
            .iter()
            .filter(|d| d.from <= day && d.until.is_none_or(|last| day <= last))
            .max_by_key(|d| d.from)
            .map_or(CapacityState::Capable, |d| d.state)
    }

    /// The active entries of a person.
    #[must_use]
    pub fn registrations(&self, iin: Iin) -> &[Entry] {
        self.people.get(&iin).map(|p| p.registrations.is.as_slice()).unwrap_or_default()
    }

    /// The ties by which `iin` is something to `of`, on a day.
    pub fn ties(&self, iin: Iin, of: Iin, day: Date) -> impl Iterator<Item = Relation> + '_ {
        let rows = self.kin.is.iter();
        rows.filter(move |k| k.iin == iin && k.of == of && k.holds_on(day)).map(|k| k.relation)
    }

    /// Whether two people are tied either way on a day.
    #[must_use]
    pub fn related(&self, one: Iin, other: Iin, day: Date) -> bool {
        self.ties(one, other, day).next().is_some() || self.ties(other, one, day).next().is_some()
    }

    /// The lease in force on a day (the last to begin renews the others), else the last to end.
    #[must_use]
    pub fn lease_on(&self, day: Date) -> Option<&Lease> {
        let leases = &self.leases.as_ref()?.is;
        let in_force = leases.iter().filter(|l| l.in_force_on(day)).max_by_key(|l| l.from);
        in_force.or_else(|| leases.iter().max_by_key(|l| l.until))
    }

    /// When a register last answered for these facts.
    #[must_use]
    pub fn answered_at(&self, register: Register) -> Option<Timestamp> {
        let people = self.people.values();
        let dwelling = self.dwelling.as_ref();
        match register {
            Register::Persons => people.map(|p| p.person.at).max(),
            Register::Capacity => people.map(|p| p.capacity.at).max(),
            Register::Phones => people.map(|p| p.phone.at).max(),
            Register::Kin => Some(self.kin.at),
            Register::Addresses => dwelling.map(|d| d.address.at),
            Register::Titles => dwelling.map(|d| d.title.at),
            Register::Leases => self.leases.as_ref().map(|leases| leases.at),
            Register::Registrations => dwelling.map(|d| d.registered.at),
            Register::Locks => dwelling.map(|d| d.locks.at),
        }
    }
}

#[cfg(test)]
mod tests;
