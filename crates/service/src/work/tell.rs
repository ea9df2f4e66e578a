//! Tell somebody something by SMS.

use std::sync::Arc;

use jiff::SignedDuration;
use residence::case::{Case, Effect};
use residence::facts::Language;
use residence::names::{CaseId, Phone};
use residence::notice::{Message, Notice};
use store::{Name, RegisterKind, RegisterQuery, Work};

use crate::app::{App, OutgoingSms, SmsError};
use crate::cases::{Loaded, MoveError};
use crate::messages;
use crate::worker::{Again, Done};

/// How long the SMS centre may try to deliver a notice.
const TRIED_FOR: SignedDuration = SignedDuration::from_hours(24 * 3);

/// The notice that a piece of work is about, if it can be read and somebody can be told by SMS.
fn notice(work: &Work) -> Option<(Phone, Notice)> {
    let Ok(Effect::Tell(notice)) = serde_json::from_str::<Effect>(&work.body) else {
        tracing::error!("a stored notice cannot be read");
        return None;
    };
    Some((notice.contact.phone?, notice))
}

/// Whom a piece of work tells.
pub(crate) fn reader(work: &Work) -> Option<Phone> {
    notice(work).map(|(phone, _)| phone)
}

impl App {
    pub(crate) async fn tell(&self, work: &Work) -> Done {
        match reader(work) {
            Some(to) => {
                self.tell_together(to, std::slice::from_ref(work)).await;
                Done::Settled
            }
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
            let Some((_, notice)) = notice(work) else { continue };
            match self.case_to_word(work.case).await {
                Ok(loaded) => {
                    let case = loaded.as_ref().map(|loaded| &loaded.case);
                    let language = notice.contact.language;
                    texts.push(self.notice_text(case, language, notice.message));
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

    /// The case that a notice is about; a birth has none.
    async fn case_to_word(&self, id: Option<CaseId>) -> Result<Option<Arc<Loaded>>, MoveError> {
        match id {
            Some(id) => self.recent_case(id).await.map(Some),
            None => Ok(None),
        }
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
    pub fn notice_text(&self, case: Option<&Case>, language: Language, message: Message) -> String {
        let filed = case.and_then(|case| case.state.filed());
        let known = filed.and_then(|filed| filed.known.as_ref());
        let about = messages::About {
            number: case.map(Case::number),
            applicant: known.map(|known| known.applicant.as_str()).unwrap_or_default(),
            address: known.and_then(|known| known.address.as_ref()),
        };
        messages::notice(&self.texts, language, message, &about)
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
