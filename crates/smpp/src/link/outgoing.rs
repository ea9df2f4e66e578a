//! The window of submits that wait for their response, and the pace the centre allows.

use crate::config::LinkConfig;
use crate::deliver::until_zero;
use crate::wire::{Frame, command, status};
use rusmpp::pdus::SubmitSm;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// One part on its way.
pub(super) struct Job {
    pub(super) request: SubmitSm,
    pub(super) reply: oneshot::Sender<PartOutcome>,
    pub(super) tries: u32,
}

impl Job {
    pub(super) fn end(self, outcome: PartOutcome) {
        // A caller that went away no longer wants to know.
        self.reply.send(outcome).ok();
    }
}

/// What became of one part.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PartOutcome {
    Taken(String),
    Rejected(u32),
    Throttled { tries: u32 },
    Unknown,
    NotSent,
}

/// See the module.
pub(super) struct Outgoing {
    config: Arc<LinkConfig>,
    in_flight: HashMap<u32, Job>,
    /// Sequence numbers in the order sent, with the time their response is due. May name some that
    /// are answered already.
    due: VecDeque<(Instant, u32)>,
    /// Throttled parts, to be sent before anything new.
    again: VecDeque<Job>,
    /// How many may be in flight now: halves when throttled, grows by one with each part taken.
    allowed: usize,
    paused_until: Option<Instant>,
    pause: Duration,
}

impl Outgoing {
    pub(super) fn new(config: &Arc<LinkConfig>) -> Outgoing {
        Outgoing {
            config: Arc::clone(config),
            in_flight: HashMap::new(),
            due: VecDeque::new(),
            again: VecDeque::new(),
            allowed: config.window.max(1),
            paused_until: None,
            pause: config.throttle_pause,
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.is_empty() && self.again.is_empty()
    }

    /// Whether a part may go out now.
    pub(super) fn has_room(&self, now: Instant) -> bool {
        self.in_flight.len() < self.allowed && self.paused_until.is_none_or(|until| until <= now)
    }

    /// A throttled part whose turn has come.
    pub(super) fn next_again(&mut self, now: Instant) -> Option<Job> {
        if self.has_room(now) { self.again.pop_front() } else { None }
    }

    pub(super) fn has_again(&self) -> bool {
        !self.again.is_empty()
    }

    pub(super) fn sent(&mut self, sequence: u32, mut job: Job, now: Instant) {
        job.tries += 1;
        self.due.push_back((now + self.config.response_timeout, sequence));
        self.in_flight.insert(sequence, job);
    }

    /// A `submit_sm_resp`, or a `generic_nack` that may be about a submit.
    pub(super) fn answered(&mut self, frame: &Frame, now: Instant) {
        // An answer that comes after its time finds nobody: the outcome was called unknown.
        let Some(job) = self.in_flight.remove(&frame.sequence) else { return };
        match frame.status {
            status::OK if frame.command == command::SUBMIT_SM_RESP => {
                self.allowed = (self.allowed + 1).min(self.config.window.max(1));
                if self.paused_until.is_none_or(|until| until <= now) {
                    self.pause = self.config.throttle_pause;
                }
                job.end(PartOutcome::Taken(until_zero(&frame.body)));
            }
            status::THROTTLED | status::QUEUE_FULL => self.throttled(job, now),
            refused => job.end(PartOutcome::Rejected(refused)),
        }
    }

    fn throttled(&mut self, job: Job, now: Instant) {
        // All answers to one burst are one signal.
        if self.paused_until.is_none_or(|until| until <= now) {
            self.paused_until = Some(now + self.pause);
            self.pause = (self.pause * 2).min(self.config.throttle_pause * 32);
            self.allowed = (self.allowed / 2).max(1);
        }
        if job.tries < self.config.throttle_tries {
            self.again.push_back(job);
        } else {
            let tries = job.tries;
            job.end(PartOutcome::Throttled { tries });
        }
    }

    /// Gives up on responses that are overdue.
    pub(super) fn give_up_overdue(&mut self, now: Instant) {
        while let Some((due, sequence)) = self.due.front().copied() {
            let open = self.in_flight.contains_key(&sequence);
            if open && due > now {
                return;
            }
            self.due.pop_front();
            if let Some(job) = self.in_flight.remove(&sequence) {
                job.end(PartOutcome::Unknown);
            }
        }
    }

    /// When to look again: a response overdue, or a pause over.
    pub(super) fn wake_at(&self, now: Instant) -> Option<Instant> {
        let pause = self.paused_until.filter(|until| *until > now);
        [pause, self.due.front().map(|(due, _)| *due)].into_iter().flatten().min()
    }

    /// The session is over.
    pub(super) fn lost(self) {
        for job in self.in_flight.into_values() {
            job.end(PartOutcome::Unknown);
        }
        for job in self.again {
            job.end(PartOutcome::NotSent);
        }
    }
}
