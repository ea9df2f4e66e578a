//! An SMS centre and all its phones inside the process: what is measured is Tirkeu, not a socket.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use residence::names::Phone;
use service::app::{App, OutgoingSms, SmsError, SmsGate};
use service::clock::Clock;
use service::work::IncomingWork;
use tokio::sync::mpsc;

use crate::phones::code_in;
use crate::population::Answer;

/// How long an SMS is on its way, and an owner thinks.
const ON_THE_WAY: Duration = Duration::from_millis(50);

/// What somebody does with messages: the same person may apply for one dwelling and be asked about
/// another.
#[derive(Clone, Default)]
struct Holder {
    /// Reads everything.
    reads: Option<mpsc::UnboundedSender<String>>,
    /// Answers questions like this.
    answers: Option<Answer>,
}

/// The gate of a world without sockets.
pub struct Gate {
    clock: Clock,
    app: OnceLock<Arc<App>>,
    holders: Mutex<HashMap<Phone, Holder>>,
    sent: AtomicU64,
}

impl Gate {
    /// A gate to nobody yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, app: OnceLock::new(), holders: Mutex::default(), sent: AtomicU64::new(0) }
    }

    /// Where answers go; set once.
    pub fn open(&self, app: &Arc<App>) {
        // A second call would be the same service.
        let _ = self.app.set(Arc::clone(app));
    }

    /// How many SMS went out.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Somebody who reads what they get.
    pub fn applicant(&self, phone: Phone) -> mpsc::UnboundedReceiver<String> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.with(phone, |holder| holder.reads = Some(sender));
        receiver
    }

    /// Somebody who answers questions.
    pub fn asked(&self, phone: Phone, answer: Answer) {
        self.with(phone, |holder| holder.answers = Some(answer));
    }

    fn with(&self, phone: Phone, change: impl FnOnce(&mut Holder)) {
        let mut holders = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        change(holders.entry(phone).or_default());
    }

    /// The receipts of a question, then the answer.
    async fn answer(app: Arc<App>, phone: Phone, parts: Vec<String>, answer: Answer, text: String) {
        let now = || app.now();
        tokio::time::sleep(ON_THE_WAY).await;
        for message in parts {
            let phone = phone.to_string();
            let read_at = now();
            let receipt = IncomingWork::Receipt { message, phone, delivered: true, read_at };
            taken(app.take_in(&receipt).await);
        }
        let word = match answer {
            Answer::Agrees => "ИӘ",
            Answer::Refuses => "ЖОҚ",
            Answer::Silent => return,
        };
        let Some(code) = code_in(&text, 8) else { return };
        let text = format!("{word} {code}");
        let read_at = now();
        let reply = IncomingWork::Message { from: phone.to_string(), text, read_at };
        taken(app.take_in(&reply).await);
    }
}

fn taken(stored: Result<(), store::StoreError>) {
    if let Err(error) = stored {
        tracing::error!(%error, "a message was not stored");
    }
}

#[async_trait]
impl SmsGate for Gate {
    async fn submit(&self, sms: OutgoingSms) -> Result<Vec<String>, SmsError> {
        let first = self.sent.fetch_add(1, Ordering::Relaxed);
        let parts = smpp::segments(&sms.text).parts.len();
        let parts: Vec<String> = (0..parts).map(|part| format!("{first:x}-{part}")).collect();
        let holders = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        let holder = holders.get(&sms.to).cloned();
        drop(holders);
        let Holder { reads, answers } = holder.unwrap_or_default();
        if let (true, Some(answer), Some(app)) = (sms.receipt, answers, self.app.get()) {
            let (app, parts) = (Arc::clone(app), parts.clone());
            tokio::spawn(Self::answer(app, sms.to, parts, answer, sms.text.clone()));
        }
        if let Some(reader) = reads {
            // Whoever has learned the end reads no further.
            let _ = reader.send(sms.text);
        }
        Ok(parts)
    }

    fn read_through(&self) -> Timestamp {
        (self.clock)()
    }

    fn is_up(&self) -> bool {
        true
    }
}
