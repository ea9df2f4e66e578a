//! What book and registers say of an act.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use residence::act::{ActDwelling, ActFacts, ActPerson, Matter};
use residence::facts::{Holder, Relation};
use residence::law::day;
use residence::names::{AddressCode, Iin};
use store::{BookQuery, Entity};

use super::Refusal;
use crate::app::App;

impl App {
    /// Everything an act is looked at with.
    pub(super) async fn act_facts(&self, matter: &Matter) -> Result<ActFacts, Refusal> {
        let mut people = BTreeMap::new();
        let mut places: Vec<AddressCode> = matter.rka.into_iter().collect();
        for iin in [Some(matter.person), matter.mother].into_iter().flatten() {
            let query = BookQuery { of: Entity::Person(iin), closed_too: true };
            let page = self.store.book(query).await?;
            places.extend(page.entries.iter().map(|entry| entry.rka));
            let row =
                ActPerson { entries: page.entries, version: page.version, ..self.row(iin).await? };
            people.insert(iin, row);
        }
        let today = day(self.now());
        let ties = self.registers.kin(matter.person).await?;
        let parents: Vec<Iin> = ties
            .iter()
            .filter(|tie| {
                tie.of == matter.person && tie.relation == Relation::Parent && tie.holds_on(today)
            })
            .map(|tie| tie.iin)
            .collect();
        places.sort_unstable();
        places.dedup();
        let mut dwellings = BTreeMap::new();
        for rka in places {
            dwellings.insert(rka, self.act_dwelling(rka, today).await?);
        }
        let hosts = dwellings.values().flat_map(|dwelling: &ActDwelling| dwelling.hosts.clone());
        for iin in parents.iter().copied().chain(hosts).collect::<Vec<_>>() {
            if let Entry::Vacant(slot) = people.entry(iin) {
                slot.insert(self.row(iin).await?);
            }
        }
        Ok(ActFacts { at: self.now(), people, dwellings, parents })
    }

    async fn row(&self, iin: Iin) -> Result<ActPerson, Refusal> {
        let person = self.registers.person(iin).await?;
        let phone = self.registers.phone(iin).await?.map(|binding| binding.phone);
        Ok(ActPerson { person, phone, entries: Vec::new(), version: 0 })
    }

    async fn act_dwelling(&self, rka: AddressCode, today: Date) -> Result<ActDwelling, Refusal> {
        let titles = self.registers.titles(rka).await?;
        let mut hosts: Vec<Iin> = titles
            .iter()
            .filter_map(|title| match title.owner {
                Some(Holder::Person(iin)) => Some(iin),
                Some(Holder::Organisation(_) | Holder::Unidentified) | None => None,
            })
            .collect();
        let leases = self.registers.leases(rka).await?;
        hosts.extend(leases.iter().filter(|lease| lease.in_force_on(today)).map(|l| l.tenant));
        hosts.sort_unstable();
        hosts.dedup();
        let query = BookQuery { of: Entity::Dwelling(rka), closed_too: false };
        let version = self.store.book(query).await?.version;
        Ok(ActDwelling { address: self.registers.address(rka).await?, hosts, version })
    }
}
