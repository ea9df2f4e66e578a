//! Puts the parts of incoming messages together again.
//!
//! A part is answered only when the whole message is stored. A centre that sends nothing more until
//! a part is answered would then wait for ever, so a part that has waited too long is answered "try
//! again later" while its content is kept: the centre goes on, the message becomes whole, and the
//! part that comes again is recognised as stored.

use crate::deliver::Place;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// Incomplete messages kept at once; the oldest gives way.
const MOST_PARTIAL: usize = 256;
/// How long an incomplete message is kept.
const LONGEST_PARTIAL: Duration = Duration::from_secs(15 * 60);
/// How long a part goes unanswered.
const LONGEST_UNANSWERED: Duration = Duration::from_secs(3);
/// Stored messages remembered, so that a part that comes again is answered well.
const MOST_STORED: usize = 256;

/// Which message a part belongs to.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Key {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) reference: u16,
    pub(crate) total: u8,
}

/// What became of a part. `A` is what its answer needs.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(crate) enum Outcome<A> {
    /// Kept until the others are here.
    Kept,
    /// The message is whole: its parts' texts in order, and the parts still unanswered.
    Whole { text: String, unanswered: Vec<A> },
    /// It belongs to a message that is stored already: answer well.
    StoredBefore(A),
    /// It belongs to a message that is being stored right now: answer "later".
    Later(A),
}

struct Partial<A> {
    since: Instant,
    parts: HashMap<u8, Part<A>>,
}

struct Part<A> {
    text: String,
    unanswered: Vec<(Instant, A)>,
}

struct Stored {
    key: Key,
    texts: Vec<String>,
    at: Instant,
}

/// See the module.
pub(crate) struct Reassembly<A> {
    partial: HashMap<Key, Partial<A>>,
    being_stored: HashMap<Key, Vec<String>>,
    stored: VecDeque<Stored>,
}

impl<A> Default for Reassembly<A> {
    fn default() -> Self {
        Reassembly {
            partial: HashMap::new(),
            being_stored: HashMap::new(),
            stored: VecDeque::new(),
        }
    }
}

impl<A> Reassembly<A> {
    /// Takes in the part at `place`.
    pub(crate) fn insert(
        &mut self,
        key: &Key,
        place: Place,
        text: String,
        answer: A,
        now: Instant,
    ) -> Outcome<A> {
        self.stored.retain(|stored| now.duration_since(stored.at) < LONGEST_PARTIAL);
        let again = |texts: &[String]| texts.get(usize::from(place.number) - 1) == Some(&text);
        if self.stored.iter().any(|stored| stored.key == *key && again(&stored.texts)) {
            return Outcome::StoredBefore(answer);
        }
        if self.being_stored.contains_key(key) {
            return Outcome::Later(answer);
        }
        let partial = self
            .partial
            .entry(key.clone())
            .or_insert_with(|| Partial { since: now, parts: HashMap::new() });
        let part = partial
            .parts
            .entry(place.number)
            .or_insert_with(|| Part { text: String::new(), unanswered: Vec::new() });
        part.text = text;
        part.unanswered.push((now, answer));
        if partial.parts.len() < usize::from(key.total) {
            return Outcome::Kept;
        }
        let mut parts: Vec<_> =
            self.partial.remove(key).into_iter().flat_map(|partial| partial.parts).collect();
        parts.sort_by_key(|(number, _)| *number);
        let mut texts = Vec::new();
        let mut unanswered = Vec::new();
        for (_, part) in parts {
            texts.push(part.text);
            unanswered.extend(part.unanswered.into_iter().map(|(_, answer)| answer));
        }
        let text = texts.concat();
        self.being_stored.insert(key.clone(), texts);
        Outcome::Whole { text, unanswered }
    }

    /// The whole message was stored, or it was not and all its parts will come again.
    pub(crate) fn settled(&mut self, key: Key, stored: bool, now: Instant) {
        let Some(texts) = self.being_stored.remove(&key) else { return };
        if stored {
            self.stored.push_back(Stored { key, texts, at: now });
            if self.stored.len() > MOST_STORED {
                self.stored.pop_front();
            }
        }
    }

    /// The parts to be answered "later" now: those that waited too long, and all parts of messages
    /// that are given up because they are too old or too many.
    pub(crate) fn overdue(&mut self, now: Instant) -> Vec<A> {
        let mut overdue = Vec::new();
        let too_many = self.partial.len().saturating_sub(MOST_PARTIAL);
        let mut ages: Vec<Instant> = self.partial.values().map(|partial| partial.since).collect();
        ages.sort_unstable();
        let mut to_evict = too_many;
        let youngest_evicted = too_many.checked_sub(1).and_then(|last| ages.get(last).copied());
        self.partial.retain(|_, partial| {
            let crowded_out =
                to_evict > 0 && youngest_evicted.is_some_and(|at| partial.since <= at);
            let given_up = crowded_out || now.duration_since(partial.since) >= LONGEST_PARTIAL;
            if crowded_out {
                to_evict -= 1;
            }
            for part in partial.parts.values_mut() {
                let late = |at: Instant| given_up || now.duration_since(at) >= LONGEST_UNANSWERED;
                overdue.extend(part.unanswered.extract_if(.., |(at, _)| late(*at)).map(|(_, a)| a));
            }
            !given_up
        });
        overdue
    }

    /// When [`Reassembly::overdue`] has to be asked again; `None` while nothing waits.
    pub(crate) fn next_overdue(&self) -> Option<Instant> {
        let parts = self.partial.values().flat_map(|partial| partial.parts.values());
        let unanswered = parts.flat_map(|part| part.unanswered.iter().map(|(at, _)| *at)).min();
        let oldest = self.partial.values().map(|partial| partial.since).min();
        let unanswered = unanswered.map(|at| at + LONGEST_UNANSWERED);
        let kept = if self.partial.len() > MOST_PARTIAL { Duration::ZERO } else { LONGEST_PARTIAL };
        [unanswered, oldest.map(|at| at + kept)].into_iter().flatten().min()
    }

    /// The link is gone, and with it every open answer: the centre will send those parts again.
    pub(crate) fn link_lost(&mut self) {
        self.partial.clear();
        self.being_stored.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(reference: u16, total: u8) -> Key {
        Key { from: "+77010000000".into(), to: "1414".into(), reference, total }
    }

    fn put(
        reassembly: &mut Reassembly<u32>,
        key: &Key,
        number: u8,
        text: &str,
        answer: u32,
        now: Instant,
    ) -> Outcome<u32> {
        let place = Place { reference: key.reference, total: key.total, number };
        reassembly.insert(key, place, text.into(), answer, now)
    }

    fn whole(text: &str, unanswered: &[u32]) -> Outcome<u32> {
        Outcome::Whole { text: text.into(), unanswered: unanswered.to_vec() }
    }

    #[test]
    fn in_any_order_and_twice() {
        for order in [[1, 2, 3], [3, 1, 2], [2, 3, 1]] {
            let (mut parts, now, key) = (Reassembly::default(), Instant::now(), key(1, 3));
            let text = |number: u8| char::from(b'a' + number - 1).to_string();
            for number in &order[..2] {
                let answer = u32::from(*number);
                assert_eq!(
                    put(&mut parts, &key, *number, &text(*number), answer, now),
                    Outcome::Kept
                );
            }
            let again = order[0];
            assert_eq!(put(&mut parts, &key, again, &text(again), 9, now), Outcome::Kept);
            let Outcome::Whole { text, mut unanswered } =
                put(&mut parts, &key, order[2], &text(order[2]), order[2].into(), now)
            else {
                panic!("not whole")
            };
            unanswered.sort_unstable();
            assert_eq!((text.as_str(), &unanswered[..]), ("abc", &[1, 2, 3, 9][..]));
        }
    }

    #[test]
    fn messages_do_not_mix() {
        let (mut parts, now) = (Reassembly::default(), Instant::now());
        put(&mut parts, &key(1, 2), 1, "a", 1, now);
        put(&mut parts, &key(2, 2), 1, "x", 2, now);
        put(&mut parts, &key(1, 3), 1, "q", 3, now);
        assert_eq!(put(&mut parts, &key(2, 2), 2, "y", 4, now), whole("xy", &[2, 4]));
        assert_eq!(put(&mut parts, &key(1, 2), 2, "b", 5, now), whole("ab", &[1, 5]));
    }

    #[test]
    fn a_centre_that_waits_for_each_answer_is_not_blocked() {
        let (mut parts, start, key) = (Reassembly::default(), Instant::now(), key(1, 2));
        put(&mut parts, &key, 1, "a", 1, start);
        assert_eq!(parts.next_overdue(), Some(start + LONGEST_UNANSWERED));
        assert_eq!(parts.overdue(start), []);
        let later = start + LONGEST_UNANSWERED;
        assert_eq!(parts.overdue(later), [1]);
        assert_eq!(parts.overdue(later), []);
        assert_eq!(put(&mut parts, &key, 2, "b", 2, later), whole("ab", &[2]));
        assert_eq!(put(&mut parts, &key, 1, "a", 3, later), Outcome::Later(3));
        parts.settled(key.clone(), true, later);
        assert_eq!(put(&mut parts, &key, 1, "a", 4, later), Outcome::StoredBefore(4));
        assert_eq!(put(&mut parts, &key, 1, "other", 5, later), Outcome::Kept, "a new message");
    }

    #[test]
    fn what_was_not_stored_starts_over() {
        let (mut parts, now, key) = (Reassembly::default(), Instant::now(), key(1, 2));
        put(&mut parts, &key, 1, "a", 1, now);
        put(&mut parts, &key, 2, "b", 2, now);
        parts.settled(key.clone(), false, now);
        assert_eq!(put(&mut parts, &key, 2, "b", 3, now), Outcome::Kept);
        assert_eq!(put(&mut parts, &key, 1, "a", 4, now), whole("ab", &[4, 3]));
    }

    #[test]
    fn only_so_many_and_only_so_long() {
        let (mut parts, start) = (Reassembly::default(), Instant::now());
        for reference in 0..300 {
            put(&mut parts, &key(reference, 2), 1, "a", reference.into(), start);
        }
        assert_eq!(parts.next_overdue(), Some(start));
        assert_eq!(parts.overdue(start).len(), 300 - MOST_PARTIAL);
        assert_eq!(parts.partial.len(), MOST_PARTIAL);
        assert_eq!(parts.overdue(start + LONGEST_PARTIAL).len(), MOST_PARTIAL);
        assert_eq!((parts.partial.len(), parts.next_overdue()), (0, None));
    }
}
