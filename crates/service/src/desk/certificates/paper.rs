//! A certificate in words, as it stands on paper: in Kazakh and in Russian.

use ::certificate::{Paper, Row, Words};
use jiff::Timestamp;
use jiff::civil::Date;
use residence::checks::Rule;
use residence::facts::Language;
use residence::law::{almaty, day};

use super::{Attempt, Certificate, Question, Registration, Says};
use crate::text::{Texts, key};

/// Says what is certified.
pub(super) struct Writer<'t> {
    /// All texts.
    pub(super) texts: &'t Texts,
    /// Under which address people reach the portal.
    pub(super) origin: &'t str,
}

impl Writer<'_> {
    /// What stands on the paper of a certificate that this seal signs.
    pub(super) fn paper(&self, certificate: &Certificate, signer: String) -> Paper {
        let says = certificate.says.as_str();
        let both = |key: &str| self.both(|language| self.texts.say(language, key, &[]));
        let link = format!("{}/verify/{}", self.origin, certificate.code);
        let mut rows = self.who_and_where(certificate);
        rows.extend(match &certificate.says {
            Says::Registration(registration) => self.registration(registration),
            Says::Attempt(attempt) => self.attempt(attempt),
        });
        rows.push(Row {
            label: both("certificate-as-of"),
            value: self.both(|language| self.moment(language, certificate.at)),
        });
        Paper {
            issuer: both("certificate-issuer"),
            title: both(&format!("certificate-{says}-title")),
            rows,
            notes: vec![both(&format!("certificate-{says}-note"))],
            check: both("certificate-check"),
            code: certificate.code.to_string(),
            link,
            how: self.both(|language| {
                self.texts.say(language, "certificate-how", &[("signer", &signer)])
            }),
            signer,
            at: certificate.at,
        }
    }

    fn both(&self, say: impl Fn(Language) -> String) -> Words {
        Words { kk: say(Language::Kk), ru: say(Language::Ru) }
    }

    fn who_and_where(&self, certificate: &Certificate) -> Vec<Row> {
        let Certificate { who, place, says, .. } = certificate;
        let address = Words { kk: place.kk.clone(), ru: place.ru.clone() };
        let asked = if matches!(says, Says::Attempt(_)) { "-asked" } else { "" };
        vec![
            self.row("certificate-name", Words::same(&*who.name)),
            self.row("certificate-iin", Words::same(who.iin.to_string())),
            self.row(&format!("certificate-address{asked}"), address),
            self.row("certificate-rka", Words::same(place.rka.to_string())),
            self.row(
                &format!("certificate-kind{asked}"),
                self.both(|language| self.texts.kind(language, says.kind())),
            ),
        ]
    }

    fn row(&self, label: &str, value: Words) -> Row {
        Row { label: self.both(|language| self.texts.say(language, label, &[])), value }
    }

    fn registration(&self, registration: &Registration) -> Vec<Row> {
        let since = self.both(|language| self.date(language, day(registration.since)));
        let mut rows = vec![self.row("certificate-since", since)];
        // The entry ends when that day begins: the day before is the last.
        if let Some(last) = registration.until.and_then(|until| until.yesterday().ok()) {
            let last = self.both(|language| self.date(language, last));
            rows.push(self.row("certificate-until", last));
        }
        rows
    }

    fn attempt(&self, attempt: &Attempt) -> Vec<Row> {
        let mut rows = vec![
            self.row("certificate-number", Words::same(attempt.number.to_string())),
            self.row("certificate-signed", self.both(|l| self.moment(l, attempt.signed))),
        ];
        for question in &attempt.questions {
            let said = self.both(|language| self.question(language, question));
            rows.push(self.row("certificate-question", said));
        }
        rows.push(self.row("certificate-decided", self.both(|l| self.moment(l, attempt.decided))));
        for rule in &attempt.rules {
            let ground = self.both(|language| {
                let what = self.texts.say(language, &key("rule", rule.as_str()), &[]);
                let article = self.texts.article(language, Rule::of(*rule).article);
                format!("{what}. {article} ({})", rule.as_str())
            });
            rows.push(self.row("certificate-ground", ground));
        }
        rows
    }

    fn question(&self, language: Language, question: &Question) -> String {
        let key = match (question.is_refused, question.delivered) {
            (true, _) => "certificate-question-refused",
            (false, Some(_)) => "certificate-question-lapsed",
            (false, None) => "certificate-question-unreached",
        };
        let [asked, delivered, ended] =
            [question.asked, question.delivered.unwrap_or(question.asked), question.ended]
                .map(|at| self.moment(language, at));
        let params = [("asked", &*asked), ("delivered", &*delivered), ("ended", &*ended)];
        self.texts.say(language, key, &params)
    }

    /// `24 November 2026`, in a language.
    fn date(&self, language: Language, day: Date) -> String {
        let [number, month, year] =
            [day.day().to_string(), day.month().to_string(), day.year().to_string()];
        let params = [("day", &*number), ("month", &*month), ("year", &*year)];
        self.texts.say(language, "date-long", &params)
    }

    /// `24 November 2026, 14:32`.
    fn moment(&self, language: Language, at: Timestamp) -> String {
        let local = almaty().to_datetime(at);
        let date = self.date(language, local.date());
        let clock = format!("{:02}:{:02}", local.hour(), local.minute());
        self.texts.say(language, "date-moment", &[("date", &date), ("clock", &clock)])
    }
}
