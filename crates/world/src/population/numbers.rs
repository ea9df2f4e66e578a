//! Numbers that no real person, address or phone has, or that plainly belong to a test.
//!
//! - ИИН: date of birth and century digit as real ones have them, the check digit right, and a
//!   serial of 5000 or above. Real serials are given out from the bottom for each day of birth.
//! - РКА: of the year 2099, with right check digits.
//! - Phones: real mobile codes with subscriber numbers that are counted through, not observed.

use jiff::civil::Date;
use residence::facts::Sex;
use residence::names::{AddressCode, Bin, Iin, Phone};

/// The first ten of serials of the generated population; those below 5000 look like real ones.
pub(crate) const FIRST_TEN: u16 = 500;
/// How many tens of serials the generated population has.
pub(crate) const TENS: u64 = 400;
/// The first of the hundred tens of serials that only stories use.
pub(crate) const STORY_TEN: u16 = 900;
/// How many people share a day of birth, a sex and a ten of serials: one serial of ten at most has
/// no check digit.
pub(crate) const PER_TEN: u64 = 9;

/// How many phones there can be; the last million of them is for stories.
pub(crate) const PHONES: u64 = 10_000_000;
/// The first phone of stories.
pub(crate) const STORY_PHONE: u64 = 9_000_000;

/// The mobile codes of the country's operators.
const MOBILE_CODES: [u16; 13] = [700, 701, 702, 705, 706, 707, 708, 747, 771, 775, 776, 777, 778];

/// The ИИН at a place (0–8) in a ten of serials.
pub(crate) fn iin(born: Date, sex: Sex, ten: u16, place: u64) -> Iin {
    let century = match born.year() {
        ..1900 => 1,
        1900..2000 => 3,
        2000.. => 5,
    };
    let century = century + i32::from(sex == Sex::Female);
    let year = born.year().rem_euclid(100);
    let head = format!("{year:02}{:02}{:02}{century}{ten:03}", born.month(), born.day());
    let Some(Ok(iin)) = numbered(&head, place).map(|text| text.parse()) else {
        panic!("{head} has no place {place}")
    };
    iin
}

/// The БИН of a resident organisation's head office.
pub(crate) fn bin(ordinal: u64) -> Bin {
    let head = format!("990140{:04}", ordinal / PER_TEN % 10_000);
    let Some(Ok(bin)) = numbered(&head, ordinal % PER_TEN).map(|text| text.parse()) else {
        panic!("{head} has no such place")
    };
    bin
}

/// Ten digits, then the serial's last digit at a place among those with a check digit, then that.
fn numbered(head: &str, place: u64) -> Option<String> {
    let whole = (0..10u8).filter_map(|last| {
        let text = format!("{head}{last}");
        check_digit(text.as_bytes()).map(|check| format!("{text}{check}"))
    });
    whole.into_iter().nth(usize::try_from(place).ok()?)
}

/// The check digit of eleven digits; `None` when no number begins so.
fn check_digit(text: &[u8]) -> Option<u32> {
    let sum = |weights: [u32; 11]| {
        let weighted = text.iter().zip(weights).map(|(digit, w)| u32::from(digit - b'0') * w);
        weighted.sum::<u32>() % 11
    };
    match sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
        10 => Some(sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])).filter(|check| *check < 10),
        check => Some(check),
    }
}

/// What the first digit of a РКА says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Building = 0,
    Flat = 1,
    Plot = 2,
}

/// The РКА with this serial.
pub(crate) fn rka(place: Place, serial: u64) -> AddressCode {
    let kind = match place {
        Place::Building => 0,
        Place::Flat => 1,
        Place::Plot => 2,
    };
    let code = u32::try_from(serial).ok().map(|serial| AddressCode::compose(kind, 2099, serial));
    let Some(Ok(code)) = code else { panic!("{serial} is no serial of an address") };
    code
}

/// The phone with this ordinal, below [`PHONES`].
pub(crate) fn phone(ordinal: u64) -> Phone {
    // Multiplying by a number that shares no factor with ten million only changes the order.
    let subscriber = ordinal % PHONES * 7_368_787 % PHONES;
    let code = u64::try_from(MOBILE_CODES.len()).map(|codes| (ordinal / 7) % codes);
    let code = code.ok().and_then(|at| usize::try_from(at).ok());
    let code = code.and_then(|at| MOBILE_CODES.get(at)).copied().unwrap_or(700);
    let Ok(phone) = format!("+7{code}{subscriber:07}").parse() else {
        panic!("{ordinal} makes no phone")
    };
    phone
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_pass_their_checks_and_differ() {
        let mut numbers = BTreeSet::new();
        for day in 1..=28 {
            for ten in FIRST_TEN..1_000 {
                for place in 0..PER_TEN {
                    let born = Date::constant(1985, 2, day);
                    assert!(numbers.insert(iin(born, Sex::Male, ten, place)));
                }
            }
        }
        let phones: BTreeSet<_> = (0..50_000).map(|n| phone(n * 199)).collect();
        assert_eq!(phones.len(), 50_000);
        let bins: BTreeSet<_> = (0..5_000).map(bin).collect();
        assert_eq!(bins.len(), 5_000);
        assert!(rka(Place::Flat, 1).as_str().starts_with("12099"));
    }
}
