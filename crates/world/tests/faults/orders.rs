//! Brings the response to a question, its receipts and its reply in an order of choice.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard};

use super::between::{Ends, Meddler, Pdu, command};

/// What belongs to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// The centre's responses to the parts of the question.
    Responses,
    /// The receipt of each part.
    Receipts,
    /// The receipt of each part, a second time.
    SecondReceipts,
    /// The owner's answer.
    Reply,
}

pub(crate) type Order = [What; 4];

/// All 24 orders.
pub(crate) fn all_orders() -> Vec<Order> {
    let whats = [What::Responses, What::Receipts, What::SecondReceipts, What::Reply];
    let mut orders = Vec::new();
    for first in whats {
        for second in whats {
            for third in whats {
                for fourth in whats {
                    let order = [first, second, third, fourth];
                    if BTreeSet::from(order).len() == order.len() {
                        orders.push(order);
                    }
                }
            }
        }
    }
    orders
}

/// What is kept back of one question.
struct Kept {
    order: VecDeque<What>,
    kept: BTreeMap<What, Vec<Pdu>>,
    receipted: BTreeSet<Vec<u8>>,
    /// Deliveries that went out and were not answered.
    open: BTreeSet<u32>,
    all_here: bool,
}

impl Kept {
    fn count(&self, what: What) -> usize {
        self.kept.get(&what).map_or(0, Vec::len)
    }

    fn keep(&mut self, what: What, pdu: Pdu) {
        self.kept.entry(what).or_default().push(pdu);
        let parts = self.count(What::Responses);
        let each = [What::Receipts, What::SecondReceipts].map(|what| self.count(what));
        self.all_here |= parts > 0 && each == [parts; 2] && self.count(What::Reply) == 1;
    }

    /// Lets go what is next, once all is here and what went before is answered.
    fn go_on(&mut self, ends: &Ends) {
        while self.all_here
            && self.open.is_empty()
            && let Some(what) = self.order.pop_front()
        {
            for pdu in self.kept.remove(&what).unwrap_or_default() {
                if what != What::Responses {
                    self.open.insert(pdu.sequence);
                }
                ends.say(&pdu);
            }
        }
    }
}

#[derive(Default)]
struct State {
    questions: BTreeMap<String, Kept>,
    /// To whom each submit was.
    submits: BTreeMap<u32, String>,
}

/// See the module.
#[derive(Default)]
pub(crate) struct Orders(Mutex<State>);

impl Orders {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The question to this phone goes in this order.
    pub(crate) fn of(&self, phone: &str, order: Order) {
        let kept = Kept {
            order: order.into(),
            kept: BTreeMap::new(),
            receipted: BTreeSet::new(),
            open: BTreeSet::new(),
            all_here: false,
        };
        self.state().questions.insert(phone.to_owned(), kept);
    }

    /// So many questions went in their order.
    pub(crate) fn all_went_out(&self, count: usize) {
        let state = self.state();
        let out = |kept: &&Kept| kept.all_here && kept.order.is_empty() && kept.open.is_empty();
        assert_eq!(state.questions.values().filter(out).count(), count);
    }
}

impl Meddler for Orders {
    fn service_says(&self, pdu: Pdu, ends: &Ends) {
        let mut state = self.state();
        if pdu.command == command::SUBMIT_SM {
            state.submits.insert(pdu.sequence, pdu.to());
        }
        drop(ends.to_centre.send(pdu.octets()));
        if pdu.command == command::DELIVER_SM_RESP {
            for kept in state.questions.values_mut() {
                if kept.open.remove(&pdu.sequence) {
                    assert_eq!(pdu.status, 0, "everything is taken, in whatever order");
                    kept.go_on(ends);
                }
            }
        }
    }

    fn centre_says(&self, pdu: Pdu, ends: &Ends) {
        let mut state = self.state();
        let phone = match pdu.command {
            command::SUBMIT_SM_RESP => state.submits.remove(&pdu.sequence),
            command::DELIVER_SM => Some(pdu.from()),
            _ => None,
        };
        let kept = phone.and_then(|phone| state.questions.get_mut(&phone));
        let Some(kept) = kept.filter(|kept| !kept.all_here) else {
            ends.say(&pdu);
            return;
        };
        let what = match pdu.command {
            command::SUBMIT_SM_RESP => What::Responses,
            _ if !pdu.is_receipt() => What::Reply,
            // The same words a second time.
            _ if kept.receipted.insert(pdu.body.clone()) => What::Receipts,
            _ => What::SecondReceipts,
        };
        kept.keep(what, pdu);
        kept.go_on(ends);
    }
}
