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
pub(crate) type Kept = (RegisterKind, String);

/// Which rows: all under a key, or those of one register under another name.
type Asked = (Option<RegisterKind>, String);

/// A question to the registers, and when it was asked.
pub(crate) struct Asks {
    asked: Option<Asked>,
    generation: u64,
}

type Answers = Recent<Asked, Arc<[Kept]>>;

/// The answers, and how often the memo was emptied.
pub(crate) struct Memo(Mutex<(u64, Answers)>);

impl Default for Memo {
    fn default() -> Self {
        Self(Mutex::new((0, Recent::new(KEPT))))
    }
}

impl Memo {
    /// The rows as they were read lately, or as they are read now.
    pub(crate) fn rows<E>(
        &self,
        query: &RegisterQuery,
        read: impl FnOnce() -> Result<Vec<Kept>, E>,
    ) -> Result<Vec<String>, E> {
        let asks = self.asks(query);
        match self.known(query) {
            Some(rows) => Ok(rows),
            None => Ok(self.keep(query, asks, read()?)),
        }
    }

    /// Before rows are read: what they are kept under, unless the memo is emptied meanwhile.
    pub(crate) fn asks(&self, query: &RegisterQuery) -> Asks {
        let asked = match &query.name {
            Name::Key(key) => Some((None, key.clone())),
            Name::Other(name) => Some((Some(query.kind), name.clone())),
            Name::All => None,
        };
        Asks { asked, generation: self.0.lock().unwrap_or_else(PoisonError::into_inner).0 }
    }

    /// The rows as they were read lately.
    pub(crate) fn known(&self, query: &RegisterQuery) -> Option<Vec<String>> {
        let Asks { asked, .. } = self.asks(query);
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner).1.get(&asked?)?;
        Some(of(query.kind, &rows))
    }

    /// Keeps rows that were read.
    pub(crate) fn keep(&self, query: &RegisterQuery, asks: Asks, rows: Vec<Kept>) -> Vec<String> {
        let answer = of(query.kind, &rows);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asked) = asks.asked
            && kept.0 == asks.generation
        {
            kept.1.put(asked, rows.into());
        }
        answer
    }

    pub(crate) fn empty(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 += 1;
        kept.1.clear();
    }
}

/// The rows of one register.
pub(crate) fn of(kind: RegisterKind, rows: &[Kept]) -> Vec<String> {
    rows.iter().filter(|(of, _)| *of == kind).map(|(_, body)| body.clone()).collect()
}
