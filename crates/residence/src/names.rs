//! Identifiers, each checked where it enters: the rest of the core never sees a bare string.
//!
//! Every type here is a small `Copy` value that prints and (de)serialises as its official text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Why a text is not the identifier it was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NameError {
    /// The text has the wrong length or a character that does not belong there.
    #[error("wrong form")]
    Form,
    /// The form is right, the check digit is not: one character was mistyped.
    #[error("wrong check digit")]
    CheckDigit,
    /// A telephone number that is not a Kazakhstan mobile number.
    #[error("not a Kazakhstan mobile number")]
    NotMobile,
}

/// Gives a fixed-length ASCII identifier its text form: `Display`, `FromStr`, serde, `as_str`.
macro_rules! ascii_identifier {
    ($(#[$doc:meta])* $name:ident, $len:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// The official text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                // The bytes were checked to be ASCII on the only way in.
                str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                let bytes: [u8; $len] = text.as_bytes().try_into().map_err(|_| NameError::Form)?;
                $check(&bytes)?;
                Ok(Self(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Text;
                impl de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("the text of an ", stringify!($name)))
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                from.deserialize_str(Text)
            }
        }
    };
}

/// Hides an identifier of a person in debug output, so that no log carries it by accident.
macro_rules! masked_debug {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

/// Shows an identifier that names no person.
macro_rules! open_debug {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }
    };
}

fn digits(text: &[u8]) -> Result<(), NameError> {
    if text.iter().all(u8::is_ascii_digit) { Ok(()) } else { Err(NameError::Form) }
}

/// The check digit that ИИН and БИН share: weights 1…11 modulo 11; on 10 again with 3…11, 1, 2;
/// a second 10 means the number was never issued. Source: `ZhymabekRoman/kz-iin-validator`, checked
/// against register samples.
fn state_number(text: &[u8; 12]) -> Result<(), NameError> {
    digits(text)?;
    let sum = |first: u32| {
        let weighted = text.iter().take(11).zip(0u32..).map(|(digit, place)| {
            let weight = (first - 1 + place) % 11 + 1;
            u32::from(digit - b'0') * weight
        });
        weighted.sum::<u32>() % 11
    };
    let check = match sum(1) {
        10 => sum(3),
        once => once,
    };
    match text.last() {
        Some(last) if u32::from(last - b'0') == check => Ok(()),
        Some(_) | None => Err(NameError::CheckDigit),
    }
}

ascii_identifier! {
    /// A person's number: жеке сәйкестендіру нөмірі (ЖСН) / индивидуальный идентификационный номер
    /// (ИИН). Twelve digits, the last a check digit. Neither age nor sex may be read from it
    /// (resolution 853 of 26 August 2013): they come from the person register only.
    Iin, 12, state_number
}
masked_debug!(Iin);

ascii_identifier! {
    /// An organisation's number: бизнес-сәйкестендіру нөмірі (БСН) / бизнес-идентификационный номер
    /// (БИН). Twelve digits with the check digit of the [`Iin`].
    Bin, 12, state_number
}
open_debug!(Bin);

fn address_code(text: &[u8; 16]) -> Result<(), NameError> {
    digits(text)?;
    let (head, rest) = text.split_at(5);
    let (serial, checks) = rest.split_at(9);
    let expected = [verhoeff(head), verhoeff(serial)];
    if checks.iter().map(|c| c - b'0').eq(expected) { Ok(()) } else { Err(NameError::CheckDigit) }
}

/// The Verhoeff check digit (J. Verhoeff, "Error Detecting Decimal Codes", 1969) of some digits.
pub(crate) fn verhoeff(text: &[u8]) -> u8 {
    let mut check = 0u8;
    for (place, digit) in (1u8..).zip(text.iter().rev()) {
        check = dihedral_product(check, permuted(digit - b'0', place % 8));
    }
    dihedral_inverse(check)
}

/// Multiplication in the dihedral group of order ten: 0–4 are rotations, 5–9 reflections.
fn dihedral_product(a: u8, b: u8) -> u8 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - 5 + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

fn dihedral_inverse(a: u8) -> u8 {
    if a < 5 { (5 - a) % 5 } else { a }
}

/// Verhoeff's permutation applied `times` times.
fn permuted(digit: u8, times: u8) -> u8 {
    const STEP: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    (0..times).fold(digit, |d, _| STEP.get(usize::from(d)).copied().unwrap_or(d))
}

ascii_identifier! {
    /// The code of an address: мекенжайдың тіркеу коды (МТК) / регистрационный код адреса (РКА).
    /// Sixteen digits `K YYYY SSSSSSSSS p q`: kind (0 building, 1 room or flat, 2 plot), year,
    /// serial, then the Verhoeff check digits of `KYYYY` and of the serial.
    AddressCode, 16, address_code
}
open_debug!(AddressCode);

impl AddressCode {
    /// The code with this kind, year and serial; the check digits are computed.
    ///
    /// # Errors
    /// [`NameError::Form`] when a part has more digits than the code has room for.
    pub fn compose(kind: u8, year: u16, serial: u32) -> Result<Self, NameError> {
        let head = format!("{kind}{year:04}");
        let tail = format!("{serial:09}");
        let checks = (verhoeff(head.as_bytes()), verhoeff(tail.as_bytes()));
        format!("{head}{tail}{}{}", checks.0, checks.1).parse()
    }
}

ascii_identifier! {
    /// The code of an administrative territory: ӘАОЖ / КАТО, nine digits `AB-CD-EF-HIJ`.
    Kato, 9, digits
}
open_debug!(Kato);

impl Kato {
    /// The code of the region or city of republican significance (first two digits).
    #[must_use]
    pub fn region(&self) -> &str {
        self.as_str().get(..2).unwrap_or_default()
    }
}

fn mobile(text: &[u8; 12]) -> Result<(), NameError> {
    let (plus, number) = text.split_at(1);
    if plus != b"+" {
        return Err(NameError::Form);
    }
    digits(number)?;
    if number.starts_with(b"77") { Ok(()) } else { Err(NameError::NotMobile) }
}

ascii_identifier! {
    /// A Kazakhstan mobile number in the international form `+77XXXXXXXXX`.
    Phone, 12, mobile
}
masked_debug!(Phone);

impl Phone {
    /// Reads the forms people write: spaces, brackets and hyphens anywhere, `8…` for `+7…`.
    ///
    /// # Errors
    /// As [`NameError`]; only `+77` mobile numbers pass.
    pub fn read(text: &str) -> Result<Self, NameError> {
        let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        let kept = match kept.strip_prefix('8') {
            Some(rest) if kept.len() == 11 => format!("+7{rest}"),
            Some(_) | None if kept.starts_with('7') => format!("+{kept}"),
            Some(_) | None => kept,
        };
        kept.parse()
    }
}

/// Gives a 128-bit id its text form: 32 lower-case hexadecimal digits.
macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// The id made of these random bits; the caller draws them.
            #[must_use]
            pub const fn from_random(bits: u128) -> Self {
                Self(bits)
            }

            /// The bits, for a store that keeps them as bytes.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.to_be_bytes()
            }

            /// The id a store kept as bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(u128::from_be_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:032x})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                let hexadecimal = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                if text.len() != 32 || !hexadecimal {
                    return Err(NameError::Form);
                }
                u128::from_str_radix(text, 16).map(Self).map_err(|_| NameError::Form)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'_, str>::deserialize(from)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

random_id! {
    /// One application, from its draft on. Unguessable.
    CaseId
}
random_id! {
    /// One entry of the registration book.
    RegistrationId
}
random_id! {
    /// One question to one party: consent request / келісім сұрауы / запрос согласия.
    RequestId
}

mod numbers;

pub use numbers::{Badge, CaseNumber};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iin_is_checked() {
        for (text, expected) in [
            ("000000000000", Ok(())),
            ("990101300016", Err(NameError::CheckDigit)),
            ("99010130001", Err(NameError::Form)),
            ("9901013000161", Err(NameError::Form)),
            ("99010130001x", Err(NameError::Form)),
            ("９９０１０１", Err(NameError::Form)),
            ("", Err(NameError::Form)),
        ] {
            assert_eq!(text.parse::<Iin>().map(|_| ()), expected, "{text}");
        }
    }

    #[test]
    fn at_most_one_check_digit_fits() {
        for serial in 0..500 {
            let head = format!("99010130{serial:03}");
            let fits = (0..10).filter(|check| format!("{head}{check}").parse::<Iin>().is_ok());
            assert!(fits.count() <= 1, "{head}");
        }
    }

    #[test]
    fn address_codes_are_checked() {
        for good in ["0201300010220307", "1202500000204082", "1209900000000146"] {
            assert!(good.parse::<AddressCode>().is_ok(), "{good}");
            for place in 0..16 {
                for digit in b'0'..=b'9' {
                    let mut slip = good.as_bytes().to_vec();
                    if slip[place] != digit {
                        slip[place] = digit;
                        let text = String::from_utf8(slip).unwrap();
                        assert_eq!(text.parse::<AddressCode>(), Err(NameError::CheckDigit));
                    }
                }
            }
        }
        let made = AddressCode::compose(1, 2025, 204).unwrap();
        assert_eq!(made.as_str().parse::<AddressCode>(), Ok(made));
        assert_eq!(AddressCode::compose(10, 2025, 204), Err(NameError::Form));
    }

    #[test]
    fn phones_are_read_as_people_write_them() {
        for (text, expected) in [
            ("+77015550101", Some("+77015550101")),
            ("8 (701) 555-01-01", Some("+77015550101")),
            ("7 701 555 01 01", Some("+77015550101")),
            ("+7 495 555 01 01", None),
            ("+77015550", None),
            ("", None),
        ] {
            assert_eq!(Phone::read(text).ok().map(|p| p.to_string()).as_deref(), expected);
        }
    }

    #[test]
    fn numbers_carry_no_digit_and_ids_survive_their_text() {
        let id = CaseId::from_random(0x0123_4567_89ab_cdef_0011_2233_4455_6677);
        assert_eq!(id.to_string().parse(), Ok(id));
        let number = id.number();
        assert!(number.as_str().bytes().all(|b| !b.is_ascii_digit()));
        assert_eq!(number.as_str().parse(), Ok(number));
        assert_eq!(format!("{:?}", "000000000000".parse::<Iin>().unwrap()), "Iin(…)");
    }

    #[test]
    fn public_vectors_of_address_codes_pass() {
        let Some(folder) = std::env::var_os("TIRKEU_CORPORA") else {
            eprintln!("left out: address code vectors (TIRKEU_CORPORA is not set)");
            return;
        };
        let file = std::path::Path::new(&folder).join("refdata/rka/rka_check_vectors.txt");
        let text = std::fs::read_to_string(file).expect("the vectors can be read");
        let codes: Vec<_> = text.lines().filter(|l| !l.trim().is_empty()).collect();
        assert_eq!(codes.len(), 125);
        for code in codes {
            assert!(code.trim().parse::<AddressCode>().is_ok(), "{code}");
        }
    }
}
