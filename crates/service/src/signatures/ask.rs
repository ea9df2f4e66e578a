//! One question to a service of the certification authority, over HTTP.
//!
//! Only addresses of the configuration are asked, never one that stands in a certificate. No
//! redirection is followed, an answer has a limit of size and of time.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Some servers of the state send whoever does not say who they are elsewhere.
const WHO_ASKS: &str = concat!("tirkeu/", env!("CARGO_PKG_VERSION"));

/// Where a service is: `http://host[:port]/path`. What is asked and answered is signed by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
    path: String,
}

/// A text that is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an address looks like http://ocsp.pki.gov.kz/")]
pub struct NoAddress;

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let rest = text.strip_prefix("http://").ok_or(NoAddress)?;
        let (place, path) = rest.split_once('/').unwrap_or((rest, ""));
        // An address of IP version 6 stands in brackets and has colons of its own.
        let after_host = place.rfind(']').map_or(0, |bracket| bracket + 1);
        let (host, port) = match place.get(after_host..).and_then(|rest| rest.rfind(':')) {
            None => (place, 80),
            Some(colon) => {
                let (host, port) = place.split_at(after_host + colon);
                (host, port.trim_start_matches(':').parse().map_err(|_| NoAddress)?)
            }
        };
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
        if host.is_empty() || port == 0 || !plain(host) || !plain(path) {
            return Err(NoAddress);
        }
        Ok(Self { host: host.to_owned(), port, path: format!("/{path}") })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}:{}{}", self.host, self.port, self.path)
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// It took too long.
    #[error("no answer within {} s", .0.as_secs())]
    Slow(Duration),
    /// The connection failed.
    #[error("no connection: {0}")]
    Connection(String),
    /// Another status than 200.
    #[error("it answers {0}")]
    Status(StatusCode),
    /// The answer is larger than allowed, or broke off.
    #[error("the answer broke off or is larger than {0} bytes")]
    Body(usize),
    /// It failed just now and is left alone for a while.
    #[error("it failed just now and is asked again later")]
    Resting,
}

/// A question.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// What is sent, and as what; nothing to fetch something.
    pub(super) sends: Option<(&'static str, Vec<u8>)>,
    /// The most bytes of the answer.
    pub(super) most: usize,
    /// How long it may take.
    pub(super) within: Duration,
}

impl Address {
    /// Whether somebody listens there.
    ///
    /// # Errors
    /// Why not.
    pub async fn reach(&self) -> std::io::Result<()> {
        self.connect().await.map(drop)
    }

    async fn connect(&self) -> std::io::Result<TcpStream> {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        TcpStream::connect((host, self.port)).await
    }

    pub(super) async fn ask(&self, question: Question) -> Result<Vec<u8>, AskError> {
        let within = question.within;
        tokio::time::timeout(within, self.answer(question))
            .await
            .unwrap_or(Err(AskError::Slow(within)))
    }

    async fn answer(&self, question: Question) -> Result<Vec<u8>, AskError> {
        let failed = |error: &dyn fmt::Display| AskError::Connection(error.to_string());
        let stream = self.connect().await.map_err(|error| failed(&error))?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
        // It ends with the sender, at the end of this function.
        tokio::spawn(async move { drop(connection.await) });
        let request = Request::builder()
            .uri(&self.path)
            .header(header::HOST, format!("{}:{}", self.host, self.port))
            .header(header::USER_AGENT, WHO_ASKS);
        let request = match question.sends {
            None => request.method(Method::GET).body(Body::empty()),
            Some((kind, bytes)) => request
                .method(Method::POST)
                .header(header::CONTENT_TYPE, kind)
                .body(Body::from(bytes)),
        };
        let request = request.map_err(|error| failed(&error))?;
        let answer = sender.send_request(request).await.map_err(|error| failed(&error))?;
        if answer.status() != StatusCode::OK {
            return Err(AskError::Status(answer.status()));
        }
        let body = to_bytes(Body::new(answer.into_body()), question.most).await;
        body.map(Vec::from).map_err(|_| AskError::Body(question.most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, read) in [
            ("http://ocsp.pki.gov.kz/", Some("http://ocsp.pki.gov.kz:80/")),
            ("http://ocsp.pki.gov.kz", Some("http://ocsp.pki.gov.kz:80/")),
            ("http://127.0.0.1:8082/crl/gost.crl", Some("http://127.0.0.1:8082/crl/gost.crl")),
            ("http://[::1]:8082/a?b", Some("http://[::1]:8082/a?b")),
            ("http://[::1]/", Some("http://[::1]:80/")),
            ("https://ocsp.pki.gov.kz/", None),
            ("http://", None),
            ("http:///path", None),
            ("http://host:0/", None),
            ("http://host:port/", None),
            ("http://user@host/", None),
            ("http://host/a b", None),
            ("http://host/\r\nX: y", None),
            ("ocsp.pki.gov.kz", None),
        ] {
            let address = text.parse::<Address>().ok().map(|address| address.to_string());
            assert_eq!(address.as_deref(), read, "{text}");
        }
    }
}
