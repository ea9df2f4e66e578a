//! Work: born, leased, settled.

use jiff::Timestamp;
use tokio_postgres::Row;

use super::call::{Call, column, count, micros};
use super::cases::{case_id, time, version};
use super::ids::Ids;
use super::line::Session;
use crate::{NewWork, QueueState, Settle, Settled, Work, WorkId};

type Asked<T> = Result<T, tokio_postgres::Error>;

/// New work of a wave, and the ids it gets; in one order on every node, as the key is unique.
pub(super) fn add<'u>(
    pieces: impl Iterator<Item = &'u NewWork>,
    ids: &mut Ids,
) -> (Option<Call<'u>>, Vec<WorkId>) {
    let mut rows: Vec<(i64, &NewWork)> = pieces.map(|piece| (ids.next(), piece)).collect();
    let made = rows.iter().map(|(id, _)| WorkId(*id)).collect();
    if rows.is_empty() {
        return (None, made);
    }
    rows.sort_unstable_by(|(_, one), (_, other)| one.key.cmp(&other.key));
    let pieces = || rows.iter().map(|(_, piece)| *piece);
    let values = vec![
        column(rows.iter().map(|(id, _)| *id)),
        column(pieces().map(|piece| piece.kind)),
        column(pieces().map(|piece| piece.key.as_str())),
        column(pieces().map(|piece| piece.case.map(|id| id.to_bytes().to_vec()))),
        column(pieces().map(|piece| micros(piece.due))),
        column(pieces().map(|piece| piece.held_until.map(micros))),
        column(pieces().map(|piece| piece.body.as_str())),
        count(rows.len()),
    ];
    let sql = "/* store: add_work */ WITH added AS (
          INSERT INTO work (id, kind, key, case_id, due, held_until, attempt, body)
          SELECT id, kind, key, case_id, due, held_until, (held_until IS NOT NULL)::integer, body
          FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::bigint[],
            $6::bigint[], $7::text[]) AS w(id, kind, key, case_id, due, held_until, body)
          ON CONFLICT (key) DO NOTHING RETURNING 1)
        SELECT tirkeu_demand(count(*) = $8, 'taken work') FROM added";
    (Some(Call { sql, values }), made)
}

/// What of the work is done with, in a step.
pub(super) fn settle<'u>(settles: &[&'u Settle]) -> Vec<Call<'u>> {
    let mut settles = settles.to_vec();
    settles.sort_unstable_by_key(|settle| settle.id);
    let (done, again): (Vec<&Settle>, Vec<&Settle>) =
        settles.into_iter().partition(|settle| settle.how == Settled::Done);
    let attempt = |settle: &&Settle| i32::try_from(settle.attempt).unwrap_or(i32::MAX);
    let mut calls = Vec::new();
    if !done.is_empty() {
        let values = vec![
            column(done.iter().map(|settle| settle.id.0)),
            column(done.iter().map(attempt)),
            count(done.len()),
        ];
        let sql = "/* store: done */ WITH done AS (DELETE FROM work
              USING unnest($1::bigint[], $2::integer[]) AS s(id, attempt)
              WHERE work.id = s.id AND work.attempt = s.attempt RETURNING 1)
            SELECT tirkeu_demand(count(*) = $3, 'stale work') FROM done";
        calls.push(Call { sql, values });
    }
    if !again.is_empty() {
        let how = |settle: &&'u Settle| match &settle.how {
            Settled::Again { after, why } => (micros(*after), why.as_str()),
            Settled::Done => (0, ""),
        };
        let values = vec![
            column(again.iter().map(|settle| settle.id.0)),
            column(again.iter().map(attempt)),
            column(again.iter().map(|settle| how(settle).0)),
            column(again.iter().map(|settle| how(settle).1.to_owned())),
            count(again.len()),
        ];
        let sql = "/* store: again */ WITH again AS (UPDATE work SET held_until = s.after,
                last_error = s.why
              FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::text[])
                AS s(id, attempt, after, why)
              WHERE work.id = s.id AND work.attempt = s.attempt RETURNING 1)
            SELECT tirkeu_demand(count(*) = $5, 'stale work') FROM again";
        calls.push(Call { sql, values });
    }
    calls
}

/// Takes due work that nobody holds; what another node is taking at this moment is passed over. What
/// was tried again has waited since its last try: it does not always go first.
pub(super) async fn lease(
    session: &Session,
    now: Timestamp,
    until: Timestamp,
    limit: usize,
) -> Asked<Vec<Work>> {
    let sql = session
        .prepare(
            "/* store: lease */ WITH due AS (SELECT id,
                greatest(due, coalesce(held_until, due)) AS since FROM work
                WHERE greatest(due, coalesce(held_until, due)) <= $1
                ORDER BY greatest(due, coalesce(held_until, due)), id LIMIT $3
                FOR UPDATE SKIP LOCKED)
             UPDATE work SET held_until = $2, attempt = attempt + 1 FROM due
             WHERE work.id = due.id
             RETURNING work.id, attempt, kind, key, case_id, body, due, since",
        )
        .await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = session.client.query(&sql, &[&micros(now), &micros(until), &limit]).await?;
    let mut leased: Vec<(i64, Work)> = rows.iter().map(|row| (row.get(7), piece(row))).collect();
    leased.sort_unstable_by_key(|(since, piece)| (*since, piece.id));
    Ok(leased.into_iter().map(|(_, piece)| piece).collect())
}

fn piece(row: &Row) -> Work {
    Work {
        id: WorkId(row.get(0)),
        attempt: u32::try_from(row.get::<_, i32>(1)).unwrap_or_default(),
        kind: row.get(2),
        key: row.get(3),
        case: row.get::<_, Option<&[u8]>>(4).map(case_id),
        body: row.get(5),
        due: time(row.get(6)),
    }
}

pub(super) async fn queue(session: &Session) -> Asked<QueueState> {
    let sql = session
        .prepare(
            "/* store: queue */ SELECT
             (SELECT min(greatest(due, coalesce(held_until, due))) FROM work),
             (SELECT min(due) FROM work WHERE kind = 'incoming'),
             (SELECT count(*) FROM work)",
        )
        .await?;
    let row = session.client.query_one(&sql, &[]).await?;
    Ok(QueueState {
        next_due: row.get::<_, Option<i64>>(0).map(time),
        oldest_incoming: row.get::<_, Option<i64>>(1).map(time),
        pieces: version(row.get(2)),
    })
}
