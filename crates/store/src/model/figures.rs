//! What statistics are made of.

use jiff::Timestamp;
use serde::Serialize;

/// Figures over a span of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Signed applications: channel, status, how many services, how many persons.
    pub services: Vec<ServiceCount>,
    /// Grounds of refusals and referrals: rule, how many applications.
    pub grounds: Vec<(String, u64)>,
    /// Registered applications by region: first two digits of the КАТО, services, persons.
    pub regions: Vec<(String, u64, u64)>,
    /// Time from signature to decision, everything included, in milliseconds.
    pub to_decision: Percentiles,
    /// The same without the wait for people.
    pub without_wait: Percentiles,
    /// The same for each span between two bounds in which anything was signed, oldest first.
    pub spans: Vec<SpanFigures>,
}

/// Figures between two bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpanFigures {
    /// The earlier of the two bounds.
    pub from: Timestamp,
    /// As in [`Figures::services`].
    pub services: Vec<ServiceCount>,
    /// As in [`Figures::to_decision`].
    pub to_decision: Percentiles,
    /// As in [`Figures::without_wait`].
    pub without_wait: Percentiles,
}

/// How many applications of one channel are in one status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceCount {
    /// As in [`CaseFigures::channel`](crate::CaseFigures::channel).
    pub channel: String,
    /// As in [`CaseFigures::status`](crate::CaseFigures::status).
    pub status: String,
    /// Applications.
    pub services: u64,
    /// People.
    pub persons: u64,
}

/// Percentiles of a duration in milliseconds; `None` when nothing was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Percentiles {
    /// Half are at most this.
    pub median: Option<u64>,
    /// 95 of 100 are at most this.
    pub p95: Option<u64>,
}

/// What was written since the store was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Units, leases, sweeps and rows of imports that were asked for, refused ones included.
    pub units: u64,
    /// Transactions that were committed.
    pub commits: u64,
    /// Those of them that wrote something and so waited for the disk.
    pub synced: u64,
    /// Batches that were done again because a unit was refused after it had written.
    pub repeated: u64,
}
