//! What waits to be delivered to whoever is bound: messages from phones, and receipts.

use super::Inner;
use rusmpp::pdus::DeliverSm;
use rusmpp::tlvs::MessageDeliveryRequestTlvValue;
use rusmpp::types::{COctetString, OctetString};
use rusmpp::values::{DataCoding, EsmClass, MessageState, Npi, RegisteredDelivery, Ton};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// How long the centre waits before it delivers again what was refused.
const AGAIN_AFTER: Duration = Duration::from_millis(200);
/// How long receipts are gathered to go out in reverse.
const GATHER: Duration = Duration::from_millis(50);

/// See the module.
#[derive(Default)]
pub(super) struct Deliveries {
    queue: VecDeque<DeliverSm>,
    /// Receipts kept back by a fault.
    kept_back: Vec<DeliverSm>,
    /// Handed to a session and not acknowledged, or waiting to go out again.
    under_way: usize,
    reference: u8,
}

impl Deliveries {
    pub(super) fn len(&self) -> usize {
        self.queue.len() + self.kept_back.len() + self.under_way
    }
}

/// What a receipt says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Delivered,
    Expired,
    Undeliverable,
}

impl Fate {
    fn word(self) -> &'static str {
        match self {
            Fate::Delivered => "DELIVRD",
            Fate::Expired => "EXPIRED",
            Fate::Undeliverable => "UNDELIV",
        }
    }

    fn code(self) -> MessageState {
        match self {
            Fate::Delivered => MessageState::Delivered,
            Fate::Expired => MessageState::Expired,
            Fate::Undeliverable => MessageState::Undeliverable,
        }
    }
}

/// What a receipt is about.
pub(super) struct Receipted<'a> {
    pub(super) id: u64,
    pub(super) phone: &'a str,
    pub(super) sender: &'a str,
    pub(super) submitted: &'a str,
}

impl Inner {
    /// Takes the next delivery for a session.
    pub(super) fn next_delivery(&self) -> Option<DeliverSm> {
        let mut deliveries = self.deliveries();
        let next = deliveries.queue.pop_front()?;
        deliveries.under_way += 1;
        Some(next)
    }

    /// A session got an answer that ends the matter.
    pub(super) fn delivered(&self) {
        self.deliveries().under_way -= 1;
    }

    /// The link was lost before the answers to these, oldest first.
    pub(super) fn not_answered(&self, open: Vec<DeliverSm>) {
        let mut deliveries = self.deliveries();
        deliveries.under_way -= open.len();
        for delivery in open.into_iter().rev() {
            deliveries.queue.push_front(delivery);
        }
        drop(deliveries);
        self.work.send_replace(());
    }

    /// A session was asked to deliver this again later.
    pub(super) fn again_later(self: &Arc<Self>, delivery: DeliverSm) {
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(AGAIN_AFTER).await;
            let mut deliveries = inner.deliveries();
            deliveries.under_way -= 1;
            deliveries.queue.push_back(delivery);
            drop(deliveries);
            inner.work.send_replace(());
        });
    }

    pub(super) fn send_from_phone(&self, from: &str, to: &str, text: &str) {
        let parts = parts(text);
        let mut deliveries = self.deliveries();
        deliveries.reference = deliveries.reference.wrapping_add(1);
        let reference = deliveries.reference;
        let total = u8::try_from(parts.len()).unwrap_or(u8::MAX);
        for (number, part) in (1..=total).zip(parts) {
            let mut octets = Vec::new();
            if total > 1 {
                octets.extend_from_slice(&[5, 0, 3, reference, total, number]);
            }
            octets.extend_from_slice(&part);
            let mut delivery = blank(from, to);
            delivery.esm_class = EsmClass::from(if total > 1 { 0x40 } else { 0 });
            delivery.data_coding = DataCoding::Ucs2;
            delivery.set_short_message(OctetString::from_vec(octets).unwrap_or_default());
            deliveries.queue.push_back(delivery);
        }
        drop(deliveries);
        self.work.send_replace(());
    }

    pub(super) fn send_receipt(self: &Arc<Self>, about: &Receipted<'_>, fate: Fate) {
        let faults = *self.faults();
        let id = if faults.hex_ids { format!("{:x}", about.id) } else { about.id.to_string() };
        let text = format!(
            "id:{id} sub:001 dlvrd:{:03} submit date:{} done date:{} stat:{} err:000 text:",
            u8::from(fate == Fate::Delivered),
            about.submitted,
            self.date(),
            fate.word()
        );
        let mut receipt = blank(about.phone, about.sender);
        receipt.esm_class = EsmClass::from(0x04);
        receipt.data_coding = DataCoding::from(0);
        receipt.set_short_message(OctetString::from_string(text).unwrap_or_default());
        let id = COctetString::from_string(id).unwrap_or_default();
        receipt.push_tlv(MessageDeliveryRequestTlvValue::ReceiptedMessageId(id));
        receipt.push_tlv(MessageDeliveryRequestTlvValue::MessageState(fate.code()));
        let times = if faults.duplicate_receipts { 2 } else { 1 };
        let kept_back = faults.hold_receipts || faults.reverse_receipts;
        let mut deliveries = self.deliveries();
        for _ in 0..times {
            if kept_back {
                deliveries.kept_back.push(receipt.clone());
            } else {
                deliveries.queue.push_back(receipt.clone());
            }
        }
        drop(deliveries);
        self.work.send_replace(());
        if faults.reverse_receipts && !faults.hold_receipts {
            let inner = Arc::clone(self);
            tokio::spawn(async move {
                tokio::time::sleep(GATHER).await;
                if !inner.faults().hold_receipts {
                    inner.release_receipts(true);
                }
            });
        }
    }

    pub(super) fn release_receipts(&self, reversed: bool) {
        let mut deliveries = self.deliveries();
        let mut receipts = std::mem::take(&mut deliveries.kept_back);
        if reversed {
            receipts.reverse();
        }
        deliveries.queue.extend(receipts);
        drop(deliveries);
        self.work.send_replace(());
    }

    /// Now, as receipts write it: `YYMMDDhhmm`.
    pub(super) fn date(&self) -> String {
        (self.clock)().strftime("%y%m%d%H%M").to_string()
    }
}

/// A `deliver_sm` with its addresses. rusmpp's defaults are not the standard's, so the octets that
/// matter are given.
fn blank(from: &str, to: &str) -> DeliverSm {
    let address = |address: &str| match address.strip_prefix('+') {
        Some(digits) => (Ton::International, Npi::Isdn, digits.to_owned()),
        None => (Ton::NetworkSpecific, Npi::Unknown, address.to_owned()),
    };
    let (source_addr_ton, source_addr_npi, source) = address(from);
    let (dest_addr_ton, dest_addr_npi, destination) = address(to);
    DeliverSm::builder()
        .source_addr_ton(source_addr_ton)
        .source_addr_npi(source_addr_npi)
        .source_addr(COctetString::from_string(source).unwrap_or_default())
        .dest_addr_ton(dest_addr_ton)
        .dest_addr_npi(dest_addr_npi)
        .destination_addr(COctetString::from_string(destination).unwrap_or_default())
        .esm_class(EsmClass::from(0))
        .registered_delivery(RegisteredDelivery::from(0))
        .build()
}

/// UCS-2 parts: 70 units alone, 67 beside a header, a surrogate pair never split.
fn parts(text: &str) -> Vec<Vec<u8>> {
    let most = if text.encode_utf16().count() <= 70 { 140 } else { 134 };
    let mut parts = vec![Vec::new()];
    for character in text.chars() {
        let mut units = [0; 2];
        let octets: Vec<u8> =
            character.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()).collect();
        match parts.last_mut() {
            Some(part) if part.len() + octets.len() <= most => part.extend(octets),
            _ => parts.push(octets),
        }
    }
    parts
}
