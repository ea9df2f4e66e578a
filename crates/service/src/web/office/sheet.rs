//! A page of the office: a heading, and part by part what stands below it.

use askama::Template;
use axum::http::StatusCode;

use crate::web::portal::frame::Frame;
use crate::web::portal::stop::Answer;
use crate::web::portal::visit::Visit;

#[derive(Template)]
#[template(path = "office/sheet.html")]
struct SheetPage<'a> {
    f: Frame,
    s: &'a Sheet,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// The heading.
    pub(crate) heading: String,
    /// A number beside it.
    pub(crate) number: String,
    /// The page before.
    pub(crate) back: Option<String>,
    /// What is below, in its order.
    pub(crate) parts: Vec<Part>,
    /// Wide, for tables.
    pub(crate) wide: bool,
}

/// A part of a page.
#[derive(Debug)]
pub(crate) enum Part {
    /// A heading of its own.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// What should not be overlooked.
    Notice(String),
    /// How something stands: a word and its colour.
    State(String, &'static str),
    /// Labels and their lines.
    Rows(Vec<(String, Vec<String>)>),
    /// A list of sentences.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// The way to other pages: address and text.
    Links(Vec<(String, String)>),
    /// The way on: address and text.
    Go(String, String),
    /// Something that is done by pressing a button: address, text, whether it is not the usual one.
    Press(String, String, bool),
}

/// A table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// What it is about.
    pub(crate) caption: String,
    /// The headings of its columns.
    pub(crate) head: Vec<String>,
    /// Its rows, each as long as the head.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Default)]
pub(crate) struct Cell {
    /// What it says.
    pub(crate) text: String,
    /// Where it leads; empty for nowhere.
    pub(crate) link: String,
    /// The colour of a word that says how something stands; empty for none.
    pub(crate) tone: &'static str,
}

impl Cell {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A text that leads somewhere.
    pub(crate) fn link(text: impl Into<String>, to: impl Into<String>) -> Self {
        Self { text: text.into(), link: to.into(), ..Self::default() }
    }

    /// A word that says how something stands.
    pub(crate) fn tag(text: impl Into<String>, tone: &'static str) -> Self {
        Self { text: text.into(), tone, ..Self::default() }
    }
}

impl Table {
    /// Each cell of a row with the heading of its column.
    fn labelled<'t>(&'t self, row: &'t [Cell]) -> impl Iterator<Item = (&'t str, &'t Cell)> + 't {
        self.head.iter().map(String::as_str).zip(row)
    }
}

impl Sheet {
    /// The page.
    pub(crate) async fn shown(&self, visit: &Visit, here: &'static str) -> Answer {
        let frame = visit.frame(self.heading.as_str()).await?;
        let f = Frame { here, wide: self.wide, ..frame };
        visit.show_form(StatusCode::OK, &SheetPage { f, s: self })
    }
}
