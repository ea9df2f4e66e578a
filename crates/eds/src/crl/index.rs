//! The entries of a list, 27 bytes each: the state's has half a million of them.

use jiff::Timestamp;

use crate::der::Malformed;
use crate::revocation::{Reason, Revocation};
use crate::x509::Name;

/// The longest serial number.
const SERIAL: usize = 21;

/// Serial number, seconds since 1970 in five bytes, reason.
type Entry = [u8; SERIAL + 6];

/// Entries by issuer and serial number.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Those of the issuer of the list.
    own: Vec<Entry>,
    /// Those of others, for an indirect list.
    others: Vec<(Name, Vec<Entry>)>,
}

impl Index {
    pub(super) fn add(
        &mut self,
        of: Option<&Name>,
        serial: &[u8],
        revocation: Revocation,
    ) -> Result<(), Malformed> {
        let entry =
            pack(serial, revocation).ok_or(Malformed::Rule("a serial number is too long"))?;
        let entries = match of {
            None => &mut self.own,
            Some(name) => self.of(name),
        };
        entries.push(entry);
        Ok(())
    }

    fn of(&mut self, name: &Name) -> &mut Vec<Entry> {
        let place = self.others.iter().position(|(other, _)| other == name);
        let place = place.unwrap_or_else(|| {
            self.others.push((name.clone(), Vec::new()));
            self.others.len() - 1
        });
        match self.others.get_mut(place) {
            Some((_, entries)) => entries,
            None => &mut self.own,
        }
    }

    pub(super) fn sort(&mut self) {
        for entries in self.others.iter_mut().map(|(_, entries)| entries).chain([&mut self.own]) {
            entries.sort_unstable();
            entries.shrink_to_fit();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.own.len() + self.others.iter().map(|(_, entries)| entries.len()).sum::<usize>()
    }

    pub(super) fn size(&self) -> usize {
        self.len() * size_of::<Entry>()
    }

    /// The earliest entry of this serial number.
    pub(super) fn find(&self, of: Option<&Name>, serial: &[u8]) -> Option<Revocation> {
        let entries = match of {
            None => &self.own,
            Some(name) => {
                self.others.iter().find(|(other, _)| other == name).map(|(_, own)| own)?
            }
        };
        let wanted = widen(serial)?;
        let place = entries.partition_point(|entry| entry.first_chunk() < Some(&wanted));
        let entry = entries.get(place).filter(|entry| entry.first_chunk() == Some(&wanted))?;
        unpack(entry)
    }
}

/// The number in 21 bytes, which is the same for no other one.
fn widen(serial: &[u8]) -> Option<[u8; SERIAL]> {
    let is_negative = serial.first().is_some_and(|byte| byte & 0x80 != 0);
    let mut wide = [if is_negative { 0xFF } else { 0 }; SERIAL];
    let start = SERIAL.checked_sub(serial.len())?;
    wide.get_mut(start..)?.copy_from_slice(serial);
    Some(wide)
}

fn pack(serial: &[u8], revocation: Revocation) -> Option<Entry> {
    let (mut entry, number) = ([0; SERIAL + 6], widen(serial)?);
    let [.., a, b, c, d, e] = revocation.at.as_second().to_be_bytes();
    // The sign is turned, so that bytes have the order of time.
    let rest = [a ^ 0x80, b, c, d, e, revocation.reason.number()];
    for (place, byte) in entry.iter_mut().zip(number.into_iter().chain(rest)) {
        *place = byte;
    }
    Some(entry)
}

fn unpack(entry: &Entry) -> Option<Revocation> {
    let [a, b, c, d, e, reason] = *entry.last_chunk()?;
    let sign = if a & 0x80 == 0 { 0xFF } else { 0 };
    let second = i64::from_be_bytes([sign, sign, sign, a ^ 0x80, b, c, d, e]);
    let at = Timestamp::from_second(second).ok()?;
    Some(Revocation { at, reason: Reason::of(reason)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_million_entries_are_found_again_in_twelve_million_bytes() {
        let mut index = Index::default();
        let serial =
            |at: u32| [&[0x11; 16][..], &at.wrapping_mul(0x9E37_79B1).to_be_bytes()].concat();
        let revocation = |at: u32| Revocation {
            at: Timestamp::from_second(1_600_000_000 + i64::from(at)).unwrap(),
            reason: Reason::of(u8::try_from(at % 6).unwrap()).unwrap(),
        };
        for at in 0..422_065 {
            index.add(None, &serial(at), revocation(at)).unwrap();
        }
        index.sort();
        assert_eq!((index.len(), index.size()), (422_065, 422_065 * 27));
        for at in (0..422_065).step_by(101) {
            assert_eq!(index.find(None, &serial(at)), Some(revocation(at)));
        }
        assert_eq!(index.find(None, &serial(422_065)), None);
    }

    #[test]
    fn numbers_of_any_length_and_sign_and_old_times_are_kept_apart() {
        let mut index = Index::default();
        let serials = [&[0][..], &[1], &[0xFF], &[0, 0xFF], &[0x80], &[1, 0], &[0x7F; 21]];
        for (at, serial) in serials.iter().enumerate() {
            let at = Timestamp::from_second(i64::try_from(at).unwrap() - 3_000_000_000).unwrap();
            index.add(None, serial, Revocation { at, reason: Reason::Hold }).unwrap();
        }
        index.sort();
        for (at, serial) in serials.iter().enumerate() {
            let found = index.find(None, serial).map(|found| found.at.as_second() + 3_000_000_000);
            assert_eq!(found, i64::try_from(at).ok(), "{serial:?}");
        }
        assert_eq!(index.find(None, &[2]), None);
        let now = Revocation { at: Timestamp::UNIX_EPOCH, reason: Reason::Hold };
        assert!(index.add(None, &[1; 22], now).is_err());
    }
}
