//! A small HTTP client for trying the API as a program would: JSON out, JSON in, one connection a
//! request.

use std::io;
use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The largest answer that is read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head, as it came.
    pub head: String,
    /// The body as JSON; `null` when it is empty or no JSON.
    pub body: Value,
}

/// A client of one server, signed in or not.
#[derive(Clone, Debug)]
pub struct Client {
    server: SocketAddr,
    token: Option<String>,
    language: &'static str,
}

impl Client {
    /// A client that is not signed in.
    #[must_use]
    pub const fn new(server: SocketAddr) -> Self {
        Self { server, token: None, language: "en" }
    }

    /// The same, with a bearer token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// Gets a path.
    ///
    /// # Errors
    /// The connection failed, or the answer is no HTTP.
    pub async fn get(&self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, None, None).await
    }

    /// Posts JSON to a path.
    ///
    /// # Errors
    /// The connection failed, or the answer is no HTTP.
    pub async fn post(&self, path: &str, body: &Value) -> io::Result<Answer> {
        self.send("POST", path, Some(body), None).await
    }

    /// Posts JSON under an idempotency key: sent again, it is done once.
    ///
    /// # Errors
    /// The connection failed, or the answer is no HTTP.
    pub async fn post_once(&self, path: &str, body: &Value, key: &str) -> io::Result<Answer> {
        self.send("POST", path, Some(body), Some(key)).await
    }

    /// Puts JSON to a path.
    ///
    /// # Errors
    /// The connection failed, or the answer is no HTTP.
    pub async fn put(&self, path: &str, body: &Value) -> io::Result<Answer> {
        self.send("PUT", path, Some(body), None).await
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> io::Result<Answer> {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept-Language: {}\r\n",
            self.server, self.language,
        );
        if let Some(token) = &self.token {
            head.push_str(&format!("Authorization: Bearer {token}\r\n"));
        }
        if let Some(key) = key {
            head.push_str(&format!("Idempotency-Key: {key}\r\n"));
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        if method != "GET" {
            let length = body.len();
            head.push_str(&format!(
                "Content-Type: application/json\r\nContent-Length: {length}\r\n"
            ));
        }
        head.push_str("\r\n");
        let mut stream = TcpStream::connect(self.server).await?;
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.take(LARGEST).read_to_end(&mut answer).await?;
        read(&answer)
    }
}

fn read(answer: &[u8]) -> io::Result<Answer> {
    let wrong = || io::Error::new(io::ErrorKind::InvalidData, "the answer is no HTTP");
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(wrong)?;
    let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok());
    Ok(Answer {
        status: status.ok_or_else(wrong)?,
        head: head.to_owned(),
        body: serde_json::from_str(body).unwrap_or_default(),
    })
}
