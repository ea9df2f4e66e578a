//! Reads the body of a `deliver_sm` (SMPP 3.4, 4.6.1).
//!
//! Real centres bend the standard: message ids without their closing zero, time fields of odd
//! lengths, optional parameters of their own. A receipt refused for such a thing never comes back
//! right, so this reader takes what it needs and is strict only about what it cannot do without, and
//! about lengths: much of what is read waits in memory.

use crate::alphabet::decode;
use crate::wire::status;

/// Optional parameters (SMPP 3.4, 5.3.2).
mod tag {
    pub(super) const RECEIPTED_MESSAGE_ID: u16 = 0x001E;
    pub(super) const SAR_REFERENCE: u16 = 0x020C;
    pub(super) const SAR_TOTAL: u16 = 0x020E;
    pub(super) const SAR_NUMBER: u16 = 0x020F;
    pub(super) const MESSAGE_PAYLOAD: u16 = 0x0424;
    pub(super) const MESSAGE_STATE: u16 = 0x0427;
}

/// The most octets of a message in one PDU: fourteen parts, which nobody writes in answer.
const MOST_OCTETS: usize = 2048;
/// The most octets of a part of a longer message; a phone sends 140 at most (3GPP TS 23.040,
/// 9.2.3.24.1).
const MOST_OCTETS_OF_PART: usize = 254;
/// The most octets of an address, its plus sign included; the standard has 20 (SMPP 3.4, 5.2.8).
const MOST_OCTETS_OF_ADDRESS: usize = 64;
/// The most octets of a message id; the standard has 64 (SMPP 3.4, 5.2.23).
const MOST_OCTETS_OF_ID: usize = 255;

/// `esm_class`: the user data begins with a header (SMPP 3.4, 5.2.12).
const HEADER_PRESENT: u8 = 0x40;
/// `esm_class`: the bits that tell a receipt from a message (SMPP 3.4, 5.2.12).
const MESSAGE_TYPE: u8 = 0x3C;

/// What a `deliver_sm` is about, by its `esm_class`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Message,
    Receipt,
    IntermediateNotification,
    /// An acknowledgement by the recipient's own device or application.
    RecipientAcknowledgement,
}

/// Where a part belongs in its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) reference: u16,
    pub(crate) total: u8,
    /// From 1 to `total`.
    pub(crate) number: u8,
}

/// The fields of a `deliver_sm` that matter here.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Deliver {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) kind: Kind,
    pub(crate) data_coding: u8,
    /// The user data without its header.
    pub(crate) octets: Vec<u8>,
    pub(crate) place: Option<Place>,
    pub(crate) receipted_message_id: Option<String>,
    pub(crate) message_state: Option<u8>,
}

impl Deliver {
    pub(crate) fn text(&self) -> String {
        decode(self.data_coding, &self.octets)
    }
}

/// Reads the body; the error is the `command_status` to answer with.
pub(crate) fn parse(body: &[u8]) -> Result<Deliver, u32> {
    let mut body = Reader { rest: body };
    body.text(status::SYSTEM_ERROR)?; // service_type
    let from = body.address(status::INVALID_SOURCE)?;
    let to = body.address(status::INVALID_DESTINATION)?;
    let esm_class = body.octet(status::SYSTEM_ERROR)?;
    body.take(2, status::SYSTEM_ERROR)?; // protocol_id, priority_flag
    body.text(status::SYSTEM_ERROR)?; // schedule_delivery_time
    body.text(status::SYSTEM_ERROR)?; // validity_period
    body.take(2, status::SYSTEM_ERROR)?; // registered_delivery, replace_if_present_flag
    let data_coding = body.octet(status::SYSTEM_ERROR)?;
    body.octet(status::SYSTEM_ERROR)?; // sm_default_msg_id
    let length = body.octet(status::INVALID_MESSAGE_LENGTH)?;
    let short_message = body.take(usize::from(length), status::INVALID_MESSAGE_LENGTH)?;
    let options = Options::read(body)?;

    let octets = match options.payload {
        Some(payload) if short_message.is_empty() => payload,
        _ => short_message,
    };
    let (in_header, octets) = if esm_class & HEADER_PRESENT == 0 {
        (None, octets)
    } else {
        split_header(octets).ok_or(status::INVALID_MESSAGE_LENGTH)?
    };
    let place = in_header.or(options.place()).filter(Place::in_a_longer_message);
    let most = if place.is_some() { MOST_OCTETS_OF_PART } else { MOST_OCTETS };
    if octets.len() > most {
        return Err(status::REJECTED);
    }
    Ok(Deliver {
        from,
        to,
        kind: kind(esm_class, options.receipted_message_id.is_some()),
        data_coding,
        octets: octets.to_vec(),
        place,
        receipted_message_id: options.receipted_message_id,
        message_state: options.message_state,
    })
}

fn kind(esm_class: u8, names_a_message: bool) -> Kind {
    match esm_class & MESSAGE_TYPE {
        0x04 => Kind::Receipt,
        0x20 => Kind::IntermediateNotification,
        0x08 | 0x10 | 0x18 => Kind::RecipientAcknowledgement,
        // Some centres forget the bit and still name the message.
        _ if names_a_message => Kind::Receipt,
        _ => Kind::Message,
    }
}

impl Place {
    fn in_a_longer_message(&self) -> bool {
        self.total > 1 && (1..=self.total).contains(&self.number)
    }
}

/// Cuts off the user data header and finds the concatenation element in it (3GPP TS 23.040,
/// 9.2.3.24). `None` when the header is longer than the data.
fn split_header(octets: &[u8]) -> Option<(Option<Place>, &[u8])> {
    let (length, rest) = octets.split_first()?;
    let (mut header, rest) = rest.split_at_checked(usize::from(*length))?;
    let mut place = None;
    while let [element, length, after @ ..] = header {
        let (value, next) = after.split_at_checked(usize::from(*length))?;
        match (*element, value) {
            (0x00, &[reference, total, number]) => {
                place = Some(Place { reference: u16::from(reference), total, number });
            }
            (0x08, &[high, low, total, number]) => {
                place = Some(Place { reference: u16::from_be_bytes([high, low]), total, number });
            }
            _ => {}
        }
        header = next;
    }
    Some((place, rest))
}

#[derive(Default)]
struct Options<'a> {
    payload: Option<&'a [u8]>,
    receipted_message_id: Option<String>,
    message_state: Option<u8>,
    sar: (Option<u16>, Option<u8>, Option<u8>),
}

impl<'a> Options<'a> {
    fn read(mut body: Reader<'a>) -> Result<Self, u32> {
        let mut options = Options::default();
        while !body.rest.is_empty() {
            let tag = body.short(status::INVALID_OPTIONAL_PART)?;
            let length = body.short(status::INVALID_OPTIONAL_PART)?;
            let value = body.take(usize::from(length), status::INVALID_OPTIONAL_PART)?;
            let number = value.iter().fold(0u16, |sum, octet| (sum << 8) | u16::from(*octet));
            let octet = value.last().copied();
            match tag {
                tag::RECEIPTED_MESSAGE_ID => {
                    let id = until_zero(value);
                    let fits = (1..=MOST_OCTETS_OF_ID).contains(&id.len());
                    options.receipted_message_id = fits.then_some(id);
                }
                tag::MESSAGE_STATE => options.message_state = octet,
                tag::MESSAGE_PAYLOAD => options.payload = Some(value),
                tag::SAR_REFERENCE => options.sar.0 = Some(number),
                tag::SAR_TOTAL => options.sar.1 = octet,
                tag::SAR_NUMBER => options.sar.2 = octet,
                _ => {}
            }
        }
        Ok(options)
    }

    fn place(&self) -> Option<Place> {
        let (Some(reference), Some(total), Some(number)) = self.sar else { return None };
        Some(Place { reference, total, number })
    }
}

/// The text of a field up to its closing zero, or all of it when there is none.
pub(crate) fn until_zero(octets: &[u8]) -> String {
    octets.split(|octet| *octet == 0).next().map(String::from_utf8_lossy).unwrap_or_default().into()
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize, fault: u32) -> Result<&'a [u8], u32> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(fault)?;
        self.rest = rest;
        Ok(taken)
    }

    fn octet(&mut self, fault: u32) -> Result<u8, u32> {
        self.take(1, fault)?.first().copied().ok_or(fault)
    }

    fn short(&mut self, fault: u32) -> Result<u16, u32> {
        Ok(u16::from_be_bytes([self.octet(fault)?, self.octet(fault)?]))
    }

    fn text(&mut self, fault: u32) -> Result<String, u32> {
        let end = self.rest.iter().position(|octet| *octet == 0).ok_or(fault)?;
        let field = self.take(end, fault)?;
        self.take(1, fault)?;
        Ok(until_zero(field))
    }

    /// Type of number, numbering plan and address. An international number gets its plus sign; so
    /// does a number of unknown type that is too long to be a short code.
    fn address(&mut self, fault: u32) -> Result<String, u32> {
        let type_of_number = self.octet(fault)?;
        self.octet(fault)?;
        let address = self.text(fault)?;
        let digits = !address.is_empty() && address.bytes().all(|octet| octet.is_ascii_digit());
        let international = type_of_number == 1 || (type_of_number == 0 && address.len() >= 10);
        let address = if digits && international { format!("+{address}") } else { address };
        if address.len() > MOST_OCTETS_OF_ADDRESS { Err(fault) } else { Ok(address) }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A `deliver_sm` body from `+77011234567` to `1414`.
    pub(crate) fn body(esm_class: u8, data_coding: u8, octets: &[u8], options: &[u8]) -> Vec<u8> {
        let mut body = b"\0\x01\x0177011234567\0\x03\x001414\0".to_vec();
        body.extend_from_slice(&[esm_class, 0, 0, 0, 0, 0, 0, data_coding, 0]);
        body.push(u8::try_from(octets.len()).unwrap());
        body.extend_from_slice(octets);
        body.extend_from_slice(options);
        body
    }

    #[test]
    fn a_plain_message() {
        let read = parse(&body(0, 8, &[0x04, 0x18, 0x04, 0xD8], &[])).unwrap();
        assert_eq!((read.from.as_str(), read.to.as_str()), ("+77011234567", "1414"));
        assert_eq!((read.kind, read.text().as_str(), read.place), (Kind::Message, "ИӘ", None));
    }

    #[test]
    fn where_a_part_belongs() {
        let sar = [2, 0x0C, 0, 2, 0xAB, 0xCD, 2, 0x0E, 0, 1, 3, 2, 0x0F, 0, 1, 1];
        for (esm_class, octets, options, expected) in [
            (0x40, &b"\x05\x00\x03\x07\x02\x01hi"[..], &[][..], Some((7, 2, 1))),
            (0x40, b"\x06\x08\x04\x01\x07\x02\x02hi", &[], Some((0x107, 2, 2))),
            (0x40, b"\x09\x05\x02ab\x00\x03\x07\x03\x03hi", &[], Some((7, 3, 3))),
            (0x40, b"\x00hi", &[], None),
            (0x40, b"\x05\x00\x03\x07\x01\x01hi", &[], None),
            (0x40, b"\x05\x00\x03\x07\x02\x03hi", &[], None),
            (0x40, b"\x05\x00\x03\x07\x02\x00hi", &[], None),
            (0x00, b"hi", &sar, Some((0xABCD, 3, 1))),
        ] {
            let read = parse(&body(esm_class, 0, octets, options)).unwrap();
            let place = read.place.map(|p| (p.reference, p.total, p.number));
            assert_eq!((place, read.text().as_str()), (expected, "hi"), "{octets:x?}");
        }
    }

    #[test]
    fn options() {
        for (options, id, state) in [
            (&b"\x00\x1e\x00\x04abc\0\x04\x27\x00\x01\x02"[..], Some("abc"), Some(2)),
            (b"\x00\x1e\x00\x03abc", Some("abc"), None),
            (b"\x00\x1e\x00\x01\0", None, None),
            (b"\x14\x03\x00\x02zz", None, None),
        ] {
            let read = parse(&body(4, 0, b"x", options)).unwrap();
            assert_eq!(read.receipted_message_id.as_deref(), id);
            assert_eq!(read.message_state, state);
        }
        let long = parse(&body(0, 0, b"", b"\x04\x24\x00\x05hello")).unwrap();
        assert_eq!(long.text(), "hello");
    }

    #[test]
    fn kinds() {
        for (esm_class, options, kind) in [
            (0x00, &b""[..], Kind::Message),
            (0x04, b"", Kind::Receipt),
            (0x44, b"", Kind::Receipt),
            (0x00, b"\x00\x1e\x00\x02a\0", Kind::Receipt),
            (0x20, b"", Kind::IntermediateNotification),
            (0x08, b"", Kind::RecipientAcknowledgement),
            (0x10, b"", Kind::RecipientAcknowledgement),
        ] {
            assert_eq!(parse(&body(esm_class, 0, b"\0x", options)).unwrap().kind, kind);
        }
    }

    #[test]
    fn numbers() {
        for (type_of_number, address, read) in [
            (1, "77011234567", "+77011234567"),
            (0, "77011234567", "+77011234567"),
            (0, "1414", "1414"),
            (1, "+77011234567", "+77011234567"),
            (5, "Beeline", "Beeline"),
            (3, "1414", "1414"),
            (1, "", ""),
        ] {
            let field = [&[type_of_number, 1], address.as_bytes(), &[0]].concat();
            assert_eq!(Reader { rest: &field }.address(1).unwrap(), read);
        }
    }

    #[test]
    fn what_is_longer_than_anybody_writes_is_refused_for_good() {
        let payload = |octets: usize| {
            let length = u16::try_from(octets).unwrap().to_be_bytes();
            [&[0x04, 0x24][..], &length, &vec![b'a'; octets]].concat()
        };
        let sar = [2, 0x0C, 0, 2, 0, 7, 2, 0x0E, 0, 1, 2, 2, 0x0F, 0, 1, 1];
        for (options, fits) in [
            (payload(MOST_OCTETS), true),
            (payload(MOST_OCTETS + 1), false),
            ([&sar[..], &payload(MOST_OCTETS_OF_PART)].concat(), true),
            ([&sar[..], &payload(MOST_OCTETS_OF_PART + 1)].concat(), false),
        ] {
            let read = parse(&body(0, 0, b"", &options));
            assert_eq!(read.map(|_| ()), if fits { Ok(()) } else { Err(status::REJECTED) });
        }
        for (type_of_number, octets, fits) in [
            (5, MOST_OCTETS_OF_ADDRESS, true),
            (5, MOST_OCTETS_OF_ADDRESS + 1, false),
            (1, MOST_OCTETS_OF_ADDRESS - 1, true),
            (1, MOST_OCTETS_OF_ADDRESS, false),
        ] {
            let field = [&[type_of_number, 1][..], &vec![b'7'; octets], b"\0"].concat();
            assert_eq!(
                Reader { rest: &field }.address(1).is_ok(),
                fits,
                "{type_of_number} {octets}"
            );
        }
    }

    #[test]
    fn what_is_cut_short_gets_a_status() {
        let whole = body(0x40, 0, b"\x05\x00\x03\x07\x02\x01hi", b"\x00\x1e\x00\x02a\0");
        for (length, fault) in [
            (0, status::SYSTEM_ERROR),
            (4, status::INVALID_SOURCE),
            (17, status::INVALID_DESTINATION),
            (34, status::INVALID_MESSAGE_LENGTH),
            (whole.len() - 1, status::INVALID_OPTIONAL_PART),
        ] {
            assert_eq!(parse(&whole[..length]).err(), Some(fault), "{length}");
        }
        let header_too_long = body(0x40, 0, b"\x09\x00\x03\x07", &[]);
        assert_eq!(parse(&header_too_long).err(), Some(status::INVALID_MESSAGE_LENGTH));
    }
}
