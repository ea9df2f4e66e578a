//! Over everything: now and then, and at the end.

use std::collections::BTreeMap;

use residence::case::{Event, State, Status};
use residence::consent::Outcome;
use residence::names::Iin;
use residence::registration::Kind;
use store::{BookQuery, Entity};

use super::{Invariant, Seen};
use crate::simulate::marks::Mark;
use crate::simulate::schedule::at_once;
use crate::simulate::town::{SECOND, Town};

/// How long after its deadline a case may still wait for its end, in microseconds of the true time.
const AFTER: i64 = 60 * SECOND;

impl Town {
    /// Everything that was seen is as the store has it, and the book fits the decisions.
    pub(in crate::simulate) fn sweep(&self) {
        let cases: Vec<Seen> = self.watch().cases.values().cloned().collect();
        let mut people = BTreeMap::new();
        for seen in &cases {
            let number = seen.case.number();
            let stored = at_once(self.store.load(seen.case.id)).ok().flatten();
            if stored.is_none_or(|stored| stored.version != seen.version) {
                self.violated(Invariant::Acknowledged, format!("{number}: a commit is gone"));
            }
            for iin in seen.case.application.people() {
                people.insert(iin, ());
            }
        }
        let decided: BTreeMap<String, Status> =
            cases.iter().map(|seen| (seen.case.number().to_string(), seen.case.status())).collect();
        for iin in people.into_keys() {
            self.book_of(iin, &decided);
        }
        match at_once(self.store.examine()) {
            Ok(odd) => {
                for what in odd {
                    self.violated(Invariant::Sound, what);
                }
            }
            Err(error) => self.violated(Invariant::Sound, error.to_string()),
        }
    }

    fn book_of(&self, iin: Iin, decided: &BTreeMap<String, Status>) {
        let query = BookQuery { of: Entity::Person(iin), closed_too: true };
        let Ok(page) = at_once(self.store.book(query)) else { return };
        let active = page.entries.iter().filter(|entry| entry.closed_at.is_none());
        if active.filter(|entry| entry.kind == Kind::Permanent).count() > 1 {
            self.violated(Invariant::OnePermanent, "a person is registered twice");
        }
        for entry in &page.entries {
            let by = decided.get(&entry.opened_by);
            if by.is_some_and(|status| *status != Status::Registered) {
                let what = format!("{}: entered in the book, but not granted", entry.opened_by);
                self.violated(Invariant::GrantedIsEntered, what);
            }
        }
    }

    /// With the faults gone for long enough: everything has ended, and nothing is left to do.
    pub(in crate::simulate) fn at_rest(&self, calm_since: i64) {
        self.sweep();
        let statuses: Vec<_> = self.watch().statuses().collect();
        for (id, status) in statuses {
            if status.is_open() {
                let (number, status) = (id.number(), status.as_str());
                let what = format!("{number} is still {status}");
                self.violated(Invariant::ComesToRest, what);
            }
        }
        let soon = self.clock().checked_add(jiff::SignedDuration::from_hours(240));
        let queue = at_once(self.store.queue());
        let left = queue.is_ok_and(|queue| {
            queue.next_due.is_some_and(|due| soon.as_ref().is_ok_and(|soon| due < *soon))
        });
        if left {
            self.violated(Invariant::ComesToRest, "work is left");
        }
        self.acknowledged_survives();
        let cases: Vec<Seen> = self.watch().cases.values().cloned().collect();
        for seen in &cases {
            self.ended_in_time(seen, calm_since);
        }
    }

    /// What timers end while nothing goes wrong ends within a minute, and not without a reminder.
    fn ended_in_time(&self, seen: &Seen, calm_since: i64) {
        let State::Refused(_, Some(asking), decision) = &seen.case.state else { return };
        for request in &asking.requests {
            let (Outcome::Lapsed { at } | Outcome::Unreachable { at }) = request.outcome else {
                continue;
            };
            let late = decision.at.as_microsecond() - at.as_microsecond();
            // In the true time, since the clock may have jumped between. Whatever was to be tried again
            // when the faults ended has its pause behind it by then.
            let came = seen.since - late;
            if came > calm_since.saturating_add(3 * AFTER) && late > AFTER {
                let number = seen.case.number();
                let what = format!("{number}: ended {late} µs after its deadline");
                self.violated(Invariant::ComesToRest, what);
            }
            let law = seen.case.state.filed().map(|filed| &filed.law);
            let Some((law, _)) = law.zip(request.clock) else { continue };
            let window = i64::try_from(law.consent_window.as_micros()).unwrap_or(i64::MAX);
            let all_calm = came.saturating_sub(window) > calm_since.saturating_add(3 * AFTER);
            if all_calm && usize::from(request.reminded) < law.consent_reminders.len() {
                let what = format!("{}: somebody was not reminded", seen.case.number());
                self.violated(Invariant::Reminded, what);
            }
        }
    }

    fn acknowledged_survives(&self) {
        let (filed, withdrawn) = {
            let truth = self.truth();
            (truth.filed.clone(), truth.withdrawn.clone())
        };
        for id in filed {
            let stored = self.stored(id);
            if stored.is_none_or(|(case, ..)| case.status() == Status::Draft) {
                let what = format!("{}: filed, acknowledged and gone", id.number());
                self.violated(Invariant::Acknowledged, what);
            }
        }
        for id in withdrawn {
            let stored = self.stored(id);
            if stored.is_none_or(|(case, ..)| case.status() != Status::Withdrawn) {
                let what = format!("{}: withdrawn, acknowledged and not so", id.number());
                self.violated(Invariant::Acknowledged, what);
            }
        }
    }

    /// What this move was, for the marks.
    pub(super) fn mark(&self, before: Option<&Seen>, seen: &Seen, event: Option<&Event>) {
        let was = before.map(|before| before.case.status());
        let asking = seen.case.state.asking();
        if seen.held && was.is_some_and(|was| was == Status::Registering) {
            self.hit(Mark::HeldAgain);
        } else if seen.held {
            self.hit(Mark::Held);
        }
        if let Some(Event::Changed { .. }) = event {
            self.hit(Mark::Edited);
        }
        if was == Some(seen.case.status()) {
            return;
        }
        match &seen.case.state {
            State::Registered(..) => {
                self.hit(Mark::Registered);
                if seen.case.application.kind == Kind::Temporary {
                    self.hit(Mark::RegisteredTemporary);
                }
                match asking.map_or(0, |asking| asking.requests.len()) {
                    0 => self.hit(Mark::RegisteredUnasked),
                    1 => {}
                    _ => self.hit(Mark::RegisteredAfterMany),
                }
            }
            State::Referred(..) => self.hit(Mark::Referred),
            State::Withdrawn(_, None, _) => self.hit(Mark::WithdrawnEarly),
            State::Withdrawn(_, Some(_), _) => self.hit(Mark::WithdrawnAsked),
            State::Refused(..) => self.mark_refusal(was, seen),
            State::Draft
            | State::Signed(_)
            | State::Checking(..)
            | State::AwaitingConsent(..)
            | State::Registering(..) => {}
        }
    }

    fn mark_refusal(&self, was: Option<Status>, seen: &Seen) {
        let requests = seen.case.state.asking().map(|a| a.requests.as_slice()).unwrap_or_default();
        let any = |ends: fn(&Outcome) -> bool| requests.iter().any(|r| ends(&r.outcome));
        if any(|o| matches!(o, Outcome::Lapsed { .. })) {
            self.hit(Mark::RefusedByTime);
        } else if any(|o| matches!(o, Outcome::Unreachable { .. })) {
            self.hit(Mark::RefusedUnreached);
        } else if any(|o| matches!(o, Outcome::Refused { .. })) {
            self.hit(Mark::RefusedByOwner);
            if any(|o| matches!(o, Outcome::Agreed { .. })) {
                self.hit(Mark::RefusedSecondOwner);
            }
        } else if was == Some(Status::Registering) {
            self.hit(Mark::RefusedOwnersChanged);
        } else {
            self.hit(Mark::Refused);
        }
    }
}
