//! Replies to an SMS: nobody agrees without a word that agrees, nor with any other word beside it.
#![no_main]

use residence::consent::{Reply, Saying, read_reply};

fuzz::target!(text check);

const AGREEING: [&str; 3] = ["ИӘ", "ДА", "YES"];
const REFUSING: [&str; 4] = ["ЖОҚ", "ЖОК", "НЕТ", "NO"];

fn check(text: &str) {
    let typed: String = text.chars().filter(char::is_ascii_digit).collect();
    let reply = read_reply(text);
    match &reply {
        Reply::Says { saying, code } => {
            assert!(code.len() == 8 && *code == typed, "the code is the digits of the reply");
            let meant = if *saying == Saying::Agree { &AGREEING[..] } else { &REFUSING[..] };
            let words = words(text);
            assert!(!words.is_empty(), "a word says it");
            assert!(words.iter().all(|word| meant.contains(&word.as_str())), "and no other word");
            with_more(text, &reply);
        }
        Reply::Unclear { has_code } => assert!(!has_code || typed.len() >= 8),
    }
    for word in AGREEING {
        let Reply::Says { saying: Saying::Agree, .. } = read_reply(&format!("{word} {text}"))
        else {
            continue;
        };
        let others = words(text);
        assert!(others.iter().all(|word| AGREEING.contains(&word.as_str())), "{others:?}");
    }
}

/// Any more of letters or digits takes away what was said.
fn with_more(text: &str, reply: &Reply) {
    for more in ["не", "X", "қ"] {
        for text in [format!("{more} {text}"), format!("{text} {more}")] {
            assert!(matches!(read_reply(&text), Reply::Unclear { .. }), "{more}");
        }
    }
    for text in [format!("1{text}"), format!("{text}1")] {
        assert_eq!(read_reply(&text), Reply::Unclear { has_code: false });
    }
    let spaced: String =
        text.chars().flat_map(|c| if c.is_ascii_digit() { [' ', c] } else { ['.', c] }).collect();
    if let Reply::Says { code, .. } = read_reply(&spaced) {
        let Reply::Says { code: before, .. } = reply else { return };
        assert_eq!(&code, before);
    }
    // A longer one says nothing at all.
    if text.chars().count() < 490 {
        assert_eq!(read_reply(&format!("  {text}!\n")), *reply, "spaces and marks say nothing");
    }
}

/// The words of all of the text, in capitals, Latin letters that look Cyrillic as Cyrillic ones
/// unless the word is a Latin one that says something.
fn words(text: &str) -> Vec<String> {
    let capitals = text.to_uppercase();
    let words = capitals.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words
        .map(|word| match word {
            "YES" | "NO" => word.to_owned(),
            _ => word.chars().map(|c| cyrillic(c)).collect(),
        })
        .collect()
}

fn cyrillic(letter: char) -> char {
    let alike = "AАEЕHНKКOОTТƏӘ".chars().collect::<Vec<_>>();
    alike.chunks(2).find(|pair| pair[0] == letter).map_or(letter, |pair| pair[1])
}
