//! What is known about the link from outside its task.

use super::Clock;
use jiff::Timestamp;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// How the link is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkState {
    /// Whether a session is bound.
    pub up: bool,
    /// Since when it is up or down.
    pub since: Timestamp,
    /// Everything the centre had for us before this time has been read, and either stored or given
    /// back. Never goes backwards; `None` before the first session was drained.
    ///
    /// It moves on while the link is up and, since binding, has been quiet once for
    /// [`crate::LinkConfig::quiet`] or was up for [`crate::LinkConfig::drain_limit`]; not past the last word read from the centre (a dead connection
    /// proves nothing), and not past anything handed over and not yet stored. On a silent link it
    /// therefore lags by up to [`crate::LinkConfig::enquire_link_interval`]. After a refused
    /// event it stands still until the link was quiet once more.
    pub drained_through: Option<Timestamp>,
}

struct Inner {
    up: bool,
    since: Timestamp,
    quiet_once: bool,
    last_read: Timestamp,
    oldest_unsettled: Option<Timestamp>,
    drained_through: Option<Timestamp>,
}

impl Inner {
    fn refresh(&mut self) {
        if self.up && self.quiet_once {
            let through = self.oldest_unsettled.unwrap_or(self.last_read).min(self.last_read);
            self.drained_through = self.drained_through.max(Some(through));
        }
    }

    fn state(&self) -> LinkState {
        LinkState { up: self.up, since: self.since, drained_through: self.drained_through }
    }
}

pub(super) struct Shared {
    clock: Clock,
    inner: Mutex<Inner>,
    changes: watch::Sender<LinkState>,
}

impl Shared {
    pub(super) fn new(clock: Clock) -> Shared {
        let now = clock();
        let inner = Inner {
            up: false,
            since: now,
            quiet_once: false,
            last_read: now,
            oldest_unsettled: None,
            drained_through: None,
        };
        let changes = watch::Sender::new(inner.state());
        Shared { clock, inner: Mutex::new(inner), changes }
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(super) fn is_up(&self) -> bool {
        self.lock().up
    }

    pub(super) fn state(&self) -> LinkState {
        let mut inner = self.lock();
        inner.refresh();
        inner.state()
    }

    pub(super) fn watch(&self) -> watch::Receiver<LinkState> {
        self.changes.subscribe()
    }

    pub(super) fn went_up(&self) {
        self.change(|inner, now| {
            *inner = Inner {
                up: true,
                since: now,
                quiet_once: false,
                last_read: now,
                oldest_unsettled: None,
                drained_through: inner.drained_through,
            };
        });
    }

    pub(super) fn went_down(&self) {
        self.change(|inner, now| {
            if inner.up {
                inner.up = false;
                inner.since = now;
            }
        });
    }

    /// The link has, or no longer has, been quiet once.
    pub(super) fn quiet(&self, quiet_once: bool) {
        self.change(|inner, _| inner.quiet_once = quiet_once);
    }

    pub(super) fn read(&self, at: Timestamp) {
        self.lock().last_read = at;
    }

    pub(super) fn unsettled(&self, oldest: Option<Timestamp>) {
        let mut inner = self.lock();
        inner.oldest_unsettled = oldest;
        inner.refresh();
    }

    fn change(&self, change: impl FnOnce(&mut Inner, Timestamp)) {
        let now = self.now();
        let mut inner = self.lock();
        inner.refresh();
        change(&mut inner, now);
        inner.refresh();
        self.changes.send_replace(inner.state());
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing panics while it is held, and half a change does no harm.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    #[test]
    fn drained_through_follows_what_was_read_and_stored() {
        let second = Arc::new(AtomicI64::new(0));
        let ticking = Arc::clone(&second);
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let shared = Shared::new(Arc::new(move || at(ticking.load(Ordering::Relaxed))));
        let drained = |shared: &Shared| shared.state().drained_through;
        let read = |second: i64| {
            shared.read(at(second));
            drained(&shared)
        };

        second.store(10, Ordering::Relaxed);
        shared.went_up();
        assert_eq!((shared.state().up, shared.state().since), (true, at(10)));
        assert_eq!(read(11), None, "not quiet yet");
        shared.quiet(true);
        assert_eq!(drained(&shared), Some(at(11)));
        assert_eq!(read(20), Some(at(20)));
        shared.unsettled(Some(at(22)));
        assert_eq!(read(30), Some(at(22)), "something waits to be stored");
        shared.unsettled(None);
        assert_eq!(drained(&shared), Some(at(30)));
        shared.quiet(false);
        assert_eq!(read(40), Some(at(30)), "something was given back");
        shared.quiet(true);
        assert_eq!(drained(&shared), Some(at(40)));
        second.store(50, Ordering::Relaxed);
        shared.went_down();
        assert_eq!(read(60), Some(at(40)), "down");
        assert_eq!((shared.state().up, shared.state().since), (false, at(50)));
        shared.went_up();
        assert_eq!(read(70), Some(at(40)), "up, but not quiet yet");
    }
}
