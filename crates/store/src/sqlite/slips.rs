//! Small records with a life time.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::batch::{Care, Core, Halt, Request};
use super::unit::Refused;
use super::value::{Count, Micros, limit};
use crate::{Slip, SlipChange, SlipWrite, Taken};

pub(super) fn read(
    conn: &Connection,
    kind: &str,
    key: &str,
    now: Timestamp,
) -> rusqlite::Result<Option<Slip>> {
    let mut statement = conn.prepare_cached(
        "/* store: slip */ SELECT version, body, expires FROM slips
         WHERE kind = ?1 AND key = ?2 AND expires > ?3",
    )?;
    let slip = statement.query_row(params![kind, key, Micros(now)], |row| {
        let (Count(version), Micros(expires)) = (row.get(0)?, row.get(2)?);
        Ok(Slip { version, body: row.get(1)?, expires })
    });
    slip.optional()
}

pub(super) fn write(conn: &Connection, write: &SlipWrite) -> Result<(), Refused> {
    match &write.change {
        SlipChange::Put { expected: None, body, expires, now } => {
            // A record that has expired counts on: its next reader cannot mistake the new one for
            // the old one.
            let mut statement = conn.prepare_cached(
                "/* store: put_new_slip */ INSERT INTO slips (kind, key, version, expires, body)
                 VALUES (?1, ?2, 1, ?3, ?4) ON CONFLICT (kind, key) DO UPDATE
                 SET version = version + 1, expires = ?3, body = ?4 WHERE expires <= ?5",
            )?;
            let values = params![write.kind, write.key, Micros(*expires), body, Micros(*now)];
            one(statement.execute(values)?, Refused::Taken(Taken::Slip))
        }
        SlipChange::Put { expected: Some(version), body, expires, now } => {
            let mut statement = conn.prepare_cached(
                "/* store: put_slip */ UPDATE slips SET version = version + 1, expires = ?3,
                 body = ?4 WHERE kind = ?1 AND key = ?2 AND version = ?5 AND expires > ?6",
            )?;
            let (expires, now, version) = (Micros(*expires), Micros(*now), Count(*version));
            let values = params![write.kind, write.key, expires, body, version, now];
            one(statement.execute(values)?, Refused::Stale("slip"))
        }
        SlipChange::Set { body, expires } => {
            let mut statement = conn.prepare_cached(
                "/* store: set_slip */ INSERT INTO slips (kind, key, version, expires, body)
                 VALUES (?1, ?2, 1, ?3, ?4) ON CONFLICT (kind, key) DO UPDATE
                 SET version = version + 1, expires = ?3, body = ?4",
            )?;
            statement.execute(params![write.kind, write.key, Micros(*expires), body])?;
            Ok(())
        }
        SlipChange::Remove => {
            let mut statement = conn.prepare_cached(
                "/* store: remove_slip */ DELETE FROM slips WHERE kind = ?1 AND key = ?2",
            )?;
            statement.execute(params![write.kind, write.key])?;
            Ok(())
        }
        SlipChange::Consume { expected } => {
            let mut statement = conn.prepare_cached(
                "/* store: consume_slip */ DELETE FROM slips
                 WHERE kind = ?1 AND key = ?2 AND version = ?3",
            )?;
            let changed = statement.execute(params![write.kind, write.key, Count(*expected)])?;
            one(changed, Refused::Stale("slip"))
        }
    }
}

fn one(changed: usize, otherwise: Refused) -> Result<(), Refused> {
    if changed == 1 { Ok(()) } else { Err(otherwise) }
}

/// Removal of expired slips.
pub(super) struct Sweep {
    pub(super) now: Timestamp,
    pub(super) limit: usize,
}

impl Request for Sweep {
    type Answer = usize;

    fn size(&self) -> usize {
        1
    }

    fn run(&self, core: &Core, _: Care) -> Result<usize, Halt> {
        let mut statement = core.conn.prepare_cached(
            "/* store: sweep */ DELETE FROM slips WHERE (kind, key) IN
             (SELECT kind, key FROM slips WHERE expires <= ?1 ORDER BY expires LIMIT ?2)",
        )?;
        Ok(statement.execute(params![Micros(self.now), limit(self.limit)])?)
    }
}
