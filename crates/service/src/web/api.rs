//! The calls of `/api/v1`, a file for each subject. A handler reads, calls the desk, and shapes the
//! answer; nothing is decided here.

pub(crate) mod applications;
pub(crate) mod certificates;
pub(crate) mod consents;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod sign_in;
pub(crate) mod signature;
pub(crate) mod statistics;
pub(crate) mod status;

use residence::intake::FieldError;
use residence::names::{AddressCode, NameError};
use residence::registration::Kind;

/// A word of a closed list, by its name in the interface.
fn word<T>(field: &str, text: &str, words: &[(&str, T)]) -> Result<T, FieldError>
where
    T: Copy,
{
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, value)| *value).ok_or_else(|| wrong(field, "unknown_word"))
}

fn kind(text: &str) -> Result<Kind, FieldError> {
    let kinds = [Kind::Permanent, Kind::Temporary].map(|kind| (kind.as_str(), kind));
    word("kind", text, &kinds)
}

fn rka(text: &str) -> Result<AddressCode, FieldError> {
    text.parse().map_err(|why| {
        let code = match why {
            NameError::CheckDigit => "rka_check_digit",
            NameError::Form | NameError::NotMobile => "rka_form",
        };
        FieldError { rule: Some(residence::ground::RuleId::Addr), ..wrong("rka", code) }
    })
}

/// The most characters of a signature; the body has its own limit.
const MOST_OF_A_SIGNATURE: usize = 60_000;

fn wrong(field: &str, code: &'static str) -> FieldError {
    FieldError { field: field.to_owned(), code, rule: None }
}
