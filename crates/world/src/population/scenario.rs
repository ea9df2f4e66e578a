//! What somebody could apply for, whom that asks, and how it must end.

use std::fmt;

pub use residence::consent::Role;
use residence::names::{AddressCode, Iin, Phone};
use residence::registration::Kind;
use serde::{Serialize, Serializer};

/// One application that could be made against the generated registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Who signs.
    pub applicant: Iin,
    /// The applicant's number in the mobile base.
    pub phone: Option<Phone>,
    /// Who is to be registered.
    pub subject: Iin,
    /// Where.
    pub rka: AddressCode,
    /// How.
    pub kind: Kind,
    /// For how many months, when temporary.
    pub months: Option<u8>,
    /// Who is asked to agree.
    pub asks: Vec<Ask>,
    /// How it ends.
    pub expected: Expected,
}

/// Somebody who is asked to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// Who.
    pub iin: Iin,
    /// The number in the mobile base; without one the portal is the only way.
    pub phone: Option<Phone>,
    /// As what.
    pub role: Role,
    /// What they do in this scenario; the interface does not show it.
    #[serde(skip)]
    pub answer: Answer,
}

/// What somebody who is asked does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Agrees within the hour.
    Agrees,
    /// Refuses within the hour.
    Refuses,
    /// Lets the hour pass.
    Silent,
}

/// How an application ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// Everybody asked agrees, and the registration is done.
    Registered,
    /// This rule refuses (others may, too).
    Refused(&'static str),
    /// This rule refers to a service centre.
    Referred(&'static str),
    /// Somebody must answer in the portal.
    Asks,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registered => f.write_str("registered"),
            Self::Refused(rule) => write!(f, "refused:{rule}"),
            Self::Referred(rule) => write!(f, "referred:{rule}"),
            Self::Asks => f.write_str("asks"),
        }
    }
}

impl Serialize for Expected {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// What kind of move somebody makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// Into a dwelling of one's own: nobody is asked.
    OwnerAlone,
    /// Into a dwelling owned with a spouse, a sibling or a stranger, who agrees.
    CoOwners,
    /// Into a dwelling of others, who agree.
    OtherOwner,
    /// Into state rental housing whose lease lists the applicant.
    StateRental,
    /// Into a dwelling of another, who refuses.
    OwnerRefuses,
    /// Into a dwelling of another, who does not answer.
    OwnerSilent,
    /// Into a dwelling without a title on record.
    NoTitle,
    /// To where one is registered already.
    AlreadyThere,
    /// Into state rental housing whose lease does not list the applicant.
    NotListed,
}

/// How many of a hundred moves are of each kind: the assumed mix of a year. Nothing is published
/// about it; most people register in dwellings of their own or of relatives.
pub const MIX: [(Move, u64); 9] = [
    (Move::OwnerAlone, 45),
    (Move::CoOwners, 15),
    (Move::OtherOwner, 25),
    (Move::StateRental, 8),
    (Move::OwnerRefuses, 2),
    (Move::OwnerSilent, 2),
    (Move::NoTitle, 1),
    (Move::AlreadyThere, 1),
    (Move::NotListed, 1),
];
