//! What a text holds that a person would act on: a code to copy, a question to answer.

use residence::consent::{Reply, read_reply};

use super::{Message, code_in};

/// The words to agree and to refuse with, in each language of the question.
const WORDS: [(&str, &str); 3] = [("ИӘ", "ЖОҚ"), ("ДА", "НЕТ"), ("YES", "NO")];

/// The two answers to a question, ready to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) agree: String,
    pub(super) refuse: String,
}

/// The answers to the newest question that the holder has answered neither way.
pub(super) fn open_question(messages: &[Message]) -> Option<Answers> {
    let said: Vec<String> = messages
        .iter()
        .filter(|message| !message.is_received())
        .filter_map(|message| match read_reply(&message.text) {
            Reply::Says { code, .. } => Some(code),
            Reply::Unclear { .. } => None,
        })
        .collect();
    messages.iter().rev().filter(|message| message.is_received()).find_map(|message| {
        let code = code_in(&message.text, 8)?;
        let answered = said.iter().any(|said| said == code);
        (!answered).then(|| {
            let (agree, refuse) = words(&message.text);
            Answers { agree: format!("{agree} {code}"), refuse: format!("{refuse} {code}") }
        })
    })
}

/// The words that a question names.
fn words(question: &str) -> (&'static str, &'static str) {
    let names = |word: &str| question.split(|c: char| !c.is_alphabetic()).any(|said| said == word);
    let [kazakh, ..] = WORDS;
    let both = |(agree, refuse): &(&str, &str)| names(agree) && names(refuse);
    WORDS.into_iter().find(both).unwrap_or(kazakh)
}

/// A piece of a text; a code is a piece of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) is_code: bool,
}

/// A text cut around its runs of digits, of which those of six or eight are codes.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.starts_with(|c: char| c.is_ascii_digit());
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        pieces.push(Piece { text: run, is_code: digits && matches!(run.len(), 6 | 8) });
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn message(from: &str, text: &str) -> Message {
        Message { at: Timestamp::UNIX_EPOCH, from: from.into(), text: text.into() }
    }

    #[track_caller]
    fn check(messages: &[(&str, &str)], expected: Option<(&str, &str)>) {
        let messages: Vec<_> = messages.iter().map(|(from, text)| message(from, text)).collect();
        let found = open_question(&messages);
        let found = found.as_ref().map(|answers| (&*answers.agree, &*answers.refuse));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_newest_question_without_an_answer_is_open() {
        let kazakh = ("1414", "60 минут ішінде жауап беріңіз: ИӘ не ЖОҚ және 91983551.");
        let russian = ("1414", "Ответьте: ДА или НЕТ и код 12345678. Не ждали этого?");
        let english = ("1414", "Answer: YES or NO and code 87654321.");
        check(&[], None);
        check(&[("1414", "Код для входа: 123456")], None);
        check(&[kazakh], Some(("ИӘ 91983551", "ЖОҚ 91983551")));
        check(&[kazakh, russian], Some(("ДА 12345678", "НЕТ 12345678")));
        check(&[russian, english], Some(("YES 87654321", "NO 87654321")));
        let answered = ("+77010000001", "да 1234 5678");
        check(&[kazakh, russian, answered], Some(("ИӘ 91983551", "ЖОҚ 91983551")));
        check(&[russian, ("+77010000001", "12345678")], Some(("ДА 12345678", "НЕТ 12345678")));
        check(&[russian, answered], None);
        check(&[("1414", "no words: 12345678")], Some(("ИӘ 12345678", "ЖОҚ 12345678")));
    }

    #[test]
    fn codes_are_cut_out_and_nothing_is_lost() {
        for (text, codes) in [
            ("", &[][..]),
            ("no code", &[]),
            ("123456", &["123456"]),
            ("Код: 123456. И 12345678!", &["123456", "12345678"]),
            ("1234567 is none, 91983551 is", &["91983551"]),
            ("12345678901 hides nothing from 123456", &["123456"]),
        ] {
            let pieces = pieces(text);
            let whole: String = pieces.iter().map(|piece| piece.text).collect();
            assert_eq!(whole, text);
            let found: Vec<_> = pieces.iter().filter(|p| p.is_code).map(|p| p.text).collect();
            assert_eq!(found, codes, "{text}");
        }
    }
}
