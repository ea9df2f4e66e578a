//! Questions to the caller, and the answer.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Iin, base64, time, time_if};
use crate::desk::consents::Question;
use crate::web::problem::Words;

/// An answer to a question.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the body; what comes is read field by field")]
pub(crate) struct AnswerRequest {
    /// `refuse`, or `agree` with a signature.
    #[schema(pattern = "^(agree|refuse)$", example = "refuse")]
    answer: String,
    /// Why, for `refuse`.
    #[schema(pattern = "^(stranger|unwilling|not_mine)?$", example = "stranger")]
    reason: Option<String>,
    /// How it is signed, for `agree`.
    #[schema(pattern = "^(eds|qr)?$")]
    method: Option<String>,
    /// The signature over `to_sign` (CMS) in Base64 or PEM, for `agree` by `eds`.
    #[schema(max_length = 60000, pattern = "^[A-Za-z0-9+/= \\r\\n-]*$")]
    cms: Option<String>,
}

/// A question to the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct Consent {
    /// Which question.
    #[schema(pattern = "^[0-9a-f]{32}$", example = "5f0c64d1b3a94e0e8d5be3b1c0a7f2e9")]
    id: String,
    /// As what the caller is asked.
    #[schema(pattern = "^(owner|co_owner|listed_person|other_parent)$", example = "owner")]
    role: &'static str,
    /// How it stands.
    #[schema(
        pattern = "^(asked|received|agreed|refused|lapsed|unreachable|void)$",
        example = "received"
    )]
    status: &'static str,
    /// The number of the application.
    #[schema(pattern = "^[B-Z]{4}-[B-Z]{4}-[B-Z]{4}$", example = "KQTR-BWDM-XHPL")]
    number: String,
    /// The applicant as others may see them.
    #[schema(example = "Ахметов Д.")]
    applicant: String,
    /// ИИН of those to be registered.
    #[schema(value_type = Vec<Iin>)]
    subjects: Vec<String>,
    /// ИИН of the children who come along.
    #[schema(value_type = Vec<Iin>)]
    children: Vec<String>,
    /// РКА: the code of the address.
    #[schema(pattern = "^[0-9]{16}$", example = "1202500000204082")]
    rka: String,
    /// The address in one line.
    address: Option<String>,
    /// `permanent` or `temporary`.
    #[schema(pattern = "^(permanent|temporary)$", example = "permanent")]
    kind: &'static str,
    /// The term of a temporary registration, in months.
    months: Option<u8>,
    /// When the caller was asked.
    #[schema(format = DateTime)]
    asked_at: String,
    /// An answer counts before this.
    #[schema(format = DateTime)]
    deadline: Option<String>,
    /// The very bytes of the question, which an agreement with a signature signs, in Base64.
    #[schema(content_encoding = "base64")]
    to_sign: String,
    /// Their SHA-256 in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    digest: String,
}

/// Questions to the caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentList {
    /// Newest first; at most a hundred applications.
    pub(crate) items: Vec<Consent>,
    /// Always null.
    pub(crate) next: Option<String>,
}

impl Consent {
    /// A question in words.
    pub(crate) fn of(words: Words<'_>, question: &Question) -> Self {
        let Question { case, request } = question;
        let application = &case.application;
        let known = case.state.filed().and_then(|filed| filed.known.as_ref());
        let address = known.and_then(|known| known.address.as_ref());
        let document = request.document(case.number(), application);
        let all =
            |people: &[residence::names::Iin]| people.iter().map(ToString::to_string).collect();
        Self {
            id: request.id.to_string(),
            role: request.party.role.as_str(),
            status: request.status(),
            number: case.number().to_string(),
            applicant: known.map(|known| known.applicant.clone()).unwrap_or_default(),
            subjects: all(&application.subjects),
            children: all(&application.children),
            rka: application.rka.to_string(),
            address: address.map(|address| address.line(words.language)),
            kind: application.kind.as_str(),
            months: application.months,
            asked_at: time(request.asked_at),
            deadline: time_if(request.clock.map(|clock| clock.deadline)),
            digest: residence::intake::Digest::of(document.as_bytes()).to_string(),
            to_sign: base64(document.as_bytes()),
        }
    }
}
