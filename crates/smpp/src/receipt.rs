//! Delivery receipts: which message, what became of it (SMPP 3.4, 5.2.28 and Appendix B).

use crate::deliver::{Deliver, Kind};

/// What a receipt says about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptState {
    /// It reached the phone.
    Delivered,
    /// It will never reach the phone.
    Failed(Failure),
    /// Not decided yet: on its way, accepted by a network, or a state the centre itself does not
    /// know. Another receipt may follow.
    Intermediate,
}

/// Why a message will never reach the phone (SMPP 3.4, 5.2.28).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Its validity period ended first.
    Expired,
    /// It was cancelled at the centre.
    Deleted,
    /// The number or the phone cannot take it.
    Undeliverable,
    /// The network refused it.
    Rejected,
}

/// What was read from a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fields {
    pub(crate) message_id: String,
    pub(crate) state: ReceiptState,
    pub(crate) done_date: Option<String>,
}

/// Reads a receipt. The optional parameters win over the text, which has no fixed form. `None` when
/// nothing says which message it is about.
pub(crate) fn read(deliver: &Deliver) -> Option<Fields> {
    let text = deliver.text();
    // Some centres announce UCS-2 and then write ASCII.
    let raw: String = deliver.octets.iter().copied().map(char::from).collect();
    let field = |names: &[&str]| field(&text, names).or_else(|| field(&raw, names));
    let id_in_text = field(&["id"]);
    let message_id = deliver.receipted_message_id.clone().or(id_in_text)?;
    let state = match (deliver.kind, deliver.message_state, field(&["stat", "status"])) {
        (Kind::IntermediateNotification, ..) => ReceiptState::Intermediate,
        (_, Some(code), _) => from_code(code),
        (_, None, Some(word)) => from_word(&word),
        (_, None, None) => ReceiptState::Intermediate,
    };
    let done_date = field(&["done date", "done_date", "donedate"]);
    Some(Fields { message_id, state, done_date })
}

/// `message_state` (SMPP 3.4, 5.2.28). "Accepted" and "unknown" are not a delivery and not a failure:
/// networks send them on the way, so the end of the validity period decides.
fn from_code(code: u8) -> ReceiptState {
    match code {
        2 => ReceiptState::Delivered,
        3 => ReceiptState::Failed(Failure::Expired),
        4 => ReceiptState::Failed(Failure::Deleted),
        5 => ReceiptState::Failed(Failure::Undeliverable),
        8 | 9 => ReceiptState::Failed(Failure::Rejected),
        _ => ReceiptState::Intermediate,
    }
}

/// The `stat:` word (SMPP 3.4, Appendix B, table B-2).
fn from_word(word: &str) -> ReceiptState {
    let word = word.to_ascii_uppercase();
    let begins = |beginnings: &[&str]| beginnings.iter().any(|b| word.starts_with(b));
    if begins(&["DELIV"]) {
        ReceiptState::Delivered
    } else if begins(&["EXPIR"]) {
        ReceiptState::Failed(Failure::Expired)
    } else if begins(&["DELET"]) {
        ReceiptState::Failed(Failure::Deleted)
    } else if begins(&["UNDELIV", "FAIL"]) {
        ReceiptState::Failed(Failure::Undeliverable)
    } else if begins(&["REJECT", "SKIPPED"]) {
        ReceiptState::Failed(Failure::Rejected)
    } else {
        ReceiptState::Intermediate
    }
}

/// The value after `name:`, in any letter case and at any place. What follows `text:` is the
/// message itself and is looked at only when the field is nowhere else.
fn field(receipt: &str, names: &[&str]) -> Option<String> {
    let lower = receipt.to_ascii_lowercase();
    let text = name_at(&lower, "text", 0).map_or(receipt.len(), |(start, _)| start);
    let found = |range: &str| {
        names.iter().find_map(|name| {
            let (_, value) = name_at(range, name, 0)?;
            Some(value)
        })
    };
    let at = found(lower.get(..text)?).or_else(|| found(&lower))?;
    let rest = receipt.get(at..)?.trim_start();
    let value: String =
        rest.chars().take_while(|c| !c.is_whitespace() && !",;".contains(*c)).collect();
    (!value.is_empty() && value.len() <= 255).then_some(value)
}

/// Where `name` and a colon stand as a word of their own: the start of the name, and of the value.
fn name_at(lower: &str, name: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + lower.get(from..)?.find(name)?;
    let end = start + name.len();
    let own_word = !lower.get(..start)?.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let after = lower.get(end..)?;
    let colon = after.trim_start_matches(' ');
    if own_word && colon.starts_with([':', '=']) {
        return Some((start, lower.len() - colon.len() + 1));
    }
    name_at(lower, name, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver::{parse, tests::body};

    fn check(text: &str, options: &[u8]) -> Option<(String, ReceiptState, Option<String>)> {
        let read = read(&parse(&body(4, 0, text.as_bytes(), options)).unwrap())?;
        Some((read.message_id, read.state, read.done_date))
    }

    #[test]
    fn texts() {
        use Failure::*;
        use ReceiptState::*;
        for (text, id, state, done) in [
            (
                "id:0123456789 sub:001 dlvrd:001 submit date:2511240910 done date:2511240911 stat:DELIVRD err:000 text:Hello",
                "0123456789",
                Delivered,
                Some("2511240911"),
            ),
            ("ID:ab-12 STAT:EXPIRED ERR:1", "ab-12", Failed(Expired), None),
            ("stat:UNDELIV err:5 id: 77", "77", Failed(Undeliverable), None),
            ("stat = REJECTD, id = 77;", "77", Failed(Rejected), None),
            ("id:7 stat:DELETED", "7", Failed(Deleted), None),
            ("id:7 stat:ACCEPTD", "7", Intermediate, None),
            ("id:7 stat:ENROUTE done_date:1", "7", Intermediate, Some("1")),
            ("id:7 stat:UNKNOWN", "7", Intermediate, None),
            ("id:7 stat:whatever", "7", Intermediate, None),
            ("id:7", "7", Intermediate, None),
            ("subid:9 id:7 status:delivered", "7", Delivered, None),
            ("text:id:9 stat:EXPIRED id:7", "9", Failed(Expired), None),
            ("id:7 stat:DELIVRD text:stat:EXPIRED id:8", "7", Delivered, None),
            ("err:0\nid:7\nstat:DELIVRD\n", "7", Delivered, None),
        ] {
            let expected = Some((id.to_owned(), state, done.map(str::to_owned)));
            assert_eq!(check(text, &[]), expected, "{text}");
        }
        for nothing in ["", "hello", "id:", "id: ", "stat:DELIVRD", "идid"] {
            assert_eq!(check(nothing, &[]), None, "{nothing}");
        }
    }

    #[test]
    fn the_parameters_win_over_the_text() {
        let id = b"\x00\x1e\x00\x03FF\0";
        let state = b"\x04\x27\x00\x01\x05";
        let failed = ReceiptState::Failed(Failure::Undeliverable);
        let text = "id:255 stat:DELIVRD";
        assert_eq!(check(text, id), Some(("FF".into(), ReceiptState::Delivered, None)));
        assert_eq!(check(text, state), Some(("255".into(), failed, None)));
        assert_eq!(check("", &[&id[..], &state[..]].concat()), Some(("FF".into(), failed, None)));
    }

    #[test]
    fn codes() {
        use Failure::*;
        use ReceiptState::*;
        let states = [
            Intermediate,
            Intermediate,
            Delivered,
            Failed(Expired),
            Failed(Deleted),
            Failed(Undeliverable),
            Intermediate,
            Intermediate,
            Failed(Rejected),
            Failed(Rejected),
            Intermediate,
        ];
        for (code, state) in (0..).zip(states) {
            assert_eq!(from_code(code), state, "{code}");
        }
    }

    #[test]
    fn an_intermediate_notification_is_never_final() {
        let read = read(&parse(&body(0x20, 0, b"id:7 stat:DELIVRD", &[])).unwrap()).unwrap();
        assert_eq!(read.state, ReceiptState::Intermediate);
    }

    #[test]
    fn ucs2_and_announced_ucs2() {
        let ucs2: Vec<u8> = "id:7 stat:DELIVRD".bytes().flat_map(|b| [0, b]).collect();
        for octets in [&ucs2[..], b"id:7 stat:DELIVRD"] {
            let read = read(&parse(&body(4, 8, octets, &[])).unwrap()).unwrap();
            assert_eq!((read.message_id.as_str(), read.state), ("7", ReceiptState::Delivered));
        }
    }
}
