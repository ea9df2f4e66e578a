//! Those who are asked: they agree, refuse, say nothing, guess, come late or write from another phone.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use residence::consent::RefusalReason;
use residence::facts::Language;
use residence::names::{Iin, Phone};
use service::desk::{Assurance, Caller};

use super::centre::Coming;
use super::marks::Mark;
use super::schedule::Owner;
use super::town::{MINUTE, SECOND, Town};
use crate::phones::code_in;

/// Somebody reads an SMS; if it is a question, they do what they do; of the reminder of one most take
/// no notice, as they took none of the question.
pub(super) fn reads(town: &Arc<Town>, phone: Phone, (text, again): (&str, bool)) {
    let Some(code) = code_in(text, 8) else {
        return;
    };
    if again {
        if town.odds(700) {
            return;
        }
        town.hit(Mark::AnsweredReminder);
    }
    let (own, code) = (Arc::clone(town), code.to_owned());
    town.people.fetch_add(1, Ordering::Relaxed);
    town.spawn(Owner::World, async move {
        own.answers(phone, &code).await;
        own.people.fetch_sub(1, Ordering::Relaxed);
    });
}

impl Town {
    async fn answers(self: &Arc<Self>, phone: Phone, code: &str) {
        let faults = &self.faults;
        if self.odds(faults.guesses) {
            for _ in 0..=self.below(3) {
                self.sleep(self.within(MINUTE)).await;
                self.hit(Mark::Guessed);
                let guess = format!("{:08}", self.below(100_000_000));
                if guess != code {
                    self.writes(phone, "ИӘ", &guess, true);
                }
            }
        }
        if self.odds(faults.other_phone) {
            self.hit(Mark::AnsweredOtherPhone);
            if let Some(other) = self.watch().other_phone(phone) {
                self.writes(other, "ИӘ", code, true);
            }
        }
        if self.odds(faults.swapped)
            && let Some(other) = self.watch().other_code(phone)
        {
            self.hit(Mark::AnsweredOtherCode);
            self.writes(phone, "ИӘ", &other, true);
        }
        if self.odds(faults.at_deadline) {
            return self.answers_at_deadline(phone, code).await;
        }
        let slow = self.odds(100);
        self.sleep(self.within(if slow { 80 * MINUTE } else { 5 * MINUTE })).await;
        if self.odds(faults.in_portal / 2) {
            return self.refuses_in_portal(phone, code).await;
        }
        let word = match self.below(20) {
            0 => return,
            1 | 2 => "ЖОҚ",
            _ => "ИӘ",
        };
        if self.watch().is_locked(phone, code) {
            self.hit(Mark::LockedThenRight);
        }
        if !self.watch().asks(phone, code) {
            self.hit(Mark::AnsweredAfterEnd);
        }
        self.writes(phone, word, code, false);
        if self.odds(faults.answers_twice) {
            self.hit(Mark::AnsweredTwice);
            self.sleep(self.within(20 * SECOND)).await;
            self.writes(phone, word, code, false);
        }
    }

    /// Waits for the deadline to stand and writes so that the answer is read just before, at, or
    /// just after it.
    async fn answers_at_deadline(self: &Arc<Self>, phone: Phone, code: &str) {
        for _ in 0..20 {
            self.sleep(10 * SECOND).await;
            let Some(deadline) = self.watch().deadline_of(phone, code) else { continue };
            let (aside, mark) = match self.below(3) {
                0 => (-1, Mark::AnsweredJustBefore),
                1 => (0, Mark::AnsweredAtDeadline),
                _ => (1, Mark::AnsweredLate),
            };
            let left = deadline.as_microsecond() + aside - self.shown();
            self.sleep(left).await;
            // Unless the clock has jumped meanwhile.
            if self.shown() == deadline.as_microsecond() + aside {
                self.hit(mark);
            }
            let word = if self.odds(800) { "ИӘ" } else { "ЖОҚ" };
            self.writes(phone, word, code, false);
            return;
        }
    }

    fn writes(self: &Arc<Self>, from: Phone, word: &str, code: &str, wrong: bool) {
        self.bring(Coming::Message { from, text: format!("{word} {code}"), wrong });
    }

    async fn refuses_in_portal(self: &Arc<Self>, phone: Phone, code: &str) {
        let Some((party, request)) = self.watch().party(phone, code) else { return };
        self.truth().refused_in_portal.push(party);
        let caller = Caller { iin: party, assurance: Assurance::Sms, language: Language::Kk };
        for _ in 0..10 {
            let answer =
                self.call(|app| async move {
                    app.refuse(caller, request, RefusalReason::Unwilling).await
                })
                .await;
            match answer {
                Ok(Ok(_)) => {
                    self.hit(Mark::AnsweredInPortal);
                    return;
                }
                Ok(Err(_)) | Err(_) => self.sleep(SECOND).await,
            }
        }
    }

    /// Somebody who is asked in the portal alone looks there.
    pub(super) async fn looks_in_portal(self: &Arc<Self>, party: Iin) {
        let caller = Caller { iin: party, assurance: Assurance::Sms, language: Language::Kk };
        // Whether it could be opened shows in the case.
        let _ = self.call(|app| async move { app.questions(caller).await }).await;
    }
}
