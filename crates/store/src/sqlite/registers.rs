//! Snapshots of the registers: loading, looking up, searching addresses.

use residence::names::AddressCode;
use rusqlite::{Connection, OptionalExtension, params};

use super::batch::{Care, Core, Halt, Request};
use super::value::limit;
use super::{book, cases};
use crate::fold::fold;
use crate::memo::Kept;
use crate::{Entity, ImportRow, Imported, RegisterKind};

/// More words than an address has; the rest of a query is not looked at.
const MOST_WORDS: usize = 16;

/// All rows under a key, whichever register they are of, each register in the order of its parts.
pub(super) fn under(conn: &Connection, key: &str) -> rusqlite::Result<Vec<Kept>> {
    let mut statement = conn.prepare_cached(
        "/* store: rows_of_key */ SELECT kind, body FROM registers WHERE key = ?1
         ORDER BY kind, part",
    )?;
    let rows = statement.query_map([key], |row| Ok((row.get::<_, i16>(0)?, row.get(1)?)))?;
    let known = |(of, body)| Some((RegisterKind::of_code(of)?, body));
    rows.filter_map(|row| row.map(known).transpose()).collect()
}

/// The rows of one register under one of their other names.
pub(super) fn named(
    conn: &Connection,
    kind: RegisterKind,
    name: &str,
) -> rusqlite::Result<Vec<Kept>> {
    let mut statement = conn.prepare_cached(
        "/* store: rows_of_name */ SELECT body FROM register_names AS n
         CROSS JOIN registers AS r ON r.kind = n.kind AND r.key = n.key AND r.part = n.part
         WHERE n.kind = ?1 AND n.name = ?2 ORDER BY n.key, n.part",
    )?;
    let rows = statement.query_map(params![kind.code(), name], |row| Ok((kind, row.get(0)?)))?;
    rows.collect()
}

/// All rows of one register. Only the totals have an index for it, which a number in the statement
/// itself finds.
pub(super) fn all(conn: &Connection, kind: RegisterKind) -> rusqlite::Result<Vec<Kept>> {
    let mut statement = conn.prepare_cached(&format!(
        "/* store: register */ SELECT body FROM registers WHERE kind = {} ORDER BY key, part",
        kind.code()
    ))?;
    statement.query_map([], |row| Ok((kind, row.get(0)?)))?.collect()
}

pub(super) fn search(
    conn: &Connection,
    words: &str,
    rows: usize,
) -> rusqlite::Result<Vec<AddressCode>> {
    let folded = fold(words);
    let terms: Vec<_> =
        folded.split_whitespace().take(MOST_WORDS).map(|word| format!("\"{word}\"*")).collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = conn.prepare_cached(
        "/* store: search */ SELECT rowid FROM address_words
         WHERE address_words MATCH ?1 ORDER BY rowid LIMIT ?2",
    )?;
    let found = statement.query_map(params![terms.join(" "), limit(rows)], |row| {
        let code = format!("{:016}", row.get::<_, i64>(0)?);
        code.parse().map_err(|error| {
            let kind = rusqlite::types::Type::Integer;
            rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error))
        })
    })?;
    found.collect()
}

/// Rows to load.
pub(super) struct Import(pub(super) Vec<ImportRow>);

impl Request for Import {
    type Answer = Vec<Imported>;

    fn size(&self) -> usize {
        self.0.len()
    }

    fn run(&self, core: &Core, _: Care) -> Result<Vec<Imported>, Halt> {
        let rows = self.0.iter().map(|row| load(&core.conn, row));
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn load(conn: &Connection, row: &ImportRow) -> rusqlite::Result<Imported> {
    match row {
        ImportRow::Entry(entry) => book::import(conn, entry),
        ImportRow::Register { kind, key, part, others, search, body, moves } => {
            let words = search.as_deref().map(fold);
            if words.is_some() && key.parse::<AddressCode>().is_err() {
                return Ok(Imported::Refused(format!("{key} is not the code of an address")));
            }
            let mut others = others.clone();
            others.sort();
            others.dedup();
            let row = Loaded { kind: kind.code(), key, part, others, words, body };
            row.load(conn, *moves)
        }
    }
}

/// A row of a register on its way in.
struct Loaded<'r> {
    kind: i16,
    key: &'r str,
    part: &'r str,
    others: Vec<String>,
    words: Option<String>,
    body: &'r str,
}

impl Loaded<'_> {
    fn load(&self, conn: &Connection, moves: Option<Entity>) -> rusqlite::Result<Imported> {
        let others = serde_json::to_string(&self.others).map_err(cases::unreadable)?;
        let (imported, old_others, old_words) = match self.there(conn)? {
            None => (Imported::New, Vec::new(), None),
            Some((kept, words, body)) => {
                if kept == others && words == self.words && body == self.body {
                    return Ok(Imported::Same);
                }
                let kept = serde_json::from_str(&kept).map_err(cases::unreadable)?;
                (Imported::Changed, kept, words)
            }
        };
        conn.prepare_cached(
            "/* store: load_row */ INSERT INTO registers (kind, key, part, others, words, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key, kind, part) DO UPDATE
             SET others = ?4, words = ?5, body = ?6",
        )?
        .execute(params![self.kind, self.key, self.part, others, self.words, self.body])?;
        self.rename(conn, &old_others)?;
        if old_words != self.words {
            self.index(conn)?;
        }
        if let Some(entity) = moves {
            book::moves(conn, entity)?;
        }
        Ok(imported)
    }

    fn there(
        &self,
        conn: &Connection,
    ) -> rusqlite::Result<Option<(String, Option<String>, String)>> {
        conn.prepare_cached(
            "/* store: row */ SELECT others, words, body FROM registers
             WHERE kind = ?1 AND key = ?2 AND part = ?3",
        )?
        .query_row(params![self.kind, self.key, self.part], |row| row.try_into())
        .optional()
    }

    fn rename(&self, conn: &Connection, old: &[String]) -> rusqlite::Result<()> {
        for name in old.iter().filter(|old| !self.others.contains(old)) {
            conn.prepare_cached(
                "/* store: drop_name */ DELETE FROM register_names
                 WHERE kind = ?1 AND name = ?2 AND key = ?3 AND part = ?4",
            )?
            .execute(params![self.kind, name, self.key, self.part])?;
        }
        for name in self.others.iter().filter(|new| !old.contains(new)) {
            conn.prepare_cached(
                "/* store: add_name */ INSERT INTO register_names (kind, name, key, part)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![self.kind, name, self.key, self.part])?;
        }
        Ok(())
    }

    /// An address is searched by the words of all its rows.
    fn index(&self, conn: &Connection) -> rusqlite::Result<()> {
        let words: Option<String> = conn
            .prepare_cached(
                "/* store: words */ SELECT group_concat(words, ' ') FROM registers
                 WHERE kind = ?1 AND key = ?2",
            )?
            .query_row(params![self.kind, self.key], |row| row.get(0))?;
        // Sixteen digits, as was checked on the way in.
        let place: i64 = self.key.parse().unwrap_or_default();
        conn.prepare_cached("/* store: drop_words */ DELETE FROM address_words WHERE rowid = ?1")?
            .execute([place])?;
        if let Some(words) = words {
            conn.prepare_cached(
                "/* store: add_words */ INSERT INTO address_words (rowid, words) VALUES (?1, ?2)",
            )?
            .execute(params![place, words])?;
        }
        Ok(())
    }
}
