//! The schema: brought up to date by one node at a time.

use tokio_postgres::Client;

use super::fault::fault;
use crate::StoreError;

/// The steps from an empty database to the schema of this program. A step, once released, never
/// changes; a new one expands the schema so that the build before goes on working, and what no build
/// needs any more is dropped by the release after.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/postgres/0001_first.sql"),
    include_str!("../../migrations/postgres/0002_retention.sql"),
];

/// How many releases of the schema behind this program a database may be ahead.
const AHEAD: i32 = 1;

fn count(steps: usize) -> i32 {
    i32::try_from(steps).unwrap_or(i32::MAX)
}

/// Takes the missing steps, each whole or not at all.
///
/// # Errors
/// [`StoreError::Damaged`] when the database is of a newer version or of another program.
pub(super) async fn prepare(client: &Client) -> Result<(), StoreError> {
    // Held by this connection until the end: other nodes wait here and then find all steps taken.
    const LOCK: &str = "/* store: lock_schema */ SELECT pg_advisory_lock(1414, 1)";
    const UNLOCK: &str = "/* store: unlock_schema */ SELECT pg_advisory_unlock(1414, 1)";
    let said = |error: tokio_postgres::Error| fault(&error);
    client.batch_execute(LOCK).await.map_err(said)?;
    if let Err(error) = steps(client).await {
        // A step that failed is taken back, and its own error is the one to tell; the lock ends with
        // the connection if it cannot be given back.
        let undo = format!("ROLLBACK; {UNLOCK}");
        drop(client.batch_execute(&undo).await);
        return Err(error);
    }
    client.batch_execute(UNLOCK).await.map_err(said)
}

/// That the schema is the one of this program.
///
/// # Errors
/// [`StoreError::Unavailable`] when it is older; `tirkeu migrate` brings it up to date.
pub(super) async fn readable(client: &Client) -> Result<(), StoreError> {
    if taken(client).await? >= count(MIGRATIONS.len()) {
        return Ok(());
    }
    let says = "the database is empty or of an older version; run `tirkeu migrate`";
    Err(StoreError::Unavailable(says.to_owned()))
}

async fn steps(client: &Client) -> Result<(), StoreError> {
    let taken = taken(client).await?;
    for (step, sql) in (1..).zip(MIGRATIONS).skip(usize::try_from(taken).unwrap_or_default()) {
        let whole = format!(
            "BEGIN; {sql}
             CREATE TABLE IF NOT EXISTS tirkeu_schema (step integer PRIMARY KEY);
             INSERT INTO tirkeu_schema VALUES ({step}); COMMIT"
        );
        client.batch_execute(&whole).await.map_err(|error| fault(&error))?;
        tracing::info!(step, "the schema of the database was brought up to date");
    }
    Ok(())
}

/// How many steps were taken.
async fn taken(client: &Client) -> Result<i32, StoreError> {
    let said = |error: tokio_postgres::Error| fault(&error);
    let row = client
        .query_one("/* store: has_schema */ SELECT to_regclass('tirkeu_schema') IS NOT NULL", &[])
        .await
        .map_err(said)?;
    if !row.get::<_, bool>(0) {
        return empty(client).await;
    }
    let row = client
        .query_one("/* store: schema */ SELECT coalesce(max(step), 0) FROM tirkeu_schema", &[])
        .await
        .map_err(said)?;
    let (taken, known) = (row.get::<_, i32>(0), count(MIGRATIONS.len()));
    if taken > known + AHEAD {
        return Err(StoreError::Damaged(format!(
            "the database was written by a newer version of Tirkeu (schema {taken}, this one knows \
             {known}); run that version"
        )));
    }
    Ok(taken)
}

async fn empty(client: &Client) -> Result<i32, StoreError> {
    let row = client
        .query_one(
            "/* store: tables */ SELECT count(*) FROM pg_tables
             WHERE schemaname = current_schema()",
            &[],
        )
        .await
        .map_err(|error| fault(&error))?;
    if row.get::<_, i64>(0) == 0 {
        return Ok(0);
    }
    let says = "the database has tables of another program; make an empty one for Tirkeu";
    Err(StoreError::Damaged(says.to_owned()))
}

/// Makes the partitions of a month and of the one that follows, where they are missing.
///
/// # Errors
/// The database failed.
pub(super) async fn partitions(client: &Client, month: i32) -> Result<(), StoreError> {
    for (table, month) in
        [("journal", month), ("journal", month + 1), ("readings", month), ("readings", month + 1)]
    {
        let sql = format!(
            "/* store: partition */ CREATE TABLE IF NOT EXISTS {table}_{month}
             PARTITION OF {table} FOR VALUES IN ({month})"
        );
        client.batch_execute(&sql).await.map_err(|error| fault(&error))?;
    }
    Ok(())
}
