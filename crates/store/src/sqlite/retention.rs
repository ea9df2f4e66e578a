//! Removal of what was kept long enough, in short writes, and what a removal would find.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::batch::{Care, Core, Halt, Request};
use super::value::{Count, Micros, limit};
use crate::{Overdue, Perishable};

/// How many drafts are looked at for each that may be removed.
const LOOKED_AT: usize = 8;

/// One short removal.
pub(super) struct Forget {
    pub(super) what: Perishable,
    pub(super) before: Timestamp,
    pub(super) limit: usize,
}

impl Request for Forget {
    type Answer = usize;

    fn size(&self) -> usize {
        1
    }

    fn run(&self, core: &Core, _: Care) -> Result<usize, Halt> {
        let (conn, before) = (&core.conn, self.before);
        let removed = match self.what {
            Perishable::Drafts => drafts(conn, before, self.limit)?,
            Perishable::SignIns => sign_ins(conn, before, self.limit)?,
            Perishable::Notices => notices(conn, before, self.limit)?,
            Perishable::Readings => readings(conn, before, self.limit)?,
        };
        if removed > 0 {
            conn.prepare_cached(
                "/* store: forgotten */ INSERT INTO forgotten (kind, through) VALUES (?1, ?2)
                 ON CONFLICT (kind) DO UPDATE SET through = max(through, ?2)",
            )?
            .execute(params![self.what.as_str(), Micros(before)])?;
        }
        Ok(removed)
    }
}

/// Calls with the place and the last change of each draft that is older than this, in the order they
/// were made, until it says no. A draft is no older than its making: the first young one ends it.
fn old_drafts(
    conn: &Connection,
    before: Timestamp,
    most: usize,
    mut each: impl FnMut(i64, Timestamp) -> bool,
) -> rusqlite::Result<()> {
    let mut statement = conn.prepare_cached(
        "/* store: old_drafts */ SELECT no,
         (SELECT at FROM journal WHERE case_no = cases.no ORDER BY seq LIMIT 1),
         (SELECT at FROM journal WHERE case_no = cases.no ORDER BY seq DESC LIMIT 1)
         FROM cases WHERE status = 'draft' ORDER BY no LIMIT ?1",
    )?;
    let mut rows = statement.query([limit(most)])?;
    while let Some(row) = rows.next()? {
        let (made, changed): (Option<Micros>, Option<Micros>) = (row.get(1)?, row.get(2)?);
        let Some((Micros(made), Micros(changed))) = made.zip(changed) else { continue };
        if made >= before || (changed < before && !each(row.get(0)?, changed)) {
            break;
        }
    }
    Ok(())
}

/// The row of the case stays as a shell: its number is taken for good.
fn drafts(conn: &Connection, before: Timestamp, most: usize) -> rusqlite::Result<usize> {
    let mut old = Vec::new();
    old_drafts(conn, before, most.saturating_mul(LOOKED_AT), |no, _| {
        old.push(no);
        old.len() < most
    })?;
    for no in &old {
        conn.prepare_cached(
            "/* store: forget_names */ DELETE FROM case_keys WHERE (kind, value, case_no) IN
             (SELECT n.value ->> 0, n.value ->> 1, no FROM cases, json_each(names) AS n
              WHERE no = ?1)",
        )?
        .execute([no])?;
        conn.prepare_cached("/* store: forget_journal */ DELETE FROM journal WHERE case_no = ?1")?
            .execute([no])?;
        conn.prepare_cached(
            "/* store: forget_draft */ UPDATE cases SET version = version + 1, lines = 0,
             status = 'forgotten', channel = '', kind = '', region = '', persons = 0, grounds = '[]',
             names = '[]', body = '' WHERE no = ?1",
        )?
        .execute([no])?;
    }
    Ok(old.len())
}

fn sign_ins(conn: &Connection, before: Timestamp, most: usize) -> rusqlite::Result<usize> {
    conn.prepare_cached(
        "/* store: forget_sign_ins */ DELETE FROM evidence WHERE no IN
         (SELECT no FROM evidence WHERE sign_in = 1 AND at < ?1 ORDER BY at LIMIT ?2)",
    )?
    .execute(params![Micros(before), limit(most)])
}

/// Of each person from the first number on, so that the numbers left have no gap.
fn notices(conn: &Connection, before: Timestamp, most: usize) -> rusqlite::Result<usize> {
    let mut statement = conn.prepare_cached(
        "/* store: old_notices */ SELECT iin FROM notices WHERE at < ?1 ORDER BY at LIMIT ?2",
    )?;
    let people = statement.query_map(params![Micros(before), limit(most)], |row| row.get(0))?;
    let mut people: Vec<i64> = people.collect::<rusqlite::Result<_>>()?;
    people.sort_unstable();
    people.dedup();
    let mut removed = 0;
    for iin in people {
        let last: Option<i64> = conn
            .prepare_cached(
                "/* store: last_old_notice */ SELECT coalesce(
                 (SELECT min(number) - 1 FROM notices WHERE iin = ?1 AND at >= ?2),
                 (SELECT max(number) FROM notices WHERE iin = ?1))",
            )?
            .query_row(params![iin, Micros(before)], |row| row.get(0))?;
        let gone = conn
            .prepare_cached(
                "/* store: forget_notices */ DELETE FROM notices WHERE iin = ?1 AND number <= ?2",
            )?
            .execute(params![iin, last])?;
        if gone > 0 {
            conn.prepare_cached(
                "/* store: notices_gone */ INSERT INTO notices_gone (iin, number) VALUES (?1, ?2)
                 ON CONFLICT (iin) DO UPDATE SET number = ?2",
            )?
            .execute(params![iin, last])?;
        }
        removed += gone;
    }
    Ok(removed)
}

/// In the order they were made, up to the first that is young.
fn readings(conn: &Connection, before: Timestamp, most: usize) -> rusqlite::Result<usize> {
    let mut statement = conn.prepare_cached(
        "/* store: old_readings */ SELECT number, at FROM readings ORDER BY number LIMIT ?1",
    )?;
    let mut rows = statement.query([limit(most)])?;
    let mut last: Option<i64> = None;
    while let Some(row) = rows.next()? {
        let Micros(at) = row.get(1)?;
        if at >= before {
            break;
        }
        last = Some(row.get(0)?);
    }
    conn.prepare_cached("/* store: forget_readings */ DELETE FROM readings WHERE number <= ?1")?
        .execute([last])
}

/// What a removal would find.
pub(super) fn overdue(
    conn: &Connection,
    what: Perishable,
    before: Timestamp,
) -> rusqlite::Result<Overdue> {
    let sql = match what {
        Perishable::Drafts => {
            let mut found = Overdue::default();
            old_drafts(conn, before, usize::MAX, |_, changed| {
                found.pieces += 1;
                found.oldest = Some(found.oldest.map_or(changed, |oldest| oldest.min(changed)));
                true
            })?;
            return Ok(found);
        }
        Perishable::SignIns => {
            "/* store: overdue_sign_ins */ SELECT count(*), min(at) FROM evidence
             WHERE sign_in = 1 AND at < ?1"
        }
        Perishable::Notices => {
            "/* store: overdue_notices */ SELECT count(*), min(at) FROM notices WHERE at < ?1"
        }
        Perishable::Readings => {
            "/* store: overdue_readings */ SELECT count(*), min(at) FROM readings WHERE at < ?1"
        }
    };
    conn.query_row(sql, [Micros(before)], |row| {
        let (Count(pieces), oldest): (_, Option<Micros>) = (row.get(0)?, row.get(1)?);
        Ok(Overdue { pieces, oldest: oldest.map(|Micros(at)| at) })
    })
}
