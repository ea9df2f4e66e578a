//! Base64, and DER wrapped in it.

use crate::der::Malformed;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes that Base64 with padding (RFC 4648, 4) means. White space may stand anywhere.
///
/// # Errors
/// [`Malformed::Text`] for any other letter, padding that is missing or too much, and bits beyond the
/// last byte that are not nought.
pub fn from_base64(text: &[u8]) -> Result<Vec<u8>, Malformed> {
    let letters = text.iter().copied().filter(|letter| !letter.is_ascii_whitespace());
    let (mut bytes, mut held, mut bits, mut count, mut padding) =
        (Vec::with_capacity(text.len() / 4 * 3), 0u32, 0u32, 0usize, 0usize);
    for letter in letters {
        count += 1;
        if letter == b'=' {
            padding += 1;
            continue;
        }
        let value = value(letter).filter(|_| padding == 0).ok_or(Malformed::Text)?;
        (held, bits) = ((held << 6) | u32::from(value), bits + 6);
        if bits >= 8 {
            bits -= 8;
            let [.., byte] = (held >> bits).to_be_bytes();
            bytes.push(byte);
            held &= (1 << bits) - 1;
        }
    }
    let is_right = count % 4 == 0 && padding <= 2 && bits < 6 && held == 0;
    if is_right { Ok(bytes) } else { Err(Malformed::Text) }
}

fn value(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Base64 with padding, in one line.
#[must_use]
pub fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let held =
            (0..3).fold(0, |held, at| (held << 8) | u32::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4usize {
            let [.., low] = (held >> (18 - 6 * at)).to_be_bytes();
            let letter = ALPHABET.get(usize::from(low & 0x3F)).copied().unwrap_or(b'=');
            text.push(char::from(if at <= group.len() { letter } else { b'=' }));
        }
    }
    text
}

/// One block of PEM with this label.
#[must_use]
pub fn block(label: &str, der: &[u8]) -> String {
    let base64 = to_base64(der);
    let mut lines = format!("-----BEGIN {label}-----\n");
    // Base64 is ASCII, so that no letter is cut in two.
    let mut rest = base64.as_str();
    while let Some((line, after)) = rest.split_at_checked(64) {
        lines.push_str(line);
        lines.push('\n');
        rest = after;
    }
    if !rest.is_empty() {
        lines.push_str(rest);
        lines.push('\n');
    }
    lines.push_str(&format!("-----END {label}-----\n"));
    lines
}

/// DER as it came: as such, as one PEM block of any label, or as bare Base64.
///
/// # Errors
/// [`Malformed::Text`] if it is none of them; nothing but white space may stand around a PEM block.
pub fn to_der(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut all = all(bytes)?;
    match all.pop() {
        Some(der) if all.is_empty() => Ok(der),
        _ => Err(Malformed::Text),
    }
}

/// As [`to_der`], with as many PEM blocks as there are.
///
/// # Errors
/// As [`to_der`].
pub fn all(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Malformed> {
    // Base64 of DER begins with `M`, PEM with `-`: a SEQUENCE can be neither.
    if bytes.first() == Some(&crate::der::tag::SEQUENCE) {
        return Ok(vec![bytes.to_vec()]);
    }
    let blocks = blocks(bytes)?;
    if blocks.is_empty() { Ok(vec![from_base64(bytes)?]) } else { Ok(blocks) }
}

/// What stands in each block of PEM, in their order; none if there is no block.
///
/// # Errors
/// [`Malformed::Text`] for a block without an end or with another label at its end, for anything but
/// white space around the blocks, and for Base64 that is none.
pub fn blocks(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Malformed> {
    let text = std::str::from_utf8(bytes).map_err(|_| Malformed::Text)?;
    let (mut found, mut rest) = (Vec::new(), text.trim());
    while let Some(opened) = rest.strip_prefix("-----BEGIN ") {
        let (label, body) = opened.split_once("-----").ok_or(Malformed::Text)?;
        let (body, after) = body.split_once("-----END ").ok_or(Malformed::Text)?;
        let after = after.strip_prefix(label).and_then(|after| after.strip_prefix("-----"));
        found.push(from_base64(body.as_bytes())?);
        rest = after.ok_or(Malformed::Text)?.trim_start();
    }
    if found.is_empty() || rest.is_empty() { Ok(found) } else { Err(Malformed::Text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_there_and_back() {
        for length in 0..70u8 {
            let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(37)).collect();
            assert_eq!(from_base64(to_base64(&bytes).as_bytes()), Ok(bytes));
        }
        assert_eq!(to_base64(b"foob"), "Zm9vYg==");
        assert_eq!(from_base64(b"Zm9v\r\nYg==\n"), Ok(b"foob".to_vec()));
    }

    #[test]
    fn base64_has_one_right_form() {
        for wrong in
            ["Zm9vYg", "Zm9vYg=", "Zm9vYh==", "Zm9v=Yg=", "Zm-_", "====", "Z===", "Zg==Zg=="]
        {
            assert_eq!(from_base64(wrong.as_bytes()), Err(Malformed::Text), "{wrong}");
        }
    }

    #[test]
    fn a_block_is_read_again() {
        for length in [0, 1, 47, 48, 49, 200] {
            let der = vec![7; length];
            let block = block("CMS", &der);
            assert_eq!(blocks(block.as_bytes()), Ok(vec![der]));
            assert!(block.lines().all(|line| line.len() <= 64 && !line.is_empty()), "{block}");
        }
    }

    #[test]
    fn blocks_are_whole() {
        let block = "-----BEGIN CMS-----\nMAA=\n-----END CMS-----\n";
        assert_eq!(to_der(block.as_bytes()), Ok(vec![0x30, 0]));
        assert_eq!(to_der(b"MAA="), Ok(vec![0x30, 0]));
        assert_eq!(to_der(&[0x30, 0]), Ok(vec![0x30, 0]));
        let two = [block, block].concat();
        assert_eq!(blocks(two.as_bytes()).map(|blocks| blocks.len()), Ok(2));
        assert_eq!(all(two.as_bytes()), Ok(vec![vec![0x30, 0], vec![0x30, 0]]));
        assert_eq!(all(&[0x30, 0]), Ok(vec![vec![0x30, 0]]));
        for wrong in [
            [block, "more"].concat(),
            [block, block].concat(),
            block.replace("END CMS", "END PKCS7"),
            block.replace("-----END CMS-----", ""),
        ] {
            assert_eq!(to_der(wrong.as_bytes()), Err(Malformed::Text), "{wrong}");
        }
    }
}
