//! Lines of a file, each with its number and none of unbounded length.

use std::io::{self, BufRead};

use super::bad::{FileFault, Reason};

/// The most bytes of one line; the longest good row has a small part of it.
pub(super) const LINE_MAX: usize = 64 * 1024;

/// The number of a line, and its text.
type Line<'a> = (u64, Result<&'a str, Reason>);

/// Reads lines one after another; only one is ever in memory.
pub(super) struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    number: u64,
    bytes: u64,
}

impl<R: BufRead> Lines<R> {
    /// Looks at the first bytes: skips the mark of UTF-8, refuses what is no text.
    pub(super) fn open(mut reader: R) -> Result<Self, FileFault> {
        // A buffer that shows only some of these bytes is read as text; its lines then fail singly.
        let first = reader.fill_buf().map_err(|e| FileFault::Broken(0, e))?;
        let packed: [(&[u8], &str); 5] = [
            (b"\x1f\x8b", "gzip"),
            (b"PK\x03\x04", "zip"),
            (b"\x28\xb5\x2f\xfd", "zstd"),
            (b"\xfd7zXZ\x00", "xz"),
            (b"BZh", "bzip2"),
        ];
        if let Some((_, name)) = packed.iter().find(|(mark, _)| first.starts_with(mark)) {
            return Err(FileFault::Compressed(name));
        }
        if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
            return Err(FileFault::Utf16);
        }
        let mark = if first.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        reader.consume(mark);
        Ok(Self { reader, line: Vec::new(), number: 0, bytes: 0 })
    }

    /// The number of the line that was read last.
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// How many bytes were read.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next line that is not blank, without its end, and its number; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, FileFault> {
        loop {
            self.line.clear();
            let length = self.read_line().map_err(|e| FileFault::Broken(self.number, e))?;
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.bytes = self.bytes.saturating_add(length);
            if self.line.len() > LINE_MAX {
                return Ok(Some((self.number, Err(Reason::LongLine { most: LINE_MAX }))));
            }
            if !self.line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        let text = str::from_utf8(&self.line).map_err(|_| Reason::Encoding);
        Ok(Some((self.number, text.map(|line| line.trim_end_matches(['\r', '\n'])))))
    }

    /// Takes one line in, keeping no more than one byte over the limit of it.
    fn read_line(&mut self) -> io::Result<u64> {
        let mut length = 0u64;
        loop {
            let part = match self.reader.fill_buf() {
                Ok(part) => part,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let ended = part.iter().position(|byte| *byte == b'\n');
            let taken = ended.map_or(part.len(), |at| at + 1);
            let room = (LINE_MAX + 1).saturating_sub(self.line.len());
            self.line.extend(part.iter().take(taken.min(room)));
            self.reader.consume(taken);
            length = length.saturating_add(u64::try_from(taken).unwrap_or(u64::MAX));
            if ended.is_some() || taken == 0 {
                return Ok(length);
            }
        }
    }
}

/// The fields of one line of CSV (RFC 4180, but a field ends in its own line: so one stray
/// quotation mark costs one row, not the rest of the file).
pub(super) fn fields_of(line: &str, separator: char) -> Result<Vec<String>, Reason> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = match rest.trim_start().strip_prefix('"') {
            Some(quoted) => quoted_field(quoted, separator)?,
            None => match rest.split_once(separator) {
                Some((field, after)) => (field.trim().to_owned(), Some(after)),
                None => (rest.trim().to_owned(), None),
            },
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}

/// A field after its opening quotation mark, and what follows its separator.
fn quoted_field(text: &str, separator: char) -> Result<(String, Option<&str>), Reason> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('"').ok_or(Reason::Quotes)?;
        field.push_str(part);
        if let Some(doubled) = after.strip_prefix('"') {
            field.push('"');
            rest = doubled;
            continue;
        }
        let field = field.trim().to_owned();
        let after = after.trim_start();
        return match after.strip_prefix(separator) {
            Some(after) => Ok((field, Some(after))),
            None if after.is_empty() => Ok((field, None)),
            None => Err(Reason::Quotes),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_csv_is_written() {
        for (line, expected) in [
            ("a,b", Some(vec!["a", "b"])),
            ("", Some(vec![""])),
            (",", Some(vec!["", ""])),
            (" a , \"b,c\" ,d", Some(vec!["a", "b,c", "d"])),
            ("\"say \"\"ДА\"\"\",x", Some(vec!["say \"ДА\"", "x"])),
            ("\"\",", Some(vec!["", ""])),
            ("\"open,b", None),
            ("\"a\"b,c", None),
            ("5\" pipe,b", Some(vec!["5\" pipe", "b"])),
        ] {
            let fields = fields_of(line, ',').ok();
            let expected = expected.map(|f| f.into_iter().map(String::from).collect::<Vec<_>>());
            assert_eq!(fields, expected, "{line}");
        }
    }

    #[test]
    fn a_line_without_end_costs_no_memory() {
        let endless = [vec![b'x'; 5 * LINE_MAX], b"\nnext".to_vec()].concat();
        let mut lines = Lines::open(io::BufReader::new(endless.as_slice())).unwrap();
        let long = Some((1, Err(Reason::LongLine { most: LINE_MAX })));
        assert_eq!(lines.next().unwrap(), long);
        assert!(lines.line.capacity() < 3 * LINE_MAX);
        assert_eq!(lines.next().unwrap(), Some((2, Ok("next"))));
        assert_eq!(lines.next().unwrap(), None);
    }
}
