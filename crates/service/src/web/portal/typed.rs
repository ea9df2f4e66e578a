//! What was typed into a form: names and texts, nothing checked yet.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use jiff::civil::Date;

use crate::web::body::bytes;
use crate::web::fault::Fault;

/// The most fields of a form.
const MOST_FIELDS: usize = 200;
/// The most characters of a field; no field of ours takes as many, but for that of a signature, which
/// the size of the body alone bounds.
const MOST_OF_A_TEXT: usize = 500;
/// Holds a signature.
const SIGNATURE: &str = "cms";
/// Fields that are never kept.
const FLEETING: [&str; 8] =
    ["token", "switch", "stay", "call", "code", "action", "challenge", SIGNATURE];
/// The mark of fields that are kept because something is wrong with them.
const WRONG: &str = "wrong";
/// The most fields that are kept, and the most characters of each.
const MOST_KEPT: usize = 40;
const MOST_OF_A_KEPT: usize = 200;

/// The fields of a form as they were typed, control characters taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads the body of a form.
    ///
    /// # Errors
    /// The body is no form, too large, or too slow.
    pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Fault> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let plain = headers.get_all(header::CONTENT_ENCODING).iter().all(|how| how == "identity");
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") || !plain {
            return Err(Fault::MediaType);
        }
        let bytes = bytes(headers, body).await?;
        let pairs = form_urlencoded::parse(&bytes).take(MOST_FIELDS);
        let read = |(name, text): (Cow<'_, str>, Cow<'_, str>)| {
            let text = if name == SIGNATURE { text.into_owned() } else { shortened(&text) };
            (shortened(&name), text)
        };
        Ok(Self(pairs.map(read).collect()))
    }

    /// The parts of a form that came with a file.
    pub(crate) fn of_parts(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let pairs = pairs.into_iter().take(MOST_FIELDS);
        Self(pairs.map(|(name, text)| (shortened(&name), shortened(&text))).collect())
    }

    /// What was kept of a form.
    pub(crate) const fn kept(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// What may be kept of it.
    pub(crate) fn to_keep(&self) -> Vec<(String, String)> {
        let lasting = self.0.iter().filter(|(name, _)| !FLEETING.contains(&name.as_str()));
        let short = |text: &String| text.chars().take(MOST_OF_A_KEPT).collect();
        lasting.take(MOST_KEPT).map(|(name, text)| (short(name), short(text))).collect()
    }

    /// The same, to be shown again with what is wrong.
    pub(crate) fn wrong(&self) -> Self {
        let mut all = self.0.clone();
        all.retain(|(name, _)| name != WRONG);
        all.insert(0, (WRONG.to_owned(), "true".to_owned()));
        Self(all)
    }

    /// Whether it was kept because something is wrong with it.
    pub(crate) fn is_wrong(&self) -> bool {
        self.one(WRONG) == "true"
    }

    /// A field, spaces around it taken away; empty when it did not come.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(other, _)| other == name).map_or("", |(_, text)| text.trim())
    }

    /// The same, `None` where it is empty.
    pub(crate) fn given(&self, name: &str) -> Option<String> {
        Some(self.one(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A day typed as people write it, `15.01.2026`, as `2026-01-15`; anything else as it stands.
    pub(crate) fn date(&self, name: &str) -> String {
        let typed = self.one(name);
        let parts: Vec<&str> = typed.split('.').map(str::trim).collect();
        let [day, month, year] = parts.as_slice() else { return typed.to_owned() };
        let read = year.parse::<i16>().ok().zip(month.parse::<i8>().ok()).zip(day.parse().ok());
        let date = read.and_then(|((year, month), day)| Date::new(year, month, day).ok());
        date.map_or_else(|| typed.to_owned(), |date| date.to_string())
    }

    /// Every field of this name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let named = self.0.iter().filter(|(other, _)| other == name);
        named.map(|(_, text)| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    /// A day typed in three fields, as `YYYY-MM-DD`; `None` where all three are empty, the text as
    /// it stands where they are no day.
    pub(crate) fn day(&self) -> Option<String> {
        let [day, month, year] = ["day", "month", "year"].map(|name| self.one(name));
        if [day, month, year].iter().all(|part| part.is_empty()) {
            return None;
        }
        let number = |text: &str| text.parse::<i16>().ok();
        let small = |text: &str| text.parse::<i8>().ok();
        let read = number(year).zip(small(month)).zip(small(day));
        let date = read.and_then(|((year, month), day)| Date::new(year, month, day).ok());
        Some(date.map_or_else(|| format!("{year}-{month}-{day}"), |date| date.to_string()))
    }
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MOST_OF_A_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_typed_in_three_fields() {
        for ([day, month, year], expected) in [
            (["", "", ""], None),
            (["5", "1", "2026"], Some("2026-01-05")),
            (["05", "01", "2026"], Some("2026-01-05")),
            (["31", "2", "2026"], Some("2026-2-31")),
            (["", "2", "2026"], Some("2026-2-")),
            (["five", "1", "2026"], Some("2026-1-five")),
        ] {
            let pairs = [("day", day), ("month", month), ("year", year)];
            let typed = Typed(pairs.map(|(n, t)| (n.to_owned(), t.to_owned())).to_vec());
            assert_eq!(typed.day().as_deref(), expected);
        }
    }
}
