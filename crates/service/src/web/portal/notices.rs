//! The inbox: everything the caller was told, newest first.

use askama::Template;

use super::frame::Frame;
use super::stop::Answer;
use super::visit::Signed;
use crate::web::fault::Fault;

/// Notices on a page.
const A_PAGE: usize = 20;

#[derive(Template)]
#[template(path = "notices.html")]
struct Notices {
    f: Frame,
    rows: Vec<Row>,
    /// The page with older ones.
    next: Option<String>,
    /// Whether this is not the first page.
    later: bool,
}

struct Row {
    at: String,
    machine: String,
    text: String,
    unread: bool,
    /// Where it leads, and with which words.
    link: Option<(String, String)>,
}

/// Shows them; what has been shown has been seen.
pub(crate) async fn show(Signed { caller, visit }: Signed) -> Answer {
    let app = &visit.web.app;
    let before = visit.asked("before").map(|text| text.parse::<u64>());
    let before = before.transpose().map_err(|_| Fault::NoPage)?;
    let inbox = app.inbox(caller, before, A_PAGE).await?;
    let rows = inbox.items.iter().map(|item| Row {
        at: visit.moment(item.at),
        machine: super::when::machine(item.at),
        text: item.text.clone(),
        unread: item.unread,
        link: match (item.question, item.case) {
            (Some(id), _) => Some((format!("/questions/{id}"), visit.t("notices-answer"))),
            (None, Some(id)) => Some((format!("/applications/{id}"), visit.t("notices-open"))),
            (None, None) => None,
        },
    });
    let rows = rows.collect();
    let next = inbox.next.map(|number| format!("/notices?before={number}"));
    if let Some(newest) = inbox.items.first().filter(|newest| newest.unread) {
        app.seen(caller, newest.number).await?;
    }
    let frame = visit.frame(visit.t("notices-heading")).await?;
    let f = Frame { here: "notices", ..frame };
    visit.show(&Notices { f, rows, next, later: before.is_some() })
}
