//! The owner's side: open questions, and the answer in the portal.

use residence::case::{Case, Event};
use residence::consent::{ConsentRequest, Form, Outcome, RefusalReason, Saying};
use residence::names::RequestId;
use store::{CaseKey, CaseQuery};

use super::eds::still_open;
use super::{Caller, Refusal};
use crate::app::{Also, App};
use crate::cases::{MoveError, read};

/// The most questions that are listed.
const MOST: usize = 100;

/// A question and the case it belongs to.
#[derive(Clone, Debug)]
pub struct Question {
    /// The case.
    pub case: Case,
    /// The question.
    pub request: ConsentRequest,
}

impl App {
    /// The questions to the caller, newest first. Opening a question counts as its receipt: each
    /// open one that is listed here has been seen.
    ///
    /// # Errors
    /// A fault.
    pub async fn questions(&self, caller: Caller) -> Result<Vec<Question>, Refusal> {
        let mut questions = Vec::new();
        for question in self.asked_of(caller).await? {
            questions.extend(self.opened(question).await?);
        }
        Ok(questions)
    }

    /// A question that its party has seen.
    async fn opened(&self, question: Question) -> Result<Option<Question>, Refusal> {
        let Question { case, request } = &question;
        if !request.is_open() || request.clock.is_some() {
            return Ok(Some(question));
        }
        let event = Event::Opened { request: request.id };
        match self.happen(case.id, &event, self.now(), Also::default()).await {
            Ok(moved) => Ok(of(&moved.case, request.id)),
            Err(MoveError::NotExpected(_)) => Ok(of(&self.case(case.id).await?.case, request.id)),
            Err(error) => Err(error.into()),
        }
    }

    /// The questions to the caller, newest first, without opening any.
    ///
    /// # Errors
    /// A fault.
    pub async fn asked_of(&self, caller: Caller) -> Result<Vec<Question>, Refusal> {
        let value = caller.iin.to_string();
        let query = CaseQuery { key: CaseKey::Asked, value, before: None, limit: MOST };
        let mut questions = Vec::new();
        for stored in self.store.cases(&query).await? {
            let case = read(&stored)?.case;
            let requests = case.state.asking().map(|a| a.requests.clone()).unwrap_or_default();
            let own = requests.into_iter().filter(|request| request.party.iin == caller.iin);
            questions.extend(own.map(|request| Question { case: case.clone(), request }));
        }
        Ok(questions)
    }

    /// How many questions wait for the caller's answer.
    ///
    /// # Errors
    /// A fault.
    pub async fn open_questions(&self, caller: Caller) -> Result<usize, Refusal> {
        let asked = self.asked_of(caller).await?;
        Ok(asked.iter().filter(|question| question.request.is_open()).count())
    }

    /// One question to the caller, not opened yet.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a question that is not the caller's, or a fault.
    pub async fn question(&self, caller: Caller, id: RequestId) -> Result<Question, Refusal> {
        let asked = self.asked_of(caller).await?;
        let found = asked.into_iter().find(|question| question.request.id == id);
        found.ok_or(Refusal::NotFound)
    }

    /// Opens a question, which counts as its receipt.
    ///
    /// # Errors
    /// A fault.
    pub async fn open(&self, question: Question) -> Result<Question, Refusal> {
        self.opened(question).await?.ok_or(Refusal::NotFound)
    }

    /// Refuses in the portal.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a question that is not the caller's, [`Refusal::Late`] after the
    /// deadline, [`Refusal::Conflict`] when it has ended otherwise, or a fault.
    pub async fn refuse(
        &self,
        caller: Caller,
        id: RequestId,
        reason: RefusalReason,
    ) -> Result<Question, Refusal> {
        let question = self.question(caller, id).await?;
        still_open(&question)?;
        let event = Event::PartyAnswered {
            request: id,
            saying: Saying::Refuse,
            form: Form::Portal,
            reason,
        };
        let moved = self.happen(question.case.id, &event, self.now(), Also::default()).await?;
        let answered = of(&moved.case, id).ok_or(Refusal::NotFound)?;
        match answered.request.outcome {
            Outcome::Refused { .. } => Ok(answered),
            Outcome::Open
            | Outcome::Agreed { .. }
            | Outcome::Lapsed { .. }
            | Outcome::Unreachable { .. }
            | Outcome::Void { .. } => Err(Refusal::Late),
        }
    }
}

pub(super) fn of(case: &Case, id: RequestId) -> Option<Question> {
    let request = case.state.asking()?.request(id)?.clone();
    Some(Question { case: case.clone(), request })
}
