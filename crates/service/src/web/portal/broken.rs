//! A fault as a page: what happened, and what to do.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::around::Around;
use super::cookies;
use super::frame::{Frame, html};
use crate::web::Web;
use crate::web::fault::Fault;
use crate::web::problem::Words;

#[derive(Template)]
#[template(path = "broken.html")]
struct Broken {
    f: Frame,
    text: String,
    status: u16,
}

/// Whether this address is one of the portal's pages: everything that is not for programs.
pub(crate) fn is_page(path: &str) -> bool {
    let for_programs = ["/api/v1", "/mgovSign", "/assets", "/healthz", "/readyz"];
    !for_programs.iter().any(|start| match path.strip_prefix(start) {
        Some(rest) => rest.is_empty() || rest.starts_with('/'),
        None => false,
    })
}

/// The page of a fault. What the layers below set stays, `Allow` and `Retry-After` above all.
pub(crate) fn page(
    web: &Arc<Web>,
    asked: &HeaderMap,
    around: Around,
    address: &str,
    fault: &Fault,
    response: Response,
) -> Response {
    if let Some(elsewhere) = super::address::in_chosen_language(address) {
        return elsewhere.into_response();
    }
    let language = cookies::language(asked);
    let problem = Words { texts: &web.app.texts, language }.problem(fault);
    let (status, title, text) = problem.page();
    let address = super::visit::page_of_ours(address);
    let f = Frame { around, ..Frame::bare(web, language, address, title.to_owned()) };
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match html(code, &Broken { f, text, status }) {
        Ok(page) => {
            let (mut parts, _) = response.into_parts();
            let (made, body) = page.into_parts();
            parts.status = made.status;
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.headers.extend(made.headers);
            parts.headers.extend(problem.headers());
            Response::from_parts(parts, body)
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
