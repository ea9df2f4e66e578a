//! What somebody looks for on the page: words of a name, a number, an ИИН, a story.

use super::Holder;
use super::plays::Play;

/// The words that all must be found; none is everything.
pub(super) struct Wanted {
    words: Vec<String>,
}

impl Wanted {
    /// Reads what was typed. A number may be written with spaces, brackets and `8` for `+7`.
    pub(super) fn read(text: &str) -> Self {
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')');
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() > 2 && text.chars().all(is_number) {
            let national = digits.strip_prefix('8').filter(|_| digits.len() == 11);
            return Self {
                words: vec![national.map_or(digits.clone(), |rest| format!("7{rest}"))],
            };
        }
        Self { words: text.split_whitespace().map(str::to_lowercase).collect() }
    }

    pub(super) fn is_everything(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn fits_holder(&self, holder: &Holder) -> bool {
        let Holder { phone, name, iin, note } = holder;
        self.fits(&format!("{phone} {name} {iin} {note}"))
    }

    pub(super) fn fits_play(&self, play: &Play) -> bool {
        let mut told = format!("{} {} {}", play.id, play.text, play.rka);
        for part in &play.parts {
            let phone = part.phone.map(|phone| phone.to_string()).unwrap_or_default();
            told.push_str(&format!(" {} {} {phone}", part.name, part.iin));
        }
        self.fits(&told)
    }

    fn fits(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.words.iter().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_as_one_looks_for_them() {
        let holder = Holder {
            phone: "+77018425444".parse().unwrap(),
            name: "Жаңбырбаева Зере".into(),
            iin: "000000000000".parse().unwrap(),
            note: "Story other_owner: is asked".into(),
        };
        for (typed, fits) in [
            ("", true),
            ("  ", true),
            ("жаңбыр", true),
            ("зере жаңб", true),
            ("OTHER_OWNER", true),
            ("+77018425444", true),
            ("8 (701) 842-54-44", true),
            ("842 54", true),
            ("000000000000", true),
            ("зере болат", false),
            ("+77018425445", false),
            ("<script>", false),
        ] {
            assert_eq!(Wanted::read(typed).fits_holder(&holder), fits, "{typed}");
        }
    }
}
