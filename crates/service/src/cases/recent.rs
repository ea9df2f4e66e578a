//! Cases that moved lately, so that the next move of one need not read it again.

use std::sync::{Arc, Mutex, PoisonError};

use residence::names::CaseId;
use store::recent::Recent;
use store::{StoreError, StoredCase, Work};

use super::{Loaded, MoveError, read};
use crate::app::App;

/// Cases that moved lately on this node. They may be older than the store: a move that fits is checked
/// by the version at its commit, and one that does not is judged again over a fresh case.
#[derive(Debug)]
pub struct RecentCases(Mutex<Recent<CaseId, Arc<Loaded>>>);

impl Default for RecentCases {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(4_096)))
    }
}

impl RecentCases {
    pub(super) fn get(&self, id: CaseId) -> Option<Arc<Loaded>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id)
    }

    pub(super) fn put(&self, loaded: &Arc<Loaded>) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = loaded.case.id;
        // Two commits of one case may end in the other order than they were made.
        if recent.get(&id).is_none_or(|kept| kept.version < loaded.version) {
            recent.put(id, Arc::clone(loaded));
        }
    }

    pub(super) fn forget(&self, id: CaseId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).forget(&id);
    }
}

impl App {
    /// A case as this node last saw it: good enough to apply an event to, since the commit checks the
    /// version, and to word an SMS.
    ///
    /// # Errors
    /// [`MoveError::NoCase`], or the store failed.
    pub async fn recent_case(&self, id: CaseId) -> Result<Arc<Loaded>, MoveError> {
        if let Some(loaded) = self.recent.get(id) {
            return Ok(loaded);
        }
        let loaded = Arc::new(self.case(id).await?);
        self.recent.put(&loaded);
        Ok(loaded)
    }

    /// The case in a stored body, which need not be read again if this node made it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it cannot be read.
    pub fn known(&self, stored: &StoredCase) -> Result<Arc<Loaded>, StoreError> {
        match self.recent.get(stored.id).filter(|kept| kept.version == stored.version) {
            Some(kept) => Ok(kept),
            None => read(stored).map(Arc::new),
        }
    }

    /// The case that a piece of work is about. A first attempt is made by the node on which the work
    /// was born with a move of the case, so what it saw last is as young as the work; whatever else,
    /// and whoever asks for a `fresh` one, reads the store.
    ///
    /// # Errors
    /// [`MoveError::NoCase`], or the store failed.
    pub async fn case_of(
        &self,
        work: &Work,
        id: CaseId,
        fresh: bool,
    ) -> Result<Arc<Loaded>, MoveError> {
        if work.attempt == 1 && !fresh {
            return self.recent_case(id).await;
        }
        self.case(id).await.map(Arc::new)
    }
}
