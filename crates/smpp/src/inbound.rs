//! What arrives from the SMS centre, and how to answer it.

use crate::receipt::ReceiptState;
use jiff::Timestamp;
use std::fmt;
use tokio::sync::oneshot;

/// One thing the centre brought. It stays the centre's until `ack.stored()` is called.
///
/// The same thing may come more than once: whenever an answer was lost with the link, the centre
/// delivers again. Store it so that a second time changes nothing.
#[derive(Debug)]
pub enum Inbound {
    /// What became of a part that was submitted.
    Receipt(InboundReceipt),
    /// A message from a phone.
    Message(InboundMessage),
}

/// A delivery receipt. It may come twice, in any order, and before the submit's own response.
pub struct InboundReceipt {
    /// The id as the centre wrote it; compare with [`crate::same_message`].
    pub message_id: String,
    /// The phone the receipt is about, `+` and digits where the centre says so. Guards against two
    /// ids that look alike in decimal and hexadecimal.
    pub phone: String,
    /// What became of the part.
    pub state: ReceiptState,
    /// The centre's own time, as it wrote it (usually `YYMMDDhhmm`, its local time). For the record.
    pub done_date: Option<String>,
    /// When its octets were read from the socket.
    pub read_at: Timestamp,
    /// To be called when it is stored.
    pub ack: Ack,
}

/// A message from a phone, all its parts put together.
pub struct InboundMessage {
    /// The phone, `+` and digits for an international number.
    pub from: String,
    /// The address it was sent to.
    pub to: String,
    /// The whole text.
    pub text: String,
    /// When the octets of the part read last were read from the socket.
    pub read_at: Timestamp,
    /// To be called when it is stored.
    pub ack: Ack,
}

impl fmt::Debug for InboundReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboundReceipt")
            .field("state", &self.state)
            .field("read_at", &self.read_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for InboundMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboundMessage").field("read_at", &self.read_at).finish_non_exhaustive()
    }
}

/// The answer that is still owed to the centre. Dropping it is refusing.
#[must_use = "dropping it makes the centre deliver again"]
pub struct Ack {
    settle: Option<Box<dyn FnOnce(bool) + Send + Sync>>,
}

impl Ack {
    pub(crate) fn new(settle: impl FnOnce(bool) + Send + Sync + 'static) -> Ack {
        Ack { settle: Some(Box::new(settle)) }
    }

    /// An answer outside any link, and where it will say what it became: `true` for stored. For
    /// tests of whatever consumes [`Inbound`].
    pub fn pair() -> (Ack, oneshot::Receiver<bool>) {
        let (said, hear) = oneshot::channel();
        let ack = Ack::new(move |stored| {
            // Nobody listening is the test's own choice.
            said.send(stored).ok();
        });
        (ack, hear)
    }

    /// It is stored for good: the centre may forget it.
    pub fn stored(mut self) {
        self.settle(true);
    }

    /// It could not be stored: the centre is asked to deliver it again later.
    pub fn refused(mut self) {
        self.settle(false);
    }

    fn settle(&mut self, stored: bool) {
        if let Some(settle) = self.settle.take() {
            settle(stored);
        }
    }
}

impl Drop for Ack {
    fn drop(&mut self) {
        self.settle(false);
    }
}

impl fmt::Debug for Ack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ack")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_given_once_and_dropping_refuses() {
        let uses: [(fn(Ack), bool); 3] =
            [(Ack::stored, true), (Ack::refused, false), (drop::<Ack>, false)];
        for (use_it, expected) in uses {
            let (ack, mut answer) = Ack::pair();
            use_it(ack);
            assert_eq!(answer.try_recv(), Ok(expected));
        }
    }
}
