//! What is removed once it has been kept long enough.

use jiff::Timestamp;
use residence::names::{CaseId, Iin};
use store::{Overdue, Perishable};

use super::{Row, Tables};

impl Tables {
    /// The drafts that are older than this, with their last change, in the order they were made.
    fn old_drafts(&self, before: Timestamp) -> Vec<(CaseId, Timestamp)> {
        let drafts = self.order.iter().filter_map(|(_, id)| {
            let row = self.cases.get(id).filter(|row| row.is_draft)?;
            Some((*id, self.journal.get(&(*id, row.lines))?.at))
        });
        drafts.filter(|(_, changed)| *changed < before).collect()
    }

    /// The notices of each person from the first on that are older than this.
    fn old_notices(&self, before: Timestamp) -> Vec<((Iin, u64), Timestamp)> {
        let mut kept = None;
        let old = self.notices.iter().filter(|((iin, _), notice)| {
            if notice.at >= before {
                kept = Some(*iin);
            }
            kept != Some(*iin)
        });
        old.map(|(key, notice)| (*key, notice.at)).collect()
    }

    /// Removes at most so many.
    pub(super) fn forget(&mut self, what: Perishable, before: Timestamp, most: usize) -> usize {
        match what {
            Perishable::Drafts => {
                let mut old = self.old_drafts(before);
                old.truncate(most);
                old.iter().filter(|(id, _)| self.forget_draft(*id)).count()
            }
            Perishable::SignIns => {
                let sign_ins = self.evidence.iter().filter(|(_, e)| e.sign_in && e.at < before);
                let mut old: Vec<_> = sign_ins.map(|(id, e)| (e.at, *id, e.signature)).collect();
                old.sort_unstable();
                old.truncate(most);
                for (_, id, signature) in &old {
                    self.evidence.remove(id);
                    self.signatures.remove(signature);
                }
                old.len()
            }
            Perishable::Notices => {
                let mut old = self.old_notices(before);
                old.truncate(most);
                for ((iin, number), _) in &old {
                    self.notices.remove(&(*iin, *number));
                    self.notices_gone.put(*iin, *number);
                }
                old.len()
            }
            Perishable::Readings => {
                let old = self.readings.iter().take_while(|(_, reading)| reading.at < before);
                let old: Vec<u64> = old.take(most).map(|(number, _)| *number).collect();
                old.iter().filter(|number| self.readings.remove(*number).is_some()).count()
            }
        }
    }

    fn forget_draft(&mut self, id: CaseId) -> bool {
        let Some(row) = self.cases.get(&id).cloned() else { return false };
        for (key, value) in &row.names {
            self.names.remove(&(*key, value.clone(), row.no));
        }
        for seq in 1..=row.lines {
            self.journal.remove(&(id, seq));
        }
        let shell = Row {
            version: row.version + 1,
            lines: 0,
            body: String::new(),
            names: Vec::new(),
            is_draft: false,
            is_forgotten: true,
            ..row
        };
        self.cases.put(id, shell);
        true
    }

    /// What a removal would find.
    pub(super) fn overdue(&self, what: Perishable, before: Timestamp) -> Overdue {
        let times: Vec<Timestamp> = match what {
            Perishable::Drafts => self.old_drafts(before).into_iter().map(|(_, at)| at).collect(),
            Perishable::SignIns => {
                let sign_ins = self.evidence.iter().filter(|(_, e)| e.sign_in);
                sign_ins.map(|(_, e)| e.at).collect()
            }
            Perishable::Notices => self.notices.iter().map(|(_, notice)| notice.at).collect(),
            Perishable::Readings => self.readings.iter().map(|(_, reading)| reading.at).collect(),
        };
        let old = times.into_iter().filter(|at| *at < before);
        let pieces = u64::try_from(old.clone().count()).unwrap_or(u64::MAX);
        Overdue { pieces, oldest: old.min() }
    }
}
