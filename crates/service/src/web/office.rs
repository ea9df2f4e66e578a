//! The office of a service centre: pages for its staff, on a listener of their own.
//!
//! They are built of what the portal's pages are built of; who may see which is said by the desk.

mod home;
mod sheet;
mod sign_in;
mod staff;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::Web;
use crate::desk::office::{Officer, Role};

/// Every page of the office.
pub(crate) fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/", get(home::home))
        .route("/stay", get(home::stay))
        .route("/sign-in", get(sign_in::ask).post(sign_in::signed))
        .route("/sign-out", axum::routing::post(sign_in::out))
        .route("/signed-out", get(sign_in::signed_out))
        .merge(of_staff())
}

fn of_staff() -> Router<Arc<Web>> {
    Router::new()
        .route("/staff", get(staff::list))
        .route("/staff/new", get(staff::ask).post(staff::grant))
        .route("/staff/{badge}", get(staff::show))
        .route("/staff/{badge}/end", get(staff::ask_to_end).post(staff::end))
}

/// Address and text of each page of the navigation that is for this officer; the text is what the page
/// calls itself.
pub(crate) fn pages(officer: &Officer) -> Vec<(&'static str, &'static str)> {
    let all: [(&[Role], &str, &str); 1] = [(&[Role::Administrator], "/staff", "office-nav-staff")];
    let theirs = all.into_iter().filter(|(roles, _, _)| officer.is(roles));
    theirs.map(|(_, address, text)| (address, text)).collect()
}
