//! What the centre answers, and when it speaks first.

use super::Inner;
use super::session::put;
use rusmpp::pdus::{
    BindReceiverResp, BindTransceiverResp, BindTransmitterResp, DeliverSm, SubmitSm, SubmitSmResp,
};
use rusmpp::types::COctetString;
use rusmpp::values::InterfaceVersion;
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Deliveries that may wait for their answer at once.
const WINDOW: usize = 64;

/// One session's side of the talk.
pub(super) struct Dialogue {
    inner: Arc<Inner>,
    /// What is to be written.
    pub(super) output: Vec<u8>,
    /// The connection is to be closed.
    pub(super) over: bool,
    /// ... after writing what is left.
    pub(super) in_good_order: bool,
    bound: bool,
    receives: bool,
    last_sequence: u32,
    open: BTreeMap<u32, DeliverSm>,
}

impl Dialogue {
    pub(super) fn new(inner: Arc<Inner>) -> Dialogue {
        Dialogue {
            inner,
            output: Vec::new(),
            over: false,
            in_good_order: false,
            bound: false,
            receives: false,
            last_sequence: 0,
            open: BTreeMap::new(),
        }
    }
    /// Takes in one PDU.
    pub(super) fn hear(&mut self, command: &Command) {
        let sequence = command.sequence_number();
        match command.pdu() {
            Some(Pdu::SubmitSm(submit)) if self.bound => self.submitted(submit, sequence),
            Some(Pdu::EnquireLink) => self.say(sequence, Pdu::EnquireLinkResp),
            Some(Pdu::Unbind) => {
                self.say(sequence, Pdu::UnbindResp);
                (self.over, self.in_good_order) = (true, true);
            }
            _ => self.hear_by_id(command.id(), sequence, command.status()),
        }
    }

    /// PDUs of which the body does not matter.
    fn hear_by_id(&mut self, id: CommandId, sequence: u32, status: CommandStatus) {
        if id == CommandId::BindTransceiver {
            self.bind(sequence, true, BindTransceiverResp::new);
        } else if id == CommandId::BindReceiver {
            self.bind(sequence, true, BindReceiverResp::new);
        } else if id == CommandId::BindTransmitter {
            self.bind(sequence, false, BindTransmitterResp::new);
        } else if id == CommandId::DeliverSmResp {
            self.answered(sequence, status);
        } else if id.is_operation() {
            tracing::debug!(?id, "a PDU the centre does not serve, or not before a bind");
            let status = match self.bound {
                true => CommandStatus::EsmeRinvcmdid,
                false => CommandStatus::EsmeRinvbndsts,
            };
            put(&mut self.output, status, sequence, Pdu::GenericNack);
        }
    }

    /// A PDU came that is none.
    pub(super) fn could_not_read(&mut self, sequence: u32) {
        put(&mut self.output, CommandStatus::EsmeRinvcmdlen, sequence, Pdu::GenericNack);
        (self.over, self.in_good_order) = (true, true);
    }

    fn say(&mut self, sequence: u32, pdu: impl Into<Pdu>) {
        put(&mut self.output, CommandStatus::EsmeRok, sequence, pdu);
    }

    fn bind<P: Into<Pdu>>(
        &mut self,
        sequence: u32,
        receives: bool,
        response: fn(COctetString<1, 16>, Option<InterfaceVersion>) -> P,
    ) {
        let name = COctetString::from_static_slice(b"world\0").unwrap_or_default();
        let response = response(name, Some(InterfaceVersion::Smpp3_4));
        if self.bound {
            return put(&mut self.output, CommandStatus::EsmeRalybnd, sequence, response);
        }
        self.say(sequence, response);
        (self.bound, self.receives) = (true, receives);
        self.inner.bound.send_modify(|count| *count += 1);
        self.deliver();
    }

    fn submitted(&mut self, submit: &SubmitSm, sequence: u32) {
        let (throttle, cut) = self.inner.meddle();
        if throttle {
            let nothing = SubmitSmResp::default();
            return put(&mut self.output, CommandStatus::EsmeRthrottled, sequence, nothing);
        }
        let id = self.inner.take(submit).to_string();
        if cut {
            self.over = true;
            return;
        }
        if self.inner.faults().receipt_before_response {
            self.deliver();
        }
        let id = COctetString::from_string(id).unwrap_or_default();
        self.say(sequence, SubmitSmResp::new(id, Vec::new()));
    }

    /// Delivers what waits, as far as there is room.
    pub(super) fn deliver(&mut self) {
        while self.bound && self.receives && self.open.len() < WINDOW {
            let Some(delivery) = self.inner.next_delivery() else { return };
            self.last_sequence += 1;
            self.say(self.last_sequence, delivery.clone());
            self.open.insert(self.last_sequence, delivery);
        }
    }

    fn answered(&mut self, sequence: u32, status: CommandStatus) {
        let Some(delivery) = self.open.remove(&sequence) else { return };
        let for_good =
            [CommandStatus::EsmeRok, CommandStatus::EsmeRxPAppn, CommandStatus::EsmeRxRAppn];
        if for_good.contains(&status) {
            self.inner.delivered();
        } else {
            self.inner.again_later(delivery);
        }
        self.deliver();
    }

    /// The connection is gone.
    pub(super) fn end(mut self) {
        let open = std::mem::take(&mut self.open);
        self.inner.not_answered(open.into_values().collect());
        if self.bound {
            self.inner.bound.send_modify(|count| *count -= 1);
        }
    }
}
