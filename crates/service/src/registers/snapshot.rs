//! Registers as snapshots in the store.

use std::sync::Arc;

use async_trait::async_trait;
use residence::facts::{Address, Capacity, Kin, Lease, Person, PhoneBinding, Register, TitleRow};
use residence::names::{AddressCode, Iin};
use serde::de::DeserializeOwned;
use store::{Name, RegisterKind, RegisterQuery, Store};

use super::{Registers, Silent};

/// Answers from the snapshots that `tirkeu import` loaded.
pub struct Snapshots {
    store: Arc<dyn Store>,
}

impl Snapshots {
    /// Reads from this store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store }
    }

    async fn rows<T: DeserializeOwned>(
        &self,
        register: Register,
        kind: RegisterKind,
        name: Name,
    ) -> Result<Vec<T>, Silent> {
        let rows = self.store.register(&RegisterQuery { kind, name }).await.map_err(|error| {
            tracing::error!(register = register.as_str(), %error, "snapshot cannot be read");
            Silent(register)
        })?;
        let read: Result<Vec<T>, _> = rows.iter().map(|row| serde_json::from_str(row)).collect();
        read.map_err(|error| {
            tracing::error!(register = register.as_str(), %error, "snapshot row is damaged");
            Silent(register)
        })
    }
}

#[async_trait]
impl Registers for Snapshots {
    async fn person(&self, iin: Iin) -> Result<Option<Person>, Silent> {
        let name = Name::Key(iin.to_string());
        let rows = self.rows(Register::Persons, RegisterKind::Persons, name).await?;
        Ok(rows.into_iter().next())
    }

    async fn capacity(&self, iin: Iin) -> Result<Vec<Capacity>, Silent> {
        let name = Name::Key(iin.to_string());
        self.rows(Register::Capacity, RegisterKind::Capacity, name).await
    }

    async fn kin(&self, iin: Iin) -> Result<Vec<Kin>, Silent> {
        let own = Name::Key(iin.to_string());
        let mut rows = self.rows(Register::Kin, RegisterKind::Kin, own).await?;
        let other = Name::Other(iin.to_string());
        rows.extend(self.rows::<Kin>(Register::Kin, RegisterKind::Kin, other).await?);
        Ok(rows)
    }

    async fn phone(&self, iin: Iin) -> Result<Option<PhoneBinding>, Silent> {
        let name = Name::Key(iin.to_string());
        let rows = self.rows(Register::Phones, RegisterKind::Phones, name).await?;
        Ok(rows.into_iter().next())
    }

    async fn address(&self, rka: AddressCode) -> Result<Option<Address>, Silent> {
        let name = Name::Key(rka.to_string());
        let rows = self.rows(Register::Addresses, RegisterKind::Addresses, name).await?;
        Ok(rows.into_iter().next())
    }

    async fn titles(&self, rka: AddressCode) -> Result<Vec<TitleRow>, Silent> {
        self.rows(Register::Titles, RegisterKind::Titles, Name::Key(rka.to_string())).await
    }

    async fn leases(&self, rka: AddressCode) -> Result<Vec<Lease>, Silent> {
        self.rows(Register::Leases, RegisterKind::Leases, Name::Key(rka.to_string())).await
    }

    async fn is_locked(&self, owner: Iin) -> Result<bool, Silent> {
        let name = Name::Key(owner.to_string());
        let rows: Vec<serde_json::Value> =
            self.rows(Register::Locks, RegisterKind::Locks, name).await?;
        Ok(!rows.is_empty())
    }
}
