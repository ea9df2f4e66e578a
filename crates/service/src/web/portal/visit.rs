//! Who visits a page, in which language, and whether what they post is theirs.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::Method;
use axum::http::request::Parts;
use jiff::SignedDuration;
use residence::facts::Language;
use residence::intake::Channel;
use residence::names::Iin;

pub(crate) use super::address::{and_back, in_chosen_language, page_of_ours};
use super::around::Around;
use super::cookies;
use super::stop::{Answer, Elsewhere, Stop, go};
use super::typed::Typed;
use super::whence::{from_here, seat};
use crate::desk::Caller;
use crate::desk::answers::Shelf;
use crate::desk::office::Officer;
use crate::desk::sessions::{ABSOLUTE, Face, Holder, KIOSK_ABSOLUTE, KIOSK_IDLE, Seat};
use crate::keys::{same_code, token_key};
use crate::kiosk::Kiosk;
use crate::web::Web;
use crate::web::fault::Fault;
use crate::web::outer::AtKiosk;

/// The longest path under which something typed is kept.
const LONGEST_PATH: usize = 64;
/// How long what a guest has typed is kept over a change of the language.
const GUEST_LASTS: SignedDuration = SignedDuration::from_mins(10);

/// Somebody who looks at a page.
pub(crate) struct Visit {
    /// What handlers share.
    pub(crate) web: Arc<Web>,
    /// The language of the page.
    pub(crate) language: Language,
    /// Whether the browser came by itself or from another site, not by a link or an address here.
    pub(crate) from_outside: bool,
    /// Who is signed in.
    pub(crate) caller: Option<Caller>,
    /// Through which channel they apply: that of their sign-in or, without one, that of a sign-in here.
    pub(crate) channel: Channel,
    /// At the office: who that is on the staff.
    pub(crate) officer: Option<Officer>,
    /// Whose session has ended for want of requests.
    pub(crate) idle: Option<Iin>,
    /// The path and the query.
    pub(crate) page: String,
    /// The token of the session, also of one that has ended.
    pub(crate) token: Option<String>,
    /// What this browser has begun with a phone.
    pub(crate) begun: Option<String>,
    /// The kiosk.
    pub(crate) kiosk: Option<Arc<Kiosk>>,
    /// The device.
    pub(crate) around: Around,
    seat: Seat,
    guest: Option<String>,
    /// A random word for somebody who has none yet.
    new_guest: Option<String>,
}

/// Somebody who is signed in.
pub(crate) struct Signed {
    /// Who.
    pub(crate) caller: Caller,
    /// The rest.
    pub(crate) visit: Visit,
}

/// A form that was sent from a page of ours by whoever was shown it.
pub(crate) struct Post {
    /// Who.
    pub(crate) visit: Visit,
    /// What they typed.
    pub(crate) typed: Typed,
}

/// The same from somebody who is signed in.
pub(crate) struct SignedPost {
    /// Who.
    pub(crate) caller: Caller,
    /// The rest.
    pub(crate) visit: Visit,
    /// What they typed.
    pub(crate) typed: Typed,
}

impl Visit {
    pub(crate) async fn read(parts: &Parts, web: &Arc<Web>) -> Result<Self, Fault> {
        let language = cookies::language(&parts.headers);
        let cookie = cookies::session(web.face);
        let token = cookies::read(&parts.headers, cookie).filter(|text| text.len() == 64);
        // What a page fetches by itself does not keep a session from growing idle.
        let path = parts.uri.path();
        let used = !path.ends_with("/live") && path != "/kiosk/still";
        let kiosk = parts.extensions.get::<AtKiosk>().map(|at| Arc::clone(&at.0));
        let around = Around::of(&parts.headers, kiosk.is_some());
        let seat = match web.face {
            Face::Office => Face::Office.into(),
            Face::Api | Face::Portal => seat(around, kiosk.as_deref()),
        };
        let holder = match token {
            Some(token) => web.app.holder(token, language, &seat, used).await?,
            None => None,
        };
        let (caller, channel, idle) = match holder {
            Some(Holder::Signed(caller, channel)) => (Some(caller), channel, None),
            // At a kiosk nothing is kept for whoever was there.
            Some(Holder::Idle(iin)) => (None, seat.channel, Some(iin).filter(|_| kiosk.is_none())),
            None => (None, seat.channel, None),
        };
        let officer = match (web.face, caller, token) {
            (Face::Office, Some(caller), Some(token)) => web.app.officer(caller, token).await?,
            (_, _, _) => None,
        };
        // At the office a session opens something for as long as its officer is on the staff.
        let caller = caller.filter(|_| web.face != Face::Office || officer.is_some());
        let guest = cookies::read(&parts.headers, cookies::GUEST).filter(|text| text.len() == 32);
        let begun = cookies::read(&parts.headers, cookies::BEGUN).map(str::to_owned);
        let new_guest =
            (guest.is_none() && holder.is_none()).then(|| format!("{:032x}", (web.app.chance)()));
        let page = parts.uri.path_and_query().map_or("/", |page| page.as_str());
        let from_outside = parts.method == Method::HEAD
            || parts.headers.contains_key("sec-purpose")
            || parts.headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
        Ok(Self {
            web: Arc::clone(web),
            language,
            from_outside,
            caller,
            channel,
            officer,
            idle,
            kiosk,
            around,
            seat,
            page: page.to_owned(),
            token: token.filter(|_| holder.is_some()).map(str::to_owned),
            begun,
            guest: guest.map(str::to_owned),
            new_guest,
        })
    }

    /// From where they sign in here.
    pub(crate) fn seat(&self) -> Seat {
        self.seat.clone()
    }

    /// Where the answers of whoever is signed in lie.
    pub(crate) fn shelf(&self, caller: Caller) -> Shelf {
        if self.kiosk.is_some() { self.kiosk_shelf() } else { Shelf::of(caller) }
    }

    /// The same at a kiosk, where nothing is kept past the session.
    pub(crate) fn kiosk_shelf(&self) -> Shelf {
        Shelf { name: token_key(self.bound_to()), lasts: KIOSK_ABSOLUTE }
    }

    /// What forms of this visit are bound to.
    fn bound_to(&self) -> &str {
        let guest = self.guest.as_deref().or(self.new_guest.as_deref());
        self.token.as_deref().or(guest).unwrap_or_default()
    }

    /// The token that a form of this visit carries.
    pub(crate) fn form_token(&self) -> String {
        self.web.app.keys.form_token(self.bound_to())
    }

    /// The cookie to set for somebody who has none yet.
    pub(crate) fn guest_cookie(&self) -> Option<String> {
        self.new_guest.as_deref().map(|word| cookies::set(cookies::GUEST, word))
    }

    /// The path without the query.
    pub(crate) fn path(&self) -> &str {
        self.page.split('?').next().unwrap_or("/")
    }

    /// A parameter behind the `?`.
    pub(crate) fn asked(&self, name: &str) -> Option<String> {
        let (_, query) = self.page.split_once('?')?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let (_, text) = pairs.find(|(other, _)| other == name)?;
        Some(text.chars().filter(|c| !c.is_control()).take(500).collect())
    }

    /// The page that shows the form which is sent to this address.
    pub(crate) fn shown_page(&self) -> String {
        let own = ["/again", "/change"].iter().find_map(|end| self.page.strip_suffix(end));
        own.unwrap_or(&self.page).to_owned()
    }

    /// Whose what is typed here is, and how long it is kept. What is typed into a page whose
    /// session has ended belongs to that session until its person signs in at the same browser.
    fn owner(&self) -> (String, SignedDuration) {
        match self.caller {
            _ if self.kiosk.is_some() => (token_key(self.bound_to()), KIOSK_IDLE),
            Some(caller) => (caller.iin.to_string(), ABSOLUTE),
            None if self.idle.is_some() => (token_key(self.bound_to()), ABSOLUTE),
            None => (self.bound_to().to_owned(), GUEST_LASTS),
        }
    }

    /// Hands over what was typed on a page before the session ended, if it is the same person who
    /// has signed in now.
    pub(crate) async fn hand_over(&self, signed: Iin, page: &str) -> Result<(), Fault> {
        if self.idle != Some(signed) {
            return Ok(());
        }
        let app = &self.web.app;
        let path = page.split('?').next().unwrap_or(page);
        let (owner, lasts) = self.owner();
        if let Some(typed) = app.typed(&owner, path).await? {
            app.keep_typed(signed.as_str(), path, &typed, lasts).await?;
        }
        Ok(())
    }

    /// What was typed on this page before the language changed or the session ended.
    pub(crate) async fn typed(&self) -> Result<Option<Typed>, Fault> {
        let (owner, _) = self.owner();
        Ok(self.web.app.typed(&owner, self.path()).await?.map(Typed::kept))
    }

    /// To the page again, which shows what was typed and what is wrong with it.
    pub(crate) async fn shows_again(&self, typed: &Typed) -> Answer {
        self.keep(&typed.wrong()).await?;
        go(self.page.clone())
    }

    /// Keeps what was typed, on pages that show it again; says whether this is one.
    async fn keep(&self, typed: &Typed) -> Result<bool, Fault> {
        let path = self.path();
        let shows = path == "/sign-in/sms"
            || path.starts_with("/apply/")
            || path.ends_with("/refuse")
            || self.officer.is_some();
        if shows && path.len() <= LONGEST_PATH {
            // That nothing is chosen any more is an answer too.
            let (owner, lasts) = self.owner();
            self.web.app.keep_typed(&owner, path, &typed.to_keep(), lasts).await?;
        }
        Ok(shows)
    }

    /// The page that asks to sign in and comes back here. At a kiosk only what its first pages lead
    /// to does: the page of somebody who has gone is no way in.
    pub(crate) fn to_sign_in(&self) -> Elsewhere {
        let begins = matches!(self.page.as_str(), "/apply" | "/applications" | "/questions");
        if self.kiosk.is_some() && !begins {
            return Elsewhere::to("/kiosk");
        }
        Elsewhere::to(and_back("/sign-in", &self.shown_page()))
    }
}

impl FromRequestParts<Arc<Web>> for Visit {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Stop> {
        let visit = Self::read(parts, web).await?;
        let chosen = in_chosen_language(&visit.page).filter(|_| parts.method == Method::GET);
        chosen.map_or(Ok(visit), |elsewhere| Err(elsewhere.into()))
    }
}

impl FromRequestParts<Arc<Web>> for Signed {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Stop> {
        let visit = Visit::from_request_parts(parts, web).await?;
        match visit.caller {
            Some(caller) => Ok(Self { caller, visit }),
            None => Err(visit.to_sign_in().into()),
        }
    }
}

impl Post {
    async fn of(visit: Visit, parts: &Parts, body: Body) -> Result<Self, Stop> {
        let typed = Typed::read(&parts.headers, body).await?;
        Self::typed(visit, parts, typed).await
    }

    /// A form that was read already.
    pub(crate) async fn typed(visit: Visit, parts: &Parts, typed: Typed) -> Result<Self, Stop> {
        let from = from_here(&parts.headers);
        if from == Some(false) {
            return Err(Fault::StaleForm.into());
        }
        if !same_code(&visit.form_token(), typed.one("token")) {
            // A page of an earlier session of whoever is signed in again: nothing is done, but what
            // they typed is there when the page is shown anew.
            if from == Some(true) && visit.caller.is_some() && visit.keep(&typed).await? {
                return Err(Elsewhere::to(visit.shown_page()).into());
            }
            return Err(Fault::StaleForm.into());
        }
        // The switch of the language is a button of the form, so that nothing typed is lost by it;
        // so is the one that keeps the session.
        if let Some(language) = cookies::named(typed.one("switch")) {
            visit.keep(&typed).await?;
            let back = Elsewhere::to(visit.shown_page());
            return Err(back.with(cookies::set_language(language)).into());
        }
        if typed.one("stay") == "true" {
            visit.keep(&typed).await?;
            return Err(Elsewhere::to(visit.shown_page()).into());
        }
        if typed.one("call") == "true" && visit.kiosk.is_some() {
            visit.keep(&typed).await?;
            return Err(Elsewhere::to(and_back("/kiosk/call", &visit.shown_page())).into());
        }
        Ok(Self { visit, typed })
    }
}

impl FromRequest<Arc<Web>> for Post {
    type Rejection = Stop;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Stop> {
        let (parts, body) = request.into_parts();
        Self::of(Visit::read(&parts, web).await?, &parts, body).await
    }
}

impl FromRequest<Arc<Web>> for SignedPost {
    type Rejection = Stop;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Stop> {
        let (parts, body) = request.into_parts();
        let visit = Visit::read(&parts, web).await?;
        if visit.token.is_none() {
            // Nobody whose form it could be, or their session is long gone.
            return Err(visit.to_sign_in().into());
        }
        let (idle, back) = (visit.idle.is_some(), visit.to_sign_in());
        let Post { visit, typed } = match Post::of(visit, &parts, body).await {
            // A form of a session before the one that has ended: it comes to the same.
            Err(Stop::Fault(Fault::StaleForm)) if idle => return Err(back.into()),
            posted => posted?,
        };
        if let Some(caller) = visit.caller {
            return Ok(Self { caller, visit, typed });
        }
        if visit.idle.is_some() {
            visit.keep(&typed).await?;
        }
        Err(visit.to_sign_in().into())
    }
}
