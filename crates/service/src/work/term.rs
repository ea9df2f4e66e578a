//! The term of a temporary registration: notices before its end, and the end.

use residence::case::Effect;
use residence::names::{Iin, RegistrationId};
use store::{BookQuery, BookWrite, CommitError, Entity, StoreError, Unit, Work};

use crate::app::App;
use crate::worker::{Again, Done};

impl App {
    /// Tells the person, unless the entry has been closed by now.
    pub(crate) async fn term_notice(&self, work: &Work) -> Done {
        let Ok(Effect::TermNotice { registration, notice, .. }) = serde_json::from_str(&work.body)
        else {
            return Done::Done;
        };
        match self.is_active(notice.to, registration).await {
            Ok(true) => self.send_notice(work, &notice).await,
            Ok(false) => Done::Done,
            Err(error) => Again::because(error),
        }
    }

    /// Closes the entry and tells the person, unless it was closed before.
    pub(crate) async fn end_term(&self, work: &Work) -> Done {
        let Ok(Effect::EndTerm { registration, notice, due }) = serde_json::from_str(&work.body)
        else {
            return Done::Done;
        };
        match self.is_active(notice.to, registration).await {
            Ok(true) => {}
            Ok(false) => return Done::Done,
            Err(error) => return Again::because(error),
        }
        let body = match crate::cases::written(&Effect::Tell(notice)) {
            Ok(body) => body,
            Err(error) => return Again::because(error),
        };
        let mut told = self.work_now("tell", format!("{}:told", work.key), body);
        told.case = work.case;
        let unit = Unit {
            book: vec![BookWrite::Close { id: registration, at: due, by: "term".into() }],
            work: vec![told],
            settles: Self::settled(work).settles,
            ..Unit::default()
        };
        match self.commit(unit).await {
            Ok(()) => Done::Settled,
            Err(CommitError::Stale(_) | CommitError::Taken(_)) => {
                Again::because("the entry changed meanwhile")
            }
            Err(CommitError::Engine(error)) => Again::because(error),
        }
    }

    async fn is_active(&self, iin: Iin, id: RegistrationId) -> Result<bool, StoreError> {
        let query = BookQuery { of: Entity::Person(iin), closed_too: false };
        let page = self.store.book(query).await?;
        Ok(page.entries.iter().any(|entry| entry.id == id && entry.closed_at.is_none()))
    }
}
