//! The pages for people. Everything works by links and forms; the script only looks again by itself.

use std::collections::HashMap;

use askama::Template;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use residence::names::Phone;
use serde::Deserialize;

use super::Shown;
use super::plays::{Group, Play};
use super::views::{Around, Card, Conversation, List, Scene, Wrong};
use super::wanted::Wanted;
use super::web::{Booth, known, send, turn};

const STYLE: &str = include_str!("../../assets/phones.css");
const SCRIPT: &str = include_str!("../../assets/phones.js");
const ICON: &str = include_str!("../../assets/phone.svg");

/// How many phones the page lists.
const LISTED: usize = 60;
/// The story a newcomer finds first, and open: it has everything, and ends well.
const FIRST: &str = "other_owner";

/// The routes of the pages.
pub(super) fn routes() -> Router<Booth> {
    Router::new()
        .route("/", get(list))
        .route("/phones/{phone}", get(conversation))
        .route("/phones/{phone}/reply", post(reply).get(back))
        .route("/phones/{phone}/switch/{state}", post(switch).get(back))
        .route("/assets/phones.css", get(|| file("text/css; charset=utf-8", STYLE)))
        .route("/assets/phones.js", get(|| file("text/javascript; charset=utf-8", SCRIPT)))
        .route("/assets/phone.svg", get(|| file("image/svg+xml", ICON)))
        .fallback(no_page)
}

async fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text)
}

#[derive(Default, Deserialize)]
struct Looked {
    #[serde(default)]
    q: String,
}

async fn list(
    State(booth): State<Booth>,
    looked: Result<Query<Looked>, QueryRejection>,
) -> Response {
    let q = looked.map(|Query(looked)| looked.q).unwrap_or_default();
    let wanted = Wanted::read(&q);
    let shown = booth.phones.shown(usize::MAX);
    let found: Vec<&Shown> = shown
        .iter()
        .filter(|shown| match wanted.is_everything() {
            true => shown.last.is_some(),
            false => wanted.fits_holder(&shown.holder),
        })
        .collect();
    page(
        StatusCode::OK,
        &List {
            around: around(&booth),
            wanted: q.trim(),
            cards: found.iter().take(LISTED).map(|shown| Card::of(shown)).collect(),
            more: found.len().saturating_sub(LISTED),
            all: shown.len(),
            groups: groups(&booth.plays, &wanted, &shown),
        },
    )
}

/// The stories that are looked for, those that end alike together.
fn groups<'a>(
    plays: &'a [Play],
    wanted: &Wanted,
    shown: &'a [Shown],
) -> Vec<(Group, Vec<Scene<'a>>)> {
    let by_phone: HashMap<_, _> = shown.iter().map(|shown| (shown.holder.phone, shown)).collect();
    let scene = |play: &'a Play| {
        let open = !wanted.is_everything() || play.id == FIRST;
        Scene::of(play, open, |phone| by_phone.get(&phone).copied())
    };
    let of = |group: Group| {
        let alike = plays.iter().filter(|play| play.group == group && wanted.fits_play(play));
        let mut alike: Vec<&Play> = alike.collect();
        alike.sort_by_key(|play| play.id != FIRST);
        alike.into_iter().map(scene).collect::<Vec<_>>()
    };
    let groups = Group::ALL.into_iter().map(|group| (group, of(group)));
    groups.filter(|(_, scenes)| !scenes.is_empty()).collect()
}

#[derive(Default, Deserialize)]
struct Look {
    /// Somebody's browser looks, but nobody sees it: nothing counts as read.
    #[serde(default)]
    unseen: bool,
}

async fn conversation(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    look: Result<Query<Look>, QueryRejection>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return nobody(&booth) };
    let unseen = look.is_ok_and(|Query(look)| look.unseen);
    let messages = if unseen { booth.phones.messages(phone) } else { booth.phones.look_at(phone) };
    let (Some(shown), Some(messages)) = (booth.phones.one(phone), messages) else {
        return nobody(&booth);
    };
    let plays = |play: &&Play| play.parts.iter().any(|part| part.phone == Some(phone));
    let play = booth.plays.iter().find(plays);
    let parts = play.map(|play| play.parts.as_slice()).unwrap_or_default();
    let of_the_story: HashMap<Phone, Shown> = parts
        .iter()
        .filter_map(|part| Some((part.phone?, booth.phones.one(part.phone?)?)))
        .collect();
    let scene = play.map(|play| Scene::of(play, true, |phone| of_the_story.get(&phone)));
    let view = Conversation::of(around(&booth), &shown, &messages).in_scene(scene);
    let view = if booth.keys.is_some() { view.with_keys() } else { view };
    page(StatusCode::OK, &view)
}

#[derive(Deserialize)]
struct Written {
    text: String,
}

async fn reply(
    State(booth): State<Booth>,
    Path(phone): Path<String>,
    written: Result<Form<Written>, FormRejection>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return nobody(&booth) };
    let Ok(Form(written)) = written else {
        let sentence = "What was sent could not be read; write it again.";
        return wrong(&booth, StatusCode::UNPROCESSABLE_ENTITY, sentence, Some(phone));
    };
    match send(&booth, phone, "1414", written.text.trim()) {
        Ok(()) => to(phone),
        Err(why) => wrong(&booth, StatusCode::UNPROCESSABLE_ENTITY, why.sentence(), Some(phone)),
    }
}

async fn switch(
    State(booth): State<Booth>,
    Path((phone, state)): Path<(String, String)>,
) -> Response {
    let Some(phone) = known(&booth, &phone) else { return nobody(&booth) };
    let on = match state.as_str() {
        "on" => true,
        "off" => false,
        _ => {
            let sentence = "A phone can be switched on or off, nothing else.";
            return wrong(&booth, StatusCode::NOT_FOUND, sentence, Some(phone));
        }
    };
    turn(&booth, phone, on);
    to(phone)
}

/// The address of a form, looked at as a page: the phone it belongs to.
async fn back(State(booth): State<Booth>, Path(path): Path<HashMap<String, String>>) -> Response {
    match path.get("phone").and_then(|phone| known(&booth, phone)) {
        Some(phone) => to(phone),
        None => nobody(&booth),
    }
}

async fn no_page(State(booth): State<Booth>, uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    wrong(&booth, StatusCode::NOT_FOUND, "There is no such page.", None)
}

fn to(phone: Phone) -> Response {
    Redirect::to(&format!("/phones/{phone}")).into_response()
}

pub(super) fn nobody(booth: &Booth) -> Response {
    wrong(booth, StatusCode::NOT_FOUND, "Nobody in this world has this number.", None)
}

pub(super) fn around(booth: &Booth) -> Around<'_> {
    Around { portal: &booth.portal, unread: booth.phones.unread() }
}

/// What went wrong, and back to a phone or to all of them.
pub(super) fn wrong(
    booth: &Booth,
    status: StatusCode,
    sentence: &str,
    phone: Option<Phone>,
) -> Response {
    let (back, back_to) = match phone {
        Some(phone) => (format!("/phones/{phone}"), "Back to the phone"),
        None => ("/".to_owned(), "All phones"),
    };
    page(status, &Wrong { around: around(booth), sentence, back, back_to })
}

pub(super) fn page(status: StatusCode, view: &impl Template) -> Response {
    match view.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page of the phones was not filled");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
