//! Small records with a life time.

use jiff::Timestamp;

use super::call::{Call, Column, column, count, micros, number};
use super::cases::{time, version};
use super::line::Session;
use crate::{Slip, SlipChange, SlipWrite};

type Asked<T> = Result<T, tokio_postgres::Error>;

pub(super) async fn read(
    session: &Session,
    kind: &str,
    key: &str,
    now: Timestamp,
) -> Asked<Option<Slip>> {
    let sql = session
        .prepare(
            "/* store: slip */ SELECT version, body, expires FROM slips
             WHERE kind = $1 AND key = $2 AND expires > $3",
        )
        .await?;
    let row = session.client.query_opt(&sql, &[&kind, &key, &micros(now)]).await?;
    Ok(row.map(|row| Slip {
        version: version(row.get(0)),
        body: row.get(1),
        expires: time(row.get(2)),
    }))
}

pub(super) async fn sweep(session: &Session, now: Timestamp, limit: usize) -> Asked<usize> {
    let sql = session
        .prepare(
            "/* store: sweep */ DELETE FROM slips USING
             (SELECT kind, key FROM slips WHERE expires <= $1 ORDER BY expires LIMIT $2
              FOR UPDATE SKIP LOCKED) AS gone
             WHERE slips.kind = gone.kind AND slips.key = gone.key",
        )
        .await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let swept = session.client.execute(&sql, &[&micros(now), &limit]).await?;
    Ok(usize::try_from(swept).unwrap_or(usize::MAX))
}

/// A change taken apart.
#[derive(Clone, Copy)]
struct Put<'u> {
    kind: &'static str,
    key: &'u str,
    body: &'u str,
    expires: i64,
    expected: Option<i64>,
    now: i64,
}

/// Changes by what they do. Each list is in one order on every node.
#[derive(Default)]
struct Changes<'u> {
    new: Vec<Put<'u>>,
    put: Vec<Put<'u>>,
    set: Vec<Put<'u>>,
    remove: Vec<(&'static str, &'u str)>,
    consume: Vec<(&'static str, &'u str, i64)>,
}

impl<'u> Changes<'u> {
    fn of(writes: &[&'u SlipWrite]) -> Self {
        let mut changes = Self::default();
        let mut writes = writes.to_vec();
        writes.sort_unstable_by_key(|write| (write.kind, &write.key));
        for write in writes {
            let SlipWrite { kind, key, change } = write;
            let put = |body: &'u str, expires: &Timestamp| Put {
                kind,
                key,
                body,
                expires: micros(*expires),
                expected: None,
                now: 0,
            };
            match change {
                SlipChange::Put { expected, body, expires, now } => {
                    let expected = expected.map(number);
                    let put = Put { expected, now: micros(*now), ..put(body, expires) };
                    if expected.is_some() { &mut changes.put } else { &mut changes.new }.push(put);
                }
                SlipChange::Set { body, expires } => changes.set.push(put(body, expires)),
                SlipChange::Remove => changes.remove.push((kind, key)),
                SlipChange::Consume { expected } => {
                    changes.consume.push((kind, key, number(*expected)));
                }
            }
        }
        changes
    }
}

/// What is written of slips in a step.
pub(super) fn calls<'u>(writes: &[&'u SlipWrite]) -> Vec<Call<'u>> {
    if writes.is_empty() {
        return Vec::new();
    }
    let Changes { new, put, set, remove, consume } = Changes::of(writes);
    [put_new(&new), put_over(&put), set_all(&set), remove_all(&remove), consume_all(&consume)]
        .into_iter()
        .flatten()
        .collect()
}

/// Kind, key, body and end of each.
fn basic<'u>(puts: &[Put<'u>]) -> Vec<Column<'u>> {
    vec![
        column(puts.iter().map(|put| put.kind)),
        column(puts.iter().map(|put| put.key)),
        column(puts.iter().map(|put| put.body)),
        column(puts.iter().map(|put| put.expires)),
    ]
}

/// A record that has expired counts on: its next reader cannot mistake the new one for it.
fn put_new<'u>(new: &[Put<'u>]) -> Option<Call<'u>> {
    let mut values = basic(new);
    values.push(column(new.iter().map(|put| put.now)));
    values.push(count(new.len()));
    let sql = "/* store: put_new_slips */ WITH put AS (
          INSERT INTO slips (kind, key, version, expires, body)
          SELECT kind, key, 1, expires, body
          FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
            AS p(kind, key, body, expires)
          ON CONFLICT (kind, key) DO UPDATE SET version = slips.version + 1,
            expires = excluded.expires, body = excluded.body
            WHERE slips.expires <= (SELECT max(p.now)
              FROM unnest($1::text[], $2::text[], $5::bigint[]) AS p(kind, key, now)
              WHERE p.kind = slips.kind AND p.key = slips.key)
          RETURNING 1)
        SELECT tirkeu_demand(count(*) = $6, 'taken slip') FROM put";
    (!new.is_empty()).then_some(Call { sql, values })
}

fn put_over<'u>(put: &[Put<'u>]) -> Option<Call<'u>> {
    let mut values = basic(put);
    values.push(column(put.iter().map(|put| put.now)));
    values.push(column(put.iter().map(|put| put.expected)));
    values.push(count(put.len()));
    let sql = "/* store: put_slips */ WITH put AS (
          UPDATE slips SET version = version + 1, expires = p.expires, body = p.body
          FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[],
            $6::bigint[]) AS p(kind, key, body, expires, now, expected)
          WHERE slips.kind = p.kind AND slips.key = p.key AND version = expected
            AND slips.expires > now RETURNING 1)
        SELECT tirkeu_demand(count(*) = $7, 'stale slip') FROM put";
    (!put.is_empty()).then_some(Call { sql, values })
}

fn set_all<'u>(set: &[Put<'u>]) -> Option<Call<'u>> {
    let sql = "/* store: set_slips */ INSERT INTO slips (kind, key, version, expires, body)
        SELECT kind, key, 1, expires, body
        FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS p(kind, key, body, expires)
        ON CONFLICT (kind, key) DO UPDATE SET version = slips.version + 1,
          expires = excluded.expires, body = excluded.body";
    (!set.is_empty()).then(|| Call { sql, values: basic(set) })
}

fn remove_all<'u>(remove: &[(&'static str, &'u str)]) -> Option<Call<'u>> {
    let sql = "/* store: remove_slips */ DELETE FROM slips
        USING unnest($1::text[], $2::text[]) AS r(kind, key)
        WHERE slips.kind = r.kind AND slips.key = r.key";
    (!remove.is_empty()).then(|| Call {
        sql,
        values: vec![
            column(remove.iter().map(|(kind, _)| *kind)),
            column(remove.iter().map(|(_, key)| *key)),
        ],
    })
}

fn consume_all<'u>(consume: &[(&'static str, &'u str, i64)]) -> Option<Call<'u>> {
    let sql = "/* store: consume_slips */ WITH consumed AS (DELETE FROM slips
          USING unnest($1::text[], $2::text[], $3::bigint[]) AS c(kind, key, expected)
          WHERE slips.kind = c.kind AND slips.key = c.key AND version = expected RETURNING 1)
        SELECT tirkeu_demand(count(*) = $4, 'stale slip') FROM consumed";
    (!consume.is_empty()).then(|| Call {
        sql,
        values: vec![
            column(consume.iter().map(|(kind, ..)| *kind)),
            column(consume.iter().map(|(_, key, _)| *key)),
            column(consume.iter().map(|(.., expected)| *expected)),
            count(consume.len()),
        ],
    })
}
