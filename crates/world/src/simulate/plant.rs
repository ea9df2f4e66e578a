//! What each planted defect does, at the place where it sits.

use jiff::{SignedDuration, Timestamp};
use residence::case::{Case, Event, State, Status};
use residence::consent::{Outcome, Saying};
use residence::names::Phone;
use residence::notice::Message;
use service::work::IncomingWork;
use store::{BookWrite, Claims, Entity, NewWork, NoticeWrite, Settled, Unit};

use super::bugs::Bug;
use super::centre::Coming;
use super::town::Town;
use crate::phones::code_in;

fn parsed<T: for<'a> serde::Deserialize<'a>>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn event_of(unit: &Unit) -> Option<Event> {
    parsed(&unit.case.as_ref()?.journal.last()?.event)
}

/// Whether a unit is a withdrawal.
pub(super) fn withdraws(unit: &Unit) -> bool {
    matches!(event_of(unit), Some(Event::Withdrawn))
}

/// Whether there is anything to save in a unit.
pub(super) fn is_something(unit: &Unit) -> bool {
    !(unit.work.is_empty() && unit.notices.is_empty() && unit.book.is_empty())
}

/// Changes a unit on its way into the store; answers with what is saved apart from it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other defects sit elsewhere")]
pub(super) fn in_unit(town: &Town, bug: Bug, (node, life): (usize, u64), unit: &mut Unit) -> Unit {
    let mut later = Unit::default();
    match bug {
        Bug::OutboxOutside => later.work = std::mem::take(&mut unit.work),
        Bug::NoticesOutside => later.notices = std::mem::take(&mut unit.notices),
        Bug::BookOutside if unit.case.is_some() => later.book = std::mem::take(&mut unit.book),
        Bug::StaleLease => {
            for settle in &mut unit.settles {
                settle.attempt = town.watch().attempt(settle.id).unwrap_or(settle.attempt);
            }
        }
        Bug::ReminderUnkept => unit.notices.retain(|notice| !notice.body.contains("reminder")),
        Bug::ReminderAtEnd => unit.notices.extend(reminded_at_end(unit)),
        Bug::OldEntryStays => unit.book.retain(|write| matches!(write, BookWrite::Open(_))),
        Bug::NormUnversioned => {
            unit.rests_on.retain(|check| matches!(check.entity, Entity::Person(_)));
        }
        Bug::SilentForgotten => {
            for settle in &mut unit.settles {
                if matches!(&settle.how, Settled::Again { why, .. } if why.contains("register")) {
                    settle.how = Settled::Done;
                }
            }
        }
        _ => in_case(town, bug, (node, life), unit),
    }
    later
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the other defects sit elsewhere")]
fn in_case(town: &Town, bug: Bug, (_, life): (usize, u64), unit: &mut Unit) {
    let event = event_of(unit);
    let Some(write) = &mut unit.case else { return };
    match bug {
        Bug::SecondOpen if matches!(write.claims, Claims::Take(_)) => write.claims = Claims::Keep,
        Bug::ClaimsStay if write.claims == Claims::Release => write.claims = Claims::Keep,
        Bug::WakeLost => write.wake = None,
        Bug::ReminderUnsent => {
            // Straight to the end of the question.
            let case = parsed::<Case>(&write.body);
            let asking = case.as_ref().and_then(|case| case.state.asking());
            let open = asking.iter().flat_map(|asking| &asking.requests).filter(|r| r.is_open());
            write.wake = write.wake.and(open.map(|request| request.ends_at()).min());
        }
        Bug::WakeLate => {
            let late = SignedDuration::from_mins(5);
            write.wake = write.wake.and_then(|at| at.checked_add(late).ok());
        }
        Bug::JournalGap if matches!(event, Some(Event::SmsDelivered { .. })) => {
            write.journal.clear();
        }
        Bug::Unreplayable if matches!(event, Some(Event::Answered { .. })) => {
            for row in &mut write.journal {
                row.at = row.at.checked_add(SignedDuration::from_secs(1)).unwrap_or(row.at);
            }
        }
        Bug::DeadlineOnRestart
        | Bug::CodeSurvivesWithdrawal
        | Bug::AnyOwner
        | Bug::DigestOfAnother
        | Bug::ReminderMovesDeadline
        | Bug::ReminderRepeats => {
            let Some(mut case) = parsed::<Case>(&write.body) else { return };
            if in_core(town, bug, life, &event, &mut case)
                && let Ok(body) = serde_json::to_string(&case)
            {
                write.body = body;
                if bug == Bug::AnyOwner {
                    write.wake = None;
                    for row in &mut write.journal {
                        let all = r#",{"code":"all_agreed","status":"registering"}]"#;
                        if let Some(lines) = row.lines.strip_suffix(']') {
                            row.lines = format!("{lines}{all}");
                        }
                    }
                    unit.work.push(registers(town, &case, write.expected));
                }
            }
        }
        _ => {}
    }
}

/// A reminder to each party of a case that a timer has ended.
fn reminded_at_end(unit: &Unit) -> Vec<NoticeWrite> {
    let woken = matches!(event_of(unit), Some(Event::Woken { .. }));
    let case = unit.case.as_ref().and_then(|write| parsed::<Case>(&write.body));
    let ended = case.filter(|case| woken && case.status() == Status::Refused);
    let requests = ended.iter().flat_map(|case| case.state.asking()).flat_map(|a| &a.requests);
    let notices = requests.filter_map(|request| {
        let notice = unit.notices.iter().find(|notice| notice.to == request.party.iin)?;
        let message = Message::Reminder { before: request.ends_at() };
        Some(NoticeWrite { body: serde_json::to_string(&message).ok()?, ..notice.clone() })
    });
    notices.collect()
}

fn registers(town: &Town, case: &Case, version: Option<u64>) -> NewWork {
    NewWork {
        kind: "registers",
        key: format!("{}:{}:any", case.id, version.unwrap_or(0)),
        case: Some(case.id),
        body: "\"ask_registers\"".to_owned(),
        due: town.clock(),
        held_until: Some(town.clock()),
    }
}

/// Changes what the core made; says whether it did.
fn in_core(town: &Town, bug: Bug, life: u64, event: &Option<Event>, case: &mut Case) -> bool {
    match (bug, &mut case.state) {
        (Bug::DeadlineOnRestart, State::AwaitingConsent(filed, asking)) if life > 1 => {
            let now = town.clock();
            let clocks = asking.requests.iter_mut().filter_map(|request| request.clock.as_mut());
            let mut changed = false;
            for clock in clocks.filter(|clock| clock.received_at < now) {
                clock.deadline = now.checked_add(filed.law.consent_window).unwrap_or(now);
                changed = true;
            }
            changed
        }
        (Bug::CodeSurvivesWithdrawal, State::Withdrawn(_, Some(asking), _)) => {
            for request in &mut asking.requests {
                if matches!(request.outcome, Outcome::Void { .. }) {
                    request.outcome = Outcome::Open;
                }
            }
            true
        }
        (Bug::AnyOwner, State::AwaitingConsent(filed, asking)) => {
            let agreed = matches!(event, Some(Event::PartyAnswered { saying: Saying::Agree, .. }));
            if agreed {
                let at = town.clock();
                for request in asking.requests.iter_mut().filter(|request| request.is_open()) {
                    request.outcome = Outcome::Void { at };
                }
                case.state = State::Registering(filed.clone(), asking.clone(), None);
            }
            agreed
        }
        (Bug::ReminderMovesDeadline, State::AwaitingConsent(_, asking)) => {
            let woken = matches!(event, Some(Event::Woken { .. }));
            let more = SignedDuration::from_mins(30);
            let reminded = asking.requests.iter_mut().filter(|r| woken && r.reminded > 0);
            let clocks: Vec<_> = reminded.filter_map(|r| r.clock.as_mut()).collect();
            let changed = !clocks.is_empty();
            for clock in clocks {
                clock.deadline = clock.deadline.checked_add(more).unwrap_or(clock.deadline);
            }
            changed
        }
        (Bug::ReminderRepeats, State::AwaitingConsent(_, asking)) => {
            let mut changed = false;
            for request in &mut asking.requests {
                changed |= request.reminded > 0;
                request.reminded = 0;
            }
            changed
        }
        (Bug::DigestOfAnother, State::AwaitingConsent(_, asking)) => {
            let first = asking.requests.first_mut().and_then(|r| r.digest.0.first_mut());
            first.is_some_and(|byte| {
                *byte ^= 1;
                true
            })
        }
        _ => false,
    }
}

/// Changes what comes in on its way to the service; `None` keeps it away.
pub(super) fn at_edge(
    town: &Town,
    incoming: IncomingWork,
    coming: &Coming,
) -> Option<IncomingWork> {
    match (town.bug, incoming) {
        (
            Some(Bug::DeadlineInclusive | Bug::LateCounts),
            IncomingWork::Message { from, text, read_at },
        ) => {
            let read_at = early(town, &from, &text, read_at).unwrap_or(read_at);
            Some(IncomingWork::Message { from, text, read_at })
        }
        (Some(Bug::CodeOfOther), IncomingWork::Message { from, text, read_at }) => {
            let text = own_code(town, &from, &text).unwrap_or(text);
            Some(IncomingWork::Message { from, text, read_at })
        }
        (Some(Bug::RefusalIsConsent), IncomingWork::Message { from, text, read_at }) => {
            Some(IncomingWork::Message { from, text: text.replace("ЖОҚ", "ИӘ"), read_at })
        }
        (Some(Bug::TriesNotCounted), incoming) => match coming {
            Coming::Message { wrong: true, .. } => None,
            Coming::Message { .. } | Coming::Receipt { .. } => Some(incoming),
        },
        (
            Some(Bug::ForeignReceipt),
            IncomingWork::Receipt { message, phone, delivered, read_at },
        ) => {
            let truth = town.truth();
            let others = truth.sent.iter().filter(|sent| sent.to.to_string() != phone);
            let other = others.flat_map(|sent| &sent.parts).last().cloned();
            let (message, phone) = other.map_or((message, phone), |id| (id, String::new()));
            Some(IncomingWork::Receipt { message, phone, delivered, read_at })
        }
        (_, incoming) => Some(incoming),
    }
}

/// The time at which a late answer would just have counted.
fn early(town: &Town, from: &str, text: &str, read_at: Timestamp) -> Option<Timestamp> {
    let code = code_in(text, 8)?;
    let deadline = town.watch().deadline_of(from.parse().ok()?, code)?;
    let late = match town.bug {
        Some(Bug::DeadlineInclusive) => read_at == deadline,
        _ => read_at >= deadline,
    };
    let before = SignedDuration::from_micros(1);
    late.then(|| deadline.checked_sub(before).unwrap_or(deadline))
}

/// The text with the code of the phone's own question in the place of that of another's.
fn own_code(town: &Town, from: &str, text: &str) -> Option<String> {
    let code = code_in(text, 8)?;
    let own = town.watch().code_beside(from.parse().ok()?, code)?;
    Some(text.replace(code, &own))
}

/// Changes the text of an SMS on its way to the centre.
pub(super) fn in_text(town: &Town, text: &str, to: Phone) -> String {
    if !town.has(Bug::CodeChanges) {
        return text.to_owned();
    }
    let again = town.truth().sent.iter().any(|sent| sent.to == to && sent.text == text);
    match code_in(text, 8) {
        Some(code) if again => {
            let other: String =
                code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect();
            text.replace(code, &other)
        }
        Some(_) | None => text.to_owned(),
    }
}
