//! Parties are asked: receipts, answers, wrong codes, time.

use jiff::Timestamp;

use crate::case::judging::ground;
use crate::case::{Asking, Case, Effect, Filed, LineCode, NotExpected, State, Transition};
use crate::checks;
use crate::consent::{ConsentRequest, Form, Outcome, ReceivedBy, RefusalReason, Saying, Sms};
use crate::decision::{Decision, Ruling};
use crate::ground::Params;
use crate::law::ConsentClock;
use crate::names::RequestId;
use crate::notice::{Contact, Message, Notice};

fn role(request: &ConsentRequest) -> Params {
    Params::from([("role".to_owned(), request.party.role.as_str().to_owned())])
}

impl Case {
    /// The state of waiting with one of its open requests taken out to be changed.
    fn open_request(&self, id: RequestId) -> Result<(Filed, Asking, ConsentRequest), NotExpected> {
        let (filed, asking) = match &self.state {
            State::AwaitingConsent(filed, asking) => (filed, asking),
            State::Registering(_, asking, _)
            | State::Registered(_, Some(asking), _)
            | State::Refused(_, Some(asking), _)
            | State::Referred(_, Some(asking), _)
            | State::Withdrawn(_, Some(asking), _) => {
                let closed = asking.request(id).is_some();
                return Err(if closed { NotExpected::Closed } else { NotExpected::NoRequest });
            }
            State::Draft
            | State::Signed(_)
            | State::Checking(..)
            | State::Registered(_, None, _)
            | State::Refused(_, None, _)
            | State::Referred(_, None, _)
            | State::Withdrawn(_, None, _) => return Err(NotExpected::NoRequest),
        };
        match asking.request(id) {
            None => Err(NotExpected::NoRequest),
            Some(request) if !request.is_open() => Err(NotExpected::Closed),
            Some(request) => Ok((filed.clone(), asking.clone(), request.clone())),
        }
    }

    fn put(&self, filed: Filed, mut asking: Asking, request: ConsentRequest) -> Transition {
        if let Some(slot) = asking.requests.iter_mut().find(|slot| slot.id == request.id) {
            *slot = request;
        }
        self.with(State::AwaitingConsent(filed, asking))
    }

    pub(super) fn sms_accepted(
        &self,
        id: RequestId,
        at: Timestamp,
    ) -> Result<Transition, NotExpected> {
        let (filed, asking, mut request) = self.open_request(id)?;
        if request.lapse(at).is_some() {
            return Err(NotExpected::Nothing);
        }
        let counts = filed.law.consent_clock == ConsentClock::Sending
            && request.receive(at, ReceivedBy::Sending, &filed.law);
        if !counts {
            return Err(NotExpected::Nothing);
        }
        let line = role(&request);
        Ok(self.put(filed, asking, request).line_with(LineCode::Delivered, line))
    }

    pub(super) fn sms_failed(&self, id: RequestId) -> Result<Transition, NotExpected> {
        let (filed, asking, mut request) = self.open_request(id)?;
        if request.sms != Sms::Live || request.clock.is_some() {
            return Err(NotExpected::Nothing);
        }
        request.sms = Sms::Failed;
        let line = role(&request);
        Ok(self.put(filed, asking, request).line_with(LineCode::SmsFailed, line))
    }

    pub(super) fn sms_delivered(
        &self,
        id: RequestId,
        at: Timestamp,
    ) -> Result<Transition, NotExpected> {
        let (filed, asking, mut request) = self.open_request(id)?;
        if request.lapse(at).is_some() {
            return Err(NotExpected::Nothing);
        }
        if filed.law.consent_clock != ConsentClock::Receipt
            || !request.receive(at, ReceivedBy::Delivery, &filed.law)
        {
            return Err(NotExpected::Nothing);
        }
        let line = role(&request);
        Ok(self.put(filed, asking, request).line_with(LineCode::Delivered, line))
    }

    pub(super) fn opened(&self, id: RequestId, at: Timestamp) -> Result<Transition, NotExpected> {
        let (filed, asking, mut request) = self.open_request(id)?;
        if let Some(end) = request.lapse(at) {
            return self.late(filed, asking, &request, (end, at));
        }
        if !request.receive(at, ReceivedBy::Opening, &filed.law) {
            return Err(NotExpected::Nothing);
        }
        let line = role(&request);
        Ok(self.put(filed, asking, request).line_with(LineCode::Opened, line))
    }

    pub(super) fn wrong_code(&self, id: RequestId, tries: u8) -> Result<Transition, NotExpected> {
        let (filed, asking, mut request) = self.open_request(id)?;
        if request.sms != Sms::Live {
            return Err(NotExpected::Nothing);
        }
        // Of several that come at once each counts, whatever was known when it was read.
        request.tries = tries.max(request.tries.saturating_add(1));
        let locked = request.tries >= filed.law.consent_tries;
        let line = role(&request);
        if locked {
            request.sms = Sms::Locked;
        }
        let code = if locked { LineCode::Locked } else { LineCode::WrongCode };
        Ok(self.put(filed, asking, request).line_with(code, line))
    }

    /// What is late counts for nothing. It is also the end of the request, unless an SMS that was
    /// read in time may still be on its way to us: then the timer judges, which knows how far our
    /// link was read.
    fn late(
        &self,
        filed: Filed,
        asking: Asking,
        request: &ConsentRequest,
        (end, at): (Outcome, Timestamp),
    ) -> Result<Transition, NotExpected> {
        match request.sms {
            Sms::Live => Err(NotExpected::Closed),
            Sms::None | Sms::Failed | Sms::Locked => {
                Ok(self.end(filed, asking, &[(request.id, end)], at))
            }
        }
    }

    /// An answer counts by when it was read.
    pub(super) fn party_answered(
        &self,
        id: RequestId,
        (saying, form, reason): (Saying, &Form, RefusalReason),
        at: Timestamp,
    ) -> Result<Transition, NotExpected> {
        let (filed, asking, mut request) = self.open_request(id)?;
        if let Some(end) = request.lapse(at) {
            return self.late(filed, asking, &request, (end, at));
        }
        if !form.may_say(saying, &filed.law) {
            return Err(NotExpected::Form);
        }
        if *form == Form::SmsReply && request.sms != Sms::Live {
            return Err(NotExpected::Locked);
        }
        request.receive(at, ReceivedBy::Answer, &filed.law);
        match saying {
            Saying::Refuse => {
                let refused = Outcome::Refused { at, form: form.clone(), reason };
                Ok(self.end(filed, asking, &[(request.id, refused)], at))
            }
            Saying::Agree => {
                request.outcome = Outcome::Agreed { at, form: form.clone() };
                Ok(self.agreed(filed, asking, request, at))
            }
        }
    }

    fn agreed(
        &self,
        filed: Filed,
        mut asking: Asking,
        request: ConsentRequest,
        at: Timestamp,
    ) -> Transition {
        let line = role(&request);
        if let Some(slot) = asking.requests.iter_mut().find(|slot| slot.id == request.id) {
            *slot = request;
        }
        let all = asking.requests.iter().all(|r| matches!(r.outcome, Outcome::Agreed { .. }));
        if !all {
            return self
                .with(State::AwaitingConsent(filed, asking))
                .line_with(LineCode::Agreed, line);
        }
        asking.ended_at = Some(at);
        self.with(State::Registering(filed, asking, None))
            .line_with(LineCode::Agreed, line)
            .line(LineCode::AllAgreed)
            .effect(Effect::AskRegisters)
    }

    /// The wake time came: whatever the time has ended, ends; else whoever is late is reminded.
    pub(super) fn wake(
        &self,
        at: Timestamp,
        read_through: Timestamp,
    ) -> Result<Transition, NotExpected> {
        let State::AwaitingConsent(filed, asking) = &self.state else {
            return Err(NotExpected::Nothing);
        };
        let ended: Vec<(RequestId, Outcome)> = asking
            .requests
            .iter()
            .filter_map(|r| Some((r.id, r.lapse_by_timer(at, read_through)?)))
            .collect();
        if ended.is_empty() {
            return self.remind(filed, asking, at);
        }
        Ok(self.end(filed.clone(), asking.clone(), &ended, at))
    }

    /// Whoever has not answered is reminded: by SMS where its code counts, else where they read
    /// their notices.
    fn remind(
        &self,
        filed: &Filed,
        asking: &Asking,
        at: Timestamp,
    ) -> Result<Transition, NotExpected> {
        let mut asking = asking.clone();
        let mut told = Vec::new();
        for request in &mut asking.requests {
            let Some(before) = request.remind(at, &filed.law) else { continue };
            let to = request.party.iin;
            let known = filed.known.as_ref().and_then(|known| known.contacts.get(&to));
            let contact = known.copied().unwrap_or(Contact::NOWHERE);
            let notice = Notice { to, contact, message: Message::Reminder { before } };
            let effect = match request.sms {
                Sms::Live => Effect::Remind { request: request.id, notice },
                Sms::None | Sms::Failed | Sms::Locked => Effect::Tell(notice),
            };
            told.push((role(request), effect));
        }
        if told.is_empty() {
            return Err(NotExpected::Nothing);
        }
        let mut transition = self.with(State::AwaitingConsent(filed.clone(), asking));
        for (params, effect) in told {
            transition = transition.line_with(LineCode::Reminded, params).effect(effect);
        }
        Ok(transition)
    }

    /// The first refusal or lapse ends the case for all: the other questions are void and everybody
    /// is told.
    fn end(
        &self,
        filed: Filed,
        mut asking: Asking,
        ended: &[(RequestId, Outcome)],
        at: Timestamp,
    ) -> Transition {
        let mut findings = Vec::new();
        let mut lines = Vec::new();
        for (id, outcome) in ended {
            let Some(request) = asking.requests.iter_mut().find(|request| request.id == *id) else {
                continue;
            };
            request.outcome = outcome.clone();
            let params = role(request);
            findings.extend(checks::by_answer(outcome).map(|rule| ground(rule, params.clone())));
            lines.push((line_of(outcome), params));
        }
        findings.sort_by_key(|finding| finding.rule);
        findings.dedup();
        let decision = Decision::over(findings, at);
        let known = filed.known.clone();
        let state = State::Refused(filed, Some(asking.ended(at)), decision);
        let mut transition = self.with(state);
        for (code, params) in lines {
            transition = transition.line_with(code, params);
        }
        transition = transition.line(LineCode::Refused);
        match &known {
            None => transition,
            Some(known) => {
                let round = self.tell_of(Ruling::Refused, known, &transition.next);
                transition.notices(round)
            }
        }
    }
}

const fn line_of(outcome: &Outcome) -> LineCode {
    match outcome {
        Outcome::Refused { .. } => LineCode::PartyRefused,
        Outcome::Unreachable { .. } => LineCode::Unreachable,
        Outcome::Lapsed { .. } | Outcome::Open | Outcome::Agreed { .. } | Outcome::Void { .. } => {
            LineCode::Lapsed
        }
    }
}
