//! What is DER, and what only nearly is.

use eds::Malformed::{
    self, Length, Rule, Tag, TooBig, TooDeep, Trailing, Truncated, Unexpected, Value,
};
use eds::der::{Reader, whole};

fn refused(bytes: &[u8]) -> Malformed {
    whole(bytes, 1000).err().unwrap_or(Rule("it is accepted"))
}

#[test]
fn nearly_der_is_refused() {
    let cases: [(&[u8], Malformed); 24] = [
        (&[], Truncated),
        (&[0x30], Truncated),
        (&[0x30, 1], Truncated),
        (&[0x30, 0x80, 0, 0], Length),          // indefinite
        (&[0x30, 0x81, 0], Length),             // too long for nought
        (&[0x04, 0x81, 0x7F], Length),          // too long for 127
        (&[0x04, 0x82, 0, 0x80], Length),       // a leading nought
        (&[0x04, 0x85, 1, 0, 0, 0, 0], Length), // five bytes
        (&[0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], Truncated),
        (&[0x30, 0, 0], Trailing),
        (&[0x1F, 0x81, 1, 0], Tag), // a tag of several bytes
        (&[0x24, 3, 4, 1, 0], Tag), // OCTET STRING in pieces
        (&[0x10, 0], Tag),          // SEQUENCE of bytes
        (&[0x00, 0], Tag),          // end of contents
        (&[0x02, 0], Value),
        (&[0x02, 2, 0, 1], Value),
        (&[0x02, 2, 0xFF, 0x80], Value),
        (&[0x01, 1, 1], Value), // true is 0xFF
        (&[0x01, 2, 0, 0], Value),
        (&[0x03, 0], Value),
        (&[0x03, 2, 1, 1], Value), // an unused bit is set
        (&[0x03, 1, 1], Value),
        (&[0x05, 1, 0], Value),
        (&[0x06, 1, 0x80], Value),
    ];
    for (bytes, expected) in cases {
        assert_eq!(refused(bytes), expected, "{bytes:02x?}");
    }
}

#[test]
fn depth_and_size_are_limited() {
    let nested =
        |depth: u8| (0..depth).rev().flat_map(|inner| [0x30, inner * 2]).collect::<Vec<_>>();
    assert!(whole(&nested(32), 1000).is_ok());
    assert_eq!(refused(&nested(33)), TooDeep);
    let long = [&[0x04, 0x82, 0x03, 0xE5][..], &[0; 0x3E5]].concat();
    assert_eq!(refused(&long), TooBig);
    assert!(whole(&long, 1001).is_ok());
}

#[test]
fn times_have_one_form() {
    let time = |tag: u8, text: &str| {
        let bytes = [&[tag, u8::try_from(text.len()).unwrap()][..], text.as_bytes()].concat();
        Reader::new(&bytes).any().unwrap().time().map(|time| time.to_string())
    };
    assert_eq!(time(0x17, "491231235959Z").unwrap(), "2049-12-31T23:59:59Z");
    assert_eq!(time(0x17, "500101000000Z").unwrap(), "1950-01-01T00:00:00Z");
    assert_eq!(time(0x18, "20500101000000Z").unwrap(), "2050-01-01T00:00:00Z");
    for wrong in
        ["4912312359Z", "491231235959", "491231235959+0500", "491331235959Z", "490230000000Z"]
    {
        assert_eq!(time(0x17, wrong), Err(Value), "{wrong}");
    }
    for wrong in ["20500101000000.5Z", "205001010000Z", "20500101000060Z", "2050010100000 Z"] {
        assert_eq!(time(0x18, wrong), Err(Value), "{wrong}");
    }
    let exact = |text: &str| {
        let bytes = [&[0x18, u8::try_from(text.len()).unwrap()][..], text.as_bytes()].concat();
        Reader::new(&bytes).any().unwrap().exact_time().map(|time| time.to_string())
    };
    assert_eq!(exact("20260729112233.25Z").unwrap(), "2026-07-29T11:22:33.25Z");
    for wrong in ["20260729112233.250Z", "20260729112233.Z", "20260729112233,2Z"] {
        assert_eq!(exact(wrong), Err(Value), "{wrong}");
    }
}

#[test]
fn strings_hold_what_their_kind_may_hold() {
    let text = |bytes: &[u8]| Reader::new(bytes).any().unwrap().text();
    assert_eq!(text(&[0x0C, 2, 0xD2, 0xB0]).unwrap(), "Ұ");
    assert_eq!(text(&[0x1E, 2, 0x04, 0xB0]).unwrap(), "Ұ");
    assert_eq!(text(&[0x14, 1, 0xE9]).unwrap(), "é");
    let wrong: [&[u8]; 5] =
        [&[0x0C, 1, 0xD2], &[0x13, 1, 0xE9], &[0x1E, 1, 4], &[0x1E, 2, 0xD8, 0], &[0x02, 1, 1]];
    for wrong in wrong {
        assert_eq!(text(wrong), Err(Value), "{wrong:02x?}");
    }
}

#[test]
fn truth_is_written_only_where_it_is_no_default() {
    let flag = |bytes: &[u8]| Reader::new(bytes).flag();
    assert_eq!(flag(&[1, 1, 0xFF]), Ok(true));
    assert_eq!(flag(&[]), Ok(false));
    assert_eq!(flag(&[1, 1, 0]), Err(Value));
    assert_eq!(Reader::new(&[2, 1, 0]).one(1), Err(Unexpected));
}
