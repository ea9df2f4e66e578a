//! Statistics, counted where the columns are.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::value::Count;
use crate::{Figures, Percentiles, ServiceCount, SpanFigures};

pub(super) fn figures(conn: &Connection, bounds: &[Timestamp]) -> rusqlite::Result<Figures> {
    let micros: Vec<i64> = bounds.iter().map(|bound| bound.as_microsecond()).collect();
    let (Some(from), Some(to)) = (micros.first(), micros.last()) else {
        return Ok(Figures::default());
    };
    let whole = Span { conn, from: *from, to: *to };
    // One transaction, so that all the figures are of the same moment.
    let moment = conn.unchecked_transaction()?;
    let mut times = Times::default();
    let spans = spans(&whole, &micros, &mut times)?;
    let figures = Figures {
        services: together(&spans),
        grounds: whole.rows(
            "/* store: grounds */ SELECT g.value, count(DISTINCT no)
             FROM cases CROSS JOIN json_each(grounds) AS g
             WHERE signed_at >= ?1 AND signed_at < ?2 GROUP BY 1 ORDER BY 1",
            |row| Ok((row.get(0)?, row.get::<_, Count>(1)?.0)),
        )?,
        regions: whole.rows(
            "/* store: regions */ SELECT region, count(*), sum(persons) FROM cases
             WHERE signed_at >= ?1 AND signed_at < ?2 AND status = 'registered'
             GROUP BY region ORDER BY 1",
            |row| Ok((row.get(0)?, row.get::<_, Count>(1)?.0, row.get::<_, Count>(2)?.0)),
        )?,
        to_decision: percentiles(&mut times.to_decision),
        without_wait: percentiles(&mut times.without_wait),
        spans,
    };
    moment.commit()?;
    Ok(figures)
}

/// The spans in which something was signed: from one to the next, so that no empty one costs
/// anything. The times of all of them are put together in `all`.
fn spans(whole: &Span<'_>, bounds: &[i64], all: &mut Times) -> rusqlite::Result<Vec<SpanFigures>> {
    let mut spans = Vec::new();
    let mut rest = Span { ..*whole };
    while let Some(signed) = rest.first()? {
        let behind = bounds.partition_point(|bound| *bound <= signed);
        let start = behind.checked_sub(1).and_then(|place| bounds.get(place));
        let (Some(from), Some(to)) = (start, bounds.get(behind)) else { break };
        let span = Span { from: *from, to: *to, ..*whole };
        let mut times = span.times()?;
        spans.push(SpanFigures {
            from: Timestamp::from_microsecond(span.from).unwrap_or_default(),
            services: span.services()?,
            to_decision: percentiles(&mut times.to_decision),
            without_wait: percentiles(&mut times.without_wait),
        });
        all.to_decision.append(&mut times.to_decision);
        all.without_wait.append(&mut times.without_wait);
        rest.from = span.to;
    }
    Ok(spans)
}

/// The counts of all spans, by channel and status.
fn together(spans: &[SpanFigures]) -> Vec<ServiceCount> {
    let mut counts: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for count in spans.iter().flat_map(|span| &span.services) {
        let sum = counts.entry((&count.channel, &count.status)).or_default();
        *sum = (sum.0.saturating_add(count.services), sum.1.saturating_add(count.persons));
    }
    let count = |((channel, status), (services, persons)): ((&str, &str), _)| ServiceCount {
        channel: channel.to_owned(),
        status: status.to_owned(),
        services,
        persons,
    };
    counts.into_iter().map(count).collect()
}

/// How long decisions took, in milliseconds.
#[derive(Default)]
struct Times {
    to_decision: Vec<u64>,
    without_wait: Vec<u64>,
}

/// Applications signed in `[from, to)`, in microseconds.
struct Span<'c> {
    conn: &'c Connection,
    from: i64,
    to: i64,
}

impl Span<'_> {
    fn rows<T>(
        &self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        statement.query_map(params![self.from, self.to], read)?.collect()
    }

    /// When the first of them was signed.
    fn first(&self) -> rusqlite::Result<Option<i64>> {
        let mut statement = self.conn.prepare_cached(
            "/* store: first_signed */ SELECT signed_at FROM cases
             WHERE signed_at >= ?1 AND signed_at < ?2 ORDER BY signed_at LIMIT 1",
        )?;
        statement.query_row(params![self.from, self.to], |row| row.get(0)).optional()
    }

    fn services(&self) -> rusqlite::Result<Vec<ServiceCount>> {
        self.rows(
            "/* store: services */ SELECT channel, status, count(*), sum(persons) FROM cases
             WHERE signed_at >= ?1 AND signed_at < ?2 GROUP BY channel, status ORDER BY 1, 2",
            |row| {
                let (Count(services), Count(persons)) = (row.get(2)?, row.get(3)?);
                Ok(ServiceCount { channel: row.get(0)?, status: row.get(1)?, services, persons })
            },
        )
    }

    fn times(&self) -> rusqlite::Result<Times> {
        let both = self.rows(
            "/* store: times */ SELECT max(0, (decided_at - signed_at) / 1000),
             max(0, (decided_at - signed_at) / 1000 - waited_ms)
             FROM cases WHERE signed_at >= ?1 AND signed_at < ?2 AND decided_at IS NOT NULL",
            |row| Ok((row.get::<_, Count>(0)?.0, row.get::<_, Count>(1)?.0)),
        )?;
        let (to_decision, without_wait) = both.into_iter().unzip();
        Ok(Times { to_decision, without_wait })
    }
}

/// Nearest rank: the smallest value that so many of a hundred do not exceed.
fn percentiles(times: &mut [u64]) -> Percentiles {
    times.sort_unstable();
    let rank = |of_100: usize| {
        let place = (times.len() * of_100).div_ceil(100).checked_sub(1)?;
        times.get(place).copied()
    };
    Percentiles { median: rank(50), p95: rank(95) }
}
