//! Problem documents (RFC 9457), made here and nowhere else.
//!
//! The `type` of a problem is `/problems/NAME`, relative to the portal, where a page says what it
//! means. It is stable; titles and details are translated.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use residence::case::NotExpected;
use residence::checks::Rule;
use residence::facts::Language;
use residence::ground::{Article, Params, RuleId};
use serde::Serialize;
use utoipa::ToSchema;

use super::fault::{Fault, Wrong};
use crate::desk::Refusal;
use crate::limits::TooMany;
use crate::signatures::SignatureFault;
use crate::text::{Texts, key};

/// Seconds after which to try again when a register or the store is out of order.
const AFTER_A_FAULT: i64 = 5;

/// Seconds after which to try again where an administrator has to do something.
const AN_HOUR: i64 = 3_600;

/// Every kind of problem, with its status and what it means, in the order of their pages.
pub(crate) const KINDS: [(&str, u16); 27] = [
    ("bad-request", 400),
    ("unauthorised", 401),
    ("stale-form", 403),
    ("stronger-sign-in", 403),
    ("not-found", 404),
    ("method-not-allowed", 405),
    ("slow-request", 408),
    ("conflict", 409),
    ("open-application", 409),
    ("stale", 409),
    ("late", 409),
    ("closed", 409),
    ("too-large", 413),
    ("unsupported-media-type", 415),
    ("invalid-fields", 422),
    ("refused-at-signing", 422),
    ("signature", 422),
    ("ended", 422),
    ("method-unavailable", 422),
    ("idempotency-mismatch", 422),
    ("too-many-requests", 429),
    ("too-many-tries", 429),
    ("limit-rounds", 429),
    ("limit-strangers", 429),
    ("unavailable", 503),
    ("revocation-unknown", 503),
    ("certificates-unavailable", 503),
];

/// A problem document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// What kind of problem; stable, a page under this address says what it means.
    #[serde(rename = "type")]
    #[schema(
        format = "uri-reference",
        pattern = "^/problems/[a-z-]+$",
        example = "/problems/invalid-fields"
    )]
    kind: String,
    /// The kind in a few words, in the language of the answer.
    #[schema(example = "Some fields need mending")]
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    status: u16,
    /// What happened and what to do, in the language of the answer.
    #[schema(example = "Nothing was stored. Mend the fields that are named and send it again.")]
    detail: String,
    /// The rule that speaks, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^R-[A-Z0-9-]+$", example = "R-TEMP")]
    rule: Option<&'static str>,
    /// The official name of the text the rule rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    article: Option<String>,
    /// What to do about it, where a rule speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    remedy: Option<String>,
    /// Every field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    #[serde(skip)]
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// One thing wrong with a field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// The field, as `months` or `subjects[2]`; empty for the body as a whole.
    #[schema(example = "months")]
    field: String,
    /// What is wrong; stable.
    #[schema(pattern = "^[a-z_]+$", example = "term")]
    code: &'static str,
    /// What is wrong and what to write instead, in the language of the answer.
    message: String,
    /// The rule that speaks, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^R-[A-Z0-9-]+$")]
    rule: Option<&'static str>,
    /// The official name of the text the rule rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    article: Option<String>,
}

/// The texts and the language they are wanted in.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    /// All texts.
    pub(crate) texts: &'a Texts,
    /// The language of the answer.
    pub(crate) language: Language,
}

impl Words<'_> {
    /// A text without parameters.
    pub(crate) fn say(&self, key: &str) -> String {
        self.texts.say(self.language, key, &[])
    }

    /// The official name of the text a rule rests on. The rules about the state of an owner all name
    /// the same one.
    pub(crate) fn article(&self, rule: RuleId) -> String {
        let article =
            if rule.is_neutral() { Article::Announcement } else { Rule::of(rule).article };
        self.texts.article(self.language, article)
    }

    /// The problem document of a fault.
    pub(crate) fn problem(&self, fault: &Fault) -> Problem {
        match fault {
            Fault::Refused(refusal) => self.refused(refusal),
            Fault::Fields(wrong) => self.fields(wrong),
            Fault::Json { line, column } => self.json(*line, *column),
            Fault::IdempotencyKey => {
                let mut problem = self.of("bad-request");
                problem.detail = self.say("problem-idempotency-key-detail");
                problem
            }
            Fault::Slow => self.of("slow-request"),
            Fault::TooLarge => self.of("too-large"),
            Fault::MediaType => self.of("unsupported-media-type"),
            Fault::StaleForm => self.of("stale-form"),
            Fault::NoPage => self.of("not-found"),
            Fault::Method => self.of("method-not-allowed"),
            Fault::Internal => self.of("internal"),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Problem {
        match refusal {
            Refusal::Fields(wrong) => {
                let wrong: Vec<Wrong> = wrong.iter().cloned().map(Wrong::from).collect();
                self.fields(&wrong)
            }
            Refusal::Rule(rule, params) => self.rule(*rule, params),
            Refusal::WrongCode => self.fields(&[Wrong::new("code", "code_wrong")]),
            Refusal::CodeExpired => self.fields(&[Wrong::new("code", "code_expired")]),
            Refusal::TooMany(of_what, too_many) => self.too_many(of_what, *too_many),
            Refusal::Unauthorised => self.of("unauthorised"),
            Refusal::NotFound => self.of("not-found"),
            Refusal::Conflict(why) => self.of(match why {
                NotExpected::Closed => "closed",
                NotExpected::Status(_)
                | NotExpected::OtherApplicant
                | NotExpected::OtherContent
                | NotExpected::Form
                | NotExpected::NoRequest
                | NotExpected::Locked
                | NotExpected::Nothing => "conflict",
            }),
            Refusal::Late => self.of("late"),
            Refusal::MethodUnavailable => self.of("method-unavailable"),
            Refusal::Signature(fault) => self.signature(*fault),
            Refusal::Unlearnable => self.of("revocation-unknown").after(AFTER_A_FAULT),
            Refusal::NoSeal => self.of("certificates-unavailable").after(AN_HOUR),
            Refusal::Assurance => self.of("stronger-sign-in"),
            Refusal::Ended => self.of("ended"),
            Refusal::OtherContent => self.of("idempotency-mismatch"),
            Refusal::Busy => self.of("stale"),
            Refusal::Silent(register) => {
                tracing::warn!(register = register.as_str(), "a register does not answer");
                self.of("unavailable").after(AFTER_A_FAULT)
            }
            Refusal::Store(error) => {
                tracing::error!(%error, "the store failed");
                self.of("unavailable").after(AFTER_A_FAULT)
            }
        }
    }

    fn fields(&self, wrong: &[Wrong]) -> Problem {
        let mut problem = self.of("invalid-fields");
        let speaks = wrong.iter().find_map(|wrong| wrong.rule);
        problem.rule = speaks.map(RuleId::as_str);
        problem.article = speaks.map(|rule| self.article(rule));
        problem.errors = wrong.iter().map(|wrong| self.field(wrong)).collect();
        problem
    }

    fn field(&self, wrong: &Wrong) -> FieldProblem {
        let message = match wrong.near {
            Some(name) => {
                self.texts.say(self.language, "error-unknown-field-near", &[("name", name)])
            }
            None => self.say(&key("error", wrong.code)),
        };
        FieldProblem {
            field: wrong.field.clone(),
            code: wrong.code,
            message,
            rule: wrong.rule.map(RuleId::as_str),
            article: wrong.rule.map(|rule| self.article(rule)),
        }
    }

    fn json(&self, line: usize, column: usize) -> Problem {
        let mut problem = self.of("bad-request");
        let (line, column) = (line.to_string(), column.to_string());
        let place = [("line", line.as_str()), ("column", column.as_str())];
        problem.detail = self.texts.say(self.language, "problem-json-detail", &place);
        problem.errors = vec![self.field(&Wrong::new("", "json"))];
        problem
    }

    /// A rule speaks before anything is filed.
    fn rule(&self, rule: RuleId, params: &Params) -> Problem {
        let kind = if rule == RuleId::Open { "open-application" } else { "refused-at-signing" };
        let mut problem = self.of(kind);
        problem.detail = self.texts.ground(self.language, rule, params);
        problem.rule = Some(rule.as_str());
        problem.article = Some(self.article(rule));
        problem.remedy = Some(self.texts.remedy(self.language, rule, params));
        problem
    }

    /// A signature that is not taken; R-SIGN speaks.
    fn signature(&self, fault: SignatureFault) -> Problem {
        let mut problem = self.of("signature");
        problem.detail = self.say(&key("signature-fault", fault.as_str()));
        problem.rule = Some(RuleId::Sign.as_str());
        problem.article = Some(self.article(RuleId::Sign));
        problem.errors = vec![FieldProblem {
            field: "cms".to_owned(),
            code: fault.as_str(),
            message: problem.detail.clone(),
            rule: problem.rule,
            article: problem.article.clone(),
        }];
        problem
    }

    fn too_many(&self, of_what: &str, too_many: TooMany) -> Problem {
        let kind = match of_what {
            "tries" => "too-many-tries",
            "rounds" => "limit-rounds",
            "strangers" => "limit-strangers",
            _ => "too-many-requests",
        };
        let mut problem = self.of(kind).after(too_many.retry_after_seconds);
        let seconds = too_many.retry_after_seconds.to_string();
        let detail = key("problem", kind) + "-detail";
        problem.detail = self.texts.say(self.language, &detail, &[("seconds", &seconds)]);
        problem
    }

    fn of(&self, kind: &str) -> Problem {
        let known = KINDS.iter().find(|(name, _)| *name == kind);
        let text = key("problem", kind);
        Problem {
            kind: format!("/problems/{kind}"),
            title: self.say(&(text.clone() + "-title")),
            status: known.map_or(500, |(_, status)| *status),
            detail: self.say(&(text + "-detail")),
            rule: None,
            article: None,
            remedy: None,
            errors: Vec::new(),
            headers: Vec::new(),
        }
    }
}

impl Problem {
    /// The detail in one text, for a page that goes on.
    pub(crate) fn said(&self) -> String {
        let remedy = self.remedy.as_deref().unwrap_or_default();
        format!("{} {remedy}", self.detail).trim_end().to_owned()
    }

    /// What goes into the head of the answer.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> + '_ {
        self.headers.iter().cloned()
    }

    /// What a page of its own says: status, title, detail.
    pub(crate) fn page(&self) -> (u16, &str, String) {
        (self.status, &self.title, self.said())
    }

    fn after(mut self, seconds: i64) -> Self {
        self.headers.push((header::RETRY_AFTER, HeaderValue::from(seconds.max(1))));
        self
    }

    /// The answer that carries this document; what the layers below set stays, `Allow` above all.
    pub(crate) fn fill(self, mut response: Response) -> Response {
        let status = StatusCode::from_u16(self.status);
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        let kind = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, kind);
        headers.extend(self.headers);
        if self.status == 401 {
            let bearer = HeaderValue::from_static("Bearer realm=\"tirkeu\"");
            headers.insert(header::WWW_AUTHENTICATE, bearer);
        }
        *response.body_mut() = Body::from(body);
        response
    }
}
