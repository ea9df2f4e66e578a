//! All answers, each with the way to change it, before anything is signed.

use askama::Template;
use axum::http::StatusCode;

use super::{Journey, Step};
use crate::desk::Refusal;
use crate::web::portal::frame::Frame;
use crate::web::portal::question::Question;
use crate::web::portal::stop::{Answer, Stop, go};
use crate::web::portal::visit::{Signed, SignedPost};

#[derive(Template)]
#[template(path = "check.html")]
struct Check {
    f: Frame,
    q: Question,
    rows: Vec<Row>,
}

/// An answer.
struct Row {
    /// What was asked.
    label: String,
    /// What was answered, a line each.
    lines: Vec<String>,
    /// The page that changes it.
    change: &'static str,
    /// What is wrong with it.
    error: String,
}

/// Shows all answers.
pub(crate) async fn check(Signed { caller, visit }: Signed) -> Answer {
    let journey = Journey::of(caller, visit).await?;
    // Whoever comes too early is led to what is missing.
    let wanted = journey.wanted();
    if wanted == Step::Check {
        page(&journey, Question::default()).await
    } else {
        go(wanted.path())
    }
}

async fn page(journey: &Journey, told: Question) -> Answer {
    let visit = &journey.visit;
    let rows = rows(journey).await?;
    let mut q = Question { wrong: told.wrong, ..journey.question(Step::Check) };
    q.back = Some(Step::Arrival.path().to_owned());
    q.wrong.extend(rows.iter().map(|row| row.error.clone()).filter(|error| !error.is_empty()));
    let wrong = !q.wrong.is_empty();
    let frame = visit.frame(q.heading.as_str()).await?;
    let page = Check { f: Frame { wrong, form: true, ..frame }, q, rows };
    visit.show_as(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

async fn rows(journey: &Journey) -> Result<Vec<Row>, Stop> {
    let (visit, answers) = (&journey.visit, &journey.answers);
    let row = |label: &str, lines: Vec<String>, step: Step| Row {
        label: visit.t(label),
        lines,
        change: step.path(),
        error: String::new(),
    };
    let names = |people: &[String]| people.iter().map(|iin| journey.name(iin)).collect();
    let address = match answers.rka {
        Some(rka) => {
            let line = visit.web.app.address_line(rka, visit.language).await?;
            vec![line.unwrap_or_default(), visit.say("apply-check-rka", &[("rka", rka.as_str())])]
        }
        None => Vec::new(),
    };
    let kind = match (answers.kind.as_deref(), answers.months) {
        (Some("temporary"), Some(months)) => {
            let months = visit.say("span-months", &[("count", &months.to_string())]);
            vec![visit.t("kind-temporary"), months]
        }
        (Some(kind), _) => vec![visit.t(&crate::text::key("kind", kind))],
        (None, _) => Vec::new(),
    };
    let reason = answers.reason.as_deref().map(|r| visit.t(&crate::text::key("reason", r)));
    let day = answers.arrived_on.as_deref().and_then(|day| day.parse().ok());
    let arrived = day.map_or_else(|| visit.t("apply-check-no-day"), |day| visit.date(day));
    let mut rows = vec![
        row("field-subjects", names(&answers.subjects), Step::Who),
        row("field-rka", address, Step::Where),
        row("field-kind", kind, Step::Kind),
    ];
    if journey.is_for_me() && journey.children().next().is_some() {
        let children = match answers.children.as_slice() {
            [] => vec![visit.t("apply-check-no-children")],
            children => names(children),
        };
        rows.push(row("field-children", children, Step::Children));
    }
    rows.push(row("field-reason", reason.into_iter().collect(), Step::Reason));
    rows.push(row("field-arrived-on", vec![arrived], Step::Arrival));
    for error in journey.wrong(Step::Check) {
        let step = match error.field.split('[').next().unwrap_or_default() {
            "subjects" => Step::Who,
            "rka" => Step::Where,
            "kind" | "months" => Step::Kind,
            "children" => Step::Children,
            "reason" => Step::Reason,
            _ => Step::Arrival,
        };
        if let Some(row) = rows.iter_mut().find(|row| row.change == step.path()) {
            let text = visit.words().texts.field_error(visit.language, &error);
            row.error = format!("{}: {text}", row.label);
        }
    }
    Ok(rows)
}

/// Makes the draft and goes on to its signing.
pub(crate) async fn make(SignedPost { caller, visit, .. }: SignedPost) -> Answer {
    let mut journey = Journey::of(caller, visit).await?;
    let wanted = journey.wanted();
    if wanted != Step::Check {
        return go(wanted.path());
    }
    let app = &journey.visit.web.app;
    match app.draft_of_answers(caller, &journey.answers, journey.visit.channel).await {
        Ok(id) => {
            journey.answers.draft = Some(id);
            journey.keep().await?;
            go(format!("/applications/{id}/sign"))
        }
        // The draft was signed in another window: there is nothing left to change.
        Err(Refusal::Conflict(_) | Refusal::NotFound) => {
            app.forget_answers(&journey.visit.shelf(caller)).await?;
            go("/applications")
        }
        Err(refusal) => {
            let mut told = Question::default();
            told.refused(&journey.visit, refusal)?;
            page(&journey, told).await
        }
    }
}
