//! The alphabets short messages are written in (SMPP 3.4, 5.2.19 `data_coding`; 3GPP TS 23.038, 6.2.1).

/// The octet that announces a character of the extension table.
const ESCAPE: u8 = 0x1B;

/// The basic table of the GSM 7-bit default alphabet, in the order of its codes 0x00–0x7F.
const BASIC: &str = concat!(
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ",
    " !\"#¤%&'()*+,-./0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmnopqrstuvwxyzäöñüà",
);

/// The octet that means this character both in ASCII and in the GSM default alphabet.
///
/// `data_coding` 0 is "the SMS centre's default alphabet": GSM for most centres, plain ASCII for
/// others. A character whose code differs between the two (`@`, `$`, `_`, accented letters, the
/// extension table) would arrive mangled at one of them, so such a text goes as UCS-2 instead.
pub(crate) fn unambiguous_octet(character: char) -> Option<u8> {
    let octet = u8::try_from(u32::from(character)).ok()?;
    let safe =
        matches!(octet, b'\n' | b'\r' | b' '..=b'#' | b'%'..=b'?' | b'A'..=b'Z' | b'a'..=b'z');
    safe.then_some(octet)
}

/// Reads the user data of an incoming message as text. Never fails: what cannot be read becomes
/// U+FFFD.
pub(crate) fn decode(data_coding: u8, octets: &[u8]) -> String {
    match data_coding {
        0x01..=0x04 => latin1(octets),
        0x06 => octets.iter().copied().map(cyrillic).collect(),
        0x08 => ucs2(octets),
        // The general group of 3GPP TS 23.038, 4: bits 3 and 2 name the alphabet.
        0x10..=0x3F if data_coding & 0x0C == 0x08 => ucs2(octets),
        0x10..=0x3F if data_coding & 0x0C == 0x04 => latin1(octets),
        0x00 | 0x10..=0x3F | 0xF0..=0xF3 | 0xF8..=0xFB => gsm(octets),
        _ => latin1(octets),
    }
}

fn latin1(octets: &[u8]) -> String {
    octets.iter().copied().map(char::from).collect()
}

fn ucs2(octets: &[u8]) -> String {
    let mut pairs = octets.chunks_exact(2);
    let units: Vec<u16> = pairs
        .by_ref()
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
        .map(u16::from_be_bytes)
        .collect();
    let mut text = String::from_utf16_lossy(&units);
    if !pairs.remainder().is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

fn gsm(octets: &[u8]) -> String {
    let table: Vec<char> = BASIC.chars().collect();
    let mut text = String::with_capacity(octets.len());
    let mut escaped = false;
    for &octet in octets {
        if escaped {
            // An unknown code after the escape is shown as the basic character (TS 23.038, 6.2.1.1).
            text.push(extension(octet).or_else(|| basic(&table, octet)).unwrap_or(' '));
            escaped = false;
        } else if octet == ESCAPE {
            escaped = true;
        } else {
            // Codes above 0x7F do not exist in this alphabet; centres that send them mean Latin-1.
            text.push(basic(&table, octet).unwrap_or(char::from(octet)));
        }
    }
    text
}

fn basic(table: &[char], octet: u8) -> Option<char> {
    table.get(usize::from(octet)).copied()
}

fn extension(octet: u8) -> Option<char> {
    Some(match octet {
        0x0A => '\u{c}',
        0x14 => '^',
        0x28 => '{',
        0x29 => '}',
        0x2F => '\\',
        0x3C => '[',
        0x3D => '~',
        0x3E => ']',
        0x40 => '|',
        0x65 => '€',
        _ => return None,
    })
}

/// One octet of ISO-8859-5.
fn cyrillic(octet: u8) -> char {
    match octet {
        0xA1..=0xAC | 0xAE..=0xEF | 0xF1..=0xFC | 0xFE..=0xFF => {
            char::from_u32(u32::from(octet) + 0x360).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        0xF0 => '№',
        0xFD => '§',
        _ => char::from(octet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basic_table_has_one_character_for_each_code() {
        assert_eq!(BASIC.chars().count(), 128);
        assert_eq!(BASIC.chars().nth(0x1B), Some('\u{1b}'));
        assert_eq!(BASIC.chars().nth(0x7F), Some('à'));
    }

    #[test]
    fn characters_sent_in_the_default_alphabet_mean_the_same_in_ascii() {
        for octet in 0u8..=0xFF {
            if unambiguous_octet(char::from(octet)).is_some() {
                assert_eq!(gsm(&[octet]), char::from(octet).to_string());
            }
        }
        for outside in ['@', '$', '_', '[', '€', 'é', '`', 'Ә', '\u{1b}', '\u{0}'] {
            assert_eq!(unambiguous_octet(outside), None, "{outside:?}");
        }
    }

    #[test]
    fn decoding() {
        for (data_coding, octets, text) in [
            (0x00, &b"YES 4829"[..], "YES 4829"),
            (0x00, &[0x00, 0x11, 0x1B, 0x65, 0x1B, 0x3C, 0x1B, 0x1B, 0x41][..], "@_€[\u{1b}A"),
            (0x00, &[0x1B][..], ""),
            (0x00, &[0xE9][..], "é"),
            (0x01, b"NO", "NO"),
            (0x03, &[0xE9, 0x20, 0xFF], "é ÿ"),
            (0x06, &[0xB4, 0xB0, 0xA1, 0xF0], "ДАЁ№"),
            (0x08, &[0x04, 0x18, 0x04, 0xD8], "ИӘ"),
            (0x08, &[0x04, 0x18, 0x04], "И\u{fffd}"),
            (0x08, &[0xD8, 0x3D, 0xDE, 0x00], "😀"),
            (0x08, &[0xD8, 0x3D], "\u{fffd}"),
            (0x18, &[0x04, 0x14], "Д"),
            (0xF0, &[0x02], "$"),
            (0x08, &[], ""),
        ] {
            assert_eq!(decode(data_coding, octets), text, "{data_coding:#x} {octets:x?}");
        }
    }
}
