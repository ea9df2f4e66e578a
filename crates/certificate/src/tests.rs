//! What is on a page, how it is cut into lines, and where the signature stands.

use super::*;

fn words(kk: &str, ru: &str) -> Words {
    Words { kk: kk.into(), ru: ru.into() }
}

fn paper() -> Paper {
    let row = |label: Words, value: Words| Row { label, value };
    Paper {
        issuer: words("Тіркеу қызметі", "Служба регистрации"),
        title: words("Мекенжай анықтамасы", "Адресная справка"),
        rows: vec![
            row(words("Кім", "Кто"), Words::same("Ақеңгеұлы Әділ")),
            row(words("Қайда", "Где"), words("Абай көшесі, 1", "улица Абая, 1")),
        ],
        notes: vec![words("Бүгін.", "Сегодня.")],
        check: words("Тексеру", "Проверка"),
        code: "BCDF-GHJK-LMNP-QRST-VWXZ".into(),
        link: "https://portal.example/verify/BCDF-GHJK-LMNP-QRST-VWXZ".into(),
        how: words("Кодты теріңіз.", "Введите код."),
        signer: "Портал".into(),
        at: "2026-12-01T05:00:00Z".parse().unwrap(),
    }
}

#[test]
fn the_same_paper_is_the_same_file() {
    let [one, two] = [(); 2].map(|()| write(&paper()).unwrap().sign(&[1, 2, 0xAB]).unwrap());
    assert_eq!(one, two);
    let mut other = paper();
    other.rows[0].value = Words::same("Ақеңгеұлы Әлі");
    assert_ne!(write(&other).unwrap().sign(&[1, 2, 0xAB]).unwrap(), one);
}

#[test]
fn all_but_the_signature_is_signed() {
    let unsigned = write(&paper()).unwrap();
    let content = unsigned.content();
    let file = unsigned.sign(&[0x30, 0x0F]).unwrap();
    let text = String::from_utf8_lossy(&file);
    let (_, ranges) = text.split_once("/ByteRange [").unwrap();
    let numbers: Vec<usize> = ranges
        .split(']')
        .next()
        .unwrap()
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let [0, first, second, rest] = numbers[..] else { panic!("{numbers:?}") };
    assert_eq!(second + rest, file.len());
    assert_eq!([&file[..first], &file[second..]].concat(), content);
    let between = &file[first..second];
    assert!(between.starts_with(b"<300F00") && between.ends_with(b"00>"));
    assert_eq!(between.len(), 2 * ROOM + 2);
}

#[test]
fn a_signature_that_is_too_large_is_refused() {
    assert!(write(&paper()).unwrap().sign(&vec![0; ROOM]).is_ok());
    assert_eq!(write(&paper()).unwrap().sign(&vec![0; ROOM + 1]), Err(NotWritten::Signature));
}

#[test]
fn much_is_written_smaller_and_too_much_not_at_all() {
    let mut long = paper();
    let row = Row {
        label: words("Қайда", "Где"),
        value: words(&"Ұзын ".repeat(40), &"Долго ".repeat(40)),
    };
    long.rows = vec![row.clone(); 5];
    assert!(write(&long).is_ok());
    long.rows = vec![row; 50];
    assert_eq!(write(&long).unwrap_err(), NotWritten::TooMuch);
    let mut far = paper();
    far.link = "x".repeat(1000);
    assert_eq!(write(&far).unwrap_err(), NotWritten::Address);
}

#[test]
fn lines_are_no_wider_than_asked() {
    let letters = letters::Letters::built_in().unwrap();
    let text = format!("Қысқа сөздер мен {} осында", "өтеұзынсөз".repeat(20));
    for cut in [&letters.regular, &letters.bold] {
        let lines = cut.lines(&text, 11.0, 120.0);
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| cut.width(line, 11.0) <= 120.0), "{lines:?}");
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(&text));
    }
}

/// A letter that is not there has number 0, which PDF/A forbids on a page.
#[test]
fn every_letter_of_the_three_languages_is_there() {
    let letters = letters::Letters::built_in().unwrap();
    let all = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя\
               ABCXYZabcxyz0123456789 №«»–—.,:;()/-+’";
    for cut in [&letters.regular, &letters.bold] {
        for letter in all.chars() {
            assert_ne!(cut.codes(&letter.to_string()), [0, 0], "{letter}");
        }
    }
    assert_eq!(letters.lacks(all), None);
    let mut foreign = paper();
    foreign.rows[0].value = Words::same("Әділ 漢");
    assert_eq!(write(&foreign).unwrap_err(), NotWritten::Letter('漢'));
}

#[test]
fn a_letter_in_two_pieces_is_put_together() {
    let [mut whole, mut pieces] = [paper(), paper()];
    whole.rows[0].value = Words::same("Йолдас Ёлкин");
    pieces.rows[0].value = Words::same("И\u{306}олдас Е\u{308}лкин");
    let file = |paper: &Paper| write(paper).unwrap().sign(&[1]).unwrap();
    assert_eq!(file(&whole), file(&pieces));
}
