//! Certificates as PDF/A-2b with a signature inside (PAdES): words, a time and a signature in, bytes out.
//!
//! [`write()`] sets the page and leaves room for the signature; whoever holds a key signs
//! [`Unsigned::content`] and hands the signature to [`Unsigned::sign`]. The same [`Paper`] gives the same
//! bytes, so that a certificate need not be kept as a file.

mod file;
mod letters;
mod metadata;
mod page;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization as _;

pub use file::{ROOM, Unsigned};

/// A sentence in the two languages of a certificate. Where both say the same it is written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Kazakh.
    pub kk: String,
    /// In Russian.
    pub ru: String,
}

impl Words {
    /// What is said alike in both.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let kk = text.into();
        Self { ru: kk.clone(), kk }
    }

    fn is_same(&self) -> bool {
        self.kk == self.ru
    }
}

/// One line of a certificate: what is said, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub label: Words,
    /// What it says.
    pub value: Words,
}

/// All that stands on a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Who issues it.
    pub issuer: Words,
    /// What it is.
    pub title: Words,
    /// What it says, line by line.
    pub rows: Vec<Row>,
    /// What is said besides, a paragraph each.
    pub notes: Vec<Words>,
    /// What stands above the code.
    pub check: Words,
    /// By which it is found.
    pub code: String,
    /// Where it is checked; the QR code says the same.
    pub link: String,
    /// How it is checked.
    pub how: Words,
    /// Who signs, as the certificate of the key names them.
    pub signer: String,
    /// When it was made.
    pub at: Timestamp,
}

impl Paper {
    /// The same with each letter in one piece (й, not и and a breve), as the built-in letters are.
    fn composed(&self) -> Self {
        let one = |text: &str| text.nfc().collect::<String>();
        let both = |words: &Words| Words { kk: one(&words.kk), ru: one(&words.ru) };
        let row = |row: &Row| Row { label: both(&row.label), value: both(&row.value) };
        Self {
            issuer: both(&self.issuer),
            title: both(&self.title),
            rows: self.rows.iter().map(row).collect(),
            notes: self.notes.iter().map(both).collect(),
            check: both(&self.check),
            code: self.code.clone(),
            link: self.link.clone(),
            how: both(&self.how),
            signer: one(&self.signer),
            at: self.at,
        }
    }

    /// All that is written.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().flat_map(|row| [&row.label, &row.value]);
        let words = [&self.issuer, &self.title, &self.check, &self.how];
        let words = words.into_iter().chain(rows).chain(&self.notes);
        let words = words.flat_map(|words| [words.kk.as_str(), words.ru.as_str()]);
        words.chain([self.code.as_str(), self.link.as_str(), self.signer.as_str()])
    }
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWritten {
    /// It says more than one page holds, however small the letters.
    #[error("it does not fit one page")]
    TooMuch,
    /// The address is longer than a QR code of a good size holds.
    #[error("its address is too long for a QR code")]
    Address,
    /// The signature is larger than the room left for it.
    #[error("the signature is larger than {ROOM} bytes")]
    Signature,
    /// A letter is not among those that are built in: a name that reads otherwise is no name.
    #[error("the letter {0:?} (U+{code:04X}) is not among those that are built in", code = u32::from(*.0))]
    Letter(char),
    /// The letters that are built in cannot be read, or the room for the signature is not found; never
    /// in fact.
    #[error("the file came out wrong")]
    Broken,
}

/// Sets the page; what is left open is the signature.
///
/// # Errors
/// [`NotWritten`]: it says too much, its address is too long, or a letter is not there.
pub fn write(paper: &Paper) -> Result<Unsigned, NotWritten> {
    let letters = letters::Letters::built_in()?;
    let paper = paper.composed();
    paper
        .texts()
        .try_for_each(|text| letters.lacks(text).map_or(Ok(()), |l| Err(NotWritten::Letter(l))))?;
    let content = page::set(&paper, letters)?;
    file::put_together(&paper, letters, &content)
}
