//! Addresses, properties, and what would happen at an address.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use residence::names::{AddressCode, Iin};
use residence::registration::Kind;

use super::{kind, rka};
use crate::desk::pre_check::Foreseen;
use crate::desk::sign_in::iin_error;
use crate::web::Web;
use crate::web::body::Fields;
use crate::web::extract::{Asked, Id, Signed};
use crate::web::fault::Fault;
use crate::web::language::Reads;
use crate::web::problem::Words;
use crate::web::shape::application::Ground;
use crate::web::shape::place::{
    Address, AddressList, PreCheck, PreCheckRequest, Property, PropertyList, RoleCount,
};

/// The shortest and longest search, in characters.
const SEARCH: std::ops::RangeInclusive<usize> = 3..=200;

/// Search addresses
///
/// By the beginnings of words of city, street, house and flat, in Kazakh or Russian.
#[utoipa::path(
    get,
    path = "/api/v1/addresses",
    operation_id = "findAddresses",
    tag = "Addresses",
    params(("q" = String, Query, description = "Words, as `Астана Абай 12`", min_length = 3, max_length = 200, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]+[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$", example = "Астана Абай 12")),
    responses((status = 200, description = "What was found", body = AddressList)),
)]
pub(crate) async fn search(
    State(web): State<Arc<Web>>,
    Reads(language): Reads,
    mut asked: Asked,
) -> Result<Json<AddressList>, Fault> {
    let words = asked.text("q", *SEARCH.end());
    match &words {
        Some(words) if words.trim().chars().count() < *SEARCH.start() => {
            asked.wrong("q", "too_short");
        }
        None if !asked.is_wrong("q") => asked.wrong("q", "required"),
        Some(_) | None => {}
    }
    asked.done()?;
    let found = web.app.find_addresses(&words.unwrap_or_default()).await?;
    let items = found.into_iter().map(|row| Address::of(row, language)).collect();
    Ok(Json(AddressList { items, next: None }))
}

/// One address
#[utoipa::path(
    get,
    path = "/api/v1/addresses/{rka}",
    operation_id = "address",
    tag = "Addresses",
    params(("rka" = String, Path, description = "РКА", pattern = "^[0-9]{16}$", example = "1202500000204082")),
    responses((status = 200, description = "The address", body = Address)),
)]
pub(crate) async fn address(
    State(web): State<Arc<Web>>,
    Reads(language): Reads,
    Id(rka): Id<AddressCode>,
) -> Result<Json<Address>, Fault> {
    Ok(Json(Address::of(web.app.address(rka).await?, language)))
}

/// What would happen
///
/// How many must agree to a registration and as what, or what stands in the way, for the caller,
/// their children and wards. Nothing is filed and nobody is told.
#[utoipa::path(
    post,
    path = "/api/v1/pre-checks",
    operation_id = "preCheck",
    tag = "Applications",
    request_body = PreCheckRequest,
    responses((status = 200, description = "What would happen", body = PreCheck)),
    security(("bearer" = [])),
)]
pub(crate) async fn pre_check(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    fields: Fields,
) -> Result<Json<PreCheck>, Fault> {
    let (rka, kind, subject) = planned(fields)?;
    let foreseen = web.app.foresee(caller, rka, kind, subject).await?;
    let words = Words { texts: &web.app.texts, language: caller.language };
    let (outcome, asks, findings) = match foreseen {
        Foreseen::Clear => ("clear", Vec::new(), Vec::new()),
        Foreseen::Asks(asks) => ("asks", RoleCount::all(&asks), Vec::new()),
        Foreseen::ServiceCentre(findings) => ("service_centre", Vec::new(), findings),
        Foreseen::Refuses(findings) => ("refused", Vec::new(), findings),
    };
    // Before anything is filed the state of an owner is not even named by its rule.
    let open = findings.iter().filter(|finding| !finding.rule.is_neutral());
    let grounds = open.map(|finding| Ground::of(words, finding)).collect();
    let text = words.say(&crate::text::key("pre-check", outcome));
    Ok(Json(PreCheck { outcome, consents: asks, grounds, text }))
}

/// Who would be registered where, by the body; the caller where it names nobody.
pub(in crate::web) fn planned(
    mut fields: Fields,
) -> Result<(AddressCode, Kind, Option<Iin>), Fault> {
    let rka = fields.parsed("rka", 64, rka);
    let kind = fields.parsed("kind", 64, kind);
    let subject = fields
        .optional("subject", 64, |text| text.parse().map_err(|why| iin_error("subject", why)));
    fields.done(Vec::new)?;
    let (Some(rka), Some(kind)) = (rka, kind) else { return Err(Fault::Internal) };
    Ok((rka, kind, subject))
}

/// The caller's dwellings
#[utoipa::path(
    get,
    path = "/api/v1/properties",
    operation_id = "properties",
    tag = "Owners",
    responses((status = 200, description = "What the caller owns", body = PropertyList)),
    security(("bearer" = [])),
)]
pub(crate) async fn properties(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
) -> Result<Json<PropertyList>, Fault> {
    let properties = web.app.properties(caller).await?;
    let items = properties.iter().map(|property| Property::of(property, caller.language));
    Ok(Json(PropertyList { items: items.collect(), next: None }))
}
