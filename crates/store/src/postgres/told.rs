//! What people were told, and signatures that were accepted.

use tokio_postgres::Row;

use super::call::{Call, column, count, micros, number, person};
use super::cases::{case_id, time, version};
use super::line::Session;
use crate::{Evidence, NoticePage, NoticeQuery, NoticeWrite, StoredNotice};

type Asked<T> = Result<T, tokio_postgres::Error>;

/// Notices of a wave, each under the next number of its reader.
pub(super) fn notices<'u>(notices: impl Iterator<Item = &'u NoticeWrite>) -> Option<Call<'u>> {
    let notices: Vec<_> = notices.collect();
    let all = || notices.clone().into_iter();
    (!notices.is_empty()).then(|| Call {
        sql: "/* store: notices */ WITH told AS MATERIALIZED (
                SELECT t.iin, t.at, t.body, t.place, t.number IS NULL OR no IS NOT NULL AS known, no,
                  row_number() OVER (PARTITION BY t.iin ORDER BY place) AS turn,
                  count(*) OVER (PARTITION BY t.iin) AS turns
                FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bytea[], $5::text[])
                  WITH ORDINALITY AS t(iin, at, number, id, body, place)
                LEFT JOIN cases ON cases.number = t.number AND cases.id = t.id),
              counted AS (INSERT INTO notice_counts (iin, last)
                SELECT iin, count(*) FROM told GROUP BY iin ORDER BY iin
                ON CONFLICT (iin) DO UPDATE SET last = notice_counts.last + excluded.last
                RETURNING iin, last),
              kept AS (INSERT INTO notices (iin, number, at, case_no, body)
                SELECT told.iin, last - turns + turn, at, no, body
                FROM told JOIN counted USING (iin))
              SELECT tirkeu_demand(bool_and(known), 'stale case') FROM told",
        values: vec![
            column(all().map(|notice| person(notice.to))),
            column(all().map(|notice| micros(notice.at))),
            column(all().map(|notice| notice.case.map(|id| id.number().to_string()))),
            column(all().map(|notice| notice.case.map(|id| id.to_bytes().to_vec()))),
            column(all().map(|notice| notice.body.as_str())),
        ],
    })
}

/// Notices and the newest number: one statement, so one moment.
pub(super) async fn page(session: &Session, query: NoticeQuery) -> Asked<NoticePage> {
    let sql = session
        .prepare(
            "/* store: notice_page */ SELECT newest.last, n.number, n.at, cases.id, n.body
             FROM (SELECT coalesce((SELECT last FROM notice_counts WHERE iin = $1), 0) AS last)
               AS newest
             LEFT JOIN LATERAL (SELECT * FROM notices WHERE iin = $1 AND number < $2
               ORDER BY number DESC LIMIT $3) AS n ON true
             LEFT JOIN cases ON no = n.case_no ORDER BY n.number DESC",
        )
        .await?;
    let before = number(query.before.unwrap_or(u64::MAX));
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
    let rows = session.client.query(&sql, &[&person(query.of), &before, &limit]).await?;
    let notice = |row: &Row| {
        Some(StoredNotice {
            number: version(row.get::<_, Option<i64>>(1)?),
            at: time(row.get(2)),
            case: row.get::<_, Option<&[u8]>>(3).map(case_id),
            body: row.get(4),
        })
    };
    Ok(NoticePage {
        newest: rows.first().map_or(0, |row| version(row.get(0))),
        notices: rows.iter().filter_map(notice).collect(),
    })
}

/// Signatures of a wave, each accepted once.
pub(super) fn evidence<'u>(evidence: impl Iterator<Item = &'u Evidence>) -> Option<Call<'u>> {
    let mut evidence: Vec<_> = evidence.collect();
    evidence.sort_unstable_by_key(|one| one.id);
    let all = || evidence.clone().into_iter();
    (!evidence.is_empty()).then(|| Call {
        sql: "/* store: evidence */ WITH kept AS (
                INSERT INTO evidence (id, signature, at, iin, case_id, body)
                SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[],
                  $5::bytea[], $6::text[])
                ON CONFLICT DO NOTHING RETURNING 1)
              SELECT tirkeu_demand(count(*) = $7, 'taken signature') FROM kept",
        values: vec![
            column(all().map(|one| one.id.to_vec())),
            column(all().map(|one| one.signature.to_vec())),
            column(all().map(|one| micros(one.at))),
            column(all().map(|one| person(one.by))),
            column(all().map(|one| one.case.map(|id| id.to_bytes().to_vec()))),
            column(all().map(|one| one.body.as_str())),
            count(evidence.len()),
        ],
    })
}

pub(super) async fn find(session: &Session, id: [u8; 32]) -> Asked<Option<Evidence>> {
    let sql = session
        .prepare(
            "/* store: find_evidence */ SELECT id, signature, at, iin, case_id, body FROM evidence
             WHERE id = $1",
        )
        .await?;
    let row = session.client.query_opt(&sql, &[&id.to_vec()]).await?;
    Ok(row.and_then(|row| {
        Some(Evidence {
            id: row.get::<_, &[u8]>(0).try_into().ok()?,
            signature: row.get::<_, &[u8]>(1).try_into().ok()?,
            at: time(row.get(2)),
            by: format!("{:012}", row.get::<_, i64>(3)).parse().ok()?,
            case: row.get::<_, Option<&[u8]>>(4).map(case_id),
            body: row.get(5),
        })
    }))
}
