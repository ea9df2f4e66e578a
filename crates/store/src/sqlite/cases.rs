//! Cases: their state, journal, names and claims.

use residence::names::{CaseId, CaseNumber, Iin};
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::batch::Core;
use super::unit::Refused;
use super::value::{Count, Micros, Named, limit};
use super::work;
use crate::{CaseFigures, CaseKey, CaseQuery, CaseWrite, Claims, JournalRow, StoredCase, Taken};

pub(super) fn load(conn: &Connection, id: CaseId) -> rusqlite::Result<Option<StoredCase>> {
    let mut statement = conn.prepare_cached(
        "/* store: load_case */ SELECT id, version, body FROM cases
         WHERE number = ?1 AND id = ?2 AND status <> 'forgotten'",
    )?;
    statement.query_row(params![id.number().as_str(), id.to_bytes()], stored).optional()
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredCase> {
    Ok(StoredCase {
        id: CaseId::from_bytes(row.get(0)?),
        version: row.get::<_, Count>(1)?.0,
        body: row.get(2)?,
    })
}

pub(super) fn journal(conn: &Connection, id: CaseId) -> rusqlite::Result<Vec<JournalRow>> {
    let mut statement = conn.prepare_cached(
        "/* store: journal */ SELECT seq, at, event, lines FROM journal WHERE case_no =
         (SELECT no FROM cases WHERE number = ?1 AND id = ?2) ORDER BY seq",
    )?;
    let rows = statement.query_map(params![id.number().as_str(), id.to_bytes()], |row| {
        Ok(JournalRow {
            seq: row.get::<_, Count>(0)?.0,
            at: row.get::<_, Micros>(1)?.0,
            event: row.get(2)?,
            lines: row.get(3)?,
        })
    })?;
    rows.collect()
}

pub(super) fn find(conn: &Connection, query: &CaseQuery) -> rusqlite::Result<Vec<StoredCase>> {
    let before = match query.before {
        None => i64::MAX,
        Some(id) => match number_of(conn, id)? {
            Some(no) => no,
            // A cursor that points nowhere ends the list.
            None => return Ok(Vec::new()),
        },
    };
    let Some(code) = code(query.key) else {
        let mut statement = conn.prepare_cached(
            "/* store: case_by_number */ SELECT id, version, body FROM cases
             WHERE number = ?1 AND no < ?2 AND status <> 'forgotten' LIMIT ?3",
        )?;
        let rows = statement.query_map(params![query.value, before, limit(query.limit)], stored)?;
        return rows.collect();
    };
    let mut statement = conn.prepare_cached(
        "/* store: cases_by_key */ SELECT id, version, body FROM case_keys AS k
         CROSS JOIN cases ON no = k.case_no
         WHERE k.kind = ?1 AND k.value = ?2 AND k.case_no < ?3 ORDER BY k.case_no DESC LIMIT ?4",
    )?;
    let values = params![code, query.value, before, limit(query.limit)];
    statement.query_map(values, stored)?.collect()
}

pub(super) fn number_of(conn: &Connection, id: CaseId) -> rusqlite::Result<Option<i64>> {
    let mut statement = conn.prepare_cached(
        "/* store: case_no */ SELECT no FROM cases WHERE number = ?1 AND id = ?2",
    )?;
    statement.query_row(params![id.number().as_str(), id.to_bytes()], |row| row.get(0)).optional()
}

/// The kind in `case_keys`; the number is a column of the case itself.
const fn code(key: CaseKey) -> Option<u8> {
    match key {
        CaseKey::Applicant => Some(1),
        CaseKey::Subject => Some(2),
        CaseKey::Asked => Some(3),
        CaseKey::AskedPhone => Some(4),
        CaseKey::Number => None,
    }
}

/// What is kept of a case that is about to move.
#[derive(Default)]
pub(super) struct Known {
    /// `None` for a new case.
    no: Option<i64>,
    lines: u64,
    wake: Option<i64>,
    signed_at: Option<i64>,
    names: String,
}

/// Checks that a case may move as asked, without writing.
pub(super) fn known(conn: &Connection, write: &CaseWrite) -> Result<Known, Refused> {
    let known = match write.expected {
        None => Known::default(),
        Some(expected) => {
            let mut statement = conn.prepare_cached(
                "/* store: known_case */ SELECT version, no, lines, wake, signed_at, names
                 FROM cases WHERE number = ?1 AND id = ?2",
            )?;
            let (number, id) = (write.id.number(), write.id.to_bytes());
            let row = statement.query_row(params![number.as_str(), id], |row| {
                let known = Known {
                    no: Some(row.get(1)?),
                    lines: row.get::<_, Count>(2)?.0,
                    wake: row.get(3)?,
                    signed_at: row.get(4)?,
                    names: row.get(5)?,
                };
                Ok((row.get::<_, Count>(0)?.0, known))
            });
            match row.optional()? {
                Some((version, known)) if version == expected => known,
                Some(_) | None => return Err(Refused::Stale("case")),
            }
        }
    };
    if let Claims::Take(subjects) = &write.claims {
        // The constraint decides; asked here too, so that the common refusal comes before a write.
        subjects.iter().try_for_each(|subject| free(conn, known.no, *subject))?;
    }
    let places = (known.lines..).skip(1);
    if write.journal.iter().zip(places).all(|(row, place)| row.seq == place) {
        Ok(known)
    } else {
        Err(Refused::Stale("journal"))
    }
}

/// Writes what moves; answers with the place of the case.
pub(super) fn write(core: &Core, write: &CaseWrite, known: Known) -> Result<i64, Refused> {
    let conn = &core.conn;
    let names = write.keys.as_deref().map(names);
    let new_names = names.as_ref().map(json);
    let signed_at = known.signed_at;
    let no = match known.no {
        None => insert(core, write, new_names.as_deref().unwrap_or("[]"))?,
        Some(no) => {
            update(core, write, no, &known)?;
            no
        }
    };
    if let (Some(_), Some(figures)) = (known.no, &write.figures) {
        let now = figures.signed_at.map(|at| at.as_microsecond());
        if now != signed_at {
            conn.prepare_cached(
                "/* store: sign_case */ UPDATE cases SET signed_at = ?2 WHERE no = ?1",
            )?
            .execute(params![no, now])?;
        }
    }
    if let (Some(names), Some(text)) = (names, new_names)
        && text != known.names
    {
        rename(conn, no, &known, &names, &text)?;
    }
    let mut line = conn.prepare_cached(
        "/* store: journal_line */ INSERT INTO journal (case_no, seq, at, event, lines)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for row in &write.journal {
        line.execute(params![no, Count(row.seq), Micros(row.at), row.event, row.lines])?;
    }
    claim(conn, no, &write.claims)?;
    Ok(no)
}

/// The figures of a case that has told none yet.
static UNKNOWN: CaseFigures = CaseFigures {
    channel: "",
    kind: "",
    status: "",
    region: String::new(),
    persons: 0,
    signed_at: None,
    decided_at: None,
    waited_ms: 0,
    grounds: Vec::new(),
};

fn insert(core: &Core, write: &CaseWrite, names: &str) -> Result<i64, Refused> {
    let wake = work::wake(core, write.id, None, write.wake)?;
    let figures = write.figures.as_ref().unwrap_or(&UNKNOWN);
    let mut statement = core.conn.prepare_cached(
        "/* store: new_case */ INSERT INTO cases
         (number, version, lines, wake, signed_at, decided_at, waited_ms, channel, kind, status,
          region, persons, grounds, names, id, body)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT DO NOTHING",
    )?;
    let added = statement.execute(params![
        write.id.number().as_str(),
        limit(write.journal.len()),
        wake,
        figures.signed_at.map(Micros),
        figures.decided_at.map(Micros),
        Count(figures.waited_ms),
        figures.channel,
        figures.kind,
        figures.status,
        figures.region,
        figures.persons,
        json(&figures.grounds),
        names,
        write.id.to_bytes(),
        write.body,
    ])?;
    if added == 1 { Ok(core.conn.last_insert_rowid()) } else { Err(Refused::Taken(Taken::Case)) }
}

/// The columns that change with every move, or with all but the signing; an index is touched only
/// when its column is named.
fn update(core: &Core, write: &CaseWrite, no: i64, known: &Known) -> Result<(), Refused> {
    let wake = work::wake(core, write.id, known.wake, write.wake)?;
    let lines = known.lines.saturating_add(write.journal.len().try_into().unwrap_or(u64::MAX));
    let lines = Count(lines);
    let Some(figures) = &write.figures else {
        core.conn
            .prepare_cached(
                "/* store: move_case */ UPDATE cases
                 SET version = version + 1, lines = ?2, wake = ?3, body = ?4 WHERE no = ?1",
            )?
            .execute(params![no, lines, wake, write.body])?;
        return Ok(());
    };
    let grounds = json(&figures.grounds);
    let values: [&dyn ToSql; 12] = [
        &no,
        &lines,
        &wake,
        &write.body,
        &figures.decided_at.map(Micros),
        &Count(figures.waited_ms),
        &figures.channel,
        &figures.kind,
        &figures.status,
        &figures.region,
        &figures.persons,
        &grounds,
    ];
    core.conn
        .prepare_cached(
            "/* store: move_case_and_figures */ UPDATE cases
             SET version = version + 1, lines = ?2, wake = ?3, body = ?4, decided_at = ?5,
                 waited_ms = ?6, channel = ?7, kind = ?8, status = ?9, region = ?10, persons = ?11,
                 grounds = ?12 WHERE no = ?1",
        )?
        .execute(values)?;
    Ok(())
}

type Names = Vec<(u8, String)>;

fn names(keys: &[(CaseKey, String)]) -> Names {
    let coded = keys.iter().filter_map(|(key, value)| Some((code(*key)?, value.clone())));
    let mut names: Names = coded.collect();
    names.sort();
    names.dedup();
    names
}

fn json(value: &impl serde::Serialize) -> String {
    // Lists of text and numbers have no way to fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// Brings `case_keys` from the names that are kept to the new ones.
fn rename(
    conn: &Connection,
    no: i64,
    known: &Known,
    names: &Names,
    text: &str,
) -> Result<(), Refused> {
    let old: Names = match serde_json::from_str(&known.names) {
        Ok(old) => old,
        Err(_) if known.no.is_none() => Names::new(),
        Err(error) => return Err(Refused::Engine(unreadable(error))),
    };
    for (kind, value) in old.iter().filter(|old| !names.contains(old)) {
        conn.prepare_cached(
            "/* store: drop_key */ DELETE FROM case_keys
             WHERE kind = ?1 AND value = ?2 AND case_no = ?3",
        )?
        .execute(params![kind, value, no])?;
    }
    for (kind, value) in names.iter().filter(|new| !old.contains(new)) {
        conn.prepare_cached("/* store: add_key */ INSERT INTO case_keys VALUES (?1, ?2, ?3)")?
            .execute(params![kind, value, no])?;
    }
    if known.no.is_some() {
        conn.prepare_cached("/* store: rename_case */ UPDATE cases SET names = ?2 WHERE no = ?1")?
            .execute(params![no, text])?;
    }
    Ok(())
}

pub(super) fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

fn claim(conn: &Connection, no: i64, claims: &Claims) -> Result<(), Refused> {
    let take = match claims {
        Claims::Keep => return Ok(()),
        Claims::Take(subjects) => subjects.as_slice(),
        Claims::Release => &[],
    };
    conn.prepare_cached("/* store: release */ DELETE FROM claims WHERE case_no = ?1")?
        .execute([no])?;
    let mut statement = conn.prepare_cached(
        "/* store: claim */ INSERT INTO claims (iin, case_no) VALUES (?1, ?2)
         ON CONFLICT (iin) DO NOTHING",
    )?;
    for subject in take {
        if statement.execute(params![subject.as_str(), no])? == 0 {
            free(conn, Some(no), *subject)?;
        }
    }
    Ok(())
}

/// Refuses a subject that another case holds; the same case may name a subject twice.
fn free(conn: &Connection, no: Option<i64>, subject: Iin) -> Result<(), Refused> {
    let mut statement = conn.prepare_cached(
        "/* store: holder */ SELECT no, number FROM claims JOIN cases ON no = case_no
         WHERE iin = ?1",
    )?;
    let holder = statement.query_row([subject.as_str()], |row| {
        Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Named<CaseNumber>>(1)?.0))
    });
    match holder.optional()? {
        Some((holder, number)) if holder != no => {
            Err(Refused::Taken(Taken::OpenApplication { subject, number }))
        }
        Some(_) | None => Ok(()),
    }
}
