//! Who has looked at whose data.

use residence::names::Iin;
use rusqlite::{Connection, Row, params};

use super::value::{Count, Micros, limit, of_person};
use crate::{ReadingQuery, ReadingWrite, ReadingsOf, StoredReading};

pub(super) fn write(conn: &Connection, reading: &ReadingWrite) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "/* store: reading */ INSERT INTO readings (iin, reader, at, body) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![of_person(reading.of), reading.by, Micros(reading.at), reading.body])?;
    Ok(())
}

pub(super) fn list(
    conn: &Connection,
    query: &ReadingQuery,
) -> rusqlite::Result<Vec<StoredReading>> {
    let before = Count(query.before.unwrap_or(u64::MAX));
    let limit = limit(query.limit);
    match &query.of {
        ReadingsOf::Person(iin) => {
            let mut statement = conn.prepare_cached(
                "/* store: readings_of */ SELECT number, iin, reader, at, body FROM readings
                 WHERE iin = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3",
            )?;
            statement.query_map(params![of_person(*iin), before, limit], reading)?.collect()
        }
        ReadingsOf::Reader(by) => {
            let mut statement = conn.prepare_cached(
                "/* store: readings_by */ SELECT number, iin, reader, at, body FROM readings
                 WHERE reader = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3",
            )?;
            statement.query_map(params![by, before, limit], reading)?.collect()
        }
    }
}

fn reading(row: &Row<'_>) -> rusqlite::Result<StoredReading> {
    let of: i64 = row.get(1)?;
    let of = format!("{of:012}").parse::<Iin>();
    Ok(StoredReading {
        number: row.get::<_, Count>(0)?.0,
        of: of.map_err(|error| rusqlite::types::FromSqlError::Other(error.to_string().into()))?,
        by: row.get(2)?,
        at: row.get::<_, Micros>(3)?.0,
        body: row.get(4)?,
    })
}
