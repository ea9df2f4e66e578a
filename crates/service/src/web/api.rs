//! The calls of `/api/v1`, a file for each subject. A handler reads, calls the desk, and shapes the
//! answer; nothing is decided here.

pub(crate) mod applications;
pub(crate) mod consents;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod sign_in;
pub(crate) mod signature;
pub(crate) mod statistics;

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

/// A signature in Base64; whether it is one is looked at where it counts.
fn signature_text(text: &str) -> Result<(), FieldError> {
    let base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    if text.bytes().all(base64) { Ok(()) } else { Err(wrong("cms", "cms")) }
}

fn wrong(field: &str, code: &'static str) -> FieldError {
    FieldError { field: field.to_owned(), code, rule: None }
}
