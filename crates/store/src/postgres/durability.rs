//! Whether the server keeps what it confirms: asked before anything is promised to anybody.

use tokio_postgres::{Client, Config};

use super::fault::fault;
use crate::StoreError;

/// Refuses a server that could lose a confirmed write, and a group of servers that could lose it at a
/// fail-over.
///
/// # Errors
/// [`StoreError::Unavailable`] naming the setting and what to set it to.
pub(super) async fn check(
    client: &Client,
    config: &Config,
    forgetful: bool,
) -> Result<(), StoreError> {
    let row = client
        .query_one(
            "/* store: settings */ SELECT current_setting('fsync'),
             current_setting('synchronous_commit'), current_setting('full_page_writes'),
             current_setting('synchronous_standby_names')",
            &[],
        )
        .await
        .map_err(|error| fault(&error))?;
    let [fsync, commit, pages, standbys]: [String; 4] =
        [row.get(0), row.get(1), row.get(2), row.get(3)];
    let group = config.get_hosts().len() > 1;
    let wrong = if fsync != "on" {
        Some("fsync is off; set fsync = on")
    } else if pages != "on" {
        Some("full_page_writes is off; set full_page_writes = on")
    } else if commit == "off" {
        Some("synchronous_commit is off; set synchronous_commit = on")
    } else if group && commit == "local" {
        Some("synchronous_commit is local, so a fail-over loses what was confirmed; set it to on")
    } else if group && standbys.is_empty() {
        Some(
            "several hosts are named but no standby is synchronous, so a fail-over loses what was \
             confirmed; set synchronous_mode: true (and synchronous_mode_strict) in Patroni",
        )
    } else {
        None
    };
    match wrong {
        Some(wrong) if forgetful => {
            tracing::warn!(wrong, "the database may forget what it has confirmed");
            Ok(())
        }
        Some(wrong) => Err(StoreError::Unavailable(format!(
            "the database may forget what it confirms: {wrong}"
        ))),
        None => Ok(()),
    }
}
