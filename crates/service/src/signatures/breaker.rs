//! A service that failed several times is left alone for a while: nobody waits for what is not there.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::ask::{Address, AskError, Question};
use crate::pulse::Heard;

/// After so many failures one after the other,
const FAILURES: u32 = 3;
/// it rests for so long; then one is let through to see.
const REST: SignedDuration = SignedDuration::from_secs(15);

/// A service and how it has done lately.
#[derive(Debug)]
pub(super) struct Guarded {
    address: Address,
    lately: Mutex<Lately>,
    heard: Mutex<Heard>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Lately {
    failures: u32,
    /// Nobody asks before this.
    rests_until: Option<Timestamp>,
}

impl Guarded {
    pub(super) fn new(address: Address) -> Self {
        Self { address, lately: Mutex::default(), heard: Mutex::default() }
    }

    /// Asks at this time.
    pub(super) async fn ask(
        &self,
        question: Question,
        now: Timestamp,
    ) -> Result<Vec<u8>, AskError> {
        if !self.may_ask(now) {
            return Err(AskError::Resting);
        }
        let answer = self.address.ask(question).await;
        self.note(answer.is_ok(), now);
        if let Err(error) = &answer {
            tracing::warn!(address = %self.address, %error, "a service of the authority failed");
        }
        answer
    }

    /// An answer that came but cannot be used is a failure too.
    pub(super) fn was_useless(&self, why: &dyn std::fmt::Display, now: Timestamp) {
        tracing::warn!(address = %self.address, %why, "an answer of the authority is of no use");
        self.note(false, now);
    }

    fn may_ask(&self, now: Timestamp) -> bool {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        match lately.rests_until {
            Some(until) if now < until => false,
            Some(_) => {
                // This one looks; the others wait for what it finds.
                lately.rests_until = now.checked_add(REST).ok();
                true
            }
            None => true,
        }
    }

    /// When it answered, and when it did not.
    pub(super) fn heard(&self) -> Heard {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, good: bool, now: Timestamp) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).note(good, now);
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if good {
            *lately = Lately::default();
            return;
        }
        lately.failures = lately.failures.saturating_add(1);
        if lately.failures >= FAILURES {
            lately.rests_until = now.checked_add(REST).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use std::time::Duration;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    const QUESTION: Question = Question { sends: None, most: 4, within: Duration::from_secs(2) };

    /// A server that answers each connection with the next of these and says how many came.
    async fn server(answers: Vec<&'static [u8]>) -> (Guarded, tokio::task::JoinHandle<usize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/x", listener.local_addr().unwrap());
        let served = tokio::spawn(async move {
            let mut count = 0;
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                assert_ne!(stream.read(&mut [0; 1024]).await.unwrap(), 0);
                stream.write_all(answer).await.unwrap();
                count += 1;
            }
            count
        });
        (Guarded::new(address.parse().unwrap()), served)
    }

    #[tokio::test]
    async fn what_fails_again_and_again_rests_and_is_looked_at_later() {
        let bad = &b"HTTP/1.1 500 no\r\ncontent-length: 0\r\n\r\n"[..];
        let good = &b"HTTP/1.1 200 yes\r\ncontent-length: 4\r\n\r\ngood"[..];
        let (guarded, served) = server(vec![bad, bad, bad, good]).await;
        for _ in 0..FAILURES {
            assert!(matches!(guarded.ask(QUESTION, NOW).await, Err(AskError::Status(_))));
        }
        assert!(matches!(guarded.ask(QUESTION, NOW).await, Err(AskError::Resting)));
        let later = NOW.checked_add(REST).unwrap();
        assert_eq!(guarded.ask(QUESTION, later).await.unwrap(), b"good");
        assert_eq!(guarded.lately.lock().unwrap().failures, 0);
        assert_eq!(guarded.heard(), Heard { answered: Some(later), silent: Some(NOW) });
        assert_eq!(served.await.unwrap(), 4, "nobody asked while it rested");
    }

    #[tokio::test]
    async fn no_redirection_and_nothing_too_large() {
        let elsewhere =
            &b"HTTP/1.1 303 see\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"[..];
        let large = &b"HTTP/1.1 200 yes\r\ncontent-length: 5\r\n\r\nlarge"[..];
        let endless =
            &b"HTTP/1.1 200 yes\r\ntransfer-encoding: chunked\r\n\r\n9\r\nnine nine\r\n"[..];
        let (guarded, served) = server(vec![elsewhere, large, endless]).await;
        assert!(matches!(guarded.address.ask(QUESTION).await, Err(AskError::Status(_))));
        assert!(matches!(guarded.address.ask(QUESTION).await, Err(AskError::Body(4))));
        assert!(matches!(guarded.address.ask(QUESTION).await, Err(AskError::Body(4))));
        assert_eq!(served.await.unwrap(), 3);
    }

    #[tokio::test]
    async fn whoever_is_silent_is_not_waited_for() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let guarded = Guarded::new(address.parse().unwrap());
        let question = Question { within: Duration::from_millis(20), ..QUESTION };
        assert!(matches!(guarded.ask(question, NOW).await, Err(AskError::Slow(_))));
    }
}
