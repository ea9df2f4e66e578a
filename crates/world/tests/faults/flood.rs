//! Thousands of deliveries at once, between those of a centre that behaves.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::between::{Ends, Meddler, Pdu, command, delivery, receipt};

/// Beginnings of messages whose other parts never come: one part each, of so many.
const BEGINNINGS: usize = 2_000;
/// The numbers of these deliveries; a centre counts up from 1.
const FIRST: u32 = 0x4000_0000;
/// "Try again later" (SMPP 3.4, 5.1.3).
const LATER: u32 = 0x64;
/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// See the module.
#[derive(Default)]
pub(crate) struct Flood {
    ends: watch::Sender<Option<Ends>>,
    /// The answer to each delivery.
    answers: Mutex<BTreeMap<u32, u32>>,
    answered: watch::Sender<usize>,
}

impl Meddler for Flood {
    fn begins(&self, ends: &Ends) {
        self.ends.send_replace(Some(ends.clone()));
    }

    fn service_says(&self, pdu: Pdu, ends: &Ends) {
        if pdu.command == command::DELIVER_SM_RESP && pdu.sequence >= FIRST {
            let mut answers = self.answers.lock().unwrap();
            answers.insert(pdu.sequence, pdu.status);
            self.answered.send_replace(answers.len());
        } else {
            drop(ends.to_centre.send(pdu.octets()));
        }
    }
}

impl Flood {
    /// Receipts of messages that nobody sent.
    pub(crate) const RECEIPTS: usize = 10_000;
    /// Messages of a length that no phone sends, each in one PDU.
    pub(crate) const ABSURD: usize = 3_000;
    /// The most memory that all of this may take, in KiB.
    pub(crate) const MOST_KIB: u64 = 64 * 1024;

    /// Pours everything, and what was to come later again, until every receipt is acknowledged. How
    /// many those were, how often something was to come later, and how many messages were refused.
    pub(crate) async fn pour(&self) -> (usize, usize, usize) {
        let mut ends = self.ends.subscribe();
        let bound = timeout(PATIENCE, ends.wait_for(Option::is_some)).await;
        let ends = bound.expect("the service comes").unwrap().clone().unwrap();
        let bodies = (0..Self::ABSURD).map(|_| absurd());
        let bodies = bodies.chain((0..BEGINNINGS).map(beginning));
        let bodies = bodies.chain((0..Self::RECEIPTS).map(unknown));
        let mut pouring: BTreeMap<u32, Vec<u8>> = (FIRST..).zip(bodies).collect();
        // The other parts of what was begun never come.
        let mut once = (FIRST..).skip(Self::ABSURD).take(BEGINNINGS);
        let once = once.next().unwrap()..=once.last().unwrap();
        let (mut kept, mut later, mut refused) = (0, 0, 0);
        while !pouring.is_empty() {
            for (number, answer) in self.round(&ends, &pouring).await {
                match answer {
                    0 => kept += 1,
                    LATER => later += 1,
                    _ => refused += 1,
                }
                if answer != LATER || once.contains(&number) {
                    pouring.remove(&number);
                }
            }
        }
        (kept, later, refused)
    }

    /// The answers to all of these.
    async fn round(&self, ends: &Ends, pouring: &BTreeMap<u32, Vec<u8>>) -> BTreeMap<u32, u32> {
        let mut answered = self.answered.subscribe();
        self.answers.lock().unwrap().clear();
        for (number, body) in pouring {
            assert!(ends.say(&Pdu::new(command::DELIVER_SM, *number, body.clone())));
        }
        let all = answered.wait_for(|answered| *answered == pouring.len());
        timeout(PATIENCE, all).await.expect("everything is answered").unwrap();
        self.answers.lock().unwrap().clone()
    }
}

fn unknown(number: usize) -> Vec<u8> {
    receipt(&format!("+7701555{:04}", number % 10_000), &format!("9{number:09}"))
}

fn beginning(number: usize) -> Vec<u8> {
    let [.., high, low] = number.to_be_bytes();
    let text = [&[6, 8, 4, high, low, 200, 1][..], &[b'a'; 130]].concat();
    delivery("+77015550101", 0x40, &text, b"")
}

fn absurd() -> Vec<u8> {
    let payload = [&[0x04, 0x24, 0xEA, 0x60][..], &[b'a'; 60_000]].concat();
    delivery("+77015550101", 0, b"", &payload)
}
