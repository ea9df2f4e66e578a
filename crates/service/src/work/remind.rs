//! Remind a party that has not answered: the question and its code once more.

use jiff::SignedDuration;
use residence::case::Effect;
use store::Work;

use super::ask_party::{question, still_asked};
use crate::app::{App, OutgoingSms, SmsError};
use crate::messages;
use crate::worker::{Again, Done, after_move};

impl App {
    /// Sends it, unless the party has answered by now or the time is over. Its receipt moves nothing
    /// and is not asked for.
    pub(crate) async fn remind(&self, work: &Work) -> Done {
        let (Some(id), Ok(Effect::Remind { request, .. })) =
            (work.case, serde_json::from_str::<Effect>(&work.body))
        else {
            return Done::Done;
        };
        let loaded = match self.case_of(work, id, false).await {
            Ok(loaded) => loaded,
            Err(error) => return after_move(Err(error)),
        };
        let Some((asked, to)) = still_asked(&loaded, request) else { return Done::Done };
        let before = asked.ends_at();
        let left = before.duration_since(self.now());
        if left <= SignedDuration::ZERO {
            return Done::Done;
        }
        let code = self.keys.consent_code(asked);
        let Some(question) = question(&loaded, asked, &code) else { return Done::Done };
        let text = messages::reminder(&self.texts, &question, before);
        let sms = OutgoingSms { to, text, validity: left, receipt: false };
        match self.sms.submit(sms).await {
            Ok(_) => Done::Done,
            Err(SmsError::Later(why)) => Again::because(why),
            Err(SmsError::Never(why)) => {
                tracing::warn!(case = %id, %why, "a reminder was not accepted for sending");
                Done::Done
            }
        }
    }
}
