//! What came from the SMS centre: replies and delivery receipts.
//!
//! It moves a case, or is stored to do so later; only then is it acknowledged. Its time is when its
//! bytes were read, however long it waited.

use jiff::{SignedDuration, Timestamp};
use residence::case::{Event, NotExpected, State};
use residence::consent::{
    ConsentRequest, Form, RefusalReason, Reply, Route, Saying, Sms, read_reply,
};
use residence::names::{CaseId, Phone};
use serde::{Deserialize, Serialize};
use store::{
    CaseKey, CaseQuery, CommitError, SlipChange, SlipWrite, StoreError, Taken, Unit, Work,
};

use crate::app::{Also, App, OutgoingSms};
use crate::cases::{Loaded, MoveError, written};
use crate::keys::{same_code, token_key};
use crate::messages;
use crate::worker::{Again, Done, after_move};

/// The same words from the same phone within this time are one message that came twice.
const SAME_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// One hint a phone in this time.
const HINT_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// The kind of the small record of a message that was heard.
const HEARD: &str = "heard";
/// The kind of the small record of a wrong code that a question has counted.
const COUNTED: &str = "counted";
/// Longer than a message that was cut off waits to be handled again.
const COUNTED_FOR: SignedDuration = SignedDuration::from_hours(24);
/// The most requests that one phone answers at once.
const MOST_REQUESTS: usize = 50;

/// Something that came from the SMS centre.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "incoming")]
pub enum IncomingWork {
    /// Somebody wrote to 1414.
    Message {
        /// From which number, as the SMS centre says.
        from: String,
        /// What.
        text: String,
        /// When its last byte was read.
        read_at: Timestamp,
    },
    /// A delivery receipt.
    Receipt {
        /// The message id, as the SMS centre writes it now.
        message: String,
        /// The number it was sent to.
        phone: String,
        /// Delivered, or never to be.
        delivered: bool,
        /// When its last byte was read.
        read_at: Timestamp,
    },
}

/// Noted once for so long.
fn once(read_at: Timestamp, lasts: SignedDuration) -> SlipChange {
    let expires = read_at.checked_add(lasts).unwrap_or(read_at);
    SlipChange::Put { expected: None, body: String::new(), expires, now: read_at }
}

const fn read_at(incoming: &IncomingWork) -> Timestamp {
    match incoming {
        IncomingWork::Message { read_at, .. } | IncomingWork::Receipt { read_at, .. } => *read_at,
    }
}

/// What a hint says.
#[derive(Clone, Copy)]
enum Hint {
    /// What to send.
    HowTo,
    /// The question has ended.
    Closed,
    /// The code no longer counts: the portal is left.
    Locked,
}

impl Hint {
    const fn as_str(self) -> &'static str {
        match self {
            Self::HowTo => "how_to",
            Self::Closed => "closed",
            Self::Locked => "locked",
        }
    }
}

/// An open question to a phone.
struct Asked {
    case: CaseId,
    request: ConsentRequest,
}

impl App {
    /// Takes in what came; only then may it be acknowledged. Mostly it moves a case at once; what
    /// cannot be done now is stored and done later, at the time it was read.
    ///
    /// # Errors
    /// [`StoreError`]: it is not stored and must come again.
    pub async fn take_in(&self, incoming: &IncomingWork) -> Result<(), StoreError> {
        let mut also = Also::default();
        if let IncomingWork::Message { from, text, read_at } = incoming {
            let key = token_key(&format!("{from}\n{text}"));
            if self.store.slip(HEARD, &key, *read_at).await?.is_some() {
                // A second copy: the centre did not hear our answer to the first.
                return Ok(());
            }
            also.slips.push(SlipWrite { kind: HEARD, key, change: once(*read_at, SAME_WITHIN) });
        }
        let Done::Again(_) = self.handle(incoming, also.clone()).await else { return Ok(()) };
        let key = format!("in:{:032x}", (self.chance)());
        // A receipt of a message that we do not know yet must not hold back every deadline.
        let kind = match incoming {
            IncomingWork::Message { .. } => "incoming",
            IncomingWork::Receipt { .. } => "receipt",
        };
        let mut work = self.work_now(kind, key, written(incoming)?);
        // A deadline is not judged while something read before it waits here.
        (work.due, work.held_until) = (read_at(incoming), None);
        let unit = Unit { slips: also.slips, work: vec![work], ..Unit::default() };
        match self.commit(unit).await {
            Ok(()) | Err(CommitError::Taken(_) | CommitError::Stale(_)) => Ok(()),
            Err(CommitError::Engine(error)) => Err(error),
        }
    }

    /// Does what was stored to be done later.
    pub(crate) async fn incoming(&self, work: &Work) -> Done {
        match serde_json::from_str::<IncomingWork>(&work.body) {
            Ok(incoming) => self.handle(&incoming, Self::settled(work)).await,
            Err(_) => {
                tracing::error!("a stored message cannot be read");
                Done::Done
            }
        }
    }

    async fn handle(&self, incoming: &IncomingWork, also: Also) -> Done {
        match incoming {
            IncomingWork::Message { from, text, read_at } => match Phone::read(from) {
                Ok(phone) => self.reply(also, phone, text, *read_at).await,
                Err(_) => Done::Done,
            },
            IncomingWork::Receipt { message, phone, delivered, read_at } => {
                self.receipt(also, (message, phone), *delivered, *read_at).await
            }
        }
    }

    async fn reply(&self, also: Also, from: Phone, text: &str, read_at: Timestamp) -> Done {
        let asked = match self.asked(from).await {
            Ok(asked) => asked,
            Err(error) => return Again::because(error),
        };
        let Reply::Says { saying, code } = read_reply(text) else {
            return self.hint(from, Hint::HowTo).await;
        };
        // Sender number and code must match: the numbers of the candidates are all this one.
        let matching = |asked: &&Asked| same_code(&self.keys.consent_code(&asked.request), &code);
        match asked.iter().find(matching) {
            Some(Asked { case, request }) => {
                self.answer_by_sms(also, (*case, request), saying, (from, read_at)).await
            }
            None if asked.is_empty() => self.hint(from, Hint::Closed).await,
            None => self.wrong_code(also, &asked, text, (from, read_at)).await,
        }
    }

    async fn answer_by_sms(
        &self,
        also: Also,
        (case, request): (CaseId, &ConsentRequest),
        saying: Saying,
        (from, read_at): (Phone, Timestamp),
    ) -> Done {
        // What is late counts for nothing, and so is not the first copy of what was read in time and
        // is still being handled.
        let late = request.lapse(read_at).is_some();
        let also = if late { Also { slips: Vec::new(), ..also } } else { also };
        let event = Event::PartyAnswered {
            request: request.id,
            saying,
            form: Form::SmsReply,
            reason: RefusalReason::None,
        };
        match self.happen(case, &event, read_at, also).await {
            Err(MoveError::NotExpected(NotExpected::Locked | NotExpected::Form)) => {
                self.hint(from, Hint::Locked).await;
                Done::Settled
            }
            Err(MoveError::NotExpected(NotExpected::Closed)) => {
                self.hint(from, Hint::Closed).await;
                Done::Settled
            }
            moved => after_move(moved.map(|_| ())),
        }
    }

    /// A message with a wrong code counts against every open question of the phone, once against
    /// each: whoever did not come to the end begins again, and a question that has counted it is left
    /// as it is.
    async fn wrong_code(
        &self,
        also: Also,
        asked: &[Asked],
        text: &str,
        (from, read_at): (Phone, Timestamp),
    ) -> Done {
        let live = || asked.iter().filter(|asked| asked.request.sms == Sms::Live);
        let so_far = live().map(|asked| asked.request.tries).max();
        let Some(so_far) = so_far else { return self.hint(from, Hint::Locked).await };
        let tries = so_far.saturating_add(1);
        let mut hint = Hint::HowTo;
        for Asked { case, request } in live() {
            let event = Event::WrongCode { request: request.id, tries };
            let slips = vec![SlipWrite {
                kind: COUNTED,
                key: token_key(&format!("{from}\n{text}\n{}", request.id)),
                change: once(read_at, COUNTED_FOR),
            }];
            match self.happen(*case, &event, read_at, Also { slips, ..Also::default() }).await {
                Ok(moved) => {
                    let now = moved.case.state.asking().and_then(|a| a.request(request.id));
                    if now.is_some_and(|now| now.sms == Sms::Locked) {
                        hint = Hint::Locked;
                    }
                }
                Err(
                    MoveError::NotExpected(_) | MoveError::NoCase | MoveError::Taken(Taken::Slip),
                ) => {}
                Err(error) => return after_move(Err(error)),
            }
        }
        match self.commit(also.alone()).await {
            // A second copy that was handled at the same time has said so already.
            Ok(()) | Err(CommitError::Taken(_) | CommitError::Stale(_)) => {}
            Err(CommitError::Engine(error)) => return Again::because(error),
        }
        self.hint(from, hint).await;
        Done::Settled
    }

    /// The open questions to this phone.
    async fn asked(&self, phone: Phone) -> Result<Vec<Asked>, StoreError> {
        let query = CaseQuery {
            key: CaseKey::AskedPhone,
            value: phone.to_string(),
            before: None,
            limit: MOST_REQUESTS,
        };
        let mut asked = Vec::new();
        for stored in self.store.cases(&query).await? {
            // One record that cannot be read must not keep every answer of the phone waiting.
            let loaded = match self.known(&stored) {
                Err(StoreError::Damaged(why)) => {
                    tracing::error!(case = %stored.id, %why, "a case is damaged; its question is passed over");
                    continue;
                }
                known => known?,
            };
            let Loaded { case, .. } = &*loaded;
            let State::AwaitingConsent(_, asking) = &case.state else { continue };
            let of_phone = asking.requests.iter().filter(|request| match request.party.route {
                Route::Sms(number) => number == phone && request.is_open(),
                Route::Portal(_) => false,
            });
            asked.extend(of_phone.map(|request| Asked { case: case.id, request: request.clone() }));
        }
        Ok(asked)
    }

    /// One short hint, at most one of a kind a minute.
    async fn hint(&self, to: Phone, hint: Hint) -> Done {
        let now = self.now();
        let slip = SlipWrite {
            kind: "hint",
            key: format!("{to}:{}", hint.as_str()),
            change: SlipChange::Put {
                expected: None,
                body: String::new(),
                expires: now.checked_add(HINT_EVERY).unwrap_or(now),
                now,
            },
        };
        if self.note(Unit { slips: vec![slip], ..Unit::default() }).await.is_err() {
            return Done::Done;
        }
        let language = self.language_of(to).await;
        let text = match hint {
            Hint::HowTo => messages::hint(&self.texts, language),
            Hint::Closed => messages::hint_closed(&self.texts, language),
            Hint::Locked => messages::hint_locked(&self.texts, language),
        };
        let sms = OutgoingSms { to, text, validity: SignedDuration::from_hours(1), receipt: false };
        if let Err(error) = self.sms.submit(sms).await {
            tracing::info!(%error, "a hint was not sent");
        }
        Done::Done
    }
}
