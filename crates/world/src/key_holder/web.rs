//! The key-holder's port: a web socket for portals, a page for people, `/api` for programs.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::{Form, Query, Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use eds::revocation::Reason;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use residence::names::Iin;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::signing::decode;
use super::socket::{Socket, accept};
use super::{Choice, HEARTBEAT, Mode, Owner, State, VERSION, Which, load, locked, revoke};

const STYLE: &str = include_str!("../../assets/phones.css");

/// How many people the page lists.
const LISTED: usize = 60;
/// How long it takes when it is slow and nothing else is said.
const SLOW: Duration = Duration::from_secs(20);

const HEADERS: [(HeaderName, &str); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
];

pub(super) fn router(state: Arc<State>) -> Router {
    Router::new()
        .route("/", get(front))
        .route(
            "/assets/phones.css",
            get(|| async { ([(header::CONTENT_TYPE, "text/css")], STYLE) }),
        )
        .route("/choose", post(async |state, Form(asked)| then_home(choose(state, asked))))
        .route("/cancel-next", post(async |state| then_home(cancel_next(state))))
        .route("/mode", post(async |state, Form(asked)| then_home(mode(state, asked))))
        .route("/revoke", post(async |state, Form(asked)| then_home(take_back(state, asked))))
        .route("/api/keys", get(keys))
        .route("/api/choose", post(async |state, Json(asked)| told(choose(state, asked))))
        .route("/api/cancel-next", post(async |state| told(cancel_next(state))))
        .route("/api/mode", post(async |state, Json(asked)| told(mode(state, asked))))
        .route("/api/load", post(open_file))
        .route("/api/revoke", post(async |state, Json(asked)| told(take_back(state, asked))))
        .layer(axum::extract::DefaultBodyLimit::max(64 * 1024))
        .layer(from_fn(only_this_machine))
        .layer(map_response(dressed))
        .with_state(state)
}

async fn dressed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Whether a host, with a port or without, is this machine as its own programs name it.
fn is_here(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_origin_here = text(header::ORIGIN).is_none_or(|origin| {
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some_and(is_here)
    });
    is_origin_here && text(header::HOST).is_some_and(is_here)
}

/// A page from elsewhere that somebody has open must not reach the keys, and neither must a name from
/// elsewhere that was pointed here. Programs that are no browser name no origin.
async fn only_this_machine(request: Request, next: Next) -> Response {
    if is_from_here(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "Only pages of this machine may use these keys.").into_response()
}

#[derive(Deserialize)]
struct Looked {
    #[serde(default)]
    q: String,
}

/// The page, or the web socket if the client asks for that.
async fn front(
    Shared(state): Shared<Arc<State>>,
    Query(looked): Query<Looked>,
    mut request: Request,
) -> Response {
    let headers = request.headers();
    let says = |name, word: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(',').any(|one| one.trim().eq_ignore_ascii_case(word))
    };
    if !says(header::UPGRADE, "websocket") || !says(header::CONNECTION, "upgrade") {
        return page(&state, looked.q.trim());
    }
    let Some(reply) = reply_to(headers) else {
        return (StatusCode::BAD_REQUEST, "This is no web socket of version 13.").into_response();
    };
    if *state.mode.borrow() == Mode::Off {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let Some(upgrade) = request.extensions_mut().remove::<OnUpgrade>() else {
        return StatusCode::UPGRADE_REQUIRED.into_response();
    };
    tokio::spawn(async move {
        match upgrade.await {
            Ok(stream) => {
                let talk = converse(Socket::new(TokioIo::new(stream)), &state).await;
                if let Err(error) = talk {
                    tracing::debug!(%error, "a page has left");
                }
            }
            Err(error) => tracing::debug!(%error, "a page has not stayed"),
        }
    });
    reply
}

/// What makes the connection a web socket.
fn reply_to(headers: &HeaderMap) -> Option<Response> {
    let key = headers.get(header::SEC_WEBSOCKET_KEY)?.to_str().ok()?;
    let version = headers.get(header::SEC_WEBSOCKET_VERSION)?;
    let accepted = HeaderValue::from_str(&accept(key)).ok().filter(|_| version == "13")?;
    let mut reply = StatusCode::SWITCHING_PROTOCOLS.into_response();
    let headers = reply.headers_mut();
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accepted);
    Some(reply)
}

/// Waits until it is so, or nothing changes any more.
async fn until(mode: &mut watch::Receiver<Mode>, is_so: impl Fn(Mode) -> bool) {
    drop(mode.wait_for(|mode| is_so(*mode)).await);
}

async fn converse<S>(mut socket: Socket<S>, state: &State) -> std::io::Result<()>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let mut off = state.mode.subscribe();
    socket.say(&json!({ "result": { "version": VERSION } }).to_string()).await?;
    loop {
        let said = tokio::select! {
            said = socket.hear() => match said? {
                Some(said) => said,
                None => return Ok(()),
            },
            () = until(&mut off, |mode| mode == Mode::Off) => return socket.close().await,
        };
        let now = *state.mode.borrow();
        if let Mode::Slow(time) = now
            && said != HEARTBEAT
        {
            // Until the time is over, or it is slow no longer.
            let mut mode = state.mode.subscribe();
            drop(tokio::time::timeout(time, until(&mut mode, |mode| mode != now)).await);
        }
        if *state.mode.borrow() == Mode::Off {
            return socket.close().await;
        }
        socket.say(&state.reply(&said)).await?;
    }
}

/// Why something cannot be done, in one sentence.
type Done = Result<(), &'static str>;

fn then_home(done: Done) -> Response {
    match done {
        Ok(()) => Redirect::to("/").into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
    }
}

fn told(done: Done) -> Response {
    match done {
        Ok(()) => Json(json!({ "done": true })).into_response(),
        Err(why) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": why }))).into_response()
        }
    }
}

const NOBODY: &str = "Nobody with this ИИН has keys here.";

#[derive(Deserialize)]
struct Chosen {
    /// Nothing: no key is chosen.
    iin: Option<Iin>,
    key: Option<Which>,
    #[serde(default)]
    always: bool,
}

fn choose(Shared(state): Shared<Arc<State>>, asked: Chosen) -> Done {
    let choice = match asked.iin {
        None => None,
        Some(iin) if state.ring.owner(iin).is_none() => return Err(NOBODY),
        Some(iin) => {
            let which = asked.key.unwrap_or(Which::Gost);
            Some(Choice { iin, which, always: asked.always })
        }
    };
    locked(&state.controls).choice = choice;
    Ok(())
}

fn cancel_next(Shared(state): Shared<Arc<State>>) -> Done {
    locked(&state.controls).cancels_next = true;
    Ok(())
}

#[derive(Deserialize)]
struct Wanted {
    mode: String,
    seconds: Option<u64>,
}

fn mode(Shared(state): Shared<Arc<State>>, wanted: Wanted) -> Done {
    let mode = match wanted.mode.as_str() {
        "ready" => Mode::Ready,
        "slow" => Mode::Slow(wanted.seconds.map_or(SLOW, Duration::from_secs)),
        "off" => Mode::Off,
        _ => return Err("It can be ready, slow or off."),
    };
    state.mode.send_replace(mode);
    Ok(())
}

#[derive(Deserialize)]
struct KeyFile {
    /// The file in Base64.
    p12: String,
    password: String,
}

async fn open_file(Shared(state): Shared<Arc<State>>, Json(file): Json<KeyFile>) -> Response {
    let bytes = decode(&file.p12).map_err(|why| why.to_string());
    match bytes.and_then(|bytes| load(&state, &bytes, &file.password)) {
        Ok(iin) => Json(json!({ "iin": iin })).into_response(),
        Err(why) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": why }))).into_response()
        }
    }
}

#[derive(Deserialize)]
struct TakenBack {
    iin: Iin,
    key: Option<Which>,
    /// As RFC 5280 numbers them; 4, superseded, if nothing is said.
    reason: Option<u8>,
}

fn take_back(Shared(state): Shared<Arc<State>>, asked: TakenBack) -> Done {
    if state.ring.owner(asked.iin).is_none() {
        return Err(NOBODY);
    }
    let reason = Reason::of(asked.reason.unwrap_or(4)).ok_or("There is no such reason.")?;
    revoke(&state, asked.iin, asked.key.unwrap_or(Which::Gost), reason)
        .map_err(|_| "The authority cannot write it down.")
}

/// What is chosen, and who is there.
async fn keys(Shared(state): Shared<Arc<State>>) -> Json<Value> {
    let (choice, cancels_next) = {
        let controls = locked(&state.controls);
        (controls.choice, controls.cancels_next)
    };
    let name = |owner: &Owner| format!("{} {}", owner.person.surname, owner.person.given_name);
    let chosen = choice
        .map(|Choice { iin, which, always }| json!({ "iin": iin, "key": which, "always": always }));
    let people =
        state.ring.owners().into_iter().map(
            |owner| json!({ "iin": owner.person.iin, "name": name(&owner), "note": owner.note }),
        );
    let mode = word(*state.mode.borrow());
    Json(json!({
        "mode": mode,
        "cancels_next": cancels_next,
        "chosen": chosen,
        "keys": Which::ALL,
        "people": people.collect::<Vec<_>>(),
    }))
}

const fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Ready => "ready",
        Mode::Slow(_) => "slow",
        Mode::Off => "off",
    }
}

/// The page.
#[derive(Template)]
#[template(path = "keys.html")]
struct Page<'p> {
    wanted: &'p str,
    chosen: Option<(Arc<Owner>, Which, bool, bool)>,
    mode: &'static str,
    cancels_next: bool,
    owners: Vec<Arc<Owner>>,
    more: usize,
}

fn page(state: &State, wanted: &str) -> Response {
    let (choice, cancels_next) = {
        let controls = locked(&state.controls);
        (controls.choice, controls.cancels_next)
    };
    let chosen = choice.and_then(|Choice { iin, which, always }| {
        let holder = state.ring.key(iin, which)?;
        let is_revoked = state.ring.authority.revoked(&holder.certificate).is_some();
        Some((state.ring.owner(iin)?, which, always, is_revoked))
    });
    let words: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    let fits = |owner: &Arc<Owner>| {
        let person = &owner.person;
        let (surname, name, iin) = (&person.surname, &person.given_name, person.iin);
        let text = format!("{surname} {name} {iin} {}", owner.note).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let mut owners: Vec<Arc<Owner>> = state.ring.owners().into_iter().filter(fits).collect();
    let more = owners.len().saturating_sub(LISTED);
    owners.truncate(LISTED);
    let mode = word(*state.mode.borrow());
    let page = Page { wanted, chosen, mode, cancels_next, owners, more };
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of the keys was not filled");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
