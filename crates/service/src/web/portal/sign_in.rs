//! Signing in by SMS password, signing out, staying signed in.

use axum::response::IntoResponse as _;
use residence::names::{Iin, NameError};

use super::cookies;
use super::question::{Field, Question, Text};
use super::stop::{Answer, Elsewhere, Stop, go};
use super::typed::Typed;
use super::visit::{Post, Visit, and_back, page_of_ours};
use crate::desk::sessions::Face;
use crate::desk::sign_in::{challenge_id, iin_error};
use crate::desk::{Once, Refusal};
use crate::web::extract::Id;
use crate::web::fault::Fault;

/// The page to go to behind the sign-in.
fn back(visit: &Visit) -> String {
    let to = visit.asked("to").unwrap_or_default();
    match page_of_ours(&to) {
        "/" => "/applications".into(),
        to => to.to_owned(),
    }
}

/// Asks for the ИИН.
pub(crate) async fn ask(visit: Visit) -> Answer {
    if visit.caller.is_some() {
        return go(back(&visit));
    }
    let typed = visit.typed().await?.unwrap_or_default();
    let mut question = iin_question(&visit, typed.one("iin").to_owned());
    if typed.is_wrong()
        && let Err(why) = read_iin(&typed)
    {
        question.refused(&visit, Refusal::Fields(vec![iin_error("iin", why)]))?;
    }
    question.shown(&visit, "sign-in").await
}

/// The ИИН that was typed; spaces do no harm.
fn read_iin(typed: &Typed) -> Result<Iin, NameError> {
    typed.one("iin").replace(' ', "").parse()
}

fn iin_question(visit: &Visit, value: String) -> Question {
    if !visit.web.app.sign_in.sms {
        let (heading, notice) = (visit.t("sign-in-heading"), visit.t("sign-in-closed"));
        return Question { heading, notice, ..Question::default() };
    }
    let notice = if visit.idle.is_some() { visit.t("sign-in-idle") } else { String::new() };
    let iin = Text {
        name: "iin",
        label: visit.t("field-iin"),
        hint: visit.t("sign-in-iin-hint"),
        value,
        numeric: true,
        autocomplete: "off",
        width: "govuk-input--width-10",
        ..Text::default()
    };
    Question {
        heading: visit.t("sign-in-heading"),
        notice,
        lead: vec![visit.t("sign-in-lead")],
        fields: vec![Field::Text(iin)],
        button: visit.t("sign-in-button"),
        more: vec![(visit.t("sign-in-no-phone-label"), visit.t("sign-in-no-phone"))],
        ..Question::default()
    }
}

/// Sends the password.
pub(crate) async fn send(Post { visit, typed }: Post) -> Answer {
    let Ok(iin) = read_iin(&typed) else { return visit.shows_again(&typed).await };
    let once = Once { key: None, purpose: "sign_in" };
    match visit.web.app.sign_in_by_sms(iin.as_str(), visit.language, once).await {
        Ok(sent) => go(and_back(&format!("/sign-in/{}", sent.id), &back(&visit))),
        Err(refusal) => {
            let mut question = iin_question(&visit, typed.one("iin").to_owned());
            question.refused(&visit, refusal)?;
            question.shown(&visit, "sign-in").await
        }
    }
}

/// Asks for the password.
pub(crate) async fn ask_code(visit: Visit, Id(id): Id<String>) -> Answer {
    if visit.caller.is_some() {
        return go(back(&visit));
    }
    challenge_id(&id).ok_or(Fault::NoPage)?;
    code_question(&visit).shown(&visit, "sign-in").await
}

fn code_question(visit: &Visit) -> Question {
    let again = and_back("/sign-in", &back(visit));
    Question {
        heading: visit.t("sign-in-code-heading"),
        lead: vec![visit.t("sign-in-code-lead")],
        back: Some(again.clone()),
        fields: vec![Field::Text(code_field(visit))],
        button: visit.t("sign-in-code-button"),
        more: vec![(visit.t("code-not-received-label"), visit.t("sign-in-not-received"))],
        beside: vec![(again, visit.t("sign-in-again"))],
        ..Question::default()
    }
}

/// The field for six digits of an SMS.
pub(crate) fn code_field(visit: &Visit) -> Text {
    Text {
        name: "code",
        label: visit.t("field-code"),
        hint: visit.t("code-hint"),
        numeric: true,
        autocomplete: "one-time-code",
        width: "govuk-input--width-5",
        ..Text::default()
    }
}

/// Opens the session.
pub(crate) async fn finish(Id(id): Id<String>, Post { visit, typed }: Post) -> Answer {
    let id = challenge_id(&id).ok_or(Fault::NoPage)?;
    let code: String = typed.one("code").chars().filter(char::is_ascii_digit).collect();
    let app = &visit.web.app;
    match app.finish_sign_in(&id, &code, Face::Portal).await {
        Ok(opened) => {
            // They are signed in, whatever becomes of what was before.
            if let Err(fault) = visit.hand_over(opened.iin, &back(&visit)).await {
                tracing::warn!(?fault, "what was typed before was not handed over");
            }
            if let Some(before) = &visit.token
                && let Err(refusal) = app.sign_out(before).await
            {
                tracing::warn!(?refusal, "the session before was not ended");
            }
            let opened = Elsewhere::to(back(&visit))
                .with(cookies::set(cookies::SESSION, &opened.token))
                .with(cookies::clear(cookies::GUEST));
            Ok(opened.into_response())
        }
        Err(refusal) => {
            let mut question = code_question(&visit);
            question.refused(&visit, refusal)?;
            question.shown(&visit, "sign-in").await
        }
    }
}

/// Ends the session.
pub(crate) async fn out(visit: Visit, post: Result<Post, Stop>) -> Answer {
    if let Some(token) = &visit.token {
        // Only a form of this session ends it; where none is left there is nothing to protect.
        post?;
        visit.web.app.sign_out(token).await?;
    }
    let out = Elsewhere::to("/signed-out").with(cookies::clear(cookies::SESSION));
    Ok(out.forgotten().into_response())
}
