//! The two endpoints that the app eGov Mobile speaks to. Names of members are the app's.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use residence::facts::Language;
use serde_json::{Value, json};

use super::Web;
use super::body::bytes;
use super::fault::Fault;
use super::shape::{base64, time};
use crate::desk::Refusal;
use crate::desk::mobile::Purpose;
use crate::text::key;

type Answer = Result<Json<Value>, Fault>;

/// First: what is signed, until when, and where to fetch it.
pub(super) async fn describe(State(web): State<Arc<Web>>, Path(id): Path<String>) -> Answer {
    let description = web.app.mobile_description(&id).await?;
    let (ru, kk, en) = web.in_three_languages("portal-name");
    let what = web.in_three_languages(title(description.purpose));
    Ok(Json(json!({
        "description": what.0,
        "expiry_date": time(description.expires),
        "organisation": { "nameRu": ru, "nameKz": kk, "nameEn": en, "bin": "" },
        "document": {
            "uri": format!("{}/mgovSign/{id}/documents", web.app.signatures.origin),
            "auth_type": "Token",
            "auth_token": description.token,
        },
    })))
}

/// Then: the text itself.
pub(super) async fn documents(
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let token = token(&headers)?;
    let purpose = web.app.mobile_description(&id).await?.purpose;
    let text = web.app.mobile_text(&id, token).await?;
    let (ru, kk, en) = web.in_three_languages(title(purpose));
    Ok(Json(json!({
        "signMethod": "CMS_SIGN_ONLY",
        "version": 1,
        "documentsToSign": [{
            "id": 1,
            "nameRu": ru,
            "nameKz": kk,
            "nameEn": en,
            "meta": [],
            "document": { "file": { "mime": "@file/txt", "data": base64(text.as_bytes()) } },
        }],
    })))
}

/// At last: the signature in the place of the text.
pub(super) async fn signed(
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Result<Response, Fault> {
    let (parts, body) = request.into_parts();
    let token = token(&parts.headers)?;
    let bytes = bytes(&parts.headers, body).await?;
    let came: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Fault::Json { line: error.line(), column: error.column() })?;
    let signed = came.pointer("/documentsToSign/0/document/file/data").and_then(Value::as_str);
    let several = came.pointer("/documentsToSign/1").is_some();
    let cms = signed.filter(|_| !several).unwrap_or_default();
    match web.app.mobile_signed(&id, token, cms.as_bytes()).await {
        Ok(()) => Ok(Json(json!({ "message": "success" })).into_response()),
        // The app knows this status as a signature that is not taken.
        Err(Refusal::Signature(fault)) => {
            let key = key("signature-fault", fault.as_str());
            let (ru, kk, en) = web.in_three_languages(&key);
            let message = json!({ "message": en, "messageRu": ru, "messageKz": kk });
            Ok((StatusCode::FORBIDDEN, Json(message)).into_response())
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn token(headers: &HeaderMap) -> Result<&str, Fault> {
    let line = headers.get(header::AUTHORIZATION).and_then(|line| line.to_str().ok());
    let token = line.and_then(|line| line.strip_prefix("Bearer "));
    Ok(token.ok_or(Refusal::Unauthorised)?)
}

const fn title(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SignIn => "mobile-sign-in",
        Purpose::Application(_) => "mobile-application",
        Purpose::Consent(_) => "mobile-consent",
    }
}

impl Web {
    fn in_three_languages(&self, key: &str) -> (String, String, String) {
        let say = |language| self.app.texts.say(language, key, &[]);
        (say(Language::Ru), say(Language::Kk), say(Language::En))
    }
}
