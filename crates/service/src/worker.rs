//! The worker: takes work that is due, does it without an open transaction, settles.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{Settle, Settled, Taken, Unit, Work};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{Interval, MissedTickBehavior};

use crate::app::{Also, App, HOLD};
use crate::cases::MoveError;
use crate::retention;
use crate::work::reader;

/// How many pieces of work are done at once. Most of them wait for the durable write that they share:
/// the more wait together, the fewer writes there are.
const AT_ONCE: usize = 1024;
/// How many pieces are taken at once.
const TAKEN: usize = 256;
/// Notices to one reader within this time go together.
const TELL_EVERY: Duration = Duration::from_millis(50);
/// The kind of a notice.
const TELL: &str = "tell";
/// The longest the queue is not looked at.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How a piece of work ended.
#[derive(Debug)]
pub enum Done {
    /// It is settled already, together with what it changed.
    Settled,
    /// It is done; settle it.
    Done,
    /// Try again.
    Again(Again),
}

/// Another try.
#[derive(Debug)]
pub struct Again {
    /// Why.
    pub why: String,
    /// The longest pause between tries.
    pub at_most: SignedDuration,
}

impl Again {
    /// Another try soon, with pauses that grow to a minute.
    #[must_use]
    pub fn because(why: impl std::fmt::Display) -> Done {
        Done::Again(Self { why: why.to_string(), at_most: SignedDuration::from_secs(60) })
    }
}

/// What a work handler knows of its piece of work.
impl App {
    /// The settlement of a piece of work, to be saved with what it changed.
    #[must_use]
    pub fn settled(work: &Work) -> Also {
        let settle = Settle { id: work.id, attempt: work.attempt, how: Settled::Done };
        Also { settles: vec![settle], ..Also::default() }
    }

    /// Does one piece of work and settles it.
    pub async fn perform(&self, work: &Work) {
        let done = match work.kind.as_str() {
            "registers" => self.ask_registers(work).await,
            "ask" => self.ask_party(work).await,
            "remind" => self.remind(work).await,
            TELL => self.tell(work).await,
            "term_notice" => self.term_notice(work).await,
            "end_term" => self.end_term(work).await,
            "code" => self.send_code(work).await,
            "incoming" | "receipt" => self.incoming(work).await,
            "signature" => self.signature(work).await,
            retention::KIND => self.retention().await,
            store::WAKE => self.wake(work).await,
            other => {
                tracing::error!(kind = other, "work of a kind this version does not know");
                Again::because("unknown kind of work")
            }
        };
        self.settle(work, done).await;
    }

    /// Settles a piece of work as it ended, unless it is settled already.
    pub(crate) async fn settle(&self, work: &Work, done: Done) {
        let how = match done {
            Done::Settled => return,
            Done::Done => Settled::Done,
            Done::Again(again) => {
                let pause = self.pause(work.attempt, again.at_most);
                let after = self.now().checked_add(pause).unwrap_or(Timestamp::MAX);
                tracing::info!(kind = %work.kind, case = ?work.case, why = %again.why, "again later");
                Settled::Again { after, why: again.why }
            }
        };
        let settle = Settle { id: work.id, attempt: work.attempt, how };
        let unit = Unit { settles: vec![settle], ..Unit::default() };
        if let Err(error) = self.commit(unit).await {
            // Its hold runs out and it is taken again; doing it twice is harmless.
            tracing::debug!(kind = %work.kind, %error, "work was not settled");
        }
    }

    /// A pause that doubles with each attempt, from a second on, with up to a quarter of jitter.
    fn pause(&self, attempt: u32, at_most: SignedDuration) -> SignedDuration {
        let doubled = 1i64.checked_shl(attempt.saturating_sub(1).min(20)).unwrap_or(i64::MAX);
        let seconds = SignedDuration::from_secs(doubled).min(at_most);
        let quarter = i64::try_from(seconds.as_millis() / 4).unwrap_or_default().max(1);
        let jitter = i64::try_from((self.chance)() % 1_000_000).unwrap_or_default() % quarter;
        seconds.checked_add(SignedDuration::from_millis(jitter)).unwrap_or(at_most)
    }
}

/// What a failed move means for the work that wanted it.
#[must_use]
pub fn after_move(moved: Result<(), MoveError>) -> Done {
    match moved {
        // An event that does not fit was settled by the move itself.
        Ok(()) | Err(MoveError::NotExpected(_) | MoveError::NotOurs) => Done::Settled,
        Err(MoveError::NoCase) => Done::Done,
        Err(MoveError::Stale) => Done::Again(Again {
            why: "changed meanwhile".into(),
            at_most: SignedDuration::from_secs(1),
        }),
        // A message that came twice: its first copy has done it.
        Err(MoveError::Taken(Taken::Slip)) => Done::Done,
        Err(error @ (MoveError::Taken(_) | MoveError::Store(_))) => Again::because(error),
    }
}

/// Runs until `stop` says so, then lets what is being done end.
pub async fn run(app: Arc<App>, mut handed: mpsc::Receiver<Work>, mut stop: watch::Receiver<bool>) {
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let mut look = every(LOOK_EVERY);
    let mut tell = every(TELL_EVERY);
    let mut notices = Vec::new();
    loop {
        let taken = tokio::select! {
            work = handed.recv() => match work {
                Some(work) => vec![work],
                None => break,
            },
            _ = look.tick() => due(&app).await,
            _ = tell.tick(), if !notices.is_empty() => {
                start_notices(&app, &slots, std::mem::take(&mut notices)).await;
                Vec::new()
            }
            () = stopped(&mut stop) => break,
        };
        for work in taken {
            if work.kind == TELL { notices.push(work) } else { start(&app, &slots, work).await }
        }
    }
    start_notices(&app, &slots, notices).await;
    let all = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
    let ended = slots.acquire_many(all);
    if tokio::time::timeout(Duration::from_secs(10), ended).await.is_err() {
        tracing::warn!("work was still being done at the stop; it will be taken again");
    }
}

/// Waits for the word to stop, or for whoever would give it to be gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}

fn every(period: Duration) -> Interval {
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// What one reader is told at the same moment goes in as few SMS as hold it.
async fn start_notices(app: &Arc<App>, slots: &Arc<Semaphore>, notices: Vec<Work>) {
    let mut readers: BTreeMap<_, Vec<Work>> = BTreeMap::new();
    for work in notices {
        match reader(&work) {
            Some(reader) => readers.entry(reader).or_default().push(work),
            None => start(app, slots, work).await,
        }
    }
    for (reader, works) in readers {
        let Ok(slot) = Arc::clone(slots).acquire_owned().await else { return };
        let app = Arc::clone(app);
        tokio::spawn(async move {
            app.tell_together(reader, &works).await;
            drop(slot);
        });
    }
}

async fn start(app: &Arc<App>, slots: &Arc<Semaphore>, work: Work) {
    let Ok(slot) = Arc::clone(slots).acquire_owned().await else { return };
    let app = Arc::clone(app);
    tokio::spawn(async move {
        app.perform(&work).await;
        drop(slot);
    });
}

/// Takes work that is due and that nobody holds.
pub async fn due(app: &App) -> Vec<Work> {
    let now = app.now();
    let queue = match app.store.queue().await {
        Ok(queue) => queue,
        Err(error) => {
            tracing::error!(%error, "the queue of work cannot be read");
            return Vec::new();
        }
    };
    if queue.next_due.is_none_or(|due| due > now) {
        return Vec::new();
    }
    let until = now.checked_add(HOLD).unwrap_or(Timestamp::MAX);
    app.store.lease(now, until, TAKEN).await.unwrap_or_else(|error| {
        tracing::error!(%error, "work cannot be taken");
        Vec::new()
    })
}
