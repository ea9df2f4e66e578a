//! In which language an answer is wanted.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use residence::facts::Language;

/// The most ranges of an `Accept-Language` that are looked at.
const MOST_RANGES: usize = 16;

/// The language of the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reads(pub(crate) Language);

impl<S: Sync> FromRequestParts<S> for Reads {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(wanted(&parts.headers)))
    }
}

/// The language of `Accept-Language` with the highest weight that we have; of several the first,
/// Kazakh where nothing fits.
pub(crate) fn wanted(headers: &HeaderMap) -> Language {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).iter();
    let ranges = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    let mut best: Option<(u16, Language)> = None;
    for (weight, language) in ranges.take(MOST_RANGES).filter_map(range) {
        if weight > best.map_or(0, |(best, _)| best) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language).unwrap_or_default()
}

/// `ru-KZ;q=0.8` as its weight in thousandths and the language we have for it.
fn range(text: &str) -> Option<(u16, Language)> {
    let mut parts = text.split(';');
    let tag = parts.next()?.trim().to_ascii_lowercase();
    let weight = parts.next().map_or(Some(1000), |q| thousandths(q.trim().strip_prefix("q=")?))?;
    let primary = tag.split('-').next()?;
    let language = match primary {
        "*" => Language::default(),
        _ => Language::ALL.into_iter().find(|language| language.as_str() == primary)?,
    };
    Some((weight, language))
}

fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("1", 0) => Some(1000),
        ("0", fraction) => Some(fraction),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_wanted_most() {
        for (text, expected) in [
            ("", "kk"),
            ("ru", "ru"),
            ("EN-us", "en"),
            ("de, fr;q=0.9", "kk"),
            ("de, en;q=0.5, ru;q=0.7", "ru"),
            ("ru;q=0.8, kk;q=0.8", "ru"),
            ("ru;q=0", "kk"),
            ("*", "kk"),
            ("en;q=2, ru;q=0.1", "ru"),
            ("en;q=,;;,ru", "ru"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
            assert_eq!(wanted(&headers).as_str(), expected, "{text}");
        }
    }
}
