//! DER: what is read whole is written again to the same bytes, value by value.
#![no_main]

use eds::der::{Value, whole, write};

fuzz::target!(bytes check);

fn check(bytes: &[u8]) {
    let Ok(value) = whole(bytes, 1 << 16) else { return };
    assert_eq!(written(value), bytes);
}

fn written(value: Value<'_>) -> Vec<u8> {
    drop((value.text(), value.flags_inside(), value.enumerated(), value.small()));
    for time in [value.time(), value.exact_time()].into_iter().flatten() {
        assert!(time.to_string().ends_with('Z'));
    }
    if let Ok(name) = value.oid() {
        assert_eq!(name.as_der(), value.inside);
        assert!(name.to_string().split('.').all(|number| number.parse::<u128>().is_ok()));
    }
    if value.tag & 0x20 == 0 {
        return write(value.tag, &[value.inside]);
    }
    let parts: Vec<_> = value.values().map(|inner| written(inner.unwrap())).collect();
    write(value.tag, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}
