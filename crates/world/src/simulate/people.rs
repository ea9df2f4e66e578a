//! Applicants: they draft, change, sign, withdraw and try again, as people do.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use residence::case::{NotExpected, Status};
use residence::facts::Language;
use residence::ground::RuleId;
use residence::intake::Form;
use residence::names::{AddressCode, CaseId, Iin, Phone};
use residence::registration::Kind;
use service::cases::Loaded;
use service::desk::{Assurance, Caller, Once, Refusal};
use store::{CaseWrite, Claims, JournalRow, Unit};

use super::bugs::Bug;
use super::marks::Mark;
use super::schedule::{Owner, at_once};
use super::town::{MINUTE, SECOND, Town};
use super::watch::Invariant;
use crate::phones::code_in;

/// What somebody wants.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) applicant: Iin,
    pub(super) phone: Phone,
    pub(super) subject: Iin,
    pub(super) rka: AddressCode,
    pub(super) kind: Kind,
    pub(super) months: Option<u8>,
}

/// How often something is tried before somebody gives up.
const TRIES: usize = 40;

fn caller(wish: &Wish) -> Caller {
    Caller { iin: wish.applicant, assurance: Assurance::Sms, language: Language::Kk }
}

fn form(wish: &Wish, reason: &str) -> Form {
    Form {
        channel: None,
        kind: Some(wish.kind.as_str().to_owned()),
        months: wish.months.map(i64::from).filter(|_| wish.kind == Kind::Temporary),
        rka: Some(wish.rka.to_string()),
        reason: Some(reason.to_owned()),
        arrived_on: None,
        subjects: vec![wish.subject.to_string()],
        children: Some(Vec::new()),
    }
}

/// Somebody begins after a while.
pub(super) fn begin(town: &Arc<Town>, wish: Wish, after: i64) {
    town.people.fetch_add(1, Ordering::Relaxed);
    let own = Arc::clone(town);
    town.spawn(Owner::World, async move {
        own.sleep(after).await;
        own.applies(&wish).await;
        own.people.fetch_sub(1, Ordering::Relaxed);
    });
}

impl Town {
    async fn applies(self: &Arc<Self>, wish: &Wish) {
        let Some(id) = self.drafts(wish).await else { return };
        if self.odds(self.faults.edits) && !self.edits(wish, id).await {
            return;
        }
        if !self.signs(wish, id).await {
            return;
        }
        if self.odds(self.faults.withdraws) {
            let wait = if self.odds(500) { 20 * SECOND } else { 90 * MINUTE };
            self.sleep(self.within(wait)).await;
            self.withdraws(wish, id).await;
        }
    }

    /// One draft, asked for until somebody answers; perhaps asked for twice.
    async fn drafts(self: &Arc<Self>, wish: &Wish) -> Option<CaseId> {
        let key = format!("{:x}", self.draw());
        let mut made = None;
        for _ in 0..TRIES {
            if let Some(id) = self.draft(wish, &key, "other").await {
                made = Some(id);
                break;
            }
            self.sleep(SECOND + self.within(3 * SECOND)).await;
        }
        let id = made?;
        if self.odds(self.faults.doubled) {
            self.hit(Mark::DoubledDraft);
            let again = self.draft(wish, &key, "other").await;
            if again.is_some_and(|again| again != id) {
                self.violated(Invariant::OncePerKey, "one key made two drafts");
            }
            let form = form(wish, "study");
            let caller = caller(wish);
            let own = key.clone();
            let answer = self
                .call(|app| async move {
                    let once = Once { key: Some(&own), purpose: "applications" };
                    app.draft(caller, &form, once).await.map(|made| made.case.id)
                })
                .await;
            match answer {
                Ok(Ok(_)) => {
                    self.violated(Invariant::OncePerKey, "one key took two contents");
                }
                Ok(Err(Refusal::OtherContent)) => self.hit(Mark::OtherUnderKey),
                Ok(Err(_)) | Err(_) => {}
            }
        }
        Some(id)
    }

    async fn draft(self: &Arc<Self>, wish: &Wish, key: &str, reason: &str) -> Option<CaseId> {
        let (form, caller) = (form(wish, reason), caller(wish));
        let key = Some(key.to_owned()).filter(|_| !self.has(Bug::KeyIgnored));
        let answer = self
            .call(|app| async move {
                let once = Once { key: key.as_deref(), purpose: "applications" };
                app.draft(caller, &form, once).await
            })
            .await;
        answer.ok()?.ok().map(|Loaded { case, .. }| case.id)
    }

    /// Changes the draft, perhaps while its password is on the way.
    async fn edits(self: &Arc<Self>, wish: &Wish, id: CaseId) -> bool {
        let caller = caller(wish);
        if self.odds(500) {
            let sent =
                self.call(|app| async move { app.send_signing_code(caller, id).await }).await;
            if matches!(sent, Ok(Ok(_))) {
                self.hit(Mark::EditedAfterCode);
            }
        }
        for _ in 0..TRIES {
            let form = form(wish, "work");
            match self.call(|app| async move { app.change(caller, id, &form).await }).await {
                Ok(Ok(_)) => return true,
                Ok(Err(_)) | Err(_) => self.sleep(SECOND).await,
            }
        }
        false
    }

    /// Asks for the password and signs with it.
    async fn signs(self: &Arc<Self>, wish: &Wish, id: CaseId) -> bool {
        let caller = caller(wish);
        for _ in 0..TRIES {
            let read = self.centre().texts(wish.phone, 0).len();
            let sent =
                self.call(|app| async move { app.send_signing_code(caller, id).await }).await;
            match sent {
                Ok(Ok(_)) | Err(_) => {}
                Ok(Err(Refusal::TooMany("resend", _))) => self.hit(Mark::CodeTwice),
                Ok(Err(refusal)) => {
                    if self.gives_up(&refusal) {
                        return self.is_filed(id);
                    }
                    self.sleep(2 * SECOND).await;
                    continue;
                }
            }
            if let Some(filed) = self.types_code(wish, id, read).await {
                return filed;
            }
            // The same password is sent again at most once a minute.
            self.sleep(MINUTE + self.within(10 * SECOND)).await;
        }
        self.is_filed(id)
    }

    /// Waits for the password and types it; `None` when none came or it was not taken.
    async fn types_code(self: &Arc<Self>, wish: &Wish, id: CaseId, read: usize) -> Option<bool> {
        let caller = caller(wish);
        let own = id.number().to_string();
        for wait in [1, 2, 5, 30] {
            self.sleep(wait * SECOND).await;
            let texts = self.centre().texts(wish.phone, read);
            let own_texts = texts.iter().rev().filter(|text| text.contains(&own));
            let Some(code) = own_texts.filter_map(|text| code_in(text, 6)).next() else { continue };
            let mut code = code.to_owned();
            if self.odds(self.faults.guesses / 4) {
                self.hit(Mark::CodeWrong);
                code = code.chars().map(|c| if c == '1' { '2' } else { '1' }).collect();
            }
            let early = self.has(Bug::AckBeforeCommit);
            if early {
                self.truth().filed.push(id);
            }
            let signed =
                self.call(|app| async move { app.sign_by_sms(caller, id, &code).await }).await;
            match signed {
                Ok(Ok(_)) => {
                    if !self.is_filed(id) {
                        let what = format!("{}: signed, but still a draft", id.number());
                        self.violated(Invariant::Acknowledged, what);
                    }
                    self.truth().filed.push(id);
                    return Some(true);
                }
                Ok(Err(refusal)) if self.gives_up(&refusal) => return Some(self.is_filed(id)),
                Ok(Err(_)) | Err(_) if early => return Some(false),
                Ok(Err(_)) | Err(_) => return None,
            }
        }
        None
    }

    fn is_filed(&self, id: CaseId) -> bool {
        self.stored(id).is_some_and(|(case, ..)| case.status() != Status::Draft)
    }

    /// Whether there is no use in trying again.
    fn gives_up(&self, refusal: &Refusal) -> bool {
        match refusal {
            Refusal::Rule(RuleId::Open, params) => {
                self.hit(Mark::OpenRefused);
                self.is_open(params.get("number").map(String::as_str).unwrap_or_default());
                true
            }
            Refusal::TooMany("rounds" | "strangers", _) => {
                self.hit(Mark::RoundsFull);
                true
            }
            Refusal::Rule(..) | Refusal::Fields(_) | Refusal::NotFound => true,
            // Signed by a request whose answer was lost.
            Refusal::Conflict(NotExpected::Status(_)) => true,
            Refusal::WrongCode
            | Refusal::CodeExpired
            | Refusal::TooMany(..)
            | Refusal::Unauthorised
            | Refusal::Conflict(_)
            | Refusal::Late
            | Refusal::MethodUnavailable
            | Refusal::Signature(_)
            | Refusal::Unlearnable
            | Refusal::Assurance
            | Refusal::Ended
            | Refusal::OtherContent
            | Refusal::Busy
            | Refusal::Silent(_)
            | Refusal::NoSeal
            | Refusal::Store(_) => false,
        }
    }

    /// Whoever is refused because an application is open is told of one that is.
    fn is_open(&self, number: &str) {
        let statuses: Vec<_> = self.watch().statuses().collect();
        let known = statuses.iter().find(|(id, _)| id.number().to_string() == number);
        // It may have ended while the answer was on its way; but not minutes ago.
        let ended = known.is_some_and(|(id, status)| {
            let long_ago = self.watch().ended_before(*id, self.moment.now() - 2 * MINUTE);
            status.is_terminal() && long_ago
        });
        if ended {
            let what = format!("{number} has ended and still stands in the way");
            self.violated(Invariant::OneOpen, what);
        }
    }

    async fn withdraws(self: &Arc<Self>, wish: &Wish, id: CaseId) {
        let caller = caller(wish);
        for _ in 0..TRIES {
            match self.call(|app| async move { app.withdraw(caller, id).await }).await {
                Ok(Ok(_)) => {
                    self.truth().withdrawn.push(id);
                    return;
                }
                Ok(Err(Refusal::Conflict(NotExpected::Status(status)))) => {
                    if status.is_terminal() && status != Status::Withdrawn {
                        self.hit(Mark::WithdrawTooLate);
                        if self.has(Bug::DecidedTwice) {
                            self.withdraw_decided(id);
                        }
                    }
                    return;
                }
                Ok(Err(_)) | Err(_) => self.sleep(SECOND).await,
            }
        }
    }

    /// The planted defect: what was decided is withdrawn all the same.
    fn withdraw_decided(&self, id: CaseId) {
        let Some((mut case, version, _)) = self.stored(id) else { return };
        let Some(filed) = case.state.filed().cloned() else { return };
        let asking = case.state.asking().cloned();
        case.state = residence::case::State::Withdrawn(filed, asking, self.clock());
        let row = JournalRow {
            seq: version + 1,
            at: self.clock(),
            event: "{\"event\":\"withdrawn\"}".to_owned(),
            lines: "[]".to_owned(),
        };
        let write = CaseWrite {
            id,
            expected: Some(version),
            body: serde_json::to_string(&case).unwrap_or_default(),
            journal: vec![row],
            wake: None,
            figures: None,
            keys: None,
            claims: Claims::Keep,
        };
        let unit = Unit { case: Some(write), ..Unit::default() };
        if at_once(self.store.commit(vec![unit.clone()])).into_iter().all(|saved| saved.is_ok()) {
            self.saw(&unit, &[], 0);
        }
    }
}
