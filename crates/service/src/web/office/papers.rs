//! Consents on paper: for whom one is needed, taking one in with its scan, handing the scan out.

use residence::facts::Holder;
use residence::intake::{Paper, PaperForm, PaperKind};
use residence::law::CounterScope;
use residence::names::CaseId;

use super::filing::{HERE, text};
use super::find::attachment;
use super::masked_iin;
use super::sheet::Part;
use super::upload::Upload;
use super::visit::Desk;
use crate::desk::office::{Filing, Outlook};
use crate::text::key;
use crate::web::extract::Place;
use crate::web::fault::Fault;
use crate::web::portal::question::{Choice, Field, Opt, Question};
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::typed::Typed;
use crate::web::portal::visit::Visit;

/// Who agrees for an owner of this kind.
const fn kinds(why: CounterScope) -> &'static [PaperKind] {
    match why {
        CounterScope::OwnerMinor | CounterScope::OwnerIncapable => {
            &[PaperKind::Guardian, PaperKind::Guardianship]
        }
        CounterScope::OwnerDeceased => &[PaperKind::Heirs],
        CounterScope::OwnerOrganisation => &[PaperKind::Organisation],
    }
}

/// What a paper says, a line each.
pub(super) fn lines(visit: &Visit, paper: &Paper) -> Vec<String> {
    let date = visit.date(paper.dated);
    let params = [("number", paper.number.as_str()), ("date", &date)];
    vec![visit.say("paper-number-date", &params), paper.issued_by.clone()]
}

/// Where the papers stand on the page of a filing.
pub(super) fn parts(visit: &Visit, id: CaseId, filing: &Filing, outlook: &Outlook) -> Vec<Part> {
    if outlook.by_others.is_empty() {
        return Vec::new();
    }
    let mut parts =
        vec![Part::Heading(visit.t("papers-heading")), Part::Text(visit.t("papers-lead"))];
    let mut rows = Vec::new();
    let mut links = Vec::new();
    for (place, (holder, why, _)) in outlook.by_others.iter().enumerate() {
        let paper = filing
            .papers
            .iter()
            .enumerate()
            .find(|(_, paper)| paper.whose == *holder && kinds(*why).contains(&paper.kind));
        let who = owner(visit, outlook, place);
        match paper {
            Some((at, paper)) => {
                let kind = visit.t(&key("paper-kind", paper.kind.as_str()));
                rows.push((who.clone(), [vec![kind], lines(visit, paper)].concat()));
                let label = visit.say("papers-scan", &[("owner", &who)]);
                links.push((format!("/filings/{id}/scans/{at}"), label));
            }
            None => rows.push((who.clone(), vec![visit.t("papers-missing")])),
        }
        let label = if paper.is_some() { "papers-replace" } else { "papers-add" };
        links.push((format!("/filings/{id}/papers/{place}"), visit.say(label, &[("owner", &who)])));
    }
    parts.push(Part::Rows(rows));
    parts.push(Part::Links(links));
    parts
}

/// An owner who cannot answer, as the counter may see them.
fn owner(visit: &Visit, outlook: &Outlook, place: usize) -> String {
    let Some((holder, why, row)) = outlook.by_others.get(place) else { return String::new() };
    let why = visit.t(&key("owner-why", why.as_str()));
    match (holder, row) {
        (Holder::Person(_), Some(row)) => format!("{}, {why}", row.masked_name()),
        (Holder::Person(iin), None) => format!("{}, {why}", masked_iin(*iin)),
        (Holder::Organisation(bin), _) => format!("{why}, {bin}"),
        (Holder::Unidentified, _) => visit.t("owner-unidentified"),
    }
}

fn question(
    visit: &Visit,
    (id, who): (CaseId, &str),
    why: CounterScope,
    typed: &Typed,
) -> Question {
    let option = |kind: &PaperKind| Opt {
        value: kind.as_str().to_owned(),
        label: visit.t(&key("paper-kind", kind.as_str())),
        chosen: typed.one("kind") == kind.as_str() || kinds(why).len() == 1,
        ..Opt::default()
    };
    let kind = Choice {
        name: "kind",
        legend: visit.t("paper-kind"),
        options: kinds(why).iter().map(option).collect(),
        ..Choice::default()
    };
    let one = |name, label: &str, hint: &str| text(visit, name, label, hint, typed.one(name));
    Question {
        heading: visit.say("papers-add", &[("owner", who)]),
        back: Some(format!("/filings/{id}")),
        fields: vec![
            Field::Choice(kind),
            Field::Text(one("number", "paper-number", "")),
            Field::Text(one("dated", "paper-dated", "office-date-hint")),
            Field::Text(one("issued_by", "paper-issued-by", "")),
            Field::File(one("scan", "paper-scan", "paper-scan-hint")),
        ],
        button: visit.t("paper-button"),
        ..Question::default()
    }
}

/// Asks for the paper of one owner.
pub(crate) async fn ask(Place(id, place): Place<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    let outlook = visit.web.app.outlook(&officer, id).await?;
    let (_, why, _) = outlook.by_others.get(place).ok_or(Fault::NoPage)?;
    let typed = visit.typed().await?.unwrap_or_default();
    let who = owner(&visit, &outlook, place);
    question(&visit, (id, &who), *why, &typed).shown(&visit, HERE).await
}

/// Takes it in.
pub(crate) async fn add(Place(id, place): Place<CaseId>, upload: Upload) -> Answer {
    let Upload { officer, visit, typed, file } = upload;
    let outlook = visit.web.app.outlook(&officer, id).await?;
    let (holder, why, _) = outlook.by_others.get(place).ok_or(Fault::NoPage)?;
    let form = PaperForm {
        whose: match holder {
            Holder::Person(iin) => iin.to_string(),
            Holder::Organisation(bin) => bin.to_string(),
            Holder::Unidentified => "unidentified".to_owned(),
        },
        kind: typed.one("kind").to_owned(),
        number: typed.one("number").to_owned(),
        dated: typed.date("dated"),
        issued_by: typed.one("issued_by").to_owned(),
        scan: None,
    };
    match visit.web.app.add_paper(&officer, id, (form, &file)).await {
        Ok(()) => go(format!("/filings/{id}")),
        Err(refusal) => {
            let who = owner(&visit, &outlook, place);
            let mut question = question(&visit, (id, &who), *why, &typed);
            question.refused(&visit, refusal)?;
            question.shown(&visit, HERE).await
        }
    }
}

/// Hands a scan out.
pub(crate) async fn scan(Place(id, place): Place<CaseId>, Desk { officer, visit }: Desk) -> Answer {
    attachment(visit.web.app.paper_scan(&officer, id, place).await?, &format!("{id}-{place}"))
}
