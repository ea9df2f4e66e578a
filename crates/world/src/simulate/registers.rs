//! The registers of the state as a seed has them: silent, slow, and changing their answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use residence::facts::{
    Address, Capacity, Facts, Holder, Kin, Lease, Person, PhoneBinding, Register, TitleRow,
};
use residence::intake::Application;
use residence::names::{AddressCode, Iin, Phone};
use service::registers::{Registers, Silent};

use super::bugs::Bug;
use super::marks::Mark;
use super::town::{MINUTE, SECOND, Town};
use crate::population::Snapshot;

/// What is on record.
#[derive(Debug, Default)]
pub(super) struct Books {
    persons: BTreeMap<Iin, Person>,
    kin: BTreeMap<Iin, Vec<Kin>>,
    capacity: BTreeMap<Iin, Vec<Capacity>>,
    phones: BTreeMap<Iin, PhoneBinding>,
    addresses: BTreeMap<AddressCode, Address>,
    /// Every state of the titles of a dwelling, with the true time from which it was so.
    titles: BTreeMap<AddressCode, Vec<(i64, Vec<TitleRow>)>>,
    leases: BTreeMap<AddressCode, Vec<Lease>>,
    /// Until when each register is silent.
    silent: BTreeMap<Register, i64>,
    /// What a planted defect keeps of the titles it once read.
    read_once: BTreeMap<AddressCode, Vec<TitleRow>>,
}

impl Books {
    /// What a snapshot says.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut books = Self::default();
        books.persons.extend(snapshot.persons.iter().map(|person| (person.iin, person.clone())));
        for tie in &snapshot.kin {
            books.kin.entry(tie.iin).or_default().push(*tie);
            books.kin.entry(tie.of).or_default().push(*tie);
        }
        for row in &snapshot.capacity {
            books.capacity.entry(row.iin).or_default().push(row.clone());
        }
        books.phones.extend(snapshot.phones.iter().map(|binding| (binding.iin, *binding)));
        books.addresses.extend(snapshot.addresses.iter().map(|a| (a.rka, a.clone())));
        let mut titles: BTreeMap<_, Vec<TitleRow>> = BTreeMap::new();
        for row in &snapshot.titles {
            titles.entry(row.rka).or_default().push(row.clone());
        }
        books.titles.extend(titles.into_iter().map(|(rka, rows)| (rka, vec![(i64::MIN, rows)])));
        for lease in &snapshot.leases {
            books.leases.entry(lease.rka).or_default().push(lease.clone());
        }
        books
    }

    /// Whether there is such a person.
    pub(super) fn knows(&self, iin: Iin) -> bool {
        self.persons.contains_key(&iin)
    }

    /// Whether the facts say just what is on record of what never changes here: courts, kin, the
    /// address, leases.
    pub(super) fn agree(&self, application: &Application, facts: &Facts) -> bool {
        let courts = facts.people.iter().all(|(iin, person)| {
            person.capacity.is == self.capacity.get(iin).cloned().unwrap_or_default()
        });
        let named = application.people().chain([application.applicant]);
        let mut ties = named.flat_map(|iin| self.kin.get(&iin).into_iter().flatten());
        let kin = ties.all(|tie| facts.kin.is.contains(tie));
        let leases = facts.leases.as_ref().map(|leases| leases.is.as_slice()).unwrap_or_default();
        let kept = self.leases.get(&application.rka).map(Vec::as_slice).unwrap_or_default();
        let address = facts.dwelling.as_ref().and_then(|dwelling| dwelling.address.is.as_ref());
        courts && kin && leases == kept && address == self.addresses.get(&application.rka)
    }

    /// The titles of a dwelling as they were at some moment between two true times.
    pub(super) fn titles_between(
        &self,
        rka: AddressCode,
        from: i64,
        to: i64,
    ) -> impl Iterator<Item = &[TitleRow]> {
        let all = self.titles.get(&rka).map(Vec::as_slice).unwrap_or_default();
        let ends = all.iter().skip(1).map(|(since, _)| *since).chain([i64::MAX]);
        let held = all.iter().zip(ends);
        let meets =
            move |((since, _), end): &(&(i64, Vec<TitleRow>), i64)| *since <= to && *end >= from;
        held.filter(meets).map(|((_, rows), _)| rows.as_slice())
    }

    /// Somebody else owns it from now on.
    pub(super) fn sell(&mut self, rka: AddressCode, to: Iin, now: i64) {
        let Some(states) = self.titles.get_mut(&rka) else { return };
        let Some((_, rows)) = states.last() else { return };
        let mut rows = rows.clone();
        if let Some(row) = rows.first_mut() {
            row.owner = Some(Holder::Person(to));
            states.push((now, rows));
        }
    }

    /// Somebody has another number from now on.
    pub(super) fn bind(&mut self, iin: Iin, phone: Phone) {
        if let Some(binding) = self.phones.get_mut(&iin) {
            binding.phone = phone;
        }
    }
}

/// The registers as a node asks them.
pub(super) struct Asked {
    pub(super) town: Arc<Town>,
}

impl Asked {
    async fn ask<T: Default>(
        &self,
        register: Register,
        answer: impl FnOnce(&mut Books) -> T,
    ) -> Result<T, Silent> {
        let (town, faults) = (&self.town, &self.town.faults);
        if town.wrong(faults.slow_register) {
            town.hit(Mark::SlowRegister);
            town.sleep(town.within(20 * SECOND)).await;
        } else if town.odds(faults.yields) {
            town.moment.turn().await;
        }
        let now = town.moment.now();
        if town.wrong(faults.silent) {
            let until = now + town.within(10 * MINUTE);
            town.books().silent.insert(register, until);
        }
        let silent = town.books().silent.get(&register).is_some_and(|until| *until > now);
        if silent && !town.is_calm() {
            if town.has(Bug::SilentIsEmpty) {
                return Ok(T::default());
            }
            return Err(Silent(register));
        }
        Ok(answer(&mut town.books()))
    }
}

#[async_trait]
impl Registers for Asked {
    async fn person(&self, iin: Iin) -> Result<Option<Person>, Silent> {
        self.ask(Register::Persons, |books| books.persons.get(&iin).cloned()).await
    }

    async fn capacity(&self, iin: Iin) -> Result<Vec<Capacity>, Silent> {
        self.ask(Register::Capacity, |books| books.capacity.get(&iin).cloned().unwrap_or_default())
            .await
    }

    async fn kin(&self, iin: Iin) -> Result<Vec<Kin>, Silent> {
        self.ask(Register::Kin, |books| books.kin.get(&iin).cloned().unwrap_or_default()).await
    }

    async fn phone(&self, iin: Iin) -> Result<Option<PhoneBinding>, Silent> {
        self.ask(Register::Phones, |books| books.phones.get(&iin).copied()).await
    }

    async fn address(&self, rka: AddressCode) -> Result<Option<Address>, Silent> {
        self.ask(Register::Addresses, |books| books.addresses.get(&rka).cloned()).await
    }

    async fn titles(&self, rka: AddressCode) -> Result<Vec<TitleRow>, Silent> {
        let once = self.town.has(Bug::OwnersReadOnce);
        self.ask(Register::Titles, |books| {
            if let Some(rows) = books.read_once.get(&rka) {
                return rows.clone();
            }
            let states = books.titles.get(&rka).and_then(|states| states.last());
            let rows = states.map(|(_, rows)| rows.clone()).unwrap_or_default();
            if once {
                books.read_once.insert(rka, rows.clone());
            }
            rows
        })
        .await
    }

    async fn leases(&self, rka: AddressCode) -> Result<Vec<Lease>, Silent> {
        self.ask(Register::Leases, |books| books.leases.get(&rka).cloned().unwrap_or_default())
            .await
    }

    async fn is_locked(&self, _owner: Iin) -> Result<bool, Silent> {
        self.ask(Register::Locks, |_| false).await
    }
}
