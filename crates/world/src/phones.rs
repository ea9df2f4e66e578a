//! Phones: an inbox each, a switch, and a way to write back.
//!
//! The SMS centre delivers here; the page and the API of `phones::web` read here.

mod pages;
mod plays;
mod question;
mod scan;
mod views;
mod wanted;
pub mod web;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use residence::names::{Iin, Phone};
use serde::Serialize;
use service::clock::Clock;
use tokio::sync::watch;

use crate::sms_centre::{self, Delivery};

/// The most messages a phone keeps; older ones go.
const KEPT: usize = 200;

/// Whose phone it is.
#[derive(Clone, Debug, Serialize)]
pub struct Holder {
    /// The number.
    pub phone: Phone,
    /// Name as the person register has it.
    pub name: String,
    /// Whose.
    pub iin: Iin,
    /// What this person can try.
    pub note: String,
}

/// One message in an inbox, or one that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// When.
    pub at: Timestamp,
    /// From whom: `1414` or the phone itself.
    pub from: String,
    /// What.
    pub text: String,
}

impl Message {
    /// Whether it came to the phone; else its holder wrote it.
    #[must_use]
    pub fn is_received(&self) -> bool {
        self.from == "1414"
    }
}

#[derive(Default)]
struct Inbox {
    off: bool,
    read: usize,
    messages: Vec<Message>,
}

impl Inbox {
    fn unread(&self) -> usize {
        self.messages.iter().skip(self.read).filter(|message| message.is_received()).count()
    }
}

/// All phones of the world.
pub struct Phones {
    clock: Clock,
    holders: Mutex<BTreeMap<Phone, Holder>>,
    inboxes: Mutex<BTreeMap<Phone, Inbox>>,
    count: watch::Sender<u64>,
}

/// A phone as the list shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Whose.
    pub holder: Holder,
    /// Messages that were not looked at.
    pub unread: usize,
    /// Whether it is switched on.
    pub on: bool,
    /// The newest message, received or written.
    pub last: Option<Message>,
}

impl Shown {
    fn of(holder: &Holder, inbox: Option<&Inbox>) -> Self {
        Self {
            holder: holder.clone(),
            unread: inbox.map_or(0, Inbox::unread),
            on: inbox.is_none_or(|inbox| !inbox.off),
            last: inbox.and_then(|inbox| inbox.messages.last().cloned()),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Phones {
    /// No phones yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let (count, _) = watch::channel(0);
        Self { clock, holders: Mutex::default(), inboxes: Mutex::default(), count }
    }

    /// Hands a phone to somebody.
    pub fn give(&self, holder: Holder) {
        locked(&self.inboxes).entry(holder.phone).or_default();
        locked(&self.holders).insert(holder.phone, holder);
    }

    /// Whose phone this is.
    #[must_use]
    pub fn holder(&self, phone: Phone) -> Option<Holder> {
        locked(&self.holders).get(&phone).cloned()
    }

    /// The phones, those with the newest messages first, then those of the stories, at most `limit`.
    #[must_use]
    pub fn shown(&self, limit: usize) -> Vec<Shown> {
        let inboxes = locked(&self.inboxes);
        let holders = locked(&self.holders);
        let mut shown: Vec<Shown> =
            holders.values().map(|holder| Shown::of(holder, inboxes.get(&holder.phone))).collect();
        // The newest messages first, then whoever has a part to play, then by name.
        shown.sort_by(|a, b| {
            let part = |shown: &Shown| shown.holder.note.is_empty();
            let newest = |shown: &Shown| shown.last.as_ref().map(|message| message.at);
            (newest(b), part(a), &a.holder.name).cmp(&(newest(a), part(b), &b.holder.name))
        });
        shown.truncate(limit);
        shown
    }

    /// One phone; `None` for a number that nobody has.
    #[must_use]
    pub fn one(&self, phone: Phone) -> Option<Shown> {
        let inboxes = locked(&self.inboxes);
        locked(&self.holders).get(&phone).map(|holder| Shown::of(holder, inboxes.get(&phone)))
    }

    /// Messages that nobody has looked at, on all phones together.
    #[must_use]
    pub fn unread(&self) -> usize {
        locked(&self.inboxes).values().map(Inbox::unread).sum()
    }

    /// The messages of a phone, oldest first; `None` for a number that nobody has.
    #[must_use]
    pub fn messages(&self, phone: Phone) -> Option<Vec<Message>> {
        locked(&self.inboxes).get(&phone).map(|inbox| inbox.messages.clone())
    }

    /// The same, and they count as read from now on.
    #[must_use]
    pub fn look_at(&self, phone: Phone) -> Option<Vec<Message>> {
        let mut inboxes = locked(&self.inboxes);
        let inbox = inboxes.get_mut(&phone)?;
        inbox.read = inbox.messages.len();
        Some(inbox.messages.clone())
    }

    /// Whether a phone is on; `None` for a number that nobody has.
    #[must_use]
    pub fn is_on(&self, phone: Phone) -> Option<bool> {
        locked(&self.inboxes).get(&phone).map(|inbox| !inbox.off)
    }

    /// Switches a phone on or off; `false` for a number that nobody has.
    pub fn switch(&self, phone: Phone, on: bool) -> bool {
        let mut inboxes = locked(&self.inboxes);
        let inbox = inboxes.get_mut(&phone);
        inbox.is_some_and(|inbox| {
            inbox.off = !on;
            true
        })
    }

    /// Keeps what the holder wrote, so that the page shows both sides.
    pub fn wrote(&self, phone: Phone, text: &str) {
        self.keep(phone, phone.as_str(), text);
    }

    fn keep(&self, phone: Phone, from: &str, text: &str) {
        let message = Message { at: (self.clock)(), from: from.into(), text: text.into() };
        let mut inboxes = locked(&self.inboxes);
        let inbox = inboxes.entry(phone).or_default();
        inbox.messages.push(message);
        if inbox.messages.len() > KEPT {
            inbox.messages.remove(0);
            inbox.read = inbox.read.saturating_sub(1);
        }
        drop(inboxes);
        self.count.send_modify(|count| *count += 1);
    }

    /// Waits until a message that `wanted` likes is in the inbox of a phone.
    pub async fn wait_for(&self, phone: Phone, wanted: impl Fn(&Message) -> bool) -> Message {
        let mut count = self.count.subscribe();
        loop {
            count.mark_unchanged();
            let messages = self.messages(phone).unwrap_or_default();
            let incoming = messages.into_iter().filter(Message::is_received);
            if let Some(message) = incoming.rev().find(|message| wanted(message)) {
                return message;
            }
            // The sender lives as long as the phones.
            if count.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

impl sms_centre::Phones for Phones {
    fn deliver(&self, to: &str, from: &str, text: String) -> Delivery {
        let Ok(phone) = Phone::read(to) else { return Delivery::Unknown };
        match self.is_on(phone) {
            None => Delivery::Unknown,
            Some(false) => Delivery::Absent,
            Some(true) => {
                self.keep(phone, from, &text);
                Delivery::Delivered
            }
        }
    }
}

/// The run of just so many digits in a text: a password or a code.
#[must_use]
pub fn code_in(text: &str, digits: usize) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sms_centre::Phones as _;

    #[test]
    fn a_phone_that_is_off_gets_nothing_and_unread_is_counted() {
        let phones = Phones::new(service::clock::system());
        let phone: Phone = "+77010000001".parse().unwrap();
        let iin = "000000000000".parse().unwrap();
        assert_eq!(phones.deliver(phone.as_str(), "1414", "a".into()), Delivery::Unknown);
        phones.give(Holder { phone, name: "Сынақ".into(), iin, note: String::new() });
        assert!(phones.switch(phone, false));
        assert_eq!(phones.deliver(phone.as_str(), "1414", "a".into()), Delivery::Absent);
        assert!(phones.switch(phone, true));
        assert_eq!(phones.deliver(phone.as_str(), "1414", "a".into()), Delivery::Delivered);
        assert_eq!(phones.shown(10)[0].unread, 1);
        assert_eq!(phones.look_at(phone).map(|m| m.len()), Some(1));
        assert_eq!(phones.shown(10)[0].unread, 0);
    }

    #[test]
    fn codes_are_found() {
        assert_eq!(code_in("ИӘ 12345678. 24.11.25", 8), Some("12345678"));
        assert_eq!(code_in("123456789 1234567", 8), None);
    }
}
