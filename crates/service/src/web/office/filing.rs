//! Filing for somebody who is present: who, where, what; then all of it with what would come of it.

pub(crate) mod sign;

use residence::consent::Role as PartyRole;
use residence::ground::{Finding, Outcome};
use residence::names::{AddressCode, CaseId};
use std::collections::BTreeMap;

use super::sheet::{Part, Sheet};
use super::visit::{Desk, DeskPost};
use super::{masked_iin, papers};
use crate::desk::Refusal;
use crate::desk::office::{Answers, Filing, Outlook, Role};
use crate::text::key;
use crate::web::extract::Id;
use crate::web::portal::content::Content;
use crate::web::portal::question::{Choice, Field, Opt, Question, Text};
use crate::web::portal::stop::{Answer, Stop, go};
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::Visit;

pub(super) const HERE: &str = "office-nav-file";

pub(super) fn text(
    visit: &Visit,
    name: &'static str,
    label: &str,
    hint: &str,
    value: &str,
) -> Text {
    Text {
        name,
        label: visit.t(label),
        hint: if hint.is_empty() { String::new() } else { visit.t(hint) },
        value: value.to_owned(),
        autocomplete: "off",
        ..Text::default()
    }
}

fn who(visit: &Visit, typed: &Typed) -> Question {
    let iin = Text {
        numeric: true,
        width: "govuk-input--width-10",
        ..text(visit, "iin", "field-iin", "office-file-iin-hint", typed.one("iin"))
    };
    let shown = text(
        visit,
        "identity",
        "office-file-identity",
        "office-file-identity-hint",
        typed.one("identity"),
    );
    Question {
        heading: visit.t("office-file-heading"),
        lead: vec![visit.t("office-file-lead")],
        fields: vec![Field::Text(iin), Field::Text(shown)],
        button: visit.t("portal-continue"),
        ..Question::default()
    }
}

/// Asks who is present.
pub(crate) async fn ask(Desk { officer, visit }: Desk) -> Answer {
    officer.must_be(&[Role::Operator])?;
    let typed = visit.typed().await?.unwrap_or_default();
    who(&visit, &typed).shown(&visit, HERE).await
}

/// Begins.
pub(crate) async fn begin(DeskPost { officer, visit, typed }: DeskPost) -> Answer {
    let rka = visit.asked("rka").and_then(|text| text.parse::<AddressCode>().ok());
    let named = (typed.one("iin"), typed.one("identity"));
    match visit.web.app.begin_filing(&officer, named, rka).await {
        Ok(id) if rka.is_some() => go(format!("/filings/{id}/what")),
        Ok(id) => go(format!("/filings/{id}/where")),
        Err(refusal) => {
            let mut question = who(&visit, &typed);
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}

fn place(visit: &Visit, id: CaseId, typed: &Typed) -> Question {
    let words = text(visit, "q", "office-where", "office-where-hint", typed.one("q"));
    Question {
        heading: visit.t("office-where-heading"),
        back: Some(format!("/filings/{id}")),
        fields: vec![Field::Text(words)],
        button: visit.t("portal-continue"),
        ..Question::default()
    }
}

/// Asks where.
pub(crate) async fn ask_place(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    visit.web.app.filing(&officer, id).await?;
    let typed = visit.typed().await?.unwrap_or_default();
    place(&visit, id, &typed).shown(&visit, HERE).await
}

/// Searches, and takes the dwelling that was chosen; of a block of flats, a flat is chosen next.
pub(crate) async fn answer_place(Id(id): Id<CaseId>, post: DeskPost) -> Answer {
    use residence::facts::AddressKind;
    let DeskPost { officer, visit, typed } = post;
    let app = &visit.web.app;
    let mut question = place(&visit, id, &typed);
    let chosen = typed.given("rka").unwrap_or_else(|| typed.one("q").replace([' ', '-'], ""));
    let mut found = Vec::new();
    if let Ok(rka) = chosen.parse::<AddressCode>() {
        match app.registers.address(rka).await.map_err(Refusal::from)? {
            Some(address) if address.kind == AddressKind::Block => found = app.flats(rka).await?,
            Some(_) => {
                app.change_filing(&officer, id, |filing| filing.rka = Some(rka)).await?;
                return go(format!("/filings/{id}/what"));
            }
            None => {}
        }
    } else if typed.one("q").chars().count() >= 3 {
        found = app.find_addresses(typed.one("q")).await?;
    }
    if found.is_empty() {
        question.blame("q", visit.t("office-where-nothing"));
        return question.shown(&visit, HERE).await;
    }
    let option = |address: &residence::facts::Address| Opt {
        value: address.rka.to_string(),
        label: address.line(visit.language),
        hint: address.rka.to_string(),
        ..Opt::default()
    };
    let options = found.iter().map(option).collect();
    let legend = visit.t("office-where-found");
    question.fields.push(Field::Choice(Choice {
        name: "rka",
        legend,
        options,
        ..Choice::default()
    }));
    question.shown(&visit, HERE).await
}

fn what(visit: &Visit, id: CaseId, answers: &Answers) -> Question {
    let law = visit.web.app.law_at(visit.web.app.now());
    let choice = |name, legend: &str, options: Vec<(String, String)>, chosen: &str| Choice {
        name,
        legend: visit.t(legend),
        options: options
            .into_iter()
            .map(|(value, label)| Opt { chosen: value == chosen, value, label, ..Opt::default() })
            .collect(),
        ..Choice::default()
    };
    let kinds =
        ["permanent", "temporary"].map(|kind| (kind.to_owned(), visit.t(&key("kind", kind))));
    let reasons = law
        .reasons
        .iter()
        .map(|reason| (reason.as_str().to_owned(), visit.t(&key("reason", reason.as_str()))));
    let months = Text {
        numeric: true,
        width: "govuk-input--width-2",
        ..text(visit, "months", "field-months", "office-what-months", &answers.months)
    };
    let arrived = Text {
        width: "govuk-input--width-10",
        ..text(visit, "arrived_on", "field-arrived-on", "office-date-hint", &answers.arrived_on)
    };
    let subject = Text {
        numeric: true,
        width: "govuk-input--width-10",
        ..text(
            visit,
            "subjects[0]",
            "office-what-subject",
            "office-what-subject-hint",
            &answers.subject,
        )
    };
    Question {
        heading: visit.t("office-what-heading"),
        back: Some(format!("/filings/{id}")),
        fields: vec![
            Field::Choice(choice("kind", "field-kind", kinds.into(), &answers.kind)),
            Field::Text(months),
            Field::Select(choice("reason", "field-reason", reasons.collect(), &answers.reason)),
            Field::Text(arrived),
            Field::Text(subject),
        ],
        button: visit.t("portal-continue"),
        ..Question::default()
    }
}

/// Asks what they apply for.
pub(crate) async fn ask_what(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let (_, filing) = visit.web.app.filing(&officer, id).await?;
    what(&visit, id, &filing.answers).shown(&visit, HERE).await
}

/// Takes the answers.
pub(crate) async fn answer_what(Id(id): Id<CaseId>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, typed } = post;
    let answers = Answers {
        kind: typed.one("kind").to_owned(),
        months: typed.one("months").to_owned(),
        reason: typed.one("reason").to_owned(),
        arrived_on: typed.date("arrived_on"),
        subject: typed.one("subjects[0]").replace(' ', ""),
    };
    let app = &visit.web.app;
    app.change_filing(&officer, id, |filing| filing.answers = answers.clone()).await?;
    match app.outlook(&officer, id).await {
        Err(Refusal::Fields(wrong)) if !wrong.iter().any(|error| error.field == "rka") => {
            let mut question = what(&visit, id, &answers);
            question.refused(&visit, Refusal::Fields(wrong))?;
            question.shown(&visit, HERE).await
        }
        _ => go(format!("/filings/{id}")),
    }
}

/// All of it, and what would come of it if it were signed now.
pub(crate) async fn show(Id(id): Id<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let app = &visit.web.app;
    let (_, filing) = app.filing(&officer, id).await?;
    if filing.case.is_some() {
        return go(format!("/filings/{id}/sign"));
    }
    let outlook = match app.outlook(&officer, id).await {
        Ok(outlook) => outlook,
        Err(Refusal::Fields(wrong)) if wrong.iter().any(|error| error.field == "rka") => {
            return go(format!("/filings/{id}/where"));
        }
        Err(Refusal::Fields(_)) => return go(format!("/filings/{id}/what")),
        Err(refusal) => return Err(refusal.into()),
    };
    let caller = app.citizen(&filing).await?;
    let content = Content::of(&visit, caller, &outlook.application).await?;
    let mut rows = content.rows;
    rows.insert(
        0,
        (visit.t("office-citizen"), vec![named(&visit, &filing).await?, filing.identity.clone()]),
    );
    let mut parts = vec![
        Part::Rows(rows),
        Part::Links(vec![
            (format!("/filings/{id}/where"), visit.t("office-change-place")),
            (format!("/filings/{id}/what"), visit.t("office-change-what")),
        ]),
    ];
    parts.extend(papers::parts(&visit, id, &filing, &outlook));
    parts.extend(foreseen(&visit, &outlook));
    if outlook.judgement.passes() {
        parts.push(Part::Press(format!("/filings/{id}/draft"), visit.t("office-to-sign"), false));
    }
    let heading = visit.t("office-check-heading");
    Sheet { heading, parts, ..Sheet::default() }.shown(&visit, HERE).await
}

/// The citizen who is present.
async fn named(visit: &Visit, filing: &Filing) -> Result<String, Stop> {
    let row = visit.web.app.registers.person(filing.citizen).await.map_err(Refusal::from)?;
    let name = row.map(|row| row.full_name()).unwrap_or_default();
    Ok(format!("{name} · {}", masked_iin(filing.citizen)))
}

/// What the rules say now: told before anybody signs.
fn foreseen(visit: &Visit, outlook: &Outlook) -> Vec<Part> {
    let words = visit.words();
    let said = |finding: &Finding| {
        let ground = words.texts.ground(visit.language, finding.rule, &finding.params);
        let remedy = words.texts.remedy(visit.language, finding.rule, &finding.params);
        format!("{}: {ground} {remedy} ({})", finding.rule, words.article(finding.rule))
    };
    let mut parts = vec![Part::Heading(visit.t("office-foreseen"))];
    let findings = &outlook.judgement.findings;
    let stands = |finding: &&Finding| matches!(finding.outcome, Outcome::Refuse | Outcome::Refer);
    let grounds: Vec<String> = findings.iter().filter(stands).map(said).collect();
    if !grounds.is_empty() {
        parts.push(Part::Notice(visit.t("office-foreseen-refused")));
        parts.push(Part::List(grounds));
        return parts;
    }
    let mut asks: BTreeMap<PartyRole, usize> = BTreeMap::new();
    for party in &outlook.judgement.parties {
        *asks.entry(party.role).or_insert(0) += 1;
    }
    if asks.is_empty() {
        parts.push(Part::Text(visit.t("office-foreseen-clear")));
        return parts;
    }
    parts.push(Part::Text(visit.t("office-foreseen-asks")));
    let asked = asks.into_iter().map(|(role, count)| {
        visit.say(&key("apply-asks", role.as_str()), &[("count", &count.to_string())])
    });
    parts.push(Part::List(asked.collect()));
    parts
}

/// Makes the draft that is signed.
pub(crate) async fn draft(Id(id): Id<CaseId>, post: DeskPost) -> Answer {
    let DeskPost { officer, visit, .. } = post;
    match visit.web.app.draft_at_counter(&officer, id).await {
        Ok(_) => go(format!("/filings/{id}/sign")),
        // Something is missing by now: the page says what.
        Err(Refusal::Fields(_)) => go(format!("/filings/{id}")),
        Err(refusal) => Err(refusal.into()),
    }
}
