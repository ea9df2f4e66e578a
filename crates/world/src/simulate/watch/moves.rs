//! A case has moved: what its stored state and journal must say now.

use residence::case::{Case, Event, Line, State, Status};
use residence::consent::Outcome;
use residence::facts::{Facts, Holder, Ownership, Title};
use residence::names::{CaseId, Iin};
use residence::registration::Kind;
use store::{BookQuery, Entity, JournalRow, NoticeQuery};

use super::{Invariant, Seen};
use crate::simulate::marks::Mark;
use crate::simulate::schedule::at_once;
use crate::simulate::town::Town;

/// Where a case stands; being held by a register is no other place.
fn stage(status: Status) -> Status {
    if status == Status::Checking { Status::Signed } else { status }
}

impl Town {
    /// The case as the store has it now, and its journal.
    pub(in crate::simulate) fn stored(&self, id: CaseId) -> Option<(Case, u64, Vec<JournalRow>)> {
        let stored = at_once(self.store.load(id)).ok().flatten()?;
        let case = serde_json::from_str(&stored.body).ok()?;
        let journal = at_once(self.store.journal(id)).ok()?;
        Some((case, stored.version, journal))
    }

    /// A case was committed.
    pub(super) fn moved(&self, id: CaseId, node: usize) {
        let Some((case, version, journal)) = self.stored(id) else {
            // A planted defect may answer for what it never wrote.
            return;
        };
        let before = self.watch().cases.get(&id).cloned();
        let event = journal.last().and_then(|row| serde_json::from_str::<Event>(&row.event).ok());
        self.say(|| {
            let event = journal.last().map(|row| row.event.get(..60).unwrap_or(&row.event));
            let (number, status) = (case.number(), case.status().as_str());
            format!("node {node} {number} {version} {status} {}", event.unwrap_or_default())
        });
        self.journal_goes_on(before.as_ref(), &case, version, &journal);
        let now = self.moment.now();
        let same = before.as_ref().filter(|b| stage(b.case.status()) == stage(case.status()));
        let seen = Seen {
            since: same.map_or(now, |before| before.since),
            held: case.state.held().is_some(),
            case,
            version,
            node,
        };
        if before.as_ref().is_some_and(|before| before.node != node) {
            self.hit(Mark::TwoNodes);
        }
        self.consents(before.as_ref(), &seen, journal.last());
        self.reminders(before.as_ref(), &seen, journal.last());
        if let (Some(before), Some(Event::Answered { facts, .. })) = (&before, &event) {
            self.facts_are_true(before, &seen, facts);
        }
        if let (Some(Event::Signed { signature, .. }), Some(before)) = (&event, &before) {
            let number = seen.case.number();
            if signature.digest() != before.case.application.digest(number)
                || before.case.application != seen.case.application
            {
                self.violated(Invariant::SignedIsStored, format!("{number}: another content"));
            }
        }
        if seen.case.status().is_terminal() {
            self.ended(before.as_ref(), &seen, &journal);
        } else {
            self.one_open(&seen);
        }
        self.mark(before.as_ref(), &seen, event.as_ref());
        self.watch().cases.insert(id, seen);
    }

    fn journal_goes_on(
        &self,
        before: Option<&Seen>,
        case: &Case,
        version: u64,
        journal: &[JournalRow],
    ) {
        let number = case.number();
        let expected = before.map_or(1, |before| before.version + 1);
        if version != expected {
            let what = format!("{number}: version {version} after {expected} commits");
            self.violated(Invariant::Edges, what);
        }
        let places = journal.iter().zip(1u64..).all(|(row, place)| row.seq == place);
        if !places || u64::try_from(journal.len()) != Ok(version) {
            self.violated(Invariant::Edges, format!("{number}: the journal has a gap"));
        }
        let Some(before) = before else { return };
        let (was, is) = (before.case.status(), case.status());
        let listed = journal.last().and_then(|row| path(was, row)) == Some(is);
        let (was_terminal, was, is) = (was.is_terminal(), was.as_str(), is.as_str());
        if was_terminal {
            self.violated(Invariant::DecidedOnce, format!("{number}: {was} became {is}"));
        } else if !listed {
            self.violated(Invariant::Edges, format!("{number}: {was} became {is}"));
        }
    }

    /// What is judged is what the registers really had on record meanwhile.
    fn facts_are_true(&self, before: &Seen, seen: &Seen, facts: &Facts) {
        if stage(before.case.status()) == stage(seen.case.status()) {
            return;
        }
        let number = seen.case.number();
        let books = self.books();
        for (iin, person) in &facts.people {
            if person.person.is.is_none() && books.knows(*iin) {
                let what = format!("{number}: a person on record was judged as unknown");
                self.violated(Invariant::SilenceHolds, what);
            }
        }
        let Some(dwelling) = &facts.dwelling else { return };
        let rka = seen.case.application.rka;
        if !books.agree(&seen.case.application, facts) {
            let what = format!("{number}: judged by what is on no record");
            self.violated(Invariant::SilenceHolds, what);
        }
        let mut states = books.titles_between(rka, before.since, self.moment.now());
        let is_true = states.any(|rows| Title::of_rows(rows) == dwelling.title.is);
        let none = dwelling.title.is.is_none()
            && books.titles_between(rka, i64::MIN, i64::MAX).next().is_none();
        if !is_true && !none {
            let what = format!("{number}: judged by owners that were not on record meanwhile");
            self.violated(Invariant::SilenceHolds, what);
        }
    }

    /// Subjects of applications on which people or registers are at work are held by one of them.
    fn one_open(&self, seen: &Seen) {
        let held = |case: &Case| match case.status() {
            Status::AwaitingConsent | Status::Registering => {
                case.application.people().collect::<Vec<_>>()
            }
            Status::Signed | Status::Checking => vec![case.application.applicant],
            Status::Draft
            | Status::Registered
            | Status::Refused
            | Status::Referred
            | Status::Withdrawn => Vec::new(),
        };
        let subject_too = |case: &Case| {
            let people: Vec<_> = case.application.people().collect();
            held(case).into_iter().filter(|iin| people.contains(iin)).collect::<Vec<Iin>>()
        };
        let own = subject_too(&seen.case);
        let watch = self.watch();
        for other in watch.cases.values().filter(|other| other.case.id != seen.case.id) {
            if subject_too(&other.case).iter().any(|iin| own.contains(iin)) {
                let (one, two) = (seen.case.number(), other.case.number());
                self.violated(Invariant::OneOpen, format!("{one} and {two} are both open"));
            }
            if other.case.status() == Status::AwaitingConsent
                && seen.case.status() == Status::AwaitingConsent
                && other.case.application.rka == seen.case.application.rka
            {
                self.hit(Mark::Rivals);
            }
        }
    }

    /// A case has ended.
    fn ended(&self, before: Option<&Seen>, seen: &Seen, journal: &[JournalRow]) {
        let case = &seen.case;
        if !self.bug.is_some_and(super::super::bugs::Bug::is_of_core) && !replays(case, journal) {
            let number = case.number();
            self.violated(Invariant::Replays, format!("{number}: computed again it is another"));
        }
        if case.status() == Status::Registered {
            self.entered(seen);
            self.all_required_agreed(before, seen);
        }
        self.told(seen, journal);
    }

    /// Whoever was registered stands in the book, there and nowhere else.
    fn entered(&self, seen: &Seen) {
        let Case { application, .. } = &seen.case;
        let number = seen.case.number();
        for iin in application.people() {
            let query = BookQuery { of: Entity::Person(iin), closed_too: false };
            let Ok(page) = at_once(self.store.book(query)) else { continue };
            let of_kind = page.entries.iter().filter(|entry| entry.kind == application.kind);
            let there = of_kind.clone().any(|entry| entry.rka == application.rka);
            if !there {
                let what = format!("{number}: granted, but not entered in the book");
                self.violated(Invariant::GrantedIsEntered, what);
            }
            if application.kind == Kind::Permanent && of_kind.count() != 1 {
                let what = format!("{number}: several permanent entries are active");
                self.violated(Invariant::OldIsClosed, what);
            }
        }
        let query = BookQuery { of: Entity::Dwelling(application.rka), closed_too: false };
        let Ok(now) = at_once(self.store.book(query)) else { return };
        let judged = journal_facts(self, seen);
        let judged = judged.as_ref().and_then(|facts| facts.dwelling.as_ref());
        let by = number.to_string();
        let mut others: Vec<Iin> =
            now.entries.iter().filter(|e| e.opened_by != by).map(|e| e.iin).collect();
        others.sort_unstable();
        others.dedup();
        // Whoever was there by a temporary entry that this decision closes was counted before.
        let unseen = |iin: &&Iin| judged.is_some_and(|d| !d.registered.is.contains(iin));
        if let Some(_stranger) = others.iter().find(unseen) {
            let what = format!("{number}: somebody lives there whom the decision did not know of");
            self.violated(Invariant::EveryConsent, what);
        }
    }

    /// Every owner on record at some moment since all had agreed has agreed.
    fn all_required_agreed(&self, before: Option<&Seen>, seen: &Seen) {
        let application = &seen.case.application;
        let requests = seen.case.state.asking().map(|a| a.requests.as_slice()).unwrap_or_default();
        let agreed = |iin: Iin| {
            requests.iter().any(|request| {
                let agreed_at = match &request.outcome {
                    Outcome::Agreed { at, .. } => Some(*at),
                    Outcome::Open
                    | Outcome::Refused { .. }
                    | Outcome::Lapsed { .. }
                    | Outcome::Unreachable { .. }
                    | Outcome::Void { .. } => None,
                };
                let in_time =
                    agreed_at.zip(request.clock).is_some_and(|(at, clock)| at < clock.deadline);
                request.party.iin == iin && in_time
            })
        };
        if requests.iter().any(|request| !agreed(request.party.iin)) {
            let what = format!("{}: granted, but not everybody agreed", seen.case.number());
            self.violated(Invariant::EveryConsent, what);
        }
        let since = before.map_or(i64::MIN, |before| before.since);
        let books = self.books();
        let mut states = books.titles_between(application.rka, since, self.moment.now());
        let enough = states.any(|rows| {
            rows.iter().all(|row| match row.owner {
                _ if row.ownership == Ownership::StateRental => true,
                Some(Holder::Person(iin)) => iin == application.applicant || agreed(iin),
                Some(Holder::Organisation(_) | Holder::Unidentified) | None => false,
            })
        });
        if !enough {
            let what = format!("{}: granted without an owner's consent", seen.case.number());
            self.violated(Invariant::EveryConsent, what);
        }
    }

    /// Whoever is concerned has a notice of this very end.
    fn told(&self, seen: &Seen, journal: &[JournalRow]) {
        let case = &seen.case;
        let (Some(filed), Some(end)) = (case.state.filed(), journal.last()) else { return };
        let Some(known) = &filed.known else { return };
        let mut readers: Vec<Iin> = case.application.subjects.clone();
        readers.push(case.application.applicant);
        let asked = case.state.asking();
        if asked.is_some() || !matches!(case.state, State::Withdrawn(..)) {
            readers.extend(known.hosts.iter().chain(&known.parents));
            readers.extend(asked.iter().flat_map(|a| a.requests.iter().map(|r| r.party.iin)));
        }
        for of in readers {
            let query = NoticeQuery { of, before: None, limit: 100 };
            let Ok(page) = at_once(self.store.notices(query)) else { continue };
            let told = page.notices.iter().any(|n| n.case == Some(case.id) && n.at == end.at);
            if !told {
                let what = format!("{}: somebody was not told of the end", case.number());
                let ever = page.notices.iter().any(|n| n.case == Some(case.id));
                let broken = if ever { Invariant::EveryoneTold } else { Invariant::Told };
                self.violated(broken, what);
                return;
            }
        }
    }
}

/// Where the lines of a row lead by listed edges.
fn path(from: Status, row: &JournalRow) -> Option<Status> {
    let lines: Vec<Line> = serde_json::from_str(&row.lines).ok()?;
    let mut statuses = lines.iter().filter_map(|line| line.status);
    statuses.try_fold(from, |was, is| (was == is || was.leads_to(is)).then_some(is))
}

/// The facts that the last judgement of a case rests on.
fn journal_facts(town: &Town, seen: &Seen) -> Option<Facts> {
    let (_, _, journal) = town.stored(seen.case.id)?;
    let event: Event = serde_json::from_str(&journal.last()?.event).ok()?;
    event.facts().cloned()
}

/// Whether the journal makes the same case.
fn replays(case: &Case, journal: &[JournalRow]) -> bool {
    let events: Option<Vec<(Event, _)>> =
        journal.iter().map(|row| Some((serde_json::from_str(&row.event).ok()?, row.at))).collect();
    let Some(events) = events else { return false };
    let events = events.iter().map(|(event, at)| (event, *at));
    Case::replay(case.id, events).ok().flatten().as_ref() == Some(case)
}
