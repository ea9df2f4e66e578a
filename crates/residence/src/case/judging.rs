//! The registers answered, or did not: judging, asking, deciding.

use jiff::Timestamp;

use crate::case::Transition;
use crate::case::{
    Asking, Case, Effect, Event, Filed, Held, LineCode, NotExpected, RestsOn, State,
};
use crate::checks::{self, Question, Rule};
use crate::consent::{ConsentRequest, Party, Route};
use crate::decision::{Decision, Ruling};
use crate::facts::{Facts, Register};
use crate::ground::{Evidence, Finding, Outcome, Params, RuleId};
use crate::law::beginning;
use crate::names::RequestId;
use crate::notice::{Contact, Known, Message, Notice, Round};
use crate::registration::{BookChange, Entry, Seed, changes};

/// A finding that does not come from a register alone.
pub(super) fn ground(rule: RuleId, params: Params) -> Finding {
    Finding { rule, outcome: Outcome::Refuse, params, evidence: Vec::new() }
}

fn count(number: usize) -> Params {
    Params::from([("count".to_owned(), number.to_string())])
}

impl Case {
    /// A register did not answer: the case is held and says so; it is neither refused nor granted.
    pub(super) fn hold(&self, by: Register, at: Timestamp) -> Result<Transition, NotExpected> {
        if self.state.held().is_some_and(|held| held.by == by) {
            return Err(NotExpected::Nothing);
        }
        let since = self.state.held().map_or(at, |held| held.since);
        let held = Held { by, since };
        let state = match &self.state {
            State::Signed(filed) | State::Checking(filed, _) => {
                State::Checking(filed.clone(), held)
            }
            State::Registering(filed, asking, _) => {
                State::Registering(filed.clone(), asking.clone(), Some(held))
            }
            State::Draft
            | State::AwaitingConsent(..)
            | State::Registered(..)
            | State::Refused(..)
            | State::Referred(..)
            | State::Withdrawn(..) => return Err(NotExpected::Status(self.status())),
        };
        let register = Params::from([("register".to_owned(), by.as_str().to_owned())]);
        Ok(self.with(state).line_with(LineCode::Held, register))
    }

    /// The registers answered: judge, then ask or decide.
    pub(super) fn judge(
        &self,
        facts: &Facts,
        seed: Seed,
        at: Timestamp,
    ) -> Result<Transition, NotExpected> {
        let (filed, asking) = match &self.state {
            State::Signed(filed) | State::Checking(filed, _) => (filed, None),
            State::Registering(filed, asking, _) => (filed, Some(asking)),
            State::Draft
            | State::AwaitingConsent(..)
            | State::Registered(..)
            | State::Refused(..)
            | State::Referred(..)
            | State::Withdrawn(..) => return Err(NotExpected::Status(self.status())),
        };
        // Answers that end too soon are no answers: nothing is decided over what was not read.
        if let Some(unread) = checks::unread(&self.question(filed, facts)) {
            let held = self.hold(unread, at).unwrap_or_else(|_| Transition::to(self.clone()));
            return Ok(held.effect(Effect::AskRegisters));
        }
        Ok(match asking {
            None => self.judge_first(filed, facts, seed, at),
            Some(asking) => self.judge_again((filed, asking), facts, seed, at),
        })
    }

    fn question<'a>(&'a self, filed: &'a Filed, facts: &'a Facts) -> Question<'a> {
        Question {
            application: &self.application,
            law: &filed.law,
            signed_on: filed.signed_on,
            facts,
        }
    }

    fn judge_first(&self, filed: &Filed, facts: &Facts, seed: Seed, at: Timestamp) -> Transition {
        let question = self.question(filed, facts);
        let judgement = checks::judge(&question);
        let filed = Filed { known: Some(Known::of(&question)), ..filed.clone() };
        if judgement.passes() && !judgement.parties.is_empty() {
            return self.ask(filed, &judgement.parties, seed, at);
        }
        let decision = Decision::over(judgement.findings, at);
        self.conclude(filed, None, decision, (facts, seed))
    }

    /// The moment of decision: owners, registrations and leases are read and judged again.
    fn judge_again(
        &self,
        (filed, asking): (&Filed, &Asking),
        facts: &Facts,
        seed: Seed,
        at: Timestamp,
    ) -> Transition {
        let question = self.question(filed, facts);
        let mut judgement = checks::judge(&question);
        let asked: Vec<Party> = asking.requests.iter().map(|request| request.party).collect();
        if judgement.passes() && checks::parties_changed(&asked, &judgement.parties) {
            let reads = Rule::of(RuleId::ConChg).reads.iter();
            let evidence = reads.filter_map(|register| {
                let at = facts.answered_at(*register)?;
                Some(Evidence { register: *register, at })
            });
            let finding = ground(RuleId::ConChg, Params::new());
            judgement.findings.push(Finding { evidence: evidence.collect(), ..finding });
        }
        let known = Known::of(&question).after(filed.known.as_ref());
        let filed = Filed { known: Some(known), ..filed.clone() };
        let decision = Decision::over(judgement.findings, at);
        self.conclude(filed, Some(asking.clone()), decision, (facts, seed))
    }

    /// Nothing stands against it but people who have not been asked: ask them.
    fn ask(&self, filed: Filed, parties: &[Party], seed: Seed, at: Timestamp) -> Transition {
        let digest = self.application.digest(self.number());
        let requests: Vec<ConsentRequest> = (0u8..)
            .zip(parties)
            .map(|(place, party)| {
                let id = RequestId::from_random(seed.draw("request", place));
                ConsentRequest::new(id, *party, digest, &filed.law, at)
            })
            .collect();
        let by_sms = |request: &&ConsentRequest| matches!(request.party.route, Route::Sms(_));
        let sent: Vec<Effect> = requests
            .iter()
            .filter(by_sms)
            .map(|request| Effect::AskParty { request: request.id })
            .collect();
        // The SMS is its own notice; whoever is asked in the portal alone has to hear of it.
        let asked: Vec<_> = requests.iter().filter(by_sms).map(|r| r.party.iin).collect();
        let known = filed.known.clone();
        let (by_sms, in_portal) = (sent.len(), requests.len() - sent.len());
        let asking = Asking { asked_at: at, ended_at: None, requests };
        let mut transition =
            self.with(State::AwaitingConsent(filed, asking)).line(LineCode::Checked);
        if by_sms > 0 {
            transition = transition.line_with(LineCode::Asked, count(by_sms));
        }
        if in_portal > 0 {
            transition = transition.line_with(LineCode::AskedInPortal, count(in_portal));
        }
        transition.effects.extend(sent);
        let Some(known) = &known else { return transition };
        let others = self.application.subjects.iter().copied();
        let others = others.filter(|iin| *iin != self.application.applicant);
        let unasked = |iin: &_| !asked.contains(iin) && *iin != self.application.applicant;
        let hosts = known.hosts.iter().chain(&known.parents).copied().filter(unasked);
        let round = Round::new(known)
            .tell(others.filter(unasked), Message::Filed)
            .tell(hosts, Message::Attempt);
        transition.notices(round)
    }

    /// The one decision: state, book and notices together.
    pub(super) fn conclude(
        &self,
        filed: Filed,
        asking: Option<Asking>,
        decision: Decision,
        (facts, seed): (&Facts, Seed),
    ) -> Transition {
        let at = decision.at;
        let first = asking.is_none();
        let ruling = decision.ruling;
        let known = filed.known.clone();
        let law = filed.law.clone();
        let state = match ruling {
            Ruling::Approved => State::Registered(filed, asking, decision),
            Ruling::Refused => State::Refused(filed, asking, decision),
            Ruling::Referred => State::Referred(filed, asking, decision),
        };
        let mut transition = self.with(state);
        if first {
            transition = transition.line(LineCode::Checked);
        }
        transition = match ruling {
            Ruling::Refused => transition.line(LineCode::Refused),
            Ruling::Referred => transition.line(LineCode::Referred),
            Ruling::Approved => {
                if first {
                    // Nobody else must agree: the edge is taken all the same.
                    transition = transition.line(LineCode::AllAgreed);
                }
                transition.book = changes(&self.application, self.number(), facts, seed, at);
                transition.rests_on = self.rests_on(facts);
                transition.line(LineCode::Registered)
            }
        };
        let Some(known) = known else { return transition };
        if ruling == Ruling::Approved {
            let terms = terms(&transition.book, &known, &law.temporary_notices);
            transition.effects.extend(terms);
        }
        let round = self.tell_of(ruling, &known, &transition.next);
        transition.notices(round)
    }

    /// Who is told of a decision.
    pub(super) fn tell_of<'k>(&self, ruling: Ruling, known: &'k Known, next: &Self) -> Round<'k> {
        let round = Round::new(known);
        let around = next.around(known);
        // Whoever was told of the attempt is told of its end, even if it is no longer theirs.
        let before = self.state.filed().and_then(|filed| filed.known.as_ref());
        let before = before.map(|known| self.around(known)).unwrap_or_default();
        let ended = around.iter().copied().chain(before);
        match ruling {
            Ruling::Approved => round
                .tell(self.concerned(), Message::Registered)
                .tell(around, Message::RegisteredThere)
                .tell(known.left.keys().copied(), Message::Left),
            Ruling::Refused => {
                let (own, there) =
                    no_answer(next).unwrap_or((Message::Refused, Message::EndedThere));
                round.tell(self.concerned(), own).tell(ended, there)
            }
            Ruling::Referred => {
                round.tell(self.concerned(), Message::Referred).tell(ended, Message::EndedThere)
            }
        }
    }

    fn rests_on(&self, facts: &Facts) -> RestsOn {
        let version = |iin| facts.people.get(&iin).map(|person| (iin, person.version));
        RestsOn {
            people: self.application.people().filter_map(version).collect(),
            dwelling: facts.dwelling.as_ref().map(|d| (self.application.rka, d.version)),
        }
    }
}

/// What both sides are told of a refusal for want of an answer: that it was the time, and nobody's no.
fn no_answer(refused: &Case) -> Option<(Message, Message)> {
    let grounds = refused.state.decision()?.grounds();
    let rules: Vec<RuleId> = grounds.map(|finding| finding.rule).collect();
    if !rules.iter().all(|rule| matches!(rule, RuleId::ConTime | RuleId::ConReach)) {
        return None;
    }
    Some(if rules.contains(&RuleId::ConTime) {
        (Message::Lapsed, Message::LapsedThere)
    } else {
        (Message::Unreached, Message::UnreachedThere)
    })
}

/// The notices before the end of each temporary entry, and the end itself.
fn terms(book: &[BookChange], known: &Known, notices: &[jiff::SignedDuration]) -> Vec<Effect> {
    let opened = book.iter().filter_map(|change| match change {
        BookChange::Open(entry) => Some((entry, entry.until?)),
        BookChange::Close { .. } => None,
    });
    let mut effects = Vec::new();
    for (Entry { id, iin, opened_at, .. }, until) in opened {
        // An entry ends whether or not anybody can be written to.
        let contact = known.contacts.get(iin).copied().unwrap_or(Contact::NOWHERE);
        let end = beginning(until);
        for before in notices {
            let due = end.checked_sub(*before).unwrap_or(end);
            // A term shorter than the notice would be told of at once: pointless.
            if due > *opened_at {
                let notice = Notice { to: *iin, contact, message: Message::TermEnds { on: until } };
                effects.push(Effect::TermNotice { registration: *id, notice, due });
            }
        }
        let notice = Notice { to: *iin, contact, message: Message::TermEnded };
        effects.push(Effect::EndTerm { registration: *id, notice, due: end });
    }
    effects
}

/// The facts of the journal are judged again by `tirkeu replay` and by back-testing.
impl Event {
    /// The facts and the seed, where this event carries some.
    #[must_use]
    pub const fn facts(&self) -> Option<&Facts> {
        match self {
            Self::Answered { facts, .. } => Some(facts),
            Self::Drafted { .. }
            | Self::Changed { .. }
            | Self::Signed { .. }
            | Self::Silent { .. }
            | Self::SmsAccepted { .. }
            | Self::SmsFailed { .. }
            | Self::SmsDelivered { .. }
            | Self::Opened { .. }
            | Self::WrongCode { .. }
            | Self::PartyAnswered { .. }
            | Self::Withdrawn
            | Self::Woken { .. } => None,
        }
    }
}
