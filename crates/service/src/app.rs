//! Everything the service works with, in one place.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use residence::law::{Law, Laws, day};
use residence::names::{Iin, Phone};
use store::{
    Evidence, NewWork, ReadingWrite, RecordWrite, Settle, SlipWrite, Store, Unit, Work, WorkId,
};
use tokio::sync::mpsc;

use crate::cases::RecentCases;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::keys::Keys;
use crate::kiosk::Kiosks;
use crate::limits::Limits;
use crate::pulse::Pulse;
use crate::registers::Registers;
use crate::seal::Seal;
use crate::signatures::{Authorities, Checker};
use crate::text::Texts;

/// How long a piece of work is held before another node may take it.
pub const HOLD: SignedDuration = SignedDuration::from_secs(60);

/// The way out to phones. The SMPP link implements it, and so does a simulated world.
#[async_trait::async_trait]
pub trait SmsGate: Send + Sync {
    /// Hands a text over; answers with one message id a part, as the SMS centre gave them.
    ///
    /// # Errors
    /// [`SmsError`]: try again, or never.
    async fn submit(&self, sms: OutgoingSms) -> Result<Vec<String>, SmsError>;

    /// Everything the SMS centre had for us before this time has been read and stored.
    fn read_through(&self) -> Timestamp;

    /// Whether the link is up.
    fn is_up(&self) -> bool;
}

/// One SMS on its way out.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingSms {
    /// To which number.
    pub to: Phone,
    /// The text; at most three parts.
    pub text: String,
    /// How long the SMS centre may keep trying.
    pub validity: SignedDuration,
    /// Whether delivery receipts are wanted.
    pub receipt: bool,
}

impl std::fmt::Debug for OutgoingSms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OutgoingSms(…)")
    }
}

/// Why an SMS was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// Try again later.
    #[error("the SMS centre did not take it: {0}")]
    Later(String),
    /// It will never be accepted.
    #[error("the SMS centre refuses it: {0}")]
    Never(String),
}

/// Which ways of signing in are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// By ЭЦҚ / ЭЦП.
    pub eds: bool,
    /// By eGov QR.
    pub qr: bool,
    /// By a one-time SMS password alone; off in production.
    pub sms: bool,
}

/// What signing with a key needs.
#[derive(Clone, Debug)]
pub struct Signatures {
    /// Judges what is handed in.
    pub checker: Arc<Checker>,
    /// Under which address people reach the portal, without a slash at the end.
    pub origin: String,
    /// Where a browser finds the program that holds its person's keys (NCALayer).
    pub key_holder: String,
    /// Whether it is to offer keys of other authorities than the national one.
    pub any_authority: bool,
    /// What the service itself signs with.
    pub seal: Option<Arc<Seal>>,
}

impl Signatures {
    /// Whom to trust and ask, for a portal that people reach under this address.
    #[must_use]
    pub fn new(authorities: Authorities, origin: impl Into<String>) -> Self {
        Self {
            checker: Arc::new(Checker::new(authorities)),
            origin: origin.into(),
            key_holder: KEY_HOLDER.to_owned(),
            any_authority: false,
            seal: None,
        }
    }
}

impl Default for Signatures {
    /// Nobody is trusted: no signature is taken.
    fn default() -> Self {
        Self::new(Authorities::default(), "http://127.0.0.1:8080")
    }
}

/// What the office of a service centre goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeSettings {
    /// Under which address officers reach it, without a slash at the end.
    pub origin: String,
    /// Which share of searches and filings an auditor looks at, in millionths.
    pub audit_share: u32,
}

impl Default for OfficeSettings {
    fn default() -> Self {
        Self { origin: "http://127.0.0.1:8090".to_owned(), audit_share: 20_000 }
    }
}

/// Where NCALayer listens.
pub const KEY_HOLDER: &str = "wss://127.0.0.1:13579/";

/// The service.
pub struct App {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The registers.
    pub registers: Arc<dyn Registers>,
    /// How they have answered lately.
    pub pulse: Arc<Pulse>,
    /// The way out to phones.
    pub sms: Arc<dyn SmsGate>,
    /// Tells the time.
    pub clock: Clock,
    /// Draws random bits.
    pub chance: Chance,
    /// The law.
    pub laws: Laws,
    /// The translations.
    pub texts: Arc<Texts>,
    /// The secret key.
    pub keys: Keys,
    /// How much of what is allowed.
    pub limits: Limits,
    /// Which ways of signing in are open.
    pub sign_in: SignIn,
    /// What signing with a key needs.
    pub signatures: Signatures,
    /// Registered kiosks.
    pub kiosks: Kiosks,
    /// What the office goes by.
    pub office: OfficeSettings,
    /// To the worker of this node: work that was born held.
    pub bell: Bell,
    /// Cases that moved lately on this node.
    pub recent: RecentCases,
}

impl App {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The law in force at a time.
    #[must_use]
    pub fn law_at(&self, at: Timestamp) -> Law {
        self.laws.on(day(at))
    }

    /// Saves one unit; hands work that was born held to the worker of this node.
    ///
    /// # Errors
    /// [`store::CommitError`] as the store gave it.
    pub async fn commit(&self, unit: Unit) -> Result<(), store::CommitError> {
        let born = self.commit_quietly(unit).await?;
        self.bell.hand_over(born);
        Ok(())
    }

    /// Saves one unit; answers with the work that was born held, to be handed over once everything
    /// the worker may look at is in its place.
    pub(crate) async fn commit_quietly(&self, unit: Unit) -> Result<Born, store::CommitError> {
        let work = unit.work.clone();
        let saved = self.store.commit(vec![unit]).await.pop().unwrap_or_else(|| {
            let what = "the store gave no answer".to_owned();
            Err(store::StoreError::Unavailable(what).into())
        })?;
        let born = saved.work.into_iter().zip(work);
        Ok(Born(born.filter(|(_, work)| work.held_until.is_some()).collect()))
    }

    /// A piece of work to be done now, by this node if it can.
    #[must_use]
    pub fn work_now(&self, kind: &'static str, key: String, body: String) -> NewWork {
        let now = self.now();
        let held_until = now.checked_add(HOLD).ok();
        NewWork { kind, key, case: None, body, due: now, held_until }
    }
}

/// What is saved together with something else.
#[derive(Clone, Debug, Default)]
pub struct Also {
    /// Work that is done with.
    pub settles: Vec<Settle>,
    /// Small records.
    pub slips: Vec<SlipWrite>,
    /// Further work.
    pub work: Vec<NewWork>,
    /// Signatures that were taken.
    pub evidence: Vec<Evidence>,
    /// Documents that change with it.
    pub records: Vec<RecordWrite>,
    /// Who looks at whose data by it.
    pub readings: Vec<ReadingWrite>,
    /// Which subjects the application holds, where not all of them.
    pub holds: Option<Vec<Iin>>,
}

impl Also {
    /// What is saved although nothing came of the event: the work that is done with, and what counts
    /// tries. A signature that nothing came of is not kept: it may be handed in again.
    #[must_use]
    pub fn alone(self) -> Unit {
        let Self { settles, slips, work, .. } = self;
        Unit { settles, slips, work, ..Unit::default() }
    }
}

/// Work that was saved and is held by this node from birth.
#[must_use]
pub(crate) struct Born(Vec<(WorkId, NewWork)>);

/// The way from a commit to the worker of this node. A full queue loses nothing: the work is in the
/// store and comes back when its hold is over.
#[derive(Clone, Debug)]
pub struct Bell(mpsc::Sender<Work>);

impl Bell {
    /// A bell and the worker's end of it.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Work>) {
        let (sender, receiver) = mpsc::channel(16_384);
        (Self(sender), receiver)
    }

    /// Rings for work that was born held.
    pub(crate) fn hand_over(&self, Born(born): Born) {
        for (id, NewWork { kind, key, case, body, due, held_until: _ }) in born {
            let work = Work { id, attempt: 1, kind: kind.to_owned(), key, case, body, due };
            if self.0.try_send(work).is_err() {
                tracing::debug!(
                    "the worker's queue is full or closed; the work waits in the store"
                );
            }
        }
    }
}
