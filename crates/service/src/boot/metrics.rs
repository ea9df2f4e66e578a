//! Figures for monitoring, in the text format of Prometheus.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use jiff::Timestamp;

use crate::app::App;

/// Everything there are figures of.
pub(super) struct Metrics {
    app: Arc<App>,
    requests: Mutex<BTreeMap<u16, u64>>,
}

impl Metrics {
    pub(super) fn new(app: Arc<App>) -> Self {
        Self { app, requests: Mutex::default() }
    }

    /// The same router, with its answers counted.
    pub(super) fn counting(self: &Arc<Self>, router: Router) -> Router {
        router.layer(from_fn_with_state(Arc::clone(self), count))
    }

    /// Where the figures are read.
    pub(super) fn router(self: &Arc<Self>) -> Router {
        Router::new().route("/metrics", get(answer)).with_state(Arc::clone(self))
    }

    /// All figures; those of a store that does not answer are left out.
    async fn text(&self) -> String {
        let now = self.app.now();
        let mut page = Page::default();
        page.head("tirkeu_build_info", "gauge", "The version that runs.");
        page.line("tirkeu_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
        page.head("tirkeu_requests_total", "counter", "Answers of the portal by status.");
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (status, count) in requests {
            page.line("tirkeu_requests_total", &[("status", &status.to_string())], count);
        }
        let up = u8::from(self.app.sms.is_up());
        page.one("tirkeu_sms_link_up", "gauge", "Whether the SMS centre is connected.", up);
        let read_through = self.app.sms.read_through();
        if read_through > Timestamp::MIN {
            let lag = seconds(read_through, now);
            let what = "Everything the SMS centre had before so many seconds ago has been read.";
            page.one("tirkeu_sms_read_lag_seconds", "gauge", what, lag);
        }
        if let Ok(queue) = self.app.store.queue().await {
            let what = "Pieces of work that are not done, later ones included.";
            page.one("tirkeu_work_pieces", "gauge", what, queue.pieces);
            let what = "How long the longest due piece of work that nobody holds has been due.";
            let late = queue.next_due.map_or(0, |due| seconds(due, now));
            page.one("tirkeu_work_late_seconds", "gauge", what, late);
            let what = "The age of the oldest incoming message that is not handled.";
            let oldest = queue.oldest_incoming.map_or(0, |read_at| seconds(read_at, now));
            page.one("tirkeu_incoming_oldest_seconds", "gauge", what, oldest);
        }
        let counters = self.app.store.counters();
        for (name, what, value) in [
            ("tirkeu_store_units_total", "Units that were to be written.", counters.units),
            ("tirkeu_store_commits_total", "Transactions that were committed.", counters.commits),
            ("tirkeu_store_synced_total", "Those that waited for the disk.", counters.synced),
            ("tirkeu_store_repeated_total", "Batches that were done again.", counters.repeated),
        ] {
            page.one(name, "counter", what, value);
        }
        page.0
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_secs().max(0)
}

async fn count(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let mut requests = metrics.requests.lock().unwrap_or_else(PoisonError::into_inner);
    *requests.entry(response.status().as_u16()).or_default() += 1;
    drop(requests);
    response
}

async fn answer(State(metrics): State<Arc<Metrics>>) -> Response {
    let text = metrics.text().await;
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// The text that is being written.
#[derive(Default)]
struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, what: &str) {
        self.0 += &format!("# HELP {name} {what}\n# TYPE {name} {kind}\n");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<String> =
            labels.iter().map(|(label, text)| format!("{label}=\"{text}\"")).collect();
        self.0 += &format!("{name}{{{}}} {value}\n", labels.join(","));
    }

    fn one(&mut self, name: &str, kind: &str, what: &str, value: impl std::fmt::Display) {
        self.head(name, kind, what);
        self.0 += &format!("{name} {value}\n");
    }
}
