//! Delivery receipts of questions.
//!
//! A question is up to three parts, and each has its own receipt. Who has half a text has not
//! received it: the case moves when the receipts of all parts were read, and its clock starts at the
//! last of them. Until then they are counted in a small record.

use jiff::{SignedDuration, Timestamp};
use residence::case::Event;
use residence::names::Phone;
use serde::{Deserialize, Serialize};
use store::{CommitError, SlipChange, SlipWrite, StoreError};

use super::ask_party::{PART, Part};
use crate::app::{Also, App};
use crate::cases::{parsed, written};
use crate::worker::{Again, Done, after_move};

/// How long a receipt may come before the message id it names is known to us.
const WAITS: SignedDuration = SignedDuration::from_secs(60);
/// How long the receipts of one message may be apart.
const APART: SignedDuration = SignedDuration::from_hours(24 * 7);
/// The kind of the small record of what was delivered of a question.
const DELIVERED: &str = "delivered";
/// How often the record is read again when another receipt was faster.
const TRIES: usize = 8;

/// The parts of a message that were delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Delivered {
    /// Which, from 0, each once.
    parts: Vec<u8>,
    /// When the last of the receipts was read.
    last: Timestamp,
}

impl Delivered {
    /// With one receipt more; it may come twice.
    fn and(mut self, part: u8, read_at: Timestamp) -> Self {
        if !self.parts.contains(&part) {
            self.parts.push(part);
            self.last = self.last.max(read_at);
        }
        self
    }

    /// When the whole message was delivered, if it was. A part beyond the last is a receipt of
    /// something else.
    fn whole(&self, of: u8) -> Option<Timestamp> {
        (0..of).all(|part| self.parts.contains(&part)).then_some(self.last)
    }
}

/// What became of a receipt.
enum Counted {
    /// It was the last one.
    Whole(Timestamp, Option<SlipWrite>),
    /// It is saved, with what belonged to it.
    Saved,
}

impl App {
    pub(crate) async fn receipt(
        &self,
        mut also: Also,
        (message, phone): (&str, &str),
        delivered: bool,
        read_at: Timestamp,
    ) -> Done {
        let part = match self.part(message, phone).await {
            Ok(Some(part)) => part,
            // It may be of a message whose id we are about to store.
            Ok(None) if self.now().duration_since(read_at) < WAITS => {
                return Again::because("a receipt of a message that is not known yet");
            }
            Ok(None) => return Done::Done,
            Err(error) => return Again::because(error),
        };
        let (case, request) = (part.case, part.request);
        if !delivered {
            let event = Event::SmsFailed { request };
            return after_move(self.happen(case, &event, read_at, also).await.map(|_| ()));
        }
        match self.count(&part, read_at, &also).await {
            Ok(Counted::Whole(at, record)) => {
                also.slips.extend(record);
                let event = Event::SmsDelivered { request };
                after_move(self.happen(case, &event, at, also).await.map(|_| ()))
            }
            Ok(Counted::Saved) => Done::Settled,
            Err(again) => Again::because(again),
        }
    }

    /// Counts the receipt of a part; one that is not the last is saved here.
    async fn count(
        &self,
        part: &Part,
        read_at: Timestamp,
        also: &Also,
    ) -> Result<Counted, CommitError> {
        if part.of == 1 && part.part == 0 {
            return Ok(Counted::Whole(read_at, None));
        }
        let key = part.request.to_string();
        let mut refused = CommitError::Stale("slip");
        for _ in 0..TRIES {
            let slip = self.store.slip(DELIVERED, &key, read_at).await?;
            let expected = slip.as_ref().map(|slip| slip.version);
            let so_far: Delivered = match &slip {
                Some(slip) => parsed(&slip.body)?,
                None => Delivered::default(),
            };
            let now = so_far.clone().and(part.part, read_at);
            if let Some(at) = now.whole(part.of) {
                let change = SlipChange::Remove;
                let record = SlipWrite { kind: DELIVERED, key, change };
                return Ok(Counted::Whole(at, slip.map(|_| record)));
            }
            let expires = read_at.checked_add(APART).unwrap_or(Timestamp::MAX);
            let change = SlipChange::Put { expected, body: written(&now)?, expires, now: read_at };
            let mut unit = also.clone().alone();
            unit.slips.push(SlipWrite { kind: DELIVERED, key: key.clone(), change });
            match self.commit(unit).await {
                Ok(()) => return Ok(Counted::Saved),
                Err(error @ CommitError::Engine(_)) => return Err(error),
                Err(error @ (CommitError::Stale(_) | CommitError::Taken(_))) => refused = error,
            }
        }
        Err(refused)
    }

    /// The part of a question that a receipt names: by the id in any of its forms, and the number.
    async fn part(&self, message: &str, phone: &str) -> Result<Option<Part>, StoreError> {
        let to = Phone::read(phone).ok();
        for key in smpp::canonical_keys(message) {
            let Some(slip) = self.store.slip(PART, &key, self.now()).await? else { continue };
            let part: Part = parsed(&slip.body)?;
            if to.is_none_or(|to| to == part.phone) {
                return Ok(Some(part));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_delivered_with_its_last_part_in_any_order() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let mut delivered = Delivered::default();
            let whole: Vec<_> = (1i64..)
                .zip(order.iter().flat_map(|part| [*part, *part])) // each receipt twice
                .map(|(second, part)| {
                    delivered = delivered.clone().and(part, at(second));
                    delivered.whole(3)
                })
                .collect();
            // The clock starts with the first receipt of the last part.
            assert_eq!(whole, [None, None, None, None, Some(at(5)), Some(at(5))], "{order:?}");
        }
        let beyond = Delivered::default().and(3, at(1));
        assert_eq!(beyond.whole(3), None);
        // Handled in another order than they were read.
        let swapped = Delivered::default().and(1, at(9)).and(0, at(4));
        assert_eq!(swapped.whole(2), Some(at(9)));
    }
}
