//! Gathering every fact a judgement needs, so that judging waits for nothing.
//!
//! First what authority needs; only if the applicant may file at all, the dwelling and the people
//! around it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use residence::checks::{self, Question};
use residence::facts::{Answered, DwellingFacts, Facts, Holder, Kin, PersonFacts, Relation, Title};
use residence::intake::Application;
use residence::law::Law;
use residence::names::{AddressCode, Iin};
use residence::registration::Kind;
use store::{BookQuery, Entity, Store, StoreError};

use super::{Registers, Silent};
use crate::clock::Clock;

/// Why facts could not be gathered.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// A register does not answer: hold.
    #[error(transparent)]
    Silent(#[from] Silent),
    /// Our own store failed: try again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gathers facts for one application.
pub struct Gather<'a> {
    /// The registers.
    pub registers: &'a dyn Registers,
    /// The registration book.
    pub store: &'a dyn Store,
    /// Tells when a register answered.
    pub clock: &'a Clock,
}

impl Gather<'_> {
    /// Everything the rules read about this application.
    ///
    /// # Errors
    /// [`GatherError`] when a register or the store did not answer.
    pub async fn facts(
        &self,
        application: &Application,
        law: &Law,
        signed_on: Date,
    ) -> Result<Facts, GatherError> {
        let mut facts = self.of_authority(application).await?;
        let question = Question { application, law, signed_on, facts: &facts };
        if checks::authority(&question).passes() {
            self.of_dwelling(application, &mut facts).await?;
        }
        facts.at = (self.clock)();
        Ok(facts)
    }

    fn answered<T>(&self, is: T) -> Answered<T> {
        Answered { at: (self.clock)(), is }
    }

    async fn of_authority(&self, application: &Application) -> Result<Facts, GatherError> {
        let named: BTreeSet<Iin> = application.people().chain([application.applicant]).collect();
        let mut people = BTreeMap::new();
        let mut kin: Vec<Kin> = Vec::new();
        for iin in named {
            people.insert(iin, self.person(iin).await?);
            for tie in self.registers.kin(iin).await? {
                if !kin.contains(&tie) {
                    kin.push(tie);
                }
            }
        }
        // Being the tenant of the lease that lists somebody can give authority over them.
        let represents = application.subjects.iter().any(|iin| *iin != application.applicant);
        let leases = if represents {
            Some(self.answered(self.registers.leases(application.rka).await?))
        } else {
            None
        };
        let at: Timestamp = (self.clock)();
        Ok(Facts { at, people, kin: Answered { at, is: kin }, leases, dwelling: None })
    }

    async fn of_dwelling(
        &self,
        application: &Application,
        facts: &mut Facts,
    ) -> Result<(), GatherError> {
        let rka = application.rka;
        let address = self.answered(self.registers.address(rka).await?);
        let title = self.answered(self.title(rka).await?);
        let leases = self.answered(self.registers.leases(rka).await?);
        let book = self.book(Entity::Dwelling(rka)).await?;
        let mut registered: Vec<Iin> = book.entries.iter().map(|entry| entry.iin).collect();
        registered.sort_unstable();
        registered.dedup();
        let leaving = self.leaving(application, facts).await?;

        let hosts = title.is.as_ref().map(owners).unwrap_or_default();
        let old_owners = leaving.values().filter_map(|title| title.is.as_ref()).flat_map(owners);
        let tenants = leases.is.iter().map(|lease| lease.tenant);
        let parents = facts.kin.is.iter().filter(|tie| tie.relation == Relation::Parent);
        let parents = parents.map(|tie| tie.iin);
        let around: BTreeSet<Iin> =
            hosts.iter().copied().chain(old_owners).chain(tenants).chain(parents).collect();
        let mut locks = Vec::new();
        for owner in hosts {
            if self.registers.is_locked(owner).await? {
                locks.push(owner);
            }
        }
        for iin in around {
            if let Entry::Vacant(place) = facts.people.entry(iin) {
                place.insert(self.person(iin).await?);
            }
        }
        facts.leases = Some(leases);
        facts.dwelling = Some(DwellingFacts {
            address,
            title,
            registered: self.answered(registered),
            locks: self.answered(locks),
            leaving,
            version: book.version,
        });
        Ok(())
    }

    /// The titles of the dwellings that people would leave for good.
    async fn leaving(
        &self,
        application: &Application,
        facts: &Facts,
    ) -> Result<BTreeMap<AddressCode, Answered<Option<Title>>>, GatherError> {
        let mut leaving = BTreeMap::new();
        if application.kind == Kind::Temporary {
            return Ok(leaving);
        }
        for iin in application.people() {
            for entry in facts.registrations(iin).iter().filter(|e| e.kind == Kind::Permanent) {
                if entry.rka != application.rka && !leaving.contains_key(&entry.rka) {
                    leaving.insert(entry.rka, self.answered(self.title(entry.rka).await?));
                }
            }
        }
        Ok(leaving)
    }

    async fn title(&self, rka: AddressCode) -> Result<Option<Title>, GatherError> {
        Ok(Title::of_rows(&self.registers.titles(rka).await?))
    }

    async fn book(&self, of: Entity) -> Result<store::BookPage, GatherError> {
        Ok(self.store.book(BookQuery { of, closed_too: false }).await?)
    }

    async fn person(&self, iin: Iin) -> Result<PersonFacts, GatherError> {
        let person = self.answered(self.registers.person(iin).await?);
        let capacity = self.answered(self.registers.capacity(iin).await?);
        let phone = self.answered(self.registers.phone(iin).await?);
        let book = self.book(Entity::Person(iin)).await?;
        let registrations = self.answered(book.entries);
        Ok(PersonFacts { person, capacity, phone, registrations, version: book.version })
    }
}

fn owners(title: &Title) -> Vec<Iin> {
    let person = |holder: &Holder| match holder {
        Holder::Person(iin) => Some(*iin),
        Holder::Organisation(_) | Holder::Unidentified => None,
    };
    title.holders.iter().filter_map(person).collect()
}
