//! Acts: the list, preparing and proposing one, looking at one, deciding one.

mod propose;

pub(crate) use propose::{ask, ask_kind, choose_kind, draft, prepare, propose};

use residence::act::{Act, ActFacts, ActState};
use residence::names::{AddressCode, CaseNumber, Iin, RegistrationId};
use residence::registration::{BookChange, Entry};

use super::filing::text;
use super::find::attachment;
use super::sheet::{Cell, Part, Sheet, Table};
use super::visit::{Desk, DeskPost};
use crate::desk::Refusal;
use crate::desk::office::Role;
use crate::text::key;
use crate::web::extract::Id;
use crate::web::portal::question::{Field, Question};
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::Visit;

const HERE: &str = "office-nav-acts";

fn state(visit: &Visit, act: &Act) -> Cell {
    let tone = match act.state {
        ActState::Proposed => "blue",
        ActState::Approved { .. } => "green",
        ActState::Rejected { .. } => "red",
        ActState::Withdrawn { .. } => "grey",
    };
    Cell::tag(visit.t(&key("act-state", act.state.as_str())), tone)
}

/// Those that wait, then the last ones.
pub(crate) async fn list(Desk { officer, visit }: Desk) -> Answer {
    let app = &visit.web.app;
    let waiting = app.acts(&officer, true).await?;
    let all = app.acts(&officer, false).await?;
    let mut parts = vec![Part::Text(visit.t("acts-lead"))];
    if officer.is(&[Role::Operator]) {
        parts.push(Part::Go("/acts/new".to_owned(), visit.t("acts-propose")));
    }
    for (heading, acts) in [("acts-waiting", waiting), ("acts-all", all)] {
        parts.push(Part::Heading(visit.t(heading)));
        if acts.is_empty() {
            parts.push(Part::Text(visit.t("acts-none")));
            continue;
        }
        let rows = acts.iter().map(|act| {
            vec![
                Cell::link(act.number.to_string(), format!("/acts/{}", act.number)),
                Cell::text(visit.t(&key("act-kind", act.matter.kind.as_str()))),
                Cell::text(visit.moment(act.proposed_at)),
                Cell::text(act.proposed_by.to_string()),
                state(&visit, act),
            ]
        });
        let head = ["act-number", "act-kind", "act-proposed", "act-proposed-by", "office-state"];
        parts.push(Part::Table(Table {
            caption: visit.t(heading),
            head: head.map(|text| visit.t(text)).into(),
            rows: rows.collect(),
        }));
    }
    let heading = visit.t("acts-heading");
    Sheet { heading, parts, wide: true, ..Sheet::default() }.shown(&visit, HERE).await
}

/// A person of an act, by name and number: the document on which it rests names them so.
fn person(visit: &Visit, facts: &ActFacts, iin: Iin) -> String {
    let row = facts.people.get(&iin).and_then(|row| row.person.as_ref());
    match row {
        Some(row) => format!("{} · {iin}", row.full_name()),
        None => format!("{} · {iin}", visit.t("act-unknown")),
    }
}

fn place(visit: &Visit, facts: &ActFacts, rka: AddressCode) -> String {
    let row = facts.dwellings.get(&rka).and_then(|dwelling| dwelling.address.as_ref());
    row.map_or_else(|| rka.to_string(), |address| address.line(visit.language))
}

/// An entry in a line.
fn entry(visit: &Visit, facts: &ActFacts, entry: &Entry) -> String {
    let kind = visit.web.app.texts.kind(visit.language, entry.kind);
    let from = visit.date(residence::law::day(entry.opened_at));
    let at = place(visit, facts, entry.rka);
    match entry.closed_at {
        None => visit.say("act-entry-open", &[("kind", &kind), ("place", &at), ("from", &from)]),
        Some(closed) => {
            let until = visit.date(residence::law::day(closed));
            let params =
                [("kind", kind.as_str()), ("place", &at), ("from", &from), ("until", &until)];
            visit.say("act-entry-closed", &params)
        }
    }
}

/// What changes, a line each.
fn changes(visit: &Visit, facts: &ActFacts, changes: &[BookChange]) -> Vec<String> {
    let of = |id: RegistrationId| {
        facts.people.values().flat_map(|row| &row.entries).find(|entry| entry.id == id)
    };
    let line = |change: &BookChange| match change {
        BookChange::Close { id, .. } => {
            let place = of(*id).map(|entry| place(visit, facts, entry.rka)).unwrap_or_default();
            visit.say("act-closes", &[("place", &place)])
        }
        BookChange::Open(entry) => {
            let kind = visit.web.app.texts.kind(visit.language, entry.kind);
            let place = place(visit, facts, entry.rka);
            visit.say("act-opens", &[("place", &place), ("kind", &kind)])
        }
    };
    changes.iter().map(line).collect()
}

/// One act.
pub(crate) async fn show(Id(number): Id<CaseNumber>, Desk { officer, visit }: Desk) -> Answer {
    let kept = visit.web.app.act(&officer, number).await?;
    let (act, facts) = (&kept.act, &kept.facts);
    let Cell { text, tone, .. } = state(&visit, act);
    let mut parts = vec![Part::State(text, tone), Part::Rows(rows(&visit, act, facts))];
    if act.basis.scan.is_some() {
        let scan = (format!("/acts/{number}/scan"), visit.t("act-scan"));
        parts.push(Part::Links(vec![scan]));
    }
    parts.push(Part::Heading(visit.t("act-changes")));
    parts.extend(outcome(&visit, act, facts));
    let own = act.proposed_by == officer.staff.badge;
    if act.state == ActState::Proposed && officer.is(&[Role::Approver]) && !own {
        parts.push(Part::Press(format!("/acts/{number}/approve"), visit.t("act-approve"), false));
        let reject = (format!("/acts/{number}/reject"), visit.t("act-reject"));
        parts.push(Part::Links(vec![reject]));
    }
    if act.state == ActState::Proposed && own {
        parts.push(Part::Text(visit.t("act-own")));
        parts.push(Part::Press(format!("/acts/{number}/withdraw"), visit.t("act-withdraw"), true));
    }
    let sheet = Sheet {
        heading: visit.t(&key("act-kind", act.matter.kind.as_str())),
        number: number.to_string(),
        back: Some("/acts".to_owned()),
        parts,
        ..Sheet::default()
    };
    sheet.shown(&visit, HERE).await
}

/// What it would change, or has changed.
fn outcome(visit: &Visit, act: &Act, facts: &ActFacts) -> Vec<Part> {
    match &act.state {
        ActState::Proposed => match Act::plan(&act.matter, facts) {
            Ok(planned) => vec![Part::List(changes(visit, facts, &planned))],
            Err(fault) => vec![Part::Notice(visit.t(&key("error", fault.as_str())))],
        },
        ActState::Approved { changes: done, .. } => {
            vec![Part::List(changes(visit, facts, done)), Part::Text(visit.t("act-undo"))]
        }
        ActState::Rejected { .. } | ActState::Withdrawn { .. } => {
            vec![Part::Text(visit.t("act-no-changes"))]
        }
    }
}

fn rows(visit: &Visit, act: &Act, facts: &ActFacts) -> Vec<(String, Vec<String>)> {
    let mut rows = vec![(visit.t("act-person"), vec![person(visit, facts, act.matter.person)])];
    if let Some(mother) = act.matter.mother {
        rows.push((visit.t("act-mother"), vec![person(visit, facts, mother)]));
    }
    if let Some(rka) = act.matter.rka {
        rows.push((visit.t("field-rka"), vec![place(visit, facts, rka)]));
    }
    rows.push((visit.t("act-basis"), basis(visit, act)));
    let proposed = vec![act.proposed_by.to_string(), visit.moment(act.proposed_at)];
    rows.push((visit.t("act-proposed-by"), proposed));
    match &act.state {
        ActState::Proposed => {}
        ActState::Approved { by, at, .. } => {
            rows.push((visit.t("act-decided-by"), vec![by.to_string(), visit.moment(*at)]));
        }
        ActState::Rejected { by, at, reason } => {
            let lines = vec![by.to_string(), visit.moment(*at), reason.clone()];
            rows.push((visit.t("act-decided-by"), lines));
        }
        ActState::Withdrawn { at } => {
            rows.push((visit.t("act-state-withdrawn"), vec![visit.moment(*at)]));
        }
    }
    rows
}

fn basis(visit: &Visit, act: &Act) -> Vec<String> {
    let date = visit.date(act.basis.dated);
    let number = visit.say("paper-number-date", &[("number", &act.basis.number), ("date", &date)]);
    vec![act.basis.document.clone(), number, act.basis.issued_by.clone()]
}

/// What stands in the way, on a page of its own.
async fn refused(visit: &Visit, number: CaseNumber, refusal: Refusal) -> Answer {
    let mut question = Question {
        heading: visit.t("act-not-done"),
        back: Some(format!("/acts/{number}")),
        ..Question::default()
    };
    question.refused(visit, refusal)?;
    question.shown(visit, HERE).await
}

/// Approves it.
pub(crate) async fn approve(Id(number): Id<CaseNumber>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, .. } = post;
    match visit.web.app.approve_act(&officer, number).await {
        Ok(()) => go(format!("/acts/{number}")),
        Err(refusal) => refused(&visit, number, refusal).await,
    }
}

/// Takes it back.
pub(crate) async fn withdraw(Id(number): Id<CaseNumber>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, .. } = post;
    match visit.web.app.withdraw_act(&officer, number).await {
        Ok(()) => go(format!("/acts/{number}")),
        Err(refusal) => refused(&visit, number, refusal).await,
    }
}

fn rejection(visit: &Visit, number: CaseNumber, typed: &Typed) -> Question {
    let reason = text(visit, "reason", "act-reason", "", typed.one("reason"));
    Question {
        heading: visit.t("act-reject"),
        lead: vec![visit.t("act-reject-lead")],
        back: Some(format!("/acts/{number}")),
        fields: vec![Field::Text(reason)],
        button: visit.t("act-reject-button"),
        ..Question::default()
    }
}

/// Asks why it is rejected.
pub(crate) async fn ask_why(Id(number): Id<CaseNumber>, Desk { officer, visit }: Desk) -> Answer {
    officer.must_be(&[Role::Approver])?;
    let typed = visit.typed().await?.unwrap_or_default();
    rejection(&visit, number, &typed).shown(&visit, HERE).await
}

/// Rejects it.
pub(crate) async fn reject(Id(number): Id<CaseNumber>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, typed } = post;
    match visit.web.app.reject_act(&officer, number, typed.one("reason")).await {
        Ok(()) => go(format!("/acts/{number}")),
        Err(refusal) => {
            let mut question = rejection(&visit, number, &typed);
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}

/// Hands the scan of its basis out.
pub(crate) async fn scan(Id(number): Id<CaseNumber>, Desk { officer, visit }: Desk) -> Answer {
    attachment(visit.web.app.act_scan(&officer, number).await?, number.as_str())
}
