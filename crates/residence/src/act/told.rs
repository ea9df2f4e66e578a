//! Who is told of an act: the person, the parents of a child, the owners or tenants of the dwellings.

use std::collections::BTreeSet;

use super::{Act, ActFacts, ActKind};
use crate::names::{AddressCode, Iin};
use crate::notice::{Contact, Message, Notice};
use crate::registration::BookChange;

/// Full years of age from which nobody tells the parents.
const GROWN: i16 = 18;

/// Each is told once, of what concerns them most.
pub(super) fn notices(act: &Act, changes: &[BookChange], facts: &ActFacts) -> Vec<Notice> {
    let (kind, number) = (act.matter.kind, act.number);
    let person = act.matter.person;
    let row = facts.people.get(&person);
    let today = crate::law::day(facts.at);
    let grown =
        row.and_then(|row| row.person.as_ref()).is_some_and(|row| row.age_on(today) >= GROWN);
    let own = match kind {
        ActKind::Birth => Message::Born,
        ActKind::Death
        | ActKind::Emigration
        | ActKind::CourtRemoval
        | ActKind::CourtRegistration
        | ActKind::Annulment
        | ActKind::Correction
        | ActKind::Restoration => Message::ByAct { act: kind, number },
    };
    let mut round = Vec::new();
    // Nobody writes to the dead, and a newborn reads nothing.
    if !matches!(kind, ActKind::Death | ActKind::Birth) {
        round.push((person, own));
    }
    if !grown {
        round.extend(facts.parents.iter().map(|parent| (*parent, own)));
    }
    let opened: BTreeSet<AddressCode> = changes.iter().filter_map(opened_at).collect();
    for rka in &opened {
        let there = Message::ThereByAct { act: kind, number };
        round.extend(hosts(facts, *rka).map(|host| (host, there)));
    }
    for rka in changes.iter().filter_map(|change| closed_at(change, facts, person)) {
        if !opened.contains(&rka) {
            round.extend(hosts(facts, rka).map(|host| (host, Message::Left)));
        }
    }
    let mut told = BTreeSet::new();
    let first = round.into_iter().filter(|(to, _)| told.insert(*to));
    first.map(|(to, message)| Notice { to, contact: contact(facts, to), message }).collect()
}

fn contact(facts: &ActFacts, iin: Iin) -> Contact {
    let row = facts.people.get(&iin);
    let language = row.and_then(|row| row.person.as_ref()).map(|row| row.language);
    Contact { phone: row.and_then(|row| row.phone), language: language.unwrap_or_default() }
}

fn hosts(facts: &ActFacts, rka: AddressCode) -> impl Iterator<Item = Iin> + '_ {
    facts.dwellings.get(&rka).into_iter().flat_map(|dwelling| dwelling.hosts.iter().copied())
}

const fn opened_at(change: &BookChange) -> Option<AddressCode> {
    match change {
        BookChange::Open(entry) => Some(entry.rka),
        BookChange::Close { .. } => None,
    }
}

fn closed_at(change: &BookChange, facts: &ActFacts, person: Iin) -> Option<AddressCode> {
    match change {
        BookChange::Close { id, .. } => {
            let entries = &facts.people.get(&person)?.entries;
            entries.iter().find(|entry| entry.id == *id).map(|entry| entry.rka)
        }
        BookChange::Open(_) => None,
    }
}
