//! Figures for everybody: how many, through which channels, how it ended, how fast, where.

mod charts;
mod draw;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use jiff::civil::Date;

use super::frame::{Frame, decimal};
use super::stop::{Answer, go};
use super::visit::Visit;
use crate::web::api::statistics::day;
use crate::web::extract::Id;
use crate::web::fault::Fault;
use crate::web::shape::statistics::Statistics;
use charts::{Chart, charts, thousandths};
use draw::{Shape, grouped};

#[derive(Template)]
#[template(path = "statistics.html")]
struct Page {
    f: Frame,
    from: String,
    to: String,
    /// What is wrong with the days.
    error: String,
    /// The days in words.
    span: String,
    tiles: Vec<Tile>,
    charts: Vec<Chart>,
    /// What goes behind the address of a CSV.
    query: String,
}

impl Page {
    /// What is wrong with the days, and where.
    fn errors(&self) -> Vec<(String, &str)> {
        let error = Some(self.error.as_str()).filter(|text| !text.is_empty());
        error.into_iter().map(|text| ("from".to_owned(), text)).collect()
    }
}

/// A figure that stands alone.
struct Tile {
    value: String,
    label: String,
    note: String,
}

/// The days that are asked for, and what is wrong with them.
struct Span {
    from: Option<Date>,
    to: Option<Date>,
    error: String,
}

impl Span {
    fn read(visit: &Visit) -> Self {
        let read = |name: &str| match visit.asked(name).filter(|text| !text.trim().is_empty()) {
            Some(text) => day(name, text.trim()).map(Some).map_err(|_| "error-date-form"),
            None => Ok(None),
        };
        let today = residence::law::day(visit.web.app.now());
        match (read("from"), read("to")) {
            (Ok(Some(from)), Ok(to)) if from > to.unwrap_or(today) => {
                Self { from: None, to: None, error: visit.t("error-date-order") }
            }
            (Ok(from), Ok(to)) => Self { from, to, error: String::new() },
            (Err(key), _) | (_, Err(key)) => Self { from: None, to: None, error: visit.t(key) },
        }
    }
}

/// Shows the figures.
pub(crate) async fn show(visit: Visit) -> Answer {
    let span = Span::read(&visit);
    let counted = visit.web.app.statistics(span.from, span.to).await?;
    let (first, last) = (visit.date(counted.from), visit.date(counted.to));
    let all = Statistics::of(counted, visit.words());
    let frame = visit.frame(visit.t("statistics-heading")).await?;
    let wrong = !span.error.is_empty();
    let page = Page {
        f: Frame { wide: true, wrong, search: true, ..frame },
        span: visit.say("statistics-span", &[("from", &first), ("to", &last)]),
        query: format!("?from={}&to={}", all.from, all.to),
        from: visit.asked("from").filter(|_| wrong).unwrap_or_else(|| all.from.clone()),
        to: visit.asked("to").filter(|_| wrong).unwrap_or_else(|| all.to.clone()),
        error: span.error,
        tiles: tiles(&visit, &all),
        charts: charts(&visit, &all),
    };
    visit.show_as(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

fn tiles(visit: &Visit, all: &Statistics) -> Vec<Tile> {
    let share = all
        .share_online
        .map_or("–".into(), |share| decimal(visit.language, &format!("{:.1} %", share * 100.0)));
    let time = all.time_without_wait.median_ms.map_or("–".into(), |ms| {
        visit.say("statistics-seconds", &[("seconds", &decimal(visit.language, &thousandths(ms)))])
    });
    let tile = |value, label: &str| Tile {
        value,
        label: visit.t(label),
        note: visit.t(&format!("{label}-note")),
    };
    vec![
        tile(grouped(all.total.services), "statistics-services"),
        tile(grouped(all.total.persons), "statistics-persons"),
        tile(share, "statistics-online"),
        tile(time, "statistics-time"),
    ]
}

/// One table of the page as CSV.
pub(crate) async fn table(visit: Visit, Id(name): Id<String>) -> Answer {
    let name = name.strip_suffix(".csv").ok_or(Fault::NoPage)?;
    let span = Span::read(&visit);
    if !span.error.is_empty() {
        // The page says what is wrong with the days, and has the fields to mend them.
        return go(visit.page.replacen(visit.path(), "/statistics", 1));
    }
    let counted = visit.web.app.statistics(span.from, span.to).await?;
    let all = Statistics::of(counted, visit.words());
    let mut charts = charts(&visit, &all).into_iter();
    let chart = charts.find(|chart| chart.name == name).ok_or(Fault::NoPage)?;
    let file = format!("attachment; filename=\"tirkeu-{name}-{}-{}.csv\"", all.from, all.to);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, file),
    ];
    Ok((headers, chart.csv()).into_response())
}
