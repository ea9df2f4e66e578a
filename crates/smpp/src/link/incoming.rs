//! What the centre brings: read, put together, handed over, and answered once it is stored.

use super::state::Shared;
use crate::deliver::{self, Deliver, Kind};
use crate::inbound::{Ack, Inbound, InboundMessage, InboundReceipt};
use crate::reassembly::{Key, Outcome, Reassembly};
use crate::receipt;
use crate::wire::{Frame, command, put, status};
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Events that may wait inside for a consumer that is behind.
const MOST_WAITING: usize = 4096;

/// What a consumer said: the ticket of the event, and whether it is stored.
pub(super) type Settled = (u64, bool);

struct Owed {
    read_at: Timestamp,
    /// The `deliver_sm`s to be answered.
    sequences: Vec<u32>,
    /// The message it was put together as, if it had several parts.
    key: Option<Key>,
}

/// See the module.
pub(super) struct Incoming {
    shared: Arc<Shared>,
    reassembly: Reassembly<u32>,
    waiting: VecDeque<Inbound>,
    /// By ticket, and so in the order read.
    owed: BTreeMap<u64, Owed>,
    last_ticket: u64,
    settle: mpsc::UnboundedSender<Settled>,
    /// When the centre last brought something, or an event was given back to it.
    pub(super) busy_at: Instant,
    /// Since when the centre may owe us something old: when the session was bound, or an event was
    /// last given back.
    pub(super) owing_since: Instant,
    /// Whether that is over.
    pub(super) drained: bool,
}

impl Incoming {
    pub(super) fn new(shared: Arc<Shared>) -> Incoming {
        Incoming {
            shared,
            reassembly: Reassembly::default(),
            waiting: VecDeque::new(),
            owed: BTreeMap::new(),
            last_ticket: 0,
            settle: mpsc::unbounded_channel().0,
            busy_at: Instant::now(),
            owing_since: Instant::now(),
            drained: false,
        }
    }

    /// Forgets what only the last session could have answered. What consumers say comes out of the
    /// returned channel; what they say about an older session goes nowhere.
    pub(super) fn begin_session(&mut self) -> mpsc::UnboundedReceiver<Settled> {
        let (settle, settled) = mpsc::unbounded_channel();
        self.settle = settle;
        self.drained = false;
        self.waiting.clear();
        self.owed.clear();
        self.reassembly.link_lost();
        settled
    }

    /// Takes in a `deliver_sm`; `output` gets its response when that is due at once.
    pub(super) fn deliver(
        &mut self,
        frame: &Frame,
        read_at: Timestamp,
        now: Instant,
        output: &mut Vec<u8>,
    ) {
        self.busy_at = now;
        if self.waiting.len() >= MOST_WAITING {
            self.give_back(&[frame.sequence], now, output);
            return;
        }
        let deliver = match deliver::parse(&frame.body) {
            Ok(deliver) => deliver,
            Err(fault) => {
                tracing::warn!(
                    status = fault,
                    "the SMS centre sent a deliver_sm that cannot be read"
                );
                respond(output, frame.sequence, fault);
                return;
            }
        };
        let receipt = match deliver.kind {
            Kind::Message => None,
            Kind::Receipt | Kind::IntermediateNotification | Kind::RecipientAcknowledgement => {
                receipt::read(&deliver)
            }
        };
        match (receipt, deliver.kind) {
            (Some(receipt), _) => self.take_receipt(receipt, deliver, frame.sequence, read_at),
            (None, Kind::Receipt | Kind::IntermediateNotification) => {
                tracing::warn!("the SMS centre sent a receipt that names no message");
                respond(output, frame.sequence, status::REJECTED);
            }
            (None, Kind::Message | Kind::RecipientAcknowledgement) => {
                self.take_message(deliver, frame.sequence, read_at, now, output);
            }
        }
    }

    fn take_receipt(
        &mut self,
        receipt: receipt::Fields,
        deliver: Deliver,
        sequence: u32,
        read_at: Timestamp,
    ) {
        let ack = self.owe(Owed { read_at, sequences: vec![sequence], key: None });
        self.waiting.push_back(Inbound::Receipt(InboundReceipt {
            message_id: receipt.message_id,
            phone: deliver.from,
            state: receipt.state,
            done_date: receipt.done_date,
            read_at,
            ack,
        }));
    }

    fn take_message(
        &mut self,
        deliver: Deliver,
        sequence: u32,
        read_at: Timestamp,
        now: Instant,
        output: &mut Vec<u8>,
    ) {
        let text = deliver.text();
        let (text, sequences, key) = match deliver.place {
            None => (text, vec![sequence], None),
            Some(place) => {
                let key = Key {
                    from: deliver.from.clone(),
                    to: deliver.to.clone(),
                    reference: place.reference,
                    total: place.total,
                };
                match self.reassembly.insert(&key, place, text, sequence, now) {
                    Outcome::Whole { text, unanswered } => (text, unanswered, Some(key)),
                    Outcome::Kept => return,
                    Outcome::StoredBefore(sequence) => {
                        return respond(output, sequence, status::OK);
                    }
                    Outcome::Later(sequence) => {
                        return respond(output, sequence, status::TEMPORARY);
                    }
                }
            }
        };
        let ack = self.owe(Owed { read_at, sequences, key });
        let (from, to) = (deliver.from, deliver.to);
        self.waiting.push_back(Inbound::Message(InboundMessage { from, to, text, read_at, ack }));
    }

    fn owe(&mut self, owed: Owed) -> Ack {
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        self.owed.insert(ticket, owed);
        self.show_oldest();
        let settle = self.settle.clone();
        Ack::new(move |stored| {
            // The session may be over; then the centre delivers again by itself.
            settle.send((ticket, stored)).ok();
        })
    }

    /// A consumer said what became of an event.
    pub(super) fn settled(&mut self, settled: Settled, now: Instant, output: &mut Vec<u8>) {
        let (ticket, stored) = settled;
        let Some(owed) = self.owed.remove(&ticket) else { return };
        if let Some(key) = owed.key {
            self.reassembly.settled(key, stored, now);
        }
        if stored {
            for sequence in owed.sequences {
                respond(output, sequence, status::OK);
            }
        } else {
            self.give_back(&owed.sequences, now, output);
        }
        self.show_oldest();
    }

    /// Asks the centre to deliver a whole event again. Until it has, the centre is not drained.
    fn give_back(&mut self, sequences: &[u32], now: Instant, output: &mut Vec<u8>) {
        for sequence in sequences {
            respond(output, *sequence, status::TEMPORARY);
        }
        (self.busy_at, self.owing_since) = (now, now);
        self.drained = false;
        self.shared.quiet(false);
    }

    /// Answers parts that have waited too long for the rest of their message.
    pub(super) fn answer_overdue(&mut self, now: Instant, output: &mut Vec<u8>) {
        if self.reassembly.next_overdue().is_none_or(|at| at > now) {
            return;
        }
        // The content is kept, so this leaves nothing old at the centre.
        for sequence in self.reassembly.overdue(now) {
            respond(output, sequence, status::TEMPORARY);
        }
    }

    pub(super) fn wake_at(&self) -> Option<Instant> {
        self.reassembly.next_overdue()
    }

    pub(super) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub(super) fn next_waiting(&mut self) -> Option<Inbound> {
        self.waiting.pop_front()
    }

    fn show_oldest(&self) {
        self.shared.unsettled(self.owed.values().next().map(|owed| owed.read_at));
    }
}

/// `deliver_sm_resp`; its message id is unused and NULL (SMPP 3.4, 4.6.2).
fn respond(output: &mut Vec<u8>, sequence: u32, status: u32) {
    put(output, command::DELIVER_SM_RESP, status, sequence, &[0]);
}
