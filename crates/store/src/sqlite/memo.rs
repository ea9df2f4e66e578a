//! Rows of the registers that were read lately.
//!
//! What the registers know under one key (a person, a dwelling) is asked for register by register
//! within moments: it is read once, whole. A row changes only by an import of this process, which
//! owns the file; an import empties the memo before and after it writes, and what was being read
//! meanwhile is not kept.

use std::sync::{Arc, Mutex, PoisonError};

use crate::recent::Recent;
use crate::{Name, RegisterKind, RegisterQuery};

/// How many answers are kept, at least; some rows each, of some hundred bytes.
const KEPT: usize = 16_384;

/// A row of a register.
pub(super) type Kept = (RegisterKind, String);

/// Which rows: all under a key, or those of one register under another name.
type Asked = (Option<RegisterKind>, String);

type Answers = Recent<Asked, Arc<[Kept]>>;

/// The answers, and how often the memo was emptied.
pub(super) struct Memo(Mutex<(u64, Answers)>);

impl Default for Memo {
    fn default() -> Self {
        Self(Mutex::new((0, Recent::new(KEPT))))
    }
}

impl Memo {
    /// The rows as they were read lately, or as they are read now.
    pub(super) fn rows<E>(
        &self,
        query: &RegisterQuery,
        read: impl FnOnce() -> Result<Vec<Kept>, E>,
    ) -> Result<Vec<String>, E> {
        let asked = match &query.name {
            Name::Key(key) => (None, key.clone()),
            Name::Other(name) => (Some(query.kind), name.clone()),
            Name::All => return Ok(of(query.kind, &read()?)),
        };
        let generation = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(rows) = kept.1.get(&asked) {
                drop(kept);
                return Ok(of(query.kind, &rows));
            }
            kept.0
        };
        let rows = read()?;
        let answer = of(query.kind, &rows);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == generation {
            kept.1.put(asked, rows.into());
        }
        Ok(answer)
    }

    pub(super) fn empty(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 += 1;
        kept.1.clear();
    }
}

/// The rows of one register.
pub(super) fn of(kind: RegisterKind, rows: &[Kept]) -> Vec<String> {
    rows.iter().filter(|(of, _)| *of == kind).map(|(_, body)| body.clone()).collect()
}
