//! The side of a page that asks NCALayer to sign: for walks through the demo without a browser.

use std::io;
use std::net::SocketAddr;

use residence::names::Iin;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The most bytes of an answer.
const MOST: u64 = 1 << 20;
/// An unmasked text in one frame (RFC 6455, 5.2).
const TEXT: u8 = 0x81;

fn broken(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}

/// Lets the key of this person sign a text: CMS in PEM, the text kept apart.
///
/// # Errors
/// The key-holder cannot be reached, or does not sign; with its own words.
pub async fn sign(holder: SocketAddr, iin: Iin, text: &[u8]) -> io::Result<String> {
    let mut stream = TcpStream::connect(holder).await?;
    let hello = format!(
        "GET / HTTP/1.1\r\nHost: {holder}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(hello.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    if !head.starts_with(b"HTTP/1.1 101") {
        return Err(broken("it does not speak NCALayer's protocol"));
    }
    // It speaks first, and says its version.
    hear(&mut stream).await?;
    let request = json!({
        "module": "kz.gov.pki.knca.basics",
        "method": "sign",
        "args": {
            "allowedStorages": ["PKCS12"],
            "format": "cms",
            "data": eds::pem::to_base64(text),
            "signingParams": { "decode": "true", "encapsulate": "false", "digested": "false" },
            "signerParams": { "iin": iin, "extKeyUsageOids": ["1.3.6.1.5.5.7.3.4"], "chain": [] },
            "locale": "en",
        },
    });
    say(&mut stream, &request.to_string()).await?;
    let answer = hear(&mut stream).await?;
    let answer: Value = serde_json::from_str(&answer).map_err(|error| broken(error.to_string()))?;
    let result = answer.pointer("/body/result");
    let signed = result.and_then(|result| result.as_str().or_else(|| result.get(0)?.as_str()));
    signed.map(str::to_owned).ok_or_else(|| broken(answer.to_string()))
}

/// A text in one frame. What a client says is masked, here with zeros: nobody is between.
async fn say(stream: &mut TcpStream, text: &str) -> io::Result<()> {
    let length = u64::try_from(text.len()).map_err(|_| broken("too long"))?;
    let mut frame = vec![TEXT, 0x80 | 127];
    frame.extend(length.to_be_bytes());
    frame.extend([0; 4]);
    frame.extend(text.as_bytes());
    stream.write_all(&frame).await
}

async fn hear(stream: &mut TcpStream) -> io::Result<String> {
    let kind = stream.read_u8().await?;
    let length = match stream.read_u8().await? {
        126 => u64::from(stream.read_u16().await?),
        127 => stream.read_u64().await?,
        short => u64::from(short),
    };
    if kind != TEXT || length > MOST {
        return Err(broken("it says something else than a text"));
    }
    let mut text = Vec::new();
    stream.take(length).read_to_end(&mut text).await?;
    String::from_utf8(text).map_err(|error| broken(error.to_string()))
}
