//! Signing a draft: which way, the SMS password, and the page that says it is filed.

pub(crate) mod key;

use askama::Template;
use residence::case::{Case, NotExpected, Status};
use residence::law::SignMethod;
use residence::names::CaseId;

use super::content::Content;
use super::frame::Frame;
use super::kiosk::Receipt;
use super::qr::Look;
use super::question::{Field, Question};
use super::sign_in::code_field;
use super::stop::{Answer, go};
use super::visit::{Signed, SignedPost, Visit};
use super::ways::{What, chosen, name};
use super::when;
use crate::desk::eds::UNLEARNED_FOR;
use crate::desk::{Caller, Refusal};
use crate::text::key;
use crate::web::extract::Id;
use crate::work::Signer;

/// What is asked on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Which way.
    Choose,
    /// That the password is sent.
    Send,
    /// The password.
    Code,
}

/// The page that has an application signed.
#[derive(Template)]
#[template(path = "sign.html")]
pub(crate) struct Sign {
    pub(crate) f: Frame,
    pub(crate) q: Question,
    pub(crate) step: Step,
    pub(crate) number: String,
    pub(crate) content: Content,
    /// The very bytes that are signed, and their digest.
    pub(crate) document: String,
    pub(crate) digest: String,
    /// Until when the password that was sent is good; empty while none was.
    pub(crate) sent_until: String,
    /// Where the password goes, all but the last digits hidden.
    pub(crate) phone: String,
}

#[derive(Template)]
#[template(path = "filed.html")]
struct Filed {
    f: Frame,
    id: String,
    number: String,
    signed_at: String,
    /// At a kiosk: where to follow it on a phone.
    receipt: Option<Receipt>,
}

#[derive(Template)]
#[template(path = "waits.html")]
struct Waits {
    f: Frame,
    /// After how many days the signature no longer counts.
    days: i64,
    live: String,
    said: String,
}

/// Shows what is signed, and how.
pub(crate) async fn show(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    if case.status() != Status::Draft {
        return go(format!("/applications/{id}"));
    }
    if waits(&visit, id).await? {
        let frame = visit.frame(visit.t("waits-heading")).await?;
        return visit.show(&Waits {
            f: Frame { here: "applications", ..frame },
            days: UNLEARNED_FOR.as_hours() / 24,
            live: format!("/applications/{id}/sign/live"),
            said: visit.t("waits-lead"),
        });
    }
    let mut told = Question::default();
    if let Some(fault) = visit.web.app.let_go(Signer::Applicant(id)).await? {
        let why = visit.t(&key("signature-fault", fault.as_str()));
        told.wrong.push(format!("{} {why}", visit.t("waits-refused")));
    }
    page(&visit, caller, &case, told).await
}

/// Whether its signature waits for an answer about the certificate.
pub(super) async fn waits(visit: &Visit, id: CaseId) -> Result<bool, Refusal> {
    Ok(visit.web.app.waits_since(Signer::Applicant(id)).await?.is_some())
}

/// The page that says how a case stands which cannot be signed now.
async fn stands_elsewhere(visit: &Visit, case: &Case) -> Result<Option<String>, Refusal> {
    if case.status() != Status::Draft {
        return Ok(Some(format!("/applications/{}", case.id)));
    }
    let waits = waits(visit, case.id).await?;
    Ok(waits.then(|| format!("/applications/{}/sign", case.id)))
}

/// How a signature stands that waits.
pub(crate) async fn live(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    let still = case.status() == Status::Draft && waits(&visit, id).await?;
    let goes = if still { String::new() } else { format!("/applications/{id}/sign") };
    visit.show(&Look { said: visit.t("waits-lead"), goes })
}

async fn page(visit: &Visit, caller: Caller, case: &Case, told: Question) -> Answer {
    let app = &visit.web.app;
    let ways = visit.ways(What::Sign);
    let sent = app.signing_code(case).await?.filter(|_| ways.contains(&SignMethod::Sms));
    let step = match (&sent, ways.as_slice()) {
        (Some(_), _) if visit.asked("ways").is_none() => Step::Code,
        (_, [SignMethod::Sms]) => Step::Send,
        (_, [only]) => return go(format!("/applications/{}/sign/{}", case.id, name(*only))),
        _ => Step::Choose,
    };
    let q = asked(visit, case, step, &ways, told);
    let (wrong, status, headers) = (q.is_wrong(), q.status(), q.problem_headers());
    let frame = visit.frame(q.heading.as_str()).await?;
    let number = case.number();
    let binding = app.registers.phone(case.application.applicant).await.map_err(Refusal::from)?;
    let page = Sign {
        f: Frame { wrong, form: true, here: "applications", ..frame },
        step,
        number: number.to_string(),
        content: Content::of(visit, caller, &case.application).await?,
        document: case.application.document(number),
        digest: case.application.digest(number).to_string(),
        sent_until: sent.map(when::clock).unwrap_or_default(),
        phone: binding.map(|binding| masked(binding.phone.as_str())).unwrap_or_default(),
        q,
    };
    let mut response = visit.show_as(status, &page)?;
    response.headers_mut().extend(headers);
    Ok(response)
}

/// What the page asks for.
fn asked(
    visit: &Visit,
    case: &Case,
    step: Step,
    ways: &[SignMethod],
    mut told: Question,
) -> Question {
    let is_asked = |field: &Field| match field {
        Field::Choice(_) => step == Step::Choose,
        Field::Text(_) => step == Step::Code,
        Field::Select(_) | Field::Day(_) | Field::File(_) => false,
    };
    if !told.fields.iter().all(is_asked) {
        // Without a password that counts there is nothing to type: what is wrong stands above.
        let wrong = told.errors().into_iter().map(|(_, text)| text.to_owned());
        told.wrong = wrong.collect();
        told.wrong.dedup();
        told.fields.clear();
    }
    if told.fields.is_empty() {
        told.fields.extend(match step {
            Step::Choose => Some(ways_field(visit, ways)),
            Step::Send => None,
            Step::Code => Some(Field::Text(code_field(visit))),
        });
    }
    let page = format!("/applications/{}/sign?ways", case.id);
    let (button, beside) = match step {
        Step::Choose => ("portal-continue", Vec::new()),
        Step::Send => ("sign-send", Vec::new()),
        Step::Code => ("sign-button", visit.other_ways(ways.len() > 1, &page)),
    };
    Question {
        heading: visit.t("sign-heading"),
        back: Some("/apply/check".into()),
        button: visit.t(button),
        beside,
        ..told
    }
}

/// A number with all but its last two digits hidden.
pub(crate) fn masked(phone: &str) -> String {
    let shown = phone.len().saturating_sub(2);
    // With spaces that no line ends at.
    format!("+7\u{a0}•••\u{a0}•••\u{a0}••\u{a0}{}", phone.get(shown..).unwrap_or_default())
}

fn ways_field(visit: &Visit, ways: &[SignMethod]) -> Field {
    visit.ways_field(What::Sign, ways, visit.ways_heading(What::Sign))
}

/// Goes the chosen way, sends the password, or signs with it.
pub(crate) async fn sign(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, typed } = post;
    match typed.one("action") {
        "choose" => chose(&visit, caller, id, typed.one("method")).await,
        "sign" => {
            let code: String = typed.one("code").chars().filter(char::is_ascii_digit).collect();
            signed(&visit, caller, id, &code).await
        }
        _ => sent(&visit, caller, id).await,
    }
}

async fn chose(visit: &Visit, caller: Caller, id: CaseId, method: &str) -> Answer {
    let ways = visit.ways(What::Sign);
    let page = format!("/applications/{id}/sign");
    match chosen(&ways, method) {
        Some(SignMethod::Eds) => go(page + "/eds"),
        Some(SignMethod::Qr) => key::wait(visit, id).begin(visit).await,
        Some(SignMethod::Sms) => {
            let case = visit.web.app.own(caller, id).await?.case;
            // A password that was sent already is good for it.
            match visit.web.app.signing_code(&case).await? {
                Some(_) => go(page),
                None => sent(visit, caller, id).await,
            }
        }
        None => {
            let fields = vec![ways_field(visit, &ways)];
            let mut told = Question { fields, ..Question::default() };
            told.wants_a_way(visit);
            page_again(visit, caller, id, told).await
        }
    }
}

/// The page again, which says what is wrong.
async fn page_again(visit: &Visit, caller: Caller, id: CaseId, told: Question) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    page(visit, caller, &case, told).await
}

async fn sent(visit: &Visit, caller: Caller, id: CaseId) -> Answer {
    match visit.web.app.send_signing_code(caller, id).await {
        Ok(_) => go(format!("/applications/{id}/sign")),
        // It was signed already, by the same button or in another window.
        Err(Refusal::Conflict(NotExpected::Status(_))) => go(format!("/applications/{id}")),
        Err(refusal) => {
            let mut told = Question::default();
            told.refused(visit, refusal)?;
            page_again(visit, caller, id, told).await
        }
    }
}

async fn signed(visit: &Visit, caller: Caller, id: CaseId, code: &str) -> Answer {
    match visit.web.app.sign_by_sms(caller, id, code).await {
        Ok(_) => filed_now(visit, caller, id).await,
        Err(Refusal::Conflict(NotExpected::Status(_))) => go(format!("/applications/{id}")),
        Err(refusal) => {
            let mut told = Question::default();
            told.fields.push(Field::Text(code_field(visit)));
            told.refused(visit, refusal)?;
            page_again(visit, caller, id, told).await
        }
    }
}

/// To the page that says it is filed, whatever becomes of the answers it was made of.
async fn filed_now(visit: &Visit, caller: Caller, id: CaseId) -> Answer {
    if let Err(refusal) = visit.web.app.forget_answers_of(&visit.shelf(caller), id).await {
        tracing::warn!(?refusal, case = %id, "answers were not forgotten");
    }
    go(format!("/applications/{id}/filed"))
}

/// Says that it is filed, under which number, and what happens next. Safe to come back to.
pub(crate) async fn filed(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    let Some(signed_at) = case.state.filed().map(|filed| filed.signed_at) else {
        return go(format!("/applications/{id}/sign"));
    };
    if case.status().is_terminal() {
        // What would happen next has happened.
        return go(format!("/applications/{id}"));
    }
    let frame = visit.frame(visit.t("filed-heading")).await?;
    let page = Filed {
        f: Frame { here: "applications", ..frame },
        id: id.to_string(),
        number: case.number().to_string(),
        signed_at: visit.moment(signed_at),
        receipt: visit.receipt(id),
    };
    visit.show(&page)
}

/// Opens a draft to be changed.
pub(crate) async fn change(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, .. } = post;
    let app = &visit.web.app;
    let answers = app.answers_of(caller, id).await?;
    app.keep(&visit.shelf(caller), &answers).await?;
    go("/apply/check")
}

/// Asks again: the answers of an application that has ended, to be looked at and signed anew.
pub(crate) async fn again(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, .. } = post;
    let app = &visit.web.app;
    let answers = app.answers_again(caller, id).await?;
    app.keep(&visit.shelf(caller), &answers).await?;
    go("/apply/check")
}
