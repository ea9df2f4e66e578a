//! How a row is kept: under which key and names, and whose version it moves.

use residence::facts::{Address, Holder, Kin, Language, Lease, TitleRow};
use serde::Serialize;
use store::{Entity, ImportRow, RegisterKind};

use super::Row;

/// What the store is to keep of a row, as [`RegisterKind`] describes it; `None` for a birth, which
/// is an event to be carried out.
///
/// Told apart under one key: ties of kin by the other person and the relation, court decisions by
/// their first day, rights of ownership by owner and document, leases by tenant and first day.
#[must_use]
pub fn to_import(row: Row) -> Option<ImportRow> {
    match row {
        Row::Person(person) => {
            let moves = Some(Entity::Person(person.iin));
            kept(RegisterKind::Persons, &person, Names { moves, ..Names::key(person.iin) })
        }
        Row::Kin(tie) => kin(&tie),
        Row::Address(address) => self::address(&address),
        Row::Title(right) => title(&right),
        Row::Lease(lease) => self::lease(&lease),
        Row::Phone(binding) => {
            let others = vec![binding.phone.to_string()];
            let moves = Some(Entity::Person(binding.iin));
            let names = Names { others, moves, ..Names::key(binding.iin) };
            kept(RegisterKind::Phones, &binding, names)
        }
        Row::Capacity(decision) => {
            let part = decision.from.to_string();
            let moves = Some(Entity::Person(decision.iin));
            let names = Names { part, moves, ..Names::key(decision.iin) };
            kept(RegisterKind::Capacity, &decision, names)
        }
        Row::Registration(entry) => Some(ImportRow::Entry(entry)),
        Row::Territory(territory) => {
            kept(RegisterKind::Kato, &territory, Names::key(territory.kato))
        }
        Row::Total(total) => {
            let names = Names { part: total.channel.clone(), ..Names::key(&total.month) };
            kept(RegisterKind::Totals, &total, names)
        }
        Row::Birth(_) => None,
    }
}

/// What a row is kept under.
#[derive(Default)]
struct Names {
    key: String,
    part: String,
    others: Vec<String>,
    search: Option<String>,
    moves: Option<Entity>,
}

impl Names {
    fn key(key: impl ToString) -> Self {
        Self { key: key.to_string(), ..Self::default() }
    }
}

fn kept(kind: RegisterKind, row: &impl Serialize, names: Names) -> Option<ImportRow> {
    // Writing these types as JSON cannot fail: their keys are texts and their numbers finite.
    let body = serde_json::to_string(row).ok()?;
    let Names { key, part, others, search, moves } = names;
    Some(ImportRow::Register { kind, key, part, others, search, body, moves })
}

fn kin(tie: &Kin) -> Option<ImportRow> {
    // Without the last day: a row that says when a tie ended replaces the one that said it holds.
    let relation = serde_json::to_string(&tie.relation).ok()?;
    let part = format!("{} {}", tie.of, relation.trim_matches('"'));
    // The version of the represented side moves: that is the subject an application is judged on.
    let moves = Some(Entity::Person(tie.of));
    let others = vec![tie.of.to_string()];
    kept(RegisterKind::Kin, tie, Names { part, others, moves, ..Names::key(tie.iin) })
}

fn address(address: &Address) -> Option<ImportRow> {
    let others = address.building.iter().map(ToString::to_string).collect();
    let lines = [Language::Kk, Language::Ru].map(|language| address.line(language));
    let moves = Some(Entity::Dwelling(address.rka));
    let names = Names { others, search: Some(lines.join(" ")), moves, ..Names::key(address.rka) };
    kept(RegisterKind::Addresses, address, names)
}

fn title(right: &TitleRow) -> Option<ImportRow> {
    let (owner, number) = match right.owner {
        Some(Holder::Person(iin)) => (iin.to_string(), Some(iin.to_string())),
        Some(Holder::Organisation(bin)) => (bin.to_string(), Some(bin.to_string())),
        Some(Holder::Unidentified) => ("unidentified".to_owned(), None),
        None => (String::new(), None),
    };
    let part = format!("{owner} {}", right.document);
    let moves = Some(Entity::Dwelling(right.rka));
    let others = number.into_iter().collect();
    let names = Names { part, others, moves, ..Names::key(right.rka) };
    kept(RegisterKind::Titles, right, names)
}

fn lease(lease: &Lease) -> Option<ImportRow> {
    let people = std::iter::once(&lease.tenant).chain(&lease.listed);
    let mut others: Vec<String> = people.map(ToString::to_string).collect();
    others.sort_unstable();
    others.dedup();
    let part = format!("{} {}", lease.tenant, lease.from);
    let moves = Some(Entity::Dwelling(lease.rka));
    kept(RegisterKind::Leases, lease, Names { part, others, moves, ..Names::key(lease.rka) })
}
