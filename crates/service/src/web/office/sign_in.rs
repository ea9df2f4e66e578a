//! Signing in at the office, and out.

use axum::response::IntoResponse as _;

use super::sheet::{Part, Sheet};
use crate::desk::sessions::{Face, Opened};
use crate::web::portal::cookies;
use crate::web::portal::eds::{Text, handed};
use crate::web::portal::question::Question;
use crate::web::portal::stop::{Answer, Elsewhere, Stop, go};
use crate::web::portal::visit::{Post, Visit, page_of_ours};

/// The page to go to behind the sign-in.
fn back(visit: &Visit) -> String {
    page_of_ours(&visit.asked("to").unwrap_or_default()).to_owned()
}

/// Has a text signed that is made for it.
pub(crate) async fn ask(visit: Visit) -> Answer {
    if visit.officer.is_some() {
        return go(back(&visit));
    }
    page(&visit, Question::default()).await
}

async fn page(visit: &Visit, told: Question) -> Answer {
    let to_sign = visit.web.app.office_challenge().await?;
    let mut lead = vec![visit.t("office-sign-in-lead")];
    if visit.idle.is_some() {
        lead.insert(0, visit.t("sign-in-idle"));
    }
    let q = Question { heading: visit.t("office-sign-in-heading"), lead, ..told };
    let text =
        Text { purpose: "sign-in", challenge: to_sign.id, ..Text::new(visit, to_sign.document) };
    text.shown(visit, q, "").await
}

/// Opens the session.
pub(crate) async fn signed(Post { visit, typed }: Post) -> Answer {
    match visit.web.app.office_sign_in(typed.one("challenge"), handed(&typed)).await {
        Ok(opened) => enter(&visit, opened).await,
        Err(refusal) => {
            let mut told = Question::default();
            told.refused(&visit, refusal)?;
            page(&visit, told).await
        }
    }
}

async fn enter(visit: &Visit, opened: Opened) -> Answer {
    // They are signed in, whatever becomes of what was before.
    if let Err(fault) = visit.hand_over(opened.iin, &back(visit)).await {
        tracing::warn!(?fault, "what was typed before was not handed over");
    }
    let opened = Elsewhere::to(back(visit))
        .with(cookies::set(cookies::session(Face::Office), &opened.token))
        .with(cookies::clear(cookies::GUEST));
    Ok(opened.into_response())
}

/// Ends the session.
pub(crate) async fn out(visit: Visit, post: Result<Post, Stop>) -> Answer {
    if let Some(token) = &visit.token {
        post?;
        visit.web.app.sign_out(token).await?;
    }
    let out = Elsewhere::to("/signed-out").with(cookies::clear(cookies::session(Face::Office)));
    Ok(out.forgotten().into_response())
}

/// Says that nobody is signed in here any more.
pub(crate) async fn signed_out(visit: Visit) -> Answer {
    let sheet = Sheet {
        heading: visit.t("signed-out-heading"),
        parts: vec![
            Part::Text(visit.t("office-signed-out")),
            Part::Links(vec![("/sign-in".to_owned(), visit.t("office-sign-in-again"))]),
        ],
        ..Sheet::default()
    };
    sheet.shown(&visit, "").await
}
