//! What a page answers instead of itself: the way to another page, or a fault.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::desk::Refusal;
use crate::web::fault::Fault;

/// What a page answers.
pub(crate) type Answer = Result<Response, Stop>;

/// Why a page is not shown.
pub(crate) enum Stop {
    /// Another page is, with these cookies.
    Elsewhere(Elsewhere),
    /// Something stands in the way.
    Fault(Fault),
}

/// The way to another page (303).
#[derive(Clone, Debug, Default)]
pub(crate) struct Elsewhere {
    to: String,
    cookies: Vec<String>,
    /// Whether the browser forgets what it has of us.
    forget: bool,
}

impl Elsewhere {
    /// To this page of ours.
    pub(crate) fn to(page: impl Into<String>) -> Self {
        Self { to: page.into(), cookies: Vec::new(), forget: false }
    }

    /// The browser forgets the pages it has seen here, those behind its back button too.
    pub(crate) const fn forgotten(mut self) -> Self {
        self.forget = true;
        self
    }

    /// With this cookie.
    pub(crate) fn with(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}

impl IntoResponse for Elsewhere {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        let to = HeaderValue::try_from(self.to).unwrap_or(HeaderValue::from_static("/"));
        headers.insert(header::LOCATION, to);
        if self.forget {
            let what = HeaderValue::from_static("\"cache\", \"storage\"");
            headers.insert("clear-site-data", what);
        }
        for cookie in self.cookies.into_iter().filter_map(|text| HeaderValue::try_from(text).ok()) {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Elsewhere(elsewhere) => elsewhere.into_response(),
            Self::Fault(fault) => fault.into_response(),
        }
    }
}

impl From<Elsewhere> for Stop {
    fn from(elsewhere: Elsewhere) -> Self {
        Self::Elsewhere(elsewhere)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Fault(refusal.into())
    }
}

/// To this page, as a page answers it.
pub(crate) fn go(page: impl Into<String>) -> Answer {
    Ok(Elsewhere::to(page).into_response())
}
