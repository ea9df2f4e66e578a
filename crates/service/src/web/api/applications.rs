//! Drafts, changes, withdrawal, asking again, and looking.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use residence::case::Case;
use residence::facts::Language;
use residence::intake::{Desk, FieldError, Form};
use residence::names::CaseId;

use super::wrong;
use crate::cases::Loaded;
use crate::desk::{Caller, Once, Refusal};
use crate::web::Web;
use crate::web::body::{Fields, MayBeEmpty};
use crate::web::extract::{Asked, Id, OnceKey, Signed};
use crate::web::fault::Fault;
use crate::web::problem::Words;
use crate::web::shape::application::{
    Application, ApplicationList, ApplicationPatch, ApplicationRequest, Draft,
};

/// Applications on a page, unless the caller says how many; and the most.
const A_PAGE: usize = 20;
const MOST_A_PAGE: usize = 100;
/// The most characters of any text of a form.
const MOST_OF_A_TEXT: usize = 64;

/// The fields of a form.
const FIELDS: [&str; 8] =
    ["channel", "kind", "months", "rka", "reason", "arrived_on", "subjects", "children"];

/// A new draft and where it is.
type Created = (StatusCode, [(HeaderName, String); 1], Json<Draft>);

/// Make a draft
///
/// A draft costs nobody anything and asks nobody; signing files it.
#[utoipa::path(
    post,
    path = "/api/v1/applications",
    operation_id = "createApplication",
    tag = "Applications",
    params(("Idempotency-Key" = Option<String>, Header, description = "Once per application: the same key and body make one draft", min_length = 1, max_length = 255, pattern = "^[!-~]{1,255}$")),
    request_body = ApplicationRequest,
    responses((status = 201, description = "Made", body = Draft, headers(("Location" = String, description = "The application")))),
    security(("bearer" = [])),
)]
pub(crate) async fn create(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    OnceKey(key): OnceKey,
    mut fields: Fields,
) -> Result<Created, Fault> {
    let form = form(&mut fields, Form::default());
    fields.done(|| web.wrong_with(caller, &form))?;
    let once = Once { key: key.as_deref(), purpose: "application" };
    let Loaded { case, .. } = web.app.draft(caller, &form, once).await?;
    Ok(created(&case))
}

/// Change a draft
///
/// Fields that are left out stay. Whatever was sent to sign the draft is void.
#[utoipa::path(
    patch,
    path = "/api/v1/applications/{id}",
    operation_id = "changeDraft",
    tag = "Applications",
    params(("id" = String, Path, description = "Which application", pattern = "^[0-9a-f]{32}$")),
    request_body = ApplicationPatch,
    responses((status = 200, description = "Changed", body = Draft)),
    security(("bearer" = [])),
)]
pub(crate) async fn change(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    Id(id): Id<CaseId>,
    mut fields: Fields,
) -> Result<Json<Draft>, Fault> {
    let Loaded { case, .. } = web.app.own(caller, id).await?;
    let form = form(&mut fields, Form::from(&case.application));
    fields.done(|| web.wrong_with(caller, &form))?;
    let Loaded { case, .. } = web.app.change(caller, id, &form).await?;
    Ok(Json(Draft::of(&case)))
}

/// The caller's applications
#[utoipa::path(
    get,
    path = "/api/v1/applications",
    operation_id = "applications",
    tag = "Applications",
    params(
        ("cursor" = Option<String>, Query, description = "`next` of the page before", pattern = "^[0-9a-f]{32}$"),
        ("limit" = Option<u16>, Query, description = "Applications on a page; 20 unless said", minimum = 1, maximum = 100),
    ),
    responses((status = 200, description = "A page, newest first", body = ApplicationList)),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    mut asked: Asked,
) -> Result<Json<ApplicationList>, Fault> {
    let no_page = || wrong("cursor", "cursor");
    let cursor = asked.parsed("cursor", 64, |text| text.parse::<CaseId>().map_err(|_| no_page()));
    let limit = asked.parsed("limit", 64, limit);
    asked.done()?;
    if let Some(id) = cursor {
        match web.app.own(caller, id).await {
            Err(Refusal::NotFound) => return Err(Fault::Fields(vec![no_page().into()])),
            own => own?,
        };
    }
    let limit = limit.unwrap_or(A_PAGE);
    let mut found = web.app.applications(caller, cursor, limit + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| last.case.id.to_string());
    let mut items = Vec::new();
    for Loaded { case, .. } in &found {
        items.push(web.shown(case, caller.language).await?);
    }
    Ok(Json(ApplicationList { items, next }))
}

/// One application
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}",
    operation_id = "application",
    tag = "Applications",
    params(("id" = String, Path, description = "Which application", pattern = "^[0-9a-f]{32}$")),
    responses((status = 200, description = "The application", body = Application)),
    security(("bearer" = [])),
)]
pub(crate) async fn show(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    Id(id): Id<CaseId>,
) -> Result<Json<Application>, Fault> {
    let Loaded { case, .. } = web.app.own(caller, id).await?;
    Ok(Json(web.shown(&case, caller.language).await?))
}

/// Withdraw
///
/// From the signing until the decision.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/withdrawal",
    operation_id = "withdraw",
    tag = "Applications",
    params(("id" = String, Path, description = "Which application", pattern = "^[0-9a-f]{32}$")),
    responses((status = 200, description = "Withdrawn", body = Application)),
    security(("bearer" = [])),
)]
pub(crate) async fn withdraw(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    Id(id): Id<CaseId>,
    MayBeEmpty(fields): MayBeEmpty,
) -> Result<Json<Application>, Fault> {
    fields.done(Vec::new)?;
    let Loaded { case, .. } = web.app.withdraw(caller, id).await?;
    Ok(Json(web.shown(&case, caller.language).await?))
}

/// Ask again
///
/// A new draft with the content of an application that has ended.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/repeat",
    operation_id = "askAgain",
    tag = "Applications",
    params(
        ("id" = String, Path, description = "Which application", pattern = "^[0-9a-f]{32}$"),
        ("Idempotency-Key" = Option<String>, Header, description = "Once per repetition", min_length = 1, max_length = 255, pattern = "^[!-~]{1,255}$"),
    ),
    responses((status = 201, description = "Made", body = Draft, headers(("Location" = String, description = "The application")))),
    security(("bearer" = [])),
)]
pub(crate) async fn repeat(
    State(web): State<Arc<Web>>,
    Signed { caller, .. }: Signed,
    Id(id): Id<CaseId>,
    OnceKey(key): OnceKey,
    MayBeEmpty(fields): MayBeEmpty,
) -> Result<Created, Fault> {
    fields.done(Vec::new)?;
    let Loaded { case, .. } = web.app.ask_again(caller, id, key.as_deref()).await?;
    Ok(created(&case))
}

fn created(case: &Case) -> Created {
    let location = (header::LOCATION, format!("/api/v1/applications/{}", case.id));
    (StatusCode::CREATED, [location], Json(Draft::of(case)))
}

/// The form that came, over one that was there before.
pub(in crate::web) fn form(fields: &mut Fields, mut form: Form) -> Form {
    let text = |fields: &mut Fields, name, before: Option<String>| {
        if fields.names(name) { fields.text(name, MOST_OF_A_TEXT) } else { before }
    };
    // Kiosks and counters have listeners of their own; nobody becomes one by saying so.
    if fields.names("channel") {
        let channels = [("portal", "portal"), ("mobile", "mobile"), ("counter", "counter")];
        let read = |text: &str| super::word("channel", text, &channels).map(str::to_owned);
        form.channel = fields.optional("channel", MOST_OF_A_TEXT, read);
    }
    form.kind = text(fields, "kind", form.kind);
    if fields.names("months") {
        form.months = fields.integer("months");
    } else if form.kind.as_deref() == Some("permanent") {
        form.months = None;
    }
    form.rka = text(fields, "rka", form.rka);
    form.reason = text(fields, "reason", form.reason);
    form.arrived_on = text(fields, "arrived_on", form.arrived_on);
    if fields.names("subjects") {
        form.subjects = fields.texts("subjects", MOST_OF_A_TEXT).unwrap_or_default();
    }
    if fields.names("children") {
        form.children = fields.texts("children", MOST_OF_A_TEXT);
    }
    fields.know(&FIELDS);
    form
}

fn limit(text: &str) -> Result<usize, FieldError> {
    let limit = text.parse().ok().filter(|limit| (1..=MOST_A_PAGE).contains(limit));
    limit.ok_or_else(|| wrong("limit", "limit"))
}

impl Web {
    /// What the form itself would be refused for.
    fn wrong_with(&self, caller: Caller, form: &Form) -> Vec<FieldError> {
        let at = self.app.now();
        let law = self.app.law_at(at);
        let Caller { iin, language, .. } = caller;
        let desk = Desk { applicant: iin, following: &[], language, law: &law, at, counter: None };
        form.read(&desk).err().unwrap_or_default()
    }

    /// An application of the caller's with its journal.
    pub(crate) async fn shown(
        &self,
        case: &Case,
        language: Language,
    ) -> Result<Application, Fault> {
        let journal = self.app.journal(case.id).await?;
        let words = Words { texts: &self.app.texts, language };
        Ok(Application::of(words, case, &journal).map_err(Refusal::from)?)
    }
}
