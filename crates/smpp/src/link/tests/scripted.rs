//! An SMS centre that says exactly what a test tells it to, over a pipe in memory.

use crate::wire::{Frame, command, put, status, take_frame};
use crate::{Connector, Inbound, Link, LinkConfig, Stream, Submission};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// A link, what it hands over, and the far ends of the connections it makes.
pub(super) struct Setting {
    pub(super) link: Link,
    pub(super) inbound: mpsc::Receiver<Inbound>,
    connections: mpsc::UnboundedReceiver<DuplexStream>,
    start: Instant,
}

impl Setting {
    pub(super) fn new(change: impl FnOnce(&mut LinkConfig)) -> Setting {
        let mut config = LinkConfig::parse("smpp://tirkeu@centre:2775", "secret").unwrap();
        change(&mut config);
        let (far, connections) = mpsc::unbounded_channel();
        let connector: Connector = Arc::new(move || {
            let (near_end, far_end) = tokio::io::duplex(1 << 16);
            let reachable = far.send(far_end).is_ok();
            Box::pin(async move {
                let stream: Box<dyn Stream> = Box::new(near_end);
                if reachable { Ok(stream) } else { Err(std::io::Error::other("unreachable")) }
            })
        });
        let start = Instant::now();
        let clock = Arc::new(move || {
            let since = Instant::now().duration_since(start);
            Timestamp::from_millisecond(since.as_millis().try_into().unwrap()).unwrap()
        });
        let (to_us, inbound) = mpsc::channel(8);
        Setting {
            link: Link::start_over(config, clock, to_us, connector),
            inbound,
            connections,
            start,
        }
    }

    /// The centre's end of the next connection.
    pub(super) async fn connection(&mut self) -> Centre {
        Centre { stream: self.connections.recv().await.unwrap(), octets: Vec::new() }
    }

    /// The centre's end of the next connection, with a session bound on it.
    pub(super) async fn bound(&mut self) -> Centre {
        let mut centre = self.connection().await;
        let bind = centre.hears(0x9).await;
        centre.answers(&bind, status::OK, b"centre\0").await;
        self.until(|link| link.state().up).await;
        centre
    }

    pub(super) async fn until(&self, holds: impl Fn(&Link) -> bool) {
        let mut changes = self.link.watch();
        while !holds(&self.link) {
            // A poll now and then as well: not every property has its event.
            tokio::time::timeout(Duration::from_millis(20), changes.changed()).await.ok();
        }
    }

    pub(super) fn submits(
        &self,
        text: &str,
    ) -> tokio::task::JoinHandle<Result<Vec<String>, crate::SubmitError>> {
        let link = self.link.clone();
        let submission = Submission {
            to: "+77011234567".into(),
            text: text.into(),
            validity: None,
            receipt: true,
            reference: 7,
        };
        tokio::spawn(async move {
            let ids = link.submit(submission).await?;
            Ok(ids.into_iter().map(crate::PartId::into_string).collect())
        })
    }

    /// Milliseconds on the link's clock.
    pub(super) fn now(&self) -> u128 {
        Instant::now().duration_since(self.start).as_millis()
    }
}

pub(super) struct Centre {
    stream: DuplexStream,
    octets: Vec<u8>,
}

impl Centre {
    /// The next PDU; answers to `enquire_link` are given on the way. `None` when the link hung up.
    pub(super) async fn next(&mut self) -> Option<Frame> {
        loop {
            let mut at = 0;
            let frame = take_frame(&self.octets, &mut at).unwrap();
            self.octets.drain(..at);
            match frame {
                Some(frame) if frame.command == command::ENQUIRE_LINK => {
                    self.answers(&frame, status::OK, &[]).await;
                }
                Some(frame) => return Some(frame),
                None => {
                    if self.stream.read_buf(&mut self.octets).await.ok()? == 0 {
                        return None;
                    }
                }
            }
        }
    }

    pub(super) async fn hears(&mut self, command: u32) -> Frame {
        let frame = self.next().await.expect("the link hung up");
        assert_eq!(frame.command, command, "{:#x}", frame.command);
        frame
    }

    pub(super) async fn answers(&mut self, to: &Frame, status: u32, body: &[u8]) {
        self.says(to.command | command::RESPONSE, status, to.sequence, body).await;
    }

    pub(super) async fn says(&mut self, command: u32, status: u32, sequence: u32, body: &[u8]) {
        let mut octets = Vec::new();
        put(&mut octets, command, status, sequence, body);
        self.writes(&octets).await;
    }

    pub(super) async fn writes(&mut self, octets: &[u8]) {
        self.stream.write_all(octets).await.ok();
    }

    pub(super) async fn delivers(&mut self, sequence: u32, body: &[u8]) {
        self.says(command::DELIVER_SM, status::OK, sequence, body).await;
    }

    /// Hears the answers to deliveries: sequence number and status of each.
    pub(super) async fn delivery_answers(&mut self, count: usize) -> Vec<(u32, u32)> {
        let mut answers = Vec::new();
        for _ in 0..count {
            let frame = self.hears(command::DELIVER_SM_RESP).await;
            answers.push((frame.sequence, frame.status));
        }
        answers
    }

    /// Whether nothing comes for ten seconds.
    pub(super) async fn hears_nothing(&mut self) -> bool {
        tokio::time::timeout(Duration::from_secs(10), self.next()).await.is_err()
    }
}
