//! The HTTP faces of the service: the pages of the portal, the API of `/api/v1` and its description.
//!
//! Thin: a handler reads what came, calls the desk and puts the answer into words. Problem documents
//! (RFC 9457) are made here and nowhere else.

mod api;
mod body;
mod extract;
mod fault;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod health;
mod language;
mod mobile;
mod network;
mod office;
mod openapi;
mod outer;
mod page;
mod portal;
mod problem;
mod serve;
mod shape;
mod unread;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, patch, post};
use jiff::SignedDuration;
use tokio::sync::Mutex;

pub use serve::serve;

use crate::app::App;
use crate::desk::Refusal;
use crate::desk::sessions::Face;
use crate::desk::status::Status;
use api::{
    applications, certificates, consents, people, places, sign_in, signature, statistics, status,
};
use fault::Fault;
use network::Network;

/// What handlers share.
pub(crate) struct Web {
    app: Arc<App>,
    network: Network,
    openapi: Box<str>,
    docs: Box<str>,
    assets: portal::Assets,
    status: Mutex<Option<Arc<Status>>>,
    /// Whose pages these are.
    face: Face,
}

/// How the service is doing is looked at anew at most so often.
const STATUS_LASTS: SignedDuration = SignedDuration::from_secs(5);

impl Web {
    /// How the service is doing. Whoever comes while somebody looks waits for what they find.
    async fn status(&self) -> Result<Arc<Status>, Refusal> {
        let mut known = self.status.lock().await;
        let now = self.app.now();
        let fresh = |status: &&Arc<Status>| now.duration_since(status.at) < STATUS_LASTS;
        if let Some(status) = known.as_ref().filter(fresh) {
            return Ok(Arc::clone(status));
        }
        let status = Arc::new(self.app.status().await?);
        *known = Some(Arc::clone(&status));
        Ok(status)
    }

    fn new(app: Arc<App>, face: Face) -> Self {
        let description = openapi::describe();
        Self {
            app,
            network: Network::default(),
            openapi: description.to_string().into(),
            docs: page::description(&description).into(),
            assets: portal::Assets::new(),
            status: Mutex::default(),
            face,
        }
    }
}

/// Everything the listener of the office answers: its pages, nothing of the portal's.
pub fn office(app: Arc<App>) -> Router {
    let web = Arc::new(Web::new(app, Face::Office));
    around(office::routes(), web)
}

/// What both listeners have: files of the design, health, and what goes around every request.
fn around(routes: Router<Arc<Web>>, web: Arc<Web>) -> Router {
    routes
        .route("/assets/{release}/{name}", get(portal::asset))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(async || Fault::NoPage)
        .method_not_allowed_fallback(async || Fault::Method)
        .layer(from_fn_with_state(Arc::clone(&web), outer::around))
        .with_state(web)
}

/// Everything the portal listener answers.
pub fn router(app: Arc<App>) -> Router {
    let web = Arc::new(Web::new(app, Face::Portal));
    let routes = Router::new()
        .route("/api/v1/sign-in/sms", post(sign_in::ask))
        .route("/api/v1/sign-in/sms/{challenge_id}", post(sign_in::finish))
        .route("/api/v1/sign-in/eds", post(sign_in::ask_by_eds))
        .route("/api/v1/sign-in/eds/{challenge_id}", post(sign_in::finish_by_eds))
        .route("/mgovSign/{id}", get(mobile::describe))
        .route("/mgovSign/{id}/documents", get(mobile::documents).put(mobile::signed))
        .route("/api/v1/sign-out", post(sign_in::out))
        .route("/api/v1/me", get(people::me))
        .route("/api/v1/addresses", get(places::search))
        .route("/api/v1/addresses/{rka}", get(places::address))
        .route("/api/v1/pre-checks", post(places::pre_check))
        .route("/api/v1/properties", get(places::properties))
        .merge(of_applications())
        .route("/api/v1/consents", get(consents::list))
        .route("/api/v1/consents/{id}/answer", post(consents::answer))
        .route("/api/v1/certificates/{file}", get(certificates::of_registration))
        .route("/api/v1/verify/{code}", get(certificates::verify))
        .route("/api/v1/statistics", get(statistics::statistics))
        .route("/api/v1/status", get(status::status))
        .route("/api/v1/openapi.json", get(openapi_json))
        .route("/api/docs", get(page::docs))
        .route("/problems/{name}", get(page::problem))
        .route("/assets/plain.css", get(page::style))
        .merge(portal::routes());
    around(routes, web)
}

fn of_applications() -> Router<Arc<Web>> {
    Router::new()
        .route("/api/v1/applications", get(applications::list).post(applications::create))
        .route("/api/v1/applications/{id}", patch(applications::change).get(applications::show))
        .route("/api/v1/applications/{id}/signature", post(signature::sign))
        .route("/api/v1/applications/{id}/withdrawal", post(applications::withdraw))
        .route("/api/v1/applications/{id}/repeat", post(applications::repeat))
        .route("/api/v1/applications/{id}/attempt.pdf", get(certificates::of_attempt))
}

async fn openapi_json(
    axum::extract::State(web): axum::extract::State<Arc<Web>>,
) -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CONTENT_LANGUAGE, "en")];
    (headers, web.openapi.to_string())
}
