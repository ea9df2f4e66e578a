//! The bug bank: defects planted one at a time, so that it is known what the simulation would find.
//!
//! None is compiled into the product. Each is a wrapper of the world around the real code: around its
//! store, its way to phones, its registers, or the edge that hands it what came.

macro_rules! bugs {
    ($($name:ident $id:literal $text:literal,)*) => {
        /// A planted defect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Bug {
            $(#[doc = $text] $name,)*
        }

        impl Bug {
            /// Every planted defect.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What is wrong.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

bugs! {
    DeadlineInclusive "deadline-inclusive" "an answer exactly at the deadline counts (`<` became `<=`)",
    LateCounts "late-counts" "an answer after the deadline counts if no timer has rung yet",
    DeadlineOnRestart "deadline-on-restart" "the deadline is computed anew after a restart",
    OutboxOutside "outbox-outside" "work is saved after the transaction that causes it",
    NoticesOutside "notices-outside" "notices are saved after the transaction that causes them",
    BookOutside "book-outside" "the registration book is written after the decision",
    CodeSurvivesWithdrawal "code-survives-withdrawal" "a withdrawal leaves the questions open",
    AnyOwner "any-owner" "one owner is enough",
    OwnersReadOnce "owners-read-once" "the owners are not read again at the decision",
    StaleLease "stale-lease" "a worker whose lease is lost can still settle",
    HoldForever "hold-forever" "work whose hold has run out is not taken again",
    ForeignReceipt "foreign-receipt" "the receipt of another message starts the clock",
    SecondOpen "second-open" "a second open application of the same person is accepted",
    ClaimsStay "claims-stay" "an application that has ended still holds its subject",
    OldEntryStays "old-entry-stays" "the old entry is not closed",
    SilentIsEmpty "silent-is-empty" "a register that does not answer is taken to know nothing",
    SilentForgotten "silent-forgotten" "after a silent register nobody asks again",
    CodeOfOther "code-of-other" "the code of one owner answers the question to another",
    NormUnversioned "norm-unversioned" "the decision does not check that the dwelling is as it was judged",
    AckBeforeStore "ack-before-store" "a reply is acknowledged before it is stored",
    AckBeforeCommit "ack-before-commit" "a signing is acknowledged before it is stored",
    WithdrawalLost "withdrawal-lost" "a withdrawal is acknowledged and never stored",
    TimerDoesNotWait "timer-does-not-wait" "a deadline is judged before everything that came was read",
    RefusalIsConsent "refusal-is-consent" "a no is read as a yes",
    TriesNotCounted "tries-not-counted" "wrong codes are not counted",
    CodeChanges "code-changes" "a question that is sent again has another code",
    KeyIgnored "key-ignored" "the idempotency key is ignored",
    DecidedTwice "decided-twice" "what was decided can still be withdrawn",
    JournalGap "journal-gap" "a line of the journal is not written",
    WakeLost "wake-lost" "the wake time of a case is forgotten",
    WakeLate "wake-late" "the timer of a case rings five minutes late",
    ReminderMovesDeadline "reminder-moves-deadline" "a reminder gives another half hour",
    ReminderRepeats "reminder-repeats" "it is forgotten who was reminded",
    ReminderAtEnd "reminder-at-end" "whoever did not answer is reminded once more when the time is over",
    ReminderUnkept "reminder-unkept" "a reminder is sent and not kept for the portal",
    ReminderLate "reminder-late" "reminders wait an hour on their way to the centre",
    ReminderUnsent "reminder-unsent" "nobody is reminded",
    DigestOfAnother "digest-of-another" "a question is about another content than what was signed",
    Unreplayable "unreplayable" "the journal keeps another time than the decision was made with",
}

impl Bug {
    /// The defect of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|bug| bug.as_str() == name)
    }

    /// Whether it plays a defect of the core. The core would compute its own defect again, so the
    /// comparison of record and case cannot count as finding it.
    pub(super) const fn is_of_core(self) -> bool {
        matches!(
            self,
            Self::DeadlineOnRestart
                | Self::CodeSurvivesWithdrawal
                | Self::AnyOwner
                | Self::DigestOfAnother
                | Self::ReminderMovesDeadline
                | Self::ReminderRepeats
        )
    }
}
