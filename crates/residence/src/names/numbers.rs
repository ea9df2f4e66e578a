//! The numbers people see and say: of an application, of a member of staff.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{CaseId, NameError};

const NUMBER_LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

fn case_number(text: &[u8; 14]) -> Result<(), NameError> {
    let right = text.iter().zip(0u8..).all(|(letter, place)| match place {
        4 | 9 => *letter == b'-',
        _ => NUMBER_LETTERS.contains(letter),
    });
    if right { Ok(()) } else { Err(NameError::Form) }
}

ascii_identifier! {
    /// The reference number people see and say: өтініш нөмірі / номер заявления, `KQTR-BWDM-XHPL`.
    /// Twelve consonants (52 bits) in three groups: no digits, since an SMS may carry no run of
    /// digits but its code, and no vowels, so that no word comes out.
    CaseNumber, 14, case_number
}
open_debug!(CaseNumber);

impl CaseId {
    /// The reference number of this case. The store refuses the rare second owner of a number.
    #[must_use]
    pub fn number(self) -> CaseNumber {
        let mut rest = self.0;
        let mut text = [b'-'; 14];
        for (place, slot) in text.iter_mut().enumerate() {
            if place != 4 && place != 9 {
                let at = usize::try_from(rest % 20).unwrap_or_default();
                *slot = NUMBER_LETTERS.get(at).copied().unwrap_or(b'B');
                rest /= 20;
            }
        }
        CaseNumber(text)
    }
}

fn badge(text: &[u8; 9]) -> Result<(), NameError> {
    let right = text.iter().zip(0u8..).all(|(letter, place)| match place {
        4 => *letter == b'-',
        _ => NUMBER_LETTERS.contains(letter),
    });
    if right { Ok(()) } else { Err(NameError::Form) }
}

ascii_identifier! {
    /// What a member of staff of a service centre is on record by: қызметкер нөмірі / номер
    /// сотрудника, `KQTR-BWDM`. It names the officer to whoever keeps the staff, and to nobody else.
    Badge, 9, badge
}
open_debug!(Badge);

impl Badge {
    /// The badge made of these random bits; the caller draws them.
    #[must_use]
    pub fn from_random(bits: u128) -> Self {
        let mut rest = bits;
        let mut text = [b'-'; 9];
        for (place, slot) in text.iter_mut().enumerate() {
            if place != 4 {
                let at = usize::try_from(rest % 20).unwrap_or_default();
                *slot = NUMBER_LETTERS.get(at).copied().unwrap_or(b'B');
                rest /= 20;
            }
        }
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badges_survive_their_text() {
        let badge = Badge::from_random(0x0123_4567_89ab_cdef_0011_2233_4455_6677);
        assert_eq!(badge.as_str().parse(), Ok(badge));
        for wrong in ["", "KQTR", "KQTR-BWD1", "KQTRBWDMX", "kqtr-bwdm"] {
            assert_eq!(wrong.parse::<Badge>(), Err(NameError::Form), "{wrong}");
        }
    }
}
