//! Rows of a file, one after another.

use std::io::BufRead;

use serde_json::Value;

use super::bad::{BadRow, FileFault, Reason, shown, unknown_column};
use super::fields::{BadField, Fields};
use super::lines::{Lines, fields_of};
use super::{Kind, Row};

/// Reads the rows of a file of one kind; one row is in memory at a time.
pub struct RowReader<R> {
    kind: Kind,
    lines: Lines<R>,
    form: Form,
}

/// How the rows are written.
enum Form {
    /// With a separator, and for each field of a line the place of its column.
    Csv { separator: char, places: Vec<usize> },
    /// One object a line; the first was read to find that out.
    Json { first: Option<Result<Row, BadRow>> },
}

impl<R: BufRead> RowReader<R> {
    /// Looks at the beginning of a file: CSV with a header, or one JSON object a line.
    ///
    /// # Errors
    /// [`FileFault`] when the file has no header, a wrong one, or is no text.
    pub fn open(kind: Kind, reader: R) -> Result<Self, FileFault> {
        let mut lines = Lines::open(reader)?;
        let form = match lines.next()? {
            None => return Err(FileFault::NoHeader(kind)),
            Some((_, Err(reason))) => return Err(FileFault::Header(vec![format!("it {reason}")])),
            Some((number, Ok(line))) => match line.trim_start().chars().next() {
                Some('{') => Form::Json { first: Some(object(kind, line, number)) },
                Some('[') => return Err(FileFault::JsonList),
                Some(_) | None => header(kind, line)?,
            },
        };
        Ok(Self { kind, lines, form })
    }

    /// The next row, or why it is none; `None` after the last. Blank lines are passed over.
    ///
    /// # Errors
    /// [`FileFault`] when the file could not be read on.
    pub fn next_row(&mut self) -> Result<Option<Result<Row, BadRow>>, FileFault> {
        if let Form::Json { first } = &mut self.form
            && let Some(row) = first.take()
        {
            return Ok(Some(row));
        }
        let Some((number, line)) = self.lines.next()? else { return Ok(None) };
        Ok(Some(match (line, &self.form) {
            (Err(reason), _) => Err(BadRow { line: number, field: None, reason }),
            (Ok(line), Form::Json { .. }) => object(self.kind, line, number),
            (Ok(line), Form::Csv { separator, places }) => {
                record(self.kind, line, *separator, places, number)
            }
        }))
    }

    /// The line of the row that was read last, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.lines.number()
    }

    /// How many bytes of the file were read.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.lines.bytes()
    }
}

/// Reads a header; says everything that is wrong with it at once.
fn header(kind: Kind, line: &str) -> Result<Form, FileFault> {
    let separator = if line.matches(';').count() > line.matches(',').count() { ';' } else { ',' };
    let names = fields_of(line, separator).map_err(|r| FileFault::Header(vec![r.to_string()]))?;
    let columns = kind.columns();
    let mut places = Vec::new();
    let mut faults = Vec::new();
    for name in &names {
        let lower = name.to_ascii_lowercase();
        match columns.iter().position(|column| column.name == lower) {
            Some(place) if places.contains(&place) => {
                faults.push(format!("the column `{lower}` stands twice"));
            }
            Some(place) => places.push(place),
            None => faults.push(unknown_column(&shown(name), kind)),
        }
    }
    // Not one known name: this is a file of rows, or of something else.
    if places.is_empty() {
        return Err(FileFault::NoHeader(kind));
    }
    for (place, column) in columns.iter().enumerate() {
        if column.needed && !places.contains(&place) {
            faults.push(format!("the column `{}` is missing", column.name));
        }
    }
    if faults.is_empty() {
        Ok(Form::Csv { separator, places })
    } else {
        Err(FileFault::Header(faults))
    }
}

fn record(
    kind: Kind,
    line: &str,
    separator: char,
    places: &[usize],
    number: u64,
) -> Result<Row, BadRow> {
    let whole = |reason| BadRow { line: number, field: None, reason };
    let found = fields_of(line, separator).map_err(whole)?;
    if found.len() != places.len() {
        return Err(whole(Reason::Fields { found: found.len(), expected: places.len() }));
    }
    let mut values = vec![None; kind.columns().len()];
    for (place, value) in places.iter().zip(found) {
        if let Some(slot) = values.get_mut(*place) {
            *slot = Some(value).filter(|value| !value.is_empty());
        }
    }
    row(kind, values, number)
}

fn object(kind: Kind, line: &str, number: u64) -> Result<Row, BadRow> {
    let whole = |reason| BadRow { line: number, field: None, reason };
    let object: serde_json::Map<String, Value> =
        serde_json::from_str(line).map_err(|e| whole(Reason::Json { column: e.column() }))?;
    let columns = kind.columns();
    let mut values = vec![None; columns.len()];
    for (name, value) in object {
        let Some(place) = columns.iter().position(|column| column.name == name) else {
            return Err(whole(Reason::Column { found: shown(&name), kind }));
        };
        let (Some(slot), Some(column)) = (values.get_mut(place), columns.get(place)) else {
            continue;
        };
        let field = Some(column.name);
        let text = text_of(column.name, value);
        let text = text.map_err(|reason| BadRow { line: number, field, reason })?;
        *slot = text.filter(|text| !text.is_empty());
    }
    row(kind, values, number)
}

/// The text that a JSON value would be in CSV.
fn text_of(column: &str, value: Value) -> Result<Option<String>, Reason> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(truth) => Ok(Some(truth.to_string())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::String(text) => Ok(Some(text.trim().to_owned())),
        Value::Array(items) if column == "listed" => {
            let texts = items.into_iter().map(|item| match item {
                Value::String(text) => Ok(text),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_) => Err(Reason::Shape),
            });
            Ok(Some(texts.collect::<Result<Vec<_>, _>>()?.join(";")))
        }
        Value::Array(_) | Value::Object(_) => Err(Reason::Shape),
    }
}

fn row(kind: Kind, values: Vec<Option<String>>, line: u64) -> Result<Row, BadRow> {
    let fields = Fields::new(kind.columns(), values);
    let row = fields.and_then(|fields| Row::read(kind, &fields));
    row.map_err(|BadField(field, reason)| BadRow { line, field: Some(field), reason })
}
