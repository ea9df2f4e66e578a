//! Submitted messages on their way to the phones.

use super::deliveries::{Fate, Receipted};
use super::{Delivery, Inner};
use rusmpp::pdus::SubmitSm;
use rusmpp::types::EmptyOrFullCOctetString;
use rusmpp::values::{DataCoding, EsmClass, Ton};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a message without a validity period is kept for a phone that is off.
const USUAL_VALIDITY: Duration = Duration::from_secs(24 * 3600);
/// The first message id: long enough that its hexadecimal form differs.
const FIRST_ID: u64 = 2_000_000_000;

/// See the module.
#[derive(Default)]
pub(super) struct Messages {
    submitted: u64,
    /// Parts of messages that are not whole, by sender, phone, reference and number of parts.
    partial: HashMap<(String, String, u8, u8), Vec<Part>>,
    /// Whole messages for phones that are off.
    kept: HashMap<u64, Kept>,
}

struct Part {
    number: u8,
    octets: Vec<u8>,
    receipt: Option<Wanted>,
}

/// A receipt that was asked for.
struct Wanted {
    id: u64,
    submitted: String,
    only_failure: bool,
}

struct Kept {
    sender: String,
    phone: String,
    text: String,
    until: Instant,
    receipts: Vec<Wanted>,
}

impl Inner {
    /// Takes a submit: gives it an id, and the message to its phone if it is whole.
    pub(super) fn take(self: &Arc<Self>, submit: &SubmitSm) -> u64 {
        let submitted = self.date();
        let sender = address(submit.source_addr_ton, submit.source_addr.as_str());
        let phone = address(submit.dest_addr_ton, submit.destination_addr.as_str());
        let (place, octets) = split(u8::from(submit.esm_class), submit.short_message());
        let mut messages = self.messages();
        messages.submitted += 1;
        let id = FIRST_ID + messages.submitted;
        let receipt = match u8::from(submit.registered_delivery) & 0x03 {
            1 => Some(false),
            2 => Some(true),
            _ => None,
        };
        let receipt = receipt.map(|only_failure| Wanted { id, submitted, only_failure });
        let (octets, receipts) = match place {
            None => (octets, receipt.into_iter().collect()),
            Some((reference, total, number)) => {
                let key = (sender.clone(), phone.clone(), reference, total);
                let parts = messages.partial.entry(key.clone()).or_default();
                parts.push(Part { number, octets, receipt });
                if !(1..=total).all(|number| parts.iter().any(|part| part.number == number)) {
                    return id;
                }
                let mut parts = messages.partial.remove(&key).unwrap_or_default();
                parts.sort_by_key(|part| part.number);
                let (mut whole, mut receipts, mut last) = (Vec::new(), Vec::new(), 0);
                for part in parts {
                    if part.number > last {
                        whole.extend(part.octets);
                        last = part.number;
                    }
                    receipts.extend(part.receipt);
                }
                (whole, receipts)
            }
        };
        drop(messages);
        let text = text(submit.data_coding, &octets);
        let until = Instant::now() + validity(&submit.validity_period);
        self.bring(id, Kept { sender, phone, text, until, receipts });
        id
    }

    pub(super) fn phone_on(self: &Arc<Self>, number: &str) {
        let mut for_it: Vec<_> =
            self.messages().kept.extract_if(|_, kept| kept.phone == number).collect();
        for_it.sort_by_key(|(id, _)| *id);
        for (id, kept) in for_it {
            self.bring(id, kept);
        }
    }

    /// Brings a whole message to its phone, or keeps it while that is off. The phones are asked
    /// without any lock held: they may send something back at once.
    fn bring(self: &Arc<Self>, id: u64, message: Kept) {
        match self.phones.deliver(&message.phone, &message.sender, message.text.clone()) {
            Delivery::Delivered => self.report(&message, Fate::Delivered),
            Delivery::Unknown => self.report(&message, Fate::Undeliverable),
            Delivery::Absent => {
                let until = message.until;
                self.messages().kept.insert(id, message);
                let inner = Arc::clone(self);
                tokio::spawn(async move {
                    tokio::time::sleep_until(until).await;
                    let expired = inner.messages().kept.remove(&id);
                    if let Some(message) = expired {
                        inner.report(&message, Fate::Expired);
                    }
                });
            }
        }
    }

    fn report(self: &Arc<Self>, message: &Kept, fate: Fate) {
        for wanted in &message.receipts {
            if wanted.only_failure && fate == Fate::Delivered {
                continue;
            }
            let about = Receipted {
                id: wanted.id,
                phone: &message.phone,
                sender: &message.sender,
                submitted: &wanted.submitted,
            };
            self.send_receipt(&about, fate);
        }
    }
}

fn address(type_of_number: Ton, address: &str) -> String {
    let plus = if type_of_number == Ton::International { "+" } else { "" };
    format!("{plus}{address}")
}

/// Reference, total and number of a part, and its octets without the header (3GPP TS 23.040,
/// 9.2.3.24.1). Only the one element our own service sends is known here.
fn split(esm_class: u8, octets: &[u8]) -> (Option<(u8, u8, u8)>, Vec<u8>) {
    match octets {
        [5, 0, 3, reference, total, number, rest @ ..] if has_header(esm_class) => {
            (Some((*reference, *total, *number)), rest.to_vec())
        }
        _ => (None, octets.to_vec()),
    }
}

fn has_header(esm_class: u8) -> bool {
    u8::from(EsmClass::from(esm_class)) & 0x40 != 0
}

/// UCS-2, or the characters that ASCII and the GSM alphabet share.
fn text(data_coding: DataCoding, octets: &[u8]) -> String {
    if data_coding != DataCoding::Ucs2 {
        return octets.iter().copied().map(char::from).collect();
    }
    let units =
        octets.chunks(2).map(|pair| pair.iter().fold(0, |sum, octet| sum << 8 | u16::from(*octet)));
    String::from_utf16_lossy(&units.collect::<Vec<u16>>())
}

/// A relative validity period `YYMMDDhhmmsstnnR` (SMPP 3.4, 7.1.1.2), a month counted as 30 days;
/// anything else is taken as the usual one.
fn validity(field: &EmptyOrFullCOctetString<17>) -> Duration {
    let Some(digits) = field.as_str().strip_suffix("000R") else { return USUAL_VALIDITY };
    let pairs = digits.as_bytes().chunks(2).map(|pair| {
        pair.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit.saturating_sub(b'0')))
    });
    let weights = [365 * 86_400, 30 * 86_400, 86_400, 3600, 60, 1];
    Duration::from_secs(pairs.zip(weights).map(|(count, weight)| count * weight).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validity_periods() {
        for (field, seconds) in [
            ("", 86_400),
            ("000001000000000R", 86_400),
            ("000000000005000R", 5),
            ("000003000000000R", 259_200),
            ("000000013001000R", 5401),
            ("251124100000020+", 86_400),
        ] {
            let field = EmptyOrFullCOctetString::from_string(field.to_owned()).unwrap();
            assert_eq!(validity(&field), Duration::from_secs(seconds));
        }
    }

    #[test]
    fn headers_and_texts() {
        assert_eq!(split(0x40, &[5, 0, 3, 9, 2, 1, b'a']), (Some((9, 2, 1)), b"a".to_vec()));
        assert_eq!(split(0, &[5, 0, 3, 9, 2, 1]), (None, vec![5, 0, 3, 9, 2, 1]));
        assert_eq!(text(DataCoding::Ucs2, &[0x04, 0xD8]), "Ә");
        assert_eq!(text(DataCoding::from(0), b"Hi"), "Hi");
    }
}
