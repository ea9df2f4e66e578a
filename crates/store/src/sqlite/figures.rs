//! Statistics, counted where the columns are.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::value::{Count, Micros};
use crate::{Figures, Percentiles, ServiceCount};

pub(super) fn figures(
    conn: &Connection,
    from: Timestamp,
    to: Timestamp,
) -> rusqlite::Result<Figures> {
    let span = Span { conn, from, to };
    // One transaction, so that all the figures are of the same moment.
    let moment = conn.unchecked_transaction()?;
    let figures = Figures {
        services: span.rows(
            "/* store: services */ SELECT channel, status, count(*), sum(persons) FROM cases
             WHERE signed_at >= ?1 AND signed_at < ?2 GROUP BY channel, status ORDER BY 1, 2",
            |row| {
                let (Count(services), Count(persons)) = (row.get(2)?, row.get(3)?);
                Ok(ServiceCount { channel: row.get(0)?, status: row.get(1)?, services, persons })
            },
        )?,
        grounds: span.rows(
            "/* store: grounds */ SELECT g.value, count(DISTINCT no)
             FROM cases CROSS JOIN json_each(grounds) AS g
             WHERE signed_at >= ?1 AND signed_at < ?2 GROUP BY 1 ORDER BY 1",
            |row| Ok((row.get(0)?, row.get::<_, Count>(1)?.0)),
        )?,
        regions: span.rows(
            "/* store: regions */ SELECT region, count(*), sum(persons) FROM cases
             WHERE signed_at >= ?1 AND signed_at < ?2 AND status = 'registered'
             GROUP BY region ORDER BY 1",
            |row| Ok((row.get(0)?, row.get::<_, Count>(1)?.0, row.get::<_, Count>(2)?.0)),
        )?,
        to_decision: span.percentiles(
            "/* store: to_decision */ SELECT max(0, (decided_at - signed_at) / 1000) AS ms
             FROM cases WHERE signed_at >= ?1 AND signed_at < ?2 AND decided_at IS NOT NULL
             ORDER BY ms",
        )?,
        without_wait: span.percentiles(
            "/* store: without_wait */ SELECT max(0, (decided_at - signed_at) / 1000 - waited_ms)
             AS ms FROM cases WHERE signed_at >= ?1 AND signed_at < ?2 AND decided_at IS NOT NULL
             ORDER BY ms",
        )?,
    };
    moment.commit()?;
    Ok(figures)
}

/// Applications signed in `[from, to)`.
struct Span<'c> {
    conn: &'c Connection,
    from: Timestamp,
    to: Timestamp,
}

impl Span<'_> {
    fn rows<T>(
        &self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let mut statement = self.conn.prepare(sql)?;
        statement.query_map(params![Micros(self.from), Micros(self.to)], read)?.collect()
    }

    /// Nearest rank: the smallest value that so many of a hundred do not exceed.
    fn percentiles(&self, sql: &str) -> rusqlite::Result<Percentiles> {
        let sorted = self.rows(sql, |row| Ok(row.get::<_, Count>(0)?.0))?;
        let rank = |of_100: usize| {
            let place = (sorted.len() * of_100).div_ceil(100).checked_sub(1)?;
            sorted.get(place).copied()
        };
        Ok(Percentiles { median: rank(50), p95: rank(95) })
    }
}
