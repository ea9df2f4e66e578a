//! Documents that last, with their history.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::unit::Refused;
use super::value::{Count, Micros, limit};
use crate::{RecordLine, RecordQuery, RecordWrite, StoredRecord, Taken};

/// Writes a document, its history and its names.
pub(super) fn write(conn: &Connection, write: &RecordWrite) -> Result<(), Refused> {
    let there = find(conn, write.kind, &write.id)?.map(|record| (record.no, record.version));
    let (no, version) = match (write.expected, there) {
        (None, Some(_)) => return Err(Refused::Taken(Taken::Record)),
        (None, None) => (make(conn, write)?, 1),
        (Some(expected), Some((no, version))) if expected == version => {
            (change(conn, write, no)?, version + 1)
        }
        (Some(_), _) => return Err(Refused::Stale("record")),
    };
    if let Some(text) = &write.line {
        conn.prepare_cached(
            "/* store: record_line */ INSERT INTO record_lines (record_no, version, at, text)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![Count(no), Count(version), Micros(write.at), text])?;
    }
    if let Some(keys) = &write.keys {
        conn.prepare_cached(
            "/* store: drop_record_keys */ DELETE FROM record_keys WHERE record_no = ?1",
        )?
        .execute([Count(no)])?;
        let mut add = conn.prepare_cached(
            "/* store: record_key */ INSERT OR IGNORE INTO record_keys (kind, key, record_no)
             VALUES (?1, ?2, ?3)",
        )?;
        for key in keys {
            add.execute(params![write.kind, key, Count(no)])?;
        }
    }
    Ok(())
}

fn make(conn: &Connection, write: &RecordWrite) -> rusqlite::Result<u64> {
    let mut insert = conn.prepare_cached(
        "/* store: record */ INSERT INTO records (kind, id, version, at, body)
         VALUES (?1, ?2, 1, ?3, ?4) RETURNING no",
    )?;
    let made = params![write.kind, write.id, Micros(write.at), write.body];
    insert.query_row(made, |row| Ok(row.get::<_, Count>(0)?.0))
}

fn change(conn: &Connection, write: &RecordWrite, no: u64) -> rusqlite::Result<u64> {
    conn.prepare_cached(
        "/* store: change_record */ UPDATE records SET version = version + 1, at = ?2, body = ?3
         WHERE no = ?1",
    )?
    .execute(params![Count(no), Micros(write.at), write.body])?;
    Ok(no)
}

pub(super) fn find(
    conn: &Connection,
    kind: &str,
    id: &str,
) -> rusqlite::Result<Option<StoredRecord>> {
    let mut statement = conn.prepare_cached(
        "/* store: find_record */ SELECT no, id, version, at, body FROM records
         WHERE kind = ?1 AND id = ?2",
    )?;
    statement.query_row([kind, id], record).optional()
}

pub(super) fn list(conn: &Connection, query: &RecordQuery) -> rusqlite::Result<Vec<StoredRecord>> {
    let before = Count(query.before.unwrap_or(u64::MAX));
    let limit = limit(query.limit);
    match &query.key {
        Some(key) => {
            let mut statement = conn.prepare_cached(
                "/* store: records_named */ SELECT no, id, version, at, body
                 FROM record_keys JOIN records ON no = record_no
                 WHERE record_keys.kind = ?1 AND key = ?2 AND record_no < ?3
                 ORDER BY record_no DESC LIMIT ?4",
            )?;
            statement.query_map(params![query.kind, key, before, limit], record)?.collect()
        }
        None => {
            let mut statement = conn.prepare_cached(
                "/* store: records */ SELECT no, id, version, at, body FROM records
                 WHERE kind = ?1 AND no < ?2 ORDER BY no DESC LIMIT ?3",
            )?;
            statement.query_map(params![query.kind, before, limit], record)?.collect()
        }
    }
}

pub(super) fn lines(conn: &Connection, kind: &str, id: &str) -> rusqlite::Result<Vec<RecordLine>> {
    let mut statement = conn.prepare_cached(
        "/* store: record_lines */ SELECT l.version, l.at, l.text
         FROM records AS r JOIN record_lines AS l ON l.record_no = r.no
         WHERE r.kind = ?1 AND r.id = ?2 ORDER BY l.version",
    )?;
    let line = |row: &Row<'_>| {
        Ok(RecordLine {
            version: row.get::<_, Count>(0)?.0,
            at: row.get::<_, Micros>(1)?.0,
            text: row.get(2)?,
        })
    };
    statement.query_map([kind, id], line)?.collect()
}

fn record(row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
    Ok(StoredRecord {
        no: row.get::<_, Count>(0)?.0,
        id: row.get(1)?,
        version: row.get::<_, Count>(2)?.0,
        at: row.get::<_, Micros>(3)?.0,
        body: row.get(4)?,
    })
}
