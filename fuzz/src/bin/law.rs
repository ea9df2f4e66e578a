//! Law files laid over the built-in one: refused in one line of text that names a line of the file,
//! or every version of them is whole and survives being kept with an application.
#![no_main]

use residence::law::{Law, Laws};

fuzz::target!(text check);

fn check(text: &str) {
    let read = Laws::with_overlay(text);
    assert_eq!(read, Laws::with_overlay(text), "a file is read to the same each time");
    match &read {
        Ok(laws) => whole(laws),
        Err(error) => {
            let line = text.split('\n').nth(error.line.checked_sub(1).unwrap());
            let Some(line) = line else { panic!("there is no line {}", error.line) };
            assert!(!error.what.is_empty() && !error.what.contains(char::is_control));
            assert!(error.what.chars().count() < 1000, "it is said in a sentence");
            if error.what.starts_with("the ages must rise") && !text.contains('\\') {
                assert!(line.contains("_age"), "line {} names no age: {line}", error.line);
            }
        }
    }
    // A line before it moves what is wrong by a line and changes nothing else.
    if !text.starts_with('\u{feff}') {
        match (read, Laws::with_overlay(&format!("# one more line\n{text}"))) {
            (Ok(laws), Ok(again)) => assert_eq!(laws, again),
            (Err(error), Err(again)) => {
                assert_eq!((error.line + 1, error.what), (again.line, again.what));
            }
            (one, other) => panic!("a comment changes a file: {one:?} and {other:?}"),
        }
    }
}

fn whole(laws: &Laws) {
    let dates = laws.dates();
    assert!(!dates.is_empty() && dates.is_sorted());
    for date in dates {
        let law = laws.on(date);
        let kept = serde_json::to_string(&law).unwrap();
        assert_eq!(serde_json::from_str::<Law>(&kept).unwrap(), law, "as an application keeps it");
        let (min, files, adult) = (law.subject_min_age, law.files_self_age, law.adult_age);
        assert!(0 < min && min <= files && files <= adult && adult <= 100);
        assert!(
            0 < law.temporary_months.min && law.temporary_months.min <= law.temporary_months.max
        );
        let windows = [
            law.consent_window,
            law.delivery_window,
            law.no_phone_window,
            law.phone_settle,
            law.registration_duty,
            law.objection_window,
        ];
        assert!(
            windows
                .iter()
                .chain(&law.consent_reminders)
                .chain(&law.temporary_notices)
                .all(|window| window.is_positive())
        );
        assert!(law.norms.is_sorted_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len())));
        for (prefix, norm) in &law.norms {
            let kato = format!("{prefix:0<9}").parse().unwrap();
            assert!(norm.from <= date && law.norm_at(kato).is_some());
        }
    }
}
