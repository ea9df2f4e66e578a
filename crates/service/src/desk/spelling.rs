//! Addresses as people write them: words that only say what something is, Latin letters, slips.

/// Words that say what a name or number beside them is. The register has its own, or none.
const KINDS: [&str; 33] = [
    "г",
    "город",
    "қ",
    "қала",
    "қаласы",
    "с",
    "село",
    "ауыл",
    "ауылы",
    "ул",
    "улица",
    "к",
    "көше",
    "көшесі",
    "пр",
    "проспект",
    "даңғыл",
    "даңғылы",
    "мкр",
    "микрорайон",
    "д",
    "дом",
    "үй",
    "кв",
    "квартира",
    "п",
    "пәтер",
    "flat",
    "apt",
    "apartment",
    "house",
    "street",
    "city",
];
/// The shortest beginning of a word that a near match may go by, in letters.
const SHORTEST_STEM: usize = 4;

/// The words that say where, in Cyrillic letters; all of them where nothing would be left.
pub(super) fn spoken(words: &str) -> String {
    let split = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '№');
    let all: Vec<String> = words
        .split(split)
        .filter(|word| !word.is_empty())
        .map(|word| cyrillic(&word.to_lowercase()))
        .collect();
    let says =
        |word: &&String| !KINDS.contains(&word.as_str()) && !KINDS.map(cyrillic).contains(*word);
    let telling: Vec<&str> = all.iter().filter(says).map(String::as_str).collect();
    if telling.is_empty() { all.join(" ") } else { telling.join(" ") }
}

/// The beginnings of these words, for addresses that may be meant; numbers stay as they are. `None`
/// where no word is long enough to have another beginning than itself.
pub(super) fn stems(words: &str) -> Option<String> {
    let stem = |word: &str| {
        let letters = word.chars().count();
        let digits = word.chars().any(|c| c.is_ascii_digit());
        if digits || letters <= SHORTEST_STEM {
            return word.to_owned();
        }
        word.chars().take((letters * 3 / 5).max(SHORTEST_STEM)).collect()
    };
    let stems: Vec<String> = words.split_whitespace().map(stem).collect();
    let stems = stems.join(" ");
    (stems != words).then_some(stems)
}

/// A word in Latin letters as it is written in Cyrillic; any other as it is.
fn cyrillic(word: &str) -> String {
    const PAIRS: [(&str, &str); 8] = [
        ("zh", "ж"),
        ("sh", "ш"),
        ("ch", "ч"),
        ("kh", "х"),
        ("ya", "я"),
        ("yu", "ю"),
        ("yo", "ё"),
        ("ts", "ц"),
    ];
    const LATIN: &str = "abcdefghijklmnopqrstuvwxz";
    const LETTERS: &str = "абцдефгхижклмнопкрстуввхз";
    if !word.is_ascii() || !word.bytes().any(|b| b.is_ascii_alphabetic()) {
        return word.to_owned();
    }
    let mut text = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        if let Some((pair, letter)) = PAIRS.iter().find(|(pair, _)| rest.starts_with(pair)) {
            text.push_str(letter);
            rest = rest.get(pair.len()..).unwrap_or_default();
            continue;
        }
        let vowel = text.chars().next_back().is_some_and(|c| "аеёиоуыэюя".contains(c));
        let letter = match first {
            'y' if vowel => Some('й'),
            'y' => Some('ы'),
            other => LATIN.chars().position(|c| c == other).and_then(|at| LETTERS.chars().nth(at)),
        };
        text.push(letter.unwrap_or(first));
        rest = rest.get(1..).unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_becomes_what_the_register_has() {
        for (written, expected) in [
            ("г. Астана, улица Жулдызды, 128, flat 56", "астана жулдызды 128 56"),
            ("Жулдызды дом 128 квартира 56", "жулдызды 128 56"),
            ("Astana Zhuldyzdy 128", "астана жулдызды 128"),
            ("Abay 12A", "абай 12а"),
            ("Абай", "абай"),
            ("улица", "улица"),
            ("128-56", "128-56"),
        ] {
            assert_eq!(spoken(written), expected);
        }
    }

    #[test]
    fn slips_are_behind_the_beginning() {
        for (written, expected) in
            [("жулдызди 128", Some("жулд 128")), ("жулдзды", Some("жулд")), ("абай 12", None)]
        {
            assert_eq!(stems(written).as_deref(), expected);
        }
    }
}
