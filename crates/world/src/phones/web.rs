//! The phones over HTTP: `GET /`, `/api/phones`, `/api/stories`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use residence::names::Phone;
use serde::Deserialize;
use serde_json::json;

use super::{Holder, Phones, page};
use crate::sms_centre::SmsCentre;

/// How many phones the page lists.
const LISTED: usize = 60;
/// The longest reply.
const LONGEST: usize = 1000;

/// What the page and the API work with.
#[derive(Clone)]
pub struct Booth {
    /// The phones.
    pub phones: Arc<Phones>,
    /// Where replies go.
    pub centre: SmsCentre,
    /// The stories, as the interface shows them.
    pub stories: Arc<serde_json::Value>,
}

/// All routes.
pub fn router(booth: Booth) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/style.css", get(style))
        .route("/phones/{phone}", get(conversation))
        .route("/phones/{phone}/reply", post(reply_by_form))
        .route("/phones/{phone}/switch/{state}", post(switch_by_form))
        .route("/api/phones", get(phones))
        .route("/api/phones/{phone}/messages", get(messages).post(reply))
        .route("/api/phones/{phone}/state", post(switch))
        .route("/api/stories", get(stories))
        .layer(axum::extract::DefaultBodyLimit::max(16 * 1024))
        .with_state(booth)
}

async fn list(State(booth): State<Booth>) -> Html<String> {
    let all = booth.phones.shown(usize::MAX);
    let more = all.len().saturating_sub(LISTED);
    Html(page::list(all.get(..LISTED).unwrap_or(&all), more))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], page::style())
}

async fn conversation(State(booth): State<Booth>, Path(phone): Path<String>) -> Response {
    let Some(phone) = known(&booth, &phone) else { return unknown() };
    let messages = booth.phones.look_at(phone).unwrap_or_default();
    let all = booth.phones.shown(usize::MAX);
    match all.iter().find(|shown| shown.holder.phone == phone) {
        Some(shown) => Html(page::conversation(shown, &messages)).into_response(),
        None => unknown(),
    }
}

#[derive(Deserialize)]
struct Written {
    text: String,
}

async fn reply_by_form(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    Form(written): Form<Written>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return unknown() };
    if let Err(why) = send(&booth, phone, "1414", &written.text) {
        return refused(why);
    }
    Redirect::to(&format!("/phones/{phone}")).into_response()
}

async fn switch_by_form(
    State(booth): State<Booth>,
    Path((phone, state)): Path<(String, String)>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return unknown() };
    turn(&booth, phone, state == "on");
    Redirect::to(&format!("/phones/{phone}")).into_response()
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
        Err(why) => refused(why),
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

async fn stories(State(booth): State<Booth>) -> Json<serde_json::Value> {
    Json((*booth.stories).clone())
}

/// A number of this world; `+` may come as a space, as forms write it.
fn known(booth: &Booth, text: &str) -> Option<Phone> {
    let text = text.trim();
    let phone = if text.starts_with('+') { text.parse() } else { Phone::read(text) };
    phone.ok().filter(|phone| booth.phones.holder(*phone).is_some())
}

fn unknown() -> Response {
    let error = json!({ "error": "nobody in this world has this number; see /api/phones" });
    (StatusCode::NOT_FOUND, Json(error)).into_response()
}

fn send(booth: &Booth, from: Phone, to: &str, text: &str) -> Result<(), &'static str> {
    if to != "1414" {
        return Err("`to`: only 1414 is reached from here");
    }
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err("`text`: write 1 to 1000 characters");
    }
    if booth.phones.is_on(from) == Some(false) {
        return Err("this phone is switched off; switch it on first");
    }
    booth.phones.wrote(from, text);
    booth.centre.reply(from.as_str(), "1414", text);
    Ok(())
}

fn refused(why: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": why }))).into_response()
}

fn turn(booth: &Booth, phone: Phone, on: bool) {
    booth.phones.switch(phone, on);
    if on {
        booth.centre.phone_on(phone.as_str());
    }
}
