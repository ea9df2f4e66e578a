//! The decision: who may be registered at which address, and why.
//!
//! The way of an application reads down these modules:
//!
//! 1. [`intake`]: a filled-in form becomes an [`intake::Application`], or every field that is wrong
//!    is named.
//! 2. [`facts`]: what the registers answered, each answer with its time.
//! 3. [`checks`]: the rules, one a file, in three stages: authority, state of things, consent.
//! 4. [`consent`]: who must agree, until when, who did.
//! 5. [`decision`]: approved, refused with its [`ground`]s, or referred.
//! 6. [`registration`]: what an approval changes in the registration book.
//! 7. [`notice`]: whom to tell what.
//!
//! [`case`] is the machine that drives it: `Case::apply(event, at)` gives the next state and
//! everything that follows from it. [`law`] holds every number, dated and cited.
//!
//! This crate does no IO, knows no clock and draws no random number: time, randomness and ids are
//! arguments. So a decision can be computed again, years later, to the same result.

pub mod act;
pub mod case;
pub mod checks;
pub mod consent;
pub mod decision;
pub mod facts;
pub mod ground;
pub mod intake;
pub mod law;
pub mod names;
pub mod notice;
pub mod registration;
pub mod retention;
