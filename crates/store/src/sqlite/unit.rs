//! One unit: all of it or nothing.

use rusqlite::Connection;

use super::batch::{Care, Core, Halt, Request};
use super::{book, cases, evidence, notices, readings, records, slips, work};
use crate::{CommitError, Committed, Taken, Unit};

/// Why a unit was not applied.
#[derive(Debug)]
pub(super) enum Refused {
    /// What it rests on has changed.
    Stale(&'static str),
    /// A constraint holds something else.
    Taken(Taken),
    /// The engine failed.
    Engine(rusqlite::Error),
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

/// Units to be saved.
pub(super) struct Commit(pub(super) Vec<Unit>);

impl Request for Commit {
    type Answer = Vec<Result<Committed, CommitError>>;

    fn size(&self) -> usize {
        self.0.len()
    }

    fn run(&self, core: &Core, care: Care) -> Result<Self::Answer, Halt> {
        self.0.iter().map(|unit| alone(core, unit, care)).collect()
    }
}

/// Applies a unit so that it leaves no trace when it is refused.
fn alone(core: &Core, unit: &Unit, care: Care) -> Result<Result<Committed, CommitError>, Halt> {
    let before = core.conn.total_changes();
    if care == Care::Savepoints {
        core.execute("/* store: savepoint */ SAVEPOINT unit")?;
    }
    let refusal = match apply(core, unit) {
        Ok(committed) => {
            if care == Care::Savepoints {
                core.execute("/* store: release */ RELEASE unit")?;
            }
            return Ok(Ok(committed));
        }
        Err(Refused::Stale(what)) => CommitError::Stale(what),
        Err(Refused::Taken(by)) => CommitError::Taken(by),
        Err(Refused::Engine(error)) => return Err(Halt::Engine(error)),
    };
    match care {
        Care::Savepoints => {
            core.execute("/* store: undo */ ROLLBACK TO unit")?;
            core.execute("/* store: release */ RELEASE unit")?;
        }
        Care::Bare if core.conn.total_changes() != before => return Err(Halt::Untidy),
        Care::Bare => {}
    }
    Ok(Err(refusal))
}

/// What only reads comes first, then what is most often refused.
fn apply(core: &Core, unit: &Unit) -> Result<Committed, Refused> {
    let conn: &Connection = &core.conn;
    for check in &unit.rests_on {
        book::check(conn, check)?;
    }
    let known = unit.case.as_ref().map(|write| cases::known(conn, write)).transpose()?;
    for write in &unit.slips {
        slips::write(conn, write)?;
    }
    // Before the case, whose new wake time must survive the end of the old one.
    for settle in &unit.settles {
        work::settle(conn, settle)?;
    }
    let mut moved = None;
    if let (Some(write), Some(known)) = (&unit.case, known) {
        moved = Some((write.id, cases::write(core, write, known)?));
    }
    for write in &unit.book {
        book::write(conn, write)?;
    }
    for one in &unit.evidence {
        evidence::write(conn, one)?;
    }
    for write in &unit.records {
        records::write(conn, write)?;
    }
    for reading in &unit.readings {
        readings::write(conn, reading)?;
    }
    for notice in &unit.notices {
        notices::write(conn, notice, moved)?;
    }
    let work = unit.work.iter().map(|piece| work::add(core, piece)).collect::<Result<_, _>>()?;
    Ok(Committed { work })
}
