//! Send a one-time password.

use jiff::{SignedDuration, Timestamp};
use residence::facts::Language;
use residence::names::{CaseId, Phone};
use serde::{Deserialize, Serialize};
use store::Work;

use crate::app::{App, OutgoingSms, SmsError};
use crate::messages;
use crate::worker::{Again, Done};

/// What is to be sent: made for unknown people too, so that nobody can tell them apart by what the
/// service does; then there is no number.
#[derive(Debug, Serialize, Deserialize)]
pub struct CodeWork {
    /// `sign_in` or `sign`.
    pub purpose: String,
    /// The challenge the password is for.
    pub challenge: String,
    /// What it is bound to.
    pub bound_to: String,
    /// To which number, if there is one.
    pub phone: Option<Phone>,
    /// In which language.
    pub language: Language,
    /// No longer than until then.
    pub expires: Timestamp,
}

impl App {
    pub(crate) async fn send_code(&self, work: &Work) -> Done {
        let Ok(code_work) = serde_json::from_str::<CodeWork>(&work.body) else {
            tracing::error!("a stored password to send cannot be read");
            return Done::Done;
        };
        let CodeWork { purpose, challenge, bound_to, phone, language, expires } = code_work;
        let left = expires.duration_since(self.now());
        let Some(to) = phone.filter(|_| left > SignedDuration::ZERO) else { return Done::Done };
        let code = self.keys.password(&purpose, &challenge, &bound_to);
        // A signing password is kept under the id of the application it signs.
        let text = match challenge.parse::<CaseId>() {
            Ok(id) if purpose == "sign" => {
                messages::sign_code(&self.texts, language, id.number(), &code)
            }
            Ok(_) | Err(_) => messages::sign_in_code(&self.texts, language, &code),
        };
        let sms = OutgoingSms { to, text, validity: left, receipt: false };
        match self.sms.submit(sms).await {
            Ok(_) => Done::Done,
            Err(SmsError::Later(why)) => Again::because(why),
            Err(SmsError::Never(why)) => {
                tracing::warn!(%why, "a password was not accepted for sending");
                Done::Done
            }
        }
    }
}
