//! The pages that only a kiosk has: language and letters first, the call of the staff, the end.
//! Everything between is the portal.
//!
//! Where no registered kiosk asks, none of them is there.

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use residence::facts::Language;
use residence::names::CaseId;

use super::around::Letters;
use super::cookies;
use super::frame::Frame;
use super::picture::Picture;
use super::stop::{Answer, Elsewhere, go};
use super::visit::{Post, Visit, and_back, page_of_ours};
use crate::desk::Refusal;
use crate::kiosk::Kiosk;
use crate::web::fault::Fault;

/// What the first page is called in the frame: nobody is there who could fall idle.
pub(crate) const WELCOME: &str = "welcome";

#[derive(Template)]
#[template(path = "kiosk.html")]
struct Welcome {
    f: Frame,
    /// What is asked, in the other languages.
    others: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "kiosk_start.html")]
struct Start {
    f: Frame,
}

#[derive(Template)]
#[template(path = "kiosk_call.html")]
struct Call {
    f: Frame,
    /// Whether the staff has been called, and whether too often.
    called: bool,
    again: bool,
    /// The page to go back to.
    to: String,
}

#[derive(Template)]
#[template(path = "kiosk_still.html")]
struct Still {
    f: Frame,
    to: String,
}

/// What somebody takes along from a kiosk: where to follow an application on their own phone. It
/// names nobody, and opens nothing without a sign-in.
pub(crate) struct Receipt {
    /// The address as a QR code.
    pub(crate) picture: Option<Picture>,
    /// The address.
    pub(crate) address: String,
}

impl Visit {
    /// The receipt of an application; none where a browser of one's own can be come back to.
    pub(crate) fn receipt(&self, id: CaseId) -> Option<Receipt> {
        self.kiosk.as_ref()?;
        let address = format!("{}/applications/{id}", self.web.app.signatures.origin);
        Some(Receipt { picture: Picture::of(&address), address })
    }
}

/// The kiosk, or that there is no such page.
fn here(visit: &Visit) -> Result<&Kiosk, Fault> {
    visit.kiosk.as_deref().ok_or(Fault::NoPage)
}

/// The page to go back to.
fn back(visit: &Visit) -> String {
    let to = visit.asked("to").unwrap_or_default();
    match page_of_ours(&to) {
        "/" => "/kiosk/start".to_owned(),
        to => to.to_owned(),
    }
}

/// The first page: which language. Whoever was here before has gone.
pub(crate) async fn welcome(visit: Visit) -> Answer {
    here(&visit)?;
    if visit.token.is_some() || visit.begun.is_some() {
        return Ok(wipe(&visit).await?.into_response());
    }
    let f = visit.frame(visit.t("kiosk-heading")).await?;
    let others = Language::ALL.into_iter().filter(|language| *language != visit.language);
    let say = |language| visit.web.app.texts.say(language, "kiosk-heading", &[]);
    let others = others.map(|language| (language.as_str(), say(language))).collect();
    visit.show(&Welcome { f: Frame { here: WELCOME, ..f }, others })
}

/// What can be done here, and how large letters are.
pub(crate) async fn start(visit: Visit) -> Answer {
    here(&visit)?;
    let f = visit.frame(visit.t("service-name")).await?;
    visit.show(&Start { f })
}

/// Changes the size of letters and goes back.
pub(crate) async fn text(visit: Visit) -> Answer {
    here(&visit)?;
    let size = visit.asked("size").as_deref().and_then(Letters::named).unwrap_or_default();
    let page = Elsewhere::to(back(&visit)).with(cookies::set(cookies::LETTERS, size.as_str()));
    Ok(page.into_response())
}

/// Asks whether the staff is to be called, or says that it was.
pub(crate) async fn ask(visit: Visit) -> Answer {
    here(&visit)?;
    let how = visit.asked("called").unwrap_or_default();
    let (called, again) = (!how.is_empty(), how == "again");
    let heading = if called { "kiosk-called-heading" } else { "kiosk-call-heading" };
    let f = visit.frame(visit.t(heading)).await?;
    let page = Call { f, called, again, to: back(&visit) };
    visit.show_form(axum::http::StatusCode::OK, &page)
}

/// Calls the staff.
pub(crate) async fn call(Post { visit, .. }: Post) -> Answer {
    let called = match visit.web.app.call_staff(here(&visit)?).await {
        Ok(()) => "once",
        Err(Refusal::TooMany(..)) => "again",
        Err(refusal) => return Err(refusal.into()),
    };
    go(format!("{}&called={called}", and_back("/kiosk/call", &back(&visit))))
}

/// Somebody touches the kiosk without asking for a page: looking this up keeps their session.
pub(crate) async fn here_still(visit: Visit) -> Answer {
    here(&visit)?;
    Ok(axum::http::StatusCode::NO_CONTENT.into_response())
}

/// Where no script runs: asks whether somebody is still there, and ends when nobody answers.
pub(crate) async fn still(visit: Visit) -> Answer {
    here(&visit)?;
    let f = visit.frame(visit.t("kiosk-still-heading")).await?;
    let to = back(&visit);
    visit.show(&Still { f, to })
}

/// Nothing remains: not the session, not what was answered, not what the browser has of it.
pub(crate) async fn end(visit: Visit) -> Answer {
    here(&visit)?;
    if visit.from_outside {
        return go("/kiosk");
    }
    Ok(wipe(&visit).await?.into_response())
}

/// Ends the visit of whoever is at a kiosk.
pub(crate) async fn wipe(visit: &Visit) -> Result<Response, Refusal> {
    let app = &visit.web.app;
    if let Some(begun) = &visit.begun {
        match app.mobile_cancel(begun).await {
            Ok(()) | Err(Refusal::NotFound | Refusal::Busy) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    if let Some(token) = &visit.token {
        app.forget_answers(&visit.kiosk_shelf()).await?;
        app.sign_out(token).await?;
    }
    tracing::info!("a visit to a kiosk has ended");
    let kept =
        [cookies::SESSION, cookies::GUEST, cookies::BEGUN, cookies::LANGUAGE, cookies::LETTERS];
    let gone =
        kept.into_iter().fold(Elsewhere::to("/kiosk"), |to, name| to.with(cookies::clear(name)));
    Ok(gone.forgotten().into_response())
}
