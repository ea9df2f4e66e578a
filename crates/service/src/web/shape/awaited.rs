//! What is awaited before something is signed.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::time;
use crate::desk::mobile::Mobile;

/// What is awaited before it is signed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Awaited {
    /// `code`: the password that was sent by SMS. `qr`: a signature by eGov Mobile. `revocation`: the
    /// signature is right and kept, and counts from when it came, as soon as it can be learned whether
    /// its certificate is revoked; there is nothing to do.
    #[schema(pattern = "^(code|qr|revocation)$", example = "code")]
    awaits: &'static str,
    /// Until when the password or the picture is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime, example = "2026-01-15T10:10:00+05:00")]
    expires_at: Option<String>,
    /// The text of the QR picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^mobileSign:https?://")]
    qr: Option<String>,
    /// Opens the app on the same phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "uri")]
    link: Option<String>,
}

impl Awaited {
    pub(crate) fn code(until: Timestamp) -> Self {
        Self { awaits: "code", expires_at: Some(time(until)), qr: None, link: None }
    }

    pub(crate) const fn revocation() -> Self {
        Self { awaits: "revocation", expires_at: None, qr: None, link: None }
    }

    pub(crate) fn qr(begun: Mobile) -> Self {
        let Mobile { id: _, qr, link, expires } = begun;
        Self { awaits: "qr", expires_at: Some(time(expires)), qr: Some(qr), link: Some(link) }
    }

    /// The answer that says so.
    pub(crate) fn accepted(self) -> Response {
        (StatusCode::ACCEPTED, Json(self)).into_response()
    }
}
