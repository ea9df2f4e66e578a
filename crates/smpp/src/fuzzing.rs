//! What fuzz targets call, built with `--cfg fuzzing` alone: each function takes one input and
//! panics where something does not hold.

#![expect(clippy::unwrap_used, reason = "what does not hold is to stop the target")]

use crate::alphabet::decode;
use crate::deliver::{Deliver, Kind, Place, parse};
use crate::link::fuzzing::all_answered;
use crate::reassembly::{Key, Outcome, Reassembly};
use crate::segment::with_header;
use crate::wire::{Frame, put, take_frame};
use crate::{Encoding, ReceiptState, Segments, canonical_keys, kept_key, receipt, same_message};
use crate::{segments, wire::status};
use tokio::time::Instant;

/// Octets as they come from the centre: frames are what was written, however the octets are cut,
/// and each `deliver_sm` among them is answered exactly once.
pub fn stream(octets: &[u8]) {
    let (frames, end) = frames_of(octets);
    let mut written = Vec::new();
    for frame in &frames {
        put(&mut written, frame.command, frame.status, frame.sequence, &frame.body);
    }
    assert!(octets.get(..end) == Some(&written), "frames are the octets they were cut from");
    let (mut buffer, mut again) = (Vec::new(), Vec::new());
    for piece in octets.chunks(octets.len() / 7 + 1) {
        buffer.extend_from_slice(piece);
        let (some, taken) = frames_of(&buffer);
        again.extend(some);
        buffer.drain(..taken);
    }
    assert!(again == frames, "frames do not depend on how the octets come");
    all_answered(&frames);
}

fn frames_of(octets: &[u8]) -> (Vec<Frame>, usize) {
    let (mut frames, mut at) = (Vec::new(), 0);
    while let Ok(Some(frame)) = take_frame(octets, &mut at) {
        frames.push(frame);
    }
    (frames, at)
}

/// The body of a `deliver_sm`: refused with a status that says so, or what was read can be written
/// and read again.
pub fn delivered(body: &[u8]) {
    let deliver = match parse(body) {
        Ok(deliver) => deliver,
        Err(fault) => {
            assert!(fault != status::OK && fault != status::TEMPORARY, "it would come again");
            return;
        }
    };
    if let Some(again) = written(&deliver) {
        assert!(parse(&again).as_ref() == Ok(&deliver), "what was read is read again");
    }
    assert!(!deliver.from.contains('\0') && !deliver.to.contains('\0'));
    let text = deliver.text();
    assert!(text.chars().count() <= deliver.octets.len(), "no octet makes two characters");
    for data_coding in [0x00, 0x03, 0x06, 0x08, 0x14, 0x18, 0xF0] {
        let length = decode(data_coding, &deliver.octets).chars().count();
        assert!(length <= deliver.octets.len());
    }
    if let Some(place) = deliver.place {
        assert!(place.total > 1 && (1..=place.total).contains(&place.number));
    }
    if let Some(fields) = receipt::read(&deliver) {
        receipted(&deliver, &fields);
    }
}

fn receipted(deliver: &Deliver, fields: &receipt::Fields) {
    assert!(!fields.message_id.is_empty());
    match &deliver.receipted_message_id {
        Some(id) => assert!(*id == fields.message_id, "the parameter wins over the text"),
        None => assert!(!fields.message_id.contains(char::is_whitespace)),
    }
    if deliver.kind == Kind::IntermediateNotification {
        assert!(fields.state == ReceiptState::Intermediate);
    }
    if fields.state == ReceiptState::Delivered && deliver.message_state.is_none() {
        let octets = deliver.octets.to_ascii_uppercase();
        let said = deliver.text().to_ascii_uppercase().contains("DELIV");
        assert!(said || octets.windows(5).any(|five| five == b"DELIV"), "nothing says it arrived");
    }
    message_id(&fields.message_id);
}

/// An id that a centre gave: its receipt finds it, also with zeros before it, in capitals, and in
/// the other base.
pub fn message_id(id: &str) {
    let keys = canonical_keys(id);
    assert!(keys.first().map(String::as_str) == Some(id), "the text as it came is the best key");
    assert!(keys.contains(&kept_key(id)), "what is kept is looked for");
    assert!(same_message(id, id));
    assert!(
        keys.len() <= 4
            && keys.iter().collect::<std::collections::BTreeSet<_>>().len() == keys.len()
    );
    let id = id.trim();
    if !id.is_empty() {
        assert!(same_message(id, &format!("00{}", id.to_ascii_uppercase())));
    }
    if let Ok(number) = id.parse::<u64>() {
        let (decimal, hexadecimal) = (number.to_string(), format!("{number:X}"));
        for (one, other) in [(&decimal, &hexadecimal), (&hexadecimal, &decimal)] {
            assert!(same_message(one, other) && canonical_keys(other).contains(&kept_key(one)));
        }
    }
}

/// A text in the parts it goes out in: nothing is lost, each part fits, none is needless, and the
/// parts come back as the text in any order, each twice.
pub fn parts(text: &str) {
    let Segments { encoding, parts } = segments(text);
    let coding = encoding.data_coding();
    let read: String = parts.iter().map(|part| decode(coding, part)).collect();
    assert!(read == text, "the parts are the text");
    let most = match (encoding, parts.len()) {
        (Encoding::Default, 0..=1) => 160,
        (Encoding::Default, _) => 153,
        (Encoding::Ucs2, 0..=1) => 140,
        (Encoding::Ucs2, _) => 134,
    };
    let (last, full) = parts.split_last().unwrap();
    assert!(last.len() <= most);
    // A surrogate pair that does not fit leaves a unit free.
    assert!(full.iter().all(|part| part.len() <= most && part.len() + 2 >= most));
    if let Ok(total @ 2..) = u8::try_from(parts.len()) {
        come_back(text, coding, &parts, total);
    }
}

fn come_back(text: &str, coding: u8, parts: &[Vec<u8>], total: u8) {
    let reference = total.wrapping_mul(37).wrapping_add(coding);
    let key =
        Key { from: "+77011234567".into(), to: "1414".into(), reference: reference.into(), total };
    let mut order: Vec<(u8, &Vec<u8>)> = (1..=total).zip(parts).collect();
    order.rotate_left(text.len() % parts.len());
    if text.len() % 2 == 1 {
        order.reverse();
    }
    let last = order.pop().unwrap();
    let twice: Vec<_> = order.iter().chain(&order).chain([&last]).collect();
    let (mut reassembly, now) = (Reassembly::default(), Instant::now());
    for (place, (number, part)) in twice.iter().enumerate() {
        let octets = with_header(reference, total, *number, part);
        let deliver = {
            let fields = [0x40, coding];
            parse(&body(("77011234567", 1), ("1414", 3), fields, &octets, &[])).unwrap()
        };
        let at = Place { reference: reference.into(), total, number: *number };
        assert!(deliver.place == Some(at) && deliver.from == key.from);
        match reassembly.insert(&key, at, deliver.text(), place, now) {
            Outcome::Kept => assert!(place + 1 < twice.len(), "the last part makes it whole"),
            Outcome::Whole { text: whole, mut unanswered } => {
                unanswered.sort_unstable();
                assert!(whole == text && unanswered.into_iter().eq(0..twice.len()));
            }
            Outcome::StoredBefore(_) | Outcome::Later(_) => panic!("nothing was stored yet"),
        }
    }
}

/// A body that says what was read, its place in optional parameters; `None` where a field is too
/// long to be written.
fn written(deliver: &Deliver) -> Option<Vec<u8>> {
    let mut options = Vec::new();
    let mut option = |tag: u16, value: &[u8]| {
        options.extend(tag.to_be_bytes());
        options.extend(u16::try_from(value.len()).ok()?.to_be_bytes());
        options.extend(value);
        Some(())
    };
    if let Some(id) = &deliver.receipted_message_id {
        option(0x001E, &[id.as_bytes(), &[0]].concat())?;
    }
    if let Some(state) = deliver.message_state {
        option(0x0427, &[state])?;
    }
    if let Some(Place { reference, total, number }) = deliver.place {
        option(0x020C, &reference.to_be_bytes())?;
        option(0x020E, &[total])?;
        option(0x020F, &[number])?;
    }
    let long = deliver.octets.len() > 255;
    if long {
        option(0x0424, &deliver.octets)?;
    }
    let esm_class = match deliver.kind {
        Kind::Message => 0x00,
        Kind::Receipt => 0x04,
        Kind::IntermediateNotification => 0x20,
        Kind::RecipientAcknowledgement => 0x08,
    };
    let octets: &[u8] = if long { &[] } else { &deliver.octets };
    // Of an alphanumeric type: where there is a plus sign, it stands in the address already.
    let (from, to) = ((deliver.from.as_str(), 5), (deliver.to.as_str(), 5));
    Some(body(from, to, [esm_class, deliver.data_coding], octets, &options))
}

/// A `deliver_sm` body: addresses with their types of number, class and coding, data and options.
fn body(
    from: (&str, u8),
    to: (&str, u8),
    [esm_class, data_coding]: [u8; 2],
    octets: &[u8],
    options: &[u8],
) -> Vec<u8> {
    let mut body = vec![0];
    for (address, type_of_number) in [from, to] {
        body.extend([type_of_number, 1]);
        body.extend(address.as_bytes());
        body.push(0);
    }
    body.extend([esm_class, 0, 0, 0, 0, 0, 0, data_coding, 0]);
    body.push(u8::try_from(octets.len()).unwrap());
    body.extend(octets);
    body.extend(options);
    body
}
