//! What is kept how long, as dated data: `retention.toml` beside this crate.
//!
//! Nothing is removed here. The service asks for the periods of the day and lets its store remove what
//! is older; what the table keeps for good, nothing removes.

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Deserialize;

use crate::law::parse_duration;

/// The built-in table.
pub const BUILT_IN: &str = include_str!("../retention.toml");

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// So long, then it is removed.
    For(SignedDuration),
    /// Each piece says when it ends.
    Expires,
    /// Until the work it belongs to is done.
    Done,
    /// Until the register sends another.
    Replaced,
    /// For good.
    Always,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the keys of retention.toml, which explains each")]
pub struct Row {
    pub name: String,
    pub what: String,
    pub from: Date,
    pub keep: Keep,
    pub since: String,
    pub why: String,
    pub source: String,
    /// Whether the period is our own design.
    pub is_own: bool,
}

impl Row {
    /// `30 days after the last change`, `for good` …
    #[must_use]
    pub fn kept(&self) -> String {
        match self.keep {
            Keep::For(time) => format!("{} days after {}", time.as_hours() / 24, self.since),
            Keep::Expires => "until it expires".to_owned(),
            Keep::Done => "until it is done".to_owned(),
            Keep::Replaced => "until it is replaced".to_owned(),
            Keep::Always => "for good".to_owned(),
        }
    }
}

/// The table, oldest rows of a name first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention(Vec<Row>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    what: String,
    from: toml::value::Datetime,
    keep: String,
    since: String,
    why: String,
    source: String,
    mark: String,
}

impl Retention {
    /// The table built into this program.
    ///
    /// # Panics
    /// Never: a test reads the built-in file.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the built-in file is a constant that a test reads")]
    pub fn built_in() -> Self {
        Self::read(BUILT_IN).expect("the built-in table of retention is right")
    }

    fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        file.data.into_iter().map(row).collect::<Result<_, _>>().map(Self)
    }

    /// The rows that hold on a day, in the order of the file.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Row> {
        let begun = move |row: &&Row| row.from <= day;
        let replaced = move |row: &Row| {
            let later = |other: &Row| other.name == row.name && other.from > row.from;
            self.0.iter().filter(begun).any(later)
        };
        self.0.iter().filter(begun).filter(move |row| !replaced(row))
    }

    /// How long a kind of data is kept on a day, where it is removed at all.
    #[must_use]
    pub fn period(&self, name: &str, day: Date) -> Option<SignedDuration> {
        match self.on(day).find(|row| row.name == name)?.keep {
            Keep::For(time) => Some(time),
            Keep::Expires | Keep::Done | Keep::Replaced | Keep::Always => None,
        }
    }
}

fn row(written: Written) -> Result<Row, String> {
    let Written { name, what, from, keep, since, why, source, mark } = written;
    let from = from.to_string().parse().map_err(|error| format!("{name}: {error}"))?;
    let keep = match keep.as_str() {
        "expires" => Keep::Expires,
        "done" => Keep::Done,
        "replaced" => Keep::Replaced,
        "always" => Keep::Always,
        time => Keep::For(parse_duration(time).ok_or(format!("{name}: `keep` is no time"))?),
    };
    let is_own = match mark.as_str() {
        "own" => true,
        "law" => false,
        _ => return Err(format!("{name}: `mark` is `own` or `law`")),
    };
    Ok(Row { name, what, from, keep, since, why, source, is_own })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_built_in_table_is_right() {
        let table = Retention::built_in();
        let day = date(2026, 12, 1);
        let names: std::collections::BTreeSet<&str> =
            table.on(day).map(|row| row.name.as_str()).collect();
        assert_eq!(names.len(), table.on(day).count(), "one row a name");
        assert_eq!(table.period("drafts", day), Some(SignedDuration::from_hours(30 * 24)));
        for kept in ["book", "decisions", "signatures"] {
            let row = table.on(day).find(|row| row.name == kept).unwrap();
            assert_eq!(row.keep, Keep::Always, "{kept}");
            assert_eq!(table.period(kept, day), None);
        }
        assert_eq!(table.on(date(2019, 1, 1)).count(), 0);
    }

    #[test]
    fn a_later_row_replaces_an_earlier_one() {
        let row = |from: &str, keep: &str| {
            format!(
                "[[data]]\nname = \"a\"\nwhat = \"\"\nfrom = {from}\nkeep = \"{keep}\"\nsince = \
                 \"\"\nwhy = \"\"\nsource = \"\"\nmark = \"law\"\n"
            )
        };
        let text = row("2026-01-01", "2d") + &row("2020-01-01", "1d");
        let table = Retention::read(&text).unwrap();
        let days = |day| table.period("a", day).map(|time| time.as_hours() / 24);
        assert_eq!(days(date(2025, 12, 31)), Some(1));
        assert_eq!(days(date(2026, 1, 1)), Some(2));
        assert_eq!(table.period("b", date(2026, 1, 1)), None);
        for wrong in [row("2026-01-01", "soon"), text.replace("law", "maybe"), "a = 1".into()] {
            assert!(Retention::read(&wrong).is_err(), "{wrong}");
        }
    }
}
