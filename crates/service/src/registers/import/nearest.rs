//! The word somebody probably meant.

/// The nearest of some words, when one is near enough to be a slip of the hand.
pub(super) fn nearest(
    found: &str,
    words: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let found: Vec<char> = found.to_lowercase().chars().take(40).collect();
    let near = words.map(|word| (distance(&found, word), word)).min()?;
    // A third of the word may be wrong: `privat`, `femal`, `patronimyc`.
    (near.0 <= near.1.chars().count().div_ceil(3)).then_some(near.1)
}

/// How many letters must be put in, taken out or exchanged (Levenshtein).
fn distance(from: &[char], to: &str) -> usize {
    let mut row: Vec<usize> = (0..=from.len()).collect();
    for (above, letter) in to.chars().enumerate() {
        let mut left = above + 1;
        let mut next = vec![left];
        for (pair, have) in row.windows(2).zip(from) {
            let [diagonal, up] = *pair else { continue };
            left = (diagonal + usize::from(*have != letter)).min(up + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        for (found, expected) in [
            ("femal", Some("female")),
            ("FEMALE", Some("female")),
            ("mael", Some("male")),
            ("", None),
            ("other", None),
            ("женский", None),
        ] {
            assert_eq!(nearest(found, ["male", "female"].into_iter()), expected, "{found}");
        }
    }
}
