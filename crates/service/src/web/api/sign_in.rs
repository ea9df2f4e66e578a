//! Signing in by SMS password, and signing out.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use residence::law::SignMethod;
use residence::names::Iin;

use super::MOST_OF_A_SIGNATURE;
use crate::desk::eds::Handed;
use crate::desk::sessions::Face;
use crate::desk::sign_in::{challenge_id, iin_error};
use crate::desk::{Once, Refusal};
use crate::web::Web;
use crate::web::body::{Fields, MayBeEmpty};
use crate::web::extract::{OnceKey, Signed};
use crate::web::fault::Fault;
use crate::web::language::Reads;
use crate::web::shape::sign_in::{
    Challenge, EdsChallenge, EdsRequest, PasswordRequest, Session, SignInRequest,
};
use crate::web::shape::{base64, time};

/// Ask for a sign-in password
///
/// An SMS goes to the number the mobile citizens base has for this ИИН. Known and unknown people get
/// the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/sms",
    operation_id = "askForSignIn",
    tag = "Sign in",
    params(("Idempotency-Key" = Option<String>, Header, description = "Once per attempt to sign in", min_length = 1, max_length = 255, pattern = "^[!-~]{1,255}$")),
    request_body = SignInRequest,
    responses((status = 202, description = "Sent, if there is anybody to send it to", body = Challenge)),
)]
pub(crate) async fn ask(
    State(web): State<Arc<Web>>,
    Reads(language): Reads,
    OnceKey(key): OnceKey,
    fields: Fields,
) -> Result<(StatusCode, Json<Challenge>), Fault> {
    let iin = who(fields)?;
    let once = Once { key: key.as_deref(), purpose: "sign_in" };
    let sent = web.app.sign_in_by_sms(&iin, language, once).await?;
    let challenge = Challenge { challenge_id: sent.id, expires_at: time(sent.expires) };
    Ok((StatusCode::ACCEPTED, Json(challenge)))
}

/// Whose sign-in the body asks for.
pub(in crate::web) fn who(mut fields: Fields) -> Result<String, Fault> {
    let iin = fields.parsed("iin", 64, |text| match text.parse::<Iin>() {
        Ok(_) => Ok(text.to_owned()),
        Err(why) => Err(iin_error("iin", why)),
    });
    fields.done(Vec::new)?;
    Ok(iin.unwrap_or_default())
}

/// Sign in with the password
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/sms/{challenge_id}",
    operation_id = "finishSignIn",
    tag = "Sign in",
    params(("challenge_id" = String, Path, description = "From the first call", pattern = "^[0-9a-f]{32}$")),
    request_body = PasswordRequest,
    responses((status = 200, description = "Signed in", body = Session)),
)]
pub(crate) async fn finish(
    State(web): State<Arc<Web>>,
    path: Result<Path<String>, axum::extract::rejection::PathRejection>,
    fields: Fields,
) -> Result<Json<Session>, Fault> {
    let code = password(fields)?;
    // A challenge that never was and one that has ended are told the same.
    let id = path.ok().and_then(|Path(text)| challenge_id(&text)).ok_or(Refusal::CodeExpired)?;
    let opened = web.app.finish_sign_in(&id, &code, Face::Api).await?;
    Ok(Json(Session { token: opened.token, expires_at: time(opened.expires) }))
}

/// The password in the body; whether it is right is asked later.
pub(in crate::web) fn password(mut fields: Fields) -> Result<String, Fault> {
    let code = fields.parsed("code", 64, |text| Ok(text.to_owned()));
    fields.done(Vec::new)?;
    Ok(code.unwrap_or_default())
}

/// Ask for a text that signs in
///
/// Whoever signs the text with their own EDS is signed in; it is good once.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/eds",
    operation_id = "askForEdsSignIn",
    tag = "Sign in",
    responses((status = 201, description = "The text to sign", body = EdsChallenge)),
)]
pub(crate) async fn ask_by_eds(
    State(web): State<Arc<Web>>,
    MayBeEmpty(fields): MayBeEmpty,
) -> Result<(StatusCode, Json<EdsChallenge>), Fault> {
    fields.done(Vec::new)?;
    let to_sign = web.app.eds_challenge().await?;
    let challenge = EdsChallenge {
        to_sign: base64(to_sign.document.as_bytes()),
        expires_at: time(to_sign.expires),
        challenge_id: to_sign.id,
    };
    Ok((StatusCode::CREATED, Json(challenge)))
}

/// Sign in with the signed text
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/eds/{challenge_id}",
    operation_id = "finishEdsSignIn",
    tag = "Sign in",
    params(("challenge_id" = String, Path, description = "From the first call", pattern = "^[0-9a-f]{32}$")),
    request_body = EdsRequest,
    responses((status = 200, description = "Signed in", body = Session)),
)]
pub(crate) async fn finish_by_eds(
    State(web): State<Arc<Web>>,
    path: Result<Path<String>, axum::extract::rejection::PathRejection>,
    fields: Fields,
) -> Result<Json<Session>, Fault> {
    let cms = signature(fields)?;
    let id = path.ok().and_then(|Path(text)| challenge_id(&text)).ok_or(Refusal::Ended)?;
    let handed = Handed { bytes: cms.as_bytes(), method: SignMethod::Eds };
    let opened = web.app.sign_in_by_eds(&id, handed, Face::Api).await?;
    Ok(Json(Session { token: opened.token, expires_at: time(opened.expires) }))
}

/// The signature in the body.
pub(in crate::web) fn signature(mut fields: Fields) -> Result<String, Fault> {
    let cms = fields.needed_signature("cms", MOST_OF_A_SIGNATURE);
    fields.done(Vec::new)?;
    Ok(cms.unwrap_or_default())
}

/// Sign out
///
/// The token opens nothing from now on.
#[utoipa::path(
    post,
    path = "/api/v1/sign-out",
    operation_id = "signOut",
    tag = "Sign in",
    responses((status = 204, description = "Signed out")),
    security(("bearer" = [])),
)]
pub(crate) async fn out(
    State(web): State<Arc<Web>>,
    signed: Signed,
    MayBeEmpty(fields): MayBeEmpty,
) -> Result<StatusCode, Fault> {
    fields.done(Vec::new)?;
    web.app.sign_out(&signed.token).await?;
    Ok(StatusCode::NO_CONTENT)
}
