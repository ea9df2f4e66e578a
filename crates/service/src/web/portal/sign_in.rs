//! Signing in, by whichever way is open; signing out.

pub(crate) mod key;

use axum::response::IntoResponse as _;
use residence::law::SignMethod;
use residence::names::{Iin, NameError};

use super::question::{Field, Question, Text};
use super::stop::{Answer, Elsewhere, Stop, go};
use super::typed::Typed;
use super::visit::{Post, Visit, and_back, page_of_ours};
use super::ways::{What, chosen, name};
use super::{cookies, kiosk};
use crate::desk::sessions::Opened;
use crate::desk::sign_in::{challenge_id, iin_error};
use crate::desk::{Assurance, Once, Refusal};
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

/// Whether they come to sign in more surely than by SMS.
fn wants_a_key(visit: &Visit) -> bool {
    visit.asked("with").is_some_and(|with| with == "key")
}

/// Whether nobody need sign in who does not ask for more than they have.
fn is_signed_in(visit: &Visit, needs: Assurance) -> bool {
    visit.caller.is_some_and(|caller| caller.assurance >= needs)
}

/// The page that asks to sign in more surely and comes back here.
pub(crate) fn with_a_key(to: &str) -> String {
    format!("{}&with=key", and_back("/sign-in", to))
}

/// The ways that are open to them.
fn ways(visit: &Visit) -> Vec<SignMethod> {
    let mut ways = visit.ways(What::SignIn);
    ways.retain(|way| *way != SignMethod::Sms || !wants_a_key(visit));
    ways
}

/// The page that asks for the way.
fn before(visit: &Visit) -> String {
    let page = and_back("/sign-in", &back(visit));
    if wants_a_key(visit) { page + "&with=key" } else { page }
}

/// The page of a way.
fn page_of(visit: &Visit, way: SignMethod) -> String {
    let page = and_back(&format!("/sign-in/{}", name(way)), &back(visit));
    if wants_a_key(visit) { page + "&with=key" } else { page }
}

/// Asks by which way, or goes straight to the only one.
pub(crate) async fn ask(visit: Visit) -> Answer {
    let needs = if wants_a_key(&visit) { Assurance::Signature } else { Assurance::Sms };
    if is_signed_in(&visit, needs) {
        return go(back(&visit));
    }
    match ways(&visit).as_slice() {
        [only] => go(page_of(&visit, *only)),
        ways => way_question(&visit, ways).shown(&visit, "sign-in").await,
    }
}

fn way_question(visit: &Visit, ways: &[SignMethod]) -> Question {
    let notice = if visit.idle.is_some() {
        visit.t("sign-in-idle")
    } else if wants_a_key(visit) {
        visit.t("sign-in-stronger")
    } else {
        String::new()
    };
    if ways.is_empty() {
        let heading = visit.t("sign-in-heading");
        return Question { heading, notice: visit.t("sign-in-closed"), ..Question::default() };
    }
    Question {
        heading: visit.ways_heading(What::SignIn),
        notice,
        fields: vec![visit.ways_field(What::SignIn, ways, String::new())],
        button: visit.t("portal-continue"),
        ..Question::default()
    }
}

/// Goes the chosen way.
pub(crate) async fn choose(Post { visit, typed }: Post) -> Answer {
    let ways = ways(&visit);
    match chosen(&ways, typed.one("method")) {
        Some(SignMethod::Qr) => key::wait(&visit).begin(&visit).await,
        Some(way) => go(page_of(&visit, way)),
        None => {
            let mut question = way_question(&visit, &ways);
            question.wants_a_way(&visit);
            question.shown(&visit, "sign-in").await
        }
    }
}

/// Asks for the ИИН.
pub(crate) async fn ask_iin(visit: Visit) -> Answer {
    if visit.caller.is_some() {
        return go(back(&visit));
    }
    if !ways(&visit).contains(&SignMethod::Sms) {
        return go(before(&visit));
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
        back: (ways(visit).len() > 1).then(|| before(visit)),
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
    let again = page_of(visit, SignMethod::Sms);
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
    match app.finish_sign_in(&id, &code, visit.seat()).await {
        Ok(opened) => enter(&visit, opened).await,
        Err(refusal) => {
            let mut question = code_question(&visit);
            question.refused(&visit, refusal)?;
            question.shown(&visit, "sign-in").await
        }
    }
}

/// Goes on with the new session; whatever this browser had before has ended.
async fn enter(visit: &Visit, opened: Opened) -> Answer {
    // They are signed in, whatever becomes of what was before.
    if let Err(fault) = visit.hand_over(opened.iin, &back(visit)).await {
        tracing::warn!(?fault, "what was typed before was not handed over");
    }
    if let Some(before) = &visit.token
        && let Err(refusal) = visit.web.app.sign_out(before).await
    {
        tracing::warn!(?refusal, "the session before was not ended");
    }
    let opened = Elsewhere::to(back(visit))
        .with(cookies::set(cookies::SESSION, &opened.token))
        .with(cookies::clear(cookies::GUEST))
        .with(cookies::clear(cookies::BEGUN));
    Ok(opened.into_response())
}

/// Ends the session.
pub(crate) async fn out(visit: Visit, post: Result<Post, Stop>) -> Answer {
    if let Some(token) = &visit.token {
        // Only a form of this session ends it; where none is left there is nothing to protect.
        post?;
        visit.web.app.sign_out(token).await?;
    }
    if visit.kiosk.is_some() {
        return Ok(kiosk::wipe(&visit).await?);
    }
    let out = Elsewhere::to("/signed-out").with(cookies::clear(cookies::SESSION));
    Ok(out.forgotten().into_response())
}
