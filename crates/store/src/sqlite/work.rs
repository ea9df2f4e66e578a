//! Work: born, leased, settled; and the wake time of a case, which is work too.

use jiff::Timestamp;
use residence::names::CaseId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::batch::{Care, Core, Halt, Request};
use super::unit::Refused;
use super::value::{Count, Micros, limit};
use crate::{NewWork, QueueState, Settle, Settled, Taken, WAKE, Work, WorkId};

pub(super) fn add(core: &Core, piece: &NewWork) -> Result<WorkId, Refused> {
    let mut statement = core.conn.prepare_cached(
        "/* store: add_work */ INSERT INTO work
         (id, kind, key, case_id, due, held_until, attempt, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (key) DO NOTHING",
    )?;
    let id = core.work_id();
    let added = statement.execute(params![
        id,
        piece.kind,
        piece.key,
        piece.case.map(CaseId::to_bytes),
        Micros(piece.due),
        piece.held_until.map(Micros),
        u32::from(piece.held_until.is_some()),
        piece.body,
    ])?;
    if added == 1 { Ok(WorkId(id)) } else { Err(Refused::Taken(Taken::Work)) }
}

pub(super) fn settle(conn: &Connection, settle: &Settle) -> Result<(), Refused> {
    let WorkId(id) = settle.id;
    let changed = match &settle.how {
        Settled::Done => conn
            .prepare_cached("/* store: done */ DELETE FROM work WHERE id = ?1 AND attempt = ?2")?
            .execute(params![id, settle.attempt])?,
        Settled::Again { after, why } => conn
            .prepare_cached(
                "/* store: again */ UPDATE work SET held_until = ?3, last_error = ?4
                 WHERE id = ?1 AND attempt = ?2",
            )?
            .execute(params![id, settle.attempt, Micros(*after), why])?,
    };
    if changed == 1 { Ok(()) } else { Err(Refused::Stale("work")) }
}

/// Puts the wake time of a case in place of the one it had; returns the row that holds it.
///
/// A wake time that was ever leased is replaced by a row with another id: whoever holds the old one
/// can then not settle the new one, even when that is held for the first time too.
pub(super) fn wake(
    core: &Core,
    case: CaseId,
    row: Option<i64>,
    at: Option<Timestamp>,
) -> Result<Option<i64>, Refused> {
    if row.is_none() && at.is_none() {
        return Ok(None);
    }
    let key = format!("{WAKE}:{case}");
    if let Some(id) = row {
        let mut statement = core.conn.prepare_cached(
            "/* store: wake */ SELECT due, attempt FROM work WHERE id = ?1 AND key = ?2",
        )?;
        let there = statement.query_row(params![id, key], |row| {
            Ok((row.get::<_, Micros>(0)?.0, row.get::<_, u32>(1)?))
        });
        match (there.optional()?, at) {
            (Some((due, 0)), Some(at)) if Micros(due).same(at) => return Ok(row),
            (Some((_, 0)), Some(at)) => {
                core.conn
                    .prepare_cached(
                        "/* store: move_wake */ UPDATE work SET due = ?2 WHERE id = ?1",
                    )?
                    .execute(params![id, Micros(at)])?;
                return Ok(row);
            }
            (Some(_), _) => {
                core.conn
                    .prepare_cached("/* store: drop_wake */ DELETE FROM work WHERE id = ?1")?
                    .execute([id])?;
            }
            (None, _) => {}
        }
    }
    let Some(due) = at else { return Ok(None) };
    let body = String::new();
    let piece = NewWork { kind: WAKE, key, case: Some(case), body, due, held_until: None };
    add(core, &piece).map(|id| Some(id.0))
}

/// Frees all work. Whoever held it is gone: the file has one owner, and that is us now.
pub(super) fn free(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute(
        "/* store: free_work */ UPDATE work SET held_until = NULL WHERE held_until IS NOT NULL",
        [],
    )?;
    Ok(())
}

/// A lease of due work.
pub(super) struct Lease {
    pub(super) now: Timestamp,
    pub(super) until: Timestamp,
    pub(super) limit: usize,
}

impl Request for Lease {
    type Answer = Vec<Work>;

    fn size(&self) -> usize {
        1
    }

    fn run(&self, core: &Core, _: Care) -> Result<Vec<Work>, Halt> {
        let mut due = self.due(
            &core.conn,
            "/* store: due_free */ SELECT id, attempt, kind, key, case_id, body, due, due
             FROM work INDEXED BY work_free WHERE held_until IS NULL AND due <= ?1
             ORDER BY due, id LIMIT ?2",
        )?;
        due.extend(self.due(
            &core.conn,
            "/* store: due_after_hold */ SELECT id, attempt, kind, key, case_id, body, due,
             max(due, held_until)
             FROM work INDEXED BY work_held WHERE held_until <= ?1 AND due <= ?1
             ORDER BY max(due, held_until), id LIMIT ?2",
        )?);
        // What was tried again has waited since its last try: it does not always go first.
        due.sort_by_key(|(since, piece)| (*since, piece.id));
        let mut due: Vec<Work> = due.into_iter().map(|(_, piece)| piece).collect();
        due.truncate(self.limit);
        let mut hold = core.conn.prepare_cached(
            "/* store: hold */ UPDATE work SET held_until = ?2, attempt = ?3 WHERE id = ?1",
        )?;
        for piece in &mut due {
            piece.attempt = piece.attempt.saturating_add(1);
            hold.execute(params![piece.id.0, Micros(self.until), piece.attempt])?;
        }
        Ok(due)
    }
}

impl Lease {
    /// Pieces, and since when they could be taken.
    fn due(&self, conn: &Connection, sql: &str) -> rusqlite::Result<Vec<(Timestamp, Work)>> {
        let mut statement = conn.prepare_cached(sql)?;
        let since = |row: &Row<'_>| Ok((row.get::<_, Micros>(7)?.0, piece(row)?));
        let rows = statement.query_map(params![Micros(self.now), limit(self.limit)], since)?;
        rows.collect()
    }
}

fn piece(row: &Row<'_>) -> rusqlite::Result<Work> {
    Ok(Work {
        id: WorkId(row.get(0)?),
        attempt: row.get(1)?,
        kind: row.get(2)?,
        key: row.get(3)?,
        case: row.get::<_, Option<[u8; 16]>>(4)?.map(CaseId::from_bytes),
        body: row.get(5)?,
        due: row.get::<_, Micros>(6)?.0,
    })
}

pub(super) fn queue(conn: &Connection) -> rusqlite::Result<QueueState> {
    let mut statement = conn.prepare_cached(
        "/* store: queue */ SELECT
         (SELECT min(due) FROM work WHERE held_until IS NULL),
         (SELECT min(max(due, held_until)) FROM work WHERE held_until IS NOT NULL),
         (SELECT min(due) FROM work WHERE kind = 'incoming'),
         (SELECT count(*) FROM work)",
    )?;
    statement.query_row([], |row| {
        let time = |column| row.get::<_, Option<Micros>>(column);
        let free = time(0)?.map(|at| at.0);
        let held = time(1)?.map(|at| at.0);
        Ok(QueueState {
            next_due: free.into_iter().chain(held).min(),
            oldest_incoming: time(2)?.map(|at| at.0),
            pieces: row.get::<_, Count>(3)?.0,
        })
    })
}
