//! The SMS centre and the phones behind it: what is sent may be late, doubled or lost, and what comes
//! in is ours only when we have acknowledged it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use residence::consent::{Reply, read_reply};
use residence::names::Phone;
use service::app::OutgoingSms;
use service::work::IncomingWork;

use super::bugs::Bug;
use super::marks::Mark;
use super::owners;
use super::plant;
use super::schedule::Owner;
use super::town::{MINUTE, SECOND, Town};
use super::truth::{Said, Sent};

/// What the centre has for us.
#[derive(Clone, Debug)]
pub(super) enum Coming {
    /// Somebody wrote.
    Message {
        from: Phone,
        text: String,
        /// Whoever wrote it knows that the code is wrong.
        wrong: bool,
    },
    /// A receipt.
    Receipt { message: String, to: Phone, delivered: bool },
}

/// Something that came and is not acknowledged yet.
#[derive(Clone, Debug)]
struct Held {
    coming: Coming,
    /// What the clocks showed when it came, or when it was read, whichever is less.
    since: i64,
    /// Who has it in hand; nobody while no link is up.
    by: Option<(usize, u64)>,
    /// Its place in what was said, while a reply is in hand.
    said: Option<usize>,
    again: bool,
}

/// The centre.
#[derive(Debug, Default)]
pub(super) struct Centre {
    held: BTreeMap<u64, Held>,
    last: u64,
    last_id: u64,
    /// Phones that are off, and until when.
    off: BTreeMap<Phone, i64>,
    inboxes: BTreeMap<Phone, Vec<String>>,
}

impl Centre {
    /// The texts that have come to a phone, from this place on.
    pub(super) fn texts(&self, phone: Phone, from: usize) -> Vec<String> {
        let inbox = self.inboxes.get(&phone).map(Vec::as_slice).unwrap_or_default();
        inbox.get(from..).unwrap_or_default().to_vec()
    }

    /// What the clocks showed when the oldest came that is not acknowledged.
    pub(super) fn oldest(&self) -> Option<i64> {
        self.held.values().map(|held| held.since).min()
    }
}

impl Town {
    /// The centre takes an SMS and answers with the ids of its parts.
    pub(super) fn take(self: &Arc<Self>, sms: &OutgoingSms) -> Vec<String> {
        let count = smpp::segments(&sms.text).parts.len();
        let text = plant::in_text(self, &sms.text, sms.to);
        self.say(|| format!("  sent to {}: {text}", sms.to));
        let mut centre = self.centre();
        let ids: Vec<String> = (0..count)
            .map(|_| {
                centre.last_id += 1;
                // Some centres write their ids in hexadecimal, as ours does here.
                format!("{:x}", 0xa000_0000_u64 + centre.last_id)
            })
            .collect();
        drop(centre);
        // Hints alone are tried for an hour.
        if !sms.receipt && sms.validity == jiff::SignedDuration::from_hours(1) {
            self.hit(Mark::Hinted);
        }
        if sms.receipt && count > 1 {
            self.hit(Mark::ManyParts);
        }
        self.took_sms(&Sent {
            to: sms.to,
            text: text.clone(),
            parts: match sms.receipt {
                true => ids.iter().map(|id| smpp::kept_key(id)).collect(),
                false => Vec::new(),
            },
        });
        let copies = if self.wrong(self.faults.sms_twice) {
            self.hit(Mark::SmsTwice);
            2
        } else {
            1
        };
        for _ in 0..copies {
            if self.wrong(self.faults.sms_lost) {
                self.hit(Mark::SmsLost);
                continue;
            }
            let (town, sms, text, ids) = (Arc::clone(self), sms.clone(), text.clone(), ids.clone());
            self.spawn(Owner::World, async move { town.deliver(&sms, text, ids).await });
        }
        ids
    }

    /// An SMS is on its way, arrives, and its receipts go back.
    async fn deliver(self: Arc<Self>, sms: &OutgoingSms, text: String, ids: Vec<String>) {
        let slow = self.wrong(self.faults.sms_slow);
        self.sleep(self.within(if slow { 20 * MINUTE } else { 3 * SECOND })).await;
        let off = self.centre().off.get(&sms.to).copied();
        if let Some(until) = off.filter(|until| *until > self.moment.now()) {
            self.hit(Mark::AgreedWhileOff);
            let wait = until - self.moment.now();
            let validity = i64::try_from(sms.validity.as_micros()).unwrap_or(i64::MAX);
            self.sleep(wait.min(validity)).await;
            if wait > validity {
                for id in ids.into_iter().filter(|_| sms.receipt) {
                    self.hit(Mark::ReceiptFailed);
                    self.receipt(id, sms.to, false).await;
                }
                return;
            }
        }
        self.centre().inboxes.entry(sms.to).or_default().push(text.clone());
        // Questions want a receipt, reminders of them do not.
        owners::reads(&self, sms.to, (&text, !sms.receipt));
        if !sms.receipt {
            return;
        }
        for id in ids {
            let (town, to) = (Arc::clone(&self), sms.to);
            self.spawn(Owner::World, async move { town.receipt(id, to, true).await });
        }
    }

    /// A receipt goes back to us.
    async fn receipt(self: &Arc<Self>, id: String, to: Phone, delivered: bool) {
        if self.wrong(self.faults.receipt_lost) {
            self.hit(Mark::ReceiptLost);
            return;
        }
        let slow = self.wrong(self.faults.receipt_slow);
        self.sleep(self.within(if slow { 30 * MINUTE } else { SECOND })).await;
        let copies = if self.wrong(self.faults.receipt_twice) {
            self.hit(Mark::ReceiptTwice);
            2
        } else {
            1
        };
        for _ in 0..copies {
            let decimal = u64::from_str_radix(&id, 16).ok().filter(|_| self.odds(300));
            let message = match decimal {
                Some(number) => {
                    self.hit(Mark::ReceiptOtherForm);
                    number.to_string()
                }
                None => id.clone(),
            };
            self.bring(Coming::Receipt { message, to, delivered });
        }
    }

    /// The centre has something for us.
    pub(super) fn bring(self: &Arc<Self>, coming: Coming) {
        let since = self.shown();
        let mut centre = self.centre();
        centre.last += 1;
        let number = centre.last;
        centre.held.insert(number, Held { coming, since, by: None, said: None, again: false });
        drop(centre);
        self.bring_waiting();
    }

    /// Whatever nobody has in hand goes to some node whose link is up.
    pub(super) fn bring_waiting(self: &Arc<Self>) {
        let now = self.moment.now();
        let calm = self.is_calm();
        let up: Vec<_> = self
            .nodes()
            .iter()
            .enumerate()
            .filter(|(_, node)| calm || node.cut_until <= now)
            .filter_map(|(at, node)| Some((at, node.life, node.app.clone()?)))
            .collect();
        if up.is_empty() {
            return;
        }
        let waiting: Vec<u64> = {
            let centre = self.centre();
            let free = centre.held.iter().filter(|(_, held)| held.by.is_none());
            free.map(|(number, _)| *number).collect()
        };
        for number in waiting {
            let Some((node, life, app)) = up.get(self.place(up.len())).cloned() else { continue };
            if let Some(held) = self.centre().held.get_mut(&number) {
                held.by = Some((node, life));
                if held.again {
                    self.hit(Mark::Redelivered);
                }
            }
            let town = Arc::clone(self);
            self.spawn(Owner::Node { node, life }, async move {
                town.read(number, &app).await;
            });
        }
    }

    /// A node has read something and takes it in; acknowledged, it is no longer the centre's.
    async fn read(self: Arc<Self>, number: u64, app: &service::app::App) {
        let Some(held) = self.centre().held.get(&number).cloned() else { return };
        let read_at = self.clock();
        let said = self.heard(&held.coming, read_at);
        if let Some(held) = self.centre().held.get_mut(&number) {
            held.said = said;
            held.since = held.since.min(read_at.as_microsecond());
        }
        let incoming = match &held.coming {
            Coming::Message { from, text, .. } => {
                IncomingWork::Message { from: from.to_string(), text: text.clone(), read_at }
            }
            Coming::Receipt { message, to, delivered } => IncomingWork::Receipt {
                message: message.clone(),
                phone: to.to_string(),
                delivered: *delivered,
                read_at,
            },
        };
        let Some(incoming) = plant::at_edge(&self, incoming, &held.coming) else {
            self.acknowledged(number);
            return;
        };
        if self.has(Bug::AckBeforeStore) {
            self.acknowledged(number);
            self.sleep(self.within(2 * SECOND)).await;
            // What is not stored now is gone.
            let _ = app.take_in(&incoming).await;
            return;
        }
        let stored = app.take_in(&incoming).await.is_ok();
        self.say(|| format!("  taken in: {stored} {incoming:?}"));
        if stored && !self.wrong(self.faults.ack_lost) {
            self.acknowledged(number);
            return;
        }
        if stored {
            self.hit(Mark::AckLost);
        }
        if let Some(said) = self.truth().said.get_mut(said.unwrap_or(usize::MAX)) {
            said.stored = stored;
            said.lost = !stored;
        }
        let again = Arc::clone(&self);
        self.spawn(Owner::World, async move {
            again.sleep(SECOND + again.within(10 * SECOND)).await;
            if let Some(held) = again.centre().held.get_mut(&number) {
                (held.by, held.again) = (None, true);
            }
            again.bring_waiting();
        });
    }

    /// Notes what was read; the place of a reply in what was said.
    fn heard(&self, coming: &Coming, read_at: Timestamp) -> Option<usize> {
        let mut truth = self.truth();
        match coming {
            Coming::Message { from, text, wrong } => {
                let Reply::Says { saying, code } = read_reply(text) else { return None };
                let (from, wrong) = (*from, *wrong);
                let (lost, stored) = (false, false);
                truth.said.push(Said { from, saying, code, read_at, lost, stored, wrong });
                Some(truth.said.len() - 1)
            }
            Coming::Receipt { message, delivered, .. } => {
                // Under each form the id may have: the world knows which message it was.
                for key in smpp::canonical_keys(message).into_iter().filter(|_| *delivered) {
                    truth.receipts.entry(key).or_default().push(read_at);
                }
                None
            }
        }
    }

    fn acknowledged(&self, number: u64) {
        let held = self.centre().held.remove(&number);
        let said = held.and_then(|held| held.said);
        if let Some(said) = self.truth().said.get_mut(said.unwrap_or(usize::MAX)) {
            said.stored = true;
        }
    }

    /// A node has died: what it had in hand is the centre's again.
    pub(super) fn let_go(self: &Arc<Self>, node: usize, life: u64) {
        let mut lost = Vec::new();
        for held in self.centre().held.values_mut() {
            if held.by == Some((node, life)) {
                (held.by, held.again) = (None, true);
                lost.extend(held.said.take());
            }
        }
        let mut truth = self.truth();
        for said in lost {
            if let Some(said) = truth.said.get_mut(said) {
                said.lost = true;
            }
        }
        drop(truth);
        let town = Arc::clone(self);
        self.spawn(Owner::World, async move {
            town.sleep(SECOND).await;
            town.bring_waiting();
        });
    }

    /// A phone is off for so many microseconds.
    pub(super) fn switch_off(&self, phone: Phone, micros: i64) {
        let until = self.moment.now() + micros;
        self.centre().off.insert(phone, until);
    }
}
