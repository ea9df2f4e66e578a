//! Scanning a QR picture with a phone: pasting its text or link, seeing what is to be signed, signing or
//! refusing.

use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Form, Json, Router};
use residence::names::Phone;
use serde::Deserialize;
use serde_json::{Value, json};

use super::locked;
use super::pages::{around, nobody, page, wrong};
use super::views::Scan;
use super::web::{Booth, known, unknown};
use crate::key_holder::{Keys, Which};
use crate::phone_app::{Errand, open};

/// The routes of the pages and of the API.
pub(super) fn routes() -> Router<Booth> {
    Router::new()
        .route("/phones/{phone}/scan", post(scan).get(look))
        .route("/phones/{phone}/scan/sign", post(sign).get(home))
        .route("/phones/{phone}/scan/refuse", post(refuse).get(home))
        .route("/api/phones/{phone}/scan", post(for_programs))
}

/// Why it does not go on: the sentence, and whether the phone is to blame.
struct Hitch(String);

impl Hitch {
    fn of(sentence: impl ToString) -> Self {
        Self(sentence.to_string())
    }

    fn shown(&self, booth: &Booth, phone: Phone) -> Response {
        wrong(booth, StatusCode::UNPROCESSABLE_ENTITY, &self.0, Some(phone))
    }
}

/// The keys of the phones that can sign, if this one can.
fn keys(booth: &Booth, phone: Phone) -> Result<&Keys, Hitch> {
    if booth.phones.is_on(phone) == Some(false) {
        return Err(Hitch::of("This phone is switched off; switch it on first."));
    }
    booth.keys.as_ref().ok_or_else(|| Hitch::of("Nobody has keys in this world."))
}

async fn fetch(booth: &Booth, phone: Phone, code: &str) -> Result<Errand, Hitch> {
    let now = keys(booth, phone)?.authority().now();
    open(code, now).await.map_err(Hitch::of)
}

async fn bring(booth: &Booth, phone: Phone, errand: &Errand, key: &str) -> Result<(), Hitch> {
    let keys = keys(booth, phone)?;
    let which: Which = key.parse().map_err(|_| Hitch::of("There is no such key."))?;
    let owner = booth.phones.holder(phone).map(|holder| holder.iin);
    let holder = owner.and_then(|iin| keys.of(iin, which));
    let holder = holder.ok_or_else(|| Hitch::of("Whoever has this phone has no keys."))?;
    errand.sign(keys.authority(), &holder).await.map_err(Hitch::of)
}

async fn look(State(booth): State<Booth>, Path(phone): Path<String>) -> Response {
    let Some(phone) = known(&booth, &phone) else { return nobody(&booth) };
    let errand = locked(&booth.scanned).get(&phone).cloned();
    show(&booth, phone, errand.as_ref(), false)
}

fn show(booth: &Booth, phone: Phone, errand: Option<&Errand>, is_signed: bool) -> Response {
    let Some(shown) = booth.phones.one(phone) else { return nobody(booth) };
    let view = Scan { around: around(booth), shown: &shown, errand, is_signed };
    page(StatusCode::OK, &view)
}

#[derive(Deserialize)]
struct Scanned {
    code: String,
}

async fn scan(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    scanned: Result<Form<Scanned>, FormRejection>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return nobody(&booth) };
    let code = scanned.map(|Form(scanned)| scanned.code).unwrap_or_default();
    match fetch(&booth, phone, &code).await {
        Ok(errand) => {
            locked(&booth.scanned).insert(phone, errand);
            Redirect::to(&format!("/phones/{phone}/scan")).into_response()
        }
        Err(hitch) => hitch.shown(&booth, phone),
    }
}

#[derive(Deserialize)]
struct Signing {
    key: String,
}

/// What was fetched is signed once, however it ends.
async fn sign(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    signing: Result<Form<Signing>, FormRejection>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return nobody(&booth) };
    let errand = locked(&booth.scanned).remove(&phone);
    let Some(errand) = errand else {
        return Hitch::of("Nothing waits to be signed on this phone.").shown(&booth, phone);
    };
    let key = signing.map(|Form(signing)| signing.key).unwrap_or_default();
    match bring(&booth, phone, &errand, &key).await {
        Ok(()) => show(&booth, phone, Some(&errand), true),
        Err(hitch) => hitch.shown(&booth, phone),
    }
}

/// The app says nothing to the portal: it forgets.
async fn refuse(State(booth): State<Booth>, Path(phone): Path<String>) -> Response {
    let Some(phone) = known(&booth, &phone) else { return nobody(&booth) };
    locked(&booth.scanned).remove(&phone);
    Redirect::to(&format!("/phones/{phone}")).into_response()
}

/// The address of a form, looked at as a page.
async fn home(Path(phone): Path<String>) -> Redirect {
    Redirect::to(&format!("/phones/{phone}/scan"))
}

#[derive(Deserialize)]
struct Asked {
    code: String,
    /// Which of the person's keys; that of GOST if nothing is said.
    key: Option<String>,
    /// Whether it is signed; else it is looked at, and refused.
    #[serde(default)]
    sign: bool,
}

async fn for_programs(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    Json(asked): Json<Asked>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return unknown() };
    match walk(&booth, phone, &asked).await {
        Ok(told) => Json(told).into_response(),
        Err(Hitch(error)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": error }))).into_response()
        }
    }
}

async fn walk(booth: &Booth, phone: Phone, asked: &Asked) -> Result<Value, Hitch> {
    let errand = fetch(booth, phone, &asked.code).await?;
    if asked.sign {
        bring(booth, phone, &errand, asked.key.as_deref().unwrap_or("gost")).await?;
    }
    let documents = errand
        .documents
        .iter()
        .map(|document| json!({ "name": document.name, "text": document.text() }));
    Ok(json!({
        "description": errand.description,
        "organisation": errand.organisation.ru,
        "expires": errand.expires,
        "documents": documents.collect::<Vec<_>>(),
        "signed": asked.sign,
    }))
}
