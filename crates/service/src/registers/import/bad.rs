//! Why a row or a file was not loaded, in plain sentences that say what to do.

use std::fmt;

use residence::names::NameError;

use super::Kind;
use super::nearest::nearest;

/// A row that was not loaded; the rows around it were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column, when one is to blame.
    pub field: Option<&'static str>,
    /// What is wrong with it.
    pub reason: Reason,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "line {}, {field}: {}", self.line, self.reason),
            None => write!(f, "line {}: {}", self.line, self.reason),
        }
    }
}

/// What is wrong with a row. No text here repeats a number of a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Not twelve digits.
    #[error(
        "an ИИН has 12 digits; spreadsheets drop leading zeros, so keep the column as text when \
         exporting"
    )]
    IinForm,
    /// Twelve digits that contradict each other.
    #[error("the check digit of the ИИН is wrong; compare the number with its source")]
    IinCheck,
    /// Neither an ИИН nor a БИН nor a word.
    #[error("an owner is an ИИН or a БИН of 12 digits, the word `unidentified`, or empty")]
    OwnerForm,
    /// Twelve digits that contradict each other.
    #[error("the check digit of the ИИН or БИН is wrong; compare the number with its source")]
    OwnerCheck,
    /// Not sixteen digits.
    #[error(
        "a РКА has 16 digits; spreadsheets round long numbers, so keep the column as text when \
         exporting"
    )]
    AddressForm,
    /// Sixteen digits that contradict each other.
    #[error("a check digit of the РКА is wrong; compare the code with the address register")]
    AddressCheck,
    /// Not nine digits.
    #[error("a КАТО code has 9 digits")]
    Kato,
    /// Not a Kazakhstan mobile number.
    #[error("a phone is a Kazakhstan mobile number such as +77015550101")]
    Phone,
    /// Not a date.
    #[error("a date is written 2025-11-24, with a year from 1850 to 2199")]
    Date,
    /// Not a moment.
    #[error("a time is written with its offset, such as 2025-11-24T09:30:00+05:00")]
    Time,
    /// Not a month.
    #[error("a month is written 2025-11")]
    Month,
    /// Not a number.
    #[error("a count is a whole number such as 1250")]
    Count,
    /// Not an area.
    #[error("an area is in square metres with at most two decimals, such as 54.30, and not 0")]
    Area,
    /// Not an id.
    #[error("an id has 32 hexadecimal digits in lower case; leave it empty to have one made")]
    Id,
    /// Not a country.
    #[error("citizenship is a country code of two capital letters (ISO 3166), such as KZ")]
    Country,
    /// Not one of the words.
    #[error("{}", unknown_word(.found, .words))]
    Word {
        /// What stands there; digits are hidden.
        found: String,
        /// What could stand there.
        words: &'static [&'static str],
    },
    /// Nothing stands there.
    #[error("is empty and must not be")]
    Missing,
    /// No such column, in a row that names its own.
    #[error("{}", unknown_column(.found, *.kind))]
    Column {
        /// The name; digits are hidden.
        found: String,
        /// The kind of file.
        kind: Kind,
    },
    /// Too many characters.
    #[error("has more than {most} characters; shorten it")]
    Long {
        /// How many there may be.
        most: usize,
    },
    /// A character that nobody can see.
    #[error("contains a control character such as a tab or a line break; remove it")]
    Control,
    /// Two fields contradict each other.
    #[error("{0}")]
    Contradiction(&'static str),
    /// Another number of fields than the header.
    #[error(
        "has {found} fields where the header has {expected}; a field that contains the separator \
         must stand in quotation marks"
    )]
    Fields {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Quotation marks that do not pair.
    #[error(
        "has a quotation mark without its partner; a field in quotation marks ends in its own line, \
         and a quotation mark inside it is doubled"
    )]
    Quotes,
    /// Bytes that are no text.
    #[error("is not UTF-8; save the file as UTF-8")]
    Encoding,
    /// A line nobody meant.
    #[error("is longer than {most} bytes; is a line break missing?")]
    LongLine {
        /// How many bytes there may be.
        most: usize,
    },
    /// No JSON object.
    #[error("is not one JSON object (at column {column}); write one object a line")]
    Json {
        /// Where reading stopped.
        column: usize,
    },
    /// A JSON value of the wrong shape.
    #[error("must be a text, a number, true, false or null; only `listed` may be a list")]
    Shape,
    /// The store has something that contradicts it.
    #[error("contradicts what is on record: {0}")]
    Refused(String),
}

impl Reason {
    pub(super) fn iin(error: NameError) -> Self {
        match error {
            NameError::CheckDigit => Self::IinCheck,
            NameError::Form | NameError::NotMobile => Self::IinForm,
        }
    }

    pub(super) fn owner(error: NameError) -> Self {
        match error {
            NameError::CheckDigit => Self::OwnerCheck,
            NameError::Form | NameError::NotMobile => Self::OwnerForm,
        }
    }

    pub(super) fn address(error: NameError) -> Self {
        match error {
            NameError::CheckDigit => Self::AddressCheck,
            NameError::Form | NameError::NotMobile => Self::AddressForm,
        }
    }
}

/// Why nothing of a file could be read, or no more of it.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// There is no such file.
    #[error("there is no file {0}; check the path")]
    Absent(String),
    /// It is a folder.
    #[error("{0} is a folder; name one file in it")]
    Folder(String),
    /// It could not be opened or read on.
    #[error("{0} could not be read: {1}")]
    Unreadable(String, std::io::Error),
    /// It could not be read on.
    #[error("reading failed after line {0}: {1}; the rows before are loaded, run the import again")]
    Broken(u64, std::io::Error),
    /// It begins like a compressed file.
    #[error("the file is compressed or a spreadsheet ({0}); unpack it, or save it as CSV, first")]
    Compressed(&'static str),
    /// It begins like a file of another encoding.
    #[error("the file is UTF-16; save it as UTF-8")]
    Utf16,
    /// It is one JSON list.
    #[error("the file is one JSON list; write one object a line (NDJSON), without the brackets")]
    JsonList,
    /// It is empty or does not begin with the names of columns.
    #[error("the file has no header; its first line must name the columns: {}", columns(*.0))]
    NoHeader(Kind),
    /// The header is wrong; every fault of it, one sentence each.
    #[error("the header is wrong: {}", .0.join("; "))]
    Header(Vec<String>),
}

/// What a person may be shown of a text from a file: short, visible, without a number of anybody.
pub(super) fn shown(text: &str) -> String {
    let long_number = text.chars().filter(|c| c.is_numeric()).count() > 4;
    let visible = text.chars().map(|c| match c {
        _ if c.is_control() => '\u{fffd}',
        _ if long_number && c.is_numeric() => '#',
        _ => c,
    });
    visible.take(40).collect()
}

fn unknown_word(found: &str, words: &'static [&'static str]) -> String {
    let listed = words.join(", ");
    match nearest(found, words.iter().copied()) {
        Some(near) => format!("`{found}` is unknown; did you mean `{near}`? (known: {listed})"),
        None => format!("`{found}` is unknown (known: {listed})"),
    }
}

pub(super) fn unknown_column(found: &str, kind: Kind) -> String {
    let names = kind.columns().iter().map(|column| column.name);
    match nearest(found, names) {
        Some(near) => format!("there is no column `{found}`; did you mean `{near}`?"),
        None => format!("there is no column `{found}` (known: {})", columns(kind)),
    }
}

fn columns(kind: Kind) -> String {
    let names: Vec<&str> = kind.columns().iter().map(|column| column.name).collect();
    names.join(",")
}
