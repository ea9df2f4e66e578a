//! Whether the service lives, and whether it can work.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::Web;
use super::shape::time;

/// How the service is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `alive`, `ready`, or `not_ready`.
    #[schema(pattern = "^(alive|ready|not_ready)$", example = "ready")]
    status: &'static str,
    /// Whether the store can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^(ok|failed)$", example = "ok")]
    store: Option<&'static str>,
    /// Whether the link to the SMS centre is up. The service works without it: messages wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^(up|down)$", example = "up")]
    sms: Option<&'static str>,
    /// What time it is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    time: Option<String>,
}

/// Whether the process answers
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "alive",
    tag = "Health",
    responses((status = 200, description = "It does", body = Health)),
)]
pub(crate) async fn alive() -> Json<Health> {
    Json(Health { status: "alive", store: None, sms: None, time: None })
}

/// Whether the service can work
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "ready",
    tag = "Health",
    responses(
        (status = 200, description = "It can", body = Health),
        (status = 503, description = "The store cannot be read", body = Health),
    ),
)]
pub(crate) async fn ready(State(web): State<Arc<Web>>) -> (StatusCode, Json<Health>) {
    let app = &web.app;
    let store = app.store.queue().await;
    if let Err(error) = &store {
        tracing::error!(%error, "the store cannot be read");
    }
    let (code, status, store) = match store {
        Ok(_) => (StatusCode::OK, "ready", "ok"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "not_ready", "failed"),
    };
    let sms = if app.sms.is_up() { "up" } else { "down" };
    let time = Some(time(app.now()));
    (code, Json(Health { status, store: Some(store), sms: Some(sms), time }))
}
