//! Signing a draft by SMS password, and the page that says it is filed.

use askama::Template;
use residence::case::{Case, NotExpected, Status};
use residence::names::CaseId;

use super::content::Content;
use super::frame::Frame;
use super::question::{Field, Question};
use super::sign_in::code_field;
use super::stop::{Answer, go};
use super::visit::{Signed, SignedPost, Visit};
use super::when;
use crate::desk::{Caller, Refusal};
use crate::web::extract::Id;

#[derive(Template)]
#[template(path = "sign.html")]
struct Sign {
    f: Frame,
    q: Question,
    number: String,
    content: Content,
    /// The very bytes that are signed, and their digest.
    document: String,
    digest: String,
    /// Until when the password that was sent is good; empty while none was.
    sent_until: String,
    /// Where the password goes, all but the last digits hidden.
    phone: String,
}

#[derive(Template)]
#[template(path = "filed.html")]
struct Filed {
    f: Frame,
    id: String,
    number: String,
    signed_at: String,
}

/// Shows what is signed, and how.
pub(crate) async fn show(Id(id): Id<CaseId>, Signed { caller, visit }: Signed) -> Answer {
    let case = visit.web.app.own(caller, id).await?.case;
    if case.status() != Status::Draft {
        return go(format!("/applications/{id}"));
    }
    page(&visit, caller, &case, Question::default()).await
}

async fn page(visit: &Visit, caller: Caller, case: &Case, told: Question) -> Answer {
    let app = &visit.web.app;
    let sent = app.signing_code(case).await?;
    let mut q = Question {
        heading: visit.t("sign-heading"),
        back: Some("/apply/check".into()),
        button: visit.t(if sent.is_some() { "sign-button" } else { "sign-send" }),
        ..told
    };
    if sent.is_none() {
        // Without a password that counts there is nothing to type: what is wrong stands above.
        q.wrong.extend(q.errors().into_iter().map(|(_, text)| text.to_owned()).collect::<Vec<_>>());
        q.wrong.dedup();
        q.fields.clear();
    } else if q.fields.is_empty() {
        q.fields.push(Field::Text(code_field(visit)));
    }
    let (wrong, status, headers) = (q.is_wrong(), q.status(), q.problem_headers());
    let frame = visit.frame(q.heading.as_str()).await?;
    let number = case.number();
    let binding = app.registers.phone(case.application.applicant).await.map_err(Refusal::from)?;
    let page = Sign {
        f: Frame { wrong, form: true, here: "applications", ..frame },
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

/// A number with all but its last two digits hidden.
fn masked(phone: &str) -> String {
    let shown = phone.len().saturating_sub(2);
    // With spaces that no line ends at.
    format!("+7\u{a0}•••\u{a0}•••\u{a0}••\u{a0}{}", phone.get(shown..).unwrap_or_default())
}

/// Sends the password, or signs with it.
pub(crate) async fn sign(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, typed } = post;
    let app = &visit.web.app;
    let case = app.own(caller, id).await?.case;
    let code: String = typed.one("code").chars().filter(char::is_ascii_digit).collect();
    let signs = typed.one("action") == "sign";
    let done = if signs {
        app.sign_by_sms(caller, id, &code).await.map(drop)
    } else {
        app.send_signing_code(caller, id).await.map(drop)
    };
    match done {
        Ok(()) if signs => {
            // It is filed, whatever becomes of the answers it was made of.
            if let Err(refusal) = app.forget_answers_of(caller, id).await {
                tracing::warn!(?refusal, case = %id, "answers were not forgotten");
            }
            go(format!("/applications/{id}/filed"))
        }
        Ok(()) => go(format!("/applications/{id}/sign")),
        // It was signed already, by the same button or in another window.
        Err(Refusal::Conflict(NotExpected::Status(_))) => go(format!("/applications/{id}")),
        Err(refusal) => {
            let mut told = Question::default();
            if signs {
                told.fields.push(Field::Text(code_field(&visit)));
            }
            told.refused(&visit, refusal)?;
            page(&visit, caller, &case, told).await
        }
    }
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
    };
    visit.show(&page)
}

/// Opens a draft to be changed.
pub(crate) async fn change(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, .. } = post;
    let app = &visit.web.app;
    let answers = app.answers_of(caller, id).await?;
    app.keep(caller, &answers).await?;
    go("/apply/check")
}

/// Asks again: the answers of an application that has ended, to be looked at and signed anew.
pub(crate) async fn again(Id(id): Id<CaseId>, post: SignedPost) -> Answer {
    let SignedPost { caller, visit, .. } = post;
    let app = &visit.web.app;
    let answers = app.answers_again(caller, id).await?;
    app.keep(caller, &answers).await?;
    go("/apply/check")
}
