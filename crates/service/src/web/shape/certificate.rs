//! What a certificate says to whoever checks it.

use residence::law::day;
use serde::Serialize;
use utoipa::ToSchema;

use super::time;
use crate::desk::certificates::{Says, Standing, Verified as Found};
use crate::web::problem::Words;

/// A certificate that there is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Verified {
    /// The code.
    #[schema(example = "KQTR-BWDM-XHPL-VCZF-GJNS")]
    code: String,
    /// What it certifies: `registration`, or `attempt` for an application that came to nothing.
    #[schema(pattern = "^(registration|attempt)$", example = "registration")]
    says: &'static str,
    /// `valid` (still so), `ended` (no longer), `recorded` (says what has happened).
    #[schema(pattern = "^(valid|ended|recorded)$", example = "valid")]
    status: &'static str,
    /// The same in words.
    text: String,
    /// The person: family name and initial.
    #[schema(example = "Ахметов Д.")]
    name: String,
    /// The house, without the flat.
    address: String,
    /// `permanent` or `temporary`.
    #[schema(pattern = "^(permanent|temporary)$", example = "permanent")]
    kind: &'static str,
    /// When it was issued: it speaks for that time.
    #[schema(format = DateTime)]
    issued_at: String,
    /// Since which day somebody is registered; on which the application was signed.
    #[schema(format = Date)]
    since: String,
    /// A temporary registration ends when this day begins.
    #[schema(format = Date)]
    until: Option<String>,
    /// Since when it is not so any more.
    #[schema(format = DateTime)]
    ended_at: Option<String>,
    /// The SHA-256 of the file, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
}

impl Verified {
    /// A certificate, as far as it is anybody's business.
    pub(crate) fn of(Found { certificate, standing }: &Found, words: Words<'_>) -> Self {
        let (since, until) = match &certificate.says {
            Says::Registration(registration) => (registration.since, registration.until),
            Says::Attempt(attempt) => (attempt.signed, None),
        };
        let (says, status) = (certificate.says.as_str(), standing.as_str());
        let ended = match standing {
            Standing::Ended(at) => Some(*at),
            Standing::Holds | Standing::Happened => None,
        };
        // The page says on which day it ended; here that is a field of its own.
        let text = words.say(&format!("verify-{says}-{status}"));
        Self {
            code: certificate.code.to_string(),
            says,
            status,
            text,
            name: certificate.who.masked.clone(),
            address: certificate.place.house(words.language).to_owned(),
            kind: certificate.says.kind().as_str(),
            issued_at: time(certificate.at),
            since: day(since).to_string(),
            until: until.map(|until| until.to_string()),
            ended_at: ended.map(time),
            sha256: certificate.sha256().unwrap_or_default().to_owned(),
        }
    }
}
