//! Certificates as files, and whether they are so.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use residence::names::{CaseId, RegistrationId};

use crate::desk::Refusal;
use crate::desk::certificates::{Code, Pdf};
use crate::web::Web;
use crate::web::extract::{Id, Signed};
use crate::web::fault::Fault;
use crate::web::language::Reads;
use crate::web::problem::Words;
use crate::web::shape::certificate::Verified;

/// A certificate on its way out.
pub(in crate::web) struct Download(pub(in crate::web) Pdf);

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let Pdf { code, bytes } = self.0;
        let headers = [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"tirkeu-{code}.pdf\"")),
            (header::CONTENT_LANGUAGE, "kk, ru".to_owned()),
        ];
        (headers, bytes).into_response()
    }
}

/// The entry that a file is named after.
pub(in crate::web) fn registration(file: &str) -> Result<RegistrationId, Fault> {
    file.strip_suffix(".pdf").and_then(|id| id.parse().ok()).ok_or(Fault::NoPage)
}

/// The address certificate
///
/// PDF/A-2b in Kazakh and Russian, signed by the service (PAdES). Of an entry of the caller's own, of
/// their children or of their wards that holds today; on the same day it is the same certificate.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{registration_id}.pdf",
    operation_id = "certificate",
    tag = "Certificates",
    params(("registration_id" = String, Path, description = "The entry", pattern = "^[0-9a-f]{32}$")),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")),
    security(("bearer" = [])),
)]
pub(crate) async fn of_registration(
    State(web): State<Arc<Web>>,
    Path(file): Path<String>,
    Signed { caller, .. }: Signed,
) -> Result<Response, Fault> {
    let pdf = web.app.certificate(caller, registration(&file)?).await?;
    Ok(Download(pdf).into_response())
}

/// The certificate of an application
///
/// That it was made and came to nothing because somebody did not answer, was not reached, or said no;
/// nothing of who that is. Any other application has none.
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}/attempt.pdf",
    operation_id = "certificateOfAttempt",
    tag = "Certificates",
    params(("id" = String, Path, description = "The application", pattern = "^[0-9a-f]{32}$")),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")),
    security(("bearer" = [])),
)]
pub(crate) async fn of_attempt(
    State(web): State<Arc<Web>>,
    Id(id): Id<CaseId>,
    Signed { caller, .. }: Signed,
) -> Result<Response, Fault> {
    let pdf = web.app.certificate_of_attempt(caller, id).await?;
    Ok(Download(pdf).into_response())
}

/// Whether a certificate is so
///
/// For anybody who has its code, which is read in any case, with hyphens or without. Names and
/// addresses are shown in part.
#[utoipa::path(
    get,
    path = "/api/v1/verify/{code}",
    operation_id = "verify",
    tag = "Certificates",
    params(("code" = String, Path, description = "The code of the certificate", pattern = "^[BCDFGHJ-NP-TV-XZ]{4}(-[BCDFGHJ-NP-TV-XZ]{4}){4}$", example = "KQTR-BWDM-XHPL-VCZF-GJNS")),
    responses((status = 200, description = "There is such a certificate", body = Verified)),
)]
pub(crate) async fn verify(
    State(web): State<Arc<Web>>,
    Reads(language): Reads,
    Path(text): Path<String>,
) -> Result<Json<Verified>, Fault> {
    let code: Code = text.parse().map_err(|_| Refusal::NotFound)?;
    let words = Words { texts: &web.app.texts, language };
    Ok(Json(Verified::of(&web.app.verify(&code).await?, words)))
}
