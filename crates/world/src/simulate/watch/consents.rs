//! Questions, their clocks, their codes and their answers, against what the world knows.

use jiff::Timestamp;
use residence::case::Status;
use residence::consent::{ConsentRequest, Form, Outcome, ReceivedBy, Saying, Sms};
use store::JournalRow;

use super::{Invariant, Seen};
use crate::simulate::marks::Mark;
use crate::simulate::schedule::at_once;
use crate::simulate::town::Town;
use crate::simulate::truth::phone_of;

impl Town {
    /// Checks every question of a case that has moved.
    pub(super) fn consents(&self, before: Option<&Seen>, seen: &Seen, last: Option<&JournalRow>) {
        let Some(asking) = seen.case.state.asking() else { return };
        let number = seen.case.number();
        let digest = seen.case.application.digest(number);
        let waits = seen.case.status() == Status::AwaitingConsent;
        for request in &asking.requests {
            let code = self.watch().code(self, request);
            let was =
                before.and_then(|b| b.case.state.asking()).and_then(|a| a.request(request.id));
            if request.digest != digest {
                let what = format!("{number}: a question is about something else");
                self.violated(Invariant::SameDigest, what);
            }
            if request.is_open() && !waits {
                let what = format!("{number}: a question is open though the case has gone on");
                self.violated(Invariant::CodeDies, what);
            }
            self.clock_stands(seen, was, request, &code);
            if was.is_none_or(ConsentRequest::is_open) {
                self.answered(seen, was, request, (&code, last.map(|row| row.at)));
            }
        }
    }

    fn clock_stands(
        &self,
        seen: &Seen,
        was: Option<&ConsentRequest>,
        request: &ConsentRequest,
        code: &str,
    ) {
        let number = seen.case.number();
        let Some(clock) = request.clock else {
            if was.is_some_and(|was| was.clock.is_some()) {
                self.violated(Invariant::DeadlineStands, format!("{number}: a clock is gone"));
            }
            return;
        };
        if let Some(before) = was.and_then(|was| was.clock) {
            if before != clock {
                self.violated(Invariant::DeadlineStands, format!("{number}: a deadline moved"));
            }
            return;
        }
        let window = seen.case.state.filed().map(|filed| filed.law.consent_window);
        let deadline = window.and_then(|window| clock.received_at.checked_add(window).ok());
        if deadline != Some(clock.deadline) {
            let what = format!("{number}: the deadline is not an hour after the receipt");
            self.violated(Invariant::DeadlineStands, what);
        }
        let truth = self.truth();
        match clock.by {
            ReceivedBy::Delivery => {
                if !truth.delivered(request, code, clock.received_at) {
                    let what = format!("{number}: a clock started without a receipt");
                    self.violated(Invariant::DeadlineStands, what);
                }
            }
            ReceivedBy::Answer => self.hit(Mark::AnsweredBeforeReceipt),
            ReceivedBy::Sending | ReceivedBy::Opening => {}
        }
    }

    /// How a question ended, against what was really said.
    fn answered(
        &self,
        seen: &Seen,
        was: Option<&ConsentRequest>,
        request: &ConsentRequest,
        (code, at): (&str, Option<Timestamp>),
    ) {
        let number = seen.case.number();
        match &request.outcome {
            Outcome::Agreed { at, form } => {
                if request.clock.is_none_or(|clock| *at >= clock.deadline) {
                    let what = format!("{number}: agreed at or after the deadline");
                    self.violated(Invariant::EveryConsent, what);
                }
                self.really_said(seen, request, (Saying::Agree, form, *at), code);
                self.not_guessed(seen, request, *at);
            }
            Outcome::Refused { at, form, .. } => {
                self.really_said(seen, request, (Saying::Refuse, form, *at), code);
            }
            Outcome::Lapsed { at: end } | Outcome::Unreachable { at: end } => {
                if at.is_none_or(|at| at < *end) {
                    let what = format!("{number}: ended before its end");
                    self.violated(Invariant::DeadlineStands, what);
                }
                self.nothing_came(seen, was, request, (code, *end));
            }
            Outcome::Open | Outcome::Void { .. } => {}
        }
        if request.sms == Sms::Locked && was.is_some_and(|was| was.sms == Sms::Live) {
            self.hit(Mark::Locked);
        }
        let tries = seen.case.state.filed().map_or(0, |filed| filed.law.consent_tries);
        if request.sms == Sms::Live && request.tries >= tries {
            let what = format!("{number}: a code lives after {} wrong ones", request.tries);
            self.violated(Invariant::CodeDies, what);
        }
    }

    /// Somebody with the right phone wrote just this, and it was read just then.
    fn really_said(
        &self,
        seen: &Seen,
        request: &ConsentRequest,
        (saying, form, at): (Saying, &Form, Timestamp),
        code: &str,
    ) {
        let truth = self.truth();
        let really = match form {
            Form::SmsReply => {
                truth.answers(request, code).any(|said| said.saying == saying && said.read_at == at)
            }
            Form::Portal => truth.refused_in_portal.contains(&request.party.iin),
            // Nobody in this world has a signature.
            Form::Eds { .. } | Form::Qr { .. } => false,
        };
        if !really {
            let what = format!("{}: nobody said so", seen.case.number());
            self.violated(Invariant::EveryConsent, what);
        }
    }

    /// A code that was guessed at too often counts no more.
    fn not_guessed(&self, seen: &Seen, request: &ConsentRequest, at: Timestamp) {
        let Some(phone) = phone_of(request) else { return };
        if self.marks.count(Mark::ClockBack) > 0 {
            // The times at which codes were read no longer say which question they were meant for.
            return;
        }
        // What is stored to be read later has not been counted yet.
        let waiting = at_once(self.store.queue()).ok().and_then(|queue| queue.oldest_incoming);
        let most = seen.case.state.filed().map_or(0, |filed| filed.law.consent_tries);
        let guesses = self.truth().guesses(phone, request.asked_at, at);
        if waiting.is_none() && guesses >= usize::from(most) {
            let what = format!("{}: agreed after {guesses} wrong codes", seen.case.number());
            self.violated(Invariant::CodeDies, what);
        }
    }

    /// Nothing that was read before the end has been passed over.
    fn nothing_came(
        &self,
        seen: &Seen,
        was: Option<&ConsentRequest>,
        request: &ConsentRequest,
        (code, end): (&str, Timestamp),
    ) {
        if request.sms != Sms::Live || was.is_some_and(|was| was.sms != Sms::Live) {
            return;
        }
        let truth = self.truth();
        let passed_over = truth.answers(request, code).any(|said| !said.lost && said.read_at < end);
        if passed_over {
            let what = format!("{}: an answer read in time was passed over", seen.case.number());
            self.violated(Invariant::Acknowledged, what);
        }
    }
}
