//! What holds after every step of every story.

use std::collections::BTreeSet;

use jiff::Timestamp;
use residence::case::{Case, Effect, Event, NotExpected, State, Status, Transition};
use residence::consent::{ConsentRequest, Form, Outcome, RefusalReason, Saying, Sms};
use residence::facts::{CapacityState, Facts, Holder, Ownership, PersonStatus, Register};
use residence::intake::Channel;
use residence::names::Iin;
use residence::notice::Message;
use residence::registration::{BookChange, Kind, Seed};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One step held every promise that can be seen at a step.
pub(crate) fn holds(before: Option<&Case>, event: &Event, at: Timestamp, step: &Transition) {
    edges(before, step);
    told_once(step);
    consents(before, &step.next);
    if let Some(before) = before {
        deadlines_stand(before, &step.next);
        answers_in_time(before, event, at, &step.next);
        reminders(before, at, step);
    }
    if let State::Registered(..) = &step.next.state {
        approval(event, step);
    } else {
        assert!(step.book.is_empty(), "the book changes by an approval only");
        assert!(step.rests_on.people.is_empty() && step.rests_on.dwelling.is_none());
    }
    let wakes = matches!(step.next.state, State::AwaitingConsent(..));
    assert_eq!(step.wake().is_some(), wakes, "whoever waits is woken");
}

/// Only listed edges, told line by line.
fn edges(before: Option<&Case>, step: &Transition) {
    let mut status = before.map_or(Status::Draft, Case::status);
    for next in step.lines.iter().filter_map(|line| line.status) {
        assert!(next == status || status.leads_to(next), "{status:?} → {next:?}");
        status = next;
    }
    assert_eq!(status, step.next.status(), "the journal ends where the case stands");
    if let Some(before) = before {
        assert_eq!(before.id, step.next.id);
        let drafted = before.status() == Status::Draft;
        assert!(drafted || before.application == step.next.application, "what was signed stands");
    }
}

/// Nobody is told twice of one event.
fn told_once(step: &Transition) {
    let mut told = BTreeSet::new();
    for effect in &step.effects {
        if let Effect::Tell(notice) = effect {
            assert!(told.insert(notice.to), "told twice: {:?}", notice.message);
        }
    }
}

/// Every consent speaks of just this application, from the question to the end.
fn consents(before: Option<&Case>, case: &Case) {
    let Some(asking) = case.state.asking() else { return };
    let asked = before.and_then(|before| before.state.asking());
    let digest = match asked.and_then(|asking| asking.requests.first()) {
        Some(request) => request.digest,
        None => case.application.digest(case.number()),
    };
    for request in &asking.requests {
        assert_eq!(request.digest, digest);
        assert_ne!(request.party.iin, case.application.applicant);
    }
    let open = asking.requests.iter().filter(|request| request.is_open()).count();
    assert_eq!(
        open > 0,
        matches!(case.state, State::AwaitingConsent(..)),
        "codes die with the end"
    );
}

/// A deadline is written once.
fn deadlines_stand(before: &Case, after: &Case) {
    let Some(asking) = before.state.asking() else { return };
    let now = after.state.asking().expect("questions are not forgotten");
    assert_eq!(asking.requests.len(), now.requests.len());
    for (was, is) in asking.requests.iter().zip(&now.requests) {
        assert_eq!((was.id, was.party, was.reach_by), (is.id, is.party, is.reach_by));
        assert!(was.clock.is_none() || was.clock == is.clock, "a deadline moved");
        assert!(was.is_open() || was == is, "an answer changed");
        assert!(is.tries >= was.tries && is.tries <= 3);
        assert!(is.reminded >= was.reminded, "a reminder is not forgotten");
    }
}

fn answers_in_time(before: &Case, event: &Event, at: Timestamp, after: &Case) {
    let Event::PartyAnswered { request: id, form, .. } = event else { return };
    let was = before.state.asking().and_then(|asking| asking.request(*id)).expect("was asked");
    let is = after.state.asking().and_then(|asking| asking.request(*id)).expect("was asked");
    if let Outcome::Agreed { .. } | Outcome::Refused { .. } = is.outcome {
        assert!(at < was.ends_at(), "a late answer counted");
        assert!(*form != Form::SmsReply || was.sms == Sms::Live, "a dead code counted");
    }
}

/// Whoever is reminded has the question, has not answered and still has time.
fn reminders(before: &Case, at: Timestamp, step: &Transition) {
    let reminded = step.effects.iter().filter_map(|effect| match effect {
        Effect::Remind { notice, .. } | Effect::Tell(notice) => Some(notice),
        _ => None,
    });
    for notice in reminded {
        let Message::Reminder { before: until } = notice.message else { continue };
        let asking = before.state.asking().expect("somebody was asked");
        let was = asking.requests.iter().find(|request| request.party.iin == notice.to).unwrap();
        assert!(was.is_open() && at < until && until == was.clock.unwrap().deadline);
        assert!(matches!(step.next.state, State::AwaitingConsent(..)));
        assert_eq!(step.effects.iter().filter(|effect| is_reminder(effect, notice.to)).count(), 1);
    }
}

fn is_reminder(effect: &Effect, to: Iin) -> bool {
    match effect {
        Effect::Remind { notice, .. } | Effect::Tell(notice) => {
            notice.to == to && matches!(notice.message, Message::Reminder { .. })
        }
        _ => false,
    }
}

/// An approval has every consent it needs, in time, and says all it rests on.
fn approval(event: &Event, step: &Transition) {
    let case = &step.next;
    let facts = event.facts().expect("decided over facts");
    let agreed = |request: &ConsentRequest| match (&request.outcome, request.clock) {
        (Outcome::Agreed { at, .. }, Some(clock)) => *at < clock.deadline,
        _ => false,
    };
    let asked = case.state.asking().map(|asking| asking.requests.as_slice()).unwrap_or_default();
    assert!(asked.iter().all(agreed), "approved without a consent in time");
    let dwelling = facts.dwelling.as_ref().expect("approved over a dwelling");
    let title = dwelling.title.is.as_ref();
    if let Some(title) = title.filter(|title| title.ownership == Ownership::Private)
        && facts.leases.as_ref().is_none_or(|leases| leases.is.is_empty())
    {
        assert!(!title.holders.is_empty());
        for holder in &title.holders {
            let Holder::Person(owner) = holder else {
                assert!(has_paper(case, *holder), "approved for an organisation");
                continue;
            };
            let yes = asked.iter().any(|request| request.party.iin == *owner);
            let by_paper = has_paper(case, *holder) && cannot_answer(case, facts, *owner);
            let answered = yes || by_paper || *owner == case.application.applicant;
            assert!(answered, "an owner was not asked");
        }
    }
    let people: BTreeSet<Iin> = case.application.people().collect();
    let rests: BTreeSet<Iin> = step.rests_on.people.iter().map(|(iin, _)| *iin).collect();
    assert_eq!(people, rests);
    assert_eq!(step.rests_on.dwelling, Some((case.application.rka, dwelling.version)));
    for subject in &case.application.subjects {
        let opened =
            |change: &&BookChange| matches!(change, BookChange::Open(e) if e.iin == *subject);
        assert_eq!(step.book.iter().filter(opened).count(), 1);
    }
    for iin in people {
        let old = facts.registrations(iin).iter().filter(|entry| entry.kind == Kind::Permanent);
        let moves = step.book.iter().any(|c| matches!(c, BookChange::Open(e) if e.iin == iin));
        if moves && case.application.kind == Kind::Permanent {
            for entry in old {
                let closed =
                    |c: &BookChange| matches!(c, BookChange::Close { id, .. } if *id == entry.id);
                assert!(step.book.iter().any(closed), "two permanent entries");
            }
        }
    }
}

/// A paper counts at the counter alone.
fn has_paper(case: &Case, whose: Holder) -> bool {
    let at_counter = case.application.channel == Channel::Counter;
    at_counter && case.application.papers.iter().any(|paper| paper.whose == whose)
}

/// A paper never stands for an owner who could answer.
fn cannot_answer(case: &Case, facts: &Facts, owner: Iin) -> bool {
    let signed_on = case.state.filed().expect("was signed").signed_on;
    let Some(person) = facts.person(owner) else { return true };
    person.status != PersonStatus::Active
        || person.age_on(signed_on) < 18
        || facts.capacity_on(owner, signed_on) != CapacityState::Capable
}

/// The record alone gives the case again, through its text form.
pub(crate) fn replays(case: &Case, events: &[(Event, Timestamp)]) {
    let recorded: Vec<(Event, Timestamp)> = events.iter().map(|(e, at)| (again(e), *at)).collect();
    let replayed = Case::replay(case.id, recorded.iter().map(|(event, at)| (event, *at)));
    assert_eq!(replayed.as_ref(), Ok(&Some(case.clone())));
    assert_eq!(again(case), *case);
}

/// Through JSON and back.
pub(crate) fn again<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> T {
    let text = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&text).unwrap();
    assert_eq!(read, *value);
    read
}

/// One end, and nothing changes it.
pub(crate) fn is_over(case: &Case, at: Timestamp) {
    let decided = case.state.decision().is_some();
    let withdrawn = matches!(case.state, State::Withdrawn(..));
    assert!(decided != withdrawn, "one end");
    assert!(case.state.ended_at().is_some());
    for event in everything(case) {
        let why = case.apply(&event, at).expect_err("the end is the end");
        assert!(!matches!(why, NotExpected::OtherContent | NotExpected::OtherApplicant), "{why}");
    }
}

/// One event of every kind, for every request of the case.
pub(crate) fn everything(case: &Case) -> Vec<Event> {
    let digest = case.application.digest(case.number());
    let evidence = digest;
    let signature = residence::intake::Signature::Eds { at: case.drafted_at, digest, evidence };
    let law = case.state.filed().expect("was signed").law.clone();
    let mut events = vec![
        Event::Drafted { application: case.application.clone() },
        Event::Changed { application: case.application.clone() },
        Event::Signed { signature, law },
        Event::Silent { register: Register::Kin },
        Event::Answered { facts: Box::new(no_facts(case.drafted_at)), seed: Seed::new(1) },
        Event::Withdrawn,
        Event::Woken { read_through: Timestamp::MAX },
    ];
    let requests = case.state.asking().map(|asking| asking.requests.as_slice()).unwrap_or_default();
    for request in requests.iter().map(|request| request.id) {
        events.extend([
            Event::SmsAccepted { request },
            Event::SmsFailed { request },
            Event::SmsDelivered { request },
            Event::Opened { request },
            Event::WrongCode { request, tries: 1 },
        ]);
        for form in [Form::SmsReply, Form::Portal, Form::Eds { evidence }, Form::Qr { evidence }] {
            for saying in [Saying::Agree, Saying::Refuse] {
                let (form, reason) = (form.clone(), RefusalReason::None);
                events.push(Event::PartyAnswered { request, saying, form, reason });
            }
        }
    }
    events
}

fn no_facts(at: Timestamp) -> Facts {
    let kin = residence::facts::Answered { at, is: Vec::new() };
    Facts { at, people: Default::default(), kin, leases: None, dwelling: None }
}
