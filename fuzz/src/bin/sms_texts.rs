//! Names, streets and numbers of houses as they go out by SMS: they fit three parts, hold one code
//! and nothing that looks like one, and stay on their line.
#![no_main]

use std::sync::LazyLock;

use jiff::SignedDuration;
use residence::consent::Role;
use residence::facts::{Address, AddressKind, Language};
use residence::names::CaseId;
use residence::notice::Message;
use residence::registration::Kind;
use service::messages::{
    About, MOST_UNITS, Question, break_digits, consent, gathered, notice, units,
};
use service::text::Texts;

fuzz::target!(text check);

static TEXTS: LazyLock<Texts> = LazyLock::new(Texts::built_in);
const CODE: &str = "40718263";

fn check(text: &str) {
    let broken = break_digits(text);
    assert!(fuzz::longest_run(&broken) < 4);
    let visible = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
    assert_eq!(visible(&broken), visible(text), "only spaces come in");

    let mut pieces = text.split('\t');
    let mut piece = || pieces.next().unwrap_or_default();
    let name = piece();
    let address = Address {
        rka: "1202500000204082".parse().unwrap(),
        building: None,
        kato: "750000000".parse().unwrap(),
        kind: AddressKind::Flat,
        living: true,
        actual: true,
        street_kk: piece().to_owned(),
        street_ru: piece().to_owned(),
        house: piece().to_owned(),
        flat: Some(piece().to_owned()).filter(|flat| !flat.is_empty()),
        place_kk: "Алматы".to_owned(),
        place_ru: "Алматы".to_owned(),
    };
    let count = text.len() % 5;
    let languages = [Language::Kk, Language::Ru, Language::En];
    let language = languages[text.len() % languages.len()];
    questions(name, &address, language, count);
    notices(name, &address, language, text.len());
}

fn questions(name: &str, address: &Address, language: Language, count: usize) {
    for role in [Role::Owner, Role::CoOwner, Role::ListedPerson, Role::OtherParent] {
        let question = Question {
            language,
            role,
            kind: if count % 2 == 0 { Kind::Permanent } else { Kind::Temporary },
            applicant: name,
            applicant_too: count < 3,
            others: count,
            children: 4 - count,
            address,
            window: SignedDuration::from_mins(60),
            code: CODE,
        };
        let text = consent(&TEXTS, &question);
        fits(&text);
        assert_eq!(text.matches(CODE).count(), 1, "{text}");
        assert!(fuzz::longest_run(&text.replace(CODE, "")) < 4, "{text}");
    }
}

fn notices(name: &str, address: &Address, language: Language, bits: usize) {
    let number = Some(CaseId::from_random(u128::try_from(bits).unwrap()).number());
    let about = About { number, applicant: name, address: Some(address) };
    let messages = [
        Message::Filed,
        Message::Registered,
        Message::Refused,
        Message::EndedThere,
        Message::TermEnds { on: jiff::civil::date(2025, 11, 24) },
    ];
    let texts = messages.map(|message| notice(&TEXTS, language, message, &about)).to_vec();
    for text in &texts {
        fits(text);
        assert!(fuzz::longest_run(text) < 4, "{text}");
    }
    let together = gathered(texts.clone());
    assert_eq!(together.join("\n"), texts.join("\n"), "none is left out");
    for text in together {
        assert!(units(&text) <= MOST_UNITS && smpp::segments(&text).parts.len() <= smpp::MAX_PARTS);
    }
}

fn fits(text: &str) {
    assert!(!text.contains(char::is_control), "{text:?}");
    assert!(
        units(text) <= MOST_UNITS && smpp::segments(text).parts.len() <= smpp::MAX_PARTS,
        "{text}"
    );
}
