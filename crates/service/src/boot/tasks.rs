//! What runs beside the faces: cleaning up, and looking after the store.

use std::sync::Arc;
use std::time::Duration;

use store::{Store, StoreError};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::app::App;

/// How often expired records are removed.
const SWEEP_EVERY: Duration = Duration::from_secs(60);
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
        if let Err(error @ StoreError::NotDurable(_)) = store.queue().await {
            return Ended::Store(error);
        }
    }
}
