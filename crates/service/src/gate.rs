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
