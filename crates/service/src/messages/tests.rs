mod reminders;

use residence::facts::AddressKind;
use residence::names::{AddressCode, CaseId};

use super::*;

const ROLES: [Role; 4] = [Role::Owner, Role::CoOwner, Role::ListedPerson, Role::OtherParent];
const CODE: &str = "40718263";

fn address(street_kk: &str, street_ru: &str, house: &str, flat: Option<&str>) -> Address {
    Address {
        rka: AddressCode::compose(1, 2025, 204).unwrap(),
        building: None,
        kato: "750000000".parse().unwrap(),
        kind: AddressKind::Flat,
        living: true,
        actual: true,
        place_kk: "Алматы".into(),
        place_ru: "Алматы".into(),
        street_kk: street_kk.into(),
        street_ru: street_ru.into(),
        house: house.into(),
        flat: flat.map(str::to_owned),
    }
}

fn usual() -> Address {
    address("Абай даңғылы", "проспект Абая", "12", Some("5"))
}

fn longest() -> Address {
    address(
        "Бауыржан Момышұлы атындағы даңғыл, 1945 жылғы Жеңістің құрметіне қойылған орам",
        "проспект имени Бауыржана Момышулы, квартал в честь Победы 1945 года",
        "1204/12А",
        Some("1117"),
    )
}

fn asked(language: Language, role: Role, address: &Address) -> Question<'_> {
    Question {
        language,
        role,
        kind: Kind::Permanent,
        applicant: "Ахметов А.",
        applicant_too: true,
        others: 0,
        children: 2,
        address,
        window: SignedDuration::from_mins(60),
        code: CODE,
    }
}

fn number() -> CaseNumber {
    CaseId::from_random(7).number()
}

fn about(address: Option<&Address>) -> About<'_> {
    About { number: Some(number()), applicant: "Ахметов А.", address }
}

fn messages() -> [Message; 17] {
    [
        Message::Filed,
        Message::Attempt,
        Message::Reminder { before: reminders::half_past() },
        Message::Registered,
        Message::RegisteredThere,
        Message::Refused,
        Message::EndedThere,
        Message::Lapsed,
        Message::LapsedThere,
        Message::Unreached,
        Message::UnreachedThere,
        Message::Referred,
        Message::Withdrawn,
        Message::Left,
        Message::TermEnds { on: jiff::civil::date(2025, 11, 24) },
        Message::TermEnded,
        Message::Born,
    ]
}

/// The longest run of numeric characters.
fn longest_run(text: &str) -> usize {
    text.split(|c: char| !c.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0)
}

fn fits(text: &str) {
    assert!(units(text) <= MOST_UNITS, "{} units: {text}", units(text));
    assert!(smpp::segments(text).parts.len() <= 3, "{text}");
}

#[test]
fn what_owners_read() {
    let texts = Texts::built_in();
    let home = usual();
    for (language, expected) in [
        (
            Language::Kk,
            "Ахметов А. үйіңізге тұрақты тіркелмекші: Абай даңғылы, 12, пәтер 5. Бірге 2 бала. 60 \
             минут ішінде жауап беріңіз: ИӘ не ЖОҚ және 40718263. Күтпеген болсаңыз, жауап \
             бермеңіз.",
        ),
        (
            Language::Ru,
            "Ахметов А. просит постоянную регистрацию у вас: проспект Абая, 12, кв. 5. С \
             детьми: 2. Ответьте за 60 минут: ДА или НЕТ и код 40718263. Не ждали этого? Не \
             отвечайте.",
        ),
        (
            Language::En,
            "Ахметов А. asks to register with you permanently: проспект Абая, 12, flat 5. With 2 \
             children. Answer within 60 minutes: YES or NO and code 40718263. Unexpected? Do not \
             answer.",
        ),
    ] {
        assert_eq!(consent(&texts, &asked(language, Role::Owner, &home)), expected);
    }
}

#[test]
fn each_role_is_asked_its_own_question() {
    let texts = Texts::built_in();
    let home = usual();
    for language in Language::ALL {
        let questions: std::collections::BTreeSet<String> =
            ROLES.iter().map(|role| consent(&texts, &asked(language, *role, &home))).collect();
        assert_eq!(questions.len(), ROLES.len(), "{questions:#?}");
    }
}

/// Every shape a question takes.
fn shapes(mut check: impl FnMut(Question<'_>)) {
    let addresses = [usual(), longest(), address("", "", "1", None)];
    let names = ["Ахметов А.", "Нұрмағамбетова-Сейітжанқызы Ә.", "", &"Ұзақ ".repeat(40)];
    for (language, role) in Language::ALL.into_iter().flat_map(|l| ROLES.map(|r| (l, r))) {
        for (kind, applicant_too) in [(Kind::Permanent, true), (Kind::Temporary, false)] {
            for (others, children) in [(0, 0), (0, 1), (1, 0), (19, 20)] {
                for (address, name) in addresses.iter().flat_map(|a| names.map(|n| (a, n))) {
                    check(Question {
                        kind,
                        applicant_too,
                        others: if applicant_too { others } else { others.max(1) },
                        children,
                        applicant: name,
                        ..asked(language, role, address)
                    });
                }
            }
        }
    }
}

#[test]
fn every_question_fits_three_parts_and_has_all_it_needs() {
    let texts = Texts::built_in();
    shapes(|question| {
        let text = consent(&texts, &question);
        fits(&text);
        assert_eq!(text.matches(CODE).count(), 1, "{text}");
        assert!(longest_run(&text.replace(CODE, "")) < 4, "{text}");
        assert!(!text.contains("  "), "{text}");
        let (yes, no) = match question.language {
            Language::Kk => ("ИӘ", "ЖОҚ"),
            Language::Ru => ("ДА", "НЕТ"),
            Language::En => ("YES", "NO"),
        };
        assert!(text.contains(yes) && text.contains(no) && text.contains("60 "), "{text}");
        let flat = question.address.flat.as_deref().map(break_digits).unwrap_or_default();
        let numbers = format!("{}, ", break_digits(&question.address.house));
        assert!(text.contains(numbers.trim_end_matches(", ")), "{text}");
        assert!(text.contains(&flat), "{text}");
    });
}

#[test]
fn usual_names_and_streets_are_not_cut() {
    let texts = Texts::built_in();
    let home = address("Қабанбай батыр көшесі", "улица Кабанбай батыра", "124/1", Some("117"));
    for (language, role) in Language::ALL.into_iter().flat_map(|l| ROLES.map(|r| (l, r))) {
        let text = consent(
            &texts,
            &Question {
                applicant: "Нұрмағамбетова Ә.", ..asked(language, role, &home)
            },
        );
        assert!(!text.contains('…'), "{} units: {text}", units(&text));
    }
}

#[test]
fn what_comes_back_is_read() {
    use residence::consent::{Reply, Saying, read_reply};
    let texts = Texts::built_in();
    let home = usual();
    for (language, yes, no) in
        [(Language::Kk, "ИӘ", "ЖОҚ"), (Language::Ru, "ДА", "НЕТ"), (Language::En, "YES", "NO")]
    {
        let text = consent(&texts, &asked(language, Role::Owner, &home));
        for (word, saying) in [(yes, Saying::Agree), (no, Saying::Refuse)] {
            assert!(text.contains(word), "{text}");
            let expected = Reply::Says { saying, code: CODE.into() };
            assert_eq!(read_reply(&format!("{word} {CODE}")), expected);
        }
    }
}

#[test]
fn nobody_is_promised_more_time_than_there_is() {
    let texts = Texts::built_in();
    for (seconds, expected) in [
        (1, "within 1 second"),
        (45, "within 45 seconds"),
        (60, "within 1 minute"),
        (90, "within 90 seconds"),
        (3600, "within 60 minutes"),
        (3601, "within 60 minutes"),
        (5400, "within 90 minutes"),
        (7200, "within 2 hours"),
        (86_400, "within 24 hours"),
        (100_000, "within 27 hours"),
        (-5, "within 0 seconds"),
        (i64::MAX, "within 999 hours"),
    ] {
        let window = SignedDuration::from_secs(seconds);
        assert_eq!(within(&texts, Language::En, window), expected);
    }
}

#[test]
fn codes_stand_last_and_alone() {
    let texts = Texts::built_in();
    let number = CaseId::from_random(7).number();
    for language in Language::ALL {
        for text in [
            sign_in_code(&texts, language, "012345"),
            sign_code(&texts, language, number, "012345"),
        ] {
            assert!(text.ends_with(": 012345"), "{text}");
            assert_eq!(longest_run(text.trim_end_matches("012345")), 0, "{text}");
            assert_eq!(smpp::segments(&text).parts.len(), 1, "{text}");
        }
    }
}

#[test]
fn notices_fit_and_hold_no_code() {
    let texts = Texts::built_in();
    let (usual, longest) = (usual(), longest());
    for language in Language::ALL {
        for message in messages() {
            for address in [None, Some(&usual), Some(&longest)] {
                let text = notice(&texts, language, message, &about(address));
                fits(&text);
                assert!(longest_run(&text) < 4, "{text}");
                assert!(!text.contains('{'), "{text}");
            }
        }
        for text in
            [hint(&texts, language), hint_closed(&texts, language), hint_locked(&texts, language)]
        {
            fits(&text);
            assert!(longest_run(&text) < 4, "{text}");
        }
    }
}

#[test]
fn owners_of_an_old_address_learn_neither_who_nor_where() {
    let texts = Texts::built_in();
    let home = usual();
    for language in Language::ALL {
        let text = notice(&texts, language, Message::Left, &about(Some(&home)));
        for told in ["Ахметов", "Аба", "12", number().as_str()] {
            assert!(!text.contains(told), "{text}");
        }
    }
}

#[test]
fn what_people_are_told() {
    let texts = Texts::built_in();
    let home = usual();
    let say = |language, message| notice(&texts, language, message, &about(Some(&home)));
    let number = number();
    let ends = Message::TermEnds { on: jiff::civil::date(2025, 11, 24) };
    assert_eq!(
        say(Language::Kk, ends),
        "Уақытша тіркеуіңіз 24.11.25 күні аяқталады: Абай даңғылы, 12, пәтер 5."
    );
    assert_eq!(
        say(Language::En, Message::EndedThere),
        format!(
            "Application {number} of Ахметов А. ended without registration: проспект Абая, 12, \
             flat 5. You need do nothing."
        )
    );
    assert_eq!(
        notice(&texts, Language::En, Message::EndedThere, &about(None)),
        format!(
            "Application {number} of Ахметов А. ended without registration. You need do nothing."
        )
    );
}

#[test]
fn several_notices_go_in_few_messages_and_none_is_left_out() {
    for (lengths, messages) in [
        (vec![], vec![]),
        (vec![200], vec![200]),
        (vec![50, 50], vec![101]),
        (vec![100, 100], vec![201]),
        (vec![100, 101], vec![100, 101]),
        (vec![60; 7], vec![182, 182, 60]),
        (vec![199, 10, 10], vec![199, 21]),
    ] {
        let several: Vec<String> = lengths.iter().map(|n| "ж".repeat(*n)).collect();
        let gathered = gathered(several.clone());
        gathered.iter().for_each(|text| fits(text));
        assert_eq!(gathered.iter().map(|text| units(text)).collect::<Vec<_>>(), messages);
        assert_eq!(gathered.join("\n"), several.join("\n"));
    }
}

#[test]
fn digits_are_broken() {
    for (text, expected) in [
        ("1204", "12 04"),
        ("12", "12"),
        ("123", "123"),
        ("12345", "123 45"),
        ("1234567", "123 456 7"),
        ("1945 жылғы", "19 45 жылғы"),
        ("дом 1204/1/2024", "дом 12 04/1/20 24"),
        ("１２０４", "１２ ０４"),
        ("٤٣٢١", "٤٣ ٢١"),
        ("", ""),
    ] {
        assert_eq!(break_digits(text), expected);
    }
}

/// A small generator of odd names and numbers: the same on every run.
struct Odd(u64);

impl Odd {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(most).unwrap()).unwrap()
    }

    fn text(&mut self, longest: usize) -> String {
        const SIGNS: &[char] = &[
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '9', '8', '7', ' ', '-', '/', 'Ә',
            'қ', 'я', 'A', 'z', '.', ',', '\n', '\t', '…', '５', '٣', '½', '𝟜', '😀', '{', '"',
        ];
        let length = self.below(longest);
        (0..length).map(|_| SIGNS[self.below(SIGNS.len())]).collect()
    }
}

#[test]
fn no_name_or_address_makes_a_second_code() {
    let texts = Texts::built_in();
    let mut odd = Odd(1);
    for _ in 0..2000 {
        let flat = odd.text(20);
        let flat = Some(flat.as_str()).filter(|flat| flat.len().is_multiple_of(2));
        let home = address(&odd.text(120), &odd.text(120), &odd.text(30), flat);
        let name = odd.text(80);
        let language = Language::ALL[odd.below(3)];
        let role = ROLES[odd.below(4)];
        let code = format!("{:08}", odd.below(100_000_000));
        let question = Question {
            applicant: &name,
            applicant_too: odd.below(2) == 0,
            others: odd.below(20),
            children: odd.below(20),
            code: &code,
            ..asked(language, role, &home)
        };
        let text = consent(&texts, &question);
        fits(&text);
        let runs: Vec<&str> =
            text.split(|c: char| !c.is_numeric()).filter(|run| run.chars().count() > 3).collect();
        assert_eq!(runs, [code.as_str()], "{text}");
        let about = About { applicant: &name, ..about(Some(&home)) };
        let text = notice(&texts, language, messages()[odd.below(12)], &about);
        fits(&text);
        assert!(longest_run(&text) < 4, "{text}");
    }
}
