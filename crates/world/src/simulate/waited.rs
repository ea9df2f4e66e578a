//! An engine that answers in its own time, for a simulation that waits for nobody.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::{AddressCode, CaseId};
use store::{
    BookPage, BookQuery, CaseQuery, CommitError, Committed, Evidence, Figures, ImportRow, Imported,
    JournalRow, NoticePage, NoticeQuery, QueueState, ReadingQuery, RecordLine, RecordQuery,
    RegisterQuery, Slip, Store, StoreError, StoredCase, StoredReading, StoredRecord, Unit, Work,
};

/// The engine; whoever asks stands still until it has answered.
pub(super) struct Waited<S>(pub(super) S);

struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Stands still until there is an answer.
pub(super) fn wait<T>(answer: impl Future<Output = T>) -> T {
    let mut answer = pin!(answer);
    let waker = Waker::from(Arc::new(Sleeper(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match answer.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park(),
        }
    }
}

#[async_trait]
impl<S: Store> Store for Waited<S> {
    async fn load(&self, id: CaseId) -> Result<Option<StoredCase>, StoreError> {
        wait(self.0.load(id))
    }

    async fn journal(&self, id: CaseId) -> Result<Vec<JournalRow>, StoreError> {
        wait(self.0.journal(id))
    }

    async fn cases(&self, query: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
        wait(self.0.cases(query))
    }

    async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
        wait(self.0.commit(units))
    }

    async fn lease(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Work>, StoreError> {
        wait(self.0.lease(now, until, limit))
    }

    async fn queue(&self) -> Result<QueueState, StoreError> {
        wait(self.0.queue())
    }

    async fn slip(
        &self,
        kind: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<Slip>, StoreError> {
        wait(self.0.slip(kind, key, now))
    }

    async fn book(&self, query: BookQuery) -> Result<BookPage, StoreError> {
        wait(self.0.book(query))
    }

    async fn notices(&self, query: NoticeQuery) -> Result<NoticePage, StoreError> {
        wait(self.0.notices(query))
    }

    async fn evidence(&self, id: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
        wait(self.0.evidence(id))
    }

    async fn record(&self, kind: &str, id: &str) -> Result<Option<StoredRecord>, StoreError> {
        wait(self.0.record(kind, id))
    }

    async fn records(&self, query: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
        wait(self.0.records(query))
    }

    async fn record_lines(&self, kind: &str, id: &str) -> Result<Vec<RecordLine>, StoreError> {
        wait(self.0.record_lines(kind, id))
    }

    async fn readings(&self, query: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
        wait(self.0.readings(query))
    }

    async fn register(&self, query: &RegisterQuery) -> Result<Vec<String>, StoreError> {
        wait(self.0.register(query))
    }

    async fn search(&self, words: &str, limit: usize) -> Result<Vec<AddressCode>, StoreError> {
        wait(self.0.search(words, limit))
    }

    async fn import(&self, rows: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
        wait(self.0.import(rows))
    }

    async fn figures(&self, bounds: &[Timestamp]) -> Result<Figures, StoreError> {
        wait(self.0.figures(bounds))
    }

    async fn sweep(&self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        wait(self.0.sweep(now, limit))
    }

    async fn tend(&self, now: Timestamp) -> Result<(), StoreError> {
        wait(self.0.tend(now))
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        wait(self.0.backup(to))
    }

    async fn examine(&self) -> Result<Vec<String>, StoreError> {
        wait(self.0.examine())
    }
}
