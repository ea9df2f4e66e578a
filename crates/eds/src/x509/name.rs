//! Names of people and authorities.

use std::fmt;

use crate::der::{Malformed, Value, tag};
use crate::oid::{self, Oid};

/// The most parts of a name that are read.
const MOST: usize = 64;

/// One part of a name.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// What it is.
    pub kind: Oid,
    /// Its text, if it is a string.
    pub text: Option<String>,
    /// What is compared: small letters, white space as one blank; the bytes of what is no string.
    folded: Vec<u8>,
}

impl PartialEq for Attribute {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.text.is_some() == other.text.is_some()
            && self.folded == other.folded
    }
}

impl Eq for Attribute {}

/// A distinguished name. Two are equal as RFC 5280, 7.1 compares them: without regard to the kind of
/// string, capital letters and white space.
#[derive(Clone, Debug)]
pub struct Name {
    parts: Vec<Vec<Attribute>>,
    der: Vec<u8>,
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Eq for Name {}

impl Name {
    /// Reads a `Name`.
    ///
    /// # Errors
    /// If it is not DER, a part is empty, or there are more than 64.
    pub fn read(value: Value<'_>) -> Result<Self, Malformed> {
        let parts: Vec<_> =
            value.sequence()?.map(|part| read_part(part?)).collect::<Result<_, _>>()?;
        if parts.iter().map(Vec::len).sum::<usize>() > MOST {
            return Err(Malformed::TooBig);
        }
        Ok(Self { parts, der: value.whole.to_vec() })
    }

    /// As it was read.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// This name with one part more. It was never written so, and has no bytes of its own.
    pub(crate) fn with(&self, part: Value<'_>) -> Result<Self, Malformed> {
        let mut parts = self.parts.clone();
        parts.push(read_attributes(part)?);
        Ok(Self { parts, der: Vec::new() })
    }

    /// Whether it says nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether it begins with all of the other name.
    #[must_use]
    pub fn is_below(&self, other: &Self) -> bool {
        self.parts.starts_with(&other.parts)
    }

    /// All parts, in their order.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.parts.iter().flatten()
    }

    /// The text of each part of this kind.
    pub fn texts(&self, kind: Oid) -> impl Iterator<Item = &str> {
        let of_kind = self.attributes().filter(move |part| part.kind == kind);
        of_kind.filter_map(|part| part.text.as_deref())
    }
}

fn read_part(part: Value<'_>) -> Result<Vec<Attribute>, Malformed> {
    read_attributes(part.tagged(tag::SET)?)
}

fn read_attributes(part: Value<'_>) -> Result<Vec<Attribute>, Malformed> {
    let mut attributes: Vec<Attribute> =
        part.values().map(|value| read_attribute(value?)).collect::<Result<_, _>>()?;
    if attributes.is_empty() {
        return Err(Malformed::Rule("a part of a name is empty"));
    }
    attributes.sort_by(|one, other| (one.kind, &one.folded).cmp(&(other.kind, &other.folded)));
    Ok(attributes)
}

fn read_attribute(value: Value<'_>) -> Result<Attribute, Malformed> {
    let mut fields = value.sequence()?;
    let (kind, value) = (fields.oid()?, fields.any()?);
    fields.end()?;
    let text = match value.tag {
        tag::UTF8 | tag::PRINTABLE | tag::TELETEX | tag::IA5 | tag::VISIBLE | tag::BMP => {
            Some(value.text()?)
        }
        _ => None,
    };
    let folded =
        text.as_deref().map_or_else(|| value.whole.to_vec(), |text| fold(text).into_bytes());
    Ok(Attribute { kind, text, folded })
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The parts with the short names that people know.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.attributes().enumerate() {
            let between = if at == 0 { "" } else { ", " };
            let kind = match part.kind {
                oid::COMMON_NAME => "CN",
                oid::SURNAME => "SN",
                oid::GIVEN_NAME => "GN",
                oid::SERIAL_NUMBER => "serialNumber",
                oid::COUNTRY => "C",
                oid::ORGANIZATION => "O",
                oid::ORGANIZATIONAL_UNIT => "OU",
                oid::EMAIL => "E",
                other => {
                    write!(f, "{between}{other}={}", part.text.as_deref().unwrap_or("?"))?;
                    continue;
                }
            };
            write!(f, "{between}{kind}={}", part.text.as_deref().unwrap_or("?"))?;
        }
        Ok(())
    }
}
