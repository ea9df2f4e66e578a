//! The auditor's list: a random share of what officers did.

use residence::names::CaseId;

use super::find;
use super::masked_iin;
use super::sheet::{Cell, Part, Sheet, Table};
use super::visit::{Desk, DeskPost};
use crate::desk::office::{Audit, Deed, DeedLine, Done, Finding, Sought};
use crate::text::key;
use crate::web::extract::Id;
use crate::web::portal::question::{Choice, Field, Opt, Question, Text};
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::Visit;

const HERE: &str = "office-nav-audit";

fn did(visit: &Visit, deed: &Deed) -> String {
    visit.t(match &deed.what {
        Done::Search(_) => "audit-did-search",
        Done::Filing(_) => "audit-did-filing",
        Done::Act(_) => "audit-did-act",
    })
}

fn state(visit: &Visit, deed: &Deed) -> Cell {
    match &deed.audit {
        Audit::NotDrawn | Audit::Open => Cell::tag(visit.t("audit-open"), "blue"),
        Audit::Seen { in_order: true, .. } => Cell::tag(visit.t("audit-in-order"), "green"),
        Audit::Seen { in_order: false, .. } => Cell::tag(visit.t("audit-question"), "red"),
    }
}

/// What is to be looked at, and what was.
pub(crate) async fn list(Desk { officer, visit }: Desk) -> Answer {
    let open = visit.web.app.audit(&officer, false).await?;
    let done = visit.web.app.audit(&officer, true).await?;
    let mut parts = vec![Part::Text(visit.t("audit-lead"))];
    for (heading, none, deeds) in
        [("audit-to-do", "audit-nothing", open), ("audit-done", "audit-none-done", done)]
    {
        parts.push(Part::Heading(visit.t(heading)));
        if deeds.is_empty() {
            parts.push(Part::Text(visit.t(none)));
            continue;
        }
        let rows = deeds.iter().map(|deed| {
            vec![
                Cell::link(visit.moment(deed.at), format!("/audit/{}", deed.id)),
                Cell::text(did(&visit, deed)),
                Cell::text(deed.badge.to_string()),
                state(&visit, deed),
            ]
        });
        let head = ["audit-when", "audit-what", "office-badge", "office-state"];
        parts.push(Part::Table(Table {
            caption: visit.t(heading),
            head: head.map(|text| visit.t(text)).into(),
            rows: rows.collect(),
        }));
    }
    let heading = visit.t("audit-heading");
    Sheet { heading, parts, wide: true, ..Sheet::default() }.shown(&visit, HERE).await
}

/// One of them.
pub(crate) async fn show(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let (deed, seen, lines) = visit.web.app.audited(&officer, id).await?;
    let Cell { text, tone, .. } = state(&visit, &deed);
    let mut rows = vec![
        (visit.t("audit-what"), vec![did(&visit, &deed)]),
        (visit.t("office-badge"), vec![deed.badge.to_string()]),
        (visit.t("audit-when"), vec![visit.moment(deed.at)]),
    ];
    rows.extend(about(&visit, &deed));
    if let Audit::Seen { by, at, note, .. } = &deed.audit {
        let lines = vec![format!("{by} · {}", visit.moment(*at)), note.clone()];
        rows.push((visit.t("audit-said"), lines));
    }
    let mut parts = vec![Part::State(text, tone), Part::Rows(rows)];
    let steps =
        lines.iter().map(|(at, line)| format!("{}: {}", visit.moment(*at), step(&visit, line)));
    parts.push(Part::Heading(visit.t("office-history")));
    parts.push(Part::List(steps.collect()));
    for one in &seen {
        parts.push(Part::Heading(format!("{} {}", visit.t("case-title"), one.case.number())));
        parts.extend(find::content(&visit, one));
    }
    if deed.audit == Audit::Open {
        parts.push(Part::Go(format!("/audit/{id}/verdict"), visit.t("audit-judge")));
    }
    let sheet = Sheet {
        heading: visit.t("audit-one"),
        back: Some("/audit".to_owned()),
        parts,
        ..Sheet::default()
    };
    sheet.shown(&visit, HERE).await
}

fn about(visit: &Visit, deed: &Deed) -> Vec<(String, Vec<String>)> {
    match &deed.what {
        Done::Search(search) => {
            let sought = match search.sought {
                Sought::Number(number) => number.to_string(),
                Sought::Person(iin) => masked_iin(iin),
            };
            let why = visit.t(&key("office-why", search.purpose.as_str()));
            vec![
                (visit.t("office-find-sought"), vec![sought]),
                (visit.t("office-find-purpose"), vec![why]),
                (visit.t("office-find-basis"), vec![search.basis.clone()]),
            ]
        }
        Done::Filing(filing) => vec![
            (visit.t("office-citizen"), vec![masked_iin(filing.citizen)]),
            (visit.t("office-file-identity"), vec![filing.identity.clone()]),
        ],
        Done::Act(draft) => {
            let basis = vec![draft.basis.document.clone(), draft.basis.number.clone()];
            vec![
                (visit.t("act-kind"), vec![visit.t(&key("act-kind", draft.matter.kind.as_str()))]),
                (visit.t("act-person"), vec![masked_iin(draft.matter.person)]),
                (visit.t("act-basis"), basis),
            ]
        }
    }
}

fn step(visit: &Visit, line: &DeedLine) -> String {
    match line {
        DeedLine::Begun => visit.t("audit-step-begun"),
        DeedLine::Opened { case } => {
            visit.say("audit-step-opened", &[("number", case.number().as_str())])
        }
        DeedLine::Changed => visit.t("audit-step-changed"),
        DeedLine::Filed { case } => {
            visit.say("audit-step-filed", &[("number", case.number().as_str())])
        }
        DeedLine::Proposed { act } => visit.say("audit-step-proposed", &[("number", act.as_str())]),
        DeedLine::Audited { by } => visit.say("audit-step-audited", &[("by", by.as_str())]),
    }
}

fn question(visit: &Visit, id: CaseId, typed: &Typed) -> Question {
    let option = |value: &str, label: &str| Opt {
        value: value.to_owned(),
        label: visit.t(label),
        chosen: typed.one("verdict") == value,
        ..Opt::default()
    };
    let verdict = Choice {
        name: "verdict",
        legend: visit.t("audit-verdict"),
        options: vec![option("in_order", "audit-in-order"), option("question", "audit-question")],
        ..Choice::default()
    };
    let note = Text {
        name: "note",
        label: visit.t("audit-note"),
        hint: visit.t("audit-note-hint"),
        value: typed.one("note").to_owned(),
        autocomplete: "off",
        ..Text::default()
    };
    Question {
        heading: visit.t("audit-judge"),
        back: Some(format!("/audit/{id}")),
        fields: vec![Field::Choice(verdict), Field::Text(note)],
        button: visit.t("audit-button"),
        ..Question::default()
    }
}

/// Asks whether it is in order.
pub(crate) async fn ask(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let (deed, ..) = visit.web.app.audited(&officer, id).await?;
    if deed.audit != Audit::Open {
        return go(format!("/audit/{id}"));
    }
    let typed = visit.typed().await?.unwrap_or_default();
    question(&visit, id, &typed).shown(&visit, HERE).await
}

/// Takes the answer.
pub(crate) async fn judge(Id(id): Id<CaseId>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, typed } = post;
    let finding =
        Finding { verdict: typed.one("verdict").to_owned(), note: typed.one("note").to_owned() };
    match visit.web.app.judge_deed(&officer, id, &finding).await {
        Ok(()) => go(format!("/audit/{id}")),
        Err(refusal) => {
            let mut question = question(&visit, id, &typed);
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}
