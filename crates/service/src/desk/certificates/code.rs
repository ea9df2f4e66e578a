//! The code of a certificate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Consonants, as in the number of an application: no word comes out, and no digit is taken for a letter.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// Cyrillic letters that look like Latin ones, and the Latin ones.
const ALIKE: [(char, char); 8] = [
    ('В', 'B'),
    ('С', 'C'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('Р', 'P'),
    ('Т', 'T'),
    ('Х', 'X'),
];
/// How many letters it has, in groups of four.
const LENGTH: usize = 20;

/// By which a certificate is found: `KQTR-BWDM-XHPL-VCZF-GJNS`. Twenty consonants, 86 bits: whoever has
/// not seen the certificate does not guess it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// The code made of these bits.
    #[must_use]
    pub fn of(bits: u128) -> Self {
        let mut rest = bits;
        let mut text = String::new();
        for place in 0..LENGTH {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            let letter = LETTERS.get(usize::try_from(rest % 20).unwrap_or_default());
            text.push(char::from(letter.copied().unwrap_or(b'B')));
            rest /= 20;
        }
        Self(text)
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// It is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCode;

impl FromStr for Code {
    type Err = NoCode;

    /// Reads what people type: any case, with hyphens and spaces or without, Cyrillic letters that look
    /// like Latin ones.
    fn from_str(text: &str) -> Result<Self, NoCode> {
        let mut code = String::new();
        let mut count = 0;
        for letter in text.chars().flat_map(char::to_uppercase) {
            if letter.is_whitespace() || matches!(letter, '-' | '–' | '—' | '‑' | '.') {
                continue;
            }
            let latin = ALIKE.iter().find(|(alike, _)| *alike == letter);
            let letter = latin.map_or(letter, |(_, latin)| *latin);
            let is_ours = u8::try_from(letter).is_ok_and(|byte| LETTERS.contains(&byte));
            if !is_ours || count == LENGTH {
                return Err(NoCode);
            }
            if count > 0 && count % 4 == 0 {
                code.push('-');
            }
            code.push(letter);
            count += 1;
        }
        if count == LENGTH { Ok(Self(code)) } else { Err(NoCode) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = Code::of(0x0123_4567_89ab_cdef_0011_2233_4455_6677);
        assert_eq!(code.as_str().len(), 24);
        let plain = code.as_str().replace('-', "");
        let spaced = code.as_str().replace('-', " ").to_lowercase();
        for text in [code.as_str(), &plain, &spaced, &format!(" {code}. ")] {
            assert_eq!(text.parse(), Ok(code.clone()), "{text}");
        }
        assert_eq!(
            "ВСКМ НРТХ BCKM HPTX BCDF".parse::<Code>().unwrap().as_str(),
            "BCKM-HPTX-BCKM-HPTX-BCDF"
        );
        for text in
            ["", "BCDF", &plain[1..], &format!("{plain}B"), &plain.replace(&plain[..1], "A"), "١"]
        {
            assert_eq!(text.parse::<Code>(), Err(NoCode), "{text}");
        }
    }

    #[test]
    fn other_bits_are_another_code() {
        let codes: std::collections::BTreeSet<String> =
            (0..1000u128).map(|n| Code::of(n << 64 | n).to_string()).collect();
        assert_eq!(codes.len(), 1000);
    }
}
