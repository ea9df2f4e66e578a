//! The registration book, and the versions of persons and dwellings.

use residence::names::{AddressCode, Iin, RegistrationId};
use residence::registration::{Entry, Kind};
use tokio_postgres::Row;

use super::call::{Call, column, count, dwelling, entity, micros, number, person};
use super::cases::{time, version};
use super::line::Session;
use crate::{BookPage, BookQuery, BookWrite, Entity, Imported, Unit, VersionCheck};

type Asked<T> = Result<T, tokio_postgres::Error>;

/// Columns of an entry, from the second place of a row on.
macro_rules! entry_columns {
    () => {
        "e.id, e.iin, e.rka, e.kind, e.opened_at, e.until, e.closed_at, e.opened_by, e.closed_by"
    };
}

/// Entries and version of a person or dwelling: one statement, so one moment.
pub(super) async fn page(session: &Session, query: BookQuery) -> Asked<BookPage> {
    let (of, key) = entity(query.of);
    let sql = match query.of {
        Entity::Person(_) => concat!(
            "/* store: book_of_person */ SELECT v.version, ",
            entry_columns!(),
            " FROM (SELECT coalesce((SELECT version FROM versions WHERE kind = $1 AND key = $2), 0)
              AS version) AS v LEFT JOIN entries AS e
              ON e.iin = $2 AND ($3 OR e.closed_at IS NULL) ORDER BY e.opened_at, e.no"
        ),
        Entity::Dwelling(_) => concat!(
            "/* store: book_of_dwelling */ SELECT v.version, ",
            entry_columns!(),
            " FROM (SELECT coalesce((SELECT version FROM versions WHERE kind = $1 AND key = $2), 0)
              AS version) AS v LEFT JOIN entries AS e
              ON e.rka = $2 AND ($3 OR e.closed_at IS NULL) ORDER BY e.opened_at, e.no"
        ),
    };
    let sql = session.prepare(sql).await?;
    let rows = session.client.query(&sql, &[&of, &key, &query.closed_too]).await?;
    Ok(BookPage {
        version: rows.first().map_or(0, |row| version(row.get(0))),
        entries: rows.iter().filter_map(entry).collect(),
    })
}

fn entry(row: &Row) -> Option<Entry> {
    let id: Option<&[u8]> = row.get(1);
    let id = RegistrationId::from_bytes(id?.try_into().ok()?);
    let kind: &str = row.get(4);
    Some(Entry {
        id,
        iin: format!("{:012}", row.get::<_, i64>(2)).parse::<Iin>().ok()?,
        rka: format!("{:016}", row.get::<_, i64>(3)).parse::<AddressCode>().ok()?,
        kind: if kind == Kind::Permanent.as_str() { Kind::Permanent } else { Kind::Temporary },
        opened_at: time(row.get(5)),
        until: row.get::<_, Option<&str>>(6).and_then(|day| day.parse().ok()),
        closed_at: row.get::<_, Option<i64>>(7).map(time),
        opened_by: row.get(8),
        closed_by: row.get(9),
    })
}

/// Holds whatever the units of a wave rest on or open, in one order on every node, until the end of
/// the transaction: a version that was never written has no row that could be held.
pub(super) fn hold<'u>(units: &'u [Unit]) -> Option<Call<'u>> {
    let rests = units.iter().flat_map(|unit| &unit.rests_on).map(|check| check.entity);
    let opens = units.iter().flat_map(|unit| &unit.book).flat_map(|write| match write {
        BookWrite::Open(entry) => vec![Entity::Person(entry.iin), Entity::Dwelling(entry.rka)],
        BookWrite::Close { .. } => Vec::new(),
    });
    // Kinds stand above the sixteen digits of a РКА.
    let lock = |(kind, key): (i16, i64)| (i64::from(kind) << 56) | key;
    let mut locks: Vec<i64> = rests.chain(opens).map(|of| lock(entity(of))).collect();
    locks.sort_unstable();
    locks.dedup();
    (!locks.is_empty()).then(|| Call {
        sql: "/* store: hold_versions */ SELECT count(pg_advisory_xact_lock(key))
              FROM unnest($1::bigint[]) AS held(key)",
        values: vec![column(locks.into_iter())],
    })
}

/// That everything still has the version it was read at.
pub(super) fn check<'u>(checks: impl Iterator<Item = &'u VersionCheck>) -> Option<Call<'u>> {
    let checks: Vec<_> = checks.map(|check| (entity(check.entity), check.version)).collect();
    (!checks.is_empty()).then(|| Call {
        sql: "/* store: check_versions */ SELECT
              tirkeu_demand(coalesce(bool_and(same) FILTER (WHERE kind = 1), true), 'stale person'),
              tirkeu_demand(coalesce(bool_and(same) FILTER (WHERE kind = 2), true), 'stale dwelling')
              FROM (SELECT c.kind, coalesce(v.version, 0) = c.version AS same
                FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS c(kind, key, version)
                LEFT JOIN versions AS v ON v.kind = c.kind AND v.key = c.key) AS checked",
        values: vec![
            column(checks.iter().map(|((kind, _), _)| *kind)),
            column(checks.iter().map(|((_, key), _)| *key)),
            column(checks.iter().map(|(_, version)| number(*version))),
        ],
    })
}

/// Closings of a step; each moves the versions of its person and dwelling.
pub(super) fn close<'u>(writes: &[&'u BookWrite]) -> Option<Call<'u>> {
    let closes = writes.iter().filter_map(|write| match write {
        BookWrite::Close { id, at, by } => Some((id.to_bytes().to_vec(), micros(*at), by.as_str())),
        BookWrite::Open(_) => None,
    });
    let closes: Vec<_> = closes.collect();
    (!closes.is_empty()).then(|| Call {
        sql: "/* store: close_entries */ WITH closed AS (
                UPDATE entries SET closed_at = c.at, closed_by = c.by
                FROM unnest($1::bytea[], $2::bigint[], $3::text[]) AS c(id, at, by)
                WHERE entries.id = c.id AND closed_at IS NULL RETURNING iin, rka),
              moved AS (INSERT INTO versions (kind, key, version)
                SELECT kind, key, count(*) FROM
                  (SELECT 1::smallint AS kind, iin AS key FROM closed
                   UNION ALL SELECT 2::smallint, rka FROM closed) AS both_kinds
                GROUP BY kind, key ORDER BY kind, key
                ON CONFLICT (kind, key) DO UPDATE SET version = versions.version + excluded.version)
              SELECT tirkeu_demand(count(*) = $4, 'stale entry') FROM closed",
        values: vec![
            column(closes.iter().map(|(id, ..)| id.clone())),
            column(closes.iter().map(|(_, at, _)| *at)),
            column(closes.iter().map(|(.., by)| (*by).to_owned())),
            count(closes.len()),
        ],
    })
}

/// Openings of a step. The constraint `one_home` refuses a second home.
pub(super) fn open<'u>(writes: &[&'u BookWrite]) -> Option<Call<'u>> {
    let opens = writes.iter().filter_map(|write| match write {
        BookWrite::Open(entry) => Some(entry),
        BookWrite::Close { .. } => None,
    });
    let opens: Vec<&Entry> = opens.collect();
    (!opens.is_empty()).then(|| {
        let all = || opens.iter().copied();
        let values = vec![
            column(all().map(|entry| entry.id.to_bytes().to_vec())),
            column(all().map(|entry| person(entry.iin))),
            column(all().map(|entry| dwelling(entry.rka))),
            column(all().map(|entry| entry.kind.as_str())),
            column(all().map(|entry| micros(entry.opened_at))),
            column(all().map(|entry| entry.until.map(|day| day.to_string()))),
            column(all().map(|entry| entry.closed_at.map(micros))),
            column(all().map(|entry| entry.opened_by.as_str())),
            column(all().map(|entry| entry.closed_by.as_deref())),
            count(opens.len()),
        ];
        Call { sql: OPEN, values }
    })
}

macro_rules! open_entries {
    ($conflict:literal, $answer:literal) => {
        concat!(
            "/* store: open_entries */ WITH opened AS (
               INSERT INTO entries
                 (id, iin, rka, kind, opened_at, until, closed_at, opened_by, closed_by)
               SELECT id, iin, rka, kind, opened_at, until, closed_at, opened_by, closed_by
               FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[],
                 $6::text[], $7::bigint[], $8::text[], $9::text[]) WITH ORDINALITY
                 AS o(id, iin, rka, kind, opened_at, until, closed_at, opened_by, closed_by, place)
               ORDER BY place ON CONFLICT ",
            $conflict,
            " DO NOTHING RETURNING iin, rka),
             moved AS (INSERT INTO versions (kind, key, version)
               SELECT kind, key, count(*) FROM
                 (SELECT 1::smallint AS kind, iin AS key FROM opened
                  UNION ALL SELECT 2::smallint, rka FROM opened) AS both_kinds
               GROUP BY kind, key ORDER BY kind, key
               ON CONFLICT (kind, key) DO UPDATE SET version = versions.version + excluded.version)
             SELECT ",
            $answer,
            " FROM opened"
        )
    };
}

const OPEN: &str = open_entries!("(id)", "tirkeu_demand(count(*) = $10, 'stale entry')");

/// The same for entries made elsewhere: says how many were opened.
pub(super) const OPEN_IF_FREE: &str = open_entries!("", "count(*)");

/// What becomes of an entry made elsewhere that could not be opened.
pub(super) async fn known(session: &Session, entry: &Entry) -> Asked<Imported> {
    let sql = session
        .prepare(concat!(
            "/* store: entry */ SELECT 0, ",
            entry_columns!(),
            " FROM entries AS e WHERE e.id = $1"
        ))
        .await?;
    let row = session.client.query_opt(&sql, &[&entry.id.to_bytes().to_vec()]).await?;
    Ok(crate::takeover::taken_over(row.as_ref().and_then(self::entry).as_ref(), entry))
}
