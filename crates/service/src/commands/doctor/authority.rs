//! The services of the certification authority: whether signatures can be checked.

use std::time::Duration;

use service::boot;
use service::clock;
use service::config::Config;
use service::signatures::Address;
use tokio::time::timeout;

use super::Report;

/// How long a service may take to be reached.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long all lists may take: the full one of the state has twenty million bytes.
const PATIENCE_FOR_LISTS: Duration = Duration::from_secs(180);

/// Asks each service of `[eds]`.
pub(super) async fn authority(config: &Config, report: &mut Report) {
    let signatures = match boot::signatures(&config.eds, String::new()) {
        Ok(signatures) => signatures,
        Err(error) => {
            report.bad(format_args!("{error}; see `trust` and `tsa_trust` of [eds]"));
            return;
        }
    };
    for (key, address) in [("ocsp", &config.eds.ocsp), ("stamps", &config.eds.stamps)] {
        if let Some(address) = address {
            reached(key, address, report).await;
        }
    }
    if config.eds.lists.is_empty() {
        return;
    }
    let clock = clock::system();
    let fetched = timeout(PATIENCE_FOR_LISTS, signatures.checker.refresh(&clock)).await;
    let (wanted, there) = signatures.checker.lists(clock());
    match (fetched, there == wanted) {
        (Ok(()), true) => report.good(format_args!("revocation lists: all {wanted} are fresh")),
        _ => report.bad(format_args!(
            "revocation lists: {there} of {wanted} can be had, are signed by somebody who is \
             trusted and count now; see `lists` of [eds]"
        )),
    }
}

async fn reached(key: &str, address: &Address, report: &mut Report) {
    match timeout(PATIENCE, address.reach()).await {
        Ok(Ok(())) => report.good(format_args!("{key} {address}: somebody listens")),
        Ok(Err(error)) => report.bad(format_args!(
            "{key} {address}: {error}; see that the network lets us reach it and that `{key}` of \
             [eds] is right"
        )),
        Err(_) => report
            .bad(format_args!("{key} {address}: no answer; see that the network lets us reach it")),
    }
}
