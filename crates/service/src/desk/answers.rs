//! Save and return: what somebody has answered so far in the portal, kept until the application is
//! signed, over time-outs, devices and restarts; and what was typed and could not be taken yet.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use residence::case::{Case, NotExpected, Status};
use residence::intake::{Application, Channel, Form};
use residence::names::{AddressCode, CaseId};
use serde::{Deserialize, Serialize};
use store::{SlipChange, SlipWrite, Unit};

use super::{Caller, Once, Refusal};
use crate::app::App;
use crate::cases::{Loaded, parsed, written};

/// How long answers are kept after the last change.
pub const KEPT_DAYS: i64 = 30;

/// Where answers lie: under whose name, and for how long after the last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// The name.
    pub name: String,
    /// How long.
    pub lasts: SignedDuration,
}

impl Shelf {
    /// The one that somebody finds again on any device of their own.
    #[must_use]
    pub fn of(caller: Caller) -> Self {
        let lasts = SignedDuration::from_hours(24 * KEPT_DAYS);
        Self { name: caller.iin.to_string(), lasts }
    }
}

const ANSWERS: &str = "answers";
const TYPED: &str = "typed";

/// A page of the way to an application that counts as answered once it was seen, though it may be
/// left empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// What would happen at this address.
    PreCheck,
    /// Which children come along.
    Children,
    /// Since when they live there.
    Arrival,
}

/// What somebody has answered so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// The key under which the draft is made once.
    pub key: CaseId,
    /// The draft these answers change, if there is one.
    #[serde(default)]
    pub draft: Option<CaseId>,
    /// ИИН of those to be registered.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// The block of flats that was chosen, of which a flat is to be chosen.
    #[serde(default)]
    pub block: Option<AddressCode>,
    /// The dwelling.
    #[serde(default)]
    pub rka: Option<AddressCode>,
    /// `permanent` or `temporary`.
    #[serde(default)]
    pub kind: Option<String>,
    /// The term of a temporary registration.
    #[serde(default)]
    pub months: Option<i64>,
    /// ИИН of the children who come along.
    #[serde(default)]
    pub children: Vec<String>,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
    /// Since when they live there, `YYYY-MM-DD`.
    #[serde(default)]
    pub arrived_on: Option<String>,
    /// Which pages that may be left empty were answered.
    #[serde(default)]
    pub seen: BTreeSet<Seen>,
    /// When the answers are forgotten, unless they change before.
    pub until: Timestamp,
}

impl Answers {
    /// The form these answers fill in, where they are given through this channel.
    #[must_use]
    pub fn form(&self, channel: Channel) -> Form {
        Form {
            channel: Some(channel.as_str().into()),
            kind: self.kind.clone(),
            months: self.months.filter(|_| self.kind.as_deref() == Some("temporary")),
            rka: self.rka.map(|rka| rka.to_string()),
            reason: self.reason.clone(),
            arrived_on: self.arrived_on.clone(),
            subjects: self.subjects.clone(),
            children: Some(self.children.clone()),
        }
    }

    fn fill(self, content: &Application) -> Self {
        let Form { kind, months, reason, arrived_on, subjects, children, .. } = content.into();
        Self {
            subjects,
            rka: Some(content.rka),
            kind,
            months,
            children: children.unwrap_or_default(),
            reason,
            arrived_on,
            seen: BTreeSet::from([Seen::PreCheck, Seen::Children, Seen::Arrival]),
            ..self
        }
    }
}

impl App {
    /// What has been answered so far.
    ///
    /// # Errors
    /// The store failed.
    pub async fn answers(&self, shelf: &Shelf) -> Result<Option<Answers>, Refusal> {
        let slip = self.store.slip(ANSWERS, &shelf.name, self.now()).await?;
        let read = slip.map(|slip| parsed(&slip.body)).transpose();
        // Answers that another release has written are no reason to shut somebody out.
        Ok(read.unwrap_or_else(|error| {
            tracing::warn!(%error, "kept answers cannot be read");
            None
        }))
    }

    /// Nothing answered yet.
    #[must_use]
    pub fn no_answers(&self) -> Answers {
        Answers {
            key: CaseId::from_random((self.chance)()),
            draft: None,
            subjects: Vec::new(),
            block: None,
            rka: None,
            kind: None,
            months: None,
            children: Vec::new(),
            reason: None,
            arrived_on: None,
            seen: BTreeSet::new(),
            until: self.now(),
        }
    }

    /// The answers that a draft holds, to be changed.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Conflict`] when it is no draft any more, or a fault.
    pub async fn answers_of(&self, caller: Caller, id: CaseId) -> Result<Answers, Refusal> {
        let Loaded { case, .. } = self.own(caller, id).await?;
        is_draft(&case)?;
        Ok(Answers { draft: Some(id), ..self.no_answers() }.fill(&case.application))
    }

    /// The answers of an application that has ended, to ask for the same again.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Conflict`] while it is open, or a fault.
    pub async fn answers_again(&self, caller: Caller, id: CaseId) -> Result<Answers, Refusal> {
        let Loaded { case, .. } = self.own(caller, id).await?;
        if !case.status().is_terminal() {
            return Err(NotExpected::Status(case.status()).into());
        }
        Ok(self.no_answers().fill(&case.application))
    }

    /// Keeps answers.
    ///
    /// # Errors
    /// The store failed.
    pub async fn keep(&self, shelf: &Shelf, answers: &Answers) -> Result<(), Refusal> {
        let until = self.after(shelf.lasts);
        let body = written(&Answers { until, ..answers.clone() })?;
        let change = SlipChange::Set { body, expires: until };
        self.write_slip(ANSWERS, shelf.name.clone(), change).await
    }

    /// Forgets the answers if they are those of this draft, which is signed by now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_answers_of(&self, shelf: &Shelf, draft: CaseId) -> Result<(), Refusal> {
        match self.answers(shelf).await? {
            Some(answers) if answers.draft == Some(draft) => self.forget_answers(shelf).await,
            Some(_) | None => Ok(()),
        }
    }

    /// Forgets the answers.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_answers(&self, shelf: &Shelf) -> Result<(), Refusal> {
        self.write_slip(ANSWERS, shelf.name.clone(), SlipChange::Remove).await
    }

    /// The draft that these answers make; a draft that was made from them before is changed.
    ///
    /// # Errors
    /// As [`App::draft`] and [`App::change`].
    pub async fn draft_of_answers(
        &self,
        caller: Caller,
        answers: &Answers,
        channel: Channel,
    ) -> Result<CaseId, Refusal> {
        let form = answers.form(channel);
        let key = answers.key.to_string();
        let once = Once { key: Some(&key), purpose: "portal" };
        let id = answers.draft.unwrap_or_else(|| self.id_for(caller.iin, once));
        if answers.draft.is_none() {
            match self.draft(caller, &form, once).await {
                // Made before from other answers, and not noted here.
                Err(Refusal::OtherContent) => {}
                Err(other) => return Err(other),
                // The same answers may have made a draft that is signed by now.
                Ok(made) => {
                    is_draft(&self.own(caller, made.case.id).await?.case)?;
                    return Ok(made.case.id);
                }
            }
        }
        let Loaded { case, .. } = self.own(caller, id).await?;
        is_draft(&case)?;
        Ok(self.change(caller, id, &form).await?.case.id)
    }

    /// Keeps what was typed on a page, for its owner to find there again once.
    ///
    /// # Errors
    /// The store failed.
    pub async fn keep_typed(
        &self,
        owner: &str,
        page: &str,
        typed: &[(String, String)],
        lasts: SignedDuration,
    ) -> Result<(), Refusal> {
        let change = SlipChange::Set { body: written(&typed)?, expires: self.after(lasts) };
        self.write_slip(TYPED, format!("{owner}:{page}"), change).await
    }

    /// What was typed on a page and kept; it is found once.
    ///
    /// # Errors
    /// The store failed.
    pub async fn typed(
        &self,
        owner: &str,
        page: &str,
    ) -> Result<Option<Vec<(String, String)>>, Refusal> {
        let key = format!("{owner}:{page}");
        let Some(slip) = self.store.slip(TYPED, &key, self.now()).await? else { return Ok(None) };
        self.write_slip(TYPED, key, SlipChange::Remove).await?;
        Ok(Some(parsed(&slip.body)?))
    }

    async fn write_slip(
        &self,
        kind: &'static str,
        key: String,
        change: SlipChange,
    ) -> Result<(), Refusal> {
        let unit = Unit { slips: vec![SlipWrite { kind, key, change }], ..Unit::default() };
        match self.commit(unit).await {
            Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn is_draft(case: &Case) -> Result<(), Refusal> {
    let status = case.status();
    if status == Status::Draft { Ok(()) } else { Err(NotExpected::Status(status).into()) }
}
