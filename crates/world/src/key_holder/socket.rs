//! The server's side of a web socket (RFC 6455): texts in, texts out.
//!
//! It is our own because the crates for it draw random numbers, which a server does not need.

use std::io;

use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// What the key of a client is hashed with (RFC 6455, 1.3).
const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// The most bytes of a message: a document in Base64.
const MOST: usize = 16 << 20;

const CONTINUES: u8 = 0x0;
const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

/// What the server answers to the key of a client.
pub(super) fn accept(key: &str) -> String {
    let hash = Sha1::digest(format!("{key}{GUID}"));
    eds::pem::to_base64(&hash)
}

/// A connection that was made a web socket.
pub(super) struct Socket<S> {
    stream: S,
}

/// A frame as it came.
struct Frame {
    is_last: bool,
    kind: u8,
    bytes: Vec<u8>,
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    pub(super) const fn new(stream: S) -> Self {
        Self { stream }
    }

    /// The next text; nothing once the client has said good-bye.
    pub(super) async fn hear(&mut self) -> io::Result<Option<String>> {
        let mut message = Vec::new();
        loop {
            let Frame { is_last, kind, bytes } = self.frame(MOST - message.len()).await?;
            match kind {
                CLOSE => {
                    self.send(CLOSE, &bytes).await?;
                    return Ok(None);
                }
                PING => self.send(PONG, &bytes).await?,
                PONG => {}
                TEXT if message.is_empty() => message = bytes,
                CONTINUES => message.extend(bytes),
                _ => return Err(broken("a frame that is no text")),
            }
            if is_last && matches!(kind, TEXT | CONTINUES) {
                let text = String::from_utf8(message).map_err(|_| broken("a text in no UTF-8"))?;
                return Ok(Some(text));
            }
        }
    }

    /// Says a text.
    pub(super) async fn say(&mut self, text: &str) -> io::Result<()> {
        self.send(TEXT, text.as_bytes()).await
    }

    /// Says good-bye and hangs up.
    pub(super) async fn close(&mut self) -> io::Result<()> {
        // "Going away".
        self.send(CLOSE, &1001u16.to_be_bytes()).await?;
        self.stream.shutdown().await
    }

    async fn frame(&mut self, most: usize) -> io::Result<Frame> {
        let [first, second] = self.read().await?;
        if first & 0x70 != 0 || second & 0x80 == 0 {
            return Err(broken("a client masks its frames and uses no extension"));
        }
        let length = match second & 0x7F {
            126 => u64::from(u16::from_be_bytes(self.read().await?)),
            127 => u64::from_be_bytes(self.read().await?),
            short => u64::from(short),
        };
        let length = usize::try_from(length).ok().filter(|length| *length <= most);
        let length = length.ok_or_else(|| broken("a message that is too long"))?;
        let mask: [u8; 4] = self.read().await?;
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).await?;
        for (byte, mask) in bytes.iter_mut().zip(mask.iter().cycle()) {
            *byte ^= mask;
        }
        Ok(Frame { is_last: first & 0x80 != 0, kind: first & 0x0F, bytes })
    }

    async fn read<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes).await?;
        Ok(bytes)
    }

    async fn send(&mut self, kind: u8, bytes: &[u8]) -> io::Result<()> {
        let mut frame = vec![0x80 | kind];
        match (u8::try_from(bytes.len()), u16::try_from(bytes.len())) {
            (Ok(short), _) if short < 126 => frame.push(short),
            (_, Ok(long)) => {
                frame.push(126);
                frame.extend(long.to_be_bytes());
            }
            _ => {
                let longest = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                frame.push(127);
                frame.extend(longest.to_be_bytes());
            }
        }
        frame.extend(bytes);
        self.stream.write_all(&frame).await?;
        self.stream.flush().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6455, 1.3.
    #[test]
    fn the_key_is_answered_as_in_the_standard() {
        assert_eq!(accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    /// Frames as a client sends them, one after the other.
    fn frames(parts: &[(u8, &[u8])]) -> Vec<u8> {
        let frame = |(first, bytes): &(u8, &[u8])| {
            let mask = [1, 2, 3, 4];
            let length = u8::try_from(bytes.len()).unwrap();
            let masked = bytes.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask);
            [&[*first, 0x80 | length][..], &mask, &masked.collect::<Vec<u8>>()].concat()
        };
        parts.iter().flat_map(frame).collect()
    }

    async fn heard(bytes: &[u8]) -> (io::Result<Option<String>>, Vec<u8>) {
        let (mut ours, theirs) = tokio::io::duplex(1 << 16);
        ours.write_all(bytes).await.unwrap();
        ours.shutdown().await.unwrap();
        let mut socket = Socket::new(theirs);
        let heard = socket.hear().await;
        drop(socket);
        let mut said = Vec::new();
        ours.read_to_end(&mut said).await.unwrap();
        (heard, said)
    }

    #[tokio::test]
    async fn texts_come_in_pieces_with_a_ping_between() {
        let bytes = frames(&[(0x01, b"one "), (0x89, b"?"), (0x00, b"text"), (0x80, b"")]);
        let (heard, said) = heard(&bytes).await;
        assert_eq!(heard.unwrap().as_deref(), Some("one text"));
        assert_eq!(said, [0x8A, 1, b'?']);
    }

    #[tokio::test]
    async fn what_is_not_of_a_client_is_refused() {
        for wrong in [
            vec![0x81, 0x01, b'x'],
            frames(&[(0xC1, b"x")]),
            frames(&[(0x82, b"x")]),
            frames(&[(0x81, &[0xFF])]),
            [&[0x81, 0xFF][..], &u64::MAX.to_be_bytes(), &[0; 4]].concat(),
            frames(&[(0x81, b"x")]).into_iter().take(4).collect(),
        ] {
            assert!(heard(&wrong).await.0.is_err(), "{wrong:?}");
        }
        let (bye, said) = heard(&frames(&[(0x88, &[3, 232])])).await;
        assert_eq!((bye.unwrap(), said), (None, vec![0x88, 2, 3, 232]));
    }
}
