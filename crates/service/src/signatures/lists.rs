//! Revocation lists: fetched in the background, kept in memory, an older one never in place of a newer.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use eds::crl::RevocationList;
use eds::verify::Trust;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use crate::clock::Clock;

use super::ask::{Address, Question};
use super::breaker::Guarded;

/// The full list of the state has 22 million bytes.
const LIST: Question = Question { sends: None, most: 64 << 20, within: Duration::from_secs(120) };
/// A list is looked at again after so long, though it says that the next one comes later: revocations
/// are published between.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(30);
/// A list that could not be had is asked for again after so long.
const TRY_AGAIN: SignedDuration = SignedDuration::from_secs(20);

/// How far the clock of an authority may go before ours.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The lists of the configuration.
#[derive(Debug, Default)]
pub(super) struct Lists {
    sources: Vec<Source>,
    /// All that are known now.
    known: RwLock<Arc<Vec<RevocationList>>>,
    /// One fetches for all who want them: a list is large.
    fetching: Mutex<()>,
}

#[derive(Debug)]
struct Source {
    from: Guarded,
    state: RwLock<State>,
}

#[derive(Debug)]
struct State {
    list: Option<RevocationList>,
    /// Not before this.
    again: Timestamp,
    /// When it was asked for last.
    asked: Timestamp,
}

impl Lists {
    pub(super) fn new(addresses: Vec<Address>) -> Self {
        let sources = addresses.into_iter().map(|address| Source {
            from: Guarded::new(address),
            state: RwLock::new(State { list: None, again: Timestamp::MIN, asked: Timestamp::MIN }),
        });
        Self { sources: sources.collect(), known: RwLock::default(), fetching: Mutex::default() }
    }

    /// All that are known now.
    pub(super) fn known(&self) -> Arc<Vec<RevocationList>> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many there should be, and how many there are that count at this time.
    pub(super) fn count(&self, at: Timestamp) -> (usize, usize) {
        let counts = |list: &&RevocationList| list.next_update.is_none_or(|next| at < next);
        (self.sources.len(), self.known().iter().filter(counts).count())
    }

    /// Fetches those whose time has come, and with `stale` those that do not count any more, unless
    /// somebody has asked for them since this was called.
    pub(super) async fn refresh(&self, trust: &Arc<Trust>, clock: &Clock, stale: bool) {
        let wanted = stale.then(|| clock());
        let one = self.fetching.lock().await;
        let mut changed = false;
        for source in &self.sources {
            if source.is_due(clock(), wanted) {
                changed |= source.fetch(trust, clock).await;
            }
        }
        if changed {
            let lists = self.sources.iter().filter_map(|source| {
                let state = source.state.read().unwrap_or_else(PoisonError::into_inner);
                state.list.clone()
            });
            *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(lists.collect());
        }
        drop(one);
    }
}

impl Source {
    fn is_due(&self, at: Timestamp, wanted: Option<Timestamp>) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let counts = |list: &RevocationList| list.next_update.is_none_or(|next| at < next);
        let is_stale = !state.list.as_ref().is_some_and(counts);
        state.again <= at || wanted.is_some_and(|wanted| is_stale && state.asked < wanted)
    }

    /// Whether there is something new.
    async fn fetch(&self, trust: &Arc<Trust>, clock: &Clock) -> bool {
        let at = clock();
        let list = match self.from.ask(LIST, at).await {
            Err(_) => None,
            Ok(bytes) => {
                let trust = Arc::clone(trust);
                let read = tokio::task::spawn_blocking(move || read(&bytes, &trust, at)).await;
                match read {
                    Ok(Ok(list)) => Some(list),
                    Ok(Err(why)) => {
                        self.from.was_useless(&why, at);
                        None
                    }
                    Err(_) => None,
                }
            }
        };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let pause = if list.is_some() { LOOK_AGAIN } else { TRY_AGAIN };
        state.again = at.checked_add(pause).unwrap_or(at);
        state.asked = clock();
        match list {
            Some(list) if is_newer(&list, state.list.as_ref()) => {
                tracing::info!(entries = list.len(), made = %list.this_update, "a revocation list");
                if let Some(next) = list.next_update.filter(|next| at < *next) {
                    state.again = state.again.min(next);
                }
                state.list = Some(list);
                true
            }
            Some(_) | None => false,
        }
    }
}

/// A list that one of ours has signed, and that is of the past: what anybody on the way could have
/// written takes no place here.
fn read(bytes: &[u8], trust: &Trust, at: Timestamp) -> Result<RevocationList, String> {
    let list = RevocationList::read(bytes).map_err(|malformed| malformed.to_string())?;
    let mut ours = trust.roots().iter().chain(trust.others());
    if !ours.any(|one| one.subject == list.issuer && list.is_signed_by(one).is_ok()) {
        return Err("none of those we trust has signed the list".to_owned());
    }
    match at.checked_add(SKEW) {
        Ok(latest) if list.this_update <= latest => Ok(list),
        Ok(_) | Err(_) => Err("the list is from the future".to_owned()),
    }
}

/// Whether a list may take the place of another. An old list, sent again, would bring revoked keys
/// back.
fn is_newer(list: &RevocationList, known: Option<&RevocationList>) -> bool {
    known.is_none_or(|known| known.issuer == list.issuer && known.this_update < list.this_update)
}
