//! The registration book, and the versions of persons and dwellings.

use jiff::Timestamp;
use jiff::civil::Date;
use residence::names::{AddressCode, Iin, RegistrationId};
use residence::registration::{Entry, Kind};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::unit::Refused;
use super::value::{Count, Micros, Named};
use crate::takeover::taken_over;
use crate::{BookPage, BookQuery, BookWrite, Entity, Imported, Taken, VersionCheck};

const COLUMNS: &str = "id, iin, rka, kind, opened_at, until, closed_at, opened_by, closed_by";

pub(super) fn page(conn: &Connection, query: BookQuery) -> rusqlite::Result<BookPage> {
    // One transaction, so that the entries and the version are of the same moment.
    let moment = conn.unchecked_transaction()?;
    let version = version(conn, query.of)?;
    let (column, name) = match query.of {
        Entity::Person(iin) => ("iin", iin.to_string()),
        Entity::Dwelling(rka) => ("rka", rka.to_string()),
    };
    let mut statement = conn.prepare_cached(&format!(
        "/* store: book */ SELECT {COLUMNS} FROM entries
         WHERE {column} = ?1 AND (?2 OR closed_at IS NULL) ORDER BY opened_at, no"
    ))?;
    let entries = statement.query_map(params![name, query.closed_too], entry)?;
    let entries = entries.collect::<Result<_, _>>()?;
    drop(statement);
    moment.commit()?;
    Ok(BookPage { entries, version })
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let kind: String = row.get(3)?;
    Ok(Entry {
        id: RegistrationId::from_bytes(row.get(0)?),
        iin: row.get::<_, Named<Iin>>(1)?.0,
        rka: row.get::<_, Named<AddressCode>>(2)?.0,
        kind: if kind == Kind::Permanent.as_str() { Kind::Permanent } else { Kind::Temporary },
        opened_at: row.get::<_, Micros>(4)?.0,
        until: row.get::<_, Option<Named<Date>>>(5)?.map(|day| day.0),
        closed_at: row.get::<_, Option<Micros>>(6)?.map(|at| at.0),
        opened_by: row.get(7)?,
        closed_by: row.get(8)?,
    })
}

/// The statement and the key under which the version of an entity is kept.
fn versioned(of: Entity, person: &'static str, dwelling: &'static str) -> (&'static str, i64) {
    // Both are digits only, at most sixteen.
    match of {
        Entity::Person(iin) => (person, iin.as_str().parse().unwrap_or_default()),
        Entity::Dwelling(rka) => (dwelling, rka.as_str().parse().unwrap_or_default()),
    }
}

fn version(conn: &Connection, of: Entity) -> rusqlite::Result<u64> {
    let (sql, key) = versioned(
        of,
        "/* store: person_version */ SELECT version FROM person_versions WHERE iin = ?1",
        "/* store: dwelling_version */ SELECT version FROM dwelling_versions WHERE rka = ?1",
    );
    let version = conn.prepare_cached(sql)?.query_row([key], |row| row.get::<_, Count>(0));
    Ok(version.optional()?.map_or(0, |version| version.0))
}

pub(super) fn check(conn: &Connection, check: &VersionCheck) -> Result<(), Refused> {
    if version(conn, check.entity)? == check.version {
        return Ok(());
    }
    Err(Refused::Stale(match check.entity {
        Entity::Person(_) => "person",
        Entity::Dwelling(_) => "dwelling",
    }))
}

pub(super) fn moves(conn: &Connection, what: Entity) -> rusqlite::Result<()> {
    let (sql, key) = versioned(
        what,
        "/* store: move_person */ INSERT INTO person_versions VALUES (?1, 1)
         ON CONFLICT (iin) DO UPDATE SET version = version + 1",
        "/* store: move_dwelling */ INSERT INTO dwelling_versions VALUES (?1, 1)
         ON CONFLICT (rka) DO UPDATE SET version = version + 1",
    );
    conn.prepare_cached(sql)?.execute([key]).map(|_| ())
}

pub(super) fn write(conn: &Connection, write: &BookWrite) -> Result<(), Refused> {
    match write {
        BookWrite::Open(entry) => {
            if open(conn, entry)? {
                return Ok(());
            }
            Err(if by_id(conn, entry.id)?.is_some() {
                Refused::Stale("entry")
            } else {
                Refused::Taken(Taken::PermanentEntry)
            })
        }
        BookWrite::Close { id, at, by } => close(conn, *id, *at, by),
    }
}

/// Whether it was written; otherwise its id or the place of the permanent entry is taken.
fn open(conn: &Connection, entry: &Entry) -> rusqlite::Result<bool> {
    let mut statement = conn.prepare_cached(
        "/* store: open_entry */ INSERT INTO entries
         (id, iin, rka, kind, opened_at, until, closed_at, opened_by, closed_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
    )?;
    let added = statement.execute(params![
        entry.id.to_bytes(),
        entry.iin.as_str(),
        entry.rka.as_str(),
        entry.kind.as_str(),
        Micros(entry.opened_at),
        entry.until.map(|day| day.to_string()),
        entry.closed_at.map(Micros),
        entry.opened_by,
        entry.closed_by,
    ])?;
    if added == 1 {
        moves(conn, Entity::Person(entry.iin))?;
        moves(conn, Entity::Dwelling(entry.rka))?;
    }
    Ok(added == 1)
}

fn close(conn: &Connection, id: RegistrationId, at: Timestamp, by: &str) -> Result<(), Refused> {
    let mut statement = conn.prepare_cached(
        "/* store: close_entry */ UPDATE entries SET closed_at = ?2, closed_by = ?3
         WHERE id = ?1 AND closed_at IS NULL RETURNING iin, rka",
    )?;
    let closed = statement.query_row(params![id.to_bytes(), Micros(at), by], |row| {
        Ok((row.get::<_, Named<Iin>>(0)?.0, row.get::<_, Named<AddressCode>>(1)?.0))
    });
    let (iin, rka) = closed.optional()?.ok_or(Refused::Stale("entry"))?;
    moves(conn, Entity::Person(iin))?;
    moves(conn, Entity::Dwelling(rka))?;
    Ok(())
}

fn by_id(conn: &Connection, id: RegistrationId) -> rusqlite::Result<Option<Entry>> {
    let mut statement = conn.prepare_cached(&format!(
        "/* store: entry */ SELECT {COLUMNS} FROM entries WHERE id = ?1"
    ))?;
    statement.query_row([id.to_bytes()], entry).optional()
}

/// Takes over an entry made elsewhere.
pub(super) fn import(conn: &Connection, entry: &Entry) -> rusqlite::Result<Imported> {
    if open(conn, entry)? {
        return Ok(Imported::New);
    }
    Ok(taken_over(by_id(conn, entry.id)?.as_ref(), entry))
}
