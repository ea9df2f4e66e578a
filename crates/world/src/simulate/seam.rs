//! The store as a node sees it: the real calls, with everything that can go wrong around them.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::{AddressCode, CaseId};
use store::{
    BookPage, BookQuery, CaseQuery, CommitError, Committed, Evidence, Figures, ImportRow, Imported,
    JournalRow, NoticePage, NoticeQuery, Overdue, Perishable, QueueState, ReadingQuery, RecordLine,
    RecordQuery, RegisterQuery, Slip, Store, StoreError, StoredCase, StoredReading, StoredRecord,
    Unit, Work,
};

use super::bugs::Bug;
use super::marks::Mark;
use super::plant;
use super::town::{SECOND, Town};

/// The store of one node in one of its lives.
pub(super) struct Seam {
    pub(super) town: Arc<Town>,
    pub(super) node: usize,
    pub(super) life: u64,
}

fn fails(what: &str) -> StoreError {
    StoreError::Unavailable(format!("the simulated store fails: {what}"))
}

impl Seam {
    /// Before a read: others may go first, and it may fail.
    async fn before_read(&self) -> Result<(), StoreError> {
        let town = &self.town;
        if town.odds(town.faults.yields) {
            town.moment.turn().await;
        }
        if town.wrong(town.faults.read_fails) {
            town.hit(Mark::ReadFailed);
            return Err(fails("a read"));
        }
        Ok(())
    }

    /// The process ends here: whoever waits for an answer gets none.
    async fn dies(&self, mark: Mark) {
        self.town.hit(mark);
        self.town.crash(self.node);
        self.town.moment.never().await;
    }

    async fn commit_one(&self, mut unit: Unit) -> Result<Committed, CommitError> {
        let (town, faults) = (&self.town, &self.town.faults);
        town.moment.turn().await;
        if town.wrong(faults.slow_commit) {
            town.sleep(town.within(3 * SECOND)).await;
        }
        if town.wrong(faults.commit_fails) {
            town.hit(Mark::CommitFailed);
            return Err(fails("a commit").into());
        }
        if unit.case.is_some() && town.wrong(faults.conflict) {
            town.hit(Mark::Conflict);
            return Err(CommitError::Stale("case"));
        }
        if town.wrong(faults.crash_before) {
            self.dies(Mark::CrashBefore).await;
        }
        let asked = unit.settles.clone();
        let later = match town.bug {
            Some(bug) => plant::in_unit(town, bug, (self.node, self.life), &mut unit),
            None => Unit::default(),
        };
        if town.has(Bug::WithdrawalLost) && plant::withdraws(&unit) {
            return Ok(Committed { work: Vec::new() });
        }
        let saved = super::schedule::at_once(town.store.commit(vec![unit.clone()])).pop();
        let saved = match saved.unwrap_or_else(|| Err(fails("no answer").into())) {
            Ok(mut saved) => {
                town.saw(&unit, &asked, self.node);
                if plant::is_something(&later) {
                    saved.work.extend(self.save_later(later).await?.work);
                }
                saved
            }
            Err(error) => {
                town.say(|| format!("  node {} refused: {error}", self.node));
                self.refused(&error);
                return Err(error);
            }
        };
        if town.wrong(faults.crash_after) {
            self.dies(Mark::CrashAfter).await;
        }
        if town.wrong(faults.answer_lost) {
            town.hit(Mark::AnswerLost);
            return Err(fails("an answer was lost").into());
        }
        town.moment.turn().await;
        Ok(saved)
    }

    /// What a planted defect saves after the transaction it belongs to.
    async fn save_later(&self, later: Unit) -> Result<Committed, CommitError> {
        let town = &self.town;
        town.moment.turn().await;
        if town.wrong(town.faults.crash_after) {
            self.dies(Mark::CrashAfter).await;
        }
        let saved = super::schedule::at_once(town.store.commit(vec![later.clone()])).pop();
        let saved = saved.unwrap_or_else(|| Err(fails("no answer").into()))?;
        town.saw(&later, &[], self.node);
        Ok(saved)
    }

    fn refused(&self, error: &CommitError) {
        match error {
            CommitError::Stale("work") => self.town.hit(Mark::LeaseLost),
            CommitError::Stale("person" | "dwelling")
            | CommitError::Taken(store::Taken::PermanentEntry) => {
                self.town.hit(Mark::DecisionRaced);
            }
            CommitError::Taken(store::Taken::OpenApplication { .. }) => {
                self.town.hit(Mark::OpenRaced);
            }
            CommitError::Stale(_) | CommitError::Taken(_) | CommitError::Engine(_) => {}
        }
    }
}

#[async_trait]
impl Store for Seam {
    async fn load(&self, id: CaseId) -> Result<Option<StoredCase>, StoreError> {
        self.before_read().await?;
        self.town.store.load(id).await
    }

    async fn journal(&self, id: CaseId) -> Result<Vec<JournalRow>, StoreError> {
        self.before_read().await?;
        self.town.store.journal(id).await
    }

    async fn cases(&self, query: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
        self.before_read().await?;
        self.town.store.cases(query).await
    }

    async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
        let mut answers = Vec::new();
        for unit in units {
            answers.push(self.commit_one(unit).await);
        }
        answers
    }

    async fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Work>, StoreError> {
        let town = &self.town;
        town.moment.turn().await;
        if town.wrong(town.faults.commit_fails) {
            return Err(fails("a lease"));
        }
        let mut works = town.store.lease(now, until, limit).await?;
        for work in &works {
            if town.watch().leased(work) {
                town.hit(Mark::LeaseOver);
            }
        }
        if town.has(Bug::HoldForever) {
            works.retain(|work| work.attempt <= 1 || work.kind == "incoming");
        }
        if !works.is_empty() && town.wrong(town.faults.crash_after) {
            self.dies(Mark::CrashLease).await;
        }
        Ok(works)
    }

    async fn queue(&self) -> Result<QueueState, StoreError> {
        self.before_read().await?;
        self.town.store.queue().await
    }

    async fn slip(
        &self,
        kind: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<Slip>, StoreError> {
        self.before_read().await?;
        self.town.store.slip(kind, key, now).await
    }

    async fn book(&self, query: BookQuery) -> Result<BookPage, StoreError> {
        self.before_read().await?;
        self.town.store.book(query).await
    }

    async fn notices(&self, query: NoticeQuery) -> Result<NoticePage, StoreError> {
        self.before_read().await?;
        self.town.store.notices(query).await
    }

    async fn evidence(&self, id: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
        self.before_read().await?;
        self.town.store.evidence(id).await
    }

    async fn record(&self, kind: &str, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        self.before_read().await?;
        self.town.store.record(kind, id).await
    }

    async fn records(&self, query: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
        self.before_read().await?;
        self.town.store.records(query).await
    }

    async fn record_lines(&self, kind: &str, id: &str) -> Result<Vec<RecordLine>, StoreError> {
        self.before_read().await?;
        self.town.store.record_lines(kind, id).await
    }

    async fn readings(&self, query: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
        self.before_read().await?;
        self.town.store.readings(query).await
    }

    async fn register(&self, query: &RegisterQuery) -> Result<Vec<String>, StoreError> {
        self.before_read().await?;
        self.town.store.register(query).await
    }

    async fn search(&self, words: &str, limit: usize) -> Result<Vec<AddressCode>, StoreError> {
        self.town.store.search(words, limit).await
    }

    async fn import(&self, rows: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
        self.town.store.import(rows).await
    }

    async fn figures(&self, bounds: &[Timestamp]) -> Result<Figures, StoreError> {
        self.town.store.figures(bounds).await
    }

    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.town.store.sweep(now, limit).await
    }

    async fn overdue(&self, what: Perishable, before: Timestamp) -> Result<Overdue, StoreError> {
        self.town.store.overdue(what, before).await
    }

    async fn forget(
        &self,
        what: Perishable,
        before: Timestamp,
        limit: usize,
    ) -> Result<usize, StoreError> {
        self.town.store.forget(what, before, limit).await
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.town.store.backup(to).await
    }

    async fn examine(&self) -> Result<Vec<String>, StoreError> {
        self.town.store.examine().await
    }
}
