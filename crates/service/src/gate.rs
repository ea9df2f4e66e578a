//! The SMS centre as the service sees it: texts go out through one link, and what comes in is
//! stored before it is acknowledged.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use smpp::{Inbound, Link, ReceiptState, Submission, SubmitError};
use tokio::sync::{Semaphore, mpsc};

use crate::app::{App, OutgoingSms, SmsError, SmsGate};
use crate::work::IncomingWork;

/// How many incoming messages are being stored at once; they share durable writes.
const AT_ONCE: usize = 256;

/// How many incoming messages wait to be stored before the link holds the others.
pub const INBOUND_QUEUE: usize = 1_000;

/// The way out over an SMPP link.
#[derive(Clone)]
pub struct SmppGate {
    link: Link,
}

impl SmppGate {
    /// Goes out through this link.
    #[must_use]
    pub const fn new(link: Link) -> Self {
        Self { link }
    }
}

#[async_trait]
impl SmsGate for SmppGate {
    async fn submit(&self, sms: OutgoingSms) -> Result<Vec<String>, SmsError> {
        let OutgoingSms { to, text, validity, receipt } = sms;
        let reference = reference(to.as_str(), &text);
        let validity = std::time::Duration::try_from(validity).ok();
        let submission = Submission { to: to.to_string(), text, validity, receipt, reference };
        let parts = self.link.submit(submission).await.map_err(|error| of_submit(&error))?;
        Ok(parts.into_iter().map(smpp::PartId::into_string).collect())
    }

    fn read_through(&self) -> Timestamp {
        self.link.state().drained_through.unwrap_or(Timestamp::MIN)
    }

    fn is_up(&self) -> bool {
        self.link.state().up
    }
}

/// The number phones join parts by: the same for the same message sent again, most likely another
/// for another message to the same phone.
fn reference(to: &str, text: &str) -> u8 {
    let mut hasher = DefaultHasher::new();
    (to, text).hash(&mut hasher);
    hasher.finish().to_be_bytes().into_iter().fold(0, |sum, byte| sum ^ byte)
}

fn of_submit(error: &SubmitError) -> SmsError {
    match error {
        SubmitError::Throttled { .. } | SubmitError::LinkDown | SubmitError::Unknown => {
            SmsError::Later(error.to_string())
        }
        // Some statuses say "not now" rather than "never"; the link knows which.
        SubmitError::Rejected { .. } if error.may_be_repeated() => {
            SmsError::Later(error.to_string())
        }
        SubmitError::Rejected { .. } | SubmitError::TooLong { .. } | SubmitError::BadNumber => {
            SmsError::Never(error.to_string())
        }
    }
}

/// Stores what the centre brings and acknowledges it, until the link is gone.
pub async fn take_in(app: Arc<App>, mut inbound: mpsc::Receiver<Inbound>) {
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    while let Some(event) = inbound.recv().await {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
        let app = Arc::clone(&app);
        tokio::spawn(async move {
            store_one(&app, event).await;
            drop(slot);
        });
    }
    // What is being stored when the link ends is stored to its end.
    let all = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
    drop(slots.acquire_many(all).await);
}

async fn store_one(app: &App, event: Inbound) {
    let (incoming, ack) = match event {
        Inbound::Receipt(receipt) => {
            let delivered = match receipt.state {
                ReceiptState::Delivered => true,
                ReceiptState::Failed(_) => false,
                // It says nothing that counts; another receipt follows.
                ReceiptState::Intermediate => return receipt.ack.stored(),
            };
            let incoming = IncomingWork::Receipt {
                message: receipt.message_id,
                phone: receipt.phone,
                delivered,
                read_at: receipt.read_at,
            };
            (incoming, receipt.ack)
        }
        Inbound::Message(message) => {
            let incoming = IncomingWork::Message {
                from: message.from,
                text: message.text,
                read_at: message.read_at,
            };
            (incoming, message.ack)
        }
    };
    match app.take_in(&incoming).await {
        Ok(()) => ack.stored(),
        Err(error) => {
            tracing::error!(%error, "an incoming message was not stored; the centre keeps it");
            ack.refused();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boot::{self, Parts};
    use crate::config::Config;
    use smpp::{Ack, Failure, InboundMessage, InboundReceipt, LinkConfig};

    #[test]
    fn only_what_may_be_repeated_is_tried_again() {
        for (error, again) in [
            (SubmitError::Throttled { tries: 10 }, true),
            (SubmitError::LinkDown, true),
            (SubmitError::Unknown, true),
            (SubmitError::Rejected { status: 0x08 }, true),
            (SubmitError::Rejected { status: 0x0b }, false),
            (SubmitError::TooLong { parts: 4 }, false),
            (SubmitError::BadNumber, false),
        ] {
            assert_eq!(matches!(of_submit(&error), SmsError::Later(_)), again, "{error}");
        }
    }

    #[test]
    fn the_same_message_has_the_same_reference() {
        assert_eq!(reference("+77015550101", "one"), reference("+77015550101", "one"));
        let texts = ["one", "two", "three", "four"].map(|text| reference("+77015550101", text));
        assert!(texts.iter().any(|reference| *reference != texts[0]));
    }

    #[tokio::test]
    async fn what_comes_in_is_acknowledged_once_it_is_stored() {
        let folder = std::env::temp_dir().join(format!("tirkeu-gate-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let link = LinkConfig::parse("smpp://tirkeu@127.0.0.1:1", "").unwrap();
        let mut config = Config::new(folder.join("tirkeu.db"), link);
        config.listen.portal.set_port(0);
        config.listen.metrics = None;
        let running = boot::start(Parts::of(config)).await.unwrap();
        let app = &running.app;
        let (deliver, inbound) = mpsc::channel(8);
        let taking = tokio::spawn(take_in(Arc::clone(app), inbound));

        let read_at = app.now();
        let (from, text) = ("+77015550101", "не знаю");
        // The same message twice: the centre did not hear our first answer.
        for _ in 0..2 {
            let (ack, stored) = Ack::pair();
            let (from, text) = (from.to_owned(), text.to_owned());
            let message = InboundMessage { from, to: "1414".into(), text, read_at, ack };
            deliver.send(Inbound::Message(message)).await.unwrap();
            assert_eq!(stored.await, Ok(true));
        }
        for (state, pieces) in [
            (ReceiptState::Intermediate, 0),
            // It names no message of ours yet, so it stays until one may have come.
            (ReceiptState::Failed(Failure::Expired), 1),
        ] {
            let (ack, stored) = Ack::pair();
            let receipt = InboundReceipt {
                message_id: "17".into(),
                phone: from.to_owned(),
                state,
                done_date: None,
                read_at,
                ack,
            };
            deliver.send(Inbound::Receipt(receipt)).await.unwrap();
            assert_eq!(stored.await, Ok(true));
            assert_eq!(app.store.queue().await.unwrap().pieces, pieces, "{state:?}");
        }
        drop(deliver);
        taking.await.unwrap();
        running.stop().await;
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
