//! Removal of what was kept long enough, in short transactions, and what a removal would find.

use jiff::Timestamp;
use tokio_postgres::{Client, Row};

use super::call::{micros, month};
use super::cases::{time, version};
use crate::{Overdue, Perishable};

type Asked<T> = Result<T, tokio_postgres::Error>;

/// Drafts by their last change: no, month and time of each that is older than `$1`.
macro_rules! old_drafts {
    () => {
        "SELECT no, month, changed FROM cases AS c, LATERAL (SELECT at AS changed FROM journal AS j
           WHERE j.month = c.month AND j.case_no = c.no ORDER BY seq DESC LIMIT 1) AS last
         WHERE signed_at IS NULL AND status = 'draft' AND changed < $1"
    };
}

/// One short removal, on a connection of its own.
pub(super) async fn forget(
    client: &Client,
    (what, before): (Perishable, Timestamp),
    limit: usize,
) -> Asked<usize> {
    client.batch_execute("/* store: begin */ BEGIN").await?;
    let removed = remove(client, (what, before), limit).await;
    let end = if removed.is_ok() { "/* store: commit */ COMMIT" } else { "ROLLBACK" };
    let ended = client.batch_execute(end).await;
    let removed = removed?;
    ended?;
    Ok(usize::try_from(removed).unwrap_or(usize::MAX))
}

async fn remove(
    client: &Client,
    (what, before): (Perishable, Timestamp),
    limit: usize,
) -> Asked<u64> {
    let (at, limit) = (micros(before), i64::try_from(limit).unwrap_or(i64::MAX));
    let removed = match what {
        Perishable::Drafts => drafts(client, at, limit).await?,
        Perishable::SignIns => {
            let sql = "/* store: forget_sign_ins */ DELETE FROM evidence USING
                 (SELECT no FROM evidence WHERE sign_in AND at < $1 ORDER BY at LIMIT $2) AS old
                 WHERE evidence.no = old.no";
            client.execute(sql, &[&at, &limit]).await?
        }
        Perishable::Notices => {
            // Of each person from the first number on, so that the numbers left have no gap.
            let sql = "/* store: forget_notices */ WITH people AS (SELECT DISTINCT iin FROM
                   (SELECT iin FROM notices WHERE at < $1 ORDER BY at LIMIT $2) AS old),
                 ends AS (SELECT iin, coalesce((SELECT min(number) - 1 FROM notices AS n
                   WHERE n.iin = people.iin AND n.at >= $1), 9223372036854775807) AS last
                   FROM people)
                 DELETE FROM notices USING ends
                 WHERE notices.iin = ends.iin AND number <= last";
            client.execute(sql, &[&at, &limit]).await?
        }
        Perishable::Readings => {
            let sql = "/* store: forget_readings */ DELETE FROM readings USING
                 (SELECT month, number FROM readings WHERE month <= $3 AND at < $1
                  ORDER BY number LIMIT $2) AS old
                 WHERE readings.month = old.month AND readings.number = old.number";
            client.execute(sql, &[&at, &limit, &month(before)]).await?
        }
    };
    if removed > 0 {
        let sql = "/* store: forgotten */ INSERT INTO forgotten (kind, through) VALUES ($1, $2)
             ON CONFLICT (kind) DO UPDATE SET through = greatest(forgotten.through, $2)";
        client.execute(sql, &[&what.as_str(), &at]).await?;
    }
    Ok(removed)
}

/// The row of the case stays as a shell: its number is taken for good.
async fn drafts(client: &Client, before: i64, limit: i64) -> Asked<u64> {
    let sql = concat!(
        "/* store: forget_drafts */ UPDATE cases SET version = version + 1, lines = 0,
         status = 'forgotten', channel = '', kind = '', region = '', persons = 0, grounds = '{}',
         body = '' FROM (",
        old_drafts!(),
        " ORDER BY no LIMIT $2 FOR UPDATE OF c SKIP LOCKED) AS old
         WHERE cases.no = old.no RETURNING cases.no, cases.month"
    );
    let shells = client.query(sql, &[&before, &limit]).await?;
    let nos: Vec<i64> = shells.iter().map(|row| row.get(0)).collect();
    let months: Vec<i32> = shells.iter().map(|row| row.get(1)).collect();
    let sql = "/* store: forget_journals */ DELETE FROM journal
         USING unnest($1::bigint[], $2::integer[]) AS old(no, month)
         WHERE journal.month = old.month AND case_no = old.no";
    client.execute(sql, &[&nos, &months]).await?;
    let sql = "/* store: forget_names */ DELETE FROM case_keys WHERE case_no = ANY($1)";
    client.execute(sql, &[&nos]).await?;
    Ok(u64::try_from(shells.len()).unwrap_or(u64::MAX))
}

/// What a removal would find.
pub(super) async fn overdue(
    client: &Client,
    what: Perishable,
    before: Timestamp,
) -> Asked<Overdue> {
    let sql = match what {
        Perishable::Drafts => concat!(
            "/* store: overdue_drafts */ SELECT count(*), min(changed) FROM (",
            old_drafts!(),
            ") AS old"
        ),
        Perishable::SignIns => {
            "/* store: overdue_sign_ins */ SELECT count(*), min(at) FROM evidence
             WHERE sign_in AND at < $1"
        }
        Perishable::Notices => {
            "/* store: overdue_notices */ SELECT count(*), min(at) FROM notices WHERE at < $1"
        }
        Perishable::Readings => {
            "/* store: overdue_readings */ SELECT count(*), min(at) FROM readings WHERE at < $1"
        }
    };
    let row: Row = client.query_one(sql, &[&micros(before)]).await?;
    let oldest: Option<i64> = row.get(1);
    Ok(Overdue { pieces: version(row.get(0)), oldest: oldest.map(time) })
}
