//! Ids and reference numbers: what is taken prints as it came, and no number looks like a code.
#![no_main]

use residence::names::{CaseId, CaseNumber, RegistrationId, RequestId};

fuzz::target!(text check);

fn check(text: &str) {
    if let Ok(id) = text.parse::<CaseId>() {
        assert_eq!(id.to_string(), text);
        assert_eq!(CaseId::from_bytes(id.to_bytes()), id);
        assert!(text.len() == 32 && !text.contains(|c: char| c.is_ascii_uppercase()));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<CaseId>(&json).unwrap(), id);
    }
    let ids = (text.parse::<CaseId>(), text.parse::<RequestId>(), text.parse::<RegistrationId>());
    assert!(ids.0.is_ok() == ids.1.is_ok() && ids.1.is_ok() == ids.2.is_ok());
    if let Ok(number) = text.parse::<CaseNumber>() {
        assert_eq!(number.to_string(), text);
    }
    let mut bits = [0; 16];
    bits.iter_mut().zip(text.bytes()).for_each(|(bit, byte)| *bit = byte);
    let id = CaseId::from_random(u128::from_le_bytes(bits));
    assert_eq!(id.to_string().parse(), Ok(id));
    let number = id.number();
    assert_eq!(number.to_string().parse(), Ok(number));
    assert!(!number.as_str().contains(char::is_numeric));
}
