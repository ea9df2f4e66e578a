//! The world's SMS centre: a real SMPP 3.4 server over TCP, with phones behind it.
//!
//! It is written on rusmpp's own decoder, which is strict, and shares no code with the `smpp` crate:
//! a mistake in one of the two does not hide in the other.
//!
//! Any system_id and password is let in. Outgoing parts are put together and handed to [`Phones`]
//! once per message; each part that asked for a receipt gets one of its own. What phones send waits
//! until somebody is bound, and comes again until it is acknowledged.

mod deliveries;
mod dialogue;
mod messages;
mod session;

use deliveries::Deliveries;
use jiff::Timestamp;
use messages::Messages;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::Instant;

/// The phones behind the centre.
pub trait Phones: Send + Sync {
    /// A whole message arrives for `to` (`+` and digits) from `from`. Called once per message, from
    /// the centre's tasks; it must not block.
    fn deliver(&self, to: &str, from: &str, text: String) -> Delivery;
}

/// What became of a message at its phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is in the inbox.
    Delivered,
    /// The phone is off: the centre keeps the message until [`SmsCentre::phone_on`] or the end of
    /// its validity.
    Absent,
    /// There is no such number.
    Unknown,
}

/// What the centre does wrong, for tests. All off by default; set while it runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    /// Every so many submits one is refused with `ESME_RTHROTTLED`; 0 is never.
    pub throttle_every: u32,
    /// A receipt goes out before the response to its submit.
    pub receipt_before_response: bool,
    /// Each receipt goes out twice.
    pub duplicate_receipts: bool,
    /// Responses give the message id in decimal, receipts in hexadecimal.
    pub hex_ids: bool,
    /// After so many more submits the connection is cut, the last one taken but not answered. Once.
    pub drop_link_after: Option<u32>,
    /// Receipts are kept back until this is switched off.
    pub hold_receipts: bool,
    /// Receipts go out last first: those kept back, or those of 50 ms.
    pub reverse_receipts: bool,
}

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A running centre. Clones share it; with the last one it stops and hangs up.
#[derive(Clone)]
pub struct SmsCentre {
    inner: Arc<Inner>,
    address: SocketAddr,
    /// Word to all sessions to hang up. Tasks hold receivers only, so they notice the end.
    cut: Arc<watch::Sender<()>>,
}

struct Inner {
    phones: Arc<dyn Phones>,
    clock: Clock,
    faults: Mutex<Faults>,
    /// Submits so far.
    seen: Mutex<u32>,
    messages: Mutex<Messages>,
    deliveries: Mutex<Deliveries>,
    /// Changes whenever there may be something to deliver.
    work: watch::Sender<()>,
    bound: watch::Sender<usize>,
}

impl SmsCentre {
    /// Listens on `listen` (port 0 for any). The times in receipts (UTC) begin on 24 November 2025 and
    /// run with the timer; see [`SmsCentre::start_with_clock`]. Call it inside a tokio runtime.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub fn start(listen: SocketAddr, phones: Arc<dyn Phones>) -> Result<SmsCentre, io::Error> {
        let begin = Timestamp::from_second(1_763_942_400).unwrap_or(Timestamp::UNIX_EPOCH);
        let started = Instant::now();
        let clock = move || begin.checked_add(started.elapsed()).unwrap_or(Timestamp::MAX);
        SmsCentre::start_with_clock(listen, phones, Arc::new(clock))
    }

    /// The same with the times in receipts taken from `clock`.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub fn start_with_clock(
        listen: SocketAddr,
        phones: Arc<dyn Phones>,
        clock: Clock,
    ) -> Result<SmsCentre, io::Error> {
        let listener = std::net::TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let inner = Arc::new(Inner {
            phones,
            clock,
            faults: Mutex::default(),
            seen: Mutex::default(),
            messages: Mutex::default(),
            deliveries: Mutex::default(),
            work: watch::Sender::new(()),
            bound: watch::Sender::new(0),
        });
        let (cut, hang_up) = watch::channel(());
        tokio::spawn(listen_on(listener, Arc::clone(&inner), hang_up));
        Ok(SmsCentre { inner, address, cut: Arc::new(cut) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it does wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        *self.inner.faults() = faults;
        if !faults.hold_receipts {
            self.inner.release_receipts(faults.reverse_receipts);
        }
    }

    /// What it does wrong now.
    #[must_use]
    pub fn faults(&self) -> Faults {
        *self.inner.faults()
    }

    /// A phone sends a message. It waits while nobody is bound as a receiver, and is delivered again
    /// until it is acknowledged.
    pub fn reply(&self, from: &str, to: &str, text: &str) {
        self.inner.send_from_phone(from, to, text);
    }

    /// A phone (`+` and digits) was switched on: what was kept for it is handed over.
    pub fn phone_on(&self, number: &str) {
        self.inner.phone_on(number);
    }

    /// Hangs up on everybody; they may come again.
    pub fn drop_links(&self) {
        self.cut.send_replace(());
    }

    /// How many sessions are bound; changes can be waited for.
    #[must_use]
    pub fn bound(&self) -> watch::Receiver<usize> {
        self.inner.bound.subscribe()
    }

    /// Messages and receipts that nobody has acknowledged yet, those under way included.
    #[must_use]
    pub fn undelivered(&self) -> usize {
        self.inner.deliveries().len()
    }
}

impl Inner {
    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether to throttle this submit, and whether to cut the connection after it.
    fn meddle(&self) -> (bool, bool) {
        let mut faults = self.faults();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = seen.wrapping_add(1);
        if faults.throttle_every > 0 && seen.is_multiple_of(faults.throttle_every) {
            return (true, false);
        }
        let cut = faults.drop_link_after.is_some_and(|left| left <= 1);
        faults.drop_link_after =
            faults.drop_link_after.filter(|_| !cut).map(|left| left.saturating_sub(1));
        (false, cut)
    }

    fn messages(&self) -> MutexGuard<'_, Messages> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn deliveries(&self) -> MutexGuard<'_, Deliveries> {
        self.deliveries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn listen_on(listener: TcpListener, inner: Arc<Inner>, mut hang_up: watch::Receiver<()>) {
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    let mut hang_up = hang_up.clone();
                    hang_up.mark_unchanged();
                    tokio::spawn(session::serve(stream, Arc::clone(&inner), hang_up));
                }
            }
            changed = hang_up.changed() => {
                if changed.is_err() {
                    return;
                }
            }
        }
    }
}
