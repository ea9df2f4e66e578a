//! РКА: what is taken prints as it came, and no slip of one digit or of two neighbours passes.
#![no_main]

use residence::names::{AddressCode, NameError};

fuzz::target!(text check);

fn check(text: &str) {
    let sixteen = text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<AddressCode>() {
        Ok(code) => {
            assert!(sixteen && code.to_string() == text);
            slips(code);
        }
        Err(NameError::CheckDigit) => assert!(sixteen),
        Err(_) => assert!(!sixteen),
    }
    let digits = fuzz::digits(text, 14);
    let part = |range: std::ops::Range<usize>| digits[range].parse::<u32>().unwrap();
    let year = u16::try_from(part(1..5)).unwrap();
    let code = AddressCode::compose(u8::try_from(part(0..1)).unwrap(), year, part(5..14)).unwrap();
    assert!(code.as_str().starts_with(&digits), "the code says what it was made of");
    assert_eq!(code.to_string().parse(), Ok(code));
    let json = serde_json::to_string(&code).unwrap();
    assert_eq!(serde_json::from_str::<AddressCode>(&json).unwrap(), code);
    slips(code);
}

fn slips(code: AddressCode) {
    let good = code.as_str().as_bytes();
    let refused = |slip: &[u8]| {
        let read = std::str::from_utf8(slip).unwrap().parse::<AddressCode>();
        assert!(slip == good || read == Err(NameError::CheckDigit), "{read:?}");
    };
    for place in 0..16 {
        let mut slip = good.to_vec();
        for digit in b'0'..=b'9' {
            slip[place] = digit;
            refused(&slip);
        }
    }
    // Neighbours within the part that one check digit covers.
    for place in (0..4).chain(5..13) {
        let mut slip = good.to_vec();
        slip.swap(place, place + 1);
        refused(&slip);
    }
}
