//! One statement of a flight: its text and its columns.

use jiff::Timestamp;
use residence::names::{AddressCode, Iin};
use tokio_postgres::types::ToSql;

use crate::{CommitError, Entity, Taken};

/// A statement with its values.
pub(super) struct Call<'u> {
    pub(super) sql: &'static str,
    pub(super) values: Vec<Column<'u>>,
}

impl Call<'_> {
    /// The values as they are sent.
    pub(super) fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        let values = self.values.iter().map(|value| {
            let value: &(dyn ToSql + Sync) = value.as_ref();
            value
        });
        values.collect()
    }
}

/// A value of a statement: nearly always a column of many rows.
pub(super) type Column<'u> = Box<dyn ToSql + Sync + Send + 'u>;

/// A column of rows.
pub(super) fn column<'u, T: ToSql + Sync + Send + 'u>(rows: impl Iterator<Item = T>) -> Column<'u> {
    Box::new(rows.collect::<Vec<T>>())
}

/// How many rows a statement has to find or make.
pub(super) fn count(rows: usize) -> Column<'static> {
    Box::new(i64::try_from(rows).unwrap_or(i64::MAX))
}

/// A time as its column has it.
pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A version or a place as its column has it; what exceeds it is kept as its greatest value, which
/// none reaches.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// An ИИН as its column has it: twelve digits.
pub(super) fn person(iin: Iin) -> i64 {
    iin.as_str().parse().unwrap_or_default()
}

/// A РКА as its column has it: sixteen digits.
pub(super) fn dwelling(rka: AddressCode) -> i64 {
    rka.as_str().parse().unwrap_or_default()
}

/// A person or dwelling as the table of versions has it.
pub(super) fn entity(of: Entity) -> (i16, i64) {
    match of {
        Entity::Person(iin) => (1, person(iin)),
        Entity::Dwelling(rka) => (2, dwelling(rka)),
    }
}

/// The month of a time: 1 is January of 1970.
pub(super) fn month(at: Timestamp) -> i32 {
    let day = jiff::tz::Offset::UTC.to_datetime(at).date();
    i32::from(day.year() - 1970) * 12 + i32::from(day.month())
}

/// What it means that a unit, alone, was refused; the subject and the number of a claim are asked for
/// afterwards.
pub(super) fn refusal(what: &str) -> Option<CommitError> {
    const STALE: [&str; 8] =
        ["case", "journal", "slip", "work", "person", "dwelling", "entry", "record"];
    if let Some(stale) = what.strip_prefix("stale ") {
        return STALE.into_iter().find(|known| *known == stale).map(CommitError::Stale);
    }
    let taken = match what {
        "taken case" => Taken::Case,
        "taken slip" => Taken::Slip,
        "taken work" => Taken::Work,
        "taken signature" => Taken::Signature,
        "taken record" => Taken::Record,
        "taken home" => Taken::PermanentEntry,
        _ => return None,
    };
    Some(CommitError::Taken(taken))
}
