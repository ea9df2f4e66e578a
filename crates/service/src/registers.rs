//! The registers of the state, as narrow as the decision needs them.
//!
//! One trait, one method a question. A register that does not answer is [`Silent`]: that is no
//! fact, and the case waits. The snapshots in the store answer at once; a gateway connector
//! implements the same trait later.

pub mod gather;
pub mod import;
mod snapshot;
mod watched;

pub use snapshot::Snapshots;
pub use watched::Watched;

use async_trait::async_trait;
use residence::facts::{Address, Capacity, Kin, Lease, Person, PhoneBinding, Register, TitleRow};
use residence::names::{AddressCode, Iin};

/// A register did not answer, or not in a form that can be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the register `{}` does not answer", .0.as_str())]
pub struct Silent(pub Register);

/// What is asked of the registers.
#[async_trait]
pub trait Registers: Send + Sync {
    /// A person by ИИН.
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn person(&self, iin: Iin) -> Result<Option<Person>, Silent>;

    /// Court decisions on somebody's capacity.
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn capacity(&self, iin: Iin) -> Result<Vec<Capacity>, Silent>;

    /// Ties of a person to others, both ways, ended ones too.
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn kin(&self, iin: Iin) -> Result<Vec<Kin>, Silent>;

    /// The mobile number of a person.
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn phone(&self, iin: Iin) -> Result<Option<PhoneBinding>, Silent>;

    /// An address by РКА.
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn address(&self, rka: AddressCode) -> Result<Option<Address>, Silent>;

    /// Rights of ownership at an address.
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn titles(&self, rka: AddressCode) -> Result<Vec<TitleRow>, Silent>;

    /// Leases of state rental housing at an address, ended ones too.
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn leases(&self, rka: AddressCode) -> Result<Vec<Lease>, Silent>;

    /// Whether an owner has switched on "always refuse".
    ///
    /// # Errors
    /// [`Silent`] when the register does not answer.
    async fn is_locked(&self, owner: Iin) -> Result<bool, Silent>;
}
