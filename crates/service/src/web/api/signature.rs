//! Signing an application.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use residence::law::SignMethod;
use residence::names::CaseId;

use super::{MOST_OF_A_SIGNATURE, word, wrong};
use crate::desk::eds::{Filing, Handed};
use crate::desk::mobile::Purpose;
use crate::web::Web;
use crate::web::body::Fields;
use crate::web::extract::{Id, Signed};
use crate::web::fault::{Fault, Wrong};
use crate::web::shape::application::{Application, SignatureRequest};
use crate::web::shape::awaited::Awaited;

/// The ways to sign, by their names in the interface.
const METHODS: [(&str, SignMethod); 3] =
    [("eds", SignMethod::Eds), ("sms", SignMethod::Sms), ("qr", SignMethod::Qr)];
/// Sign
///
/// By `sms`: without `code` a password is sent; with it the draft is signed, which files it. By `eds`:
/// `cms` is a signature over `to_sign` of the draft. By `qr`: the answer has what eGov Mobile opens; the
/// application says when it is signed.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/signature",
    operation_id = "sign",
    tag = "Applications",
    params(("id" = String, Path, description = "Which application", pattern = "^[0-9a-f]{32}$")),
    request_body = SignatureRequest,
    responses(
        (status = 202, description = "Something more is awaited", body = Awaited),
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
    let (method, code, cms) = how(fields)?;
    // Whose it is comes before how it may be signed: another's application is not there.
    web.app.own(caller, id).await?;
    let signed = match (method, code, cms) {
        (SignMethod::Sms, None, _) => {
            let sent = web.app.send_signing_code(caller, id).await?;
            return Ok(Awaited::code(sent.expires).accepted());
        }
        (SignMethod::Sms, Some(code), _) => web.app.sign_by_sms(caller, id, &code).await?,
        (SignMethod::Eds, _, Some(cms)) => {
            let handed = Handed { bytes: cms.as_bytes(), method: SignMethod::Eds };
            match web.app.sign_by_eds(caller, id, handed).await? {
                Filing::Signed(loaded) => *loaded,
                Filing::Waiting => return Ok(Awaited::revocation().accepted()),
            }
        }
        (SignMethod::Eds, _, None) => {
            return Err(Fault::Fields(vec![Wrong::new("cms", "required")]));
        }
        (SignMethod::Qr, ..) => {
            let purpose = Purpose::Application(id);
            let begun = web.app.mobile_begin(Some(caller), purpose, caller.language).await?;
            return Ok(Awaited::qr(begun).accepted());
        }
    };
    Ok(Json(web.shown(&signed.case, caller.language).await?).into_response())
}

/// How the body asks to sign, and with which password or signature.
pub(in crate::web) fn how(
    mut fields: Fields,
) -> Result<(SignMethod, Option<String>, Option<String>), Fault> {
    let method = fields.parsed("method", 64, |text| {
        word("method", text, &METHODS).map_err(|_| wrong("method", "method"))
    });
    let code = fields.text("code", 64);
    let cms = fields.signature("cms", MOST_OF_A_SIGNATURE);
    fields.done(Vec::new)?;
    Ok((method.unwrap_or(SignMethod::Sms), code, cms))
}
