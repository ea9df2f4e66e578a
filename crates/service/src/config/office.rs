//! `[office]`: what the office of a service centre goes by.

use super::given::{Stated, Value};
use super::read::Reader;

/// A whole share, in millionths.
const WHOLE: u32 = 1_000_000;

/// What the office of a service centre goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Under which address officers reach it; where nothing is said, as it listens.
    pub public: Option<String>,
    /// Which share of searches and filings an auditor looks at, in millionths.
    pub audit_share: u32,
}

impl Default for Office {
    fn default() -> Self {
        Self { public: None, audit_share: WHOLE / 50 }
    }
}

impl Reader<'_> {
    pub(super) fn office(&mut self) -> Office {
        let usual = Office::default();
        Office {
            public: self.origin("office"),
            audit_share: self.share().unwrap_or(usual.audit_share),
        }
    }

    fn share(&mut self) -> Option<u32> {
        let Stated { value, place } = self.stated("office", "audit_share")?;
        let read = match value {
            Value::Fraction(text) | Value::Variable(text) => millionths(&text),
            Value::Number(number) => millionths(&number.to_string()),
            Value::Text(_) | Value::Flag(_) | Value::Other => None,
        };
        if read.is_none() {
            let what = "`audit_share` of [office] must be a number from 0 to 1 without quotes, such \
                        as 0.02";
            self.fault(place, what);
        }
        read
    }
}

/// `0.02` in millionths; what is finer is cut off.
fn millionths(text: &str) -> Option<u32> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(rest) {
        return None;
    }
    let digits = rest.chars().chain("000000".chars()).take(6).collect::<String>();
    let rest: u32 = digits.parse().ok()?;
    let whole: u32 = whole.parse().ok()?;
    let share = whole.checked_mul(WHOLE)?.checked_add(rest)?;
    (share <= WHOLE).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_exactly() {
        for (text, expected) in [
            ("0.02", Some(20_000)),
            ("0", Some(0)),
            ("1", Some(1_000_000)),
            ("1.0", Some(1_000_000)),
            ("1.000001", None),
            ("2", None),
            ("-0.1", None),
            ("1e-2", None),
            (".5", None),
            ("", None),
        ] {
            assert_eq!(millionths(text), expected, "{text}");
        }
    }
}
