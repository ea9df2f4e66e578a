//! One connection from `bind` to its end. A single task reads, writes, keeps time and answers, so
//! that nothing is shared and the time of reading is taken as soon as the octets are here.

use super::Stream;
use super::incoming::{Incoming, Settled};
use super::outgoing::{Job, Outgoing, PartOutcome};
use super::request;
use super::state::Shared;
use crate::config::LinkConfig;
use crate::inbound::Inbound;
use crate::wire::{BadLength, Frame, command, next_sequence, put, put_command, status, take_frame};
use rusmpp::{Command, CommandStatus};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// Octets waiting to be written above which nothing new is sent.
const FULL: usize = 64 * 1024;
/// Octets waiting to be written above which nothing more is read: the centre does not take answers.
const CHOKED: usize = 1024 * 1024;
/// How long the last words may take when the connection is given up.
const FAREWELL: Duration = Duration::from_secs(1);

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// As asked.
    Stopped,
    /// The connection is gone or of no use.
    Lost {
        /// Why, for the log.
        why: &'static str,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Binding {
        until: Instant,
    },
    Bound,
    /// Asked to stop; submits under way still get their responses.
    Finishing {
        until: Instant,
    },
    Unbinding {
        until: Instant,
    },
}

/// See the module.
pub(super) struct Session<'a> {
    config: &'a Arc<LinkConfig>,
    shared: &'a Shared,
    incoming: &'a mut Incoming,
    outgoing: Outgoing,
    phase: Phase,
    input: Vec<u8>,
    output: Vec<u8>,
    last_sequence: u32,
    /// When a whole frame was read last.
    last_read: Instant,
    /// Until when an `enquire_link` must be answered.
    enquired: Option<Instant>,
    was_bound: bool,
    deserted: bool,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        config: &'a Arc<LinkConfig>,
        shared: &'a Shared,
        incoming: &'a mut Incoming,
    ) -> Session<'a> {
        let now = Instant::now();
        Session {
            config,
            shared,
            incoming,
            outgoing: Outgoing::new(config),
            phase: Phase::Binding { until: now + config.response_timeout },
            input: Vec::with_capacity(16 * 1024),
            output: Vec::new(),
            last_sequence: 0,
            last_read: now,
            enquired: None,
            was_bound: false,
            deserted: false,
        }
    }

    /// Speaks until the end. Every job taken gets its outcome.
    pub(super) async fn run(
        mut self,
        stream: Box<dyn Stream>,
        jobs: &mut mpsc::Receiver<Job>,
        stopped: &mut watch::Receiver<bool>,
        inbound: &mpsc::Sender<Inbound>,
    ) -> (Ended, bool) {
        let settled = self.incoming.begin_session();
        let (reader, mut writer) = tokio::io::split(stream);
        let ended = match request::bind(self.config) {
            Some(bind) => {
                let sequence = self.sequence();
                let bind = Command::new(CommandStatus::EsmeRok, sequence, bind);
                put_command(&mut self.output, &bind);
                self.speak(reader, &mut writer, jobs, stopped, inbound, settled).await
            }
            None => Ended::Lost { why: "the system_id or the password does not fit its field" },
        };
        self.shared.went_down();
        // The centre may already be deaf; nothing depends on these octets.
        tokio::time::timeout(FAREWELL, writer.write_all(&self.output)).await.ok();
        tokio::time::timeout(FAREWELL, writer.shutdown()).await.ok();
        self.outgoing.lost();
        (ended, self.was_bound)
    }

    async fn speak(
        &mut self,
        mut reader: impl AsyncReadExt + Unpin,
        writer: &mut (impl AsyncWriteExt + Unpin),
        jobs: &mut mpsc::Receiver<Job>,
        stopped: &mut watch::Receiver<bool>,
        inbound: &mpsc::Sender<Inbound>,
        mut settled: mpsc::UnboundedReceiver<Settled>,
    ) -> Ended {
        loop {
            let now = Instant::now();
            if let Some(ended) = self.tend(now) {
                return ended;
            }
            let stopping = self.is_stopping();
            let wake_at = self.wake_at(now);
            tokio::select! {
                read = reader.read_buf(&mut self.input), if self.output.len() < CHOKED => match read {
                    Ok(0) => return Ended::Lost { why: "the SMS centre closed the connection" },
                    Ok(_) => if let Some(ended) = self.take_in() { return ended },
                    Err(_) => return Ended::Lost { why: "the connection broke while reading" },
                },
                written = writer.write(&self.output), if !self.output.is_empty() => match written {
                    Ok(count) => drop(self.output.drain(..count)),
                    Err(_) => return Ended::Lost { why: "the connection broke while writing" },
                },
                job = jobs.recv(), if self.takes_jobs(now) => match job {
                    Some(job) => self.begin(job, now),
                    None => self.deserted(now),
                },
                Some(said) = settled.recv() => {
                    self.incoming.settled(said, Instant::now(), &mut self.output);
                }
                permit = inbound.reserve(), if self.incoming.has_waiting() => {
                    // Without a consumer the event is dropped, and so refused.
                    if let (Some(event), Ok(permit)) = (self.incoming.next_waiting(), permit) {
                        permit.send(event);
                    }
                }
                () = tokio::time::sleep_until(wake_at) => {}
                _ = stopped.changed(), if !stopping => self.stop(now),
            }
        }
    }

    fn is_stopping(&self) -> bool {
        matches!(self.phase, Phase::Finishing { .. } | Phase::Unbinding { .. })
    }

    /// Before and after being bound, jobs are taken to be told that the link is down.
    fn takes_jobs(&self, now: Instant) -> bool {
        match self.phase {
            Phase::Bound => {
                self.outgoing.has_room(now)
                    && !self.outgoing.has_again()
                    && self.output.len() < FULL
            }
            Phase::Binding { .. } | Phase::Finishing { .. } | Phase::Unbinding { .. } => {
                !self.deserted
            }
        }
    }

    /// Nobody holds the link any more.
    fn deserted(&mut self, now: Instant) {
        self.deserted = true;
        if !self.is_stopping() {
            self.stop(now);
        }
    }

    fn begin(&mut self, job: Job, now: Instant) {
        // A caller that went away while its job was queued does not want it sent.
        if self.phase == Phase::Bound && !job.reply.is_closed() {
            self.send(job, now);
        } else {
            job.end(PartOutcome::NotSent);
        }
    }

    fn send(&mut self, job: Job, now: Instant) {
        let sequence = self.sequence();
        let request = Command::new(CommandStatus::EsmeRok, sequence, job.request.clone());
        put_command(&mut self.output, &request);
        self.outgoing.sent(sequence, job, now);
    }

    fn sequence(&mut self) -> u32 {
        self.last_sequence = next_sequence(self.last_sequence);
        self.last_sequence
    }

    fn stop(&mut self, now: Instant) {
        self.phase = Phase::Finishing { until: now + self.config.response_timeout };
    }

    /// Does everything whose time has come.
    fn tend(&mut self, now: Instant) -> Option<Ended> {
        self.outgoing.give_up_overdue(now);
        self.incoming.answer_overdue(now, &mut self.output);
        match self.phase {
            Phase::Binding { until } if until <= now => {
                return Some(Ended::Lost { why: "the SMS centre did not answer the bind" });
            }
            Phase::Finishing { until } => {
                if !self.was_bound {
                    return Some(Ended::Stopped);
                }
                if self.outgoing.is_idle() || until <= now {
                    let sequence = self.sequence();
                    put(&mut self.output, command::UNBIND, status::OK, sequence, &[]);
                    self.phase = Phase::Unbinding { until: now + self.config.response_timeout };
                }
            }
            Phase::Unbinding { until } if until <= now => return Some(Ended::Stopped),
            Phase::Bound | Phase::Binding { .. } | Phase::Unbinding { .. } => {}
        }
        if self.was_bound {
            while let Some(job) = self.outgoing.next_again(now) {
                self.send(job, now);
            }
            self.watch_quiet(now);
            return self.enquire(now);
        }
        None
    }

    fn enquire(&mut self, now: Instant) -> Option<Ended> {
        match self.enquired {
            Some(until) if until <= now => Some(Ended::Lost { why: "the SMS centre fell silent" }),
            Some(_) => None,
            None => {
                if self.last_read + self.config.enquire_link_interval <= now {
                    let sequence = self.sequence();
                    put(&mut self.output, command::ENQUIRE_LINK, status::OK, sequence, &[]);
                    self.enquired = Some(now + self.config.response_timeout);
                }
                None
            }
        }
    }

    /// The session counts as drained once it has been quiet for long enough since binding, or since
    /// something was given back, or when all of that was long ago.
    fn watch_quiet(&mut self, now: Instant) {
        if self.quiet_at().is_some_and(|at| at <= now) {
            self.incoming.drained = true;
            self.shared.quiet(true);
        }
    }

    fn quiet_at(&self) -> Option<Instant> {
        let quiet = self.incoming.busy_at + self.config.quiet;
        let patience_ends = self.incoming.owing_since + self.config.drain_limit;
        // Before the bind nothing is watched: a time that is over would keep the task busy.
        (self.was_bound && !self.incoming.drained).then_some(quiet.min(patience_ends))
    }

    fn wake_at(&self, now: Instant) -> Instant {
        let enquire = self.enquired.unwrap_or(self.last_read + self.config.enquire_link_interval);
        let phase = match self.phase {
            Phase::Binding { until } | Phase::Finishing { until } | Phase::Unbinding { until } => {
                Some(until)
            }
            Phase::Bound => Some(enquire),
        };
        [phase, self.quiet_at(), self.outgoing.wake_at(now), self.incoming.wake_at()]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(enquire)
    }

    /// Handles all whole frames read so far. Only a whole frame is a sign of life: a centre that
    /// never ends one is as good as silent.
    fn take_in(&mut self) -> Option<Ended> {
        let read_at = self.shared.now();
        let now = Instant::now();
        let input = std::mem::take(&mut self.input);
        let mut at = 0;
        let mut ended = None;
        while ended.is_none() {
            match take_frame(&input, &mut at) {
                Ok(Some(frame)) => {
                    self.shared.read(read_at);
                    self.last_read = now;
                    self.enquired = None;
                    ended = self.hear(&frame, read_at, now);
                }
                Ok(None) => break,
                Err(BadLength { sequence }) => {
                    let fault = status::INVALID_COMMAND_LENGTH;
                    put(&mut self.output, command::GENERIC_NACK, fault, sequence, &[]);
                    ended = Some(Ended::Lost { why: "the SMS centre sent a PDU of absurd length" });
                }
            }
        }
        self.input = input;
        self.input.drain(..at);
        ended
    }

    fn hear(&mut self, frame: &Frame, read_at: jiff::Timestamp, now: Instant) -> Option<Ended> {
        let sequence = frame.sequence;
        let binding = matches!(self.phase, Phase::Binding { .. });
        match frame.command {
            command::BIND_TRANSCEIVER_RESP | command::GENERIC_NACK if binding => {
                return self.bound(frame, now);
            }
            command::SUBMIT_SM_RESP | command::GENERIC_NACK => self.outgoing.answered(frame, now),
            command::DELIVER_SM if binding => {
                let fault = status::INVALID_BIND_STATUS;
                put(&mut self.output, command::DELIVER_SM_RESP, fault, sequence, &[0]);
            }
            command::DELIVER_SM => {
                self.incoming.deliver(frame, read_at, now, &mut self.output);
            }
            command::ENQUIRE_LINK => {
                put(&mut self.output, command::ENQUIRE_LINK_RESP, status::OK, sequence, &[]);
            }
            command::UNBIND => {
                put(&mut self.output, command::UNBIND_RESP, status::OK, sequence, &[]);
                return Some(Ended::Lost { why: "the SMS centre ended the session" });
            }
            command::UNBIND_RESP if self.is_stopping() => return Some(Ended::Stopped),
            command::OUTBIND | command::ALERT_NOTIFICATION => {}
            response if response & command::RESPONSE != 0 => {}
            _ => {
                let fault = status::INVALID_COMMAND;
                put(&mut self.output, command::GENERIC_NACK, fault, sequence, &[]);
            }
        }
        None
    }

    fn bound(&mut self, frame: &Frame, now: Instant) -> Option<Ended> {
        if frame.status != status::OK || frame.command == command::GENERIC_NACK {
            return Some(Ended::Lost { why: bind_refusal(frame.status) });
        }
        tracing::info!(host = %self.config.host, port = self.config.port, "bound to the SMS centre");
        self.phase = Phase::Bound;
        self.was_bound = true;
        (self.incoming.busy_at, self.incoming.owing_since) = (now, now);
        self.shared.went_up();
        None
    }
}

/// The refusal of a bind in words (SMPP 3.4, 5.1.3).
fn bind_refusal(refusal: u32) -> &'static str {
    match refusal {
        status::INVALID_PASSWORD => "the SMS centre refused the bind: wrong password",
        status::INVALID_SYSTEM_ID => "the SMS centre refused the bind: unknown system_id",
        status::ALREADY_BOUND => {
            "the SMS centre refused the bind: this account is bound already, perhaps by another node"
        }
        status::BIND_FAILED => {
            "the SMS centre refused the bind: account, address or number of sessions not allowed"
        }
        status::INVALID_COMMAND => "the SMS centre refused the bind: it knows no bind_transceiver",
        status::THROTTLED => "the SMS centre refused the bind: too many binds",
        status::SYSTEM_ERROR => "the SMS centre refused the bind: it is in trouble itself",
        _ => "the SMS centre refused the bind",
    }
}
