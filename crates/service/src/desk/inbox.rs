//! What a person was told, to be read again: with or without a phone, it is all here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::{SignedDuration, Timestamp};
use residence::case::Case;
use residence::names::{CaseId, CaseNumber, RequestId};
use residence::notice::Message;
use store::{CommitError, NoticeQuery, SlipChange, SlipWrite, StoredNotice, Unit};

use super::{Caller, Refusal};
use crate::app::App;
use crate::cases::parsed;

/// The most notices of one page.
const MOST: usize = 100;
/// The kind of the record of what somebody has seen.
const SEEN: &str = "inbox_seen";
/// How long that record is kept: longer than anybody reads.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 365 * 100);
/// How often that record is read again when somebody else was faster.
const TRIES: usize = 8;

/// A page of what the caller was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// The notices, newest first.
    pub items: Vec<InboxItem>,
    /// How many of all their notices the caller has not seen.
    pub unread: u64,
    /// Below which number the next page begins, if there is one.
    pub next: Option<u64>,
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxItem {
    /// Counts the caller's notices, from 1.
    pub number: u64,
    /// When they were told.
    pub at: Timestamp,
    /// What.
    pub message: Message,
    /// The application, where it is the caller's own: nobody else may open it.
    pub case: Option<CaseId>,
    /// The number of the application, where the caller may know it.
    pub case_number: Option<CaseNumber>,
    /// The same in the caller's language.
    pub text: String,
    /// Whether the caller has not seen it.
    pub unread: bool,
    /// The question in this matter that waits for the caller's answer.
    pub question: Option<RequestId>,
}

impl App {
    /// What the caller was told, newest first: below the number `before`, at most `limit`.
    ///
    /// # Errors
    /// A fault.
    pub async fn inbox(
        &self,
        caller: Caller,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Inbox, Refusal> {
        let query = NoticeQuery { of: caller.iin, before, limit: limit.clamp(1, MOST) };
        let page = self.store.notices(query).await?;
        let (_, seen) = self.last_seen(caller).await?;
        let mut cases = BTreeMap::new();
        for id in page.notices.iter().filter_map(|notice| notice.case) {
            if let Entry::Vacant(place) = cases.entry(id) {
                place.insert(self.case(id).await?.case);
            }
        }
        let item = |notice: &StoredNotice| {
            let case = notice.case.and_then(|id| cases.get(&id));
            self.inbox_item(caller, notice, case, seen)
        };
        let items = page.notices.iter().map(item).collect::<Result<Vec<_>, _>>()?;
        let next = items.last().map(|item| item.number).filter(|oldest| *oldest > 1);
        Ok(Inbox { items, unread: page.newest.saturating_sub(seen), next })
    }

    /// How many notices the caller has not seen.
    ///
    /// # Errors
    /// A fault.
    pub async fn unread(&self, caller: Caller) -> Result<u64, Refusal> {
        let (_, seen) = self.last_seen(caller).await?;
        Ok(self.newest_notice(caller).await?.saturating_sub(seen))
    }

    /// The caller has seen everything up to this number. What was seen once stays seen.
    ///
    /// # Errors
    /// [`Refusal::Busy`], or a fault.
    pub async fn seen(&self, caller: Caller, up_to: u64) -> Result<(), Refusal> {
        let up_to = up_to.min(self.newest_notice(caller).await?);
        for _ in 0..TRIES {
            let (expected, seen) = self.last_seen(caller).await?;
            if up_to <= seen {
                return Ok(());
            }
            let (body, expires) = (up_to.to_string(), self.after(KEPT));
            let change = SlipChange::Put { expected, body, expires, now: self.now() };
            let slip = SlipWrite { kind: SEEN, key: caller.iin.to_string(), change };
            match self.commit(Unit { slips: vec![slip], ..Unit::default() }).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Stale(_) | CommitError::Taken(_)) => {}
                Err(CommitError::Engine(error)) => return Err(error.into()),
            }
        }
        Err(Refusal::Busy)
    }

    async fn newest_notice(&self, caller: Caller) -> Result<u64, Refusal> {
        let query = NoticeQuery { of: caller.iin, before: None, limit: 0 };
        Ok(self.store.notices(query).await?.newest)
    }

    /// The number of the newest notice the caller has seen, and the version of its record.
    async fn last_seen(&self, caller: Caller) -> Result<(Option<u64>, u64), Refusal> {
        let slip = self.store.slip(SEEN, caller.iin.as_str(), self.now()).await?;
        let Some(slip) = slip else { return Ok((None, 0)) };
        Ok((Some(slip.version), parsed(&slip.body)?))
    }

    fn inbox_item(
        &self,
        caller: Caller,
        notice: &StoredNotice,
        case: Option<&Case>,
        seen: u64,
    ) -> Result<InboxItem, Refusal> {
        let message: Message = parsed(&notice.body)?;
        let own = case.filter(|case| case.application.applicant == caller.iin);
        Ok(InboxItem {
            number: notice.number,
            at: notice.at,
            message,
            case: own.map(|case| case.id),
            case_number: case.filter(|_| names_its_case(message)).map(Case::number),
            text: self.notice_text(case, caller.language, message),
            unread: notice.number > seen,
            question: case.and_then(|case| open_question(case, caller)),
        })
    }
}

/// Owners of an old address learn only that somebody left, not by which application.
const fn names_its_case(message: Message) -> bool {
    match message {
        Message::Left => false,
        Message::Filed
        | Message::Attempt
        | Message::Reminder { .. }
        | Message::Registered
        | Message::RegisteredThere
        | Message::Refused
        | Message::EndedThere
        | Message::Lapsed
        | Message::LapsedThere
        | Message::Unreached
        | Message::UnreachedThere
        | Message::Referred
        | Message::Withdrawn
        | Message::TermEnds { .. }
        | Message::TermEnded
        | Message::Born
        | Message::ByAct { .. }
        | Message::ThereByAct { .. } => true,
    }
}

fn open_question(case: &Case, caller: Caller) -> Option<RequestId> {
    let requests = &case.state.asking()?.requests;
    let mut own = requests.iter().filter(|request| request.party.iin == caller.iin);
    own.find(|request| request.is_open()).map(|request| request.id)
}
