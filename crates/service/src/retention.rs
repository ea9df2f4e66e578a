//! Removes what has been kept long enough, by the table of `residence::retention`.
//!
//! Once a day, at an hour when few are awake, one node does it: the work has a constant key. Each write
//! is short, so that nobody waits for it; stopped half-way, it goes on where it was.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::{Date, time};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use residence::law::{almaty, day};
use residence::retention::Retention;
use store::{CommitError, NewWork, Overdue, Perishable, Store, StoreError, Unit};

use crate::app::{App, HOLD};
use crate::worker::{Again, Done};

/// The kind of the work.
pub(crate) const KIND: &str = "retention";
/// When it is done, in Almaty.
const QUIET: jiff::civil::Time = time(3, 20, 0, 0);
/// How much goes in one write.
const BATCH: usize = 200;
/// How many writes are done before others get their turn.
const BATCHES: usize = 50;

/// What was removed since the start, in the order of [`Perishable::ALL`].
static REMOVED: [AtomicU64; Perishable::ALL.len()] =
    [const { AtomicU64::new(0) }; Perishable::ALL.len()];

/// What was removed since the start, by kind.
pub(crate) fn removed() -> impl Iterator<Item = (&'static str, u64)> {
    let counts = REMOVED.iter().map(|count| count.load(Ordering::Relaxed));
    Perishable::ALL.into_iter().map(Perishable::as_str).zip(counts)
}

/// The kinds that end, each with the time before which it has been kept long enough.
#[must_use]
pub fn ends(now: Timestamp) -> Vec<(Perishable, Timestamp)> {
    let table = Retention::built_in();
    let today = day(now);
    let before = |what: Perishable| {
        let period = table.period(what.as_str(), today)?;
        Some((what, now.checked_sub(period).ok()?))
    };
    Perishable::ALL.into_iter().filter_map(before).collect()
}

/// What would be removed now.
///
/// # Errors
/// [`StoreError`] when the store could not answer.
pub async fn overdue(
    store: &dyn Store,
    now: Timestamp,
) -> Result<Vec<(Perishable, Timestamp, Overdue)>, StoreError> {
    let mut found = Vec::new();
    for (what, before) in ends(now) {
        found.push((what, before, store.overdue(what, before).await?));
    }
    Ok(found)
}

/// What became of some writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// How many pieces were removed.
    pub pieces: usize,
    /// Whether nothing is left to remove.
    pub is_all: bool,
}

/// Removes what is older than this, in `batches` short writes at most.
///
/// # Errors
/// [`StoreError`]; what was removed before stays removed.
pub async fn forget(
    store: &dyn Store,
    (what, before): (Perishable, Timestamp),
    batches: usize,
) -> Result<Removed, StoreError> {
    let mut pieces = 0;
    for _ in 0..batches {
        let removed = store.forget(what, before, BATCH).await?;
        if removed == 0 {
            return Ok(Removed { pieces, is_all: true });
        }
        pieces += removed;
        count(what, removed);
    }
    Ok(Removed { pieces, is_all: false })
}

fn count(what: Perishable, removed: usize) {
    let place = Perishable::ALL.iter().position(|other| *other == what);
    if let Some(count) = place.and_then(|place| REMOVED.get(place)) {
        count.fetch_add(u64::try_from(removed).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

/// The next night after this time.
pub(crate) fn next_night(now: Timestamp) -> Timestamp {
    let local = almaty().to_datetime(now);
    let on = match local.time() < QUIET {
        true => local.date(),
        false => local.date().checked_add(1.day()).unwrap_or(Date::MAX),
    };
    almaty().to_timestamp(on.to_datetime(QUIET)).unwrap_or(Timestamp::MAX)
}

impl App {
    /// Asks for the removal of today: once, however many ask.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be stored.
    pub async fn plan_retention(&self) -> Result<(), StoreError> {
        let now = self.now();
        let key = format!("{KIND}:{}", day(now));
        let body = String::new();
        let work = NewWork { kind: KIND, key, case: None, body, due: now, held_until: None };
        match self.commit(Unit { work: vec![work], ..Unit::default() }).await {
            // Another node has seen to it.
            Ok(()) | Err(CommitError::Taken(_) | CommitError::Stale(_)) => Ok(()),
            Err(CommitError::Engine(error)) => Err(error),
        }
    }

    /// Removes what has been kept long enough.
    pub(crate) async fn retention(&self) -> Done {
        let began = self.now();
        for end in ends(began) {
            loop {
                let removed = match forget(self.store.as_ref(), end, BATCHES).await {
                    Ok(removed) => removed,
                    Err(error) => return Again::because(error),
                };
                if removed.pieces > 0 {
                    let (kind, pieces) = (end.0.as_str(), removed.pieces);
                    tracing::info!(kind, pieces, "what was kept long enough was removed");
                }
                if removed.is_all {
                    break;
                }
                if self.now().duration_since(began) > HOLD / 2 {
                    return Done::Again(Again {
                        why: "there is more to remove".into(),
                        at_most: SignedDuration::from_secs(1),
                    });
                }
            }
        }
        Done::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_done_at_night() {
        for (now, night) in [
            ("2026-01-15T03:19:59+05:00", "2026-01-15T03:20:00+05:00"),
            ("2026-01-15T03:20:00+05:00", "2026-01-16T03:20:00+05:00"),
            ("2026-01-15T23:00:00+05:00", "2026-01-16T03:20:00+05:00"),
        ] {
            assert_eq!(next_night(now.parse().unwrap()), night.parse().unwrap(), "{now}");
        }
    }

    #[test]
    fn every_kind_that_ends_has_a_period() {
        let now: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
        let ends = ends(now);
        assert_eq!(ends.iter().map(|(what, _)| *what).collect::<Vec<_>>(), Perishable::ALL);
        assert!(ends.iter().all(|(_, before)| *before < now));
    }
}
