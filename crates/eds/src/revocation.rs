//! Whether a certificate still counted.

use std::fmt;

use jiff::Timestamp;
use thiserror::Error;

use crate::algorithm::Unfit;
use crate::der::{Malformed, Value};

/// Why a certificate was revoked (RFC 5280, 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing is said.
    Unspecified,
    /// The key is in other hands.
    KeyCompromise,
    /// The key of the authority is.
    AuthorityCompromise,
    /// The person has another name or place.
    AffiliationChanged,
    /// There is a newer one.
    Superseded,
    /// It is not needed any more.
    CessationOfOperation,
    /// On hold: it may come back.
    Hold,
    /// It has come back, or is not valid any more anyway.
    RemovedFromList,
    /// A right was taken away.
    PrivilegeWithdrawn,
    /// The key of an authority for attributes is in other hands.
    AttributeAuthorityCompromise,
}

impl Reason {
    /// In the order of the numbers; there is no 7.
    const ALL: [Option<Self>; 11] = [
        Some(Self::Unspecified),
        Some(Self::KeyCompromise),
        Some(Self::AuthorityCompromise),
        Some(Self::AffiliationChanged),
        Some(Self::Superseded),
        Some(Self::CessationOfOperation),
        Some(Self::Hold),
        None,
        Some(Self::RemovedFromList),
        Some(Self::PrivilegeWithdrawn),
        Some(Self::AttributeAuthorityCompromise),
    ];

    /// The reason of this number.
    #[must_use]
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied().flatten()
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u8 {
        let place = Self::ALL.iter().position(|reason| *reason == Some(self));
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
    }

    pub(crate) fn read(value: Value<'_>) -> Result<Self, Malformed> {
        Self::of(value.enumerated()?).ok_or(Malformed::Value)
    }

    /// Whether whatever the key has signed at any time is in doubt.
    #[must_use]
    pub const fn is_compromise(self) -> bool {
        matches!(
            self,
            Self::KeyCompromise | Self::AuthorityCompromise | Self::AttributeAuthorityCompromise
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "key compromise",
            Self::AuthorityCompromise => "authority compromise",
            Self::AffiliationChanged => "affiliation changed",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessation of operation",
            Self::Hold => "on hold",
            Self::RemovedFromList => "removed from the list",
            Self::PrivilegeWithdrawn => "privilege withdrawn",
            Self::AttributeAuthorityCompromise => "attribute authority compromise",
        })
    }
}

/// Since when a certificate is revoked, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
}

/// What is known of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is not revoked.
    Good,
    /// It is revoked.
    Revoked(Revocation),
    /// It cannot be said.
    Unknown(Doubt),
}

/// Why it cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Doubt {
    /// There is no list or answer about it at all.
    #[error("nothing is at hand that says whether it is revoked")]
    Missing,
    /// What there is, is too old, or from the future.
    #[error("what is at hand is not of the time")]
    Stale,
    /// Whoever has signed the list or answer may not.
    #[error("whoever has signed it may not")]
    Signer,
    /// The signature does not count.
    #[error("it is not signed rightly: {0}")]
    Signature(Unfit),
    /// The answer is to another question.
    #[error("it answers another question")]
    OtherQuestion,
    /// The responder refuses to answer; the number is its own.
    #[error("the responder refuses, with {0}")]
    Refused(u8),
    /// The authority says that it never issued such a certificate.
    #[error("the authority has not issued it")]
    NotIssued,
    /// The responder does not know it.
    #[error("the responder does not know it")]
    NotKnown,
}
