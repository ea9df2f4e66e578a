//! Cases: their state, journal, names and claims.

use residence::names::{CaseId, CaseNumber, Iin};
use store::{CaseKey, CaseQuery, CaseWrite, Claims, StoredCase, Taken};

use super::units::Refused;
use super::{Row, Tables};

pub(super) fn stored(id: CaseId, row: &Row) -> StoredCase {
    StoredCase { id, version: row.version, body: row.body.clone() }
}

impl Tables {
    pub(super) fn find(&self, query: &CaseQuery) -> Vec<StoredCase> {
        let before = match query.before.map(|id| self.cases.get(&id)) {
            None => u64::MAX,
            Some(Some(row)) => row.no,
            // A cursor that points nowhere ends the list.
            Some(None) => return Vec::new(),
        };
        let there = |id: &CaseId| self.cases.get(id).filter(|row| !row.is_forgotten);
        let read = |id: &CaseId| there(id).map(|row| stored(*id, row));
        if query.key == CaseKey::Number {
            let Ok(number) = query.value.parse::<CaseNumber>() else { return Vec::new() };
            let found = self.numbers.get(&number).and_then(|id| read(id).zip(self.cases.get(id)));
            let found = found.filter(|(_, row)| row.no < before).map(|(stored, _)| stored);
            return found.into_iter().take(query.limit).collect();
        }
        let name = |no| (query.key, query.value.clone(), no);
        let rows = self.names.range(name(0)..name(before)).rev().take(query.limit);
        rows.filter_map(|((_, _, no), ())| read(self.order.get(no)?)).collect()
    }

    /// Checks that a case may move as asked; answers with the row that is there.
    pub(super) fn known(&self, write: &CaseWrite) -> Result<Option<Row>, Refused> {
        let row = self.cases.get(&write.id);
        let known = match write.expected {
            None => None,
            Some(expected) => match row {
                Some(row) if row.version == expected => Some(row),
                Some(_) | None => return Err(Refused::Stale("case")),
            },
        };
        if let Claims::Take(subjects) = &write.claims {
            let no = known.map(|row| row.no);
            subjects.iter().try_for_each(|subject| self.free(no, *subject))?;
        }
        let places = (known.map_or(0, |row| row.lines)..).skip(1);
        if write.journal.iter().zip(places).any(|(row, place)| row.seq != place) {
            return Err(Refused::Stale("journal"));
        }
        Ok(known.cloned())
    }

    /// Refuses a subject that another case holds.
    fn free(&self, no: Option<u64>, subject: Iin) -> Result<(), Refused> {
        let holder = self.claims.get(&subject).filter(|holder| Some(**holder) != no);
        match holder.and_then(|holder| self.order.get(holder)) {
            Some(id) => {
                Err(Refused::Taken(Taken::OpenApplication { subject, number: id.number() }))
            }
            None => Ok(()),
        }
    }

    /// Writes what moves.
    pub(super) fn move_case(
        &mut self,
        write: &CaseWrite,
        known: Option<Row>,
    ) -> Result<(), Refused> {
        let lines = u64::try_from(write.journal.len()).unwrap_or(u64::MAX);
        let mut row = match known {
            Some(row) => Row { version: row.version + 1, lines: row.lines + lines, ..row },
            None => self.new_case(write.id, lines)?,
        };
        row.body.clone_from(&write.body);
        if let Some(figures) = &write.figures {
            row.is_draft = figures.status == "draft";
        }
        row.wake = self.set_wake(write.id, row.wake, write.wake)?;
        if let Some(keys) = &write.keys {
            let mut names: Vec<_> =
                keys.iter().filter(|(key, _)| *key != CaseKey::Number).cloned().collect();
            names.sort();
            names.dedup();
            for (key, value) in row.names.iter().filter(|old| !names.contains(old)) {
                self.names.remove(&(*key, value.clone(), row.no));
            }
            for (key, value) in &names {
                self.names.put((*key, value.clone(), row.no), ());
            }
            row.names = names;
        }
        for line in &write.journal {
            self.journal.put((write.id, line.seq), line.clone());
        }
        self.claim(row.no, &write.claims)?;
        self.cases.put(write.id, row);
        Ok(())
    }

    fn new_case(&mut self, id: CaseId, lines: u64) -> Result<Row, Refused> {
        if self.cases.get(&id).is_some() || self.numbers.get(&id.number()).is_some() {
            return Err(Refused::Taken(Taken::Case));
        }
        self.last_case += 1;
        let no = self.last_case;
        self.numbers.put(id.number(), id);
        self.order.put(no, id);
        Ok(Row {
            no,
            version: 1,
            lines,
            body: String::new(),
            wake: None,
            names: Vec::new(),
            is_draft: false,
            is_forgotten: false,
        })
    }

    fn claim(&mut self, no: u64, claims: &Claims) -> Result<(), Refused> {
        let take = match claims {
            Claims::Keep => return Ok(()),
            Claims::Take(subjects) => subjects.as_slice(),
            Claims::Release => &[],
        };
        let held = self.claims.iter().filter(|(_, holder)| **holder == no);
        let held: Vec<Iin> = held.map(|(iin, _)| *iin).collect();
        for iin in held {
            self.claims.remove(&iin);
        }
        for subject in take {
            self.free(Some(no), *subject)?;
            self.claims.put(*subject, no);
        }
        Ok(())
    }

    /// Cases that are not found under their names.
    pub(super) fn odd_names(&self) -> Vec<String> {
        let names: usize = self.cases.iter().map(|(_, row)| row.names.len()).sum();
        let odd = self.cases.iter().filter(|(_, row)| {
            row.names
                .iter()
                .any(|(key, value)| self.names.get(&(*key, value.clone(), row.no)).is_none())
        });
        let mut odd: Vec<_> = odd.map(|(id, _)| id.number().to_string()).collect();
        if names != self.names.len() {
            odd.push(format!("{} names for {names}", self.names.len()));
        }
        odd
    }
}
