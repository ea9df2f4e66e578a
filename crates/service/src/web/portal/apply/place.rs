//! Where: search by words or by РКА, choose a building or a flat, then the flat of a block.

use askama::Template;
use axum::http::StatusCode;
use residence::facts::{Address, AddressKind};
use residence::names::AddressCode;

use super::{Journey, Step};
use crate::desk::Refusal;
use crate::desk::answers::Seen;
use crate::desk::places::MOST_FOUND;
use crate::web::fault::Fault;
use crate::web::portal::frame::Frame;
use crate::web::portal::question::{Choice, Field, Opt, Question};
use crate::web::portal::stop::{Answer, go};
use crate::web::portal::visit::{Signed, SignedPost};

/// The shortest search, in characters, and the longest.
const SHORTEST: usize = 3;
const LONGEST: usize = 200;

#[derive(Template)]
#[template(path = "where.html")]
struct Where {
    f: Frame,
    q: Question,
    words: String,
    /// What is wrong with the words.
    words_error: String,
    /// Whether something was searched for.
    searched: bool,
    found: Vec<Opt>,
    /// Whether none has just these words, and those shown may be meant.
    near: bool,
    /// Whether there may be more than is shown.
    more: bool,
    /// The dwelling that was chosen before.
    chosen: String,
}

/// Searches, and shows what was found.
pub(crate) async fn show_place(Signed { caller, visit }: Signed) -> Answer {
    let journey = Journey::of(caller, visit).await?;
    place_page(&journey, String::new()).await
}

async fn place_page(journey: &Journey, choice_error: String) -> Answer {
    let visit = &journey.visit;
    let words = visit.asked("q").unwrap_or_default();
    let kept = visit.typed().await?.unwrap_or_default();
    let (mut found, words_error) = match words.trim().chars().count() {
        0 if visit.asked("q").is_some() => (Vec::new(), visit.t("apply-where-empty")),
        0 => (Vec::new(), String::new()),
        n if n < SHORTEST => (Vec::new(), visit.t("error-too-short")),
        n if n > LONGEST => (Vec::new(), visit.t("error-too-long")),
        _ => (find(journey, words.trim()).await?, String::new()),
    };
    // Where no address has just these words, those that may be meant.
    let near = found.is_empty() && words_error.is_empty() && !words.trim().is_empty();
    if near {
        found = visit.web.app.near_addresses(words.trim()).await?;
    }
    let chosen = match journey.answers.rka.or(journey.answers.block) {
        Some(rka) => visit.web.app.address_line(rka, visit.language).await?.unwrap_or_default(),
        None => String::new(),
    };
    let mut q = journey.question(Step::Where);
    if !choice_error.is_empty() {
        q.wrong.push(choice_error);
    }
    let wrong = !q.wrong.is_empty() || !words_error.is_empty();
    let frame = visit.frame(q.heading.as_str()).await?;
    let page = Where {
        f: Frame { wrong, form: !found.is_empty(), search: found.is_empty(), ..frame },
        q,
        searched: !words.is_empty() && words_error.is_empty(),
        near: near && !found.is_empty(),
        more: !near && found.len() >= MOST_FOUND,
        words,
        words_error,
        found: match found.as_slice() {
            // One that has all the words is chosen already.
            [only] if !near => vec![Opt { chosen: true, ..option(journey, "", only) }],
            several => several.iter().map(|one| option(journey, kept.one("rka"), one)).collect(),
        },
        chosen,
    };
    visit.show_as(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

impl Where {
    /// What is wrong on the page, and where.
    fn errors(&self) -> Vec<(String, &str)> {
        let choice = self.q.wrong.iter().map(|text| ("rka".to_owned(), text.as_str()));
        let words = Some(self.words_error.as_str()).filter(|text| !text.is_empty());
        choice.chain(words.map(|text| ("q".to_owned(), text))).collect()
    }
}

/// Addresses by their words, or the one of a code.
async fn find(journey: &Journey, words: &str) -> Result<Vec<Address>, Refusal> {
    let app = &journey.visit.web.app;
    let code: String = words.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    match code.parse::<AddressCode>() {
        Ok(rka) => Ok(app.registers.address(rka).await?.into_iter().collect()),
        Err(_) => app.find_addresses(words).await,
    }
}

/// An address to choose; what was chosen before the language changed is chosen still.
fn option(journey: &Journey, kept: &str, address: &Address) -> Opt {
    let visit = &journey.visit;
    let kind = visit.t(match address.kind {
        AddressKind::House => "address-kind-house",
        AddressKind::Block => "apply-where-block",
        AddressKind::Flat => "address-kind-flat",
        AddressKind::Plot => "address-kind-plot",
    });
    Opt {
        value: address.rka.to_string(),
        label: address.line(visit.language),
        hint: visit.say("apply-where-found", &[("kind", &kind), ("rka", address.rka.as_str())]),
        chosen: match kept {
            "" => journey.answers.rka.or(journey.answers.block) == Some(address.rka),
            kept => address.rka.as_str() == kept,
        },
    }
}

/// Takes the address that was chosen.
pub(crate) async fn answer_place(SignedPost { caller, visit, typed }: SignedPost) -> Answer {
    let mut journey = Journey::of(caller, visit).await?;
    let app = &journey.visit.web.app;
    let Ok(rka) = typed.one("rka").parse::<AddressCode>() else {
        let error = journey.visit.t("apply-where-choose");
        return place_page(&journey, error).await;
    };
    let address = match app.address(rka).await {
        Ok(address) => address,
        Err(Refusal::NotFound) => {
            let error = journey.visit.t("ground-r-addr");
            return place_page(&journey, error).await;
        }
        Err(other) => return Err(other.into()),
    };
    let answers = &mut journey.answers;
    answers.seen.remove(&Seen::PreCheck);
    let block = (address.kind == AddressKind::Block).then_some(rka);
    if block.is_some() {
        answers.rka = None;
        answers.block = block;
        journey.keep().await?;
        return go(Step::Flat.path());
    }
    answers.block = address.building.filter(|_| address.kind == AddressKind::Flat);
    answers.rka = Some(rka);
    journey.next().await
}

/// Shows the flats of the block.
pub(crate) async fn show_flat(Signed { caller, visit }: Signed) -> Answer {
    let mut journey = Journey::of(caller, visit).await?;
    let Some(block) = journey.answers.block else { return go(Step::Where.path()) };
    let kept = journey.visit.typed().await?.unwrap_or_default();
    journey.answers.rka = kept.one("flat").parse().ok().or(journey.answers.rka);
    flat_page(&journey, block).await?.shown(&journey.visit, "").await
}

async fn flat_page(journey: &Journey, block: AddressCode) -> Result<Question, Fault> {
    let visit = &journey.visit;
    let line = visit.web.app.address_line(block, visit.language).await?.unwrap_or_default();
    let flats = visit.web.app.flats(block).await?;
    let options: Vec<Opt> = flats
        .iter()
        .map(|flat| Opt {
            value: flat.rka.to_string(),
            label: flat.flat.clone().unwrap_or_default(),
            chosen: journey.answers.rka == Some(flat.rka),
            ..Opt::default()
        })
        .collect();
    let question = journey.question(Step::Flat);
    let beside = vec![(Step::Where.path().to_owned(), visit.t("apply-flat-other-building"))];
    if options.is_empty() {
        let lead = vec![line, visit.t("apply-flat-none")];
        return Ok(Question { lead, beside, ..question });
    }
    let hint = visit.t("apply-flat-hint");
    let select = Choice { name: "flat", hint, options, ..Choice::default() };
    Ok(Question { lead: vec![line], beside, fields: vec![Field::Select(select)], ..question })
}

/// Takes the flat that was chosen.
pub(crate) async fn answer_flat(SignedPost { caller, visit, typed }: SignedPost) -> Answer {
    let mut journey = Journey::of(caller, visit).await?;
    let Some(block) = journey.answers.block else { return go(Step::Where.path()) };
    let flats = journey.visit.web.app.flats(block).await?;
    let Some(flat) = flats.iter().find(|flat| flat.rka.as_str() == typed.one("flat")) else {
        let mut page = flat_page(&journey, block).await?;
        page.blame("flat", journey.visit.t("apply-flat-choose"));
        return page.shown(&journey.visit, "").await;
    };
    journey.answers.rka = Some(flat.rka);
    journey.answers.seen.remove(&Seen::PreCheck);
    journey.next().await
}
