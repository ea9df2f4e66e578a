//! A web page's end of a web socket, as far as the tests need one.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A page that is connected.
pub(crate) struct Page {
    stream: TcpStream,
}

impl Page {
    /// Connects as a page of this origin would; else with the status of the refusal.
    pub(crate) async fn open(address: SocketAddr, origin: &str) -> Result<Self, u16> {
        Self::open_as(address, &address.to_string(), origin).await
    }

    /// As [`Self::open`], with another name for the host.
    pub(crate) async fn open_as(
        address: SocketAddr,
        host: &str,
        origin: &str,
    ) -> Result<Self, u16> {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET / HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n\
             Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.unwrap());
        }
        let answer = String::from_utf8(answer).unwrap();
        match answer.split(' ').nth(1).unwrap().parse().unwrap() {
            101 => {
                assert!(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{answer}");
                Ok(Self { stream })
            }
            status => Err(status),
        }
    }

    pub(crate) async fn say(&mut self, text: &str) {
        let length = u16::try_from(text.len()).unwrap().to_be_bytes();
        let frame = [&[0x81, 0xFE][..], &length, &[0; 4], text.as_bytes()].concat();
        self.stream.write_all(&frame).await.unwrap();
    }

    /// The next text; nothing once the other side has said good-bye.
    pub(crate) async fn hear(&mut self) -> Option<String> {
        let first = self.stream.read_u8().await.unwrap();
        let length = match self.stream.read_u8().await.unwrap() {
            126 => usize::from(self.stream.read_u16().await.unwrap()),
            short => usize::from(short),
        };
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).await.unwrap();
        (first == 0x81).then(|| String::from_utf8(bytes).unwrap())
    }

    /// Asks, and hears the answer.
    pub(crate) async fn ask(&mut self, request: &serde_json::Value) -> serde_json::Value {
        self.say(&request.to_string()).await;
        serde_json::from_str(&self.hear().await.unwrap()).unwrap()
    }
}
