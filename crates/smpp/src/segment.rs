//! From a text to the parts that go over the air, and the fields that describe them.

use crate::alphabet::unambiguous_octet;
use std::time::Duration;

/// The most parts one message may have.
pub const MAX_PARTS: usize = 3;

/// The alphabet a text is sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// The centre's default alphabet, one octet a character: 160 characters alone, 153 in a part.
    Default,
    /// UTF-16, big-endian: 70 units alone, 67 in a part.
    Ucs2,
}

impl Encoding {
    /// The `data_coding` field (SMPP 3.4, 5.2.19).
    #[must_use]
    pub fn data_coding(self) -> u8 {
        match self {
            Encoding::Default => 0,
            Encoding::Ucs2 => 8,
        }
    }
}

/// A text cut into parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// The alphabet of all parts.
    pub encoding: Encoding,
    /// The octets of each part, without a user data header. At least one part, also for no text.
    pub parts: Vec<Vec<u8>>,
}

/// Cuts a text into parts (3GPP TS 23.040, 9.2.3.24.1): one part when it fits alone, otherwise parts
/// that leave room for a six-octet concatenation header. A surrogate pair is never split.
///
/// ```
/// assert_eq!(smpp::segments("Код").parts.len(), 1);
/// assert_eq!(smpp::segments(&"ә".repeat(71)).parts.len(), 2);
/// ```
#[must_use]
pub fn segments(text: &str) -> Segments {
    match text.chars().map(unambiguous_octet).collect::<Option<Vec<u8>>>() {
        Some(octets) => {
            let size = if octets.len() <= 160 { 160 } else { 153 };
            let parts = match octets.len() {
                0 => vec![Vec::new()],
                _ => octets.chunks(size).map(<[u8]>::to_vec).collect(),
            };
            Segments { encoding: Encoding::Default, parts }
        }
        None => Segments { encoding: Encoding::Ucs2, parts: ucs2_parts(text) },
    }
}

fn ucs2_parts(text: &str) -> Vec<Vec<u8>> {
    let size = if text.encode_utf16().count() <= 70 { 70 } else { 67 };
    let mut parts = Vec::new();
    let mut part: Vec<u8> = Vec::with_capacity(size * 2);
    for character in text.chars() {
        if part.len() / 2 + character.len_utf16() > size {
            parts.push(std::mem::take(&mut part));
        }
        let mut units = [0; 2];
        part.extend(character.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
    }
    parts.push(part);
    parts
}

/// The user data header that says "part `number` of `total`" with an 8-bit reference, followed by
/// the part (3GPP TS 23.040, 9.2.3.24.1).
pub(crate) fn with_header(reference: u8, total: u8, number: u8, part: &[u8]) -> Vec<u8> {
    let mut octets = vec![0x05, 0x00, 0x03, reference, total, number];
    octets.extend_from_slice(part);
    octets
}

/// The `validity_period` field in its relative form `YYMMDDhhmmss000R` (SMPP 3.4, 7.1.1.2).
///
/// A fraction of a second counts as a whole one. The format has no unit between a day and a month of
/// unsaid length, so more than 31 days are sent as 31.
pub(crate) fn relative_period(validity: Duration) -> String {
    let fraction = u64::from(validity.subsec_nanos() > 0);
    let longest = 31 * 24 * 3600;
    let seconds = validity.as_secs().saturating_add(fraction).clamp(1, longest);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    format!("0000{days:02}{:02}{:02}{:02}000R", hours % 24, minutes % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alphabet::decode;

    #[test]
    fn lengths() {
        let cases: [(String, Encoding, &[usize]); 14] = [
            (String::new(), Encoding::Default, &[0]),
            ("Code 48-29".into(), Encoding::Default, &[10]),
            ("x".repeat(160), Encoding::Default, &[160]),
            ("x".repeat(161), Encoding::Default, &[153, 8]),
            ("x".repeat(459), Encoding::Default, &[153, 153, 153]),
            ("x".repeat(460), Encoding::Default, &[153, 153, 153, 1]),
            ("Қазақстан".into(), Encoding::Ucs2, &[18]),
            ("Ә".repeat(70), Encoding::Ucs2, &[140]),
            ("Ә".repeat(71), Encoding::Ucs2, &[134, 8]),
            ("Ә".repeat(201), Encoding::Ucs2, &[134, 134, 134]),
            ("Ә".repeat(202), Encoding::Ucs2, &[134, 134, 134, 2]),
            ("a@b".into(), Encoding::Ucs2, &[6]),
            ("[1]".into(), Encoding::Ucs2, &[6]),
            (format!("{}€", "x".repeat(70)), Encoding::Ucs2, &[134, 8]),
        ];
        for (text, encoding, sizes) in cases {
            let cut = segments(&text);
            assert_eq!(cut.encoding, encoding, "{text}");
            assert_eq!(cut.parts.iter().map(Vec::len).collect::<Vec<_>>(), sizes, "{text}");
            let whole: String =
                cut.parts.iter().map(|part| decode(encoding.data_coding(), part)).collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn a_surrogate_pair_stays_in_one_part() {
        for before in 0..140 {
            let text = format!("{}😀{}", "ү".repeat(before), "і".repeat(140 - before));
            let cut = segments(&text);
            for part in &cut.parts {
                let text = decode(8, part);
                assert!(!text.contains('\u{fffd}'), "{before}: {text}");
                assert!(part.len() <= 134);
            }
        }
    }

    #[test]
    fn header() {
        assert_eq!(with_header(0xAB, 3, 2, b"hi"), [5, 0, 3, 0xAB, 3, 2, b'h', b'i']);
    }

    #[test]
    fn periods() {
        for (seconds, field) in [
            (0.0, "000000000001000R"),
            (0.2, "000000000001000R"),
            (59.5, "000000000100000R"),
            (3_600.0, "000000010000000R"),
            (86_399.0, "000000235959000R"),
            (259_200.0, "000003000000000R"),
            (9e9, "000031000000000R"),
        ] {
            assert_eq!(relative_period(Duration::from_secs_f64(seconds)), field);
        }
    }
}
