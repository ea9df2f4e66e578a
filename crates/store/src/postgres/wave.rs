//! Which units go to the database together.
//!
//! A *wave* is units of which none touches what another one decides by: each statement then serves
//! all of them at once, and its count says whether every unit was right. Where one was not, the wave
//! is taken back and done again by halves, down to the unit that is refused.
//!
//! A unit that writes the same thing twice is cut into *steps*, each of which writes it once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use residence::names::CaseId;

use crate::{BookWrite, Entity, RecordWrite, Settle, SlipWrite, Unit};

/// What two units of one wave may not both touch.
#[derive(PartialEq, Eq, Hash)]
enum Touch<'u> {
    Case(CaseId),
    Slip(&'static str, &'u str),
    Work(i64),
    Record(&'static str, &'u str),
    Versions(Entity),
}

/// What decides about a unit. Closings name no person: one that rests on nothing could as well have
/// come after the others.
fn touches(unit: &Unit) -> impl Iterator<Item = Touch<'_>> {
    let writes = !unit.book.is_empty();
    let rests = unit.rests_on.iter().map(|check| check.entity);
    let opens = unit.book.iter().flat_map(opened);
    unit.case
        .iter()
        .map(|write| Touch::Case(write.id))
        .chain(unit.slips.iter().map(|slip| Touch::Slip(slip.kind, &slip.key)))
        .chain(unit.settles.iter().map(|settle| Touch::Work(settle.id.0)))
        .chain(unit.records.iter().map(|record| Touch::Record(record.kind, &record.id)))
        .chain(rests.filter(move |_| writes).chain(opens).map(Touch::Versions))
}

fn opened(write: &BookWrite) -> impl Iterator<Item = Entity> {
    let entry = match write {
        BookWrite::Open(entry) => Some(entry),
        BookWrite::Close { .. } => None,
    };
    entry.into_iter().flat_map(|entry| [Entity::Person(entry.iin), Entity::Dwelling(entry.rka)])
}

/// Cuts units into waves, in their order.
pub(super) fn waves(units: &[Unit], most: usize) -> Vec<Range<usize>> {
    let mut waves = Vec::new();
    let mut start = 0;
    let mut touched: HashSet<Touch<'_>> = HashSet::new();
    for (place, unit) in units.iter().enumerate() {
        let rests = unit.rests_on.iter().map(|check| Touch::Versions(check.entity));
        let names_a_new_case = unit.notices.iter().filter_map(|notice| notice.case);
        let meets = touches(unit)
            // Two that only open entries at one dwelling decide nothing about each other.
            .filter(|touch| !matches!(touch, Touch::Versions(_)))
            .chain(rests)
            .chain(
                names_a_new_case
                    .filter(|id| unit.case.as_ref().is_none_or(|c| c.id != *id))
                    .map(Touch::Case),
            )
            .any(|touch| touched.contains(&touch));
        if meets || place - start >= most {
            waves.push(start..place);
            start = place;
            touched.clear();
        }
        touched.extend(touches(unit));
    }
    if start < units.len() {
        waves.push(start..units.len());
    }
    waves
}

/// What the units of a wave write that can be written in one go.
#[derive(Default)]
pub(super) struct Step<'u> {
    pub(super) slips: Vec<&'u SlipWrite>,
    pub(super) settles: Vec<&'u Settle>,
    /// Closings, and then openings.
    pub(super) closes: Vec<&'u BookWrite>,
    pub(super) opens: Vec<&'u BookWrite>,
    pub(super) records: Vec<&'u RecordWrite>,
}

/// The steps of a wave; nearly always one.
pub(super) fn steps(units: &[Unit]) -> Vec<Step<'_>> {
    let mut steps: BTreeMap<usize, Step<'_>> = BTreeMap::new();
    for unit in units {
        let mut slips = Times::default();
        for write in &unit.slips {
            let turn = slips.next((write.kind, write.key.as_str()));
            steps.entry(turn).or_default().slips.push(write);
        }
        let mut settles = Times::default();
        for settle in &unit.settles {
            steps.entry(settles.next(settle.id)).or_default().settles.push(settle);
        }
        let mut records = Times::default();
        for write in &unit.records {
            let turn = records.next((write.kind, write.id.as_str()));
            steps.entry(turn).or_default().records.push(write);
        }
        let (mut place, mut opening) = (0, false);
        for write in &unit.book {
            match write {
                BookWrite::Open(_) => {
                    opening = true;
                    steps.entry(place).or_default().opens.push(write);
                }
                BookWrite::Close { .. } => {
                    place += usize::from(std::mem::take(&mut opening));
                    steps.entry(place).or_default().closes.push(write);
                }
            }
        }
    }
    steps.into_values().collect()
}

/// How often each name came.
struct Times<K>(HashMap<K, usize>);

impl<K> Default for Times<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + std::hash::Hash> Times<K> {
    /// How often it came before.
    fn next(&mut self, name: K) -> usize {
        let count = self.0.entry(name).or_default();
        let before = *count;
        *count += 1;
        before
    }
}
