//! Certificates of whoever is signed in: which there can be, and the files.

use askama::Template;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use residence::law::day;
use residence::names::CaseId;

use super::frame::Frame;
use super::stop::Answer;
use super::visit::{Signed, Visit};
use crate::desk::certificates::Certifiable;
use crate::web::api::certificates::{Download, registration};
use crate::web::extract::Id;

#[derive(Template)]
#[template(path = "certificates.html")]
struct Certificates {
    f: Frame,
    rows: Vec<Row>,
    /// Whether certificates are issued here.
    open: bool,
}

/// An entry that can be certified.
struct Row {
    id: String,
    name: String,
    kind: String,
    address: String,
    since: String,
    until: String,
}

/// Shows which there can be.
pub(crate) async fn list(Signed { caller, visit }: Signed) -> Answer {
    let found = visit.web.app.certifiable(caller).await?;
    let rows = found.into_iter().map(|one| Row::of(&visit, one)).collect();
    let f = visit.frame(visit.t("certificates-heading")).await?;
    let open = visit.web.app.signatures.seal.is_some();
    visit.show(&Certificates { f, rows, open })
}

impl Row {
    fn of(visit: &Visit, Certifiable { name, entry, address }: Certifiable) -> Self {
        let address = address.map(|address| address.line(visit.language));
        let since = visit.date(day(entry.opened_at));
        let last = entry.until.and_then(|until| until.yesterday().ok());
        let until = last.map(|day| visit.say("certificates-until", &[("date", &visit.date(day))]));
        Self {
            id: entry.id.to_string(),
            name,
            kind: visit.web.app.texts.kind(visit.language, entry.kind),
            address: address.unwrap_or_else(|| entry.rka.to_string()),
            since: visit.say("certificates-since", &[("date", &since)]),
            until: until.unwrap_or_default(),
        }
    }
}

/// The certificate of a registration.
pub(crate) async fn file(Path(file): Path<String>, Signed { caller, visit }: Signed) -> Answer {
    let pdf = visit.web.app.certificate(caller, registration(&file)?).await?;
    Ok(Download(pdf).into_response())
}

/// The certificate of an application that came to nothing.
pub(crate) async fn of_attempt(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let pdf = visit.web.app.certificate_of_attempt(caller, id).await?;
    Ok(Download(pdf).into_response())
}
