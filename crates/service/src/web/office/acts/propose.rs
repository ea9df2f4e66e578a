//! Preparing an act: what kind, about whom, on which basis; then what would change, and the proposal.

use residence::act::{Act, ActFacts, ActKind};
use residence::names::CaseId;
use residence::registration::Entry;

use super::{HERE, changes, entry, person};
use crate::desk::office::{ActDraft, ActForm, Role};
use crate::text::key;
use crate::web::extract::Id;
use crate::web::fault::Fault;
use crate::web::office::filing::text;
use crate::web::office::upload::Upload;
use crate::web::office::visit::{Desk, DeskPost};
use crate::web::portal::question::{Choice, Field, Opt, Question, Text};
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::Visit;

fn kinds(visit: &Visit) -> Question {
    let option = |kind: ActKind| Opt {
        value: kind.as_str().to_owned(),
        label: visit.t(&key("act-kind", kind.as_str())),
        hint: visit.t(&key("act-kind-hint", kind.as_str())),
        ..Opt::default()
    };
    let options = ActKind::ALL.map(option).into();
    Question {
        heading: visit.t("act-which"),
        back: Some("/acts".to_owned()),
        fields: vec![Field::Choice(Choice { name: "kind", options, ..Choice::default() })],
        button: visit.t("portal-continue"),
        ..Question::default()
    }
}

/// Asks what kind of act.
pub(crate) async fn ask_kind(Desk { officer, visit }: Desk) -> Answer {
    officer.must_be(&[Role::Operator])?;
    kinds(&visit).shown(&visit, HERE).await
}

fn named(text: &str) -> Option<ActKind> {
    ActKind::ALL.into_iter().find(|kind| kind.as_str() == text)
}

/// Goes on with it.
pub(crate) async fn choose_kind(DeskPost { officer, visit, typed }: DeskPost) -> Answer {
    officer.must_be(&[Role::Operator])?;
    match named(typed.one("kind")) {
        Some(kind) => go(format!("/acts/new/{}", kind.as_str())),
        None => {
            let mut question = kinds(&visit);
            question.blame("kind", visit.t("act-choose"));
            question.shown(&visit, HERE).await
        }
    }
}

fn question(visit: &Visit, kind: ActKind, typed: &Typed) -> Question {
    let one = |name, label: &str, hint: &str| text(visit, name, label, hint, typed.one(name));
    let number = |name, label: &str| Text {
        numeric: true,
        width: "govuk-input--width-10",
        ..one(name, label, "")
    };
    let whom = if kind == ActKind::Birth { "act-child-iin" } else { "act-person-iin" };
    let mut fields = vec![Field::Text(number("person", whom))];
    if kind == ActKind::Birth {
        fields.push(Field::Text(number("mother", "act-mother-iin")));
    }
    if kind.address() {
        fields.push(Field::Text(one("rka", "act-rka", "act-rka-hint")));
    }
    fields.extend([
        Field::Text(one("document", "act-document", "act-document-hint")),
        Field::Text(one("number", "paper-number", "")),
        Field::Text(one("dated", "paper-dated", "office-date-hint")),
        Field::Text(one("issued_by", "paper-issued-by", "")),
        Field::File(one("scan", "act-scan-field", "paper-scan-hint")),
    ]);
    Question {
        heading: visit.t(&key("act-kind", kind.as_str())),
        lead: vec![visit.t(&key("act-kind-hint", kind.as_str()))],
        back: Some("/acts/new".to_owned()),
        fields,
        button: visit.t("portal-continue"),
        ..Question::default()
    }
}

/// Asks about whom, and on which basis.
pub(crate) async fn ask(Id(kind): Id<String>, Desk { officer, visit }: Desk) -> Answer {
    officer.must_be(&[Role::Operator])?;
    let kind = named(&kind).ok_or(Fault::NoPage)?;
    let typed = visit.typed().await?.unwrap_or_default();
    question(&visit, kind, &typed).shown(&visit, HERE).await
}

/// Prepares it.
pub(crate) async fn prepare(Id(kind): Id<String>, upload: Upload) -> Answer {
    let Upload { officer, visit, typed, file } = upload;
    let kind = named(&kind).ok_or(Fault::NoPage)?;
    let one = |name: &str| typed.one(name).to_owned();
    let form = ActForm {
        person: one("person"),
        mother: one("mother"),
        rka: one("rka"),
        document: one("document"),
        number: one("number"),
        dated: typed.date("dated"),
        issued_by: one("issued_by"),
    };
    match visit.web.app.begin_act(&officer, kind, (&form, &file)).await {
        Ok(id) => go(format!("/acts/drafts/{id}")),
        Err(refusal) => {
            let mut question = question(&visit, kind, &typed);
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}

fn proposal(visit: &Visit, draft: &ActDraft, facts: &ActFacts, chosen: &str) -> Question {
    let matter = &draft.matter;
    let mut question = Question {
        heading: visit.t("act-propose-heading"),
        notice: visit.t("act-propose-notice"),
        lead: vec![person(visit, facts, matter.person)],
        back: Some(format!("/acts/new/{}", matter.kind.as_str())),
        button: visit.t("act-propose-button"),
        ..Question::default()
    };
    question.lead.extend(matter.mother.map(|mother| person(visit, facts, mother)));
    match matter.kind.entry() {
        Some(open) => which(visit, facts, (&mut question, open), chosen),
        None => match Act::plan(matter, facts) {
            Ok(planned) => question.lead.extend(changes(visit, facts, &planned)),
            Err(fault) => {
                question.wrong.push(visit.t(&key("error", fault.as_str())));
                question.button = String::new();
            }
        },
    }
    question
}

/// Asks which entry it is about.
fn which(visit: &Visit, facts: &ActFacts, (question, open): (&mut Question, bool), chosen: &str) {
    let all = facts.people.values().flat_map(|row| &row.entries);
    let entries: Vec<&Entry> = all.filter(|entry| entry.closed_at.is_none() == open).collect();
    if entries.is_empty() {
        question.wrong.push(visit.t("error-act-no-entry"));
        question.button = String::new();
        return;
    }
    let option = |one: &&Entry| Opt {
        value: one.id.to_string(),
        label: entry(visit, facts, one),
        chosen: one.id.to_string() == chosen || entries.len() == 1,
        ..Opt::default()
    };
    let legend = visit.t("act-which-entry");
    let options = entries.iter().map(option).collect();
    let choice = Choice { name: "entry", legend, options, ..Choice::default() };
    question.fields.push(Field::Choice(choice));
}

/// What would change.
pub(crate) async fn draft(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let (_, draft, facts) = visit.web.app.act_draft(&officer, id).await?;
    if let Some(number) = draft.act {
        return go(format!("/acts/{number}"));
    }
    proposal(&visit, &draft, &facts, "").shown(&visit, HERE).await
}

/// Proposes it.
pub(crate) async fn propose(Id(id): Id<CaseId>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, typed } = post;
    let app = &visit.web.app;
    match app.propose_act(&officer, id, typed.one("entry").parse().ok()).await {
        Ok(number) => go(format!("/acts/{number}")),
        Err(refusal) => {
            let (_, draft, facts) = app.act_draft(&officer, id).await?;
            let mut question = proposal(&visit, &draft, &facts, typed.one("entry"));
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}
