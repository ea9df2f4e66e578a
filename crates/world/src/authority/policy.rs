//! The policies of the demo.

use eds::oid::Oid;

/// The arc of them: 2.25 and a UUID that was drawn for it (8360751c-ed0b-4842-aa86-5cc4ff460c4e), which
/// nobody has to give out (ITU-T X.667).
const ARC: [u8; 20] = [
    0x69, 0x82, 0x86, 0xE0, 0xBA, 0xC7, 0x9D, 0xD0, 0xDA, 0xA1, 0x85, 0xAA, 0xC3, 0x97, 0x98, 0xCF,
    0xFA, 0x98, 0x98, 0x4E,
];

fn policy(number: u8) -> Oid {
    let Ok(policy) = Oid::from_der(&[&ARC[..], &[number]].concat()) else {
        panic!("an arc and a number are a name")
    };
    policy
}

/// Under which certificates are issued.
pub(super) fn issuing() -> Oid {
    policy(1)
}

/// Under which time-stamps are made.
pub(super) fn stamping() -> Oid {
    policy(2)
}
