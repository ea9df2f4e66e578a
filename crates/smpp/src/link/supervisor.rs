//! Keeps a session up: connects, speaks, waits, connects again.

use super::incoming::Incoming;
use super::outgoing::{Job, PartOutcome};
use super::session::{Ended, Session};
use super::state::Shared;
use super::{Connector, Stream};
use crate::config::LinkConfig;
use crate::inbound::Inbound;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};

/// See the module.
pub(super) struct Supervisor {
    config: Arc<LinkConfig>,
    shared: Arc<Shared>,
    jobs: mpsc::Receiver<Job>,
    stopped: watch::Receiver<bool>,
    inbound: mpsc::Sender<Inbound>,
    incoming: Incoming,
}

impl Supervisor {
    pub(super) fn new(
        config: Arc<LinkConfig>,
        shared: Arc<Shared>,
        jobs: mpsc::Receiver<Job>,
        stopped: watch::Receiver<bool>,
        inbound: mpsc::Sender<Inbound>,
    ) -> Supervisor {
        let incoming = Incoming::new(Arc::clone(&shared));
        Supervisor { config, shared, jobs, stopped, inbound, incoming }
    }

    /// Runs until the link is shut down or nobody holds it any more.
    pub(super) async fn run(mut self, connector: Connector) {
        let mut failures: u32 = 0;
        loop {
            let connecting = tokio::time::timeout(self.config.response_timeout, connector());
            let Some(connected) = self.while_down(connecting).await else { return };
            let why = match connected {
                Ok(Ok(stream)) => match self.session(stream).await {
                    (Ended::Stopped, _) => return,
                    (Ended::Lost { why }, was_bound) => {
                        failures = if was_bound { 0 } else { failures };
                        why.to_owned()
                    }
                },
                Ok(Err(error)) => format!("cannot connect: {error}"),
                Err(_) => "cannot connect: no answer".to_owned(),
            };
            let wait = self.config.reconnect_wait(failures);
            failures = failures.saturating_add(1);
            tracing::warn!(
                host = %self.config.host,
                port = self.config.port,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "no link to the SMS centre: {why}"
            );
            if self.while_down(tokio::time::sleep(wait)).await.is_none() {
                return;
            }
        }
    }

    async fn session(&mut self, stream: Box<dyn Stream>) -> (Ended, bool) {
        let session = Session::new(&self.config, &self.shared, &mut self.incoming);
        session.run(stream, &mut self.jobs, &mut self.stopped, &self.inbound).await
    }

    /// Waits for `event` and meanwhile tells every caller that the link is down. `None` when the
    /// link shall end.
    async fn while_down<T>(&mut self, event: impl Future<Output = T>) -> Option<T> {
        tokio::pin!(event);
        loop {
            if *self.stopped.borrow() {
                return None;
            }
            tokio::select! {
                happened = &mut event => return Some(happened),
                job = self.jobs.recv() => job?.end(PartOutcome::NotSent),
                changed = self.stopped.changed() => changed.ok()?,
            }
        }
    }
}
