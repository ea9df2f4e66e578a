//! Values that hold no others.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{Malformed, Reader, Value, tag};
use crate::oid::Oid;

impl<'d> Value<'d> {
    /// The bytes of an INTEGER: two's complement, as few as can be.
    ///
    /// # Errors
    /// For another tag, no byte, or a byte too many.
    pub fn integer(self) -> Result<&'d [u8], Malformed> {
        let bytes = self.tagged(tag::INTEGER)?.inside;
        let is_minimal = match bytes {
            [] => false,
            [0, second, ..] => second & 0x80 != 0,
            [0xFF, second, ..] => second & 0x80 == 0,
            _ => true,
        };
        if is_minimal { Ok(bytes) } else { Err(Malformed::Value) }
    }

    /// The bytes of an INTEGER that is not negative, the highest first, without a leading nought.
    ///
    /// # Errors
    /// As [`Self::integer`], and for a negative one.
    pub fn unsigned(self) -> Result<&'d [u8], Malformed> {
        match self.integer()? {
            [0, rest @ ..] => Ok(rest),
            [first, ..] if first & 0x80 != 0 => Err(Malformed::Value),
            bytes => Ok(bytes),
        }
    }

    /// An INTEGER from 0 to 2^32 − 1.
    ///
    /// # Errors
    /// As [`Self::unsigned`], and for a larger one.
    pub fn small(self) -> Result<u32, Malformed> {
        small(self.unsigned()?)
    }

    /// An ENUMERATED from 0 to 127.
    ///
    /// # Errors
    /// For anything else.
    pub fn enumerated(self) -> Result<u8, Malformed> {
        match self.tagged(tag::ENUMERATED)?.inside {
            [number] if *number < 0x80 => Ok(*number),
            _ => Err(Malformed::Value),
        }
    }

    /// A BOOLEAN.
    ///
    /// # Errors
    /// For another tag, or a byte that is neither 0x00 nor 0xFF.
    pub fn boolean(self) -> Result<bool, Malformed> {
        match self.tagged(tag::BOOLEAN)?.inside {
            [0x00] => Ok(false),
            [0xFF] => Ok(true),
            _ => Err(Malformed::Value),
        }
    }

    /// An OBJECT IDENTIFIER.
    ///
    /// # Errors
    /// For another tag, or what [`Oid::from_der`] refuses.
    pub fn oid(self) -> Result<Oid, Malformed> {
        Oid::from_der(self.tagged(tag::OID)?.inside)
    }

    /// The bytes of an OCTET STRING.
    ///
    /// # Errors
    /// For another tag.
    pub fn octets(self) -> Result<&'d [u8], Malformed> {
        Ok(self.tagged(tag::OCTET_STRING)?.inside)
    }

    /// The bytes of a BIT STRING, and how many of the last bits are not used.
    ///
    /// # Errors
    /// For another tag, or unused bits that are not nought.
    pub fn bits(self) -> Result<(&'d [u8], u8), Malformed> {
        self.tagged(tag::BIT_STRING)?.bits_inside()
    }

    /// As [`Self::bits`], whatever the tag is.
    ///
    /// # Errors
    /// For unused bits that are not nought.
    pub fn bits_inside(self) -> Result<(&'d [u8], u8), Malformed> {
        let (&unused, bytes) = self.inside.split_first().ok_or(Malformed::Value)?;
        let last = bytes.last().copied();
        let is_right = match last {
            None => unused == 0,
            Some(last) => unused < 8 && last & ((1 << unused) - 1) == 0,
        };
        if is_right { Ok((bytes, unused)) } else { Err(Malformed::Value) }
    }

    /// The bytes of a BIT STRING of whole bytes.
    ///
    /// # Errors
    /// As [`Self::bits`], and if bits of the last byte are not used.
    pub fn bit_bytes(self) -> Result<&'d [u8], Malformed> {
        match self.bits()? {
            (bytes, 0) => Ok(bytes),
            _ => Err(Malformed::Value),
        }
    }

    /// Which of the first sixteen named bits are set, the first in the lowest place.
    ///
    /// # Errors
    /// For unused bits that are not nought.
    pub fn flags_inside(self) -> Result<u16, Malformed> {
        let (bytes, _) = self.bits_inside()?;
        let byte = |at: usize| u16::from(bytes.get(at).copied().unwrap_or(0).reverse_bits());
        Ok(byte(0) | (byte(1) << 8))
    }

    /// A UTCTime, or a GeneralizedTime of whole seconds: with seconds and `Z`, as certificates and
    /// revocation lists have them.
    ///
    /// # Errors
    /// For another tag, another form, or no such moment.
    pub fn time(self) -> Result<Timestamp, Malformed> {
        match self.tag {
            tag::UTC_TIME => {
                let (year, rest) = two_digits(self.inside)?;
                moment(if year < 50 { 2000 + year } else { 1900 + year }, rest, false)
            }
            tag::GENERALIZED_TIME => self.generalized_time(false),
            _ => Err(Malformed::Unexpected),
        }
    }

    /// A GeneralizedTime that may have a fraction of a second, as time-stamps do.
    ///
    /// # Errors
    /// As [`Self::time`]; also for a fraction that ends in nought.
    pub fn exact_time(self) -> Result<Timestamp, Malformed> {
        self.tagged(tag::GENERALIZED_TIME)?.generalized_time(true)
    }

    fn generalized_time(self, with_fraction: bool) -> Result<Timestamp, Malformed> {
        let (century, rest) = two_digits(self.inside)?;
        let (year, rest) = two_digits(rest)?;
        moment(century * 100 + year, rest, with_fraction)
    }

    /// The text of a string. Those of ISO 8859-1 are read as such.
    ///
    /// # Errors
    /// For what is no string, or holds what its kind may not hold.
    pub fn text(self) -> Result<String, Malformed> {
        let plain = || String::from_utf8(self.inside.to_vec()).map_err(|_| Malformed::Value);
        match self.tag {
            tag::UTF8 => plain(),
            tag::PRINTABLE | tag::IA5 | tag::VISIBLE if self.inside.is_ascii() => plain(),
            tag::TELETEX => Ok(self.inside.iter().copied().map(char::from).collect()),
            tag::BMP => {
                let (pairs, rest) = self.inside.as_chunks::<2>();
                let units: Vec<u16> = pairs.iter().copied().map(u16::from_be_bytes).collect();
                let text = String::from_utf16(&units).map_err(|_| Malformed::Value)?;
                if rest.is_empty() { Ok(text) } else { Err(Malformed::Value) }
            }
            _ => Err(Malformed::Value),
        }
    }
}

impl<'d> Reader<'d> {
    /// The next value, an OBJECT IDENTIFIER.
    ///
    /// # Errors
    /// As [`Value::oid`].
    pub fn oid(&mut self) -> Result<Oid, Malformed> {
        self.any()?.oid()
    }

    /// The next value if it is a BOOLEAN, which is false when it is left out; written out it must be
    /// true, since DER leaves out what goes without saying.
    ///
    /// # Errors
    /// For a BOOLEAN that is false or malformed.
    pub fn flag(&mut self) -> Result<bool, Malformed> {
        match self.optional(tag::BOOLEAN)? {
            None => Ok(false),
            Some(value) if value.boolean()? => Ok(true),
            Some(_) => Err(Malformed::Value),
        }
    }
}

/// A number of at most four bytes, the highest first.
pub(crate) fn small(bytes: &[u8]) -> Result<u32, Malformed> {
    if bytes.len() > 4 {
        return Err(Malformed::Value);
    }
    Ok(bytes.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte)))
}

fn two_digits(bytes: &[u8]) -> Result<(i16, &[u8]), Malformed> {
    match bytes {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => {
            Ok((i16::from(tens - b'0') * 10 + i16::from(ones - b'0'), rest))
        }
        _ => Err(Malformed::Value),
    }
}

/// The moment in this year that `MMDDHHMMSS[.f…]Z` names.
fn moment(year: i16, rest: &[u8], with_fraction: bool) -> Result<Timestamp, Malformed> {
    let (mut fields, mut rest) = ([0i8; 5], rest);
    for field in &mut fields {
        let (number, after) = two_digits(rest)?;
        *field = i8::try_from(number).map_err(|_| Malformed::Value)?;
        rest = after;
    }
    let nanosecond = match rest {
        b"Z" => 0,
        [b'.', digits @ .., b'Z'] if with_fraction => nanosecond(digits)?,
        _ => return Err(Malformed::Value),
    };
    let [month, day, hour, minute, second] = fields;
    let time = DateTime::new(year, month, day, hour, minute, second, nanosecond);
    let zoned = time.and_then(|time| time.to_zoned(TimeZone::UTC));
    Ok(zoned.map_err(|_| Malformed::Value)?.timestamp())
}

/// A fraction of a second in at most nine digits, the last of them not nought.
fn nanosecond(digits: &[u8]) -> Result<i32, Malformed> {
    let is_right = (1..=9).contains(&digits.len())
        && digits.iter().all(u8::is_ascii_digit)
        && digits.last() != Some(&b'0');
    if !is_right {
        return Err(Malformed::Value);
    }
    let padded = digits.iter().chain(std::iter::repeat(&b'0')).take(9);
    Ok(padded.fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0')))
}
