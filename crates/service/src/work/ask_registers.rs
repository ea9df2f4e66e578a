//! Read the registers, judge, commit.

use residence::case::{Case, Event, NotExpected, State};
use residence::facts::Facts;
use residence::registration::Seed;
use store::Work;

use crate::app::{Also, App};
use crate::cases::MoveError;
use crate::registers::gather::{Gather, GatherError};
use crate::worker::{Again, Done, after_move};

/// How often facts are gathered anew when the dwelling or a person changed under the decision.
const TRIES: usize = 8;

impl App {
    pub(crate) async fn ask_registers(&self, work: &Work) -> Done {
        let Some(id) = work.case else { return Done::Done };
        for again in 0..TRIES {
            let loaded = match self.case_of(work, id, again > 0).await {
                Ok(loaded) => loaded,
                Err(error) => return after_move(Err(error)),
            };
            let facts = match self.facts_for(&loaded.case).await {
                Ok(Some(facts)) => facts,
                Ok(None) => return Done::Done,
                Err(GatherError::Store(error)) => return Again::because(error),
                Err(GatherError::Silent(silent)) => {
                    // The case says that it waits; the work itself is tried again.
                    let event = Event::Silent { register: silent.0 };
                    let held = self.happen(id, &event, self.now(), Also::default()).await;
                    return match held {
                        Ok(_) | Err(MoveError::NotExpected(NotExpected::Nothing)) => {
                            Again::because(silent)
                        }
                        Err(error) => after_move(Err(error)),
                    };
                }
            };
            let event =
                Event::Answered { facts: Box::new(facts), seed: Seed::new((self.chance)()) };
            match self.happen(id, &event, self.now(), Self::settled(work)).await {
                Err(MoveError::Stale) => {}
                moved => return after_move(moved.map(|_| ())),
            }
        }
        Again::because("the dwelling or a person keeps changing")
    }

    /// The facts for a case that waits for them; `None` for one that no longer does.
    async fn facts_for(&self, case: &Case) -> Result<Option<Facts>, GatherError> {
        let filed = match &case.state {
            State::Signed(filed) | State::Checking(filed, _) | State::Registering(filed, ..) => {
                filed
            }
            State::Draft
            | State::AwaitingConsent(..)
            | State::Registered(..)
            | State::Refused(..)
            | State::Referred(..)
            | State::Withdrawn(..) => return Ok(None),
        };
        self.gather().facts(&case.application, &filed.law, filed.signed_on).await.map(Some)
    }

    /// What gathers facts for this service.
    #[must_use]
    pub fn gather(&self) -> Gather<'_> {
        Gather { registers: &*self.registers, store: &*self.store, clock: &self.clock }
    }
}
