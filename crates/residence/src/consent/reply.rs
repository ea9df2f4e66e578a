//! Reading what a party writes back to 1414.

use super::Saying;

/// What a reply says: a word and eight digits, or something that wants a hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A word and a code.
    Says {
        /// Yes or no.
        saying: Saying,
        /// Eight digits.
        code: String,
    },
    /// Anything else, the bare code included.
    Unclear {
        /// Whether there were just eight digits in it: a code without a word.
        has_code: bool,
    },
}

/// The most characters of a reply. A longer one says nothing: what it ends with counts as well, and
/// nobody who agrees writes a page.
const MOST: usize = 500;

/// Reads a reply: `ИӘ`, `ДА`, `YES` or `ЖОҚ`, `НЕТ`, `NO` and the code, in any order, case, spacing
/// and punctuation, with Latin letters in the place of Cyrillic ones that look alike. A reply with
/// any other word says nothing: "do not say yes" is not a yes.
#[must_use]
pub fn read_reply(text: &str) -> Reply {
    if text.chars().nth(MOST).is_some() {
        return Reply::Unclear { has_code: false };
    }
    let text = text.to_uppercase();
    let code: String = text.chars().filter(char::is_ascii_digit).collect();
    let mut sayings =
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(word_says);
    let first = sayings.next().flatten();
    let agreed = sayings.all(|saying| saying == first);
    match first {
        Some(saying) if agreed && code.len() == 8 => Reply::Says { saying, code },
        Some(_) | None => Reply::Unclear { has_code: code.len() == 8 },
    }
}

fn word_says(word: &str) -> Option<Saying> {
    match word {
        "YES" => return Some(Saying::Agree),
        "NO" => return Some(Saying::Refuse),
        _ => {}
    }
    let cyrillic: String = word.chars().map(look_alike).collect();
    match cyrillic.as_str() {
        "ИӘ" | "ДА" => Some(Saying::Agree),
        "ЖОҚ" | "ЖОК" | "НЕТ" => Some(Saying::Refuse),
        _ => None,
    }
}

/// The Cyrillic letter that looks like a Latin one.
const fn look_alike(letter: char) -> char {
    match letter {
        'A' => 'А',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'O' => 'О',
        'T' => 'Т',
        'Ə' => 'Ә',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_as_people_write_them() {
        let space = " ".repeat(MOST);
        let taken_back = format!("ДА 12345678{space}НЕТ");
        for (text, expected) in [
            ("ИӘ 12345678", "yes 12345678"),
            ("иә 12345678", "yes 12345678"),
            ("  Иә,12345678.", "yes 12345678"),
            ("12345678 да", "yes 12345678"),
            ("ДA 12345678", "yes 12345678"), // Latin A
            ("иə 12345678", "yes 12345678"), // Latin schwa
            ("yes 1234 5678", "yes 12345678"),
            ("Да! Да! 12345678", "yes 12345678"),
            ("ЖОҚ 12345678", "no 12345678"),
            ("жок 12345678", "no 12345678"),
            ("HET 12345678", "no 12345678"), // Latin throughout
            ("No-12345678", "no 12345678"),
            ("12345678", "unclear with code"),
            ("ДА", "unclear"),
            ("ДА 1234567", "unclear"),
            ("ДА 123456789", "unclear"),
            ("ДА НЕТ 12345678", "unclear with code"),
            ("не ДА 12345678", "unclear with code"),
            (&taken_back, "unclear"),
            ("кто это?", "unclear"),
            ("", "unclear"),
            ("ДА １２３４５６７８", "unclear"),
        ] {
            let read = match read_reply(text) {
                Reply::Says { saying: Saying::Agree, code } => format!("yes {code}"),
                Reply::Says { saying: Saying::Refuse, code } => format!("no {code}"),
                Reply::Unclear { has_code: true } => "unclear with code".into(),
                Reply::Unclear { has_code: false } => "unclear".into(),
            };
            assert_eq!(read, expected, "{text}");
        }
    }
}
