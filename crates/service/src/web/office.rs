//! The office of a service centre: pages for its staff, on a listener of their own.
//!
//! They are built of what the portal's pages are built of; who may see which is said by the desk.

mod acts;
mod audit;
mod filing;
mod find;
mod home;
mod papers;
mod sheet;
mod sign_in;
mod staff;
mod upload;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use residence::names::Iin;

use super::Web;
use crate::desk::office::{Officer, Role};

/// Every page of the office.
pub(crate) fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/", get(home::home))
        .route("/stay", get(home::stay))
        .route("/sign-in", get(sign_in::ask).post(sign_in::signed))
        .route("/sign-out", post(sign_in::out))
        .route("/signed-out", get(sign_in::signed_out))
        .route("/find", get(find::ask).post(find::search))
        .route("/looks/{id}", get(find::found))
        .route("/looks/{id}/cases/{case}", get(find::look))
        .route("/looks/{id}/cases/{case}/open", post(find::open))
        .merge(of_filing())
        .merge(of_acts())
        .merge(of_staff())
}

fn of_acts() -> Router<Arc<Web>> {
    Router::new()
        .route("/acts", get(acts::list))
        .route("/acts/new", get(acts::ask_kind).post(acts::choose_kind))
        .route("/acts/new/{kind}", get(acts::ask).post(acts::prepare))
        .route("/acts/drafts/{id}", get(acts::draft).post(acts::propose))
        .route("/acts/{number}", get(acts::show))
        .route("/acts/{number}/approve", post(acts::approve))
        .route("/acts/{number}/reject", get(acts::ask_why).post(acts::reject))
        .route("/acts/{number}/withdraw", post(acts::withdraw))
        .route("/acts/{number}/scan", get(acts::scan))
        .route("/audit", get(audit::list))
        .route("/audit/{id}", get(audit::show))
        .route("/audit/{id}/verdict", get(audit::ask).post(audit::judge))
}

fn of_filing() -> Router<Arc<Web>> {
    Router::new()
        .route("/file", get(filing::ask).post(filing::begin))
        .route("/filings/{id}", get(filing::show))
        .route("/filings/{id}/where", get(filing::ask_place).post(filing::answer_place))
        .route("/filings/{id}/what", get(filing::ask_what).post(filing::answer_what))
        .route("/filings/{id}/papers/{place}", get(papers::ask).post(papers::add))
        .route("/filings/{id}/scans/{place}", get(papers::scan))
        .route("/filings/{id}/draft", post(filing::draft))
        .route("/filings/{id}/sign", get(filing::sign::show).post(filing::sign::sign))
        .route("/filings/{id}/sign/eds", get(filing::sign::eds).post(filing::sign::eds_signed))
        .route("/filings/{id}/filed", get(filing::sign::filed))
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
    let all: [(&[Role], &str, &str); 5] = [
        (&[Role::Operator], "/find", "office-nav-find"),
        (&[Role::Operator], "/file", "office-nav-file"),
        (&[Role::Operator, Role::Approver], "/acts", "office-nav-acts"),
        (&[Role::Auditor], "/audit", "office-nav-audit"),
        (&[Role::Administrator], "/staff", "office-nav-staff"),
    ];
    let theirs = all.into_iter().filter(|(roles, _, _)| officer.is(roles));
    theirs.map(|(_, address, text)| (address, text)).collect()
}

/// An ИИН with its middle hidden.
fn masked_iin(iin: Iin) -> String {
    let digits = iin.as_str();
    let (head, tail) = (digits.get(..4).unwrap_or_default(), digits.get(10..).unwrap_or_default());
    format!("{head}••••••{tail}")
}
