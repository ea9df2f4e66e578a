use super::*;

/// 15:30:45 in Almaty.
pub(super) fn half_past() -> Timestamp {
    "2026-01-15T10:30:45Z".parse().unwrap()
}

#[test]
fn what_owners_are_reminded_of() {
    let texts = Texts::built_in();
    let home = usual();
    for (language, expected) in [
        (
            Language::Kk,
            "Еске саламыз. Ахметов А. үйіңізге тұрақты тіркелмекші: Абай даңғылы, 12, пәтер 5. \
             Бірге 2 бала. Жауап мерзімі: 15:30. ИӘ не ЖОҚ және 40718263 жіберіңіз. Күтпеген \
             болсаңыз, жауап бермеңіз.",
        ),
        (
            Language::Ru,
            "Напоминание. Ахметов А. просит постоянную регистрацию у вас: проспект Абая, 12, кв. \
             5. С детьми: 2. Ответьте до 15:30: ДА или НЕТ и код 40718263. Не ждали этого? Не \
             отвечайте.",
        ),
        (
            Language::En,
            "Reminder. Ахметов А. asks to register with you permanently: проспект Абая, 12, flat \
             5. With 2 children. Answer before 15:30: YES or NO and code 40718263. Unexpected? Do \
             not answer.",
        ),
    ] {
        assert_eq!(reminder(&texts, &asked(language, Role::Owner, &home), half_past()), expected);
    }
}

#[test]
fn every_reminder_fits_three_parts_and_has_all_it_needs() {
    let texts = Texts::built_in();
    shapes(|question| {
        let text = reminder(&texts, &question, half_past());
        fits(&text);
        assert_eq!(text.matches(CODE).count(), 1, "{text}");
        assert!(longest_run(&text.replace(CODE, "")) < 4, "{text}");
        assert!(!text.contains("  "), "{text}");
        let (yes, no) = match question.language {
            Language::Kk => ("ИӘ", "ЖОҚ"),
            Language::Ru => ("ДА", "НЕТ"),
            Language::En => ("YES", "NO"),
        };
        assert!(text.contains(yes) && text.contains(no) && text.contains("15:30"), "{text}");
        let flat = question.address.flat.as_deref().map(break_digits).unwrap_or_default();
        assert!(text.contains(&flat), "{text}");
    });
}

#[test]
fn both_sides_read_what_ended_it() {
    let texts = Texts::built_in();
    let (home, number) = (usual(), number());
    let say = |message| notice(&texts, Language::En, message, &about(Some(&home)));
    assert_eq!(
        say(Message::Lapsed),
        format!(
            "Application {number} ended without registration: there was no answer in time. In the \
             portal the applicant can ask again in one step and get a certificate of the attempt."
        )
    );
    assert_eq!(
        say(Message::LapsedThere),
        format!(
            "The time to answer ran out: application {number} of Ахметов А. is closed, nobody was \
             registered: проспект Абая, 12, flat 5. Nothing is left to answer."
        )
    );
    for language in Language::ALL {
        let said = [
            Message::Refused,
            Message::Lapsed,
            Message::Unreached,
            Message::EndedThere,
            Message::LapsedThere,
            Message::UnreachedThere,
        ]
        .map(|message| notice(&texts, language, message, &about(Some(&home))));
        let different: std::collections::BTreeSet<&String> = said.iter().collect();
        assert_eq!(different.len(), said.len(), "{said:#?}");
    }
    assert!(say(Message::Reminder { before: half_past() }).contains("Answer before 15:30."));
}
