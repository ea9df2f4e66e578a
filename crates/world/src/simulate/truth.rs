//! What really happened outside, as only the world knows it: what was sent, read and acknowledged.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use residence::consent::{ConsentRequest, Route, Saying};
use residence::names::{CaseId, Iin, Phone};

/// The same words from the same phone within this time are one message.
const SAME_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// An SMS that the centre has taken.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) to: Phone,
    pub(super) text: String,
    /// The ids of its parts, as [`smpp::kept_key`] writes them; empty when no receipts are wanted.
    pub(super) parts: Vec<String>,
}

/// A reply, as our side has read it once.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) from: Phone,
    pub(super) saying: Saying,
    pub(super) code: String,
    pub(super) read_at: Timestamp,
    /// The node that read it has died before it was stored: the centre brings it again.
    pub(super) lost: bool,
    pub(super) stored: bool,
    /// Whoever sent it knows that the code is wrong.
    pub(super) wrong: bool,
}

/// Everything.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) sent: Vec<Sent>,
    pub(super) said: Vec<Said>,
    /// When receipts of a part were read that say it is delivered.
    pub(super) receipts: BTreeMap<String, Vec<Timestamp>>,
    /// Applications whose filing was acknowledged.
    pub(super) filed: Vec<CaseId>,
    /// Applications whose withdrawal was acknowledged.
    pub(super) withdrawn: Vec<CaseId>,
    /// Who refused in the portal.
    pub(super) refused_in_portal: Vec<Iin>,
}

/// The phone a question is sent to.
pub(super) const fn phone_of(request: &ConsentRequest) -> Option<Phone> {
    match request.party.route {
        Route::Sms(phone) => Some(phone),
        Route::Portal(_) => None,
    }
}

impl Truth {
    /// Replies from the phone of a question with its code.
    pub(super) fn answers<'t>(
        &'t self,
        request: &ConsentRequest,
        code: &'t str,
    ) -> impl Iterator<Item = &'t Said> {
        let phone = phone_of(request);
        self.said.iter().filter(move |said| Some(said.from) == phone && said.code == code)
    }

    /// Whether the receipts of all parts of a question were read by this time, and one just then.
    pub(super) fn delivered(&self, request: &ConsentRequest, code: &str, at: Timestamp) -> bool {
        let phone = phone_of(request);
        let asked = |sent: &&Sent| Some(sent.to) == phone && sent.text.contains(code);
        let read = |part: &String| self.receipts.get(part).into_iter().flatten();
        let mut by_part: Vec<bool> = Vec::new();
        let mut just_then = false;
        for sent in self.sent.iter().filter(asked) {
            by_part.resize(by_part.len().max(sent.parts.len()), false);
            for (seen, part) in by_part.iter_mut().zip(&sent.parts) {
                *seen |= read(part).any(|read| *read <= at);
                just_then |= read(part).any(|read| *read == at);
            }
        }
        just_then && by_part.iter().all(|seen| *seen)
    }

    /// How many different wrong codes came from a phone from one time on and before another. The same
    /// words within ten minutes are one message, also where they were meant for an earlier question.
    pub(super) fn guesses(&self, from: Phone, since: Timestamp, before: Timestamp) -> usize {
        let guesses: Vec<&Said> =
            self.said.iter().filter(|s| s.wrong && s.stored && s.from == from).collect();
        let known = |said: &Said| {
            let first = said.read_at.checked_sub(SAME_WITHIN).unwrap_or(said.read_at);
            let copies = guesses.iter().filter(|copy| copy.code == said.code);
            copies.into_iter().any(|copy| first <= copy.read_at && copy.read_at < since)
        };
        let counts = |said: &&&Said| since <= said.read_at && said.read_at < before && !known(said);
        let mut codes: Vec<_> = guesses.iter().filter(counts).map(|said| &said.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.len()
    }
}
