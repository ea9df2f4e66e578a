//! Looks through all of a document before anything in it is believed.

use super::{Malformed, Reader, Value, tag};

/// Values within values, at most.
const DEEPEST: u8 = 32;

/// The one value that the bytes are, after every value in it has been looked at: definite and minimal
/// lengths, the right form for its tag, numbers and truth values in their one right form, and nothing
/// behind the end. What stands within an OCTET STRING is for its reader.
///
/// # Errors
/// If there are more than `most` bytes, values are nested deeper than 32, or DER is broken anywhere.
pub fn whole(bytes: &[u8], most: usize) -> Result<Value<'_>, Malformed> {
    if bytes.len() > most {
        return Err(Malformed::TooBig);
    }
    let mut reader = Reader::new(bytes);
    let value = reader.any()?;
    reader.end()?;
    look(value, DEEPEST)?;
    Ok(value)
}

fn look(value: Value<'_>, deeper: u8) -> Result<(), Malformed> {
    let is_constructed = value.tag & 0x20 != 0;
    if value.tag & 0xC0 == 0 {
        let may_hold_others = matches!(value.tag & 0x1F, 8 | 11 | 16 | 17);
        if may_hold_others != is_constructed || value.tag == 0 {
            return Err(Malformed::Tag);
        }
    }
    if is_constructed {
        let deeper = deeper.checked_sub(1).ok_or(Malformed::TooDeep)?;
        return value.values().try_for_each(|inner| look(inner?, deeper));
    }
    match value.tag {
        tag::BOOLEAN => value.boolean().map(drop),
        tag::INTEGER => value.integer().map(drop),
        tag::BIT_STRING => value.bits().map(drop),
        tag::OID => value.oid().map(drop),
        tag::NULL if !value.inside.is_empty() => Err(Malformed::Value),
        _ => Ok(()),
    }
}
