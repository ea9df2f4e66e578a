//! Names of algorithms, attributes and extensions.

use std::fmt;

use crate::der::Malformed;

/// The most bytes of an object identifier that are read.
const MOST: usize = 40;

/// An OBJECT IDENTIFIER, kept as DER has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Oid {
    bytes: [u8; MOST],
    length: usize,
}

impl Oid {
    /// The identifier of these numbers. Only for constants, where a wrong one does not compile.
    #[expect(
        clippy::indexing_slicing,
        reason = "a place outside stops the compiler, never the program"
    )]
    const fn of(numbers: &[u32]) -> Self {
        let (mut bytes, mut length) = ([0; MOST], 0);
        let mut at = 1;
        while at < numbers.len() {
            let number = if at == 1 { numbers[0] * 40 + numbers[1] } else { numbers[at] };
            let mut shift = 28;
            while shift > 0 {
                if number >> shift != 0 {
                    bytes[length] = (number >> shift).to_le_bytes()[0] | 0x80;
                    length += 1;
                }
                shift -= 7;
            }
            bytes[length] = number.to_le_bytes()[0] & 0x7F;
            length += 1;
            at += 1;
        }
        Self { bytes, length }
    }

    /// The content of an OBJECT IDENTIFIER.
    ///
    /// # Errors
    /// [`Malformed::Value`] if it is empty, ends within a number, has a number with a leading nought,
    /// or is longer than 40 bytes.
    pub fn from_der(content: &[u8]) -> Result<Self, Malformed> {
        let mut bytes = [0; MOST];
        let mut starts = true;
        for byte in content {
            if starts && *byte == 0x80 {
                return Err(Malformed::Value);
            }
            starts = byte & 0x80 == 0;
        }
        let place = bytes.get_mut(..content.len()).ok_or(Malformed::Value)?;
        place.copy_from_slice(content);
        if starts && !content.is_empty() {
            Ok(Self { bytes, length: content.len() })
        } else {
            Err(Malformed::Value)
        }
    }

    /// The content of the OBJECT IDENTIFIER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// In numbers with dots between them.
impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut number, mut is_first) = (0u128, true);
        for byte in self.as_der() {
            number = (number << 7) | u128::from(byte & 0x7F);
            if byte & 0x80 != 0 {
                continue;
            }
            if is_first {
                let arc = (number / 40).min(2);
                write!(f, "{arc}.{}", number - arc * 40)?;
            } else {
                write!(f, ".{number}")?;
            }
            (number, is_first) = (0, false);
        }
        Ok(())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $first:literal $(. $number:literal)*;)*) => {
        $($(#[$doc])* pub const $name: Oid = Oid::of(&[$first $(, $number)*]);)*
    };
}

mod names;

pub use names::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        let key = [0x2A, 0x83, 0x0E, 3, 10, 1, 1, 2, 2];
        assert_eq!(KEY_GOST_2015.as_der(), key);
        assert_eq!(KEY_GOST_2015.to_string(), "1.2.398.3.10.1.1.2.2");
        assert_eq!(RSA.to_string(), "1.2.840.113549.1.1.1");
        assert_eq!(Oid::from_der(&key), Ok(KEY_GOST_2015));
        assert_eq!(Oid::from_der(&[0x88, 0x37]).unwrap().to_string(), "2.999");
    }

    #[test]
    fn what_has_two_ways_of_writing_or_no_end_is_refused() {
        for wrong in [&[][..], &[0x2A, 0x80, 0x01], &[0x2A, 0x83], &[0x2A; 41]] {
            assert_eq!(Oid::from_der(wrong), Err(Malformed::Value), "{wrong:?}");
        }
    }
}
