//! Mobile numbers as people write them: what is taken is `+77` and the digits of the text in their
//! order, and is taken in every other way of writing it.
#![no_main]

use residence::names::Phone;

fuzz::target!(text check);

fn check(text: &str) {
    if let Ok(phone) = Phone::read(text) {
        let typed: String = text.chars().filter(char::is_ascii_digit).collect();
        let number = phone.as_str().strip_prefix("+7").unwrap();
        assert!(typed.len() == 11 && typed.ends_with(number), "the digits are those of the text");
        assert!(text.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c)));
        every_way(phone);
    }
    if let Ok(phone) = text.parse::<Phone>() {
        assert!(phone.as_str() == text && Phone::read(text) == Ok(phone));
    }
    let phone = Phone::read(&format!("+77{}", fuzz::digits(text, 9)));
    every_way(phone.unwrap());
}

fn every_way(phone: Phone) {
    let number = phone.as_str();
    assert!(number.len() == 12 && number.starts_with("+77") && number.parse() == Ok(phone));
    let (area, rest) = number.split_at(2).1.split_at(3);
    for way in [
        number.to_owned(),
        format!("7{area}{rest}"),
        format!("8{area}{rest}"),
        format!("8 ({area}) {}-{}", &rest[..3], &rest[3..]),
        format!(" +7 - {area} {rest} "),
    ] {
        assert_eq!(Phone::read(&way), Ok(phone));
    }
    for other in [format!("{number}0"), number[..11].to_owned(), format!("+{number}")] {
        assert!(Phone::read(&other).is_err(), "not eleven digits, or two plus signs");
    }
    let json = serde_json::to_string(&phone).unwrap();
    assert_eq!(serde_json::from_str::<Phone>(&json).unwrap(), phone);
    assert!(
        !format!("{phone:?}").contains(|c: char| c.is_ascii_digit()),
        "a log would name a person"
    );
}
