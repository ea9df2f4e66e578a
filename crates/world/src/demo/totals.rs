//! Totals of the year before, as another system would have counted them: so that the statistics of a
//! fresh demo show a year and not a day. As invented as its country.

use jiff::ToSpan as _;
use jiff::civil::Date;
use service::registers::import::{MonthTotal, Row, to_import};
use store::ImportRow;

/// How many months.
const MONTHS: u32 = 12;
/// People in ten applications.
const PERSONS_IN_TEN: u64 = 17;

/// The totals of the twelve months before the month of this day: the portal and the app grow, the
/// counter keeps what cannot be served online.
pub(super) fn earlier(today: Date) -> impl Iterator<Item = ImportRow> {
    let first = today.first_of_month();
    (1..=MONTHS)
        .rev()
        .flat_map(move |back| {
            let month = first.saturating_sub(i64::from(back).months());
            let month = format!("{:04}-{:02}", month.year(), month.month());
            let passed = u64::from(MONTHS - back);
            let swing = [0, 60, 110, 40, 90, 150, 120, 200, 260, 180, 90, 30];
            let swing =
                swing.get(usize::try_from(passed).unwrap_or_default()).copied().unwrap_or(0);
            let counts = [
                ("portal", 1_900 + 45 * passed + 2 * swing),
                ("mobile", 1_300 + 85 * passed + 3 * swing),
                ("kiosk", 260 + 6 * passed),
                ("counter", 720 - 40 * passed.min(11)),
            ];
            counts.map(|(channel, services)| {
                let persons = services * PERSONS_IN_TEN / 10;
                let channel = channel.to_owned();
                Row::Total(MonthTotal { month: month.clone(), channel, services, persons })
            })
        })
        .filter_map(to_import)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_in_four_channels() {
        let rows: Vec<ImportRow> = earlier(jiff::civil::date(2026, 1, 31)).collect();
        assert_eq!(rows.len(), 48);
        let text = format!("{rows:?}");
        assert!(text.contains("2025-01") && text.contains("2025-12") && !text.contains("2026-01"));
    }
}
