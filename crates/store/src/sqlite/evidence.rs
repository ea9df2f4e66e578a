//! Signatures that were accepted.

use residence::names::CaseId;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::unit::Refused;
use super::value::{Micros, Named};
use crate::{Evidence, Taken};

/// Keeps a signature, unless it was accepted before.
pub(super) fn write(conn: &Connection, evidence: &Evidence) -> Result<(), Refused> {
    let mut known = conn.prepare_cached(
        "/* store: known_signature */ SELECT 1 FROM evidence WHERE signature = ?1 OR id = ?2",
    )?;
    if known.exists(params![evidence.signature, evidence.id])? {
        return Err(Refused::Taken(Taken::Signature));
    }
    let mut statement = conn.prepare_cached(
        "/* store: evidence */ INSERT INTO evidence (id, signature, at, iin, case_id, sign_in, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    statement.execute(params![
        evidence.id,
        evidence.signature,
        Micros(evidence.at),
        evidence.by.as_str(),
        evidence.case.map(CaseId::to_bytes),
        evidence.sign_in,
        evidence.body
    ])?;
    Ok(())
}

pub(super) fn find(conn: &Connection, id: [u8; 32]) -> rusqlite::Result<Option<Evidence>> {
    let mut statement = conn.prepare_cached(
        "/* store: find_evidence */ SELECT id, signature, at, iin, case_id, sign_in, body
         FROM evidence
         WHERE id = ?1",
    )?;
    statement.query_row([id], evidence).optional()
}

fn evidence(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    Ok(Evidence {
        id: row.get(0)?,
        signature: row.get(1)?,
        at: row.get::<_, Micros>(2)?.0,
        by: row.get::<_, Named<_>>(3)?.0,
        case: row.get::<_, Option<[u8; 16]>>(4)?.map(CaseId::from_bytes),
        sign_in: row.get(5)?,
        body: row.get(6)?,
    })
}
