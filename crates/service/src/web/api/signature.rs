//! Signing an application.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use residence::law::SignMethod;
use residence::names::CaseId;

use super::{signature_text, word, wrong};
use crate::desk::Refusal;
use crate::web::Web;
use crate::web::body::Fields;
use crate::web::extract::{Id, Signed};
use crate::web::fault::Fault;
use crate::web::shape::application::{Application, CodeSent, SignatureRequest};
use crate::web::shape::time;

/// The ways to sign, by their names in the interface.
const METHODS: [(&str, SignMethod); 3] =
    [("eds", SignMethod::Eds), ("sms", SignMethod::Sms), ("qr", SignMethod::Qr)];
/// The most characters of a signature; the body has its own limit.
const MOST_OF_A_SIGNATURE: usize = 60_000;

/// Sign
///
/// Without `code` a password is sent by SMS; with it the draft is signed, which files it.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/signature",
    operation_id = "sign",
    tag = "Applications",
    params(("id" = String, Path, description = "Which application", pattern = "^[0-9a-f]{32}$")),
    request_body = SignatureRequest,
    responses(
        (status = 202, description = "The password is on its way", body = CodeSent),
        (status = 200, description = "Signed and filed", body = Application),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn sign(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    Id(id): Id<CaseId>,
    fields: Fields,
) -> Result<Response, Fault> {
    let (method, code) = how(fields)?;
    // Whose it is comes before how it may be signed: another's application is not there.
    web.app.own(caller, id).await?;
    if method != Some(SignMethod::Sms) {
        return Err(Refusal::MethodUnavailable.into());
    }
    let Some(code) = code else {
        let sent = web.app.send_signing_code(caller, id).await?;
        let sent = CodeSent { expires_at: time(sent.expires) };
        return Ok((StatusCode::ACCEPTED, Json(sent)).into_response());
    };
    let signed = web.app.sign_by_sms(caller, id, &code).await?;
    Ok(Json(web.shown(&signed.case, caller.language).await?).into_response())
}

/// How the body asks to sign, and with which password.
pub(in crate::web) fn how(
    mut fields: Fields,
) -> Result<(Option<SignMethod>, Option<String>), Fault> {
    let method = fields.parsed("method", 64, |text| {
        word("method", text, &METHODS).map_err(|_| wrong("method", "method"))
    });
    let code = fields.text("code", 64);
    fields.optional("cms", MOST_OF_A_SIGNATURE, signature_text);
    fields.done(Vec::new)?;
    Ok((method, code))
}
