//! Writes what is asked for over the network.

/// A value of this tag that holds the parts one after the other.
#[must_use]
pub fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut written = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => written.push(short),
        _ => {
            let bytes = length.to_be_bytes();
            let digits = bytes.iter().skip_while(|byte| **byte == 0);
            written.push(0x80 | u8::try_from(digits.clone().count()).unwrap_or(0));
            written.extend(digits);
        }
    }
    written.extend(parts.iter().copied().flatten());
    written
}
