//! The phones over HTTP: `/api/phones` and `/api/stories` for programs, the pages of
//! `phones::pages` for people.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use residence::names::Phone;
use serde::Deserialize;
use serde_json::json;

use super::plays::Play;
use super::{Holder, Phones, pages, scan};
use crate::key_holder::Keys;
use crate::phone_app::Errand;
use crate::sms_centre::SmsCentre;
use crate::stories::Story;

/// The longest reply, in characters.
pub(super) const LONGEST: usize = 1000;

/// On every answer, unless it says otherwise itself.
const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
];

/// What the pages and the API work with.
#[derive(Clone)]
pub struct Booth {
    pub(super) phones: Arc<Phones>,
    centre: SmsCentre,
    /// The address of the portal, for links.
    pub(super) portal: Arc<str>,
    stories: Arc<[Story]>,
    /// Keys of those who have phones; without them no phone signs.
    pub(super) keys: Option<Keys>,
    /// What each phone has scanned and not answered.
    pub(super) scanned: Arc<Mutex<BTreeMap<Phone, Errand>>>,
    pub(super) plays: Arc<[Play]>,
}

impl Booth {
    /// These phones, with replies going to this centre, beside these stories and this portal.
    #[must_use]
    pub fn new(
        phones: Arc<Phones>,
        centre: SmsCentre,
        stories: &[Story],
        portal: SocketAddr,
    ) -> Self {
        Self {
            phones,
            centre,
            portal: format!("http://{portal}/").into(),
            plays: stories.iter().map(Play::of).collect(),
            stories: stories.into(),
            keys: None,
            scanned: Arc::default(),
        }
    }

    /// The same, where phones can sign with these keys.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        Self { keys: Some(keys), ..self }
    }
}

/// All routes.
pub fn router(booth: Booth) -> Router {
    Router::new()
        .merge(pages::routes())
        .merge(scan::routes())
        .route("/api/phones", get(phones))
        .route("/api/phones/{phone}/messages", get(messages).post(reply))
        .route("/api/phones/{phone}/state", post(switch))
        .route("/api/stories", get(stories))
        .layer(axum::extract::DefaultBodyLimit::max(16 * 1024))
        .layer(axum::middleware::map_response(dressed))
        .with_state(booth)
}

async fn dressed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn phones(State(booth): State<Booth>) -> Json<Vec<Holder>> {
    Json(booth.phones.shown(usize::MAX).into_iter().map(|shown| shown.holder).collect())
}

async fn messages(State(booth): State<Booth>, Path(phone): Path<String>) -> Response {
    let Some(phone) = known(&booth, &phone) else { return unknown() };
    let messages = booth.phones.messages(phone).unwrap_or_default();
    let inbox: Vec<_> = messages.into_iter().filter(|m| m.from != phone.as_str()).collect();
    Json(inbox).into_response()
}

#[derive(Deserialize)]
struct Reply {
    to: String,
    text: String,
}

async fn reply(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    Json(reply): Json<Reply>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return unknown() };
    match send(&booth, phone, &reply.to, &reply.text) {
        Ok(()) => (StatusCode::ACCEPTED, Json(json!({ "sent": true }))).into_response(),
        Err(why) => {
            let error = json!({ "error": why.of_the_field() });
            (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response()
        }
    }
}

#[derive(Deserialize)]
struct Switch {
    on: bool,
}

async fn switch(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    Json(Switch { on }): Json<Switch>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return unknown() };
    turn(&booth, phone, on);
    Json(json!({ "on": on })).into_response()
}

async fn stories(State(booth): State<Booth>) -> Response {
    Json(&*booth.stories).into_response()
}

/// A number of this world; `+` may come as a space, as forms write it.
pub(super) fn known(booth: &Booth, text: &str) -> Option<Phone> {
    let text = text.trim();
    let phone = if text.starts_with('+') { text.parse() } else { Phone::read(text) };
    phone.ok().filter(|phone| booth.phones.holder(*phone).is_some())
}

pub(super) fn unknown() -> Response {
    let error = json!({ "error": "nobody in this world has this number; see /api/phones" });
    (StatusCode::NOT_FOUND, Json(error)).into_response()
}

/// Why a message does not leave a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotSent {
    /// It is for somebody other than 1414.
    Other,
    /// There is nothing in it, or too much.
    Length,
    /// The phone is off.
    Off,
}

impl NotSent {
    /// For programs: the field that is wrong, and how.
    const fn of_the_field(self) -> &'static str {
        match self {
            Self::Other => "`to`: only 1414 is reached from here",
            Self::Length => "`text`: write 1 to 1000 characters",
            Self::Off => "this phone is switched off; switch it on first",
        }
    }

    /// For people.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::Other => "Only 1414 is reached from here.",
            Self::Length => "Write at least one character and at most 1000.",
            Self::Off => "This phone is switched off; switch it on first.",
        }
    }
}

pub(super) fn send(booth: &Booth, from: Phone, to: &str, text: &str) -> Result<(), NotSent> {
    if to != "1414" {
        return Err(NotSent::Other);
    }
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(NotSent::Length);
    }
    if booth.phones.is_on(from) == Some(false) {
        return Err(NotSent::Off);
    }
    booth.phones.wrote(from, text);
    booth.centre.reply(from.as_str(), "1414", text);
    Ok(())
}

pub(super) fn turn(booth: &Booth, phone: Phone, on: bool) {
    booth.phones.switch(phone, on);
    if on {
        booth.centre.phone_on(phone.as_str());
    }
}
