//! The incoming half of a session, for the fuzz target of the stream.

use super::incoming::{Incoming, Settled};
use super::state::Shared;
use crate::inbound::{Ack, Inbound};
use crate::wire::{Frame, command, take_frame};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

/// Hands over each `deliver_sm` and panics unless each is answered exactly once. The status of a
/// request means nothing; here its last bit says whether the event is stored, and the next one
/// whether that is said at once or in the end.
pub(crate) fn all_answered(frames: &[Frame]) {
    let mut incoming = Incoming::new(Arc::new(Shared::new(Arc::new(|| Timestamp::UNIX_EPOCH))));
    let mut settled = incoming.begin_session();
    let (now, mut output, mut asked, mut later) =
        (Instant::now(), Vec::new(), Vec::new(), Vec::new());
    for frame in frames.iter().filter(|frame| frame.command == command::DELIVER_SM) {
        asked.push(frame.sequence);
        incoming.deliver(frame, Timestamp::UNIX_EPOCH, now, &mut output);
        while let Some(event) = incoming.next_waiting() {
            let ack = match event {
                Inbound::Receipt(receipt) => receipt.ack,
                Inbound::Message(message) => message.ack,
            };
            if frame.status & 2 == 0 {
                settle(ack, frame.status);
            } else {
                later.push((ack, frame.status));
            }
        }
        take_in(&mut incoming, &mut settled, now, &mut output);
    }
    for (ack, how) in later {
        settle(ack, how);
    }
    take_in(&mut incoming, &mut settled, now, &mut output);
    incoming.answer_overdue(now + Duration::from_secs(24 * 3600), &mut output);
    assert!(incoming.wake_at().is_none(), "nothing waits after a day");
    asked.sort_unstable();
    assert!(answered(&output) == asked, "each delivery is answered exactly once");
}

fn settle(ack: Ack, how: u32) {
    if how & 1 == 0 {
        ack.stored();
    } else {
        ack.refused();
    }
}

fn take_in(
    incoming: &mut Incoming,
    settled: &mut UnboundedReceiver<Settled>,
    now: Instant,
    output: &mut Vec<u8>,
) {
    while let Ok(said) = settled.try_recv() {
        incoming.settled(said, now, output);
    }
}

/// The sequence numbers of the responses written, in order of size.
fn answered(output: &[u8]) -> Vec<u32> {
    let (mut sequences, mut at) = (Vec::new(), 0);
    while let Ok(Some(frame)) = take_frame(output, &mut at) {
        assert!(frame.command == command::DELIVER_SM_RESP && frame.body == [0]);
        sequences.push(frame.sequence);
    }
    assert!(at == output.len(), "whole responses and nothing else");
    sequences.sort_unstable();
    sequences
}
