//! Writes what is signed here, and what is asked for over the network.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::tag;
use crate::oid::Oid;

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

/// A SEQUENCE of these values.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    write(tag::SEQUENCE, parts)
}

/// A SET OF these values, in the order that DER demands.
#[must_use]
pub fn set(parts: &[&[u8]]) -> Vec<u8> {
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    write(tag::SET, &parts)
}

/// What the context of this number holds.
#[must_use]
pub fn holding(number: u8, parts: &[&[u8]]) -> Vec<u8> {
    write(tag::holding(number), parts)
}

/// An OBJECT IDENTIFIER.
#[must_use]
pub fn name(oid: Oid) -> Vec<u8> {
    write(tag::OID, &[oid.as_der()])
}

/// An OCTET STRING.
#[must_use]
pub fn octets(bytes: &[u8]) -> Vec<u8> {
    write(tag::OCTET_STRING, &[bytes])
}

/// A BIT STRING of whole bytes.
#[must_use]
pub fn bits(bytes: &[u8]) -> Vec<u8> {
    write(tag::BIT_STRING, &[&[0], bytes])
}

/// An INTEGER.
#[must_use]
pub fn number(number: u64) -> Vec<u8> {
    unsigned(&number.to_be_bytes())
}

/// An INTEGER that is not negative, of these bytes, the highest first.
#[must_use]
pub fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let bytes = bytes.get(first..).unwrap_or_default();
    // A nought in front keeps a high bit from being a sign, and stands for nought alone.
    let is_plain = bytes.first().is_some_and(|first| first & 0x80 == 0);
    let sign: &[u8] = if is_plain { &[] } else { &[0] };
    write(tag::INTEGER, &[sign, bytes])
}

/// The BOOLEAN that is true: the other one is left out nearly always.
#[must_use]
pub fn yes() -> Vec<u8> {
    write(tag::BOOLEAN, &[&[0xFF]])
}

/// NULL.
#[must_use]
pub fn null() -> Vec<u8> {
    write(tag::NULL, &[])
}

/// An `AlgorithmIdentifier` whose parameters are NULL, as the state writes them for hashes and signatures.
#[must_use]
pub fn algorithm(oid: Oid) -> Vec<u8> {
    sequence(&[&name(oid), &null()])
}

/// The moment as certificates, lists and signatures have it, in whole seconds: a UTCTime from 1950 to 2049
/// (RFC 5280, 4.1.2.5), else a GeneralizedTime.
#[must_use]
pub fn time(time: Timestamp) -> Vec<u8> {
    if (1950..2050).contains(&time.to_zoned(TimeZone::UTC).year()) {
        let text = time.strftime("%y%m%d%H%M%SZ").to_string();
        write(tag::UTC_TIME, &[text.as_bytes()])
    } else {
        generalized_time(time)
    }
}

/// The moment as a GeneralizedTime of whole seconds, as answers of OCSP and time-stamps have it.
#[must_use]
pub fn generalized_time(time: Timestamp) -> Vec<u8> {
    let text = time.strftime("%Y%m%d%H%M%SZ").to_string();
    write(tag::GENERALIZED_TIME, &[text.as_bytes()])
}

/// An extension of a certificate, a list, a request or an answer.
#[must_use]
pub fn extension(kind: Oid, is_critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if is_critical { yes() } else { Vec::new() };
    sequence(&[&name(kind), &critical, &octets(value)])
}

/// An attribute of one value.
#[must_use]
pub fn attribute(kind: Oid, value: &[u8]) -> Vec<u8> {
    sequence(&[&name(kind), &write(tag::SET, &[value])])
}

/// A distinguished name of these parts. The country is a PrintableString as the standard has it, all else
/// UTF8String.
#[must_use]
pub fn distinguished_name(parts: &[(Oid, &str)]) -> Vec<u8> {
    let parts = parts.iter().map(|(kind, text)| {
        let is_country = *kind == crate::oid::COUNTRY;
        let tag = if is_country { tag::PRINTABLE } else { tag::UTF8 };
        let text = write(tag, &[text.as_bytes()]);
        write(tag::SET, &[&sequence(&[&name(*kind), &text])])
    });
    sequence(&[&parts.collect::<Vec<_>>().concat()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::{Malformed, whole};

    #[test]
    fn what_is_written_is_read_again() {
        for written in [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF_FFFF] {
            let der = number(written);
            assert_eq!(whole(&der, 20).and_then(|value| value.small()).map(u64::from), Ok(written));
        }
        assert_eq!(unsigned(&[0, 0, 0x80]), [2, 2, 0, 0x80]);
        for moment in ["1949-12-31T23:59:59Z", "1950-01-01T00:00:00Z", "2049-12-31T23:59:59Z"] {
            let moment: Timestamp = moment.parse().unwrap();
            let read = |der: &[u8]| -> Result<Timestamp, Malformed> { whole(der, 20)?.time() };
            assert_eq!(read(&time(moment)), Ok(moment));
            assert_eq!(read(&generalized_time(moment)), Ok(moment));
        }
        assert_eq!(time("2049-12-31T23:59:59Z".parse().unwrap())[0], tag::UTC_TIME);
        assert_eq!(time("2050-01-01T00:00:00Z".parse().unwrap())[0], tag::GENERALIZED_TIME);
        assert_eq!(set(&[&[4, 1, 2], &[2, 1, 3]]), [0x31, 6, 2, 1, 3, 4, 1, 2]);
    }
}
