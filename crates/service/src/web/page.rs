//! The few plain pages of the API: what this is, its description, what a problem means. No script,
//! one style sheet of our own.

mod description;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse};

pub(crate) use description::description;

use super::Web;
use super::fault::Fault;
use super::language::Reads;
use super::problem::{KINDS, Words};
use crate::text::key;

const STYLE: &str = include_str!("page/plain.css");
const AN_HOUR: (HeaderName, &str) = (header::CACHE_CONTROL, "max-age=3600");

/// The style sheet.
pub(crate) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), AN_HOUR], STYLE)
}

/// The description of the interface.
pub(crate) async fn docs(State(web): State<Arc<Web>>) -> impl IntoResponse {
    ([(header::CONTENT_LANGUAGE, "en")], Html(web.docs.to_string()))
}

/// What a kind of problem means.
pub(crate) async fn problem(
    State(web): State<Arc<Web>>,
    Reads(language): Reads,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, Fault> {
    let (kind, status) = KINDS.iter().find(|(kind, _)| *kind == name).ok_or(Fault::NoPage)?;
    let words = Words { texts: &web.app.texts, language };
    let title = words.say(&(key("problem", kind) + "-title"));
    let body = format!(
        "<h1>{}</h1><p><code>/problems/{kind}</code>, HTTP {status}</p>\
         <p><a href=\"/api/docs\">{}</a></p>",
        escaped(&title),
        escaped(&words.say("home-docs")),
    );
    Ok(Html(whole(language.as_str(), &title, &body)))
}

/// A whole page around its content, which is HTML already.
fn whole(language: &str, title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{}</title><link rel=\"stylesheet\" href=\"/assets/plain.css\"></head>\
         <body><main>{body}</main></body></html>",
        escaped(title)
    )
}

/// Text as HTML shows it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
