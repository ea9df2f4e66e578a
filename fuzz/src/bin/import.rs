//! Files to import, read as every kind: a row loads as what it says or is refused in one line that
//! names nobody; nothing depends on how the file comes off the disk.
#![no_main]

use std::io::{BufRead, BufReader};

use residence::facts::{Address, Capacity, Kin, Lease, Person, PhoneBinding, TitleRow};
use serde::Serialize;
use serde::de::DeserializeOwned;
use service::registers::import::{
    BadRow, FileFault, Kind, MonthTotal, Row, RowReader, Territory, to_import,
};
use store::ImportRow;

fuzz::target!(bytes check);

type Rows = Vec<(u64, Result<Row, BadRow>)>;

fn check(file: &[u8]) {
    for kind in Kind::ALL {
        let Ok(rows) = read(kind, file, file) else { continue };
        let in_pieces = read(kind, BufReader::with_capacity(8, file), file);
        assert_eq!(in_pieces.as_ref(), Ok(&rows), "a file is the same in pieces");
        let mut before = 0;
        for (line, row) in rows {
            assert!(before < line, "lines go up");
            before = line;
            match row {
                Ok(row) => kept(&row),
                Err(bad) => {
                    assert_eq!(bad.line, line);
                    said(&bad.to_string());
                }
            }
        }
    }
}

/// All rows of a file, each with its line.
fn read(kind: Kind, reader: impl BufRead, file: &[u8]) -> Result<Rows, String> {
    let worded = |fault: FileFault| {
        let text = fault.to_string();
        said(&text);
        text
    };
    let mut reader = RowReader::open(kind, reader).map_err(worded)?;
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().map_err(worded)? {
        rows.push((reader.line(), row));
    }
    let mark = if file.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    assert_eq!(reader.bytes() + mark, u64::try_from(file.len()).unwrap(), "every byte was read");
    let lines = file.split(|byte| *byte == b'\n').count();
    assert!(reader.line() <= u64::try_from(lines).unwrap());
    Ok(rows)
}

/// A sentence for whoever imports: one line, and no number of anybody in it.
fn said(text: &str) {
    assert!(!text.contains(char::is_control), "{text:?}");
    // But for the example of how a number is written.
    let numbers = fuzz::longest_run(&text.replace("+77015550101", ""));
    assert!(numbers <= 6, "{text}");
}

/// What is kept of a row says what the row said.
fn kept(row: &Row) {
    let (key, body) = match (row, to_import(row.clone())) {
        (Row::Birth(_), None) => return,
        (Row::Registration(entry), Some(ImportRow::Entry(kept))) => {
            return assert_eq!(*entry, kept);
        }
        (_, Some(ImportRow::Register { key, body, .. })) => (key, body),
        (_, kept) => panic!("{row:?} is kept as {kept:?}"),
    };
    assert!(!key.is_empty());
    match row {
        Row::Person(row) => same::<Person>(row, &body),
        Row::Kin(row) => same::<Kin>(row, &body),
        Row::Address(row) => same::<Address>(row, &body),
        Row::Title(row) => same::<TitleRow>(row, &body),
        Row::Lease(row) => same::<Lease>(row, &body),
        Row::Phone(row) => same::<PhoneBinding>(row, &body),
        Row::Capacity(row) => same::<Capacity>(row, &body),
        Row::Territory(row) => same::<Territory>(row, &body),
        Row::Total(row) => same::<MonthTotal>(row, &body),
        Row::Registration(_) | Row::Birth(_) => {}
    }
}

fn same<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(row: &T, body: &str) {
    assert_eq!(serde_json::from_str::<T>(body).unwrap(), *row);
}
