//! ИИН, БИН and КАТО: what is taken is twelve (nine) digits with the right check digit, and prints
//! as it came.
#![no_main]

use residence::names::{Bin, Iin, Kato, NameError};

fuzz::target!(text check);

fn check(text: &str) {
    number(text);
    let head = fuzz::digits(text, 11);
    let fitting =
        (0..10).map(|last| format!("{head}{last}")).filter(|number| number_is_right(number));
    assert!(fitting.count() <= 1, "one check digit at most");
    for last in 0..10 {
        number(&format!("{head}{last}"));
    }
    if let Ok(kato) = text.parse::<Kato>() {
        assert!(kato.as_str() == text && text.len() == 9 && text.starts_with(kato.region()));
    }
}

fn number(text: &str) {
    let twelve = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    let expected = match (twelve, number_is_right(text)) {
        (false, _) => Err(NameError::Form),
        (true, false) => Err(NameError::CheckDigit),
        (true, true) => Ok(text.to_owned()),
    };
    let (iin, bin) = (text.parse::<Iin>(), text.parse::<Bin>());
    assert_eq!(iin.map(|iin| iin.to_string()), expected);
    assert_eq!(bin.map(|bin| bin.to_string()), expected);
    let Ok(iin) = iin else { return };
    let json = serde_json::to_string(&iin).unwrap();
    assert_eq!(serde_json::from_str::<Iin>(&json).unwrap(), iin);
    assert!(
        !format!("{iin:?}").contains(|c: char| c.is_ascii_digit()),
        "a log would name a person"
    );
}

/// The check digit by the published description: weights 1 to 11, then 3 to 11, 1, 2.
fn number_is_right(text: &str) -> bool {
    const WEIGHTS: [[u32; 11]; 2] =
        [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]];
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if text.len() != 12 || digits.len() != 12 {
        return false;
    }
    let sums =
        WEIGHTS.map(|weights| weights.iter().zip(&digits).map(|(w, d)| w * d).sum::<u32>() % 11);
    let check = if sums[0] == 10 { sums[1] } else { sums[0] };
    check < 10 && check == digits[11]
}
