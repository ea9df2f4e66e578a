//! Snapshots of the registers: loading and looking up.

use store::{ImportRow, Imported, Name, RegisterKind, RegisterQuery};

use super::{Kept, Tables};

/// Behind every text that a key or a name may be.
const LAST: &str = "\u{10ffff}";

impl Tables {
    pub(super) fn rows(&self, query: &RegisterQuery) -> Vec<String> {
        let kind = query.kind;
        let text = |text: &str| text.to_owned();
        let bodies = |first: (RegisterKind, String, String), last| {
            self.registers.range(first..last).map(|(_, kept)| kept.body.clone()).collect()
        };
        match &query.name {
            Name::Key(key) => {
                bodies((kind, key.clone(), text("")), (kind, key.clone(), text(LAST)))
            }
            Name::All => bodies((kind, text(""), text("")), (kind, text(LAST), text(LAST))),
            Name::Other(name) => {
                let first = (kind, name.clone(), text(""), text(""));
                let last = (kind, name.clone(), text(LAST), text(LAST));
                let named = self.register_names.range(first..last);
                let keys =
                    named.map(|((kind, _, key, part), ())| (*kind, key.clone(), part.clone()));
                keys.filter_map(|key| Some(self.registers.get(&key)?.body.clone())).collect()
            }
        }
    }

    pub(super) fn import(&mut self, row: &ImportRow) -> Imported {
        let (kind, key, part, others, body, moves) = match row {
            ImportRow::Entry(entry) => return self.take_over(entry),
            ImportRow::Register { kind, key, part, others, search: _, body, moves } => {
                (*kind, key, part, others, body, moves)
            }
        };
        let place = (kind, key.clone(), part.clone());
        let mut others = others.clone();
        others.sort();
        others.dedup();
        let name = |other: &String| (kind, other.clone(), key.clone(), part.clone());
        let now = Kept { others, body: body.clone() };
        let before = self.registers.get(&place).cloned();
        if before.as_ref() == Some(&now) {
            return Imported::Same;
        }
        for other in before.iter().flat_map(|before| &before.others) {
            self.register_names.remove(&name(other));
        }
        for other in &now.others {
            self.register_names.put(name(other), ());
        }
        self.registers.put(place, now);
        if let Some(entity) = moves {
            self.moves(*entity);
        }
        if before.is_some() { Imported::Changed } else { Imported::New }
    }
}
