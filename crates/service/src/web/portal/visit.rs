//! Who visits a page, in which language, and whether what they post is theirs.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use jiff::SignedDuration;
use residence::facts::Language;
use residence::names::Iin;

use super::cookies;
use super::stop::{Elsewhere, Stop};
use super::typed::Typed;
use crate::desk::Caller;
use crate::desk::sessions::{ABSOLUTE, Face, Holder};
use crate::keys::same_code;
use crate::web::Web;
use crate::web::fault::Fault;

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
    /// Whose session has ended for want of requests.
    pub(crate) idle: Option<Iin>,
    /// The path and the query.
    pub(crate) page: String,
    /// The token of the session, also of one that has ended.
    pub(crate) token: Option<String>,
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
    async fn read(parts: &Parts, web: &Arc<Web>) -> Result<Self, Fault> {
        let language = cookies::language(&parts.headers);
        let token = cookies::read(&parts.headers, cookies::SESSION).filter(|text| text.len() == 64);
        // What a page fetches by itself does not keep a session from growing idle.
        let used = !parts.uri.path().ends_with("/live");
        let holder = match token {
            Some(token) => web.app.holder(token, language, Face::Portal, used).await?,
            None => None,
        };
        let (caller, idle) = match holder {
            Some(Holder::Signed(caller)) => (Some(caller), None),
            Some(Holder::Idle(iin)) => (None, Some(iin)),
            None => (None, None),
        };
        let guest = cookies::read(&parts.headers, cookies::GUEST).filter(|text| text.len() == 32);
        let new_guest =
            (guest.is_none() && holder.is_none()).then(|| format!("{:032x}", (web.app.chance)()));
        let page = parts.uri.path_and_query().map_or("/", |page| page.as_str());
        let from_outside = parts.headers.contains_key("sec-purpose")
            || parts.headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
        Ok(Self {
            web: Arc::clone(web),
            language,
            from_outside,
            caller,
            idle,
            page: page.to_owned(),
            token: token.filter(|_| holder.is_some()).map(str::to_owned),
            guest: guest.map(str::to_owned),
            new_guest,
        })
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

    /// Whose what is typed here is, and how long it is kept.
    fn owner(&self) -> (String, SignedDuration) {
        match self.caller.map(|caller| caller.iin).or(self.idle) {
            Some(iin) => (iin.to_string(), ABSOLUTE),
            None => (self.bound_to().to_owned(), GUEST_LASTS),
        }
    }

    /// What was typed on this page before the language changed or the session ended.
    pub(crate) async fn typed(&self) -> Result<Option<Typed>, Fault> {
        let (owner, _) = self.owner();
        Ok(self.web.app.typed(&owner, self.path()).await?.map(Typed::kept))
    }

    async fn keep(&self, typed: &Typed) -> Result<(), Fault> {
        let (owner, lasts) = self.owner();
        Ok(self.web.app.keep_typed(&owner, self.path(), &typed.to_keep(), lasts).await?)
    }

    /// The page that asks to sign in and comes back here.
    pub(crate) fn to_sign_in(&self) -> Elsewhere {
        let back: String = form_urlencoded::byte_serialize(self.page.as_bytes()).collect();
        Elsewhere::to(format!("/sign-in?to={back}"))
    }
}

impl FromRequestParts<Arc<Web>> for Visit {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Stop> {
        let visit = Self::read(parts, web).await?;
        let chosen = visit.asked("language").filter(|_| parts.method == Method::GET);
        match chosen.as_deref().and_then(cookies::named) {
            // The address without the choice: it can be shared, and read again in any language.
            Some(language) => {
                let to = without_language(&visit.page);
                Err(Elsewhere::to(to).with(cookies::set_language(language)).into())
            }
            None => Ok(visit),
        }
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

impl FromRequest<Arc<Web>> for Post {
    type Rejection = Stop;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Stop> {
        let (parts, body) = request.into_parts();
        let visit = Visit::read(&parts, web).await?;
        let typed = Typed::read(&parts.headers, body).await?;
        let shown_to_them = same_code(&visit.form_token(), typed.one("token"));
        if !from_here(&parts.headers) || !shown_to_them {
            return Err(Fault::StaleForm.into());
        }
        // The switch of the language is a button of the form, so that nothing typed is lost by it.
        if let Some(language) = cookies::named(typed.one("switch")) {
            visit.keep(&typed).await?;
            let back = Elsewhere::to(visit.page.clone());
            return Err(back.with(cookies::set_language(language)).into());
        }
        Ok(Self { visit, typed })
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
        let request = Request::from_parts(parts, body);
        let Post { visit, typed } = Post::from_request(request, web).await?;
        if let Some(caller) = visit.caller {
            return Ok(Self { caller, visit, typed });
        }
        if visit.idle.is_some() {
            visit.keep(&typed).await?;
        }
        Err(visit.to_sign_in().into())
    }
}

/// Whether a form comes from a page of ours, as far as the browser says.
fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let same_site = site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin = text(header::ORIGIN).map(|origin| {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        host.is_some() && host == text(header::HOST)
    });
    same_site && origin.unwrap_or(true)
}

/// A page of ours that an address names; the first page for any other address.
pub(crate) fn page_of_ours(address: &str) -> &str {
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && address.chars().all(|c| c.is_ascii_graphic());
    if ours { address } else { "/" }
}

fn without_language(page: &str) -> String {
    let Some((path, query)) = page.split_once('?') else { return page_of_ours(page).to_owned() };
    let rest = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "language");
    let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    let path = page_of_ours(path);
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_are_gone_back_to() {
        for (address, expected) in [
            ("/apply/where?q=a", "/apply/where?q=a"),
            ("https://example.com/", "/"),
            ("//example.com/", "/"),
            ("/\\example.com", "/"),
            ("", "/"),
            ("/a\nb", "/"),
        ] {
            assert_eq!(page_of_ours(address), expected);
        }
    }

    #[test]
    fn a_choice_of_language_leaves_the_address() {
        for (page, expected) in [
            ("/?language=ru", "/"),
            ("/apply/where?q=%D0%90&language=kk", "/apply/where?q=%D0%90"),
            ("//example.com?language=kk", "/"),
        ] {
            assert_eq!(without_language(page), expected);
        }
    }

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        for (origin, site, ours) in [
            ("http://portal.example", "same-origin", true),
            ("https://portal.example", "", true),
            ("", "", true),
            ("https://other.example", "", false),
            ("null", "", false),
            ("", "cross-site", false),
            ("http://portal.example", "same-site", false),
            ("http://portal.example.other", "same-origin", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("host", "portal.example".parse().unwrap());
            for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                if !value.is_empty() {
                    headers.insert(name, value.parse().unwrap());
                }
            }
            assert_eq!(from_here(&headers), ours, "{origin} {site}");
        }
    }
}
