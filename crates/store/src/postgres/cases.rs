//! Cases: their state, journal, names, claims and wake times.

use residence::names::{CaseId, CaseNumber, Iin};
use tokio_postgres::Row;

use super::call::person;
use super::line::Session;
use crate::{CaseKey, CaseQuery, CaseWrite, Claims, JournalRow, StoredCase};

type Asked<T> = Result<T, tokio_postgres::Error>;

pub(super) async fn load(session: &Session, id: CaseId) -> Asked<Option<StoredCase>> {
    let sql = session
        .prepare("/* store: load_case */ SELECT id, version, body FROM cases WHERE number = $1 AND id = $2")
        .await?;
    let row = session.client.query_opt(&sql, &[&id.number().as_str(), &bytes(id)]).await?;
    Ok(row.as_ref().map(stored))
}

pub(super) fn bytes(id: CaseId) -> Vec<u8> {
    id.to_bytes().to_vec()
}

fn stored(row: &Row) -> StoredCase {
    StoredCase { id: case_id(row.get(0)), version: version(row.get(1)), body: row.get(2) }
}

/// The id of a case in its column.
pub(super) fn case_id(bytes: &[u8]) -> CaseId {
    CaseId::from_bytes(bytes.try_into().unwrap_or_default())
}

/// A version or place in its column.
pub(super) fn version(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

/// A time in its column.
pub(super) fn time(micros: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(micros).unwrap_or_default()
}

pub(super) async fn journal(session: &Session, id: CaseId) -> Asked<Vec<JournalRow>> {
    let sql = session
        .prepare(
            "/* store: journal */ SELECT seq, at, event, journal.lines FROM cases
             JOIN journal ON journal.month = cases.month AND case_no = no
             WHERE number = $1 AND id = $2 ORDER BY seq",
        )
        .await?;
    let rows = session.client.query(&sql, &[&id.number().as_str(), &bytes(id)]).await?;
    let line = |row: Row| JournalRow {
        seq: version(row.get(0)),
        at: time(row.get(1)),
        event: row.get(2),
        lines: row.get(3),
    };
    Ok(rows.into_iter().map(line).collect())
}

pub(super) async fn find(session: &Session, query: &CaseQuery) -> Asked<Vec<StoredCase>> {
    let (client, limit) = (&session.client, i64::try_from(query.limit).unwrap_or(i64::MAX));
    let before = match query.before {
        None => i64::MAX,
        Some(id) => {
            let sql = session
                .prepare("/* store: case_no */ SELECT no FROM cases WHERE number = $1 AND id = $2")
                .await?;
            match client.query_opt(&sql, &[&id.number().as_str(), &bytes(id)]).await? {
                Some(row) => row.get(0),
                // A cursor that points nowhere ends the list.
                None => return Ok(Vec::new()),
            }
        }
    };
    let rows = match code(query.key) {
        None => {
            let sql = session
                .prepare(
                    "/* store: case_by_number */ SELECT id, version, body FROM cases
                     WHERE number = $1 AND no < $2 LIMIT $3",
                )
                .await?;
            client.query(&sql, &[&query.value, &before, &limit]).await?
        }
        Some(code) => {
            let sql = session
                .prepare(
                    "/* store: cases_by_key */ SELECT id, version, body
                     FROM case_keys AS k JOIN cases ON no = k.case_no
                     WHERE k.kind = $1 AND k.value = $2 AND k.case_no < $3
                     ORDER BY k.case_no DESC LIMIT $4",
                )
                .await?;
            client.query(&sql, &[&code, &query.value, &before, &limit]).await?
        }
    };
    Ok(rows.iter().map(stored).collect())
}

/// The kind in `case_keys`; the number is a column of the case itself.
pub(super) const fn code(key: CaseKey) -> Option<i16> {
    match key {
        CaseKey::Applicant => Some(1),
        CaseKey::Subject => Some(2),
        CaseKey::Asked => Some(3),
        CaseKey::AskedPhone => Some(4),
        CaseKey::Number => None,
    }
}

/// Who holds one of these subjects, other than the case itself.
pub(super) async fn holder(
    session: &Session,
    write: &CaseWrite,
) -> Asked<Option<(Iin, CaseNumber)>> {
    let Claims::Take(subjects) = &write.claims else { return Ok(None) };
    let sql = session
        .prepare(
            "/* store: holder */ SELECT iin, number FROM claims JOIN cases ON no = case_no
             JOIN unnest($1::bigint[]) WITH ORDINALITY AS t(subject, place) ON iin = subject
             WHERE number <> $2 ORDER BY place LIMIT 1",
        )
        .await?;
    let subjects: Vec<i64> = subjects.iter().map(|iin| person(*iin)).collect();
    let row = session.client.query_opt(&sql, &[&subjects, &write.id.number().as_str()]).await?;
    Ok(row.and_then(|row| {
        let iin = format!("{:012}", row.get::<_, i64>(0)).parse().ok()?;
        Some((iin, row.get::<_, &str>(1).parse().ok()?))
    }))
}
