//! The requests we send, with rusmpp's wrong defaults set right.
//!
//! `EsmClass::default()` of rusmpp 0.4 encodes 0x08 and `RegisteredDelivery::request_all()` 0x1D, so
//! both fields are always given as octets.

use super::Submission;
use crate::config::LinkConfig;
use crate::segment::{relative_period, segments, with_header};
use rusmpp::pdus::{BindTransceiver, SubmitSm};
use rusmpp::types::{COctetString, EmptyOrFullCOctetString, OctetString};
use rusmpp::values::{DataCoding, EsmClass, InterfaceVersion, Npi, RegisteredDelivery, Ton};

/// `bind_transceiver` (SMPP 3.4, 4.1.5). `None` when a credential does not fit.
pub(super) fn bind(config: &LinkConfig) -> Option<BindTransceiver> {
    Some(BindTransceiver {
        system_id: text(&config.system_id)?,
        password: text(&config.password)?,
        system_type: COctetString::empty(),
        interface_version: InterfaceVersion::Smpp3_4,
        addr_ton: Ton::Unknown,
        addr_npi: Npi::Unknown,
        address_range: COctetString::empty(),
    })
}

/// One `submit_sm` (SMPP 3.4, 4.4.1) for each part. `None` when an address does not fit.
pub(super) fn submit_requests(source: &str, submission: &Submission) -> Option<Vec<SubmitSm>> {
    let digits = submission.to.strip_prefix('+')?;
    if !(7..=15).contains(&digits.len()) || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let validity_period = match submission.validity {
        Some(validity) => EmptyOrFullCOctetString::from_string(relative_period(validity)).ok()?,
        None => EmptyOrFullCOctetString::empty(),
    };
    let (source_addr_ton, source_addr_npi, source) = sender(source);
    let cut = segments(&submission.text);
    let total = u8::try_from(cut.parts.len()).ok()?;
    let one = |number: u8, part: Vec<u8>| {
        let (esm_class, octets) = match total {
            1 => (0x00, part),
            _ => (0x40, with_header(submission.reference, total, number, &part)),
        };
        Some(
            SubmitSm::builder()
                .source_addr_ton(source_addr_ton)
                .source_addr_npi(source_addr_npi)
                .source_addr(text(source)?)
                .dest_addr_ton(Ton::International)
                .dest_addr_npi(Npi::Isdn)
                .destination_addr(text(digits)?)
                .esm_class(EsmClass::from(esm_class))
                .validity_period(validity_period.clone())
                .registered_delivery(RegisteredDelivery::from(u8::from(submission.receipt)))
                .data_coding(DataCoding::from(cut.encoding.data_coding()))
                .short_message(OctetString::from_vec(octets).ok()?)
                .build(),
        )
    };
    (1..=total).zip(cut.parts.iter().cloned()).map(|(number, part)| one(number, part)).collect()
}

/// Type of number, numbering plan and address of the sender (SMPP 3.4, 5.2.5, 5.2.6): a short code
/// belongs to the network, a word is alphanumeric, `+` and digits is an international number.
fn sender(source: &str) -> (Ton, Npi, &str) {
    match source.strip_prefix('+') {
        Some(digits) => (Ton::International, Npi::Isdn, digits),
        None if source.bytes().all(|octet| octet.is_ascii_digit()) => {
            (Ton::NetworkSpecific, Npi::Unknown, source)
        }
        None => (Ton::Alphanumeric, Npi::Unknown, source),
    }
}

fn text<const MIN: usize, const MAX: usize>(text: &str) -> Option<COctetString<MIN, MAX>> {
    COctetString::from_string(text.to_owned()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{put_command, take_frame};
    use rusmpp::{Command, CommandStatus};
    use std::time::Duration;

    fn bodies(source: &str, submission: &Submission) -> Option<Vec<Vec<u8>>> {
        let one = |request: SubmitSm| {
            let mut octets = Vec::new();
            put_command(&mut octets, &Command::new(CommandStatus::EsmeRok, 1, request));
            take_frame(&octets, &mut 0).unwrap().unwrap().body
        };
        Some(submit_requests(source, submission)?.into_iter().map(one).collect())
    }

    fn submission(to: &str, text: &str) -> Submission {
        Submission {
            to: to.into(),
            text: text.into(),
            validity: None,
            receipt: false,
            reference: 0xAB,
        }
    }

    #[test]
    fn one_part_octet_by_octet() {
        let mut hello = submission("+77011234567", "Hi");
        let start = b"\0\x03\x001414\0\x01\x0177011234567\0\0\0\0\0";
        let plain = [&start[..], b"\0\0\0\0\0\x02Hi"].concat();
        assert_eq!(bodies("1414", &hello), Some(vec![plain]));

        hello.receipt = true;
        hello.validity = Some(Duration::from_secs(24 * 3600));
        hello.text = "Ә".into();
        let full = [&start[..], b"000001000000000R\0\x01\0\x08\0\x02\x04\xd8"].concat();
        assert_eq!(bodies("1414", &hello), Some(vec![full]));
    }

    #[test]
    fn parts_have_headers_and_the_class_says_so() {
        let parts = bodies("1414", &submission("+77011234567", &"ә".repeat(150))).unwrap();
        assert_eq!(parts.len(), 3);
        for (number, part) in (1..).zip(&parts) {
            let fields = &part[b"\0\x03\x001414\0\x01\x0177011234567\0".len()..];
            assert_eq!(fields[0], 0x40);
            let data = &fields[9..];
            assert_eq!(data[1..7], [5, 0, 3, 0xAB, 3, number]);
            assert_eq!(usize::from(data[0]), data.len() - 1);
        }
    }

    #[test]
    fn senders() {
        assert_eq!(sender("1414"), (Ton::NetworkSpecific, Npi::Unknown, "1414"));
        assert_eq!(sender("eGov"), (Ton::Alphanumeric, Npi::Unknown, "eGov"));
        assert_eq!(sender("+77000001414"), (Ton::International, Npi::Isdn, "77000001414"));
    }

    #[test]
    fn bad_numbers() {
        for to in ["77011234567", "+7 701", "+", "+7701123456789012", "", "+770112345ә7"] {
            assert_eq!(bodies("1414", &submission(to, "Hi")), None, "{to}");
        }
    }
}
