use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast;
use residence::ground::Outcome;

use super::*;

/// What a text of the files asks for: its placeables, and the plural categories it chooses by.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wants {
    placeables: BTreeSet<String>,
    plurals: Vec<BTreeSet<String>>,
    others: Vec<BTreeSet<String>>,
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

fn look_at(pattern: &ast::Pattern<&str>, wants: &mut Wants) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            match expression {
                ast::Expression::Inline(inline) => look_inside(inline, wants),
                ast::Expression::Select { selector, variants } => {
                    look_inside(selector, wants);
                    let key = |variant: &ast::Variant<&str>| match variant.key {
                        ast::VariantKey::Identifier { name } => name.to_owned(),
                        ast::VariantKey::NumberLiteral { value } => value.to_owned(),
                    };
                    let keys: BTreeSet<String> = variants.iter().map(key).collect();
                    let plural = keys.iter().any(|key| key == "one" || key == "many");
                    if plural { &mut wants.plurals } else { &mut wants.others }.push(keys);
                    variants.iter().for_each(|variant| look_at(&variant.value, wants));
                }
            }
        }
    }
}

fn look_inside(inline: &ast::InlineExpression<&str>, wants: &mut Wants) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            wants.placeables.insert(id.name.to_owned());
        }
        ast::InlineExpression::MessageReference { id, .. } => {
            wants.others.push(BTreeSet::from([format!("-> {}", id.name)]));
        }
        ast::InlineExpression::StringLiteral { .. }
        | ast::InlineExpression::NumberLiteral { .. }
        | ast::InlineExpression::FunctionReference { .. }
        | ast::InlineExpression::TermReference { .. }
        | ast::InlineExpression::Placeable { .. } => {}
    }
}

fn read(language: Language) -> BTreeMap<String, Wants> {
    let mut found = BTreeMap::new();
    for source in sources(language) {
        let read = fluent_syntax::parser::parse(*source).unwrap_or_else(|(_, errors)| {
            panic!("{language:?}: {errors:?}");
        });
        for entry in &read.body {
            match entry {
                ast::Entry::Message(message) => {
                    let mut wants = Wants::default();
                    look_at(message.value.as_ref().expect("a value"), &mut wants);
                    let twice = found.insert(message.id.name.to_owned(), wants);
                    assert_eq!(twice, None, "{language:?}: {} stands twice", message.id.name);
                }
                ast::Entry::Junk { content } => panic!("{language:?}: {content}"),
                ast::Entry::Term(_)
                | ast::Entry::Comment(_)
                | ast::Entry::GroupComment(_)
                | ast::Entry::ResourceComment(_) => {}
            }
        }
    }
    found
}

#[test]
fn the_languages_have_the_same_keys_and_placeables() {
    let kk = read(Language::Kk);
    for language in [Language::Ru, Language::En] {
        let other = read(language);
        let keys = |texts: &BTreeMap<String, Wants>| texts.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&kk), keys(&other), "{language:?}");
        for (key, wants) in &kk {
            assert_eq!(wants.placeables, other[key].placeables, "{language:?}: {key}");
            assert_eq!(wants.others, other[key].others, "{language:?}: {key}");
        }
    }
}

#[test]
fn plurals_have_the_categories_of_the_language() {
    for (language, categories) in [
        (Language::Kk, &["one", "other"][..]),
        (Language::Ru, &["few", "many", "one", "other"]),
        (Language::En, &["one", "other"]),
    ] {
        for (key, wants) in read(language) {
            for plural in wants.plurals {
                assert!(plural.iter().all(|word| CATEGORIES.contains(&word.as_str())), "{key}");
                let plural: Vec<&str> = plural.iter().map(String::as_str).collect();
                assert_eq!(plural, categories, "{language:?}: {key}");
            }
        }
    }
}

#[test]
fn russian_counts_as_russian_does() {
    let texts = Texts::built_in();
    for (count, expected) in [
        ("1", "за 1 минуту"),
        ("2", "за 2 минуты"),
        ("5", "за 5 минут"),
        ("11", "за 11 минут"),
        ("21", "за 21 минуту"),
        ("60", "за 60 минут"),
    ] {
        let said = texts.say(Language::Ru, "sms-within-minutes", &[("count", count)]);
        assert_eq!(said, expected);
    }
}

/// Rules that can neither refuse nor refer.
const NEVER_IN_THE_WAY: [RuleId; 8] = [
    RuleId::RentFor,
    RuleId::RentIn,
    RuleId::Late,
    RuleId::OwnSole,
    RuleId::OwnCo,
    RuleId::OwnOther,
    RuleId::OwnPhone,
    RuleId::KidOther,
];

/// Rules that can be met and worth saying.
const NOTED: [RuleId; 7] = [
    RuleId::Ward,
    RuleId::RentFor,
    RuleId::RentIn,
    RuleId::Late,
    RuleId::OwnSole,
    RuleId::OwnCo,
    RuleId::KidOther,
];

/// Rules that want somebody asked.
const ASKING: [RuleId; 5] =
    [RuleId::RentFor, RuleId::OwnCo, RuleId::OwnOther, RuleId::OwnPhone, RuleId::KidOther];

const ROLES: [Role; 4] = [Role::Owner, Role::CoOwner, Role::ListedPerson, Role::OtherParent];

#[test]
fn everything_in_the_core_has_its_text() {
    let mut keys: Vec<String> = vec!["not-judged".into()];
    for rule in RuleId::ALL {
        keys.push(key("rule", rule.as_str()));
        if !NEVER_IN_THE_WAY.contains(rule) {
            keys.push(key("ground", rule.as_str()));
            keys.push(key("remedy", rule.as_str()));
        }
    }
    keys.extend(NOTED.map(|rule| key("note", rule.as_str())));
    keys.extend(ASKING.map(|rule| key("ask", rule.as_str())));
    keys.extend(Article::ALL.map(|article| key("article", article.key())));
    keys.extend(LineCode::ALL.map(journal_key));
    keys.extend(ROLES.map(|role| key("role", role.as_str())));
    let about = [
        (
            "status",
            "draft signed checking awaiting_consent registering registered refused referred \
             withdrawn",
        ),
        ("register", "persons kin capacity addresses titles leases phones registrations locks"),
        ("channel", "portal mobile kiosk counter"),
        ("kind", "permanent temporary"),
        ("reason", "family work study treatment purchase rent other"),
        ("consent-status", "asked received agreed refused lapsed unreachable void"),
        ("method", "eds sms qr"),
        ("address-kind", "house block flat plot"),
        ("ownership", "private state_rental"),
        ("relation", "parent guardian trustee representative spouse sibling grandparent relative"),
        ("portal-only", "no_number fresh shared"),
        ("refusal", "none stranger unwilling not_mine"),
        (
            "error",
            "required unknown_word rka_form rka_check_digit iin_form iin_check_digit date_form \
             date_future twice too_many not_with_permanent term counter_closed code_form \
             code_wrong code_expired too_long holder_form json type unknown_field",
        ),
        (
            "field",
            "kind months rka reason arrived_on subjects children iin code method answer cms q \
             channel",
        ),
        (
            "sms-notice",
            "filed attempt registered registered-there refused ended-there referred withdrawn \
             left term-ends term-ended born by-act there-by-act",
        ),
    ];
    for kind in residence::act::ActKind::ALL {
        keys.extend(["act-kind", "act-kind-hint"].map(|about| key(about, kind.as_str())));
    }
    keys.extend(residence::act::ActFault::ALL.map(|fault| key("error", fault.as_str())));
    for (about, names) in about {
        keys.extend(names.split(' ').map(|name| key(about, name)));
    }
    let problems = "bad-request unauthorised not-found method-not-allowed conflict stale \
                    idempotency-mismatch too-large unsupported-media-type not-acceptable \
                    invalid-fields refused-at-signing method-unavailable too-many-requests \
                    too-many-tries limit-rounds limit-strangers unavailable internal late closed \
                    open-application \
                    no-phone";
    for problem in problems.split(' ') {
        keys.extend(["title", "detail"].map(|part| format!("problem-{problem}-{part}")));
    }
    let texts = Texts::built_in();
    let unknown: Vec<&String> = keys.iter().filter(|key| !texts.knows(key)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_state_of_an_owner_is_told_neutrally() {
    let texts = Texts::built_in();
    for language in Language::ALL {
        let say = |rule| {
            let none = Params::new();
            (texts.ground(language, rule, &none), texts.remedy(language, rule, &none))
        };
        let neutral: BTreeSet<_> =
            RuleId::ALL.iter().copied().filter(|rule| rule.is_neutral()).map(say).collect();
        assert_eq!(neutral.len(), 1, "{neutral:?}");
    }
}

#[test]
fn parameters_of_the_core_are_said() {
    let texts = Texts::built_in();
    let params = |pairs: &[(&str, &str)]| -> Params {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let norm = params(&[("area", "35.70"), ("norm", "15"), ("room", "2"), ("after", "3")]);
    assert_eq!(
        texts.ground(Language::En, RuleId::Norm, &norm),
        "The norm is 15 m² a person. At 35.70 m² there is room for 2 people; with this application \
         there would be 3."
    );
    assert_eq!(
        texts.ground(Language::Ru, RuleId::Norm, &norm),
        "Норматив – 15 м² на человека. При площади 35,70 м² могут быть зарегистрированы 2 \
         человека, а с этим заявлением стало бы 3."
    );
    let role = params(&[("role", "co_owner")]);
    assert_eq!(texts.ground(Language::Kk, RuleId::ConNo, &role), "Ортақ меншік иесі келіспеді.");
    for (office, expected) in [
        ("", "To be listed, turn to the local housing office."),
        ("ГУ «Жилищный отдел»", "To be listed, turn to: ГУ «Жилищный отдел»."),
    ] {
        let office = params(&[("office", office)]);
        assert_eq!(texts.remedy(Language::En, RuleId::RentOut, &office), expected);
    }
    let held =
        Line { code: LineCode::Held, params: params(&[("register", "addresses")]), status: None };
    assert_eq!(
        texts.journal(Language::Ru, &held),
        "Регистр не отвечает, заявление ждёт: Адресный регистр."
    );
    let finding = Finding {
        rule: RuleId::OwnCo,
        outcome: Outcome::NotJudged,
        params: params(&[("because", "R-TITLE")]),
        evidence: Vec::new(),
    };
    assert_eq!(
        texts.not_judged(Language::En, &finding),
        "Rule R-OWN-CO was not judged: R-TITLE stands in its way."
    );
}

#[test]
fn no_text_is_left_open_when_its_values_are_there() {
    let texts = Texts::built_in();
    for language in Language::ALL {
        for (key, wants) in read(language) {
            let params: Vec<(&str, &str)> =
                wants.placeables.iter().map(|name| (name.as_str(), "7")).collect();
            let said = texts.say(language, &key, &params);
            assert!(!said.is_empty() && !said.contains('{'), "{language:?} {key}: {said}");
        }
    }
}

#[test]
fn digits_are_kept_as_written_unless_they_are_a_number() {
    let texts = Texts::built_in();
    for code in ["00000001", "012345", "123456789012", "7", "99999999"] {
        let said = texts.say(Language::En, "sms-sign-in-code", &[("code", code)]);
        assert!(said.ends_with(&format!(": {code}")), "{said}");
    }
}

#[test]
fn an_unknown_key_is_said_as_it_is() {
    assert_eq!(Texts::built_in().say(Language::Kk, "no-such-text", &[]), "no-such-text");
}

#[test]
fn texts_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Texts::built_in());
}

#[test]
fn an_explanation_names_the_register_and_the_time() {
    let texts = Texts::built_in();
    let params = [("register", "addresses"), ("time", "10:00")];
    for (language, expected) in [
        (Language::Kk, "Мекенжай тіркелімі – 10:00 жауап берді."),
        (Language::Ru, "Адресный регистр – ответ дан 10:00."),
        (Language::En, "Address register answered at 10:00."),
    ] {
        assert_eq!(texts.say(language, "explain-evidence", &params), expected);
    }
}

#[test]
fn the_twenty_regions_have_their_names() {
    let texts = Texts::built_in();
    let named = |code: u8| texts.region(Language::Kk, &format!("{code:02}"));
    assert_eq!((0..100).filter_map(named).collect::<BTreeSet<_>>().len(), 20);
    assert_eq!(texts.region(Language::Ru, "27").unwrap(), "Западно-Казахстанская область");
    assert_eq!(texts.region(Language::En, "71").unwrap(), "Astana");
    for unknown in ["", "00", "7", "710"] {
        assert_eq!(texts.region(Language::En, unknown), None, "{unknown}");
    }
}
