//! Send a party the question and its code.

use jiff::SignedDuration;
use residence::case::{Effect, Event, State};
use residence::consent::{ConsentRequest, Route, Sms};
use residence::names::{CaseId, Phone, RequestId};
use serde::{Deserialize, Serialize};
use store::{SlipChange, SlipWrite, Unit, Work};

use crate::app::{App, OutgoingSms, SmsError};
use crate::cases::{Loaded, MoveError, written};
use crate::messages;
use crate::worker::{Again, Done, after_move};

/// The kind of the small record that finds a request by the message id of a part of its SMS.
pub(crate) const PART: &str = "part";

/// A part of the SMS of a request, under its message id.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) case: CaseId,
    pub(crate) request: RequestId,
    pub(crate) part: u8,
    pub(crate) of: u8,
    pub(crate) phone: Phone,
}

impl App {
    pub(crate) async fn ask_party(&self, work: &Work) -> Done {
        let (Some(id), Ok(Effect::AskParty { request })) =
            (work.case, serde_json::from_str::<Effect>(&work.body))
        else {
            return Done::Done;
        };
        let loaded = match self.case_of(work, id, false).await {
            Ok(loaded) => loaded,
            Err(error) => return after_move(Err(error)),
        };
        let Some((asked, to)) = still_asked(&loaded, request) else { return Done::Done };
        let left = asked.reach_by.duration_since(self.now());
        if left <= SignedDuration::ZERO {
            return Done::Done;
        }
        let code = self.keys.consent_code(asked);
        let Some(question) = question(&loaded, asked, &code) else { return Done::Done };
        let text = messages::consent(&self.texts, &question);
        let sms = OutgoingSms { to, text, validity: left, receipt: true };
        match self.sms.submit(sms).await {
            Ok(parts) => self.sms_accepted(work, (id, asked), to, &parts).await,
            Err(SmsError::Later(why)) => Again::because(why),
            Err(SmsError::Never(why)) => {
                tracing::warn!(case = %id, %why, "a question was not accepted for sending");
                let event = Event::SmsFailed { request };
                let moved = self.happen(id, &event, self.now(), Self::settled(work)).await;
                after_move(moved.map(|_| ()))
            }
        }
    }

    /// Remembers the message ids, so that receipts find the request.
    async fn sms_accepted(
        &self,
        work: &Work,
        (case, asked): (CaseId, &ConsentRequest),
        phone: Phone,
        parts: &[String],
    ) -> Done {
        let of = u8::try_from(parts.len()).unwrap_or(u8::MAX);
        let mut also = Self::settled(work);
        for (part, message) in (0u8..).zip(parts) {
            let part = Part { case, request: asked.id, part, of, phone };
            let Ok(body) = written(&part) else { continue };
            // A receipt may come for as long as the SMS centre tries, and a little later.
            let late = SignedDuration::from_hours(24);
            let expires = asked.reach_by.checked_add(late).unwrap_or(asked.reach_by);
            also.slips.push(SlipWrite {
                kind: PART,
                key: smpp::kept_key(message),
                change: SlipChange::Set { body, expires },
            });
        }
        let event = Event::SmsAccepted { request: asked.id };
        let moved = self.happen(case, &event, self.now(), also).await;
        after_move(moved.map(|_| ()))
    }

    /// Saves small records and settlements that belong to no case.
    pub(crate) async fn note(&self, unit: Unit) -> Result<(), MoveError> {
        match self.commit(unit).await {
            Ok(()) => Ok(()),
            Err(store::CommitError::Engine(error)) => Err(error.into()),
            Err(store::CommitError::Stale(_) | store::CommitError::Taken(_)) => {
                Err(MoveError::Stale)
            }
        }
    }
}

/// What a party is asked, for words in their language; `None` only for a record without an address,
/// which no case that asks somebody has.
pub(super) fn question<'a>(
    loaded: &'a Loaded,
    asked: &ConsentRequest,
    code: &'a str,
) -> Option<messages::Question<'a>> {
    let application = &loaded.case.application;
    let filed = loaded.case.state.filed()?;
    let known = filed.known.as_ref()?;
    let contact = known.contacts.get(&asked.party.iin);
    let subjects = &application.subjects;
    let others = subjects.iter().filter(|subject| **subject != application.applicant).count();
    Some(messages::Question {
        language: contact.map(|contact| contact.language).unwrap_or_default(),
        role: asked.party.role,
        kind: application.kind,
        applicant: &known.applicant,
        applicant_too: subjects.contains(&application.applicant),
        others,
        children: application.children.len(),
        address: known.address.as_ref()?,
        window: filed.law.consent_window,
        code,
    })
}

/// The request, if its SMS is still to be sent.
pub(super) fn still_asked(loaded: &Loaded, id: RequestId) -> Option<(&ConsentRequest, Phone)> {
    let State::AwaitingConsent(_, asking) = &loaded.case.state else { return None };
    let request = asking.request(id).filter(|r| r.is_open() && r.sms == Sms::Live)?;
    match request.party.route {
        Route::Sms(phone) => Some((request, phone)),
        Route::Portal(_) => None,
    }
}
