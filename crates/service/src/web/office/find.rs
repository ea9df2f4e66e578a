//! Finding applications, and looking at one: masked, and in full as a step of its own.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use residence::case::{Case, Status};
use residence::facts::Address;
use residence::names::CaseId;

use super::masked_iin;
use super::sheet::{Cell, Part, Sheet, Table};
use super::visit::{Desk, DeskPost};
use crate::desk::Refusal;
use crate::desk::office::{Role, SearchForm, Seen, Sought, Why};
use crate::text::key;
use crate::web::extract::Id;
use crate::web::extract::Ids;
use crate::web::portal::question::{Choice, Field, Opt, Question, Text};
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::Visit;

const HERE: &str = "office-nav-find";

fn question(visit: &Visit, typed: &Typed) -> Question {
    let text = |name, label: &str, hint: &str, numeric| {
        Field::Text(Text {
            name,
            label: visit.t(label),
            hint: visit.t(hint),
            value: typed.one(name).to_owned(),
            numeric,
            autocomplete: "off",
            width: if name == "basis" { "" } else { "govuk-input--width-10" },
            ..Text::default()
        })
    };
    let option = |why: Why| Opt {
        value: why.as_str().to_owned(),
        label: visit.t(&key("office-why", why.as_str())),
        chosen: typed.one("purpose") == why.as_str(),
        ..Opt::default()
    };
    let purpose = Choice {
        name: "purpose",
        legend: visit.t("office-find-purpose"),
        options: Why::ALL.map(option).into(),
        ..Choice::default()
    };
    Question {
        heading: visit.t("office-find-heading"),
        lead: vec![visit.t("office-find-lead")],
        fields: vec![
            text("number", "office-find-number", "office-find-number-hint", false),
            text("iin", "office-find-iin", "office-find-iin-hint", true),
            Field::Choice(purpose),
            text("basis", "office-find-basis", "office-find-basis-hint", false),
        ],
        button: visit.t("office-find-button"),
        ..Question::default()
    }
}

/// Asks for what is searched, and why.
pub(crate) async fn ask(Desk { officer, visit }: Desk) -> Answer {
    officer.must_be(&[Role::Operator])?;
    let typed = visit.typed().await?.unwrap_or_default();
    question(&visit, &typed).shown(&visit, HERE).await
}

/// Searches.
pub(crate) async fn search(DeskPost { officer, visit, typed }: DeskPost) -> Answer {
    let form = SearchForm {
        number: typed.one("number").to_owned(),
        iin: typed.one("iin").to_owned(),
        purpose: typed.one("purpose").to_owned(),
        basis: typed.one("basis").to_owned(),
    };
    match visit.web.app.search(&officer, &form).await {
        Ok(id) => go(format!("/looks/{id}")),
        Err(refusal) => {
            let mut question = question(&visit, &typed);
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}

/// What was found, masked.
pub(crate) async fn found(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let (_, search, seen) = visit.web.app.found(&officer, id).await?;
    let sought = match search.sought {
        Sought::Number(number) => number.to_string(),
        Sought::Person(iin) => masked_iin(iin),
    };
    let why = visit.t(&key("office-why", search.purpose.as_str()));
    let mut parts = vec![Part::Rows(vec![
        (visit.t("office-find-sought"), vec![sought]),
        (visit.t("office-find-purpose"), vec![why]),
        (visit.t("office-find-basis"), vec![search.basis]),
    ])];
    if seen.is_empty() {
        parts.push(Part::Notice(visit.t("office-found-nothing")));
    } else {
        parts.push(Part::Table(table(&visit, id, &seen)));
    }
    parts.push(Part::Links(vec![("/find".to_owned(), visit.t("office-find-again"))]));
    let heading = visit.t("office-found-heading");
    let back = Some("/find".to_owned());
    Sheet { heading, back, parts, wide: true, ..Sheet::default() }.shown(&visit, HERE).await
}

fn table(visit: &Visit, id: CaseId, seen: &[Seen]) -> Table {
    let rows = seen.iter().map(|one| {
        let case = &one.case;
        let applicant = one.people.first().and_then(|(_, row)| row.as_ref());
        vec![
            Cell::link(case.number().to_string(), format!("/looks/{id}/cases/{}", case.id)),
            Cell::text(applicant.map(|row| row.masked_name()).unwrap_or_default()),
            Cell::text(address(visit, one)),
            Cell::tag(visit.web.app.texts.status(visit.language, case.status()), tone(case)),
        ]
    });
    let head = ["history-number", "office-applicant", "field-rka", "history-status"];
    Table {
        caption: visit.t("office-found-heading"),
        head: head.map(|text| visit.t(text)).into(),
        rows: rows.collect(),
    }
}

/// The colour of how a case stands.
pub(super) const fn tone(case: &Case) -> &'static str {
    match case.status() {
        Status::Draft | Status::Withdrawn => "grey",
        Status::Signed | Status::Checking | Status::AwaitingConsent | Status::Registering => "blue",
        Status::Registered => "green",
        Status::Refused | Status::Referred => "red",
    }
}

/// Where, without the flat unless it is shown in full.
fn address(visit: &Visit, seen: &Seen) -> String {
    let line = |address: &Address| match seen.open {
        true => address.line(visit.language),
        false => Address { flat: None, ..address.clone() }.line(visit.language),
    };
    seen.address.as_ref().map(line).unwrap_or_default()
}

/// One of the cases.
pub(crate) async fn look(Ids(id, case): Ids<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let (_, seen) = visit.web.app.look_at(&officer, id, case).await?;
    let app = &visit.web.app;
    let mut parts =
        vec![Part::State(app.texts.status(visit.language, seen.case.status()), tone(&seen.case))];
    parts.extend(content(&visit, &seen));
    if !seen.open {
        let open = format!("/looks/{id}/cases/{case}/open");
        parts.push(Part::Text(visit.t("office-masked")));
        parts.push(Part::Press(open, visit.t("office-open"), true));
    }
    if seen.case.status() == Status::Referred {
        parts.push(Part::Heading(visit.t("office-serve-heading")));
        parts.push(Part::Text(visit.t("office-serve-lead")));
        parts.push(Part::Go(
            format!("/file?rka={}", seen.case.application.rka),
            visit.t("office-serve"),
        ));
    }
    let sheet = Sheet {
        heading: visit.t("case-title"),
        number: seen.case.number().to_string(),
        back: Some(format!("/looks/{id}")),
        parts,
        ..Sheet::default()
    };
    sheet.shown(&visit, HERE).await
}

/// What a case is about, and how it stands.
pub(super) fn content(visit: &Visit, seen: &Seen) -> Vec<Part> {
    let (case, app) = (&seen.case, &visit.web.app);
    let people = seen.people.iter().map(|(iin, row)| {
        let name = row.as_ref().map(|row| match seen.open {
            true => row.full_name(),
            false => row.masked_name(),
        });
        let number = if seen.open { iin.to_string() } else { masked_iin(*iin) };
        format!("{} · {number}", name.unwrap_or_default())
    });
    let people: Vec<String> = people.collect();
    let applicant = people.first().cloned().into_iter().collect();
    let application = &case.application;
    let mut rows = vec![
        (visit.t("office-applicant"), applicant),
        (visit.t("office-people"), people),
        (visit.t("field-rka"), vec![address(visit, seen)]),
        (visit.t("field-kind"), vec![app.texts.kind(visit.language, application.kind)]),
        (visit.t("field-channel"), vec![app.texts.channel(visit.language, application.channel)]),
    ];
    if let Some(officer) = application.filed_with {
        rows.push((visit.t("office-filed-with"), vec![officer.to_string()]));
    }
    for paper in &application.papers {
        rows.push((
            visit.t(&key("paper-kind", paper.kind.as_str())),
            super::papers::lines(visit, paper),
        ));
    }
    let mut parts = vec![Part::Rows(rows)];
    if let Some(decision) = case.state.decision() {
        let grounds = decision.grounds().map(|finding| {
            let words = visit.words();
            let text = words.texts.ground(visit.language, finding.rule, &finding.params);
            format!("{}: {text} {}", finding.rule, words.article(finding.rule))
        });
        let grounds: Vec<String> = grounds.collect();
        if !grounds.is_empty() {
            parts.push(Part::Heading(visit.t("case-grounds")));
            parts.push(Part::List(grounds));
        }
    }
    if let Some(asking) = case.state.asking() {
        let parties = asking.requests.iter().map(|request| {
            let role = app.texts.role(visit.language, request.party.role);
            format!("{role}: {}", visit.t(&key("consent-status", request.status())))
        });
        parts.push(Part::Heading(visit.t("case-parties")));
        parts.push(Part::List(parties.collect()));
    }
    parts
}

/// Shows it in full.
pub(crate) async fn open(Ids(id, case): Ids<CaseId>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, .. } = post;
    match visit.web.app.open_case(&officer, id, case).await {
        // Another window was faster: the page shows how it stands.
        Ok(()) | Err(Refusal::Busy) => go(format!("/looks/{id}/cases/{case}")),
        Err(refusal) => Err(refusal.into()),
    }
}

/// A scan, as an attachment that no browser opens by itself.
pub(super) fn attachment(scan: crate::desk::office::Scan, name: &str) -> Answer {
    let disposition = format!("attachment; filename=\"{name}.{}\"", scan.ending);
    let headers = [
        (axum::http::header::CONTENT_TYPE, scan.kind.to_owned()),
        (axum::http::header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((StatusCode::OK, headers, scan.bytes).into_response())
}
