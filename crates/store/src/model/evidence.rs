//! Signatures, kept with all they were judged by.

use jiff::Timestamp;
use residence::names::{CaseId, Iin};

/// A signature that was accepted. Evidence is never changed, and never removed unless it is of a
/// sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The SHA-256 of the body.
    pub id: [u8; 32],
    /// The SHA-256 of the signature value alone: the same signature is accepted once, however it is
    /// wrapped ([`Taken::Signature`](crate::Taken::Signature)).
    pub signature: [u8; 32],
    /// When it was accepted.
    pub at: Timestamp,
    /// Who signed.
    pub by: Iin,
    /// The case it belongs to, if any. It need not be there.
    pub case: Option<CaseId>,
    /// It proves a sign-in and nothing else: it ends
    /// ([`Perishable::SignIns`](crate::Perishable::SignIns)).
    pub sign_in: bool,
    /// What was signed, the signature, and what its certificates were judged by, as the caller wrote
    /// it.
    pub body: String,
}
