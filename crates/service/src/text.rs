//! Every sentence a person reads, in three languages. The sentences live in `i18n/`; code knows
//! only their keys.
//!
//! A key is a word of what it is about and the name from the core, in lower case with hyphens:
//! `ground-r-own-minor`, `status-awaiting-consent`, `journal-sms-failed`. Values that texts need are
//! handed over as they are in the core (`role` = `co_owner`, `register` = `persons`); the texts
//! select on them. An empty value is handed over as `none`, so that a text can select on that too.

#[cfg(test)]
mod tests;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use residence::case::{Line, LineCode, Status};
use residence::consent::Role;
use residence::facts::{Language, Register};
use residence::ground::{Article, Finding, Params, RuleId};
use residence::intake::{Channel, FieldError};
use residence::registration::Kind;

type Bundle = FluentBundle<FluentResource>;

const KK: &[&str] = &[
    include_str!("../i18n/kk/rules.ftl"),
    include_str!("../i18n/kk/case.ftl"),
    include_str!("../i18n/kk/certificates.ftl"),
    include_str!("../i18n/kk/errors.ftl"),
    include_str!("../i18n/kk/signatures.ftl"),
    include_str!("../i18n/kk/sms.ftl"),
    include_str!("../i18n/kk/web.ftl"),
    include_str!("../i18n/kk/portal.ftl"),
    include_str!("../i18n/kk/signing.ftl"),
    include_str!("../i18n/kk/reminders.ftl"),
    include_str!("../i18n/kk/people.ftl"),
    include_str!("../i18n/kk/kiosk.ftl"),
    include_str!("../i18n/kk/app.ftl"),
    include_str!("../i18n/kk/status.ftl"),
    include_str!("../i18n/kk/office.ftl"),
];
const RU: &[&str] = &[
    include_str!("../i18n/ru/rules.ftl"),
    include_str!("../i18n/ru/case.ftl"),
    include_str!("../i18n/ru/certificates.ftl"),
    include_str!("../i18n/ru/errors.ftl"),
    include_str!("../i18n/ru/signatures.ftl"),
    include_str!("../i18n/ru/sms.ftl"),
    include_str!("../i18n/ru/web.ftl"),
    include_str!("../i18n/ru/portal.ftl"),
    include_str!("../i18n/ru/signing.ftl"),
    include_str!("../i18n/ru/reminders.ftl"),
    include_str!("../i18n/ru/people.ftl"),
    include_str!("../i18n/ru/kiosk.ftl"),
    include_str!("../i18n/ru/app.ftl"),
    include_str!("../i18n/ru/status.ftl"),
    include_str!("../i18n/ru/office.ftl"),
];
const EN: &[&str] = &[
    include_str!("../i18n/en/rules.ftl"),
    include_str!("../i18n/en/case.ftl"),
    include_str!("../i18n/en/certificates.ftl"),
    include_str!("../i18n/en/errors.ftl"),
    include_str!("../i18n/en/signatures.ftl"),
    include_str!("../i18n/en/sms.ftl"),
    include_str!("../i18n/en/web.ftl"),
    include_str!("../i18n/en/portal.ftl"),
    include_str!("../i18n/en/signing.ftl"),
    include_str!("../i18n/en/reminders.ftl"),
    include_str!("../i18n/en/people.ftl"),
    include_str!("../i18n/en/kiosk.ftl"),
    include_str!("../i18n/en/app.ftl"),
    include_str!("../i18n/en/status.ftl"),
    include_str!("../i18n/en/office.ftl"),
];

/// The texts of one language, as they are in `i18n/`.
#[must_use]
pub const fn sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::Kk => KK,
        Language::Ru => RU,
        Language::En => EN,
    }
}

/// All texts, ready to be said. Made once and shared between threads.
pub struct Texts {
    kk: Bundle,
    ru: Bundle,
    en: Bundle,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}

impl Texts {
    /// The texts built into this program.
    #[must_use]
    pub fn built_in() -> Self {
        Self { kk: bundle(Language::Kk), ru: bundle(Language::Ru), en: bundle(Language::En) }
    }

    const fn bundle(&self, language: Language) -> &Bundle {
        match language {
            Language::Kk => &self.kk,
            Language::Ru => &self.ru,
            Language::En => &self.en,
        }
    }

    /// Whether there is a text with this key.
    #[must_use]
    pub fn knows(&self, key: &str) -> bool {
        self.kk.has_message(key)
    }

    /// The text with this key. Whole numbers of up to nine digits count as numbers, so that texts
    /// can choose the plural by them; everything else, also `007`, stays as it is written. A key
    /// without a text is said as it is: tests hold that the core has none.
    #[must_use]
    pub fn say(&self, language: Language, key: &str, params: &[(&str, &str)]) -> String {
        let args = params.iter().map(|(name, text)| (*name, value(language, name, text))).collect();
        self.format(language, key, &args)
    }

    /// The same for the parameters of a finding or of a line of the journal.
    #[must_use]
    pub fn say_with(&self, language: Language, key: &str, params: &Params) -> String {
        let values = params.iter().map(|(name, text)| (name.as_str(), value(language, name, text)));
        let args = values.collect();
        self.format(language, key, &args)
    }

    fn format(&self, language: Language, key: &str, args: &FluentArgs<'_>) -> String {
        let bundle = self.bundle(language);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        // A parameter that was not handed over stands as its name; the rest of the text is whole.
        let mut missing = Vec::new();
        bundle.format_pattern(pattern, Some(args), &mut missing).into_owned()
    }

    /// What stands in the way, for the applicant. The rules about the state of an owner all say the
    /// same.
    #[must_use]
    pub fn ground(&self, language: Language, rule: RuleId, params: &Params) -> String {
        let ground = self.say_with(language, &key("ground", rule.as_str()), params);
        // Of several people in one application, those it is about.
        match params.get("people") {
            Some(people) => {
                let whom = self.say(language, "ground-people", &[("people", people)]);
                format!("{ground} {whom}")
            }
            None => ground,
        }
    }

    /// What to do about a ground, in one sentence.
    #[must_use]
    pub fn remedy(&self, language: Language, rule: RuleId, params: &Params) -> String {
        self.say_with(language, &key("remedy", rule.as_str()), params)
    }

    /// What a rule noted though it changes nothing.
    #[must_use]
    pub fn note(&self, language: Language, rule: RuleId, params: &Params) -> String {
        self.say_with(language, &key("note", rule.as_str()), params)
    }

    /// Whom a rule wants asked, for an explanation of the decision.
    #[must_use]
    pub fn asks(&self, language: Language, rule: RuleId) -> String {
        self.say(language, &key("ask", rule.as_str()), &[])
    }

    /// That a rule could not be judged, and which rule stands in its way.
    #[must_use]
    pub fn not_judged(&self, language: Language, finding: &Finding) -> String {
        let because = finding.params.get("because").map(String::as_str).unwrap_or_default();
        let params = [("rule", finding.rule.as_str()), ("because", because)];
        self.say(language, "not-judged", &params)
    }

    /// The short name of a rule.
    #[must_use]
    pub fn rule(&self, language: Language, rule: RuleId) -> String {
        self.say(language, &key("rule", rule.as_str()), &[])
    }

    /// The official name of the text a rule rests on.
    #[must_use]
    pub fn article(&self, language: Language, article: Article) -> String {
        self.say(language, &key("article", article.key()), &[])
    }

    /// A line of the journal.
    #[must_use]
    pub fn journal(&self, language: Language, line: &Line) -> String {
        self.say_with(language, &journal_key(line.code), &line.params)
    }

    /// The name of a status.
    #[must_use]
    pub fn status(&self, language: Language, status: Status) -> String {
        self.say(language, &key("status", status.as_str()), &[])
    }

    /// As what a party is asked.
    #[must_use]
    pub fn role(&self, language: Language, role: Role) -> String {
        self.say(language, &key("role", role.as_str()), &[])
    }

    /// The name of a register.
    #[must_use]
    pub fn register(&self, language: Language, register: Register) -> String {
        self.say(language, &key("register", register.as_str()), &[])
    }

    /// The name of a channel.
    #[must_use]
    pub fn channel(&self, language: Language, channel: Channel) -> String {
        self.say(language, &key("channel", channel.as_str()), &[])
    }

    /// The name of a region by the first two digits of its КАТО, if it is one of the twenty.
    #[must_use]
    pub fn region(&self, language: Language, code: &str) -> Option<String> {
        let key = key("region", code);
        self.knows(&key).then(|| self.say(language, &key, &[]))
    }

    /// The name of a kind of registration.
    #[must_use]
    pub fn kind(&self, language: Language, kind: Kind) -> String {
        self.say(language, &key("kind", kind.as_str()), &[])
    }

    /// What is wrong with a field and what to write instead.
    #[must_use]
    pub fn field_error(&self, language: Language, error: &FieldError) -> String {
        self.say(language, &key("error", error.code), &[])
    }

    /// The name of a field as the form shows it; `subjects[2]` is named as `subjects`.
    #[must_use]
    pub fn field(&self, language: Language, field: &str) -> String {
        let name = field.split('[').next().unwrap_or(field);
        self.say(language, &key("field", name), &[])
    }
}

/// The key of a text: what it is about, and a name of the core in lower case with hyphens.
#[must_use]
pub fn key(about: &str, name: &str) -> String {
    let name = name.chars().map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() });
    about.chars().chain(std::iter::once('-')).chain(name).collect()
}

fn journal_key(code: LineCode) -> String {
    key("journal", code.as_str())
}

/// A value as texts see it. The core writes an area with a point; Kazakh and Russian take a comma.
fn value<'a>(language: Language, name: &str, text: &'a str) -> FluentValue<'a> {
    if text.is_empty() {
        return FluentValue::from("none");
    }
    if name == "area" && language != Language::En {
        return FluentValue::from(text.replace('.', ","));
    }
    match text.parse::<i32>() {
        Ok(number) if text.len() < 10 && number.to_string() == text => FluentValue::from(number),
        Ok(_) | Err(_) => FluentValue::from(text),
    }
}

fn bundle(language: Language) -> Bundle {
    let locale = language.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // The isolation marks would be read aloud as nothing and count as units of an SMS.
    bundle.set_use_isolating(false);
    for source in sources(language) {
        // What cannot be read is left out; a test reads every file.
        let read = FluentResource::try_new((*source).to_owned());
        bundle.add_resource_overriding(read.unwrap_or_else(|(readable, _)| readable));
    }
    bundle
}
