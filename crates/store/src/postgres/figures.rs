//! Statistics, counted where the columns are.

use jiff::Timestamp;
use tokio_postgres::{Client, Row};

use super::cases::{time, version};
use crate::{Figures, Percentiles, ServiceCount, SpanFigures};

type Asked<T> = Result<T, tokio_postgres::Error>;

/// Counts on a connection of its own, so that all the figures are of the same moment.
pub(super) async fn figures(client: &Client, bounds: &[Timestamp]) -> Asked<Figures> {
    let micros: Vec<i64> = bounds.iter().map(|bound| bound.as_microsecond()).collect();
    let (Some(from), Some(to)) = (micros.first(), micros.last()) else {
        return Ok(Figures::default());
    };
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let figures = Figures {
        services: services(client, from, to).await?,
        grounds: rows(client, GROUNDS, from, to, |row| (row.get(0), version(row.get(1)))).await?,
        regions: rows(client, REGIONS, from, to, |row| {
            (row.get(0), version(row.get(1)), version(row.get(2)))
        })
        .await?,
        to_decision: Percentiles::default(),
        without_wait: Percentiles::default(),
        spans: spans(client, &micros, from, to).await?,
    };
    let (to_decision, without_wait) = match client.query(TIMES, &[from, to]).await?.first() {
        Some(row) => (percentiles(row, 0), percentiles(row, 2)),
        None => Default::default(),
    };
    client.batch_execute("COMMIT").await?;
    Ok(Figures { to_decision, without_wait, ..figures })
}

const GROUNDS: &str = "/* store: grounds */ SELECT rule, count(DISTINCT no)
    FROM cases, unnest(grounds) AS g(rule)
    WHERE signed_at >= $1 AND signed_at < $2 GROUP BY rule ORDER BY rule COLLATE \"C\"";

const REGIONS: &str =
    "/* store: regions */ SELECT region, count(*), sum(persons)::bigint FROM cases
    WHERE signed_at >= $1 AND signed_at < $2 AND status = 'registered'
    GROUP BY region ORDER BY region COLLATE \"C\"";

const SERVICES: &str =
    "/* store: services */ SELECT channel, status, count(*), sum(persons)::bigint
    FROM cases WHERE signed_at >= $1 AND signed_at < $2
    GROUP BY channel, status ORDER BY channel COLLATE \"C\", status COLLATE \"C\"";

/// Nearest rank: the smallest value that so many of a hundred do not exceed.
macro_rules! times {
    () => {
        "percentile_disc(0.5) WITHIN GROUP (ORDER BY whole),
         percentile_disc(0.95) WITHIN GROUP (ORDER BY whole),
         percentile_disc(0.5) WITHIN GROUP (ORDER BY alone),
         percentile_disc(0.95) WITHIN GROUP (ORDER BY alone)
         FROM (SELECT signed_at, greatest(0, (decided_at - signed_at) / 1000) AS whole,
           greatest(0, (decided_at - signed_at) / 1000 - waited_ms) AS alone
           FROM cases WHERE signed_at >= $1 AND signed_at < $2 AND decided_at IS NOT NULL) AS decided"
    };
}

const TIMES: &str = concat!("/* store: times */ SELECT ", times!());

const SPAN_TIMES: &str = concat!(
    "/* store: span_times */ SELECT width_bucket(signed_at, $3::bigint[]), ",
    times!(),
    " GROUP BY 1"
);

const SPANS: &str =
    "/* store: spans */ SELECT width_bucket(signed_at, $3::bigint[]), channel, status,
    count(*), sum(persons)::bigint FROM cases WHERE signed_at >= $1 AND signed_at < $2
    GROUP BY 1, 2, 3 ORDER BY 1, channel COLLATE \"C\", status COLLATE \"C\"";

async fn rows<T>(
    client: &Client,
    sql: &str,
    from: &i64,
    to: &i64,
    read: impl Fn(&Row) -> T,
) -> Asked<Vec<T>> {
    Ok(client.query(sql, &[from, to]).await?.iter().map(read).collect())
}

async fn services(client: &Client, from: &i64, to: &i64) -> Asked<Vec<ServiceCount>> {
    rows(client, SERVICES, from, to, |row| service(row, 0)).await
}

fn service(row: &Row, first: usize) -> ServiceCount {
    ServiceCount {
        channel: row.get(first),
        status: row.get(first + 1),
        services: version(row.get(first + 2)),
        persons: version(row.get(first + 3)),
    }
}

fn percentiles(row: &Row, first: usize) -> Percentiles {
    let rank = |place: usize| row.get::<_, Option<i64>>(place).map(version);
    Percentiles { median: rank(first), p95: rank(first + 1) }
}

/// The spans in which something was signed.
async fn spans(client: &Client, bounds: &[i64], from: &i64, to: &i64) -> Asked<Vec<SpanFigures>> {
    let bounds_column = bounds.to_vec();
    let mut spans: Vec<(i32, SpanFigures)> = Vec::new();
    for row in client.query(SPANS, &[from, to, &bounds_column]).await? {
        let bucket: i32 = row.get(0);
        if spans.last().is_none_or(|(last, _)| *last != bucket) {
            let place = usize::try_from(bucket - 1).unwrap_or_default();
            let from = bounds.get(place).copied().unwrap_or_default();
            let span = SpanFigures {
                from: time(from),
                services: Vec::new(),
                to_decision: Percentiles::default(),
                without_wait: Percentiles::default(),
            };
            spans.push((bucket, span));
        }
        if let Some((_, span)) = spans.last_mut() {
            span.services.push(service(&row, 1));
        }
    }
    for row in client.query(SPAN_TIMES, &[from, to, &bounds_column]).await? {
        let bucket: i32 = row.get(0);
        if let Some((_, span)) = spans.iter_mut().find(|(other, _)| *other == bucket) {
            span.to_decision = percentiles(&row, 1);
            span.without_wait = percentiles(&row, 3);
        }
    }
    Ok(spans.into_iter().map(|(_, span)| span).collect())
}
