//! What runs beside the faces: cleaning up, and looking after the store.

use std::sync::Arc;
use std::time::Duration;

use store::{Store, StoreError};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::app::App;

/// How often expired records are removed.
const SWEEP_EVERY: Duration = Duration::from_secs(60);
/// How often it is looked whether a revocation list is to be fetched.
const LISTS_EVERY: Duration = Duration::from_secs(10);
/// How many are removed in one write.
const SWEPT: usize = 1_000;
/// How often the store is asked whether it may still be trusted.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How a part of the service ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// This part ended.
    Task(&'static str),
    /// The store may no longer be trusted.
    Store(StoreError),
}

/// A part of the service by name.
pub(super) async fn named(name: &'static str, part: impl Future<Output = ()>) -> Ended {
    part.await;
    Ended::Task(name)
}

/// Removes expired records.
pub(super) async fn sweep(app: Arc<App>, mut stopped: watch::Receiver<bool>) -> Ended {
    let mut tick = tokio::time::interval(SWEEP_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return Ended::Task("the sweep"),
            _ = tick.tick() => {}
        }
        if let Err(error) = app.store.tend(app.now()).await {
            tracing::warn!(%error, "the store was not tended");
        }
        loop {
            match app.store.sweep(app.now(), SWEPT).await {
                Ok(swept) if swept < SWEPT => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "expired records were not removed");
                    break;
                }
            }
        }
    }
}

/// Fetches revocation lists when their time has come.
pub(super) async fn revocation_lists(app: Arc<App>, mut stopped: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(LISTS_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            _ = tick.tick() => {}
        }
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = app.signatures.checker.refresh(&app.clock) => {}
        }
    }
}

/// Watches for the one fault after which nothing may be answered any more.
pub(super) async fn watch_store(
    store: Arc<dyn Store>,
    mut stopped: watch::Receiver<bool>,
) -> Ended {
    let mut tick = tokio::time::interval(LOOK_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return Ended::Task("the watch over the store"),
            _ = tick.tick() => {}
        }
        // Any question would do; this one is cheap.
        let asked = store.slip("", "", jiff::Timestamp::UNIX_EPOCH).await;
        if let Err(error @ StoreError::NotDurable(_)) = asked {
            return Ended::Store(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use residence::names::{AddressCode, CaseId};
    use store::*;

    /// A store whose disk refused a durable write.
    struct Over;

    fn over<T>() -> Result<T, StoreError> {
        Err(StoreError::NotDurable("the disk said no".to_owned()))
    }

    #[async_trait::async_trait]
    impl Store for Over {
        async fn load(&self, _: CaseId) -> Result<Option<StoredCase>, StoreError> {
            over()
        }
        async fn journal(&self, _: CaseId) -> Result<Vec<JournalRow>, StoreError> {
            over()
        }
        async fn cases(&self, _: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
            over()
        }
        async fn evidence(&self, _: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
            over()
        }
        async fn record(&self, _: &str, _: &str) -> Result<Option<StoredRecord>, StoreError> {
            over()
        }
        async fn records(&self, _: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
            over()
        }
        async fn record_lines(&self, _: &str, _: &str) -> Result<Vec<RecordLine>, StoreError> {
            over()
        }
        async fn readings(&self, _: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
            over()
        }
        async fn notices(&self, _: NoticeQuery) -> Result<NoticePage, StoreError> {
            over()
        }
        async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
            units.iter().map(|_| over().map_err(Into::into)).collect()
        }
        async fn lease(
            &self,
            _: Timestamp,
            _: Timestamp,
            _: usize,
        ) -> Result<Vec<Work>, StoreError> {
            over()
        }
        async fn queue(&self) -> Result<QueueState, StoreError> {
            over()
        }
        async fn slip(&self, _: &str, _: &str, _: Timestamp) -> Result<Option<Slip>, StoreError> {
            over()
        }
        async fn book(&self, _: BookQuery) -> Result<BookPage, StoreError> {
            over()
        }
        async fn register(&self, _: &RegisterQuery) -> Result<Vec<String>, StoreError> {
            over()
        }
        async fn search(&self, _: &str, _: usize) -> Result<Vec<AddressCode>, StoreError> {
            over()
        }
        async fn import(&self, _: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
            over()
        }
        async fn figures(&self, _: &[Timestamp]) -> Result<Figures, StoreError> {
            over()
        }
        async fn sweep(&self, _: Timestamp, _: usize) -> Result<usize, StoreError> {
            over()
        }
        async fn backup(&self, _: &std::path::Path) -> Result<(), StoreError> {
            over()
        }
        async fn examine(&self) -> Result<Vec<String>, StoreError> {
            over()
        }
    }

    #[tokio::test]
    async fn a_store_that_is_over_ends_the_watch() {
        let (_stop, stopped) = watch::channel(false);
        let ended = watch_store(Arc::new(Over), stopped).await;
        let Ended::Store(error) = ended else { panic!("{ended:?}") };
        let said = crate::boot::BootError::Store(error).to_string();
        assert_eq!(
            said,
            "the disk refused a durable write: the disk said no; the service stops, since nothing \
             more could be promised; check the disk, then start again (everything that was \
             acknowledged is in the store)"
        );
    }

    #[tokio::test]
    async fn a_stop_ends_the_watch() {
        let (stop, stopped) = watch::channel(false);
        let store = Arc::new(sqlite::Sqlite::in_memory().unwrap());
        let watched = tokio::spawn(watch_store(store, stopped));
        stop.send_replace(true);
        assert!(matches!(watched.await.unwrap(), Ended::Task(_)));
    }
}
