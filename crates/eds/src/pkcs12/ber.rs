//! BER made DER, where key files have the one and all else here reads the other.

use crate::der::{Malformed, tag, write};

/// Values within values, at most.
const DEEPEST: u8 = 32;

/// The one value that the bytes are, with definite lengths and OCTET STRINGs in one piece. What stands
/// within an OCTET STRING is for its reader.
pub(super) fn to_der(bytes: &[u8], most: usize) -> Result<Vec<u8>, Malformed> {
    if bytes.len() > most {
        return Err(Malformed::TooBig);
    }
    let (value, rest) = value(bytes, DEEPEST)?;
    if rest.is_empty() { Ok(value) } else { Err(Malformed::Trailing) }
}

/// The next value as DER, and what is behind it.
fn value(bytes: &[u8], deeper: u8) -> Result<(Vec<u8>, &[u8]), Malformed> {
    let (&tag, rest) = bytes.split_first().ok_or(Malformed::Truncated)?;
    if tag & 0x1F == 0x1F {
        return Err(Malformed::Tag);
    }
    let is_constructed = tag & 0x20 != 0;
    let (length, rest) = length(rest)?;
    let Some(length) = length else {
        let (parts, rest) = parts(rest, deeper, true)?;
        let whole = joined(tag, &parts)?;
        return if is_constructed { Ok((whole, rest)) } else { Err(Malformed::Length) };
    };
    let (inside, rest) = rest.split_at_checked(length).ok_or(Malformed::Truncated)?;
    if !is_constructed {
        return Ok((write(tag, &[inside]), rest));
    }
    let (parts, _) = parts(inside, deeper, false)?;
    Ok((joined(tag, &parts)?, rest))
}

/// The values within another: up to the mark at their end, or to the end of the bytes.
fn parts(mut rest: &[u8], deeper: u8, is_marked: bool) -> Result<(Vec<Vec<u8>>, &[u8]), Malformed> {
    let deeper = deeper.checked_sub(1).ok_or(Malformed::TooDeep)?;
    let mut parts = Vec::new();
    loop {
        match rest {
            [0, 0, after @ ..] if is_marked => return Ok((parts, after)),
            [] if !is_marked => return Ok((parts, rest)),
            _ => {}
        }
        let (part, after) = value(rest, deeper)?;
        parts.push(part);
        rest = after;
    }
}

/// A value of these parts; an OCTET STRING in pieces becomes one.
fn joined(tag: u8, parts: &[Vec<u8>]) -> Result<Vec<u8>, Malformed> {
    if tag != tag::OCTET_STRING | 0x20 {
        return Ok(write(tag, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>()));
    }
    let pieces = parts.iter().map(|part| crate::der::Reader::new(part).any()?.octets());
    Ok(write(tag::OCTET_STRING, &pieces.collect::<Result<Vec<_>, _>>()?))
}

/// A length, if it is definite, and what comes after it.
fn length(bytes: &[u8]) -> Result<(Option<usize>, &[u8]), Malformed> {
    let (&first, rest) = bytes.split_first().ok_or(Malformed::Truncated)?;
    match first {
        0..0x80 => Ok((Some(usize::from(first)), rest)),
        0x80 => Ok((None, rest)),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7F);
            let (digits, rest) = rest.split_at_checked(count).ok_or(Malformed::Truncated)?;
            let length = crate::der::small(digits)?;
            Ok((Some(usize::try_from(length).map_err(|_| Malformed::Length)?), rest))
        }
        _ => Err(Malformed::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_become_definite_and_pieces_one() {
        let der = |bytes: &[u8]| to_der(bytes, 100);
        assert_eq!(der(&[0x30, 0x80, 5, 0, 0, 0]), Ok(vec![0x30, 2, 5, 0]));
        assert_eq!(der(&[0x30, 0x83, 0, 0, 2, 5, 0]), Ok(vec![0x30, 2, 5, 0]));
        let pieces = [0x24, 0x80, 4, 1, 7, 0x24, 5, 4, 1, 8, 4, 0, 0, 0];
        assert_eq!(der(&pieces), Ok(vec![4, 2, 7, 8]));
        assert_eq!(der(&[4, 2, 0x30, 0x80]), Ok(vec![4, 2, 0x30, 0x80]));
    }

    #[test]
    fn what_has_no_end_is_refused() {
        let der = |bytes: &[u8]| to_der(bytes, 100).err();
        assert_eq!(der(&[0x30, 0x80, 5, 0]), Some(Malformed::Truncated));
        assert_eq!(der(&[4, 0x80, 0, 0]), Some(Malformed::Length));
        assert_eq!(der(&[0x30, 0x85, 0, 0, 0, 0, 0]), Some(Malformed::Length));
        assert_eq!(der(&[5, 0, 5]), Some(Malformed::Trailing));
        assert_eq!(der(&[0x24, 2, 5, 0]), Some(Malformed::Unexpected));
        assert_eq!(der(&[0x1F, 0]), Some(Malformed::Tag));
        assert_eq!(der(&[0x30; 101]), Some(Malformed::TooBig));
        let deep = [[0x30, 0x80].repeat(40), vec![0; 80]].concat();
        assert_eq!(to_der(&deep, 1000).err(), Some(Malformed::TooDeep));
    }
}
