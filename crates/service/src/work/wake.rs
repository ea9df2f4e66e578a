//! The wake time of a case came.

use jiff::SignedDuration;
use residence::case::{Event, NotExpected, Status};
use store::Work;

use crate::app::{Also, App};
use crate::cases::MoveError;
use crate::worker::{Again, Done, after_move};

impl App {
    pub(crate) async fn wake(&self, work: &Work) -> Done {
        let Some(id) = work.case else { return Done::Done };
        let queue = match self.store.queue().await {
            Ok(queue) => queue,
            Err(error) => return Again::because(error),
        };
        match self.waits_for_a_signature(id).await {
            Ok(false) => {}
            Ok(true) => {
                return Done::Again(Again {
                    why: "a signature that was read in time is not judged yet".into(),
                    at_most: SignedDuration::from_secs(10),
                });
            }
            Err(error) => return after_move(Err(error)),
        }
        // A message that was stored but not yet looked at may be the answer.
        let read = self.sms.read_through();
        let read_through = queue.oldest_incoming.map_or(read, |oldest| oldest.min(read));
        let event = Event::Woken { read_through };
        match self.happen(id, &event, self.now(), Also::default()).await {
            // A new wake time, if any, was saved with the move and stands on its own.
            Ok(_) => Done::Settled,
            Err(MoveError::NotExpected(NotExpected::Nothing)) => {
                match self.case(id).await {
                    Ok(loaded) if loaded.case.status() == Status::AwaitingConsent => {}
                    Ok(_) => return Done::Done,
                    // Nobody knows whether it still waits: its wake time must not be lost.
                    Err(error) => return after_move(Err(error)),
                }
                // The link was down at the deadline, or is not drained yet.
                Done::Again(Again {
                    why: "what the SMS centre has for us is not read yet".into(),
                    at_most: SignedDuration::from_secs(1),
                })
            }
            Err(error) => after_move(Err(error)),
        }
    }
}
