//! The portal as an app of a phone: the way of the mobile app to the service, and what a browser
//! needs to install it. From there on it is the portal.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use residence::facts::Language;
use serde_json::{Value, json};

use super::around::Around;
use super::cookies;
use super::frame::{Frame, html};
use super::stop::{Answer, go};
use super::visit::Visit;
use super::ways::What;
use crate::web::Web;
use crate::web::fault::Fault;

/// What works without a network: the files of the design that pages of an app name.
const KEPT: [&str; 6] =
    ["portal.css", "portal.js", "app.js", "text.woff2", "emblem.svg", "favicon.svg"];
/// The page that says that there is no network.
const OFFLINE: &str = "/mobile/offline";

#[derive(Template)]
#[template(path = "app.html")]
struct App {
    f: Frame,
}

#[derive(Template)]
#[template(path = "app_housing.html")]
struct Housing {
    f: Frame,
}

#[derive(Template)]
#[template(path = "app_service.html")]
struct Service {
    f: Frame,
    /// How long people have to answer.
    window: String,
    /// Whether somebody can sign in here at all.
    open: bool,
}

#[derive(Template)]
#[template(path = "offline.html")]
struct Offline {
    f: Frame,
    /// Language, heading, text and button, the first in the language of the page.
    said: Vec<(&'static str, [String; 3])>,
}

/// «Госуслуги».
pub(crate) async fn home(visit: Visit) -> Answer {
    let f = frame(&visit, "app-heading").await?;
    shown(&visit, &App { f })
}

/// «Недвижимость и ЖКХ».
pub(crate) async fn housing(visit: Visit) -> Answer {
    let f = frame(&visit, "app-housing").await?;
    shown(&visit, &Housing { f })
}

/// «Регистрация по месту жительства населения Республики Казахстан».
pub(crate) async fn service(visit: Visit) -> Answer {
    let f = frame(&visit, "app-service").await?;
    let open = !visit.ways(What::SignIn).is_empty() || visit.caller.is_some();
    let window = visit.window();
    shown(&visit, &Service { f, window, open })
}

async fn frame(visit: &Visit, heading: &str) -> Result<Frame, Fault> {
    let frame = visit.frame(visit.t(heading)).await?;
    Ok(Frame { around: Around { as_app: true, ..visit.around }, ..frame })
}

/// A page of the way; from now on the portal is an app in this browser.
fn shown(visit: &Visit, page: &impl Template) -> Answer {
    if visit.kiosk.is_some() {
        return go(visit.around.start());
    }
    let mut response = visit.show(page)?;
    if !visit.around.as_app {
        let cookie = HeaderValue::try_from(cookies::set(cookies::AS_APP, "mobile"));
        response.headers_mut().extend(cookie.ok().map(|cookie| (header::SET_COOKIE, cookie)));
    }
    Ok(response)
}

/// What a browser needs to install it, in a language.
pub(crate) async fn manifest(
    State(web): State<Arc<Web>>,
    Path(language): Path<String>,
) -> Result<Response, Fault> {
    let language = cookies::named(&language).ok_or(Fault::NoPage)?;
    let manifest: Value = web.manifest(language);
    let kind = [(header::CONTENT_TYPE, "application/manifest+json")];
    Ok((kind, Json(manifest).0.to_string()).into_response())
}

/// The script that keeps the files of the design and the page without a network, and nothing else.
pub(crate) async fn worker(State(web): State<Arc<Web>>) -> Response {
    let kept = KEPT.map(|name| web.assets.address(name));
    let script = include_str!("../../../assets/worker.js")
        .replace("\"{kept}\"", &json!(kept).to_string())
        .replace("{offline}", OFFLINE);
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("service-worker-allowed"), "/"),
    ];
    (headers, script).into_response()
}

/// The page that is shown without a network: the same for everybody, so in all languages.
pub(crate) async fn offline(State(web): State<Arc<Web>>) -> Result<Response, Fault> {
    let say = |language: Language, key: &str| web.app.texts.say(language, key, &[]);
    let said = Language::ALL.map(|language| {
        let keys = ["app-offline-heading", "app-offline-text", "app-offline-again"];
        (language.as_str(), keys.map(|key| say(language, key)))
    });
    let [first, ..] = Language::ALL;
    let f = Frame::bare(&web, first, OFFLINE, say(first, "app-offline-heading"));
    html(StatusCode::OK, &Offline { f, said: said.into() })
}

impl Web {
    fn manifest(&self, language: Language) -> Value {
        let say = |key: &str| self.app.texts.say(language, key, &[]);
        let icon = |size: u32, purpose: &str| {
            let src = self.assets.address(&format!("icon-{size}.png"));
            json!({
                "src": src, "sizes": format!("{size}x{size}"), "type": "image/png",
                "purpose": purpose,
            })
        };
        json!({
            "id": "/mobile",
            "name": say("app-long-name"),
            "short_name": say("app-name"),
            "description": say("app-service"),
            "lang": language.as_str(),
            "start_url": format!("/mobile?language={}", language.as_str()),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0b4858",
            "icons": [icon(192, "any"), icon(512, "any"), icon(512, "maskable")],
        })
    }
}
