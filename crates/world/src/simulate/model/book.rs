//! The registration book, and the versions of persons and dwellings.

use residence::registration::{Entry, Kind};
use store::{BookPage, BookQuery, BookWrite, Entity, Imported, Taken, VersionCheck};

use super::Tables;
use super::units::Refused;

impl Tables {
    pub(super) fn page(&self, query: BookQuery) -> BookPage {
        let nos = self.entries_of.range((query.of, 0)..=(query.of, u64::MAX));
        let entries = nos.filter_map(|((_, no), ())| Some((*no, self.entries.get(no)?)));
        let wanted = entries.filter(|(_, e)| query.closed_too || e.closed_at.is_none());
        let mut entries: Vec<_> = wanted.collect();
        entries.sort_by_key(|(no, entry)| (entry.opened_at, *no));
        BookPage {
            entries: entries.into_iter().map(|(_, entry)| entry.clone()).collect(),
            version: self.versions.get(&query.of).copied().unwrap_or(0),
        }
    }

    pub(super) fn check(&self, check: &VersionCheck) -> Result<(), Refused> {
        if self.versions.get(&check.entity).copied().unwrap_or(0) == check.version {
            return Ok(());
        }
        Err(Refused::Stale(match check.entity {
            Entity::Person(_) => "person",
            Entity::Dwelling(_) => "dwelling",
        }))
    }

    pub(super) fn moves(&mut self, what: Entity) {
        let version = self.versions.get(&what).copied().unwrap_or(0);
        self.versions.put(what, version + 1);
    }

    fn moved(&mut self, entry: &Entry) {
        self.moves(Entity::Person(entry.iin));
        self.moves(Entity::Dwelling(entry.rka));
    }

    pub(super) fn write_book(&mut self, write: &BookWrite) -> Result<(), Refused> {
        match write {
            BookWrite::Open(entry) => {
                if self.entry_ids.get(&entry.id).is_some() {
                    return Err(Refused::Stale("entry"));
                }
                if self.open(entry) { Ok(()) } else { Err(Refused::Taken(Taken::PermanentEntry)) }
            }
            BookWrite::Close { id, at, by } => {
                let no = self.entry_ids.get(id).copied();
                let there = no.and_then(|no| Some((no, self.entries.get(&no)?.clone())));
                let open = there.filter(|(_, entry)| entry.closed_at.is_none());
                let (no, entry) = open.ok_or(Refused::Stale("entry"))?;
                self.moved(&entry);
                let closed = Entry { closed_at: Some(*at), closed_by: Some(by.clone()), ..entry };
                self.entries.put(no, closed);
                Ok(())
            }
        }
    }

    /// Whether it was written; otherwise the id or the place of the permanent entry is taken.
    fn open(&mut self, entry: &Entry) -> bool {
        let permanent = |entry: &Entry| entry.kind == Kind::Permanent && entry.closed_at.is_none();
        let of = Entity::Person(entry.iin);
        let own = |no: &u64| self.entries.get(no).is_some_and(permanent);
        let taken = permanent(entry)
            && self.entries_of.range((of, 0)..=(of, u64::MAX)).any(|((_, no), ())| own(no));
        if taken || self.entry_ids.get(&entry.id).is_some() {
            return false;
        }
        self.last_entry += 1;
        let no = self.last_entry;
        self.entry_ids.put(entry.id, no);
        self.entries_of.put((of, no), ());
        self.entries_of.put((Entity::Dwelling(entry.rka), no), ());
        self.entries.put(no, entry.clone());
        self.moved(entry);
        true
    }

    /// Takes over an entry made elsewhere.
    pub(super) fn take_over(&mut self, entry: &Entry) -> Imported {
        if self.open(entry) {
            return Imported::New;
        }
        let no = self.entry_ids.get(&entry.id);
        let Some(kept) = no.and_then(|no| self.entries.get(no)) else {
            return Imported::Refused(format!(
                "entry {}: the person has another active permanent entry",
                entry.id
            ));
        };
        // An entry that was closed here since it was loaded is still the same entry.
        let closing_kept =
            Entry { closed_at: kept.closed_at, closed_by: kept.closed_by.clone(), ..entry.clone() };
        if closing_kept != *kept {
            Imported::Refused(format!("entry {}: it is there with other contents", entry.id))
        } else if entry.closed_at.is_some() && entry != kept {
            Imported::Refused(format!("entry {}: its closing is there otherwise", entry.id))
        } else {
            Imported::Same
        }
    }
}
