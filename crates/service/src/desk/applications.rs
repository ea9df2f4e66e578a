//! Drafts, changes, withdrawal, asking again, and looking.

use residence::case::{Case, Event, NotExpected, Status};
use residence::facts::Relation;
use residence::intake::{Application, Channel, Desk, Form};
use residence::law::day;
use residence::names::{CaseId, Iin};
use residence::registration::Kind;
use store::{BookQuery, CaseKey, CaseQuery, Entity, JournalRow, Taken};

use super::{Caller, Once, Refusal};
use crate::app::{Also, App};
use crate::cases::{Loaded, MoveError, parsed, read};

impl App {
    /// Makes a draft of what the form asks for.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with every field that is wrong; [`Refusal::OtherContent`] when the
    /// idempotency key was used for something else; or a fault.
    pub async fn draft(
        &self,
        caller: Caller,
        form: &Form,
        once: Once<'_>,
    ) -> Result<Loaded, Refusal> {
        let application = self.read_form(caller, form).await?;
        self.draft_of(caller, application, once).await
    }

    /// Makes a new draft with the content of an application that has ended.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Conflict`] while it is open, or as [`App::draft`].
    pub async fn ask_again(
        &self,
        caller: Caller,
        id: CaseId,
        key: Option<&str>,
    ) -> Result<Loaded, Refusal> {
        let loaded = self.own(caller, id).await?;
        if !loaded.case.status().is_terminal() {
            return Err(Refusal::Conflict(NotExpected::Status(loaded.case.status())));
        }
        let purpose = format!("repeat:{id}");
        let application = online(loaded.case.application);
        let law = self.law_at(self.now());
        let wrong = residence::checks::at_draft(&application, &law);
        if !wrong.is_empty() {
            return Err(Refusal::Fields(wrong));
        }
        self.draft_of(caller, application, Once { key, purpose: &purpose }).await
    }

    async fn draft_of(
        &self,
        caller: Caller,
        application: Application,
        once: Once<'_>,
    ) -> Result<Loaded, Refusal> {
        let id = self.id_for(caller.iin, once);
        let event = Event::Drafted { application: application.clone() };
        let born = Case::draft(id, application.clone(), self.now());
        match self.begin(&event, born, Also::default()).await {
            Err(MoveError::Taken(Taken::Case)) => self.drafted_before(id, application).await,
            made => Ok(made?),
        }
    }

    /// The draft that the same key made before, as it was then.
    async fn drafted_before(&self, id: CaseId, again: Application) -> Result<Loaded, Refusal> {
        let journal = self.store.journal(id).await?;
        let first = journal.first().ok_or(Refusal::NotFound)?;
        let Event::Drafted { application } = parsed(&first.event)? else {
            return Err(Refusal::OtherContent);
        };
        // The language comes with each request and is no part of what is asked for.
        if (Application { language: application.language, ..again }) != application {
            return Err(Refusal::OtherContent);
        }
        Ok(Loaded { case: Case::draft(id, application, first.at).next, version: 1 })
    }

    /// Changes a draft; whatever was sent to sign it is void.
    ///
    /// # Errors
    /// As [`App::draft`]; [`Refusal::Conflict`] when it is no draft any more.
    pub async fn change(&self, caller: Caller, id: CaseId, form: &Form) -> Result<Loaded, Refusal> {
        let loaded = self.own(caller, id).await?;
        if loaded.case.status() != Status::Draft {
            return Err(Refusal::Conflict(NotExpected::Status(loaded.case.status())));
        }
        let application = self.read_form(caller, form).await?;
        let event = Event::Changed { application };
        Ok(self.happen(id, &event, self.now(), Also::default()).await?)
    }

    /// Takes an application back.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::Conflict`] for a draft or after the decision, or a fault.
    pub async fn withdraw(&self, caller: Caller, id: CaseId) -> Result<Loaded, Refusal> {
        self.own(caller, id).await?;
        Ok(self.happen(id, &Event::Withdrawn, self.now(), Also::default()).await?)
    }

    /// An application of the caller's own; anybody else's is not there.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], or a fault.
    pub async fn own(&self, caller: Caller, id: CaseId) -> Result<Loaded, Refusal> {
        let loaded = self.case(id).await?;
        if loaded.case.application.applicant == caller.iin {
            Ok(loaded)
        } else {
            Err(Refusal::NotFound)
        }
    }

    /// The journal of an application of the caller's own, oldest first.
    ///
    /// # Errors
    /// A fault.
    pub async fn journal(&self, id: CaseId) -> Result<Vec<JournalRow>, Refusal> {
        Ok(self.store.journal(id).await?)
    }

    /// The caller's own applications, newest first.
    ///
    /// # Errors
    /// A fault.
    pub async fn applications(
        &self,
        caller: Caller,
        before: Option<CaseId>,
        limit: usize,
    ) -> Result<Vec<Loaded>, Refusal> {
        let value = caller.iin.to_string();
        let query = CaseQuery { key: CaseKey::Applicant, value, before, limit };
        let stored = self.store.cases(&query).await?;
        Ok(stored.iter().map(read).collect::<Result<_, _>>()?)
    }

    async fn read_form(&self, caller: Caller, form: &Form) -> Result<Application, Refusal> {
        let at = self.now();
        let law = self.law_at(at);
        let following = match &form.children {
            Some(_) => Vec::new(),
            None => self.following(caller.iin, law.subject_min_age).await?,
        };
        let desk = Desk {
            applicant: caller.iin,
            following: &following,
            language: caller.language,
            law: &law,
            at,
            counter: None,
        };
        form.read(&desk).map_err(Refusal::Fields)
    }

    /// The applicant's children under 14 who are registered where the applicant is.
    pub(super) async fn following(&self, parent: Iin, under: i16) -> Result<Vec<Iin>, Refusal> {
        let today = day(self.now());
        let Some(home) = self.home(parent).await? else { return Ok(Vec::new()) };
        let mut following = Vec::new();
        for tie in self.registers.kin(parent).await? {
            let own = tie.iin == parent && tie.relation == Relation::Parent && tie.holds_on(today);
            if !own || self.home(tie.of).await? != Some(home) {
                continue;
            }
            let child = self.registers.person(tie.of).await?;
            let follows = child.is_some_and(|child| {
                child.age_on(today) < under
                    && child.status == residence::facts::PersonStatus::Active
            });
            if follows {
                following.push(tie.of);
            }
        }
        Ok(following)
    }

    /// Where somebody is registered permanently.
    pub(crate) async fn home(
        &self,
        iin: Iin,
    ) -> Result<Option<residence::names::AddressCode>, Refusal> {
        let query = BookQuery { of: Entity::Person(iin), closed_too: false };
        let page = self.store.book(query).await?;
        Ok(page.entries.iter().find(|e| e.kind == Kind::Permanent).map(|e| e.rka))
    }
}

/// What was taken down at the counter, asked for again by the applicant themself.
fn online(application: Application) -> Application {
    match application.channel {
        Channel::Counter => Application {
            channel: Channel::Portal,
            papers: Vec::new(),
            filed_with: None,
            ..application
        },
        Channel::Portal | Channel::Mobile | Channel::Kiosk => application,
    }
}
