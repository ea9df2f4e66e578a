//! Time-stamps that are put into a signature.

use crate::algorithm::only;
use crate::cms::MOST;
use crate::der::{Malformed, Value, tag, whole, write};
use crate::oid;

/// The signature in DER with a time-stamp over what the signer of this number has signed, 0 being the
/// first that [`crate::cms::SignedData::signers`] names. What is stamped is
/// [`crate::cms::Signer::signature`]; whether the stamp is over it is not asked. Other stamps are kept.
///
/// # Errors
/// If it is no signature, the token is not DER, or there is no such signer.
pub fn with_stamp(cms: &[u8], signer: usize, token: &[u8]) -> Result<Vec<u8>, Malformed> {
    let token = whole(token, MOST)?.tagged(tag::SEQUENCE)?;
    let mut outer = whole(cms, MOST)?.sequence()?;
    let kind = outer.any()?;
    if kind.oid()? != oid::SIGNED_DATA {
        return Err(Malformed::Rule("it is not signed data"));
    }
    let data = only(outer.one(tag::holding(0))?.values())?.tagged(tag::SEQUENCE)?;
    outer.end()?;
    let mut parts = data.values().collect::<Result<Vec<_>, _>>()?;
    let infos = parts.pop().ok_or(Malformed::Truncated)?.tagged(tag::SET)?;
    let mut infos = infos.values().collect::<Result<Vec<_>, _>>()?;
    let missing = Malformed::Rule("there is no such signer");
    let info = infos.get_mut(signer).ok_or(missing)?;
    let stamped = stamped(*info, token)?;
    *info = whole(&stamped, MOST)?;
    // Signers are in the order of their bytes, and may change places.
    let mut infos: Vec<&[u8]> = infos.iter().map(|info| info.whole).collect();
    infos.sort_unstable();
    let infos = write(tag::SET, &infos);
    let mut parts: Vec<&[u8]> = parts.iter().map(|part| part.whole).collect();
    parts.push(&infos);
    let data = write::sequence(&parts);
    Ok(write::sequence(&[kind.whole, &write::holding(0, &[&data])]))
}

/// What one signer has added, with the stamp.
fn stamped(info: Value<'_>, token: Value<'_>) -> Result<Vec<u8>, Malformed> {
    let fields = info.sequence()?.collect::<Result<Vec<_>, _>>()?;
    let is_unsigned = |field: &&Value<'_>| field.tag == tag::holding(1);
    let (mut stamps, mut others) = (vec![token.whole], Vec::new());
    for attribute in fields.iter().filter(is_unsigned).flat_map(Value::values) {
        let attribute = attribute?;
        let mut parts = attribute.sequence()?;
        if parts.oid()? == oid::SIGNATURE_STAMP {
            for stamp in parts.one(tag::SET)?.values() {
                stamps.push(stamp?.whole);
            }
        } else {
            others.push(attribute.whole);
        }
    }
    let stamps = write::sequence(&[&write::name(oid::SIGNATURE_STAMP), &write::set(&stamps)]);
    others.push(&stamps);
    others.sort_unstable();
    let unsigned = write::holding(1, &others);
    let kept = fields.iter().filter(|field| !is_unsigned(field)).map(|field| field.whole);
    Ok(write::sequence(&kept.chain([&unsigned[..]]).collect::<Vec<_>>()))
}
