//! What must always hold, checked after every commit for what it touched, and over everything now
//! and then. The checks look at what is stored and at what the world knows to be true, never at what
//! the service believes.

mod consents;
mod ends;
mod moves;
mod reminders;

use std::collections::BTreeMap;

use jiff::Timestamp;
use residence::case::{Case, Status};
use residence::consent::{ConsentRequest, Sms};
use residence::names::{CaseId, Iin, Phone, RequestId};
use store::{Settle, Settled, Unit, Work, WorkId};

use super::marks::Mark;
use super::town::Town;
use super::truth::{Sent, phone_of};
use crate::phones::code_in;

macro_rules! invariants {
    ($($name:ident $number:literal $text:literal,)*) => {
        /// What must always hold. The numbers are those of `docs/reliability.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Invariant {
            $(#[doc = $text] $name,)*
        }

        impl Invariant {
            /// Every invariant.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its number.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$name => $number,)* }
            }

            /// What must hold.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

invariants! {
    OnePermanent 1 "a person has at most one active permanent registration",
    EveryConsent 2 "nobody is registered without every required consent, each before its deadline",
    SameDigest 3 "a consent is for what was signed",
    Replays 4 "a decision computed again from its record is the same",
    Acknowledged 5 "what was acknowledged survives",
    DecidedOnce 6 "there is one decision, and it never changes",
    GrantedIsEntered 7 "granted if and only if entered in the book, in one transaction",
    OldIsClosed 8 "the old entry is closed and the new one opened together",
    OncePerKey 9 "the same key and content give the same answer, another content is refused",
    OneOpen 10 "a person has at most one open application",
    DeadlineStands 11 "a deadline never moves, and its clock starts with a true receipt",
    CodeDies 12 "a code works once, for its question, from its phone, and dies",
    SilenceHolds 13 "what a register did not answer is decided by nobody",
    Edges 14 "only listed edges are taken, and the journal has no gaps",
    Told 15 "a notice commits with its cause",
    EveryoneTold 16 "subjects, owners and whoever was asked are told of each end",
    SignedIsStored 20 "what is signed is what is stored",
    Fenced 25 "work is settled by whoever holds it",
    Sound 26 "the store itself finds nothing odd",
    Reminded 27 "whoever is reminded has not answered and has time left, and is reminded once each time",
    ComesToRest 22 "with the faults gone everything ends in time and nothing is left to do",
}

/// An invariant that did not hold.
#[derive(Clone, Debug)]
pub struct Violation {
    /// Which.
    pub invariant: Invariant,
    /// What was seen.
    pub what: String,
    /// What the clocks of the machines showed.
    pub at: Timestamp,
}

/// A case as it was last seen in the store.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) case: Case,
    pub(super) version: u64,
    /// The true time at which it came to where it stands; being held by a register is no other place.
    since: i64,
    node: usize,
    /// It was asked of a node that it be held.
    held: bool,
}

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Watch {
    pub(super) cases: BTreeMap<CaseId, Seen>,
    /// The attempt that counts, and whether it has been given back.
    attempts: BTreeMap<WorkId, (u32, bool)>,
    codes: BTreeMap<RequestId, String>,
}

impl Watch {
    /// Work was given to a node.
    pub(super) fn took(&mut self, work: &Work) {
        let (attempt, back) = self.attempts.entry(work.id).or_insert((work.attempt, false));
        if work.attempt > *attempt {
            (*attempt, *back) = (work.attempt, false);
        }
    }

    /// Work was leased; says whether somebody held it before.
    pub(super) fn leased(&mut self, work: &Work) -> bool {
        let before = self.attempts.get(&work.id).copied();
        self.took(work);
        before.is_some_and(|(_, back)| !back)
    }

    /// The attempt that counts for a piece of work.
    pub(super) fn attempt(&self, id: WorkId) -> Option<u32> {
        self.attempts.get(&id).map(|(attempt, _)| *attempt)
    }

    fn code(&mut self, town: &Town, request: &ConsentRequest) -> String {
        let make = || town.shared.keys.consent_code(request);
        self.codes.entry(request.id).or_insert_with(make).clone()
    }

    /// Questions that are open, with their codes.
    fn open_questions(&self) -> impl Iterator<Item = (&Seen, &ConsentRequest, &str)> {
        let asking = self.cases.values().filter_map(|seen| {
            let waits = seen.case.status() == Status::AwaitingConsent;
            Some((seen, seen.case.state.asking().filter(|_| waits)?))
        });
        let requests = asking.flat_map(|(seen, asking)| {
            asking.requests.iter().filter(|r| r.is_open()).map(move |request| (seen, request))
        });
        requests.filter_map(|(seen, r)| Some((seen, r, self.codes.get(&r.id)?.as_str())))
    }

    /// The deadline of the open question to a phone that has this code.
    pub(super) fn deadline_of(&self, phone: Phone, code: &str) -> Option<Timestamp> {
        let mut questions = self.open_questions();
        let (_, request, _) =
            questions.find(|(_, request, own)| phone_of(request) == Some(phone) && *own == code)?;
        request.clock.map(|clock| clock.deadline)
    }

    /// The code of the question to a phone whose case asks another phone with this code.
    pub(super) fn code_beside(&self, phone: Phone, code: &str) -> Option<String> {
        let (seen, ..) = self
            .open_questions()
            .find(|(_, request, own)| *own == code && phone_of(request) != Some(phone))?;
        let id = seen.case.id;
        let mut own = self.open_questions().filter(|(seen, ..)| seen.case.id == id);
        own.find(|(_, request, _)| phone_of(request) == Some(phone)).map(|(.., own)| own.to_owned())
    }

    /// Whether some open question to a phone has this code.
    pub(super) fn asks(&self, phone: Phone, code: &str) -> bool {
        let mut questions = self.open_questions();
        questions.any(|(_, request, own)| phone_of(request) == Some(phone) && own == code)
    }

    /// How far the cases are.
    pub(super) fn statuses(&self) -> impl Iterator<Item = (CaseId, Status)> {
        self.cases.values().map(|seen| (seen.case.id, seen.case.status()))
    }
}

impl Town {
    /// A unit was saved; `asked` are the settlements as the service asked for them.
    pub(super) fn saw(&self, unit: &Unit, asked: &[Settle], node: usize) {
        self.fenced(asked);
        match &unit.case {
            Some(write) => self.moved(write.id, node),
            None if unit.settles.is_empty() && !unit.book.is_empty() => {
                let what = "the book was written by no decision";
                self.violated(Invariant::GrantedIsEntered, what);
            }
            None => {}
        }
    }

    fn fenced(&self, asked: &[Settle]) {
        let mut watch = self.watch();
        for settle in asked {
            let holds = watch.attempt(settle.id);
            if holds.is_none_or(|attempt| attempt != settle.attempt) {
                let (held, by) = (settle.attempt, holds.unwrap_or(0));
                let what = format!("work was settled as attempt {held}, held as attempt {by}");
                self.violated(Invariant::Fenced, what);
            }
            match settle.how {
                Settled::Done => {
                    watch.attempts.remove(&settle.id);
                }
                Settled::Again { .. } => {
                    if let Some((_, back)) = watch.attempts.get_mut(&settle.id) {
                        *back = true;
                    }
                }
            }
        }
    }

    /// The centre has taken an SMS.
    pub(super) fn took_sms(&self, sent: &Sent) {
        if let Some(code) = code_in(&sent.text, 8) {
            if sent.parts.is_empty() {
                self.took_reminder(sent, code);
            }
            let watch = self.watch();
            let known = watch.codes.values().any(|own| own == code);
            if !known {
                self.violated(Invariant::CodeDies, "an SMS has a code that answers no question");
            } else if watch.asks(sent.to, code) {
                let before =
                    self.truth().sent.iter().any(|s| s.to == sent.to && s.text == sent.text);
                if before {
                    self.hit(Mark::SentAgain);
                }
            }
        }
        self.truth().sent.push(sent.clone());
    }
}

/// What people who are asked know of the questions.
impl Watch {
    /// Some other phone that is asked something.
    pub(super) fn other_phone(&self, phone: Phone) -> Option<Phone> {
        let mut phones = self.open_questions().filter_map(|(_, request, _)| phone_of(request));
        phones.find(|other| *other != phone)
    }

    /// The code of a question to some other phone.
    pub(super) fn other_code(&self, phone: Phone) -> Option<String> {
        let mut questions = self.open_questions();
        let other = questions.find(|(_, request, _)| phone_of(request) != Some(phone));
        other.map(|(.., code)| code.to_owned())
    }

    /// Whether the code of a question no longer counts.
    pub(super) fn is_locked(&self, phone: Phone, code: &str) -> bool {
        let mut questions = self.open_questions();
        questions.any(|(_, request, own)| {
            phone_of(request) == Some(phone) && own == code && request.sms == Sms::Locked
        })
    }

    /// Who is asked by a question, and by which.
    pub(super) fn party(&self, phone: Phone, code: &str) -> Option<(Iin, RequestId)> {
        let mut questions = self.open_questions();
        let (_, request, _) =
            questions.find(|(_, request, own)| phone_of(request) == Some(phone) && *own == code)?;
        Some((request.party.iin, request.id))
    }

    /// Whether a case came to where it stands before this true time.
    pub(super) fn ended_before(&self, id: CaseId, time: i64) -> bool {
        self.cases.get(&id).is_some_and(|seen| seen.since < time)
    }
}
