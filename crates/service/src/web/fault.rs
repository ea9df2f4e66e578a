//! What stops a request before or behind the desk, still without words.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use residence::ground::RuleId;
use residence::intake::FieldError;

use crate::desk::Refusal;

/// Why a request has no other answer than a problem document.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The desk refuses.
    Refused(Refusal),
    /// Fields are wrong, all of them named.
    Fields(Vec<Wrong>),
    /// The body is no JSON from this line and column on.
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// The `Idempotency-Key` is not 1–255 visible ASCII characters, or came twice.
    IdempotencyKey,
    /// The body did not come in time.
    Slow,
    /// The body is too large.
    TooLarge,
    /// The body is not plain `application/json`.
    MediaType,
    /// There is no such page.
    NoPage,
    /// There is such a page, but not for this method.
    Method,
    /// A form came without the token of whoever was shown it, or from another site.
    StaleForm,
    /// Something panicked.
    Internal,
}

/// One thing wrong with a field of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The field, as in the interface; empty for the body as a whole.
    pub(crate) field: String,
    /// What is wrong; the key of a translated text.
    pub(crate) code: &'static str,
    /// The rule that speaks, where one does.
    pub(crate) rule: Option<RuleId>,
    /// The known field whose name is nearest to an unknown one.
    pub(crate) near: Option<&'static str>,
}

impl Wrong {
    /// Something wrong with a field, where no rule speaks.
    pub(crate) fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, rule: None, near: None }
    }
}

impl From<FieldError> for Wrong {
    fn from(error: FieldError) -> Self {
        Self { field: error.field, code: error.code, rule: error.rule, near: None }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A fault on its way out: the outermost layer, which knows the language, puts it into words.
#[derive(Clone, Debug)]
pub(crate) struct Unsaid(pub(crate) Arc<Fault>);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Unsaid(Arc::new(self)));
        response
    }
}
