//! The fields of one row, each read into its type with a reason when it cannot be.

use jiff::Timestamp;
use jiff::civil::Date;
use residence::facts::Holder;
use residence::names::{AddressCode, Iin, Kato, Phone};

use super::Column;
use super::bad::{Reason, shown};

/// A field that is wrong, and why.
#[derive(Debug)]
pub(super) struct BadField(pub(super) &'static str, pub(super) Reason);

/// The fields of one row in the order of the columns of its kind; absent and empty are the same.
pub(super) struct Fields {
    columns: &'static [Column],
    values: Vec<Option<String>>,
}

type Read<T> = Result<T, BadField>;

impl Fields {
    /// Takes the values, refusing what no column may contain.
    pub(super) fn new(columns: &'static [Column], values: Vec<Option<String>>) -> Read<Self> {
        for (column, value) in columns.iter().zip(&values) {
            let Some(value) = value else { continue };
            if value.chars().count() > column.most {
                return Err(BadField(column.name, Reason::Long { most: column.most }));
            }
            if value.chars().any(char::is_control) {
                return Err(BadField(column.name, Reason::Control));
            }
        }
        Ok(Self { columns, values })
    }

    fn get(&self, name: &'static str) -> Option<&str> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        self.values.get(at)?.as_deref()
    }

    /// A text that may be empty.
    pub(super) fn text(&self, name: &'static str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// A text that may be absent.
    pub(super) fn maybe_text(&self, name: &'static str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// A text that must not be empty.
    pub(super) fn needed_text(&self, name: &'static str) -> Read<String> {
        self.needed(name, |text| Ok(text.to_owned()))
    }

    fn needed<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Read<T> {
        self.maybe(name, read)?.ok_or(BadField(name, Reason::Missing))
    }

    fn maybe<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, Reason>,
    ) -> Read<Option<T>> {
        self.get(name).map(read).transpose().map_err(|reason| BadField(name, reason))
    }

    pub(super) fn iin(&self, name: &'static str) -> Read<Iin> {
        self.needed(name, |text| text.parse().map_err(Reason::iin))
    }

    /// Several ИИН separated by `;`.
    pub(super) fn iins(&self, name: &'static str) -> Read<Vec<Iin>> {
        let list = self.get(name).unwrap_or_default().split(';').map(str::trim);
        let numbers = list.filter(|text| !text.is_empty()).map(str::parse);
        numbers.collect::<Result<_, _>>().map_err(|e| BadField(name, Reason::iin(e)))
    }

    /// ИИН and БИН share length and check digit; the fifth digit tells them apart (the type of an
    /// organisation is 4–6, a day of a month begins with 0–3).
    pub(super) fn owner(&self, name: &'static str) -> Read<Option<Holder>> {
        self.maybe(name, |text| match (text, text.as_bytes().get(4)) {
            ("unidentified", _) => Ok(Holder::Unidentified),
            (_, Some(b'4'..=b'6')) => text.parse().map(Holder::Organisation).map_err(Reason::owner),
            (_, Some(_) | None) => text.parse().map(Holder::Person).map_err(Reason::owner),
        })
    }

    pub(super) fn rka(&self, name: &'static str) -> Read<AddressCode> {
        self.needed(name, |text| text.parse().map_err(Reason::address))
    }

    pub(super) fn maybe_rka(&self, name: &'static str) -> Read<Option<AddressCode>> {
        self.maybe(name, |text| text.parse().map_err(Reason::address))
    }

    pub(super) fn kato(&self, name: &'static str) -> Read<Kato> {
        self.needed(name, |text| text.parse().map_err(|_| Reason::Kato))
    }

    pub(super) fn phone(&self, name: &'static str) -> Read<Phone> {
        self.needed(name, |text| Phone::read(text).map_err(|_| Reason::Phone))
    }

    pub(super) fn date(&self, name: &'static str) -> Read<Date> {
        self.needed(name, date)
    }

    pub(super) fn maybe_date(&self, name: &'static str) -> Read<Option<Date>> {
        self.maybe(name, date)
    }

    pub(super) fn time(&self, name: &'static str) -> Read<Timestamp> {
        self.needed(name, time)
    }

    pub(super) fn maybe_time(&self, name: &'static str) -> Read<Option<Timestamp>> {
        self.maybe(name, time)
    }

    /// A month, as its text.
    pub(super) fn month(&self, name: &'static str) -> Read<String> {
        self.needed(name, |text| {
            let whole = text.len() == 7 && date(&format!("{text}-01")).is_ok();
            if whole { Ok(text.to_owned()) } else { Err(Reason::Month) }
        })
    }

    pub(super) fn count(&self, name: &'static str) -> Read<u64> {
        self.needed(name, |text| {
            // A store keeps counts as signed numbers of 64 bits.
            let count = digits(text).filter(|count| i64::try_from(*count).is_ok());
            count.ok_or(Reason::Count)
        })
    }

    /// Square metres with at most two decimals, in hundredths.
    pub(super) fn area(&self, name: &'static str) -> Read<u32> {
        self.needed(name, |text| {
            let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
            let part = match part.len() {
                1 => digits(part).map(|tenths| tenths * 10),
                2 => digits(part),
                _ => None,
            };
            let area = digits(whole).zip(part).and_then(|(whole, part)| {
                let hundredths = whole.checked_mul(100)?.checked_add(part)?;
                u32::try_from(hundredths).ok().filter(|area| *area > 0)
            });
            area.ok_or(Reason::Area)
        })
    }

    pub(super) fn id<T: std::str::FromStr>(&self, name: &'static str) -> Read<Option<T>> {
        self.maybe(name, |text| text.parse().map_err(|_| Reason::Id))
    }

    pub(super) fn country(&self, name: &'static str) -> Read<String> {
        self.needed(name, |text| {
            let code = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
            if code { Ok(text.to_owned()) } else { Err(Reason::Country) }
        })
    }

    pub(super) fn yes(&self, name: &'static str) -> Read<bool> {
        self.word(name, TRUTH)
    }

    pub(super) fn maybe_yes(&self, name: &'static str) -> Read<bool> {
        Ok(self.maybe_word(name, TRUTH)?.unwrap_or_default())
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, name: &'static str, words: Words<T>) -> Read<T> {
        self.maybe_word(name, words)?.ok_or(BadField(name, Reason::Missing))
    }

    /// One of some words, or nothing.
    pub(super) fn maybe_word<T: Copy>(
        &self,
        name: &'static str,
        words: Words<T>,
    ) -> Read<Option<T>> {
        self.maybe(name, |text| {
            let meant = words.names.iter().zip(words.values).find(|(word, _)| **word == text);
            let unknown = || Reason::Word { found: shown(text), words: words.names };
            meant.map(|(_, value)| *value).ok_or_else(unknown)
        })
    }
}

/// Words a field may be, and what each means, in the same order.
#[derive(Clone, Copy)]
pub(super) struct Words<T: 'static> {
    pub(super) names: &'static [&'static str],
    pub(super) values: &'static [T],
}

const TRUTH: Words<bool> =
    Words { names: &["true", "false", "1", "0"], values: &[true, false, true, false] };

fn digits(text: &str) -> Option<u64> {
    // `parse` alone would take a sign.
    let only = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if only { text.parse().ok() } else { None }
}

fn date(text: &str) -> Result<Date, Reason> {
    let date: Date = text.parse().map_err(|_| Reason::Date)?;
    let written_so = text.len() == 10 && (1850..2200).contains(&date.year());
    if written_so { Ok(date) } else { Err(Reason::Date) }
}

fn time(text: &str) -> Result<Timestamp, Reason> {
    let time: Timestamp = text.parse().map_err(|_| Reason::Time)?;
    date(text.get(..10).unwrap_or_default()).map_err(|_| Reason::Time)?;
    Ok(time)
}
