//! Why an act cannot be.

/// Why an act cannot be what it is asked to be. Nothing changes then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ActFault {
    /// Whoever proposes does not approve.
    #[error("whoever proposed it does not decide it")]
    SameOfficer,
    /// Only whoever proposed it takes it back.
    #[error("somebody else proposed it")]
    NotTheirs,
    /// It has ended.
    #[error("it has ended")]
    Ended,
    /// The person register has no such person.
    #[error("there is no such person")]
    NoPerson,
    /// Nothing is open that could be closed.
    #[error("nothing is registered")]
    NothingOpen,
    /// The person has no such entry.
    #[error("there is no such entry")]
    NoEntry,
    /// The entry is closed already.
    #[error("the entry is closed")]
    EntryClosed,
    /// The entry is open still.
    #[error("the entry is open")]
    EntryOpen,
    /// There is no such address in use.
    #[error("there is no such address")]
    NoAddress,
    /// The person is registered there already.
    #[error("registered there already")]
    SameAddress,
    /// Another permanent entry is open.
    #[error("another permanent entry is open")]
    HasPermanent,
    /// The term of what would be opened again is over.
    #[error("its term is over")]
    TermOver,
    /// The child is registered already.
    #[error("the child is registered already")]
    ChildRegistered,
    /// The register does not know her as the mother.
    #[error("not on record as the mother")]
    NotTheMother,
    /// The mother is not registered anywhere for good.
    #[error("the mother is registered nowhere")]
    MotherNowhere,
}

impl ActFault {
    /// Every fault.
    pub const ALL: [Self; 15] = [
        Self::SameOfficer,
        Self::NotTheirs,
        Self::Ended,
        Self::NoPerson,
        Self::NothingOpen,
        Self::NoEntry,
        Self::EntryClosed,
        Self::EntryOpen,
        Self::NoAddress,
        Self::SameAddress,
        Self::HasPermanent,
        Self::TermOver,
        Self::ChildRegistered,
        Self::NotTheMother,
        Self::MotherNowhere,
    ];

    /// The code of its text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameOfficer => "act_same_officer",
            Self::NotTheirs => "act_not_theirs",
            Self::Ended => "act_ended",
            Self::NoPerson => "act_no_person",
            Self::NothingOpen => "act_nothing_open",
            Self::NoEntry => "act_no_entry",
            Self::EntryClosed => "act_entry_closed",
            Self::EntryOpen => "act_entry_open",
            Self::NoAddress => "act_no_address",
            Self::SameAddress => "act_same_address",
            Self::HasPermanent => "act_has_permanent",
            Self::TermOver => "act_term_over",
            Self::ChildRegistered => "act_child_registered",
            Self::NotTheMother => "act_not_the_mother",
            Self::MotherNowhere => "act_mother_nowhere",
        }
    }
}
