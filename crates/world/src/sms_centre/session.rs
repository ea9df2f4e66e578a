//! One connection: octets to PDUs and back.

use super::Inner;
use super::dialogue::Dialogue;
use bytes::{Buf, BytesMut};
use rusmpp::decode::DecodeWithLength;
use rusmpp::encode::{Encode, Length};
use rusmpp::{Command, CommandStatus, Pdu};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

/// Octets of a header (SMPP 3.4, 3.2).
const HEADER: usize = 16;
/// A PDU longer than this is not listened to.
const LONGEST: usize = 64 * 1024;

/// Serves one connection until either side hangs up.
pub(super) async fn serve(stream: TcpStream, inner: Arc<Inner>, hang_up: watch::Receiver<()>) {
    stream.set_nodelay(true).ok();
    let mut dialogue = Dialogue::new(Arc::clone(&inner));
    let (mut reader, mut writer) = stream.into_split();
    let work = inner.work.subscribe();
    speak(&mut dialogue, &mut reader, &mut writer, work, hang_up).await;
    if dialogue.in_good_order {
        writer.write_all(&dialogue.output).await.ok();
    }
    dialogue.end();
}

async fn speak(
    dialogue: &mut Dialogue,
    reader: &mut (impl AsyncReadExt + Unpin),
    writer: &mut (impl AsyncWriteExt + Unpin),
    mut work: watch::Receiver<()>,
    mut hang_up: watch::Receiver<()>,
) {
    let mut input = BytesMut::new();
    while !dialogue.over {
        tokio::select! {
            read = reader.read_buf(&mut input) => {
                if !read.is_ok_and(|count| count > 0) {
                    return;
                }
                while let Some(heard) = next(&mut input) {
                    match heard {
                        Ok(command) => dialogue.hear(&command),
                        Err(sequence) => dialogue.could_not_read(sequence),
                    }
                    if dialogue.over {
                        return;
                    }
                }
            }
            written = writer.write(&dialogue.output), if !dialogue.output.is_empty() => {
                match written {
                    Ok(count) => drop(dialogue.output.drain(..count)),
                    Err(_) => return,
                }
            }
            changed = work.changed() => {
                if changed.is_err() {
                    return;
                }
                dialogue.deliver();
            }
            _ = hang_up.changed() => return,
        }
    }
}

/// The next whole PDU, or the sequence number of one that cannot be read.
fn next(input: &mut BytesMut) -> Option<Result<Command, u32>> {
    let header = input.get(..HEADER)?;
    let (mut length, mut sequence) = (header.get(..4)?, header.get(12..)?);
    let (length, sequence) = (length.get_u32(), sequence.get_u32());
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if !(HEADER..=LONGEST).contains(&length) {
        input.clear();
        return Some(Err(sequence));
    }
    if input.len() < length {
        return None;
    }
    let mut pdu = input.split_to(length);
    pdu.advance(4);
    Some(Command::decode(&mut pdu, length - 4).map(|(command, _)| command).map_err(|_| sequence))
}

/// Appends a PDU.
pub(super) fn put(output: &mut Vec<u8>, status: CommandStatus, sequence: u32, pdu: impl Into<Pdu>) {
    let command = Command::new(status, sequence, pdu);
    let length = u32::try_from(4 + command.length()).unwrap_or(u32::MAX);
    output.extend_from_slice(&length.to_be_bytes());
    let mut octets = vec![0; command.length()];
    command.encode(&mut octets);
    output.extend_from_slice(&octets);
}
