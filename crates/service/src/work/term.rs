//! The term of a temporary registration: notices before its end, and the end.

use residence::case::Effect;
use residence::names::RegistrationId;
use residence::notice::Notice;
use store::{
    BookQuery, BookWrite, CommitError, Entity, NewWork, StoreError, Unit, VersionCheck, Work,
};

use crate::app::App;
use crate::cases::{told, written};
use crate::worker::{Again, Done};

impl App {
    /// Tells the person, unless the entry has been closed by now.
    pub(crate) async fn term_notice(&self, work: &Work) -> Done {
        let Ok(Effect::TermNotice { registration, notice, .. }) = serde_json::from_str(&work.body)
        else {
            return Done::Done;
        };
        self.tell_of_term(work, registration, notice, Vec::new()).await
    }

    /// Closes the entry and tells the person, unless it was closed before.
    pub(crate) async fn end_term(&self, work: &Work) -> Done {
        let Ok(Effect::EndTerm { registration, notice, due }) = serde_json::from_str(&work.body)
        else {
            return Done::Done;
        };
        let close = BookWrite::Close { id: registration, at: due, by: "term".into() };
        self.tell_of_term(work, registration, notice, vec![close]).await
    }

    /// Settles the work together with what it changes and tells, unless the entry has been closed: a
    /// work that is done again finds itself settled, and tells nobody twice.
    async fn tell_of_term(
        &self,
        work: &Work,
        registration: RegistrationId,
        notice: Notice,
        book: Vec<BookWrite>,
    ) -> Done {
        let of = Entity::Person(notice.to);
        let page = match self.store.book(BookQuery { of, closed_too: false }).await {
            Ok(page) => page,
            Err(error) => return Again::because(error),
        };
        if !page.entries.iter().any(|entry| entry.id == registration) {
            return Done::Done;
        }
        let unit = match self.told_now(work, notice) {
            Ok(told) => Unit {
                rests_on: vec![VersionCheck { entity: of, version: page.version }],
                book,
                settles: Self::settled(work).settles,
                ..told
            },
            Err(error) => return Again::because(error),
        };
        match self.commit(unit).await {
            Ok(()) => Done::Settled,
            Err(CommitError::Stale(_) | CommitError::Taken(_)) => {
                Again::because("the entry changed meanwhile")
            }
            Err(CommitError::Engine(error)) => Again::because(error),
        }
    }

    /// A notice for the portal, and the work of sending it where the person has a number.
    fn told_now(&self, work: &Work, notice: Notice) -> Result<Unit, StoreError> {
        let kept = told(&notice, work.case, self.now())?;
        let mut sending = None;
        if notice.contact.phone.is_some() {
            let body = written(&Effect::Tell(notice))?;
            let tell = self.work_now("tell", format!("{}:told", work.key), body);
            sending = Some(NewWork { case: work.case, ..tell });
        }
        let work = sending.into_iter().collect();
        Ok(Unit { notices: vec![kept], work, ..Unit::default() })
    }
}
