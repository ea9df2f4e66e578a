//! Tell somebody something by SMS.

use jiff::SignedDuration;
use residence::case::{Case, Effect};
use residence::facts::Language;
use residence::names::Phone;
use residence::notice::Notice;
use store::{Name, RegisterKind, RegisterQuery, Work};

use crate::app::{App, OutgoingSms, SmsError};
use crate::cases::MoveError;
use crate::messages;
use crate::worker::{Again, Done};

/// How long the SMS centre may try to deliver a notice.
const TRIED_FOR: SignedDuration = SignedDuration::from_hours(24 * 3);

impl App {
    pub(crate) async fn tell(&self, work: &Work) -> Done {
        match serde_json::from_str::<Effect>(&work.body) {
            Ok(Effect::Tell(notice)) => self.send_notice(work, &notice).await,
            Ok(
                Effect::AskRegisters
                | Effect::AskParty { .. }
                | Effect::TermNotice { .. }
                | Effect::EndTerm { .. },
            )
            | Err(_) => {
                tracing::error!("a stored notice cannot be read");
                Done::Done
            }
        }
    }

    /// Sends a notice; somebody without a number finds it in the portal.
    pub(crate) async fn send_notice(&self, work: &Work, notice: &Notice) -> Done {
        let (Some(id), Some(to)) = (work.case, notice.contact.phone) else { return Done::Done };
        let loaded = match self.recent_case(id).await {
            Ok(loaded) => loaded,
            Err(MoveError::NoCase) => return Done::Done,
            Err(error) => return Again::because(error),
        };
        let text = self.notice_text(&loaded.case, notice);
        let sms = OutgoingSms { to, text, validity: TRIED_FOR, receipt: false };
        match self.sms.submit(sms).await {
            Ok(_) => Done::Done,
            Err(SmsError::Later(why)) => Again::because(why),
            Err(SmsError::Never(why)) => {
                tracing::warn!(case = %id, %why, "a notice was not accepted for sending");
                Done::Done
            }
        }
    }

    /// The text of a notice, as an SMS or in the portal.
    #[must_use]
    pub fn notice_text(&self, case: &Case, notice: &Notice) -> String {
        let known = case.state.filed().and_then(|filed| filed.known.as_ref());
        let about = messages::About {
            number: case.number(),
            applicant: known.map(|known| known.applicant.as_str()).unwrap_or_default(),
            address: known.and_then(|known| known.address.as_ref()),
        };
        messages::notice(&self.texts, notice.contact.language, notice.message, &about)
    }

    /// The language of whoever has this number; Kazakh unless known.
    pub(crate) async fn language_of(&self, phone: Phone) -> Language {
        let name = Name::Other(phone.to_string());
        let query = RegisterQuery { kind: RegisterKind::Phones, name };
        let rows = self.store.register(&query).await.unwrap_or_default();
        let bound = rows
            .iter()
            .find_map(|row| serde_json::from_str::<residence::facts::PhoneBinding>(row).ok());
        match bound {
            Some(binding) => {
                let person = self.registers.person(binding.iin).await.ok().flatten();
                person.map(|person| person.language).unwrap_or_default()
            }
            None => Language::default(),
        }
    }
}
