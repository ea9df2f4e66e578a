//! The counter of a service centre: who works there, whom they look at and why, what they take down,
//! the acts they propose and approve.
//!
//! Every function takes the officer who asks and says by [`Officer::must_be`] which role it wants: what
//! a role may not do is not there for it.

mod acts;
mod audit;
mod deeds;
mod filing;
mod find;
mod scans;
mod sign_in;
mod staff;

pub use acts::{ActForm, KeptAct};
pub use audit::Finding;
pub use deeds::{
    ActDraft, Answers, Audit, Deed, DeedLine, Done, Filing, KeptDeed, Search, Sought, Why,
};
pub use filing::Outlook;
pub use find::{SearchForm, Seen};
pub use scans::{MOST_OF_A_SCAN, Scan};
pub use sign_in::NOT_STAFF;
pub use staff::{
    Ended, GrantForm, Granted, Role, Staff, StaffLine, first_administrator, put_on_staff,
};

use residence::facts::Language;
use residence::names::Iin;

use super::Refusal;

/// A member of staff who is signed in at the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Their record.
    pub staff: Staff,
    /// The version of the record.
    pub version: u64,
    /// The language they read.
    pub language: Language,
}

impl Officer {
    /// Who.
    #[must_use]
    pub const fn iin(&self) -> Iin {
        self.staff.iin
    }

    /// Whether they have one of these roles.
    #[must_use]
    pub fn is(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.staff.roles.contains(role))
    }

    /// That they have one of these roles.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]: what a role may not see is not there.
    pub fn must_be(&self, roles: &[Role]) -> Result<(), Refusal> {
        if self.is(roles) { Ok(()) } else { Err(Refusal::NotFound) }
    }
}
