//! The page that shows a QR code to eGov Mobile and waits for what the phone does.
//!
//! What was begun is known to the browser that began it alone, by a cookie: nobody waits for, or
//! signs in with, what somebody else has begun.

use askama::Template;
use axum::response::IntoResponse as _;

use super::cookies;
use super::frame::Frame;
use super::picture::Picture;
use super::question::Question;
use super::stop::{Answer, Elsewhere, go};
use super::typed::Typed;
use super::visit::Visit;
use super::when;
use crate::desk::Refusal;
use crate::desk::mobile::{Mobile, MobileState, Purpose};
use crate::text::key;

#[derive(Template)]
#[template(path = "qr.html")]
struct QrPage {
    f: Frame,
    q: Question,
    /// What is shown to the app; nothing where it has still to be begun.
    shown: Option<Shown>,
}

/// A code that can be scanned.
struct Shown {
    picture: Option<Picture>,
    /// Opens the app on this device.
    link: String,
    until: String,
    /// Where the page looks how it stands.
    live: String,
    /// How it stands.
    said: String,
}

/// How it stands, for the script: a line, or where to go.
#[derive(Template)]
#[template(path = "parts/look.html")]
pub(crate) struct Look {
    pub(crate) said: String,
    pub(crate) goes: String,
}

/// A page that waits for a phone.
pub(crate) struct Wait {
    /// Its address, without the query.
    pub(crate) page: String,
    /// What is signed.
    pub(crate) purpose: Purpose,
    /// Where the other ways are.
    pub(crate) before: String,
    /// Whether there are any.
    pub(crate) several: bool,
    /// To which entry of the navigation it belongs.
    pub(crate) here: &'static str,
}

impl Wait {
    /// What this browser has begun here, and how that stands.
    pub(crate) async fn state(
        &self,
        visit: &Visit,
    ) -> Result<Option<(String, MobileState)>, Refusal> {
        let app = &visit.web.app;
        let Some(id) = visit.begun.clone() else { return Ok(None) };
        match app.mobile_purpose(&id).await {
            Ok(purpose) if purpose == self.purpose => {
                Ok(Some((id.clone(), app.mobile_state(&id).await?)))
            }
            // Begun on another page, or forgotten.
            Ok(_) | Err(Refusal::NotFound) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Begins, and goes to the page that waits.
    pub(crate) async fn begin(&self, visit: &Visit) -> Answer {
        match visit.web.app.mobile_begin(visit.caller, self.purpose, visit.language).await {
            Ok(Mobile { id, .. }) => {
                let here = Elsewhere::to(self.address(visit, &self.page));
                Ok(here.with(cookies::set(cookies::BEGUN, &id)).into_response())
            }
            Err(refusal) => {
                let mut told = Question::default();
                told.refused(visit, refusal)?;
                self.page(visit, told, None).await
            }
        }
    }

    /// Begins or calls off, as the button says.
    pub(crate) async fn press(&self, visit: &Visit, typed: &Typed) -> Answer {
        if typed.one("action") != "cancel" {
            return self.begin(visit).await;
        }
        if let Some((id, _)) = self.state(visit).await? {
            visit.web.app.mobile_cancel(&id).await?;
        }
        go(self.address(visit, &self.page))
    }

    /// The page: the code, or what became of it and the button that begins anew.
    pub(crate) async fn show(&self, visit: &Visit) -> Answer {
        let mut told = Question::default();
        let shown = match self.state(visit).await? {
            Some((id, MobileState::Waiting { opened, .. })) => {
                Some(self.shown(visit, &id, opened).await?)
            }
            Some((_, MobileState::Refused(fault))) => {
                told.wrong.push(visit.t(&key("signature-fault", fault.as_str())));
                None
            }
            Some((_, MobileState::Overtaken)) => {
                told.wrong.push(visit.t("problem-conflict-detail"));
                None
            }
            Some((_, MobileState::Expired)) => {
                told.wrong.push(visit.t("qr-expired"));
                None
            }
            Some((_, MobileState::Cancelled)) => {
                told.lead.push(visit.t("qr-cancelled"));
                None
            }
            Some((_, MobileState::Done | MobileState::Kept)) | None => None,
        };
        self.page(visit, told, shown).await
    }

    async fn shown(&self, visit: &Visit, id: &str, opened: bool) -> Result<Shown, Refusal> {
        let mobile = visit.web.app.mobile_shown(id).await?;
        Ok(Shown {
            picture: Picture::of(&mobile.qr),
            link: mobile.link,
            until: when::clock(mobile.expires),
            live: self.address(visit, &format!("{}/live", self.page)),
            said: said(visit, opened),
        })
    }

    async fn page(&self, visit: &Visit, told: Question, shown: Option<Shown>) -> Answer {
        let what = match self.purpose {
            Purpose::SignIn => "qr-sign-in-heading",
            Purpose::Application(_) => "qr-sign-heading",
            Purpose::Consent(_) => "qr-agree-heading",
        };
        let mut lead = told.lead.clone();
        if shown.is_none() {
            lead.push(visit.t("qr-lead"));
        }
        let beside = visit.other_ways(self.several, &self.before);
        let q = Question {
            heading: visit.t(what),
            lead,
            beside,
            back: Some(self.before.clone()),
            ..told
        };
        let frame = visit.frame(q.heading.as_str()).await?;
        let (status, headers, wrong) = (q.status(), q.problem_headers(), q.is_wrong());
        let page = QrPage { f: Frame { wrong, here: self.here, ..frame }, q, shown };
        let mut response = visit.show_form(status, &page)?;
        response.headers_mut().extend(headers);
        Ok(response)
    }

    /// How it stands, for the script; whatever has moved is shown by the page itself.
    pub(crate) async fn look(&self, visit: &Visit) -> Answer {
        let (said, goes) = match self.state(visit).await? {
            Some((_, MobileState::Waiting { opened, .. })) => (said(visit, opened), String::new()),
            _ => (String::new(), self.address(visit, &self.page)),
        };
        visit.show(&Look { said, goes })
    }

    /// An address of this page with what stands behind the `?` of this one.
    fn address(&self, visit: &Visit, page: &str) -> String {
        match visit.asked("to") {
            Some(to) => super::visit::and_back(page, &to),
            None => page.to_owned(),
        }
    }
}

fn said(visit: &Visit, opened: bool) -> String {
    visit.t(if opened { "qr-opened" } else { "qr-waiting" })
}
