//! Octets to frames and back. What goes out is written by rusmpp; what comes in is cut here.

use rusmpp::Command;
use rusmpp::encode::{Encode, Length};

/// Octets of the header: length, command, status, sequence number (SMPP 3.4, 3.2).
const HEADER: usize = 16;
/// A frame longer than this cannot be meant: the longest field of the standard has 64 KiB.
const LONGEST: usize = 72 * 1024;

/// `command_id` values (SMPP 3.4, 5.1.2.1).
pub(crate) mod command {
    pub(crate) const GENERIC_NACK: u32 = 0x8000_0000;
    pub(crate) const BIND_TRANSCEIVER_RESP: u32 = 0x8000_0009;
    pub(crate) const OUTBIND: u32 = 0x0000_000B;
    pub(crate) const SUBMIT_SM_RESP: u32 = 0x8000_0004;
    pub(crate) const DELIVER_SM: u32 = 0x0000_0005;
    pub(crate) const DELIVER_SM_RESP: u32 = 0x8000_0005;
    pub(crate) const UNBIND: u32 = 0x0000_0006;
    pub(crate) const UNBIND_RESP: u32 = 0x8000_0006;
    pub(crate) const ENQUIRE_LINK: u32 = 0x0000_0015;
    pub(crate) const ENQUIRE_LINK_RESP: u32 = 0x8000_0015;
    pub(crate) const ALERT_NOTIFICATION: u32 = 0x0000_0102;
    /// The bit that tells a response from a request.
    pub(crate) const RESPONSE: u32 = 0x8000_0000;
}

/// `command_status` values (SMPP 3.4, 5.1.3).
pub(crate) mod status {
    pub(crate) const OK: u32 = 0x00;
    pub(crate) const INVALID_MESSAGE_LENGTH: u32 = 0x01;
    pub(crate) const INVALID_COMMAND_LENGTH: u32 = 0x02;
    pub(crate) const INVALID_COMMAND: u32 = 0x03;
    pub(crate) const INVALID_BIND_STATUS: u32 = 0x04;
    pub(crate) const ALREADY_BOUND: u32 = 0x05;
    pub(crate) const SYSTEM_ERROR: u32 = 0x08;
    pub(crate) const INVALID_SOURCE: u32 = 0x0A;
    pub(crate) const INVALID_DESTINATION: u32 = 0x0B;
    pub(crate) const BIND_FAILED: u32 = 0x0D;
    pub(crate) const INVALID_PASSWORD: u32 = 0x0E;
    pub(crate) const INVALID_SYSTEM_ID: u32 = 0x0F;
    pub(crate) const QUEUE_FULL: u32 = 0x14;
    pub(crate) const THROTTLED: u32 = 0x58;
    /// "Try again later": what makes a centre deliver once more.
    pub(crate) const TEMPORARY: u32 = 0x64;
    /// "Do not try this one again."
    pub(crate) const REJECTED: u32 = 0x66;
    pub(crate) const INVALID_OPTIONAL_PART: u32 = 0xC0;
}

/// One PDU as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) command: u32,
    pub(crate) status: u32,
    pub(crate) sequence: u32,
    pub(crate) body: Vec<u8>,
}

/// The stream cannot be cut into frames any more; `sequence` is that of the bad header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadLength {
    pub(crate) sequence: u32,
}

/// Takes the first whole frame off the front of `octets`, from `at` on, and moves `at` behind it.
/// `None` means that more octets are needed.
pub(crate) fn take_frame(octets: &[u8], at: &mut usize) -> Result<Option<Frame>, BadLength> {
    let rest = octets.get(*at..).unwrap_or_default();
    let Some((header, after)) = rest.split_first_chunk::<HEADER>() else { return Ok(None) };
    let mut words = header
        .chunks_exact(4)
        .map(|word| word.iter().fold(0u32, |sum, octet| (sum << 8) | u32::from(*octet)));
    let mut word = || words.next().unwrap_or_default();
    let (length, command, status, sequence) = (word(), word(), word(), word());
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if !(HEADER..=LONGEST).contains(&length) {
        return Err(BadLength { sequence });
    }
    let Some(body) = after.get(..length - HEADER) else { return Ok(None) };
    *at += length;
    Ok(Some(Frame { command, status, sequence, body: body.to_vec() }))
}

/// Appends a PDU of which the body is `body`.
pub(crate) fn put(out: &mut Vec<u8>, command: u32, status: u32, sequence: u32, body: &[u8]) {
    let length = u32::try_from(HEADER + body.len()).unwrap_or(u32::MAX);
    for word in [length, command, status, sequence] {
        out.extend_from_slice(&word.to_be_bytes());
    }
    out.extend_from_slice(body);
}

/// Appends a PDU that rusmpp writes.
pub(crate) fn put_command(out: &mut Vec<u8>, command: &Command) {
    let length = 4 + command.length();
    out.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
    let mut octets = vec![0; command.length()];
    let written = command.encode(&mut octets);
    out.extend_from_slice(octets.get(..written).unwrap_or_default());
}

/// The number after `sequence`; they run from 1 to 0x7FFFFFFF (SMPP 3.4, 5.1.4).
pub(crate) fn next_sequence(sequence: u32) -> u32 {
    if sequence >= 0x7FFF_FFFF { 1 } else { sequence + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_in_pieces_and_two_frames_at_once() {
        let mut octets = Vec::new();
        put(&mut octets, command::ENQUIRE_LINK, 0, 7, &[]);
        put(&mut octets, command::DELIVER_SM_RESP, status::TEMPORARY, 8, &[0]);
        for end in 0..16 {
            let mut at = 0;
            assert_eq!(take_frame(&octets[..end], &mut at), Ok(None));
            assert_eq!(at, 0);
        }
        let mut at = 0;
        let first = take_frame(&octets, &mut at).unwrap().unwrap();
        assert_eq!((first.command, first.sequence), (command::ENQUIRE_LINK, 7));
        assert_eq!(take_frame(&octets[..32], &mut at.clone()), Ok(None));
        let second = take_frame(&octets, &mut at).unwrap().unwrap();
        assert_eq!((second.status, second.body), (status::TEMPORARY, vec![0]));
        assert_eq!((at, take_frame(&octets, &mut at)), (33, Ok(None)));
    }

    #[test]
    fn a_length_that_cannot_be_meant() {
        for length in [0u32, 15, 80_000, u32::MAX] {
            let mut octets = length.to_be_bytes().to_vec();
            octets.extend_from_slice(&[0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9]);
            assert_eq!(take_frame(&octets, &mut 0), Err(BadLength { sequence: 9 }));
        }
    }

    #[test]
    fn sequence_numbers_start_over() {
        assert_eq!(next_sequence(1), 2);
        assert_eq!(next_sequence(0x7FFF_FFFF), 1);
    }
}
