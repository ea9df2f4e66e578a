//! Message ids as centres write them: the same number in decimal at one place and in hexadecimal at
//! another (SMPP 3.4 leaves the form open: 5.2.23 `message_id`, Appendix B).

/// The forms under which a message may be known whose receipt names `id`, best first: the text as it
/// came, then without letter case and leading zeros, then the same number in the other base.
///
/// The forms after the second are guesses: `10` also yields `a` and `16`. Look up in this order, and
/// accept a guess only for the same phone number.
///
/// ```
/// assert_eq!(smpp::canonical_keys("00FF"), ["00FF", "ff", "255"]);
/// ```
#[must_use]
pub fn canonical_keys(id: &str) -> Vec<String> {
    let mut keys = vec![id.to_owned()];
    let plain = plain(id);
    let guesses = [
        plain.parse::<u128>().ok().map(|number| format!("{number:x}")),
        u128::from_str_radix(&plain, 16).ok().map(|number| number.to_string()),
    ];
    let digits_only = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_hexdigit());
    let guesses = guesses.into_iter().flatten().filter(|_| digits_only);
    for key in std::iter::once(plain.clone()).chain(guesses) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Whether a receipt that names `receipted` can be about the message submitted as `submitted`: equal
/// but for letter case and leading zeros, or the same number in decimal and in hexadecimal.
#[must_use]
pub fn same_message(submitted: &str, receipted: &str) -> bool {
    let submitted = plain(submitted);
    canonical_keys(receipted).iter().any(|key| plain(key) == submitted)
}

/// The form to keep a submitted id under, so that [`canonical_keys`] of its receipt finds it.
#[must_use]
pub fn kept_key(submitted: &str) -> String {
    plain(submitted)
}

fn plain(id: &str) -> String {
    let id = id.trim().to_ascii_lowercase();
    let kept = id.trim_start_matches('0');
    if kept.is_empty() && !id.is_empty() { "0".to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message() {
        for (submitted, receipted, same) in [
            ("1234", "1234", true),
            ("1234", "01234", true),
            ("0000001234", "1234", true),
            ("255", "ff", true),
            ("255", "000000FF", true),
            ("FF", "255", true),
            ("16", "10", true),
            ("abcdef", "ABCDEF", true),
            ("0", "00", true),
            ("a-b-1", "A-B-1", true),
            ("9c1f-77", "9c1f-77", true),
            ("255", "254", false),
            ("255", "fe", false),
            ("a-b-1", "a-b-2", false),
            ("", "0", false),
            ("", "", true),
            ("f".repeat(32).as_str(), "340282366920938463463374607431768211455", true),
        ] {
            assert_eq!(same_message(submitted, receipted), same, "{submitted} {receipted}");
        }
    }

    #[test]
    fn the_exact_text_comes_first() {
        assert_eq!(canonical_keys("0010"), ["0010", "10", "a", "16"]);
        assert_eq!(canonical_keys("x-Y"), ["x-Y", "x-y"]);
        assert_eq!(canonical_keys(""), [""]);
        assert_eq!(canonical_keys(&"9".repeat(64)), ["9".repeat(64)]);
    }
}
