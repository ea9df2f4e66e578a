//! Numbers of certificates. Each carries its own check, so that the authority knows what it has issued
//! without keeping a book of it: the people of a demo get their certificates when they need them, and
//! again after each start.

use eds::digest::Hash;

use super::Kind;

/// How many bytes follow from the label, and how many check them.
const NAMED: usize = 11;
const CHECKED: usize = 8;

/// The number of the certificate with this label, as an INTEGER has it: positive, 19 bytes.
pub(super) fn of(kind: Kind, label: &str) -> Vec<u8> {
    let named = Hash::Sha256.digest(format!("{} {label}", kind.as_str()).as_bytes());
    let mut named: Vec<u8> = named.into_iter().take(NAMED).collect();
    if let Some(first) = named.first_mut() {
        *first = (*first & 0x3F) | 0x40;
    }
    let check = check(kind, &named);
    [named, check].concat()
}

fn check(kind: Kind, named: &[u8]) -> Vec<u8> {
    let text = format!("Tirkeu demo {} number ", kind.as_str());
    let hash = Hash::Sha256.digest(&[text.as_bytes(), named].concat());
    hash.into_iter().take(CHECKED).collect()
}

/// Whether the authority of this kind has issued it.
pub(super) fn is_issued(kind: Kind, serial: &[u8]) -> bool {
    serial.split_at_checked(NAMED).is_some_and(|(named, rest)| check(kind, named) == rest)
}
