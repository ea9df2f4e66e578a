//! What answers look like.

pub(crate) mod application;
pub(crate) mod awaited;
pub(crate) mod certificate;
pub(crate) mod consent;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod sign_in;
pub(crate) mod statistics;
pub(crate) mod status;

use jiff::Timestamp;
use residence::law::almaty;

/// ИИН: twelve digits, the last a check digit. For the description only: the core has a type of its
/// own.
#[derive(utoipa::ToSchema)]
#[schema(min_length = 12, max_length = 12, pattern = "^[0-9]{12}$", example = "850101300124")]
#[expect(dead_code, reason = "describes the texts of a list")]
pub(crate) struct Iin(String);

/// A time as the interface writes it: RFC 3339 with the offset of Asia/Almaty.
pub(crate) fn time(at: Timestamp) -> String {
    at.display_with_offset(almaty().to_offset(at)).to_string()
}

/// The same for a time that may not have come.
pub(crate) fn time_if(at: Option<Timestamp>) -> Option<String> {
    at.map(time)
}

/// Bytes in Base64 (RFC 4648, padded).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let sixth = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or_default();
            let letter = LETTERS.get(sixth).copied().unwrap_or_default();
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_standard() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn times_carry_the_offset_of_their_day() {
        for (at, expected) in [
            ("2025-11-24T05:00:00Z", "2025-11-24T10:00:00+05:00"),
            ("2025-11-24T05:00:00.25Z", "2025-11-24T10:00:00.25+05:00"),
            ("2024-02-01T05:00:00Z", "2024-02-01T11:00:00+06:00"),
        ] {
            assert_eq!(time(at.parse().unwrap()), expected);
        }
    }
}
