//! The history of services: everything the caller has applied for, newest first.

use askama::Template;
use residence::case::Status;
use residence::names::CaseId;

use super::frame::Frame;
use super::stop::Answer;
use super::visit::Signed;
use crate::web::fault::Fault;

/// Applications on a page.
const A_PAGE: usize = 20;

#[derive(Template)]
#[template(path = "history.html")]
struct History {
    f: Frame,
    rows: Vec<Row>,
    /// Whether an application was begun and not made a draft yet.
    begun: bool,
    /// The page with older ones.
    next: Option<String>,
    /// Whether this is not the first page.
    later: bool,
}

struct Row {
    id: String,
    number: String,
    /// When it was signed; made, for a draft.
    at: String,
    kind: String,
    address: String,
    status: String,
    tone: &'static str,
}

/// Shows them.
pub(crate) async fn show(Signed { caller, visit }: Signed) -> Answer {
    let app = &visit.web.app;
    let from = visit.asked("from");
    let before =
        from.as_deref().map(str::parse::<CaseId>).transpose().map_err(|_| Fault::NoPage)?;
    if let Some(id) = before {
        app.own(caller, id).await?;
    }
    let mut found = app.applications(caller, before, A_PAGE + 1).await?;
    let more = found.len() > A_PAGE;
    found.truncate(A_PAGE);
    let mut rows = Vec::new();
    for case in found.iter().map(|loaded| &loaded.case) {
        let line = app.address_line(case.application.rka, visit.language).await?;
        let status = case.status();
        let at = case.state.filed().map_or(case.drafted_at, |filed| filed.signed_at);
        rows.push(Row {
            id: case.id.to_string(),
            number: case.number().to_string(),
            at: visit.moment(at),
            kind: app.texts.kind(visit.language, case.application.kind),
            address: line.unwrap_or_else(|| case.application.rka.to_string()),
            status: app.texts.status(visit.language, status),
            tone: match status {
                Status::Draft | Status::Withdrawn => "grey",
                Status::Signed
                | Status::Checking
                | Status::AwaitingConsent
                | Status::Registering => "blue",
                Status::Registered => "green",
                Status::Refused | Status::Referred => "red",
            },
        });
    }
    let next = rows.last().filter(|_| more).map(|last| format!("/applications?from={}", last.id));
    let begun =
        app.answers(&visit.shelf(caller)).await?.is_some_and(|answers| answers.draft.is_none());
    let frame = visit.frame(visit.t("history-heading")).await?;
    let f = Frame { here: "applications", wide: true, ..frame };
    visit.show(&History { f, rows, begun, next, later: before.is_some() })
}
