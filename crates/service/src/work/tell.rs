//! Tell somebody something by SMS.

use jiff::SignedDuration;
use residence::case::{Case, Effect};
use residence::facts::Language;
use residence::names::{CaseId, Phone};
use residence::notice::Notice;
use store::{Name, RegisterKind, RegisterQuery, Work};

use crate::app::{App, OutgoingSms, SmsError};
use crate::cases::MoveError;
use crate::messages;
use crate::worker::{Again, Done};

/// How long the SMS centre may try to deliver a notice.
const TRIED_FOR: SignedDuration = SignedDuration::from_hours(24 * 3);

/// The notice that a piece of work is about, if it can be read and somebody can be told by SMS.
fn notice(work: &Work) -> Option<(CaseId, Phone, Notice)> {
    let Ok(Effect::Tell(notice)) = serde_json::from_str::<Effect>(&work.body) else {
        tracing::error!("a stored notice cannot be read");
        return None;
    };
    Some((work.case?, notice.contact.phone?, notice))
}

/// Whom a piece of work tells.
pub(crate) fn reader(work: &Work) -> Option<Phone> {
    notice(work).map(|(_, phone, _)| phone)
}

impl App {
    pub(crate) async fn tell(&self, work: &Work) -> Done {
        match notice(work) {
            Some((_, _, notice)) => self.send_notice(work, &notice).await,
            // Somebody without a number finds it in the portal.
            None => Done::Done,
        }
    }

    /// Sends what one reader is told at the same moment in as few SMS as hold it, and settles each
    /// piece; what could not be handed over is tried again, all of it.
    pub(crate) async fn tell_together(&self, to: Phone, works: &[Work]) {
        let mut texts = Vec::new();
        let mut told = Vec::new();
        for work in works {
            let Some((id, _, notice)) = notice(work) else { continue };
            match self.recent_case(id).await {
                Ok(loaded) => {
                    texts.push(self.notice_text(&loaded.case, &notice));
                    told.push(work);
                }
                Err(MoveError::NoCase) => self.settle(work, Done::Done).await,
                Err(error) => self.settle(work, Again::because(error)).await,
            }
        }
        let mut why = None;
        for text in messages::gathered(texts) {
            why = why.or(self.send_text(to, text).await.err());
        }
        for work in told {
            let done = why.as_ref().map_or(Done::Done, Again::because);
            self.settle(work, done).await;
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
        self.send_text(to, text).await.map_or_else(Again::because, |()| Done::Done)
    }

    /// Hands the text of a notice to the SMS centre.
    ///
    /// # Errors
    /// Why it must be tried again.
    async fn send_text(&self, to: Phone, text: String) -> Result<(), String> {
        let sms = OutgoingSms { to, text, validity: TRIED_FOR, receipt: false };
        match self.sms.submit(sms).await {
            Ok(_) => Ok(()),
            Err(SmsError::Later(why)) => Err(why),
            Err(SmsError::Never(why)) => {
                tracing::warn!(%why, "a notice was not accepted for sending");
                Ok(())
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
