//! What goes around every request: the allowance of the network address, the line in the log, the
//! words of a problem document, the security headers.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use residence::facts::Language;
use tokio::time::Instant;

use super::Web;
use super::fault::{Fault, Unsaid};
use super::language::wanted;
use super::network::Source;
use super::portal::{Around, broken, cookies};
use super::problem::Words;
use crate::desk::Refusal;
use crate::kiosk::Kiosk;

/// The kiosk a request comes from.
#[derive(Clone, Debug)]
pub(crate) struct AtKiosk(pub(crate) Arc<Kiosk>);

/// The network address a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// What a page may load: its style, script, font and pictures, from here and nothing inline; its
/// forms are sent here only, and nobody frames it.
const OF_PAGES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                        font-src 'self'; connect-src 'self'; manifest-src 'self'; \
                        form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What an answer for programs may load: nothing.
const OF_ANSWERS: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; \
                          frame-ancestors 'none'";

/// The address of the program that holds people's keys, on the answer whose page speaks with it.
#[derive(Clone, Debug)]
pub(crate) struct SpeaksWith(pub(crate) String);

/// On every answer.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

/// The outermost layer.
pub(crate) async fn around(
    State(web): State<Arc<Web>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let peer = request.extensions().get::<Peer>().map_or(Ipv4Addr::LOCALHOST.into(), |peer| peer.0);
    let kiosk = web.app.kiosks.at(peer, request.headers(), web.app.now());
    let hidden = kiosk.is_none() && is_of_kiosks(request.uri().path());
    let source = kiosk.as_ref().map_or(Source::Address(peer), |k| Source::Kiosk(k.certificate));
    if let Some(kiosk) = kiosk {
        request.extensions_mut().insert(AtKiosk(kiosk));
    }
    let head = Head::of(&request);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let health =
        route.as_ref().is_some_and(|route| matches!(route.as_str(), "/healthz" | "/readyz"));
    let allowed = if health { Ok(()) } else { web.allows(source) };
    let response = match allowed {
        Ok(()) if hidden => Fault::NoPage.into_response(),
        Ok(()) => answered(request, next).await,
        Err(fault) => fault.into_response(),
    };
    let response = dressed(&web, &head, response);
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(
        %method,
        route = route.as_ref().map_or("none", MatchedPath::as_str),
        status = response.status().as_u16(),
        millis,
        "answered"
    );
    response
}

/// Whether this is a page of kiosks, which is not there for anybody else.
fn is_of_kiosks(path: &str) -> bool {
    path.strip_prefix("/kiosk").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the layers below answer. They run in a task of their own: a panic there is an answer here,
/// and a caller who hangs up stops nothing half-way.
async fn answered(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(panicked = error.is_panic(), "a request was not answered");
            Fault::Internal.into_response()
        }
    }
}

/// What is remembered of a request until its answer goes out.
struct Head {
    /// Whether a page is asked for, or an answer for programs.
    page: bool,
    address: String,
    headers: HeaderMap,
    language: Language,
    around: Around,
}

impl Head {
    fn of(request: &Request) -> Self {
        let page = broken::is_page(request.uri().path());
        let headers = request.headers().clone();
        let language = if page { cookies::language(&headers) } else { wanted(&headers) };
        let address = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let around = Around::of(&headers, request.extensions().get::<AtKiosk>().is_some());
        Self { page, address, headers, language, around }
    }
}

fn dressed(web: &Arc<Web>, head: &Head, mut response: Response) -> Response {
    let language = head.language;
    if let Some(Unsaid(fault)) = response.extensions_mut().remove::<Unsaid>() {
        response = if head.page {
            broken::page(web, &head.headers, head.around, &head.address, &fault, response)
        } else {
            Words { texts: &web.app.texts, language }.problem(&fault).fill(response)
        };
    }
    let speaks_with = response.extensions_mut().remove::<SpeaksWith>();
    let headers = response.headers_mut();
    // With `no-referrer` a browser would not say from which site a form of a page comes.
    let (policy, referrer) =
        if head.page { (OF_PAGES, "same-origin") } else { (OF_ANSWERS, "no-referrer") };
    let policy = HeaderValue::from_static(policy);
    let policy = speaks_with.and_then(|with| with.policy()).unwrap_or(policy);
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(referrer));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    set_unless_there(headers, header::CACHE_CONTROL, "no-store");
    set_unless_there(headers, header::CONTENT_LANGUAGE, language.as_str());
    set_unless_there(headers, header::VARY, "accept-language, authorization, cookie");
    response
}

impl SpeaksWith {
    /// What its page may load, and whom it may reach besides.
    fn policy(&self) -> Option<HeaderValue> {
        let reaches = format!("connect-src 'self' {}", self.0);
        OF_PAGES.replace("connect-src 'self'", &reaches).try_into().ok()
    }
}

fn set_unless_there(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

impl Web {
    fn allows(&self, source: Source) -> Result<(), Fault> {
        let app = &self.app;
        let counted = self.network.count(source, app.limits.requests_a_minute, app.now());
        counted.map_err(|too_many| Fault::Refused(Refusal::TooMany("network", too_many)))
    }
}
