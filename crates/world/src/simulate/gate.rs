//! The way out to phones as a node has it: the link may be cut, and the centre may not be willing.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use service::app::{OutgoingSms, SmsError, SmsGate};

use super::bugs::Bug;
use super::marks::Mark;
use super::schedule::Owner;
use super::town::{MINUTE, SECOND, Town};
use crate::phones::code_in;

/// The way out of one node.
pub(super) struct Gate {
    pub(super) town: Arc<Town>,
    pub(super) node: usize,
}

impl Gate {
    fn is_cut(&self) -> bool {
        let now = self.town.moment.now();
        let nodes = self.town.nodes();
        !self.town.is_calm() && nodes.get(self.node).is_none_or(|node| node.cut_until > now)
    }
}

fn later(why: &str) -> SmsError {
    SmsError::Later(why.to_owned())
}

#[async_trait]
impl SmsGate for Gate {
    async fn submit(&self, sms: OutgoingSms) -> Result<Vec<String>, SmsError> {
        let (town, faults) = (&self.town, &self.town.faults);
        town.sleep(town.within(SECOND / 5)).await;
        let reminder = !sms.receipt && code_in(&sms.text, 8).is_some();
        if reminder && town.has(Bug::ReminderLate) {
            town.sleep(60 * MINUTE).await;
        }
        if town.wrong(faults.link_cut) {
            town.hit(Mark::LinkCut);
            let until = town.moment.now() + town.within(10 * MINUTE);
            if let Some(node) = town.nodes().get_mut(self.node) {
                node.cut_until = until;
            }
            let (town, wait) = (Arc::clone(town), until - town.moment.now());
            let awake = Arc::clone(&town);
            town.spawn(Owner::World, async move {
                awake.sleep(wait).await;
                awake.bring_waiting();
            });
        }
        if self.is_cut() {
            return Err(later("the link is down"));
        }
        if town.wrong(faults.throttled) {
            town.hit(Mark::Throttled);
            return Err(later("not now"));
        }
        if town.wrong(faults.refused) {
            town.hit(Mark::RefusedByCentre);
            return Err(SmsError::Never("refused".to_owned()));
        }
        let ids = town.take(&sms);
        if town.wrong(faults.response_slow) {
            town.sleep(town.within(10 * SECOND)).await;
            let known = |id: &String| town.truth().receipts.contains_key(&smpp::kept_key(id));
            if ids.iter().any(known) {
                town.hit(Mark::ReceiptFirst);
            }
        }
        if town.wrong(faults.response_lost) {
            town.hit(Mark::ResponseLost);
            return Err(later("nobody knows whether it was taken"));
        }
        Ok(ids)
    }

    fn read_through(&self) -> Timestamp {
        let town = &self.town;
        let now = town.shown();
        let read = if town.has(Bug::TimerDoesNotWait) {
            now
        } else {
            // Whoever came while no link is up is with the centre, which we cannot ask.
            let waits = town.centre().oldest().unwrap_or(i64::MAX);
            if waits < now {
                town.hit(Mark::TimerWaited);
            }
            waits.min(now)
        };
        Timestamp::from_microsecond(read).unwrap_or(Timestamp::MIN)
    }

    fn is_up(&self) -> bool {
        !self.is_cut()
    }
}
