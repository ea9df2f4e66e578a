//! Questions to the caller, and the answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use residence::consent::RefusalReason;
use residence::law::SignMethod;
use residence::names::RequestId;

use super::{MOST_OF_A_SIGNATURE, word, wrong};
use crate::desk::eds::{Agreeing, Handed};
use crate::desk::mobile::Purpose;
use crate::web::Web;
use crate::web::body::Fields;
use crate::web::extract::{Id, Signed};
use crate::web::fault::{Fault, Wrong};
use crate::web::problem::Words;
use crate::web::shape::awaited::Awaited;
use crate::web::shape::consent::{AnswerRequest, Consent, ConsentList};

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
/// To refuse, being signed in is enough. To agree here needs a sign-in by EDS or QR and a signature over
/// `to_sign`: by `eds`, `cms` is the signature; by `qr`, the answer has what eGov Mobile opens, and the
/// question says when it is answered. Without a signature, agree by a reply to the SMS.
#[utoipa::path(
    post,
    path = "/api/v1/consents/{id}/answer",
    operation_id = "answerConsent",
    tag = "Owners",
    params(("id" = String, Path, description = "Which question", pattern = "^[0-9a-f]{32}$")),
    request_body = AnswerRequest,
    responses(
        (status = 200, description = "Answered", body = Consent),
        (status = 202, description = "Something more is awaited", body = Awaited),
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn answer(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    Id(id): Id<RequestId>,
    fields: Fields,
) -> Result<Response, Fault> {
    let answered = match said(fields)? {
        Said::Refuse(reason) => web.app.refuse(caller, id, reason).await?,
        Said::Agree(None) => {
            // Whoever may not agree at all is told that first.
            web.app.may_agree(caller, id).await?;
            return Err(Fault::Fields(vec![Wrong::new("cms", "required")]));
        }
        Said::Agree(Some(cms)) => {
            let handed = Handed { bytes: cms.as_bytes(), method: SignMethod::Eds };
            match web.app.agree(caller, id, handed).await? {
                Agreeing::Agreed(question) => *question,
                Agreeing::Waiting => return Ok(Awaited::revocation().accepted()),
            }
        }
        Said::AgreeByQr => {
            let purpose = Purpose::Consent(id);
            let begun = web.app.mobile_begin(Some(caller), purpose, caller.language).await?;
            return Ok(Awaited::qr(begun).accepted());
        }
    };
    let words = Words { texts: &web.app.texts, language: caller.language };
    Ok(Json(Consent::of(words, &answered)).into_response())
}

/// What a body answers.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::web) enum Said {
    Refuse(RefusalReason),
    /// With this signature.
    Agree(Option<String>),
    AgreeByQr,
}

/// What the body answers.
pub(in crate::web) fn said(mut fields: Fields) -> Result<Said, Fault> {
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
    let by = |text: &str| {
        word("method", text, &[("eds", SignMethod::Eds), ("qr", SignMethod::Qr)])
            .map_err(|_| wrong("method", "method"))
    };
    let method = if agrees == Some(true) {
        fields.parsed("method", 64, by)
    } else {
        fields.optional("method", 64, by)
    };
    let cms = fields.signature("cms", MOST_OF_A_SIGNATURE);
    fields.done(Vec::new)?;
    match (agrees, method) {
        (Some(true), Some(SignMethod::Qr)) => Ok(Said::AgreeByQr),
        (Some(true), ..) => Ok(Said::Agree(cms)),
        (Some(false) | None, _) => Ok(Said::Refuse(reason.unwrap_or(RefusalReason::None))),
    }
}
