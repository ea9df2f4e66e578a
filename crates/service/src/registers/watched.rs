//! Registers whose answers and silences are noted as they come.

use std::sync::Arc;

use async_trait::async_trait;
use residence::facts::{Address, Capacity, Kin, Lease, Person, PhoneBinding, Register, TitleRow};
use residence::names::{AddressCode, Iin};

use super::{Registers, Silent};
use crate::clock::Clock;
use crate::pulse::Pulse;

/// Registers, and where it is noted how they answer.
pub struct Watched {
    registers: Arc<dyn Registers>,
    pulse: Arc<Pulse>,
    clock: Clock,
}

impl Watched {
    /// These registers, watched.
    #[must_use]
    pub fn new(registers: Arc<dyn Registers>, pulse: Arc<Pulse>, clock: Clock) -> Self {
        Self { registers, pulse, clock }
    }

    fn noted<T>(&self, register: Register, answer: Result<T, Silent>) -> Result<T, Silent> {
        self.pulse.note(register, answer.is_ok(), (self.clock)());
        answer
    }
}

#[async_trait]
impl Registers for Watched {
    async fn person(&self, iin: Iin) -> Result<Option<Person>, Silent> {
        self.noted(Register::Persons, self.registers.person(iin).await)
    }

    async fn capacity(&self, iin: Iin) -> Result<Vec<Capacity>, Silent> {
        self.noted(Register::Capacity, self.registers.capacity(iin).await)
    }

    async fn kin(&self, iin: Iin) -> Result<Vec<Kin>, Silent> {
        self.noted(Register::Kin, self.registers.kin(iin).await)
    }

    async fn phone(&self, iin: Iin) -> Result<Option<PhoneBinding>, Silent> {
        self.noted(Register::Phones, self.registers.phone(iin).await)
    }

    async fn address(&self, rka: AddressCode) -> Result<Option<Address>, Silent> {
        self.noted(Register::Addresses, self.registers.address(rka).await)
    }

    async fn titles(&self, rka: AddressCode) -> Result<Vec<TitleRow>, Silent> {
        self.noted(Register::Titles, self.registers.titles(rka).await)
    }

    async fn leases(&self, rka: AddressCode) -> Result<Vec<Lease>, Silent> {
        self.noted(Register::Leases, self.registers.leases(rka).await)
    }

    async fn is_locked(&self, owner: Iin) -> Result<bool, Silent> {
        self.noted(Register::Locks, self.registers.is_locked(owner).await)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::pulse::State;

    /// Knows nobody, and nothing of dwellings.
    struct Deaf;

    #[async_trait]
    impl Registers for Deaf {
        async fn person(&self, _: Iin) -> Result<Option<Person>, Silent> {
            Ok(None)
        }
        async fn capacity(&self, _: Iin) -> Result<Vec<Capacity>, Silent> {
            Err(Silent(Register::Capacity))
        }
        async fn kin(&self, _: Iin) -> Result<Vec<Kin>, Silent> {
            Err(Silent(Register::Kin))
        }
        async fn phone(&self, _: Iin) -> Result<Option<PhoneBinding>, Silent> {
            Ok(None)
        }
        async fn address(&self, _: AddressCode) -> Result<Option<Address>, Silent> {
            Err(Silent(Register::Addresses))
        }
        async fn titles(&self, _: AddressCode) -> Result<Vec<TitleRow>, Silent> {
            Err(Silent(Register::Titles))
        }
        async fn leases(&self, _: AddressCode) -> Result<Vec<Lease>, Silent> {
            Ok(Vec::new())
        }
        async fn is_locked(&self, _: Iin) -> Result<bool, Silent> {
            Ok(false)
        }
    }

    #[tokio::test]
    async fn every_question_is_noted_under_its_register() {
        let (now, pulse) = (Timestamp::UNIX_EPOCH, Arc::<Pulse>::default());
        let watched = Watched::new(Arc::new(Deaf), Arc::clone(&pulse), Arc::new(move || now));
        let iin: Iin = "850101300124".parse().unwrap();
        let state = |register| pulse.heard(register).state(now);
        assert_eq!(state(Register::Persons), State::NotAsked);
        watched.person(iin).await.unwrap();
        watched.phone(iin).await.unwrap();
        watched.is_locked(iin).await.unwrap();
        watched.kin(iin).await.unwrap_err();
        watched.capacity(iin).await.unwrap_err();
        for answers in [Register::Persons, Register::Phones, Register::Locks] {
            assert_eq!(state(answers), State::Answers, "{answers:?}");
        }
        for silent in [Register::Kin, Register::Capacity] {
            assert_eq!(state(silent), State::Silent, "{silent:?}");
        }
        assert_eq!(state(Register::Titles), State::NotAsked);
    }
}
