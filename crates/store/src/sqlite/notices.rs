//! What people are told, numbered for each of them.

use residence::names::CaseId;
use rusqlite::{Connection, Row, params};

use super::cases::number_of;
use super::unit::Refused;
use super::value::{Count, Micros, limit, of_person};
use crate::{NoticePage, NoticeQuery, NoticeWrite, StoredNotice};

/// Keeps a notice under the next number of its reader; `case` is the place of the case it is about
/// where that is known already.
pub(super) fn write(
    conn: &Connection,
    notice: &NoticeWrite,
    case: Option<(CaseId, i64)>,
) -> Result<(), Refused> {
    let case_no = match (notice.case, case) {
        (None, _) => None,
        (Some(id), Some((moved, no))) if id == moved => Some(no),
        (Some(id), _) => Some(number_of(conn, id)?.ok_or(Refused::Stale("case"))?),
    };
    let mut statement = conn.prepare_cached(
        "/* store: notice */ INSERT INTO notices (iin, number, at, case_no, body)
         VALUES (?1, (SELECT coalesce(max(number),
         (SELECT number FROM notices_gone WHERE iin = ?1), 0) + 1 FROM notices WHERE iin = ?1),
         ?2, ?3, ?4)",
    )?;
    statement.execute(params![of_person(notice.to), Micros(notice.at), case_no, notice.body])?;
    Ok(())
}

pub(super) fn page(conn: &Connection, query: NoticeQuery) -> rusqlite::Result<NoticePage> {
    // One transaction, so that the notices and the newest number are of the same moment.
    let moment = conn.unchecked_transaction()?;
    let newest = conn
        .prepare_cached(
            "/* store: newest_notice */ SELECT coalesce(max(number),
             (SELECT number FROM notices_gone WHERE iin = ?1), 0) FROM notices WHERE iin = ?1",
        )?
        .query_row([of_person(query.of)], |row| row.get::<_, Count>(0))?
        .0;
    let notices = if query.limit == 0 { Vec::new() } else { below(conn, query)? };
    moment.commit()?;
    Ok(NoticePage { notices, newest })
}

fn below(conn: &Connection, query: NoticeQuery) -> rusqlite::Result<Vec<StoredNotice>> {
    let mut statement = conn.prepare_cached(
        "/* store: notices */ SELECT n.number, at, id, n.body FROM notices AS n
         LEFT JOIN cases ON no = case_no
         WHERE iin = ?1 AND n.number < ?2 ORDER BY n.number DESC LIMIT ?3",
    )?;
    let before = Count(query.before.unwrap_or(u64::MAX));
    let rows =
        statement.query_map(params![of_person(query.of), before, limit(query.limit)], notice)?;
    rows.collect()
}

fn notice(row: &Row<'_>) -> rusqlite::Result<StoredNotice> {
    Ok(StoredNotice {
        number: row.get::<_, Count>(0)?.0,
        at: row.get::<_, Micros>(1)?.0,
        case: row.get::<_, Option<[u8; 16]>>(2)?.map(CaseId::from_bytes),
        body: row.get(3)?,
    })
}
