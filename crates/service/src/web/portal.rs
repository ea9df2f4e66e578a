//! The portal: pages for people, complete without a script.
//!
//! A page reads who visits ([`visit`]), asks the desk, and shows a template in its [`frame`]. Most
//! forms are a [`question`]: one purpose, one button, everything wrong named above and beside.

mod address;
mod agree;
mod app;
mod apply;
mod around;
mod assets;
pub(crate) mod broken;
mod case;
mod certificates;
pub(crate) mod content;
pub(crate) mod cookies;
pub(crate) mod eds;
pub(crate) mod frame;
mod history;
pub(crate) mod home;
mod kiosk;
mod notices;
mod picture;
mod qr;
pub(crate) mod question;
mod questions;
pub(crate) mod sign;
pub(crate) mod sign_in;
mod statistics;
mod status;
pub(crate) mod stop;
pub(crate) mod typed;
mod verify;
pub(crate) mod visit;
pub(crate) mod ways;
pub(crate) mod when;
mod whence;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use around::Around;
pub(crate) use assets::{Assets, file as asset};

use super::Web;

/// Every page of the portal.
pub(crate) fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route("/", get(home::home))
        .route("/services/citizenship", get(home::section))
        .route("/services/residence", get(home::start))
        .route("/help", get(home::help))
        .merge(of_sign_in())
        .route("/sign-out", post(sign_in::out))
        .route("/signed-out", get(home::signed_out))
        .route("/signed-out/nothing.svg", get(home::nothing))
        .route("/stay", get(home::stay))
        .route("/apply", get(apply::begin).post(apply::resume))
        .route("/apply/where", get(apply::show_place).post(apply::answer_place))
        .route("/apply/flat", get(apply::show_flat).post(apply::answer_flat))
        .route("/apply/pre-check", get(apply::pre_check).post(apply::go_on))
        .route("/apply/check", get(apply::check).post(apply::make))
        .route("/apply/{page}", get(apply::show).post(apply::answer))
        .merge(of_applications())
        .merge(of_questions())
        .merge(of_certificates())
        .merge(of_kiosk())
        .merge(of_app())
        .route("/notices", get(notices::show))
        .route("/status", get(status::show))
        .route("/statistics", get(statistics::show))
        .route("/statistics/{table}", get(statistics::table))
}

fn of_sign_in() -> Router<Arc<Web>> {
    Router::new()
        .route("/sign-in", get(sign_in::ask).post(sign_in::choose))
        .route("/sign-in/sms", get(sign_in::ask_iin).post(sign_in::send))
        .route("/sign-in/eds", get(sign_in::key::eds).post(sign_in::key::eds_signed))
        .route("/sign-in/qr", get(sign_in::key::qr).post(sign_in::key::qr_press))
        .route("/sign-in/qr/live", get(sign_in::key::qr_live))
        .route("/sign-in/{challenge}", get(sign_in::ask_code).post(sign_in::finish))
}

fn of_certificates() -> Router<Arc<Web>> {
    Router::new()
        .route("/certificates", get(certificates::list))
        .route("/certificates/{file}", get(certificates::file))
        .route("/applications/{id}/attempt.pdf", get(certificates::of_attempt))
        .route("/verify", get(verify::ask))
        .route("/verify/{code}", get(verify::show))
}

fn of_app() -> Router<Arc<Web>> {
    Router::new()
        .route("/mobile", get(app::home))
        .route("/mobile/housing", get(app::housing))
        .route("/mobile/registration", get(app::service))
        .route("/mobile/offline", get(app::offline))
        .route("/mobile/{language}/app.webmanifest", get(app::manifest))
        .route("/worker.js", get(app::worker))
}

fn of_kiosk() -> Router<Arc<Web>> {
    Router::new()
        .route("/kiosk", get(kiosk::welcome))
        .route("/kiosk/start", get(kiosk::start))
        .route("/kiosk/text", get(kiosk::text))
        .route("/kiosk/call", get(kiosk::ask).post(kiosk::call))
        .route("/kiosk/here", get(kiosk::here_still))
        .route("/kiosk/still", get(kiosk::still))
        .route("/kiosk/end", get(kiosk::end))
}

fn of_questions() -> Router<Arc<Web>> {
    Router::new()
        .route("/questions", get(questions::list))
        .route("/questions/{id}", get(questions::show))
        .route("/questions/{id}/refuse", get(questions::refusal).post(questions::refuse))
        .route("/questions/{id}/agree", get(agree::ask).post(agree::choose))
        .route("/questions/{id}/agree/eds", get(agree::eds).post(agree::eds_signed))
        .route("/questions/{id}/agree/qr", get(agree::qr).post(agree::qr_press))
        .route("/questions/{id}/agree/qr/live", get(agree::qr_live))
}

fn of_applications() -> Router<Arc<Web>> {
    Router::new()
        .route("/applications", get(history::show))
        .route("/applications/{id}", get(case::show))
        .route("/applications/{id}/live", get(case::live))
        .route("/applications/{id}/sign", get(sign::show).post(sign::sign))
        .route("/applications/{id}/sign/live", get(sign::live))
        .route("/applications/{id}/sign/eds", get(sign::key::eds).post(sign::key::eds_signed))
        .route("/applications/{id}/sign/qr", get(sign::key::qr).post(sign::key::qr_press))
        .route("/applications/{id}/sign/qr/live", get(sign::key::qr_live))
        .route("/applications/{id}/filed", get(sign::filed))
        .route("/applications/{id}/change", post(sign::change))
        .route("/applications/{id}/again", post(sign::again))
        .route("/applications/{id}/withdraw", get(case::withdrawal).post(case::withdraw))
}
