//! Moving cases: load, apply, commit, and again when somebody else was faster.

mod recent;
mod told;

use std::sync::Arc;

use jiff::Timestamp;
use residence::case::{Case, Effect, Event, NotExpected, Status, Transition};
use residence::consent::Route;
use residence::names::CaseId;
use residence::registration::BookChange;
use serde::{Deserialize, Serialize};
use store::{
    BookWrite, CaseFigures, CaseKey, CaseWrite, Claims, CommitError, Entity, JournalRow, NewWork,
    StoreError, StoredCase, Taken, Unit, VersionCheck,
};

pub use recent::RecentCases;
pub use told::told;

use crate::app::{Also, App, HOLD};

/// How often a case is read and judged again when somebody else was faster.
const TRIES: usize = 16;

/// A case and the version it was read at.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The case.
    pub case: Case,
    /// How many commits it has seen.
    pub version: u64,
}

/// Why a case did not move.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// There is no such case.
    #[error("no such application")]
    NoCase,
    /// The event does not fit; nothing changed, but what was to be saved with it was.
    #[error(transparent)]
    NotExpected(#[from] NotExpected),
    /// What the event rests on has changed, or the work is no longer ours: begin again.
    #[error("changed meanwhile")]
    Stale,
    /// The work that asked for it is held by somebody else by now.
    #[error("somebody else does this work")]
    NotOurs,
    /// Another open application holds a subject.
    #[error(transparent)]
    Taken(#[from] Taken),
    /// The store failed; nothing changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// A case as last committed.
    ///
    /// # Errors
    /// [`MoveError::NoCase`], or the store failed.
    pub async fn case(&self, id: CaseId) -> Result<Loaded, MoveError> {
        let stored = self.store.load(id).await?.ok_or(MoveError::NoCase)?;
        Ok(read(&stored)?)
    }

    /// Makes a new case, saved together with `also`.
    ///
    /// # Errors
    /// [`MoveError`]; [`Taken::Case`] when the id is in use.
    pub async fn begin(
        &self,
        event: &Event,
        born: Transition,
        also: Also,
    ) -> Result<Loaded, MoveError> {
        let at = born.next.drafted_at;
        self.save(None, (event, at), born, also).await
    }

    /// Applies an event that was read at this time. A case that moved meanwhile is read again; the
    /// event keeps its time.
    ///
    /// # Errors
    /// [`MoveError`].
    pub async fn happen(
        &self,
        id: CaseId,
        event: &Event,
        at: Timestamp,
        also: Also,
    ) -> Result<Loaded, MoveError> {
        // The first look is at what this node saw last; whatever it says no to is asked of the store.
        let mut loaded = self.recent_case(id).await?;
        let mut fresh = false;
        for _ in 0..TRIES {
            match loaded.case.apply(event, at) {
                Ok(transition) => {
                    match self.save(Some(&loaded), (event, at), transition, also.clone()).await {
                        Err(MoveError::Stale) => {}
                        moved_or_not => return moved_or_not,
                    }
                }
                Err(why) if fresh => {
                    return match self.settle_alone(also).await {
                        Err(MoveError::Store(error)) => Err(error.into()),
                        Ok(()) | Err(_) => Err(why.into()),
                    };
                }
                Err(_) => {}
            }
            let now = Arc::new(self.case(id).await?);
            if fresh && now.version == loaded.version {
                // Not the case has moved but what the event rests on.
                return Err(MoveError::Stale);
            }
            fresh = true;
            loaded = now;
        }
        Err(MoveError::Stale)
    }

    /// Saves what belongs to an event that changes nothing.
    async fn settle_alone(&self, also: Also) -> Result<(), MoveError> {
        if also.settles.is_empty() && also.slips.is_empty() && also.work.is_empty() {
            return Ok(());
        }
        self.commit(also.alone()).await.map_err(of_commit)
    }

    /// Saves a transition with all that follows from it.
    async fn save(
        &self,
        before: Option<&Loaded>,
        (event, at): (&Event, Timestamp),
        transition: Transition,
        also: Also,
    ) -> Result<Loaded, MoveError> {
        let version = before.map_or(1, |loaded| loaded.version + 1);
        let mut case = self.case_write(before, (event, at), &transition)?;
        if let Some(holds) = also.holds {
            case.claims = Claims::Take(holds);
        }
        let work = self.works(&transition, version)?;
        let notices = told::told_by(&transition, at)?;
        let Transition { next, book, rests_on, .. } = transition;
        let people = rests_on
            .people
            .iter()
            .map(|(iin, version)| VersionCheck { entity: Entity::Person(*iin), version: *version });
        let dwelling = rests_on.dwelling.iter().map(|(rka, version)| VersionCheck {
            entity: Entity::Dwelling(*rka),
            version: *version,
        });
        let unit = Unit {
            case: Some(case),
            rests_on: people.chain(dwelling).collect(),
            book: book.into_iter().map(book_write).collect(),
            work: work.into_iter().chain(also.work).collect(),
            settles: also.settles,
            slips: also.slips,
            notices,
            evidence: also.evidence,
            records: also.records,
            readings: also.readings,
        };
        let id = next.id;
        let born = self.commit_quietly(unit).await.map_err(|error| {
            // A failed engine may have saved it all the same.
            self.recent.forget(id);
            of_commit(error)
        })?;
        let loaded = Loaded { case: next, version };
        // Before the worker can look: it must not find the case as it was.
        self.recent.put(&Arc::new(loaded.clone()));
        self.bell.hand_over(born);
        Ok(loaded)
    }

    fn case_write(
        &self,
        before: Option<&Loaded>,
        (event, at): (&Event, Timestamp),
        transition: &Transition,
    ) -> Result<CaseWrite, StoreError> {
        let next = &transition.next;
        let was = before.map(|loaded| &loaded.case);
        let journal = JournalRow {
            seq: before.map_or(1, |loaded| loaded.version + 1),
            at,
            event: written(event)?,
            lines: written(&transition.lines)?,
        };
        Ok(CaseWrite {
            id: next.id,
            expected: before.map(|loaded| loaded.version),
            body: written(next)?,
            journal: vec![journal],
            wake: transition.wake(),
            figures: Some(figures(next)),
            keys: keys(was, next),
            claims: claims(was.map(Case::status), next),
        })
    }

    /// The work that the effects of a transition are, each with a constant key. Somebody without a
    /// number finds what they are told in the portal; that is no work.
    fn works(&self, transition: &Transition, version: u64) -> Result<Vec<NewWork>, StoreError> {
        let id = transition.next.id;
        let now = self.now();
        let held_until = now.checked_add(HOLD).ok();
        let effects = transition.effects.iter().enumerate();
        let silent = |effect: &Effect| matches!(effect, Effect::Tell(notice) if notice.contact.phone.is_none());
        effects
            .filter(|(_, effect)| !silent(effect))
            .map(|(place, effect)| {
                let (kind, due) = match effect {
                    Effect::AskRegisters => ("registers", now),
                    Effect::AskParty { .. } => ("ask", now),
                    Effect::Remind { .. } => ("remind", now),
                    Effect::Tell(_) => ("tell", now),
                    Effect::TermNotice { due, .. } => ("term_notice", *due),
                    Effect::EndTerm { due, .. } => ("end_term", *due),
                };
                Ok(NewWork {
                    kind,
                    key: format!("{id}:{version}:{place}"),
                    case: Some(id),
                    body: written(effect)?,
                    due,
                    held_until: held_until.filter(|_| due <= now),
                })
            })
            .collect()
    }
}

/// The case in a stored body.
///
/// # Errors
/// [`StoreError::Damaged`] when it cannot be read.
pub fn read(stored: &StoredCase) -> Result<Loaded, StoreError> {
    let case = parsed(&stored.body)?;
    Ok(Loaded { case, version: stored.version })
}

/// Reads something that was stored as JSON.
///
/// # Errors
/// [`StoreError::Damaged`] when it cannot be read.
pub fn parsed<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Damaged(format!("a stored record cannot be read: {error}")))
}

/// Writes something as JSON.
///
/// # Errors
/// [`StoreError::Damaged`] when it cannot be written, which no type of ours does.
pub fn written<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn of_commit(error: CommitError) -> MoveError {
    match error {
        CommitError::Stale("work") => MoveError::NotOurs,
        CommitError::Stale(_) => MoveError::Stale,
        // Somebody else opened a permanent entry since the facts were read.
        CommitError::Taken(Taken::PermanentEntry) => MoveError::Stale,
        CommitError::Taken(taken) => MoveError::Taken(taken),
        CommitError::Engine(error) => MoveError::Store(error),
    }
}

/// A change of the book as the store takes it.
pub(crate) fn book_write(change: BookChange) -> BookWrite {
    match change {
        BookChange::Open(entry) => BookWrite::Open(entry),
        BookChange::Close { id, at, by } => BookWrite::Close { id, at, by },
    }
}

fn figures(case: &Case) -> CaseFigures {
    let filed = case.state.filed();
    let known = filed.and_then(|filed| filed.known.as_ref());
    let address = known.and_then(|known| known.address.as_ref());
    let waited = case.state.asking().map(|asking| asking.waited().as_millis());
    let grounds = case
        .state
        .decision()
        .map(|decision| decision.grounds().map(|finding| finding.rule.as_str()).collect());
    CaseFigures {
        channel: case.application.channel.as_str(),
        kind: case.application.kind.as_str(),
        status: case.status().as_str(),
        region: address.map(|address| address.kato.region().to_owned()).unwrap_or_default(),
        persons: u32::try_from(case.application.people().count()).unwrap_or(u32::MAX),
        signed_at: filed.map(|filed| filed.signed_at),
        decided_at: case.state.ended_at(),
        waited_ms: waited.and_then(|ms| u64::try_from(ms).ok()).unwrap_or_default(),
        grounds: grounds.unwrap_or_default(),
    }
}

/// The names under which the case can be found, when they change: with the draft, and while parties
/// are asked.
fn keys(was: Option<&Case>, now: &Case) -> Option<Vec<(CaseKey, String)>> {
    let status = was.map(Case::status);
    let changes = match (status, now.status()) {
        (None, _) | (_, Status::Draft) => true,
        (before, after) => {
            let asks = |status| status == Some(Status::AwaitingConsent);
            asks(before) != asks(Some(after))
        }
    };
    if !changes {
        return None;
    }
    let mut keys = vec![
        (CaseKey::Applicant, now.application.applicant.to_string()),
        (CaseKey::Number, now.number().to_string()),
    ];
    keys.extend(now.application.people().map(|iin| (CaseKey::Subject, iin.to_string())));
    for request in now.state.asking().iter().flat_map(|asking| &asking.requests) {
        keys.push((CaseKey::Asked, request.party.iin.to_string()));
        match request.party.route {
            Route::Sms(phone) if now.status() == Status::AwaitingConsent => {
                keys.push((CaseKey::AskedPhone, phone.to_string()));
            }
            Route::Sms(_) | Route::Portal(_) => {}
        }
    }
    Some(keys)
}

/// Which subjects the case holds. Those for whom the applicant had no authority on record at the
/// signing are held from the judgement on, which found one.
fn claims(was: Option<Status>, now: &Case) -> Claims {
    let was_open = was.is_some_and(Status::is_open);
    let judged = matches!(was, Some(Status::Signed | Status::Checking))
        && matches!(now.status(), Status::AwaitingConsent | Status::Registering);
    let others = now.application.people().any(|iin| iin != now.application.applicant);
    match (was_open, now.status().is_open()) {
        (false, true) => Claims::Take(now.application.people().collect()),
        (true, true) if judged && others => Claims::Take(now.application.people().collect()),
        (true, false) => Claims::Release,
        (true, true) | (false, false) => Claims::Keep,
    }
}
