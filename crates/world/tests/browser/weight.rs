//! What a page costs somebody who opens it for the first time.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use crate::visitor::Visitor;

/// Bytes are as the browser counts them: what came over the line, with a flat 300 for each head.
const MEASURE: &str = "
    const [page] = performance.getEntriesByType('navigation');
    const all = [page, ...performance.getEntriesByType('resource')];
    return {
        bytes: all.reduce((sum, entry) => sum + entry.transferSize, 0),
        requests: all.length,
        first_byte_ms: page.responseStart - page.startTime,
    }";

#[derive(Deserialize)]
struct Measured {
    bytes: u64,
    requests: usize,
    first_byte_ms: f64,
}

/// What one fresh load of a page took.
#[derive(Debug)]
pub(crate) struct Weight {
    pub(crate) bytes: u64,
    pub(crate) requests: usize,
    pub(crate) first_byte: Duration,
}

/// Opens a page with nothing kept from before, and weighs it.
#[track_caller]
pub(crate) fn weigh(visitor: &Visitor<'_>, path: &str) -> Weight {
    visitor.open("about:blank");
    visitor.session.devtools("Network.clearBrowserCache", json!({}));
    visitor.open(path);
    let measured: Measured = serde_json::from_value(visitor.ask(MEASURE)).expect("figures");
    Weight {
        bytes: measured.bytes,
        requests: measured.requests,
        first_byte: Duration::from_secs_f64(measured.first_byte_ms / 1000.0),
    }
}
