//! How values of the model stand in columns.

use std::str::FromStr;

use jiff::Timestamp;
use residence::names::Iin;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// A time, in microseconds.
pub(super) struct Micros(pub(super) Timestamp);

impl Micros {
    /// Whether both stand in a column alike.
    pub(super) fn same(&self, other: Timestamp) -> bool {
        self.0.as_microsecond() == other.as_microsecond()
    }
}

impl ToSql for Micros {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_microsecond().into())
    }
}

impl FromSql for Micros {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let micros = value.as_i64()?;
        Timestamp::from_microsecond(micros).map(Self).map_err(|_| FromSqlError::OutOfRange(micros))
    }
}

/// A count. What exceeds the column is kept as its greatest value, which no count reaches.
pub(super) struct Count(pub(super) u64);

impl ToSql for Count {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(i64::try_from(self.0).unwrap_or(i64::MAX).into())
    }
}

impl FromSql for Count {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let count = value.as_i64()?;
        u64::try_from(count).map(Self).map_err(|_| FromSqlError::OutOfRange(count))
    }
}

/// A limit of rows.
pub(super) fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// An ИИН as a number of twelve digits: a small column.
pub(super) fn of_person(iin: Iin) -> i64 {
    iin.as_str().parse().unwrap_or_default()
}

/// An identifier kept as its text.
pub(super) struct Named<T>(pub(super) T);

impl<T: FromStr<Err: std::fmt::Display>> FromSql for Named<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let named = value.as_str()?.parse().map(Self);
        named.map_err(|error| FromSqlError::Other(error.to_string().into()))
    }
}
