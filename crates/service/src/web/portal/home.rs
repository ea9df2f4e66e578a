//! Where everybody begins: the catalogue, the section, the start page of the service, help.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;

use super::around::Around;
use super::cookies;
use super::frame::Frame;
use super::stop::{Answer, go};
use super::visit::{Signed, Visit, page_of_ours};
use super::ways::What;
use crate::desk::sessions::{ABSOLUTE, IDLE};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    f: Frame,
}

#[derive(Template)]
#[template(path = "section.html")]
struct Section {
    f: Frame,
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    f: Frame,
    /// The shortest and the longest temporary registration, in months.
    months: (String, String),
    /// How long people have to answer.
    window: String,
    /// Whether somebody can sign in here at all.
    open: bool,
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    f: Frame,
    idle_minutes: String,
    hours: String,
    kept_days: String,
}

/// The services.
pub(crate) async fn home(visit: Visit) -> Answer {
    if visit.kiosk.is_some() {
        return go(visit.around.start());
    }
    let f = visit.frame(visit.t("home-heading")).await?;
    let mut page = visit.show(&Home { f: Frame { around: Around::default(), ..f } })?;
    if visit.around.as_app {
        // Whoever comes here has the portal in a browser again.
        let cookie = HeaderValue::try_from(cookies::clear(cookies::AS_APP));
        page.headers_mut().extend(cookie.ok().map(|cookie| (header::SET_COOKIE, cookie)));
    }
    Ok(page)
}

/// The section of the service.
pub(crate) async fn section(visit: Visit) -> Answer {
    let f = visit.frame(visit.t("section-citizenship")).await?;
    visit.show(&Section { f })
}

/// What the service is, for whom, how long it takes.
pub(crate) async fn start(visit: Visit) -> Answer {
    let app = &visit.web.app;
    let law = app.law_at(app.now());
    let window = visit.window();
    let f = visit.frame(visit.t("service-name")).await?;
    let months = (law.temporary_months.min.to_string(), law.temporary_months.max.to_string());
    let open = !visit.ways(What::SignIn).is_empty() || visit.caller.is_some();
    visit.show(&Start { f, months, window, open })
}

impl Visit {
    /// How long people have to answer.
    pub(crate) fn window(&self) -> String {
        let app = &self.web.app;
        let law = app.law_at(app.now());
        let minutes = law.consent_window.as_secs() / 60;
        match minutes {
            0 => self.say("span-seconds", &[("count", &law.consent_window.as_secs().to_string())]),
            _ if minutes % 60 == 0 => {
                self.say("span-hours", &[("count", &(minutes / 60).to_string())])
            }
            _ => self.say("span-minutes", &[("count", &minutes.to_string())]),
        }
    }
}

#[derive(Template)]
#[template(path = "signed_out.html")]
struct SignedOut {
    f: Frame,
}

/// Says that nobody is signed in here any more.
pub(crate) async fn signed_out(visit: Visit) -> Answer {
    let f = visit.frame(visit.t("signed-out-heading")).await?;
    visit.show(&SignedOut { f })
}

/// An empty picture on the page behind a sign-out. The page before is put aside by the browser only
/// when that one is there, whole and with a name: this answer, which comes later, has it forgotten.
pub(crate) async fn nothing() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\"")),
    ];
    (headers, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

/// Keeps the session, and goes back to the page it was asked from.
pub(crate) async fn stay(Signed { visit, .. }: Signed) -> Answer {
    let to = visit.asked("to").unwrap_or_default();
    go(page_of_ours(&to))
}

/// Whom to ask, and what this portal keeps.
pub(crate) async fn help(visit: Visit) -> Answer {
    let f = visit.frame(visit.t("help-heading")).await?;
    let idle_minutes = (IDLE.as_secs() / 60).to_string();
    let hours = (ABSOLUTE.as_secs() / 3600).to_string();
    let kept_days = crate::desk::answers::KEPT_DAYS.to_string();
    visit.show(&Help { f, idle_minutes, hours, kept_days })
}
