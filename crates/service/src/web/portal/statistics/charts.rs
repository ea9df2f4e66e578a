//! The charts of the statistics page: each its figures as a table, which is also its CSV, and its
//! plot where there is something to see.

use super::draw::{self, Drawing, fill, grouped, stroke};
use crate::text::key;
use crate::web::portal::frame::decimal;
use crate::web::portal::visit::Visit;
use crate::web::shape::statistics::{ChannelCount, Durations, Statistics};

/// Channels in the order they are shown; others follow.
const CHANNELS: [&str; 4] = ["portal", "mobile", "kiosk", "counter"];
/// Statuses in the order they are shown.
const OUTCOMES: [&str; 8] = [
    "registered",
    "refused",
    "referred",
    "withdrawn",
    "signed",
    "checking",
    "awaiting_consent",
    "registering",
];

/// A chart.
pub(crate) struct Chart {
    /// Its name in addresses.
    pub(crate) name: &'static str,
    pub(crate) title: String,
    /// What is seen in it, in a sentence.
    pub(crate) about: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) drawings: Vec<Drawing>,
    /// The class and the name of each series.
    pub(crate) legend: Vec<(&'static str, String)>,
    /// Bars beside their names.
    pub(crate) bars: Vec<Bar>,
}

/// A bar: its name, what it says, and its length in per cent of the longest.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) percent: String,
}

/// All charts of the page.
pub(crate) fn charts(visit: &Visit, all: &Statistics) -> Vec<Chart> {
    vec![
        channels(visit, all),
        online(visit, all),
        outcomes(visit, all),
        times(visit, all),
        regions(visit, all),
        grounds(visit, all),
    ]
}

fn chart(visit: &Visit, name: &'static str, head: &[&str]) -> Chart {
    Chart {
        name,
        title: visit.t(&key("chart", name)),
        about: visit.t(&key(&key("chart", name), "about")),
        head: head.iter().map(|text| visit.t(text)).collect(),
        rows: Vec::new(),
        drawings: Vec::new(),
        legend: Vec::new(),
        bars: Vec::new(),
    }
}

fn channel_name(visit: &Visit, channel: &str) -> String {
    let known = key("channel", channel);
    if visit.words().texts.knows(&known) { visit.t(&known) } else { channel.to_owned() }
}

/// `01.26`: a month where there is little room.
fn short_month(month: &str) -> String {
    let (year, month) = month.split_once('-').unwrap_or((month, ""));
    format!("{month}.{}", year.get(2..).unwrap_or_default())
}

fn services(counts: &[ChannelCount], channel: &str) -> u64 {
    counts.iter().filter(|count| count.channel == channel).map(|count| count.services).sum()
}

fn channels(visit: &Visit, all: &Statistics) -> Chart {
    let mut names: Vec<&str> = CHANNELS.to_vec();
    let others = all.channels.iter().map(|count| count.channel.as_str());
    names.extend(others.filter(|name| !CHANNELS.contains(name)));
    names.retain(|name| services(&all.channels, name) > 0);
    let months: Vec<String> = all.months.iter().map(|month| short_month(&month.month)).collect();
    let of = |name: &&str| {
        all.months.iter().map(|month| services(&month.channels, name)).collect::<Vec<u64>>()
    };
    let series: Vec<Vec<u64>> = names.iter().map(of).collect();
    let mut chart = chart(visit, "channels", &["chart-month"]);
    chart.head.extend(names.iter().map(|name| channel_name(visit, name)));
    chart.rows = all
        .months
        .iter()
        .map(|month| {
            let counts = names.iter().map(|name| services(&month.channels, name).to_string());
            std::iter::once(month.month.clone()).chain(counts).collect()
        })
        .collect();
    let legend = names.iter().enumerate();
    chart.legend = legend.map(|(place, name)| (fill(place), channel_name(visit, name))).collect();
    if !months.is_empty() {
        chart.drawings = draw::columns(&months, &series);
    }
    chart
}

fn online(visit: &Visit, all: &Statistics) -> Chart {
    let mut chart = chart(visit, "online", &["chart-month", "chart-share"]);
    let share = |share: Option<f64>| share.map(|share| share * 100.0);
    let text = |share: Option<f64>| share.map_or("–".into(), |share| format!("{share:.1}"));
    let months = all.months.iter();
    chart.rows =
        months.map(|month| vec![month.month.clone(), text(share(month.share_online))]).collect();
    let names: Vec<String> = all.months.iter().map(|month| short_month(&month.month)).collect();
    let values: Vec<_> = all.months.iter().map(|month| share(month.share_online)).collect();
    if !names.is_empty() {
        chart.drawings = draw::lines(&names, &[values], 100.0, &|value| format!("{value:.0} %"));
    }
    chart
}

fn outcomes(visit: &Visit, all: &Statistics) -> Chart {
    let mut chart = chart(visit, "outcomes", &["chart-outcome", "chart-services", "chart-persons"]);
    let known = OUTCOMES
        .iter()
        .filter_map(|status| all.outcomes.iter().find(|count| count.status == *status));
    let counts: Vec<(String, u64, u64)> = known
        .map(|count| (visit.t(&key("status", &count.status)), count.services, count.persons))
        .collect();
    chart.fill_bars(&counts);
    chart
}

fn regions(visit: &Visit, all: &Statistics) -> Chart {
    let mut chart = chart(visit, "regions", &["chart-region", "chart-services", "chart-persons"]);
    let mut counts: Vec<(String, u64, u64)> = all
        .regions
        .iter()
        .map(|count| {
            let name = count.name.clone().unwrap_or_else(|| visit.t("chart-region-unknown"));
            (name, count.services, count.persons)
        })
        .collect();
    counts.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
    chart.fill_bars(&counts);
    chart
}

fn grounds(visit: &Visit, all: &Statistics) -> Chart {
    let mut chart = chart(visit, "grounds", &["chart-ground", "chart-rule", "chart-services"]);
    let mut counts: Vec<(&str, u64)> =
        all.grounds.iter().map(|count| (count.rule.as_str(), count.services)).collect();
    counts.sort_by(|one, other| (other.1, one.0).cmp(&(one.1, other.0)));
    let name = |rule: &str| visit.t(&key("rule", rule));
    chart.rows = counts
        .iter()
        .map(|(rule, services)| vec![name(rule), (*rule).to_owned(), services.to_string()])
        .collect();
    let most = counts.first().map_or(1, |(_, services)| *services);
    let bars = counts.iter().map(|(rule, services)| Bar::new(name(rule), *services, most));
    chart.bars = bars.collect();
    chart
}

fn times(visit: &Visit, all: &Statistics) -> Chart {
    let head =
        ["chart-month", "chart-median", "chart-p95", "chart-median-without", "chart-p95-without"];
    let mut chart = chart(visit, "times", &head);
    let seconds = |ms: Option<u64>| ms.map_or("–".into(), thousandths);
    let cells = |whole: &Durations, without: &Durations| {
        [whole.median_ms, whole.p95_ms, without.median_ms, without.p95_ms].map(seconds)
    };
    for month in &all.months {
        let counted = cells(&month.time_to_decision, &month.time_without_wait);
        chart.rows.push(std::iter::once(month.month.clone()).chain(counted).collect());
    }
    let whole = cells(&all.time_to_decision, &all.time_without_wait);
    chart.rows.push(std::iter::once(visit.t("chart-whole")).chain(whole).collect());
    let short =
        |ms: Option<u64>| ms.map(|ms| f64::from(u32::try_from(ms).unwrap_or(u32::MAX)) / 1000.0);
    let names: Vec<String> = all.months.iter().map(|month| short_month(&month.month)).collect();
    let medians: Vec<_> =
        all.months.iter().map(|month| short(month.time_without_wait.median_ms)).collect();
    let p95s: Vec<_> =
        all.months.iter().map(|month| short(month.time_without_wait.p95_ms)).collect();
    let most = medians.iter().chain(&p95s).flatten().copied().fold(0.0, f64::max);
    if most > 0.0 {
        let say = |value: f64| {
            decimal(visit.language, &format!("{}", (value * 10_000.0).round() / 10_000.0))
        };
        chart.drawings = draw::lines(&names, &[medians, p95s], most, &say);
        chart.legend = vec![
            (stroke(0), visit.t("chart-median-without")),
            (stroke(1), visit.t("chart-p95-without")),
        ];
    }
    chart
}

/// `1.234`: milliseconds as seconds.
pub(crate) fn thousandths(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

impl Chart {
    fn fill_bars(&mut self, counts: &[(String, u64, u64)]) {
        let most = counts.iter().map(|(_, services, _)| *services).max().unwrap_or(1);
        for (name, services, persons) in counts {
            self.rows.push(vec![name.clone(), services.to_string(), persons.to_string()]);
            self.bars.push(Bar::new(name.clone(), *services, most));
        }
    }

    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as CSV (RFC 4180), with a mark by which programs know it as UTF-8.
    pub(crate) fn csv(&self) -> String {
        let mut text = String::from('\u{feff}');
        for row in std::iter::once(&self.head).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| cell_of(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

/// A cell of a CSV. Text that a spreadsheet would take for a formula is kept from it.
fn cell_of(text: &str) -> String {
    let text = match text {
        "–" => "",
        text => text,
    };
    let formula = text.starts_with(['=', '+', '-', '@']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

impl Bar {
    fn new(name: String, value: u64, most: u64) -> Self {
        let percent = (value * 100).checked_div(most).unwrap_or_default().max(1);
        Self { name, value: grouped(value), percent: percent.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_do_something_are_text() {
        for (text, expected) in
            [("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1+1", "'=1+1"), ("–", "")]
        {
            assert_eq!(cell_of(text), expected);
        }
    }

    #[test]
    fn seconds_have_three_places() {
        assert_eq!(thousandths(61_002), "61.002");
    }
}
