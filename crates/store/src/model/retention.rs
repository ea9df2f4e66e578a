//! What is removed once it has been kept long enough.

use jiff::Timestamp;

/// A kind of data that ends. How long each is kept says the caller; what is not here stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Perishable {
    /// Drafts that were never signed, by their last change: the whole case. Its number is not given
    /// again.
    Drafts,
    /// Signatures that prove a sign-in and nothing else, by their acceptance.
    SignIns,
    /// What people were told, by when. The numbers of a person go on where they were.
    Notices,
    /// Who has looked at whose data, by when.
    Readings,
}

impl Perishable {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Drafts, Self::SignIns, Self::Notices, Self::Readings];

    /// The name in the store, in the figures and in the table of retention.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::SignIns => "sign_ins",
            Self::Notices => "notices",
            Self::Readings => "readings",
        }
    }
}

/// What there is of a kind that is older than a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overdue {
    /// How many.
    pub pieces: u64,
    /// The time of the oldest.
    pub oldest: Option<Timestamp>,
}
