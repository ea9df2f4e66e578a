//! "Sometimes" marks: what a run must have met. A mark that nothing hits is a hole in the world.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! marks {
    ($($name:ident $text:literal,)*) => {
        /// Something that must happen in some schedule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Mark {
            $(#[doc = $text] $name,)*
        }

        impl Mark {
            /// Every mark.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What happened.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

marks! {
    Registered "an application was registered",
    RegisteredUnasked "an application was registered and nobody had to be asked",
    RegisteredAfterMany "an application was registered after several people agreed",
    RegisteredTemporary "a temporary registration was made",
    Refused "an application was refused by what the registers say",
    RefusedByOwner "an application was refused by somebody who was asked",
    RefusedByTime "an application was refused because the hour was over",
    RefusedUnreached "an application was refused because somebody was not reached",
    RefusedOwnersChanged "an application was refused because the owners had changed meanwhile",
    RefusedSecondOwner "the second of several refused after the first had agreed",
    Referred "an application was referred to a service centre",
    WithdrawnEarly "an application was withdrawn before the registers answered",
    WithdrawnAsked "an application was withdrawn while people were asked",
    WithdrawTooLate "a withdrawal came after the decision",
    Edited "a draft was changed",
    EditedAfterCode "a draft was changed while its password was on the way",
    DoubledDraft "the same draft was asked for twice under one key",
    OtherUnderKey "another draft was asked for under a used key",
    OpenRefused "a second application was refused because one is open",
    OpenRaced "a second application lost the race for its subject at the commit",
    RoundsFull "somebody asked about a dwelling too often",
    CodeWrong "a signing password was wrong",
    CodeTwice "a signing password was sent again",
    Reminded "somebody was reminded",
    RemindedTwice "somebody was reminded a second time",
    RemindedOnceForTwo "of two reminders that were missed one was sent",
    AnsweredReminder "a reminder moved somebody to answer",
    AnsweredLate "an answer was read after the deadline",
    AnsweredAtDeadline "an answer was read exactly at the deadline",
    AnsweredJustBefore "an answer was read a microsecond before the deadline",
    AnsweredBeforeReceipt "an answer came before the receipt of its question",
    AnsweredTwice "an answer came twice",
    AnsweredOtherPhone "an answer came from another phone",
    AnsweredOtherCode "an answer had the code of another question",
    AnsweredAfterEnd "an answer came after the application had ended",
    AnsweredInPortal "somebody refused in the portal",
    Guessed "a wrong code was sent",
    Locked "a code was dead after too many wrong ones",
    LockedThenRight "the right code came from a locked phone",
    Hinted "a hint was sent",
    AgreedWhileOff "a question waited for a phone that was off",
    ReceiptFirst "a receipt came before the answer of the centre",
    ReceiptTwice "a receipt came twice",
    ReceiptFailed "a receipt said that a question will never arrive",
    ReceiptOtherForm "a receipt named its message in another form than the answer did",
    ReceiptLost "a receipt never came",
    ManyParts "a question had more than one part",
    SmsTwice "an SMS arrived twice",
    SmsLost "an SMS never arrived",
    ResponseLost "the centre took an SMS and its answer was lost",
    SentAgain "a question was sent again with the same code",
    Throttled "the centre said not now",
    RefusedByCentre "the centre refused an SMS for good",
    LinkCut "the link to the centre was cut",
    AckLost "an acknowledgement of ours was lost",
    Redelivered "something came again because it was not acknowledged",
    TimerWaited "a deadline was not judged before everything was read",
    Held "an application was held by a silent register",
    HeldAgain "an application was held by a silent register after everybody had agreed",
    SlowRegister "a register answered late",
    Sold "a dwelling was sold while somebody asked for it",
    NewNumber "somebody changed the number",
    CrashBefore "a node died before a commit",
    CrashAfter "a node died after a commit and before the answer",
    CrashLease "a node died with leased work in its hands",
    AnswerLost "a commit was done and its answer was lost",
    CommitFailed "a commit failed",
    Conflict "somebody else was faster",
    ReadFailed "a read failed",
    CallLost "somebody's request ended with the node that had it",
    LeaseOver "work was taken again after its hold had run out",
    LeaseLost "a node came back and what it held was no longer its own",
    NodeStood "a node stood still while others went on",
    TwoNodes "two nodes moved the same application",
    ClockForward "the clock jumped forward",
    ClockBack "the clock jumped back",
    Rivals "two applications for one dwelling were open at once",
    DecisionRaced "a decision was judged again because what it rested on had moved",
    NothingWrong "a schedule without any fault came to its end",
}

/// How often each was hit.
#[derive(Debug)]
pub struct Marks(Vec<AtomicU64>);

impl Default for Marks {
    fn default() -> Self {
        Self(Mark::ALL.iter().map(|_| AtomicU64::new(0)).collect())
    }
}

impl Marks {
    fn slot(&self, mark: Mark) -> Option<&AtomicU64> {
        let place = Mark::ALL.iter().position(|other| *other == mark)?;
        self.0.get(place)
    }

    /// It happened.
    pub fn hit(&self, mark: Mark) {
        if let Some(slot) = self.slot(mark) {
            slot.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How often it happened.
    #[must_use]
    pub fn count(&self, mark: Mark) -> u64 {
        self.slot(mark).map_or(0, |slot| slot.load(Ordering::Relaxed))
    }

    /// Adds the counts of another run.
    pub fn add(&self, other: &Self) {
        for (mine, theirs) in self.0.iter().zip(&other.0) {
            mine.fetch_add(theirs.load(Ordering::Relaxed), Ordering::Relaxed);
        }
    }
}
