//! Addresses, properties and what a pre-check foresees.

use std::collections::BTreeMap;

use residence::consent::Role;
use residence::facts::{self, AddressKind, Language, Ownership};
use serde::Serialize;
use utoipa::ToSchema;

use super::application::Ground;
use crate::desk::places;

/// An address of the address register.
#[derive(Serialize, ToSchema)]
pub(crate) struct Address {
    /// РКА: the code of the address.
    #[schema(pattern = "^[0-9]{16}$", example = "1202500000204082")]
    rka: String,
    /// The building of a flat.
    #[schema(pattern = "^[0-9]{16}$")]
    building: Option<String>,
    /// What it is: a `block` has flats, of which one must be chosen.
    #[schema(pattern = "^(house|block|flat|plot)$", example = "flat")]
    kind: &'static str,
    /// КАТО: the code of the territory.
    #[schema(pattern = "^[0-9]{9}$", example = "711210000")]
    kato: String,
    /// Whether the premises are meant for living.
    living: bool,
    /// Whether the address is in use.
    actual: bool,
    /// City or settlement, in the language of the answer.
    #[schema(example = "Астана")]
    place: String,
    /// Street, in the language of the answer.
    street: String,
    /// House number.
    #[schema(example = "12А")]
    house: String,
    /// Flat number.
    flat: Option<String>,
    /// The whole address in one line, in the language of the answer.
    address: String,
}

impl Address {
    /// The address in a language. The register has no English: Russian then.
    pub(crate) fn of(row: facts::Address, language: Language) -> Self {
        let address = row.line(language);
        let (place, street) = match language {
            Language::Kk => (row.place_kk, row.street_kk),
            Language::Ru | Language::En => (row.place_ru, row.street_ru),
        };
        Self {
            rka: row.rka.to_string(),
            building: row.building.map(|rka| rka.to_string()),
            kind: match row.kind {
                AddressKind::House => "house",
                AddressKind::Block => "block",
                AddressKind::Flat => "flat",
                AddressKind::Plot => "plot",
            },
            kato: row.kato.to_string(),
            living: row.living,
            actual: row.actual,
            place,
            street,
            house: row.house,
            flat: row.flat,
            address,
        }
    }
}

/// Addresses that were found.
#[derive(Serialize, ToSchema)]
pub(crate) struct AddressList {
    /// Buildings before flats; at most twenty.
    #[schema(max_items = 20)]
    pub(crate) items: Vec<Address>,
    /// Always null: more words narrow a search down.
    pub(crate) next: Option<String>,
}

/// A dwelling of the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct Property {
    /// РКА: the code of the address.
    #[schema(pattern = "^[0-9]{16}$", example = "1202500000204082")]
    rka: String,
    /// The address in one line; null where the address register does not have it.
    address: Option<String>,
    /// Private, or housing stock of the state.
    #[schema(pattern = "^(private|state_rental)$", example = "private")]
    ownership: &'static str,
    /// Useful area in square metres.
    #[schema(minimum = 0, example = 54.2)]
    area: f64,
    /// Since when the right is on record.
    #[schema(format = Date, example = "2019-05-20")]
    since: Option<String>,
    /// The document of title.
    document: String,
}

impl Property {
    /// The property in a language.
    pub(crate) fn of(property: &places::Property, language: Language) -> Self {
        let places::Property { title, address } = property;
        Self {
            rka: title.rka.to_string(),
            address: address.as_ref().map(|address| address.line(language)),
            ownership: match title.ownership {
                Ownership::Private => "private",
                Ownership::StateRental => "state_rental",
            },
            area: f64::from(title.area_hundredths) / 100.0,
            since: title.since.map(|day| day.to_string()),
            document: title.document.clone(),
        }
    }
}

/// The dwellings of the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct PropertyList {
    /// One a document of title.
    pub(crate) items: Vec<Property>,
    /// Always null.
    pub(crate) next: Option<String>,
}

/// Who would be registered where.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct PreCheckRequest {
    /// РКА: the code of the address.
    #[schema(
        min_length = 16,
        max_length = 16,
        pattern = "^[0-9]{16}$",
        example = "1202500000204082"
    )]
    rka: String,
    /// `permanent` or `temporary`.
    #[schema(pattern = "^(permanent|temporary)$", example = "permanent")]
    kind: String,
    /// ИИН of the caller's child or ward; the caller when it is left out.
    #[schema(max_length = 12, pattern = "^([0-9]{12})?$", example = "850101300124")]
    subject: Option<String>,
}

/// What would happen.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreCheck {
    /// `clear`: nobody need agree; `asks`: those in `consents` must; `service_centre`: it is served
    /// there, whatever the reason; `refused`: what is in `grounds` stands in the way.
    #[schema(pattern = "^(clear|asks|service_centre|refused)$", example = "asks")]
    pub(crate) outcome: &'static str,
    /// How many must agree, by role. Who they are is not said.
    pub(crate) consents: Vec<RoleCount>,
    /// What stands in the way, where it is the caller's business.
    pub(crate) grounds: Vec<Ground>,
    /// The outcome in a sentence, in the language of the answer.
    pub(crate) text: String,
}

/// How many must agree in one role.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleCount {
    /// As what they are asked.
    #[schema(pattern = "^(owner|co_owner|listed_person|other_parent)$", example = "owner")]
    role: &'static str,
    /// How many.
    #[schema(minimum = 1, example = 1)]
    count: usize,
}

impl RoleCount {
    /// All roles and their counts.
    pub(crate) fn all(asks: &BTreeMap<Role, usize>) -> Vec<Self> {
        asks.iter().map(|(role, count)| Self { role: role.as_str(), count: *count }).collect()
    }
}
