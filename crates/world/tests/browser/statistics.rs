//! The page of the figures: plots, tables, files, the days that are asked for.

use residence::facts::Language;
use serde_json::Value;

use crate::face::Face;
use crate::stage::stage;
use crate::visitor::Visitor;

/// For each plot: its name, and how many shapes each of its drawings has, of those that are shown and
/// of those that are not.
const PLOTS: &str = "return [...document.querySelectorAll('.tk-chart')].map(chart => {
    const all = [...chart.querySelectorAll('svg')];
    const seen = svg => svg.getBoundingClientRect().width > 0;
    const shapes = svg => svg.querySelectorAll('rect, line, path, circle, text').length;
    return [chart.id, all.filter(seen).map(shapes), all.filter(svg => !seen(svg)).map(shapes)];
})";

#[test]
fn in_kazakh() {
    figures(Language::Kk);
}

#[test]
fn in_russian() {
    figures(Language::Ru);
}

#[test]
fn in_english() {
    figures(Language::En);
}

fn figures(language: Language) {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(language), Face::wide(language)] {
        let visitor = Visitor::new(stage, face);
        visitor.open("/statistics");
        assert_eq!(
            (visitor.status(), visitor.heading()),
            (200, visitor.words("statistics-heading"))
        );
        plots_are_seen(&visitor);
        visitor.looks("statistics", "1-plots");
        tables_are_files(&visitor);
        visitor.looks("statistics", "2-tables");
        days_are_asked_for(&visitor);
    }
}

fn plots_are_seen(visitor: &Visitor<'_>) {
    type Plot = (String, Vec<usize>, Vec<usize>);
    let plots: Vec<Plot> = serde_json::from_value(visitor.ask(PLOTS)).expect("plots");
    let drawn: Vec<&Plot> = plots.iter().filter(|plot| !plot.2.is_empty()).collect();
    assert!(drawn.len() >= 2, "{plots:?}");
    for (name, seen, hidden) in drawn {
        // One drawing for a phone and one for a screen.
        assert_eq!((seen.len(), hidden.len()), (1, 1), "{name}: {plots:?}");
        assert!(seen[0] > 12, "{name}: {plots:?}");
    }
}

/// Opens every table; each has the rows of its file.
fn tables_are_files(visitor: &Visitor<'_>) {
    let tables = visitor.ask(
        "document.querySelectorAll('.tk-chart details').forEach(it => it.setAttribute('open', ''));
        return [...document.querySelectorAll('.tk-chart table')].map(table => [
            table.closest('.tk-chart').querySelector('a[download]').getAttribute('href'),
            table.getBoundingClientRect().height > 0,
            [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim())),
        ])",
    );
    let tables: Vec<(String, bool, Vec<Vec<String>>)> =
        serde_json::from_value(tables).expect("tables");
    assert!(tables.len() >= 3, "{tables:?}");
    for (file, seen, rows) in tables {
        assert!(seen, "{file}");
        let fetched = visitor.ask(&format!(
            "return fetch('{file}').then(async it => [it.status, it.headers.get('content-type'),
                it.headers.get('content-disposition'), await it.text()])"
        ));
        let text = |at: usize| fetched[at].as_str().unwrap_or_default();
        assert_eq!(
            (&fetched[0], text(1)),
            (&Value::from(200), "text/csv; charset=utf-8"),
            "{file}"
        );
        assert!(text(2).starts_with("attachment; filename=\"tirkeu-"), "{file}: {}", text(2));
        let lines: Vec<&str> = text(3).lines().collect();
        assert_eq!(lines.len(), rows.len(), "{file}: {lines:?} {rows:?}");
        for (line, row) in lines.iter().zip(&rows) {
            let first = line.trim_start_matches('\u{feff}').split(',').next().unwrap_or_default();
            assert_eq!(first.trim_matches('"'), row[0], "{file}");
        }
    }
}

fn days_are_asked_for(visitor: &Visitor<'_>) {
    visitor.open("/statistics?from=2026-02-01&to=2026-01-01");
    visitor.is_told(&visitor.words("error-date-order"));
    assert_eq!(visitor.status(), 422);
    visitor.looks("statistics", "3-days-wrong");
    visitor.open("/statistics?from=2020-01-01&to=2020-12-31");
    assert!(visitor.text().contains(&visitor.words("chart-empty")));
    visitor.looks("statistics", "4-nothing-counted");
    if !visitor.face.is_phone() {
        visitor.open("/statistics");
        visitor.prints();
        visitor.looks("statistics", "5-printed");
    }
}
