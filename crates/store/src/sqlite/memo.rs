//! Rows of the registers that were read lately.
//!
//! A register row changes only by an import of this process, which owns the file; an import empties
//! the memo before and after it writes, and what was being read meanwhile is not kept.

use std::sync::{Mutex, PoisonError};

use crate::recent::Recent;
use crate::{Name, RegisterKind, RegisterQuery, StoreError};

/// How many answers are kept, at least; small rows, some hundred bytes each.
const KEPT: usize = 16_384;

type Key = (RegisterKind, bool, String);

pub(super) struct Memo(Mutex<(u64, Recent<Key, Vec<String>>)>);

impl Default for Memo {
    fn default() -> Self {
        Self(Mutex::new((0, Recent::new(KEPT))))
    }
}

impl Memo {
    /// The rows as they were read lately, or as they are read now.
    pub(super) fn rows(
        &self,
        query: &RegisterQuery,
        read: impl FnOnce() -> Result<Vec<String>, StoreError>,
    ) -> Result<Vec<String>, StoreError> {
        let key = match &query.name {
            Name::Key(key) => (query.kind, true, key.clone()),
            Name::Other(name) => (query.kind, false, name.clone()),
            Name::All => return read(),
        };
        let generation = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(rows) = kept.1.get(&key) {
                return Ok(rows);
            }
            kept.0
        };
        let rows = read()?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == generation {
            kept.1.put(key, rows.clone());
        }
        Ok(rows)
    }

    pub(super) fn empty(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 += 1;
        kept.1.clear();
    }
}
