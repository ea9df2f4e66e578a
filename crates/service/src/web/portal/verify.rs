//! Whether a certificate is genuine and still so: for anybody, without a sign-in.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use residence::law::day;

use super::content::Content;
use super::frame::Frame;
use super::stop::{Answer, Stop, go};
use super::visit::Visit;
use crate::desk::Refusal;
use crate::desk::certificates::{Certificate, Code, Says, Standing, Verified};
use crate::text::key;

/// The most characters of a code that are read.
const LONGEST: usize = 64;

#[derive(Template)]
#[template(path = "verify.html")]
struct Ask {
    f: Frame,
    /// What was typed.
    code: String,
    /// What is wrong with it.
    error: String,
    /// Whether it is right, and nobody has issued it.
    unknown: bool,
}

impl Ask {
    fn errors(&self) -> Vec<(String, &str)> {
        let wrong = ("code".to_owned(), self.error.as_str());
        Some(wrong).into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }
}

#[derive(Template)]
#[template(path = "verified.html")]
struct Shown {
    f: Frame,
    tone: &'static str,
    status: &'static str,
    title: String,
    text: String,
    content: Content,
    /// The SHA-256 of the file, in pieces that may stand on lines of their own.
    sha256: Vec<String>,
}

/// Asks for a code; with one in the address it goes to what it stands for.
pub(crate) async fn ask(visit: Visit) -> Answer {
    match visit.asked("code") {
        None => asks(&visit, String::new(), StatusCode::OK).await,
        Some(typed) => match read(&typed) {
            Some(code) => go(format!("/verify/{code}")),
            None => asks(&visit, typed, StatusCode::UNPROCESSABLE_ENTITY).await,
        },
    }
}

fn read(text: &str) -> Option<Code> {
    Some(text).filter(|text| text.chars().count() <= LONGEST)?.parse().ok()
}

/// The page that asks, with what is wrong where the status says that something is.
async fn asks(visit: &Visit, typed: String, status: StatusCode) -> Answer {
    let unknown = status == StatusCode::NOT_FOUND;
    let wrong = status == StatusCode::UNPROCESSABLE_ENTITY;
    let error = if wrong { visit.t("error-certificate-code") } else { String::new() };
    let f = visit.frame(visit.t("verify-heading")).await?;
    let code = typed.chars().take(LONGEST).collect();
    visit.show_as(status, &Ask { f: Frame { wrong, search: true, ..f }, code, error, unknown })
}

/// Shows what a code stands for.
pub(crate) async fn show(Path(text): Path<String>, visit: Visit) -> Answer {
    let Some(code) = read(&text) else {
        return asks(&visit, text, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    // One address for one certificate.
    if code.as_str() != text {
        return go(format!("/verify/{code}"));
    }
    match visit.web.app.verify(&code).await {
        Ok(found) => shown(&visit, &found).await,
        Err(Refusal::NotFound) => asks(&visit, text, StatusCode::NOT_FOUND).await,
        Err(refusal) => Err(refusal.into()),
    }
}

async fn shown(visit: &Visit, Verified { certificate, standing }: &Verified) -> Answer {
    let status = standing.as_str();
    let said = format!("verify-{}-{status}", certificate.says.as_str());
    let ended = match standing {
        Standing::Ended(at) => visit.date(day(*at)),
        Standing::Holds | Standing::Happened => String::new(),
    };
    let sha256: Vec<char> = certificate.sha256().unwrap_or_default().chars().collect();
    let page = Shown {
        f: visit.frame(visit.t("verify-heading")).await?,
        tone: match standing {
            Standing::Holds => "good",
            Standing::Ended(_) => "bad",
            Standing::Happened => "quiet",
        },
        status,
        title: visit.t(&said),
        text: visit.say(&(said + "-text"), &[("date", &ended)]),
        content: content(visit, certificate)?,
        sha256: sha256.chunks(8).map(|part| part.iter().collect()).collect(),
    };
    visit.show(&page)
}

/// What it says, as far as it is anybody's business.
fn content(visit: &Visit, certificate: &Certificate) -> Result<Content, Stop> {
    let place = certificate.place.house(visit.language).to_owned();
    let kind = visit.web.app.texts.kind(visit.language, certificate.says.kind());
    let mut rows = vec![("verify-who", certificate.who.masked.clone())];
    match &certificate.says {
        Says::Registration(registration) => {
            rows.push(("verify-where", place));
            rows.push(("certificate-kind", kind));
            rows.push(("certificate-since", visit.date(day(registration.since))));
            let last = registration.until.and_then(|until| until.yesterday().ok());
            rows.extend(last.map(|last| ("certificate-until", visit.date(last))));
        }
        Says::Attempt(attempt) => {
            rows.push(("verify-where-asked", place));
            rows.push(("certificate-kind-asked", kind));
            rows.push(("certificate-signed", visit.date(day(attempt.signed))));
            rows.push(("certificate-decided", visit.date(day(attempt.decided))));
            for rule in &attempt.rules {
                rows.push(("certificate-ground", visit.t(&key("rule", rule.as_str()))));
            }
        }
    }
    rows.push(("verify-issued", visit.moment(certificate.at)));
    rows.push(("verify-code", certificate.code.to_string()));
    let rows = rows.into_iter().map(|(label, line)| (visit.t(label), vec![line])).collect();
    Ok(Content { rows })
}
