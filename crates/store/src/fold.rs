//! Folding of text for the search: what differs only in case, in ё or in punctuation is the same.

/// The words of a text: small letters and digits, one space between words.
///
/// Databases differ in how (and whether) they fold Cyrillic, so every engine stores and asks for
/// what comes out of here.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ё' => folded.push('е'),
            // й typed as и with a breve; other combining marks (ё as е with dots) are left out.
            '\u{306}' if folded.ends_with('и') => {
                folded.pop();
                folded.push('й');
            }
            '\u{300}'..='\u{36f}' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_yo_and_punctuation_do_not_matter() {
        for (text, folded) in [
            ("ӘҒҚҢӨҰҮҺІ", "әғқңөұүһі"),
            ("Қабанбай батыр даңғ., 60/2-үй", "қабанбай батыр даңғ 60 2 үй"),
            ("  улица «Абая»,д.5 ", "улица абая д 5"),
            ("Королёва", "королева"),
            ("Королe\u{308}ва", "королeва"),
            ("и\u{306}од", "йод"),
            ("...", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
