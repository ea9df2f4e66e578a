//! One unit: all of it or nothing.

use jiff::Timestamp;
use residence::names::CaseId;
use store::{
    CommitError, Committed, Evidence, NewWork, NoticeWrite, Settle, Settled, Slip, SlipChange,
    SlipWrite, StoredNotice, Taken, Unit, WAKE, Work, WorkId,
};

use super::{Piece, Tables};

/// Why a unit was not applied.
#[derive(Debug)]
pub(super) enum Refused {
    /// What it rests on has changed.
    Stale(&'static str),
    /// A constraint holds something else.
    Taken(Taken),
}

pub(super) fn held(id: i64, piece: &Piece) -> Work {
    Work {
        id: WorkId(id),
        attempt: piece.attempt,
        kind: piece.kind.clone(),
        key: piece.key.clone(),
        case: piece.case,
        body: piece.body.clone(),
        due: piece.due,
    }
}

impl Tables {
    /// Applies a unit so that it leaves no trace when it is refused.
    pub(super) fn alone(&mut self, unit: &Unit) -> Result<Committed, CommitError> {
        match self.apply(unit) {
            Ok(committed) => {
                self.keep();
                Ok(committed)
            }
            Err(refused) => {
                self.take_back();
                Err(match refused {
                    Refused::Stale(what) => CommitError::Stale(what),
                    Refused::Taken(by) => CommitError::Taken(by),
                })
            }
        }
    }

    /// In the order in which the engines refuse.
    fn apply(&mut self, unit: &Unit) -> Result<Committed, Refused> {
        unit.rests_on.iter().try_for_each(|check| self.check(check))?;
        let known = unit.case.as_ref().map(|write| self.known(write)).transpose()?;
        for write in &unit.slips {
            self.write_slip(write)?;
        }
        // Before the case, whose new wake time must survive the end of the old one.
        for settle in &unit.settles {
            self.settle(settle)?;
        }
        if let (Some(write), Some(known)) = (&unit.case, known) {
            self.move_case(write, known)?;
        }
        for write in &unit.book {
            self.write_book(write)?;
        }
        for one in &unit.evidence {
            self.keep_evidence(one)?;
        }
        for write in &unit.records {
            self.write_record(write)?;
        }
        for reading in &unit.readings {
            self.write_reading(reading);
        }
        for notice in &unit.notices {
            self.notice(notice)?;
        }
        let work = unit.work.iter().map(|piece| self.add(piece)).collect::<Result<_, _>>()?;
        Ok(Committed { work })
    }

    fn keep_evidence(&mut self, one: &Evidence) -> Result<(), Refused> {
        let known = self.signatures.get(&one.signature).is_some();
        if known || self.evidence.get(&one.id).is_some() {
            return Err(Refused::Taken(Taken::Signature));
        }
        self.signatures.put(one.signature, ());
        self.evidence.put(one.id, one.clone());
        Ok(())
    }

    fn write_slip(&mut self, write: &SlipWrite) -> Result<(), Refused> {
        let key = (write.kind.to_owned(), write.key.clone());
        let there = self.slips.get(&key);
        let version = there.map_or(0, |slip| slip.version);
        let (body, expires) = match &write.change {
            SlipChange::Put { expected: None, body, expires, now } => {
                if there.is_some_and(|slip| slip.expires > *now) {
                    return Err(Refused::Taken(Taken::Slip));
                }
                (body, expires)
            }
            SlipChange::Put { expected: Some(expected), body, expires, now } => {
                if there.is_none_or(|slip| slip.version != *expected || slip.expires <= *now) {
                    return Err(Refused::Stale("slip"));
                }
                (body, expires)
            }
            SlipChange::Set { body, expires } => (body, expires),
            SlipChange::Remove => {
                self.slips.remove(&key);
                return Ok(());
            }
            SlipChange::Consume { expected } => {
                if version != *expected {
                    return Err(Refused::Stale("slip"));
                }
                self.slips.remove(&key);
                return Ok(());
            }
        };
        let slip = Slip { version: version + 1, body: body.clone(), expires: *expires };
        self.slips.put(key, slip);
        Ok(())
    }

    fn settle(&mut self, settle: &Settle) -> Result<(), Refused> {
        let WorkId(id) = settle.id;
        let piece = self.work.get(&id).filter(|piece| piece.attempt == settle.attempt);
        let piece = piece.ok_or(Refused::Stale("work"))?;
        match &settle.how {
            Settled::Done => self.drop_work(id),
            Settled::Again { after, why: _ } => {
                let piece = Piece { held_until: Some(*after), ..piece.clone() };
                self.work.put(id, piece);
            }
        }
        Ok(())
    }

    fn drop_work(&mut self, id: i64) {
        if let Some(piece) = self.work.remove(&id) {
            self.work_keys.remove(&piece.key);
        }
    }

    fn add(&mut self, piece: &NewWork) -> Result<WorkId, Refused> {
        if self.work_keys.get(&piece.key).is_some() {
            return Err(Refused::Taken(Taken::Work));
        }
        self.last_work += 1;
        let id = self.last_work;
        self.work_keys.put(piece.key.clone(), id);
        let attempt = u32::from(piece.held_until.is_some());
        let NewWork { kind, key, case, body, due, held_until } = piece.clone();
        self.work
            .put(id, Piece { attempt, kind: kind.to_owned(), key, case, body, due, held_until });
        Ok(WorkId(id))
    }

    /// Puts the wake time of a case in place of the one it had; one that was ever leased becomes
    /// another piece of work.
    pub(super) fn set_wake(
        &mut self,
        case: CaseId,
        row: Option<i64>,
        at: Option<Timestamp>,
    ) -> Result<Option<i64>, Refused> {
        let there = row.and_then(|id| Some((id, self.work.get(&id)?.clone())));
        if let Some((id, piece)) = there {
            match at {
                Some(due) if piece.attempt == 0 => {
                    self.work.put(id, Piece { due, ..piece });
                    return Ok(Some(id));
                }
                Some(_) | None => self.drop_work(id),
            }
        }
        let Some(due) = at else { return Ok(None) };
        let key = format!("{WAKE}:{case}");
        let piece = NewWork {
            kind: WAKE,
            key,
            case: Some(case),
            body: String::new(),
            due,
            held_until: None,
        };
        self.add(&piece).map(|WorkId(id)| Some(id))
    }

    fn notice(&mut self, notice: &NoticeWrite) -> Result<(), Refused> {
        if notice.case.is_some_and(|id| self.cases.get(&id).is_none()) {
            return Err(Refused::Stale("case"));
        }
        let of = notice.to;
        let last = self.notices.range((of, 0)..=(of, u64::MAX)).next_back();
        let gone = self.notices_gone.get(&of).copied().unwrap_or(0);
        let number = last.map_or(gone, |((_, number), _)| *number) + 1;
        let kept =
            StoredNotice { number, at: notice.at, case: notice.case, body: notice.body.clone() };
        self.notices.put((of, number), kept);
        Ok(())
    }
}
