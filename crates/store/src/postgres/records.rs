//! Documents that last, and who has looked at whose data.

use tokio_postgres::Row;

use super::call::{Call, column, count, micros, month, number, person};
use super::cases::{time, version};
use super::line::Session;
use crate::{
    ReadingQuery, ReadingWrite, ReadingsOf, RecordLine, RecordQuery, RecordWrite, StoredReading,
    StoredRecord,
};

type Asked<T> = Result<T, tokio_postgres::Error>;

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

fn record(row: &Row) -> StoredRecord {
    StoredRecord {
        no: version(row.get(0)),
        id: row.get(1),
        version: version(row.get(2)),
        at: time(row.get(3)),
        body: row.get(4),
    }
}

pub(super) async fn find(session: &Session, kind: &str, id: &str) -> Asked<Option<StoredRecord>> {
    let sql = session
        .prepare(
            "/* store: find_record */ SELECT no, id, version, at, body FROM records
             WHERE kind = $1 AND id = $2",
        )
        .await?;
    Ok(session.client.query_opt(&sql, &[&kind, &id]).await?.as_ref().map(record))
}

pub(super) async fn list(session: &Session, query: &RecordQuery) -> Asked<Vec<StoredRecord>> {
    let before = number(query.before.unwrap_or(u64::MAX));
    let rows = match &query.key {
        Some(key) => {
            let sql = session
                .prepare(
                    "/* store: records_named */ SELECT no, id, version, at, body
                     FROM record_keys AS k JOIN records ON no = record_no
                     WHERE k.kind = $1 AND k.key = $2 AND record_no < $3
                     ORDER BY record_no DESC LIMIT $4",
                )
                .await?;
            let values: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
                [&query.kind, key, &before, &limit(query.limit)];
            session.client.query(&sql, &values).await?
        }
        None => {
            let sql = session
                .prepare(
                    "/* store: records */ SELECT no, id, version, at, body FROM records
                     WHERE kind = $1 AND no < $2 ORDER BY no DESC LIMIT $3",
                )
                .await?;
            session.client.query(&sql, &[&query.kind, &before, &limit(query.limit)]).await?
        }
    };
    Ok(rows.iter().map(record).collect())
}

pub(super) async fn lines(session: &Session, kind: &str, id: &str) -> Asked<Vec<RecordLine>> {
    let sql = session
        .prepare(
            "/* store: record_lines */ SELECT l.version, l.at, l.text
             FROM records AS r JOIN record_lines AS l ON l.record_no = r.no
             WHERE r.kind = $1 AND r.id = $2 ORDER BY l.version",
        )
        .await?;
    let rows = session.client.query(&sql, &[&kind, &id]).await?;
    let line = |row: &Row| RecordLine {
        version: version(row.get(0)),
        at: time(row.get(1)),
        text: row.get(2),
    };
    Ok(rows.iter().map(line).collect())
}

/// What is written of documents in a step.
pub(super) fn calls<'u>(writes: &[&'u RecordWrite]) -> Vec<Call<'u>> {
    let mut writes = writes.to_vec();
    writes.sort_unstable_by_key(|write| (write.kind, &write.id));
    let (old, new): (Vec<&RecordWrite>, Vec<&RecordWrite>) =
        writes.iter().copied().partition(|write| write.expected.is_some());
    let basic = |writes: &[&'u RecordWrite]| {
        let all = || writes.iter().copied();
        vec![
            column(all().map(|write| write.kind)),
            column(all().map(|write| write.id.as_str())),
            column(all().map(|write| micros(write.at))),
            column(all().map(|write| write.body.as_str())),
            count(writes.len()),
        ]
    };
    let mut calls = Vec::new();
    if !new.is_empty() {
        let sql = "/* store: new_records */ WITH made AS (
              INSERT INTO records (kind, id, version, at, body)
              SELECT kind, id, 1, at, body
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) AS n(kind, id, at, body)
              ON CONFLICT (kind, id) DO NOTHING RETURNING 1)
            SELECT tirkeu_demand(count(*) = $5, 'taken record') FROM made";
        calls.push(Call { sql, values: basic(&new) });
    }
    if !old.is_empty() {
        let mut values = basic(&old);
        values.push(column(old.iter().map(|write| write.expected.map(number))));
        let sql = "/* store: change_records */ WITH changed AS (
              UPDATE records SET version = records.version + 1, at = c.at, body = c.body
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $6::bigint[])
                AS c(kind, id, at, body, expected)
              WHERE records.kind = c.kind AND records.id = c.id AND version = expected RETURNING 1)
            SELECT tirkeu_demand(count(*) = $5, 'stale record') FROM changed";
        calls.push(Call { sql, values });
    }
    calls.extend(history(&writes));
    calls.extend(names(&writes));
    calls
}

fn history<'u>(writes: &[&'u RecordWrite]) -> Option<Call<'u>> {
    let said = writes.iter().filter_map(|write| Some((*write, write.line.as_deref()?)));
    let said: Vec<(&RecordWrite, &str)> = said.collect();
    (!said.is_empty()).then(|| Call {
        sql: "/* store: add_record_lines */ INSERT INTO record_lines (record_no, version, at, text)
              SELECT no, version, l.at, l.text
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) AS l(kind, id, at, text)
              JOIN records ON records.kind = l.kind AND records.id = l.id",
        values: vec![
            column(said.iter().map(|(write, _)| write.kind)),
            column(said.clone().into_iter().map(|(write, _)| write.id.as_str())),
            column(said.iter().map(|(write, _)| micros(write.at))),
            column(said.clone().into_iter().map(|(_, text)| text)),
        ],
    })
}

/// Names are replaced: those of before go, those of now come.
fn names<'u>(writes: &[&'u RecordWrite]) -> Vec<Call<'u>> {
    let named = writes.iter().filter_map(|write| Some((*write, write.keys.as_ref()?)));
    let named: Vec<(&RecordWrite, &Vec<String>)> = named.collect();
    if named.is_empty() {
        return Vec::new();
    }
    let keys = named.clone().into_iter().flat_map(|(write, keys)| {
        keys.iter().map(move |key| (write.kind, write.id.as_str(), key.as_str()))
    });
    let keys: Vec<_> = keys.collect();
    let drop = Call {
        sql: "/* store: drop_record_keys */ DELETE FROM record_keys USING records,
              unnest($1::text[], $2::text[]) AS n(kind, id)
              WHERE records.kind = n.kind AND records.id = n.id AND record_no = no",
        values: vec![
            column(named.iter().map(|(write, _)| write.kind)),
            column(named.clone().into_iter().map(|(write, _)| write.id.as_str())),
        ],
    };
    let add = Call {
        sql: "/* store: record_keys */ INSERT INTO record_keys (kind, key, record_no)
              SELECT k.kind, k.key, no FROM unnest($1::text[], $2::text[], $3::text[])
                AS k(kind, id, key)
              JOIN records ON records.kind = k.kind AND records.id = k.id ON CONFLICT DO NOTHING",
        values: vec![
            column(keys.clone().into_iter().map(|(kind, ..)| kind)),
            column(keys.clone().into_iter().map(|(_, id, _)| id)),
            column(keys.into_iter().map(|(.., key)| key)),
        ],
    };
    vec![drop, add]
}

pub(super) fn read<'u>(readings: impl Iterator<Item = &'u ReadingWrite>) -> Option<Call<'u>> {
    let readings: Vec<_> = readings.collect();
    let all = || readings.clone().into_iter();
    (!readings.is_empty()).then(|| Call {
        sql: "/* store: add_readings */ INSERT INTO readings (month, number, iin, reader, at, body)
              SELECT month, nextval('reading_numbers'), iin, reader, at, body
              FROM (SELECT * FROM unnest($1::integer[], $2::bigint[], $3::text[], $4::bigint[],
                $5::text[]) WITH ORDINALITY AS r(month, iin, reader, at, body, place)
                ORDER BY place) AS r",
        values: vec![
            column(all().map(|reading| month(reading.at))),
            column(all().map(|reading| person(reading.of))),
            column(all().map(|reading| reading.by.as_str())),
            column(all().map(|reading| micros(reading.at))),
            column(all().map(|reading| reading.body.as_str())),
        ],
    })
}

pub(super) async fn readings(session: &Session, query: &ReadingQuery) -> Asked<Vec<StoredReading>> {
    let (before, limit) = (number(query.before.unwrap_or(u64::MAX)), limit(query.limit));
    let rows = match &query.of {
        ReadingsOf::Person(iin) => {
            let sql = session
                .prepare(
                    "/* store: readings_of */ SELECT number, iin, reader, at, body FROM readings
                     WHERE iin = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
                )
                .await?;
            session.client.query(&sql, &[&person(*iin), &before, &limit]).await?
        }
        ReadingsOf::Reader(by) => {
            let sql = session
                .prepare(
                    "/* store: readings_by */ SELECT number, iin, reader, at, body FROM readings
                     WHERE reader = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
                )
                .await?;
            session.client.query(&sql, &[by, &before, &limit]).await?
        }
    };
    let reading = |row: &Row| {
        Some(StoredReading {
            number: version(row.get(0)),
            of: format!("{:012}", row.get::<_, i64>(1)).parse().ok()?,
            by: row.get(2),
            at: time(row.get(3)),
            body: row.get(4),
        })
    };
    Ok(rows.iter().filter_map(reading).collect())
}
