//! Which faults a seed has, and how strong: drawn anew for each, so that the schedules of a run are
//! of many kinds. Some have none.

use crate::population::chance::Chance;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident: $most:literal,)*) => {
        /// How often what goes wrong, in a thousand; 0 when it does not.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub(super) struct Faults {
            $($(#[$doc])* pub(super) $name: u64,)*
        }

        impl Faults {
            fn some(chance: &mut Chance) -> Self {
                Self { $($name: if chance.percent(50) { 1 + chance.below($most) } else { 0 },)* }
            }
        }
    };
}

faults! {
    /// The process dies before a commit.
    crash_before: 20,
    /// The process dies after a commit, before anybody is answered.
    crash_after: 20,
    /// A commit is done but its answer is an error.
    answer_lost: 20,
    /// A commit fails.
    commit_fails: 40,
    /// The store says that somebody else was faster.
    conflict: 60,
    /// A commit takes seconds.
    slow_commit: 60,
    /// A read fails.
    read_fails: 20,
    /// A register is silent for a while.
    silent: 40,
    /// A register answers late.
    slow_register: 150,
    /// The centre says not now.
    throttled: 200,
    /// The centre refuses for good.
    refused: 20,
    /// The centre has taken it, but its answer is lost.
    response_lost: 100,
    /// The centre answers after seconds.
    response_slow: 200,
    /// An SMS never arrives.
    sms_lost: 100,
    /// An SMS arrives twice.
    sms_twice: 100,
    /// An SMS is on its way for minutes.
    sms_slow: 150,
    /// A receipt never comes.
    receipt_lost: 100,
    /// A receipt comes twice.
    receipt_twice: 200,
    /// A receipt comes minutes later.
    receipt_slow: 150,
    /// Our acknowledgement of what came is lost.
    ack_lost: 100,
    /// The link to the centre is cut for a while.
    link_cut: 20,
    /// A phone is off for hours.
    phone_off: 150,
    /// A node stands still for a minute and a half.
    node_stands: 8,
    /// The clock jumps.
    clock_steps: 100,
    /// A dwelling is sold meanwhile.
    sold: 150,
    /// Somebody changes the number.
    new_number: 80,
    /// An applicant sends the same request twice.
    doubled: 200,
    /// An applicant changes the draft.
    edits: 200,
    /// An applicant withdraws.
    withdraws: 200,
    /// Another application for the same dwelling.
    rivals: 500,
    /// The same person applies for another dwelling too.
    twice_open: 200,
    /// Somebody asked answers wrongly first.
    guesses: 300,
    /// Somebody asked answers about the deadline.
    at_deadline: 300,
    /// Somebody asked answers from another phone.
    other_phone: 100,
    /// Somebody asked answers in the portal.
    in_portal: 200,
    /// Somebody asked answers with the code of another question.
    swapped: 100,
    /// Somebody asked answers twice.
    answers_twice: 200,
    /// Two nodes work on one store.
    two_nodes: 1000,
    /// A waiting answer is looked at by others first.
    yields: 600,
}

impl Faults {
    /// The faults of a seed.
    pub(super) fn draw(chance: &mut Chance) -> Self {
        match chance.below(10) {
            0 => Self::default(),
            _ => Self::some(chance),
        }
    }
}
