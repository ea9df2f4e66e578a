//! What goes into a store and comes out of it. Times are kept to the microsecond.

mod error;
mod evidence;
mod figures;
mod notices;
mod readings;
mod records;
mod registers;
mod slips;

pub use error::*;
pub use evidence::*;
pub use figures::*;
pub use notices::*;
pub use readings::*;
pub use records::*;
pub use registers::*;
pub use slips::*;

use jiff::Timestamp;
use residence::names::{AddressCode, CaseId, Iin, RegistrationId};
use residence::registration::Entry;

/// A case as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCase {
    /// Which case.
    pub id: CaseId,
    /// Counts the commits of this case, from 1.
    pub version: u64,
    /// The state, as the caller wrote it.
    pub body: String,
}

/// One transition in the journal of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Place in the journal, from 1, without gaps.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What happened, as the caller wrote it (enough to compute the transition again).
    pub event: String,
    /// What people are shown of it, as the caller wrote it.
    pub lines: String,
}

/// Under which name a case can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseKey {
    /// Who signs.
    Applicant,
    /// Who is to be registered (children who come along too).
    Subject,
    /// Who is asked to agree.
    Asked,
    /// The phone that is asked, while it is.
    AskedPhone,
    /// The reference number.
    Number,
}

/// Which cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseQuery {
    /// Under which name.
    pub key: CaseKey,
    /// The name itself: ИИН, phone or number.
    pub value: String,
    /// Leave out cases filed from this one on (a cursor): only older ones.
    pub before: Option<CaseId>,
    /// At most so many.
    pub limit: usize,
}

/// What is saved together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The case that moves.
    pub case: Option<CaseWrite>,
    /// What the decision rests on: each must still have this version.
    pub rests_on: Vec<VersionCheck>,
    /// Changes of the registration book.
    pub book: Vec<BookWrite>,
    /// What is to be done later.
    pub work: Vec<NewWork>,
    /// What of the work is done with.
    pub settles: Vec<Settle>,
    /// Small records.
    pub slips: Vec<SlipWrite>,
    /// What people are told.
    pub notices: Vec<NoticeWrite>,
    /// Signatures that were accepted.
    pub evidence: Vec<Evidence>,
    /// Documents that last.
    pub records: Vec<RecordWrite>,
    /// Who looks at whose data.
    pub readings: Vec<ReadingWrite>,
}

/// A case that moves.
#[derive(Clone, Debug)]
pub struct CaseWrite {
    /// Which case.
    pub id: CaseId,
    /// The version that was read; `None` makes a new case.
    pub expected: Option<u64>,
    /// The new state.
    pub body: String,
    /// The new lines of the journal; their `seq` continues it.
    pub journal: Vec<JournalRow>,
    /// When the case wants to be woken; replaces what it wanted before, also when that is held: the
    /// new wake time is new work, which nobody holds. Applied after the settlements of the unit.
    pub wake: Option<Timestamp>,
    /// What statistics need to know; `None` leaves it as it is.
    pub figures: Option<CaseFigures>,
    /// Names under which the case can be found; `None` leaves them as they are.
    pub keys: Option<Vec<(CaseKey, String)>>,
    /// Subjects held by this case, so that no second open application has them.
    pub claims: Claims,
}

/// Which subjects an open application holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Claims {
    /// As before.
    #[default]
    Keep,
    /// Hold these and no others (at the signing).
    Take(Vec<Iin>),
    /// Hold none (at the end).
    Release,
}

/// The columns of a case that statistics count. Texts are the codes of the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFigures {
    /// `portal`, `mobile`, `kiosk` or `counter`.
    pub channel: &'static str,
    /// `permanent` or `temporary`.
    pub kind: &'static str,
    /// `draft`, `signed`, … as in the interface.
    pub status: &'static str,
    /// First two digits of the КАТО of the address; empty while unknown.
    pub region: String,
    /// How many people the application is for.
    pub persons: u32,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
    /// When it was decided, withdrawn or referred.
    pub decided_at: Option<Timestamp>,
    /// How long of that it waited for people, in milliseconds.
    pub waited_ms: u64,
    /// The rules that refused or referred it.
    pub grounds: Vec<&'static str>,
}

/// A version that must not have moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionCheck {
    /// What.
    pub entity: Entity,
    /// The version that was read.
    pub version: u64,
}

/// What the registration book counts versions of. Any change of a person's entries moves the version
/// of the person and of the dwelling; so does an import of their register rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A person.
    Person(Iin),
    /// A dwelling.
    Dwelling(AddressCode),
}

/// A change of the registration book. Several in one unit are done in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookWrite {
    /// Opens an entry.
    Open(Entry),
    /// Closes an active entry; [`CommitError::Stale`] when it is not active.
    Close {
        /// Which entry.
        id: RegistrationId,
        /// When.
        at: Timestamp,
        /// By what.
        by: String,
    },
}

/// Which entries of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookQuery {
    /// Of a person or of a dwelling.
    pub of: Entity,
    /// Closed entries too.
    pub closed_too: bool,
}

/// Entries of the book and the version they were read at (one consistent read).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookPage {
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
    /// The version of the person or dwelling; 0 when nothing was ever written.
    pub version: u64,
}

/// Something to be done after the commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWork {
    /// What kind, for the worker to choose by.
    pub kind: &'static str,
    /// Constant name of this piece of work, so that doing it twice can be seen outside.
    pub key: String,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The rest, as the caller wrote it.
    pub body: String,
    /// Not before this.
    pub due: Timestamp,
    /// Held from birth by whoever commits it, until this; spares the lease.
    pub held_until: Option<Timestamp>,
}

/// Identifies a piece of work within the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkId(pub i64);

/// A piece of work that the caller holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Which piece.
    pub id: WorkId,
    /// Counts the times it was taken, from 1; a settlement must name it (fencing).
    pub attempt: u32,
    /// As in [`NewWork`]; `wake` for the wake time of a case.
    pub kind: String,
    /// As in [`NewWork`].
    pub key: String,
    /// As in [`NewWork`].
    pub case: Option<CaseId>,
    /// As in [`NewWork`].
    pub body: String,
    /// When it became due.
    pub due: Timestamp,
}

/// The kind of the work that a wake time of a case makes.
pub const WAKE: &str = "wake";

/// The end of a piece of work, or its next try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settle {
    /// Which piece.
    pub id: WorkId,
    /// The attempt that was leased; another one makes the unit [`CommitError::Stale`].
    pub attempt: u32,
    /// Done, or again later.
    pub how: Settled,
}

/// How a piece of work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Done: it goes.
    Done,
    /// To be tried again; as an incoming message it stays as old as it is.
    Again {
        /// Not before this.
        after: Timestamp,
        /// Why, for the administrator.
        why: String,
    },
}

/// A unit was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The ids of its new work, in order.
    pub work: Vec<WorkId>,
}

/// What the queue of work looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueState {
    /// When a lease next finds something: the earliest due time; for work that is held, not before
    /// the end of the hold.
    pub next_due: Option<Timestamp>,
    /// The earliest due time of work of kind `incoming` that is not done.
    pub oldest_incoming: Option<Timestamp>,
    /// How many pieces there are.
    pub pieces: u64,
}
