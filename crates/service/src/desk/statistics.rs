//! What the service has done, for everybody to see.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use residence::law::{beginning, day};
use store::{Figures, Name, Percentiles, RegisterKind, RegisterQuery, ServiceCount, SpanFigures};

use super::Refusal;
use crate::app::App;

/// Figures over a span of days.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// The first day.
    pub from: Date,
    /// The last day, inclusive.
    pub to: Date,
    /// What this service counted.
    pub figures: Figures,
    /// Totals of earlier periods that other systems counted: month, channel, services, persons.
    pub earlier: Vec<EarlierTotal>,
    /// The same month by month, from the first in which there was anything to the last.
    pub months: Vec<Month>,
}

/// Figures of one calendar month in Asia/Almaty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// `YYYY-MM`.
    pub month: String,
    /// What this service counted, by the day of signing.
    pub services: Vec<ServiceCount>,
    /// Time from signature to decision, everything included, in milliseconds.
    pub to_decision: Percentiles,
    /// The same without the wait for people.
    pub without_wait: Percentiles,
    /// What other systems counted.
    pub earlier: Vec<EarlierTotal>,
}

/// An imported total of one month and channel.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct EarlierTotal {
    /// `YYYY-MM`.
    pub month: String,
    /// As in the interface.
    pub channel: String,
    /// Applications.
    pub services: u64,
    /// People.
    pub persons: u64,
}

impl App {
    /// Figures from the first to the last of these days; without them, from the beginning of the
    /// year to today.
    ///
    /// # Errors
    /// The store failed.
    pub async fn statistics(
        &self,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Statistics, Refusal> {
        let today = day(self.now());
        let to = to.unwrap_or(today);
        let from = from.unwrap_or_else(|| to.first_of_year());
        let figures = self.store.figures(&bounds(from, to, today)).await?;
        let query = RegisterQuery { kind: RegisterKind::Totals, name: Name::All };
        let rows = self.store.register(&query).await?;
        let earlier = rows.iter().filter_map(|row| serde_json::from_str(row).ok());
        let within = month_of(from)..=month_of(to);
        let earlier: Vec<EarlierTotal> =
            earlier.filter(|total: &EarlierTotal| within.contains(&total.month)).collect();
        let months = months(&figures.spans, &earlier);
        Ok(Statistics { from, to, figures, earlier, months })
    }
}

fn month_of(date: Date) -> String {
    date.strftime("%Y-%m").to_string()
}

/// The first moments of the first day, of every month after it until this one, and of the day after
/// the last. Nothing has been signed in a month to come.
fn bounds(from: Date, to: Date, today: Date) -> Vec<Timestamp> {
    let end = to.tomorrow().unwrap_or(to);
    let next = |first: &Date| first.checked_add(Span::new().months(1)).ok();
    let firsts = std::iter::successors(Some(from.first_of_month()), next).skip(1);
    let firsts = firsts.take_while(|first| *first < end && *first <= today);
    [from].into_iter().chain(firsts).chain([end]).map(beginning).collect()
}

/// What was counted in each month, with empty months in between.
fn months(spans: &[SpanFigures], earlier: &[EarlierTotal]) -> Vec<Month> {
    let mut months: BTreeMap<Date, Month> = BTreeMap::new();
    for span in spans {
        let SpanFigures { from, services, to_decision, without_wait } = span.clone();
        let first = day(from).first_of_month();
        let month = Month { services, to_decision, without_wait, ..Month::default() };
        months.insert(first, month);
    }
    for total in earlier {
        // The import takes nothing else for a month.
        let Ok(first) = format!("{}-01", total.month).parse() else { continue };
        months.entry(first).or_default().earlier.push(total.clone());
    }
    let ends = months.keys().next().copied().zip(months.keys().next_back().copied());
    let Some((mut first, last)) = ends else { return Vec::new() };
    while first < last {
        first = first.saturating_add(Span::new().months(1));
        months.entry(first).or_default();
    }
    let named = |(first, month)| Month { month: month_of(first), ..month };
    months.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(bounds: &[Timestamp]) -> Vec<String> {
        bounds.iter().map(|bound| day(*bound).to_string()).collect()
    }

    #[test]
    fn months_begin_where_the_almanac_says() {
        let today = date(2026, 2, 10);
        for (from, to, expected) in [
            (date(2026, 1, 1), date(2026, 1, 31), vec!["2026-01-01", "2026-02-01"]),
            (
                date(2025, 12, 31),
                date(2026, 2, 1),
                vec!["2025-12-31", "2026-01-01", "2026-02-01", "2026-02-02"],
            ),
            (date(2026, 2, 10), date(2026, 2, 10), vec!["2026-02-10", "2026-02-11"]),
            (date(2026, 1, 15), date(9000, 1, 1), vec!["2026-01-15", "2026-02-01", "9000-01-02"]),
            (date(2030, 1, 1), date(2026, 2, 10), vec!["2030-01-01", "2026-02-11"]),
        ] {
            assert_eq!(days(&bounds(from, to, today)), expected, "{from} {to}");
        }
        let micros = beginning(date(2026, 2, 1)).to_string();
        assert_eq!(micros, "2026-01-31T19:00:00Z", "by the clock of Almaty");
    }

    #[test]
    fn earlier_totals_stand_in_their_months() {
        let total = |month: &str| EarlierTotal {
            month: month.to_owned(),
            channel: "counter".to_owned(),
            services: 1,
            persons: 2,
        };
        let span = SpanFigures {
            from: "2026-01-31T19:00:00Z".parse().unwrap(),
            services: Vec::new(),
            to_decision: Percentiles { median: Some(1), p95: Some(2) },
            without_wait: Percentiles::default(),
        };
        assert_eq!(months(&[], &[]), []);
        let found = months(&[span], &[total("2025-12"), total("2026-02"), total("soon")]);
        let names: Vec<_> = found.iter().map(|month| month.month.as_str()).collect();
        assert_eq!(names, ["2025-12", "2026-01", "2026-02"]);
        assert_eq!(found[1], Month { month: "2026-01".to_owned(), ..Month::default() });
        assert_eq!((found[2].to_decision.p95, found[2].earlier.len()), (Some(2), 1));
    }
}
