//! What an act does to the registration book.

use jiff::Timestamp;

use super::{ActFacts, ActFault, ActKind, Matter};
use crate::case::RestsOn;
use crate::facts::PersonStatus;
use crate::law::day;
use crate::names::{AddressCode, Iin, RegistrationId};
use crate::registration::{BookChange, Entry, Kind, Seed, birth};

/// What changes, or why nothing can.
pub(super) fn changes(
    matter: &Matter,
    facts: &ActFacts,
    (by, seed): (String, Seed),
    at: Timestamp,
) -> Result<Vec<BookChange>, ActFault> {
    let book = Book { matter, facts, by, seed, at };
    book.known(matter.person)?;
    match matter.kind {
        ActKind::Death | ActKind::Emigration => book.close_all(),
        ActKind::CourtRemoval => Ok(vec![book.close(book.open_entry()?)]),
        ActKind::CourtRegistration => book.court_registration(),
        ActKind::Annulment => book.annulment(),
        ActKind::Birth => book.birth(),
        ActKind::Correction => book.correction(),
        ActKind::Restoration => book.restoration(),
    }
}

/// The versions of everybody whose entries were looked at, and of the dwelling somebody moves into.
pub(super) fn rests_on(matter: &Matter, changes: &[BookChange], facts: &ActFacts) -> RestsOn {
    let people = [Some(matter.person), matter.mother].into_iter().flatten();
    let version = |iin| facts.people.get(&iin).map(|person| (iin, person.version));
    let opened = changes.iter().find_map(|change| match change {
        BookChange::Open(entry) => Some(entry.rka),
        BookChange::Close { .. } => None,
    });
    let dwelling = opened.and_then(|rka| Some((rka, facts.dwellings.get(&rka)?.version)));
    RestsOn { people: people.filter_map(version).collect(), dwelling }
}

struct Book<'a> {
    matter: &'a Matter,
    facts: &'a ActFacts,
    by: String,
    seed: Seed,
    at: Timestamp,
}

impl<'a> Book<'a> {
    fn known(&self, iin: Iin) -> Result<(), ActFault> {
        let known = self.facts.people.get(&iin).is_some_and(|person| person.person.is_some());
        if known { Ok(()) } else { Err(ActFault::NoPerson) }
    }

    fn entries(&self, iin: Iin) -> &'a [Entry] {
        self.facts.people.get(&iin).map(|person| person.entries.as_slice()).unwrap_or_default()
    }

    fn own(&self) -> &'a [Entry] {
        self.entries(self.matter.person)
    }

    fn open(&self) -> impl Iterator<Item = &'a Entry> {
        self.own().iter().filter(|entry| entry.closed_at.is_none())
    }

    fn entry(&self) -> Result<&'a Entry, ActFault> {
        let named = self.own().iter().find(|entry| Some(entry.id) == self.matter.entry);
        named.ok_or(ActFault::NoEntry)
    }

    fn open_entry(&self) -> Result<&'a Entry, ActFault> {
        let entry = self.entry()?;
        if entry.closed_at.is_some() { Err(ActFault::EntryClosed) } else { Ok(entry) }
    }

    /// Nothing is closed before it was opened, though a clock was set back meanwhile.
    fn close(&self, entry: &Entry) -> BookChange {
        BookChange::Close { id: entry.id, at: self.at.max(entry.opened_at), by: self.by.clone() }
    }

    fn close_all(&self) -> Result<Vec<BookChange>, ActFault> {
        let closed: Vec<BookChange> = self.open().map(|entry| self.close(entry)).collect();
        if closed.is_empty() { Err(ActFault::NothingOpen) } else { Ok(closed) }
    }

    /// A new entry like this one, at this address.
    fn like(&self, entry: &Entry, rka: AddressCode) -> BookChange {
        let after = self.own().iter().map(|entry| entry.opened_at).chain([self.at]).max();
        BookChange::Open(Entry {
            id: RegistrationId::from_random(self.seed.draw("registration", 0)),
            iin: self.matter.person,
            rka,
            kind: entry.kind,
            opened_at: after.unwrap_or(self.at),
            until: entry.until,
            closed_at: None,
            opened_by: self.by.clone(),
            closed_by: None,
        })
    }

    /// The address that is named, if it can be lived at.
    fn address(&self) -> Result<AddressCode, ActFault> {
        let rka = self.matter.rka.ok_or(ActFault::NoAddress)?;
        let row = self.facts.dwellings.get(&rka).and_then(|dwelling| dwelling.address.as_ref());
        match row {
            Some(address) if address.actual && address.living => Ok(rka),
            Some(_) | None => Err(ActFault::NoAddress),
        }
    }

    fn court_registration(&self) -> Result<Vec<BookChange>, ActFault> {
        let rka = self.address()?;
        let permanent: Vec<&Entry> =
            self.open().filter(|entry| entry.kind == Kind::Permanent).collect();
        if permanent.iter().any(|entry| entry.rka == rka) {
            return Err(ActFault::SameAddress);
        }
        // A stay at the very address ends, so that nobody counts twice there.
        let ends = self.open().filter(|entry| entry.kind == Kind::Permanent || entry.rka == rka);
        let mut changes: Vec<BookChange> = ends.map(|entry| self.close(entry)).collect();
        let model = Entry {
            id: RegistrationId::from_random(0),
            iin: self.matter.person,
            rka,
            kind: Kind::Permanent,
            opened_at: self.at,
            until: None,
            closed_at: None,
            opened_by: String::new(),
            closed_by: None,
        };
        changes.push(self.like(&model, rka));
        Ok(changes)
    }

    /// The annulled entry is closed; what it had closed is opened again.
    fn annulment(&self) -> Result<Vec<BookChange>, ActFault> {
        let entry = self.open_entry()?;
        let mut changes = vec![self.close(entry)];
        let before = self.own().iter().rev().find(|other| {
            other.id != entry.id
                && other.kind == Kind::Permanent
                && entry.kind == Kind::Permanent
                && other.closed_by.as_deref() == Some(entry.opened_by.as_str())
        });
        changes.extend(before.map(|before| self.like(before, before.rka)));
        Ok(changes)
    }

    fn birth(&self) -> Result<Vec<BookChange>, ActFault> {
        let mother = self.matter.mother.ok_or(ActFault::NotTheMother)?;
        let child = self.facts.people.get(&self.matter.person);
        let row = child.and_then(|child| child.person.as_ref()).ok_or(ActFault::NoPerson)?;
        if row.status != PersonStatus::Active {
            return Err(ActFault::NoPerson);
        }
        if !self.facts.parents.contains(&mother) {
            return Err(ActFault::NotTheMother);
        }
        if !self.own().is_empty() {
            return Err(ActFault::ChildRegistered);
        }
        match birth(self.matter.person, self.entries(mother), self.seed, self.at) {
            Some(BookChange::Open(entry)) => {
                Ok(vec![BookChange::Open(Entry { opened_by: self.by.clone(), ..entry })])
            }
            Some(BookChange::Close { .. }) | None => Err(ActFault::MotherNowhere),
        }
    }

    fn correction(&self) -> Result<Vec<BookChange>, ActFault> {
        let entry = self.open_entry()?;
        let rka = self.address()?;
        if entry.rka == rka {
            return Err(ActFault::SameAddress);
        }
        Ok(vec![self.close(entry), self.like(entry, rka)])
    }

    fn restoration(&self) -> Result<Vec<BookChange>, ActFault> {
        let entry = self.entry()?;
        if entry.closed_at.is_none() {
            return Err(ActFault::EntryOpen);
        }
        if entry.until.is_some_and(|until| until <= day(self.at)) {
            return Err(ActFault::TermOver);
        }
        let taken = self.open().any(|other| {
            (other.kind == Kind::Permanent && entry.kind == Kind::Permanent)
                || (other.rka, other.kind) == (entry.rka, entry.kind)
        });
        if taken { Err(ActFault::HasPermanent) } else { Ok(vec![self.like(entry, entry.rka)]) }
    }
}
