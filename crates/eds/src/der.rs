//! DER, read strictly and in place: the bytes that were signed are never written anew.

mod simple;
mod whole;
pub mod write;

pub(crate) use simple::small;
pub use whole::whole;
pub use write::write;

use thiserror::Error;

/// The tags of the values that are read here: class, form and number in one byte.
pub mod tag {
    /// BOOLEAN.
    pub const BOOLEAN: u8 = 0x01;
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING.
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING.
    pub const OCTET_STRING: u8 = 0x04;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// ENUMERATED.
    pub const ENUMERATED: u8 = 0x0A;
    /// UTF8String.
    pub const UTF8: u8 = 0x0C;
    /// PrintableString.
    pub const PRINTABLE: u8 = 0x13;
    /// TeletexString, of ISO 8859-1 in practice.
    pub const TELETEX: u8 = 0x14;
    /// IA5String.
    pub const IA5: u8 = 0x16;
    /// UTCTime.
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// VisibleString.
    pub const VISIBLE: u8 = 0x1A;
    /// BMPString.
    pub const BMP: u8 = 0x1E;
    /// SEQUENCE and SEQUENCE OF.
    pub const SEQUENCE: u8 = 0x30;
    /// SET and SET OF.
    pub const SET: u8 = 0x31;

    /// A tag of the context that holds other values.
    #[must_use]
    pub const fn holding(number: u8) -> u8 {
        0xA0 | number
    }

    /// A tag of the context that holds bytes.
    #[must_use]
    pub const fn context(number: u8) -> u8 {
        0x80 | number
    }
}

/// Why bytes are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// The bytes end within a value.
    #[error("it ends too early")]
    Truncated,
    /// Something follows where nothing should.
    #[error("something follows the end")]
    Trailing,
    /// A length that is not definite, not as short as can be, or above four bytes.
    #[error("a length is not written as DER demands")]
    Length,
    /// A tag of more than one byte, or a form that the kind of value does not have.
    #[error("a tag is not one of DER that is known here")]
    Tag,
    /// More bytes than are allowed here.
    #[error("it is larger than is allowed")]
    TooBig,
    /// Values within values, more than are allowed.
    #[error("values are nested too deeply")]
    TooDeep,
    /// Another kind of value stands here.
    #[error("another kind of value was expected")]
    Unexpected,
    /// A number, truth value, name of an object, string or time that is not in its one right form.
    #[error("a value is not written as DER demands")]
    Value,
    /// No Base64, or no PEM.
    #[error("it is neither Base64 nor PEM")]
    Text,
    /// It is DER, but breaks this rule of its format.
    #[error("{0}")]
    Rule(&'static str),
}

/// A value: its tag, what it holds, and all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'d> {
    /// Class, form and number.
    pub tag: u8,
    /// The bytes after tag and length.
    pub inside: &'d [u8],
    /// Tag, length and content.
    pub whole: &'d [u8],
}

impl<'d> Value<'d> {
    /// The values within, whatever the tag is.
    #[must_use]
    pub const fn values(&self) -> Reader<'d> {
        Reader::new(self.inside)
    }

    /// The value, if it has this tag.
    ///
    /// # Errors
    /// [`Malformed::Unexpected`] for another tag.
    pub fn tagged(self, tag: u8) -> Result<Self, Malformed> {
        if self.tag == tag { Ok(self) } else { Err(Malformed::Unexpected) }
    }

    /// The values of a SEQUENCE.
    ///
    /// # Errors
    /// [`Malformed::Unexpected`] for another tag.
    pub fn sequence(self) -> Result<Reader<'d>, Malformed> {
        Ok(self.tagged(tag::SEQUENCE)?.values())
    }
}

/// Reads values one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'d> {
    rest: &'d [u8],
}

impl<'d> Reader<'d> {
    /// Reads these bytes from their start.
    #[must_use]
    pub const fn new(bytes: &'d [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of what comes next, if anything does.
    #[must_use]
    pub fn tag(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The next value, whatever it is.
    ///
    /// # Errors
    /// If none is left, or tag or length break the rules of DER.
    pub fn any(&mut self) -> Result<Value<'d>, Malformed> {
        let (&tag, rest) = self.rest.split_first().ok_or(Malformed::Truncated)?;
        if tag & 0x1F == 0x1F {
            return Err(Malformed::Tag);
        }
        let (length, rest) = length(rest)?;
        let (inside, after) = rest.split_at_checked(length).ok_or(Malformed::Truncated)?;
        let (whole, after) = self
            .rest
            .split_at_checked(self.rest.len() - after.len())
            .ok_or(Malformed::Truncated)?;
        self.rest = after;
        Ok(Value { tag, inside, whole })
    }

    /// The next value, which must have this tag.
    ///
    /// # Errors
    /// As [`Self::any`], and [`Malformed::Unexpected`] for another tag.
    pub fn one(&mut self, tag: u8) -> Result<Value<'d>, Malformed> {
        self.any()?.tagged(tag)
    }

    /// The next value if it has this tag; else nothing is read.
    ///
    /// # Errors
    /// As [`Self::any`].
    pub fn optional(&mut self, tag: u8) -> Result<Option<Value<'d>>, Malformed> {
        if self.tag() == Some(tag) { self.any().map(Some) } else { Ok(None) }
    }

    /// The values of the next one, a SEQUENCE.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub fn sequence(&mut self) -> Result<Self, Malformed> {
        Ok(self.one(tag::SEQUENCE)?.values())
    }

    /// Holds that nothing is left.
    ///
    /// # Errors
    /// [`Malformed::Trailing`] if something is.
    pub const fn end(self) -> Result<(), Malformed> {
        if self.is_empty() { Ok(()) } else { Err(Malformed::Trailing) }
    }
}

/// Each of the values, until one is malformed.
impl<'d> Iterator for Reader<'d> {
    type Item = Result<Value<'d>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_empty() {
            return None;
        }
        let value = self.any();
        if value.is_err() {
            self.rest = &[];
        }
        Some(value)
    }
}

/// A definite length in as few bytes as can be, and what comes after it.
fn length(bytes: &[u8]) -> Result<(usize, &[u8]), Malformed> {
    let (&first, rest) = bytes.split_first().ok_or(Malformed::Truncated)?;
    if first < 0x80 {
        return Ok((usize::from(first), rest));
    }
    let count = usize::from(first & 0x7F);
    if !(1..=4).contains(&count) {
        return Err(Malformed::Length);
    }
    let (digits, rest) = rest.split_at_checked(count).ok_or(Malformed::Truncated)?;
    let length = digits.iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let is_minimal = length >= 0x80 && digits.first() != Some(&0);
    let length = usize::try_from(length).map_err(|_| Malformed::Length)?;
    if is_minimal { Ok((length, rest)) } else { Err(Malformed::Length) }
}
