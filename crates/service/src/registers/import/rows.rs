//! What a row of each kind says.

use jiff::Timestamp;
use jiff::civil::Date;
use residence::facts::{
    Address, AddressKind, Capacity, CapacityState, Kin, Language, Lease, Ownership, Person,
    PersonStatus, PhoneBinding, Relation, Sex, TitleRow,
};
use residence::names::{AddressCode, Iin, Kato, RegistrationId};
use residence::registration;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Kind;
use super::bad::Reason;
use super::fields::{BadField, Fields, Words};

/// A row of a file, in its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Of the person register.
    Person(Person),
    /// Of the kin register.
    Kin(Kin),
    /// Of the address register.
    Address(Address),
    /// Of the title register.
    Title(TitleRow),
    /// A lease of state rental housing.
    Lease(Lease),
    /// Of the mobile base.
    Phone(PhoneBinding),
    /// A court decision on capacity.
    Capacity(Capacity),
    /// An entry of the registration book made elsewhere.
    Registration(registration::Entry),
    /// Of the classifier of territories.
    Territory(Territory),
    /// A total of an earlier period.
    Total(MonthTotal),
    /// A birth.
    Birth(Birth),
}

/// A row of the classifier of territories: ӘАОЖ / КАТО.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Territory {
    /// The code.
    pub kato: Kato,
    /// `oblast`, `district`, `sub_district` or `settlement`, as the classifier has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The name in Kazakh.
    pub name_kk: String,
    /// The name in Russian.
    pub name_ru: String,
}

/// A total of an earlier period: what was done before Tirkeu kept the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthTotal {
    /// `2025-11`.
    pub month: String,
    /// `portal`, `mobile`, `kiosk` or `counter`.
    pub channel: String,
    /// Applications served.
    pub services: u64,
    /// People registered by them.
    pub persons: u64,
}

/// A birth as the civil registry announces it: an event, not a row of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Birth {
    /// Who was born.
    pub child: Iin,
    /// The mother; the child is registered where she is.
    pub mother: Iin,
    /// Day of birth.
    pub born: Date,
}

const SEX: Words<Sex> = Words { names: &["male", "female"], values: &[Sex::Male, Sex::Female] };

const STATUS: Words<PersonStatus> = Words {
    names: &["active", "deceased", "removed", "excluded"],
    values: &[
        PersonStatus::Active,
        PersonStatus::Deceased,
        PersonStatus::Removed,
        PersonStatus::Excluded,
    ],
};

const LANGUAGE: Words<Language> =
    Words { names: &["kk", "ru", "en"], values: &[Language::Kk, Language::Ru, Language::En] };

const RELATION: Words<Relation> = Words {
    names: &[
        "parent",
        "guardian",
        "trustee",
        "representative",
        "spouse",
        "sibling",
        "grandparent",
        "relative",
    ],
    values: &[
        Relation::Parent,
        Relation::Guardian,
        Relation::Trustee,
        Relation::Representative,
        Relation::Spouse,
        Relation::Sibling,
        Relation::Grandparent,
        Relation::Relative,
    ],
};

const CAPACITY: Words<CapacityState> = Words {
    names: &["incapable", "partially_capable", "capable"],
    values: &[CapacityState::Incapable, CapacityState::PartiallyCapable, CapacityState::Capable],
};

const ADDRESS: Words<AddressKind> = Words {
    names: &["house", "block", "flat", "plot"],
    values: &[AddressKind::House, AddressKind::Block, AddressKind::Flat, AddressKind::Plot],
};

const OWNERSHIP: Words<Ownership> = Words {
    names: &["private", "state_rental"],
    values: &[Ownership::Private, Ownership::StateRental],
};

const REGISTRATION: Words<registration::Kind> = Words {
    names: &["permanent", "temporary"],
    values: &[registration::Kind::Permanent, registration::Kind::Temporary],
};

const CHANNEL: Words<&str> = Words {
    names: &["portal", "mobile", "kiosk", "counter"],
    values: &["portal", "mobile", "kiosk", "counter"],
};

impl Row {
    /// Reads the fields of one row.
    pub(super) fn read(kind: Kind, fields: &Fields) -> Result<Self, BadField> {
        match kind {
            Kind::Persons => person(fields).map(Self::Person),
            Kind::Kin => kin(fields).map(Self::Kin),
            Kind::Addresses => address(fields).map(Self::Address),
            Kind::Titles => title(fields).map(Self::Title),
            Kind::Leases => lease(fields).map(Self::Lease),
            Kind::Phones => phone(fields).map(Self::Phone),
            Kind::Capacity => capacity(fields).map(Self::Capacity),
            Kind::Registrations => entry(fields).map(Self::Registration),
            Kind::Kato => territory(fields).map(Self::Territory),
            Kind::Totals => total(fields).map(Self::Total),
            Kind::Births => birth(fields).map(Self::Birth),
        }
    }
}

fn person(row: &Fields) -> Result<Person, BadField> {
    Ok(Person {
        iin: row.iin("iin")?,
        family_name: row.needed_text("family_name")?,
        // Some people have one name only; it stands as the family name.
        given_name: row.text("given_name"),
        patronymic: row.maybe_text("patronymic"),
        born: row.date("born")?,
        sex: row.word("sex", SEX)?,
        citizenship: row.country("citizenship")?,
        status: row.word("status", STATUS)?,
        full_time_student: row.maybe_yes("full_time_student")?,
        language: row.maybe_word("language", LANGUAGE)?.unwrap_or_default(),
    })
}

fn kin(row: &Fields) -> Result<Kin, BadField> {
    let kin = Kin {
        iin: row.iin("iin")?,
        of: row.iin("of")?,
        relation: row.word("relation", RELATION)?,
        until: row.maybe_date("until")?,
    };
    require(kin.iin != kin.of, "of", "is the same person as `iin`; name two people")?;
    Ok(kin)
}

fn capacity(row: &Fields) -> Result<Capacity, BadField> {
    let decision = Capacity {
        iin: row.iin("iin")?,
        state: row.word("state", CAPACITY)?,
        from: row.date("from")?,
        until: row.maybe_date("until")?,
    };
    in_order(decision.from, decision.until)?;
    Ok(decision)
}

fn address(row: &Fields) -> Result<Address, BadField> {
    let address = Address {
        rka: row.rka("rka")?,
        building: row.maybe_rka("building")?,
        kato: row.kato("kato")?,
        kind: row.word("kind", ADDRESS)?,
        living: row.yes("living")?,
        actual: row.yes("actual")?,
        place_kk: row.needed_text("place_kk")?,
        place_ru: row.needed_text("place_ru")?,
        street_kk: row.text("street_kk"),
        street_ru: row.text("street_ru"),
        house: row.text("house"),
        flat: row.maybe_text("flat"),
    };
    if address.kind == AddressKind::Flat {
        let building = address.building.is_some_and(|building| building != address.rka);
        require(building, "building", "must be the РКА of the building that the flat is in")?;
        require(address.flat.is_some(), "flat", "must be the number of the flat")?;
    }
    Ok(address)
}

fn title(row: &Fields) -> Result<TitleRow, BadField> {
    Ok(TitleRow {
        rka: row.rka("rka")?,
        owner: row.owner("owner")?,
        ownership: row.word("ownership", OWNERSHIP)?,
        commissioned: row.yes("commissioned")?,
        area_hundredths: row.area("area")?,
        since: row.maybe_date("since")?,
        document: row.text("document"),
        encumbrance: row.maybe_text("encumbrance"),
    })
}

fn lease(row: &Fields) -> Result<Lease, BadField> {
    let lease = Lease {
        rka: row.rka("rka")?,
        tenant: row.iin("tenant")?,
        listed: row.iins("listed")?,
        from: row.date("from")?,
        until: row.maybe_date("until")?,
        housing_office: row.needed_text("housing_office")?,
    };
    in_order(lease.from, lease.until)?;
    Ok(lease)
}

fn phone(row: &Fields) -> Result<PhoneBinding, BadField> {
    Ok(PhoneBinding {
        iin: row.iin("iin")?,
        phone: row.phone("phone")?,
        bound_at: row.time("bound_at")?,
    })
}

fn entry(row: &Fields) -> Result<registration::Entry, BadField> {
    let iin = row.iin("iin")?;
    let rka = row.rka("rka")?;
    let kind = row.word("kind", REGISTRATION)?;
    let opened_at = row.time("opened_at")?;
    let until = row.maybe_date("until")?;
    let closed_at = row.maybe_time("closed_at")?;
    let temporary = kind == registration::Kind::Temporary;
    require(temporary || until.is_none(), "until", "a permanent entry has no end; leave it empty")?;
    require(!temporary || until.is_some(), "until", "must be the last day of a temporary entry")?;
    let closed_later = closed_at.is_none_or(|closed| opened_at <= closed);
    require(closed_later, "closed_at", "is before `opened_at`")?;
    Ok(registration::Entry {
        id: row.id("id")?.unwrap_or_else(|| derived_id(iin, rka, kind, opened_at)),
        iin,
        rka,
        kind,
        opened_at,
        until,
        closed_at,
        opened_by: "import".to_owned(),
        closed_by: closed_at.map(|_| "import".to_owned()),
    })
}

/// The id of an entry whose file names none: the same for the same person, dwelling, kind and
/// opening, so that a later file which also says when the entry was closed means the same one.
fn derived_id(
    iin: Iin,
    rka: AddressCode,
    kind: registration::Kind,
    opened_at: Timestamp,
) -> RegistrationId {
    let text = format!("tirkeu import {iin} {rka} {} {opened_at}", kind.as_str());
    let hash = Sha256::digest(text.as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(slot, byte)| *slot = byte);
    RegistrationId::from_bytes(bytes)
}

fn territory(row: &Fields) -> Result<Territory, BadField> {
    Ok(Territory {
        kato: row.kato("kato")?,
        level: row.maybe_text("level"),
        name_kk: row.needed_text("name_kk")?,
        name_ru: row.needed_text("name_ru")?,
    })
}

fn total(row: &Fields) -> Result<MonthTotal, BadField> {
    Ok(MonthTotal {
        month: row.month("month")?,
        channel: row.word("channel", CHANNEL)?.to_owned(),
        services: row.count("services")?,
        persons: row.count("persons")?,
    })
}

fn birth(row: &Fields) -> Result<Birth, BadField> {
    let birth =
        Birth { child: row.iin("child")?, mother: row.iin("mother")?, born: row.date("born")? };
    require(birth.child != birth.mother, "mother", "is the same person as `child`")?;
    Ok(birth)
}

fn require(holds: bool, field: &'static str, why: &'static str) -> Result<(), BadField> {
    if holds { Ok(()) } else { Err(BadField(field, Reason::Contradiction(why))) }
}

fn in_order(from: Date, until: Option<Date>) -> Result<(), BadField> {
    require(until.is_none_or(|until| from <= until), "until", "is before `from`")
}
