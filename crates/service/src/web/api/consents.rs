//! Questions to the caller, and the answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use residence::consent::RefusalReason;
use residence::law::SignMethod;
use residence::names::RequestId;

use super::{signature_text, word, wrong};
use crate::web::Web;
use crate::web::body::Fields;
use crate::web::extract::{Id, Signed};
use crate::web::fault::Fault;
use crate::web::problem::Words;
use crate::web::shape::consent::{AnswerRequest, Consent, ConsentList};

const MOST_OF_A_SIGNATURE: usize = 60_000;

/// Questions to the caller
///
/// Looking at an open question counts as its receipt: the time to answer runs from then.
#[utoipa::path(
    get,
    path = "/api/v1/consents",
    operation_id = "consents",
    tag = "Owners",
    responses((status = 200, description = "The questions", body = ConsentList)),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
) -> Result<Json<ConsentList>, Fault> {
    let questions = web.app.questions(caller).await?;
    let words = Words { texts: &web.app.texts, language: caller.language };
    let items = questions.iter().map(|question| Consent::of(words, question)).collect();
    Ok(Json(ConsentList { items, next: None }))
}

/// Answer
///
/// To refuse, being signed in is enough. To agree here needs a signature; without one, agree by a
/// reply to the SMS.
#[utoipa::path(
    post,
    path = "/api/v1/consents/{id}/answer",
    operation_id = "answerConsent",
    tag = "Owners",
    params(("id" = String, Path, description = "Which question", pattern = "^[0-9a-f]{32}$")),
    request_body = AnswerRequest,
    responses((status = 200, description = "Answered", body = Consent)),
    security(("bearer" = [])),
)]
pub(crate) async fn answer(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    Id(id): Id<RequestId>,
    fields: Fields,
) -> Result<Json<Consent>, Fault> {
    let (agrees, reason) = said(fields)?;
    if agrees {
        return Err(Fault::AgreeBySms);
    }
    let answered = web.app.refuse(caller, id, reason).await?;
    let words = Words { texts: &web.app.texts, language: caller.language };
    Ok(Json(Consent::of(words, &answered)))
}

/// What the body answers: whether they agree, and why not.
pub(in crate::web) fn said(mut fields: Fields) -> Result<(bool, RefusalReason), Fault> {
    let agrees = fields.parsed("answer", 64, |text| {
        word("answer", text, &[("agree", true), ("refuse", false)])
            .map_err(|_| wrong("answer", "answer"))
    });
    let reason = fields.optional("reason", 64, |text| {
        let reasons = [
            ("stranger", RefusalReason::Stranger),
            ("unwilling", RefusalReason::Unwilling),
            ("not_mine", RefusalReason::NotMine),
        ];
        word("reason", text, &reasons)
    });
    fields.optional("method", 64, |text| {
        word("method", text, &[("eds", SignMethod::Eds), ("qr", SignMethod::Qr)])
            .map_err(|_| wrong("method", "method"))
    });
    fields.optional("cms", MOST_OF_A_SIGNATURE, signature_text);
    fields.done(Vec::new)?;
    Ok((agrees == Some(true), reason.unwrap_or(RefusalReason::None)))
}
