//! The handle callers hold. Behind it one task owns the connection: [`supervisor`] connects again and
//! again, [`session`] speaks.

#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod incoming;
mod outgoing;
mod request;
mod session;
mod state;
mod supervisor;
#[cfg(test)]
mod tests;

use crate::config::LinkConfig;
use crate::inbound::Inbound;
use crate::segment::{MAX_PARTS, segments};
use jiff::Timestamp;
use outgoing::{Job, PartOutcome};
use state::Shared;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot, watch};

pub use state::LinkState;

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A connection to the centre: TCP, or whatever else carries octets both ways.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin + 'static> Stream for S {}

/// A connection that is being made.
pub type ConnectFuture = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;

/// Makes a new connection each time it is called.
pub type Connector = Arc<dyn Fn() -> ConnectFuture + Send + Sync>;

/// Submits that may wait for room in the window before callers wait at the door.
const QUEUE: usize = 1024;

/// A message to a phone.
#[derive(Clone, PartialEq, Eq)]
pub struct Submission {
    /// `+` and 7 to 15 digits.
    pub to: String,
    /// At most [`MAX_PARTS`] parts long, see [`crate::segments`].
    pub text: String,
    /// How long the centre keeps trying, to the second, at most 31 days; `None` is the centre's own
    /// default.
    pub validity: Option<Duration>,
    /// Whether the centre shall say what became of it.
    pub receipt: bool,
    /// The number phones join parts by. Keep it when the same message is submitted again, change it
    /// for another message to the same phone.
    pub reference: u8,
}

/// The centre's name for one submitted part, exactly as it wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartId(String);

impl PartId {
    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text of the id.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Why a message was not taken, or why that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// The centre said "too fast" each time the part was sent. Nothing is wrong with the message.
    #[error("the SMS centre is throttling: it took nothing in {tries} tries")]
    Throttled {
        /// How often the part was sent.
        tries: u32,
    },
    /// The centre refused it (`command_status`, SMPP 3.4, 5.1.3).
    #[error("the SMS centre refused the message with status {status:#010x}")]
    Rejected {
        /// The `command_status`.
        status: u32,
    },
    /// There is no session, and the message was not sent.
    #[error("the link to the SMS centre is down; the message was not sent")]
    LinkDown,
    /// The link was lost, or the centre was silent, while the message or a part of it was on its
    /// way: it may arrive or not. Submit the same again, with the same reference.
    #[error("no response from the SMS centre; whether it took the message is not known")]
    Unknown,
    /// The text needs too many parts.
    #[error("the text needs {parts} parts; at most {MAX_PARTS} are allowed")]
    TooLong {
        /// How many it needs.
        parts: usize,
    },
    /// The number is not `+` and 7 to 15 digits.
    #[error("a phone number is + and 7 to 15 digits")]
    BadNumber,
}

impl SubmitError {
    /// Whether submitting the same message again later can help.
    #[must_use]
    pub fn may_be_repeated(&self) -> bool {
        match self {
            SubmitError::Throttled { .. } | SubmitError::LinkDown | SubmitError::Unknown => true,
            SubmitError::Rejected { status } => *status == crate::wire::status::SYSTEM_ERROR,
            SubmitError::TooLong { .. } | SubmitError::BadNumber => false,
        }
    }
}

/// A link to an SMS centre. Clones share it. When the last clone is dropped, or on
/// [`Link::shutdown`], the session ends.
#[derive(Clone)]
pub struct Link {
    config: Arc<LinkConfig>,
    shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
    stop: Arc<watch::Sender<bool>>,
}

impl Link {
    /// Starts a task that keeps a TCP session up for as long as the link lives. It never gives up:
    /// a wrong password is logged and tried again, as it may be put right at the other end.
    ///
    /// Must be called inside a tokio runtime. What the centre brings goes to `inbound`; while that
    /// is full, reading goes on and up to 4096 events wait inside, after which the centre is asked
    /// to deliver later.
    #[must_use]
    pub fn start(config: LinkConfig, clock: Clock, inbound: mpsc::Sender<Inbound>) -> Link {
        let place = (config.host.clone(), config.port);
        let connector: Connector = Arc::new(move || {
            let (host, port) = place.clone();
            Box::pin(async move {
                let stream = TcpStream::connect((host.as_str(), port)).await?;
                stream.set_nodelay(true)?;
                let stream: Box<dyn Stream> = Box::new(stream);
                Ok(stream)
            })
        });
        Link::start_over(config, clock, inbound, connector)
    }

    /// The same over any other kind of connection.
    #[must_use]
    pub fn start_over(
        config: LinkConfig,
        clock: Clock,
        inbound: mpsc::Sender<Inbound>,
        connector: Connector,
    ) -> Link {
        let config = Arc::new(config);
        let shared = Arc::new(Shared::new(clock));
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (stop, stopped) = watch::channel(false);
        let supervisor = supervisor::Supervisor::new(
            Arc::clone(&config),
            Arc::clone(&shared),
            queue,
            stopped,
            inbound,
        );
        tokio::spawn(supervisor.run(connector));
        Link { config, shared, jobs, stop: Arc::new(stop) }
    }

    /// Sends a message and waits until the centre has taken every part.
    ///
    /// Dropping the future takes back only parts that have not been sent yet.
    ///
    /// # Errors
    /// See [`SubmitError`]. When parts fared differently: a refusal first, then "throttled", then
    /// "unknown" if any part may have been taken, and "link down" only if none was sent.
    pub async fn submit(&self, submission: Submission) -> Result<Vec<PartId>, SubmitError> {
        let parts = segments(&submission.text).parts.len();
        if parts > MAX_PARTS {
            return Err(SubmitError::TooLong { parts });
        }
        let requests = request::submit_requests(&self.config.source_address, &submission)
            .ok_or(SubmitError::BadNumber)?;
        if !self.shared.is_up() {
            return Err(SubmitError::LinkDown);
        }
        let mut answers = Vec::new();
        for request in requests {
            let (reply, answer) = oneshot::channel();
            // When the queue is gone, the dropped `reply` says so below.
            self.jobs.send(Job { request, reply, tries: 0 }).await.ok();
            answers.push(answer);
        }
        let mut outcomes = Vec::new();
        for answer in answers {
            outcomes.push(answer.await.unwrap_or(PartOutcome::NotSent));
        }
        together(outcomes)
    }

    /// Whether the link is up, and how far the centre has been emptied.
    #[must_use]
    pub fn state(&self) -> LinkState {
        self.shared.state()
    }

    /// Tells of every change between up, drained and down. `drained_through` in it is as of the
    /// change; [`Link::state`] is always fresh.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<LinkState> {
        self.shared.watch()
    }

    /// Ends the session in good order: submits under way get their responses as long as one
    /// response may take, then `unbind` is sent and answered. Returns when the connection is closed.
    pub async fn shutdown(&self) {
        self.stop.send_replace(true);
        self.jobs.closed().await;
    }
}

/// One result for a message from the results of its parts.
fn together(outcomes: Vec<PartOutcome>) -> Result<Vec<PartId>, SubmitError> {
    let mut ids = Vec::new();
    let (mut not_sent, mut unknown, mut throttled) = (false, false, None);
    for outcome in outcomes {
        match outcome {
            PartOutcome::Taken(id) => ids.push(PartId(id)),
            PartOutcome::Rejected(status) => return Err(SubmitError::Rejected { status }),
            PartOutcome::Throttled { tries } => throttled = Some(tries),
            PartOutcome::Unknown => unknown = true,
            PartOutcome::NotSent => not_sent = true,
        }
    }
    match throttled {
        Some(tries) => Err(SubmitError::Throttled { tries }),
        None if unknown || (not_sent && !ids.is_empty()) => Err(SubmitError::Unknown),
        None if not_sent => Err(SubmitError::LinkDown),
        None => Ok(ids),
    }
}
