//! The form of an application: what may come in, and what is wrong with it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Application, Channel, Paper};
use crate::facts::Language;
use crate::ground::RuleId;
use crate::law::{Law, Reason, day};
use crate::names::{AddressCode, Badge, Iin, NameError};
use crate::registration::Kind;

/// The most people one application may name, subjects and children each.
pub const MOST_PEOPLE: usize = 20;

/// A form as it came in; nothing is checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the interface")]
pub struct Form {
    pub channel: Option<String>,
    pub kind: Option<String>,
    pub months: Option<i64>,
    pub rka: Option<String>,
    pub reason: Option<String>,
    pub arrived_on: Option<String>,
    pub subjects: Vec<String>,
    /// `None`: the applicant's children under 14 who are registered where the applicant is.
    pub children: Option<Vec<String>>,
}

/// A form that says what an application says.
impl From<&Application> for Form {
    fn from(content: &Application) -> Self {
        let all = |people: &[Iin]| people.iter().map(ToString::to_string).collect();
        Self {
            channel: Some(content.channel.as_str().to_owned()),
            kind: Some(content.kind.as_str().to_owned()),
            months: content.months.map(i64::from),
            rka: Some(content.rka.to_string()),
            reason: Some(content.reason.as_str().to_owned()),
            arrived_on: content.arrived_on.map(|day| day.to_string()),
            subjects: all(&content.subjects),
            children: Some(all(&content.children)),
        }
    }
}

/// One thing wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field, as in the interface: `rka`, `subjects[2]`.
    pub field: String,
    /// What is wrong; the key of a translated text.
    pub code: &'static str,
    /// The rule that speaks, where one does.
    pub rule: Option<RuleId>,
}

/// What the form is read against.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// Who is signed in.
    pub applicant: Iin,
    /// The children who come along when the form does not say.
    pub following: &'a [Iin],
    /// The language of the applicant.
    pub language: Language,
    /// The law in force.
    pub law: &'a Law,
    /// Now.
    pub at: Timestamp,
    /// Who takes it down at the counter, and the papers they were given. Nobody else files there.
    pub counter: Option<(Badge, &'a [Paper])>,
}

impl Form {
    /// The application this form asks for.
    ///
    /// # Errors
    /// Every field that is wrong, in the order of the form.
    pub fn read(&self, desk: &Desk<'_>) -> Result<Application, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let channel = self.channel(desk, &mut wrong);
        let kind = self.kind(&mut wrong);
        let months = self.months(kind, &mut wrong);
        let rka = self.rka(&mut wrong);
        let reason = self.reason(desk.law, &mut wrong);
        let arrived_on = self.arrived_on(day(desk.at), &mut wrong);
        let mut subjects = people("subjects", &self.subjects, &mut wrong);
        if self.subjects.is_empty() {
            subjects.push(desk.applicant);
        }
        let children = match &self.children {
            Some(named) => people("children", named, &mut wrong),
            None if subjects.contains(&desk.applicant) => {
                desk.following.iter().filter(|child| !subjects.contains(child)).copied().collect()
            }
            None => Vec::new(),
        };
        if children.iter().any(|child| subjects.contains(child)) {
            wrong.push(FieldError { field: "children".into(), code: "twice", rule: None });
        }
        let read = (channel, kind, rka, reason);
        let (Some(channel), Some(kind), Some(rka), Some(reason)) = read else {
            return Err(wrong);
        };
        let application = Application {
            channel,
            applicant: desk.applicant,
            subjects,
            children,
            kind,
            months,
            rka,
            reason,
            arrived_on,
            language: desk.language,
            papers: desk.counter.map(|(_, papers)| papers.to_vec()).unwrap_or_default(),
            filed_with: desk.counter.map(|(officer, _)| officer),
        };
        wrong.extend(crate::checks::at_draft(&application, desk.law));
        if wrong.is_empty() { Ok(application) } else { Err(wrong) }
    }

    /// The counter is where an officer takes it down, whatever the form says.
    fn channel(&self, desk: &Desk<'_>, wrong: &mut Vec<FieldError>) -> Option<Channel> {
        if desk.counter.is_some() {
            return Some(Channel::Counter);
        }
        let Some(text) = &self.channel else { return Some(Channel::Portal) };
        let channel = word("channel", text, wrong)?;
        if channel == Channel::Counter {
            let rule = Some(RuleId::Channel);
            wrong.push(FieldError { field: "channel".into(), code: "counter_closed", rule });
            return None;
        }
        Some(channel)
    }

    fn kind(&self, wrong: &mut Vec<FieldError>) -> Option<Kind> {
        word("kind", required("kind", self.kind.as_ref(), wrong)?, wrong)
    }

    fn months(&self, kind: Option<Kind>, wrong: &mut Vec<FieldError>) -> Option<u8> {
        let mut error = |code, rule| {
            wrong.push(FieldError { field: "months".into(), code, rule });
            None
        };
        match (kind, self.months) {
            (Some(Kind::Temporary), None) => error("required", None),
            (Some(Kind::Permanent), Some(_)) => error("not_with_permanent", None),
            (_, None) => None,
            (_, Some(months)) => match u8::try_from(months) {
                Ok(months) => Some(months),
                Err(_) => error("term", Some(RuleId::Temp)),
            },
        }
    }

    fn rka(&self, wrong: &mut Vec<FieldError>) -> Option<AddressCode> {
        let text = required("rka", self.rka.as_ref(), wrong)?;
        match text.parse() {
            Ok(rka) => Some(rka),
            Err(why) => {
                let code = match why {
                    NameError::CheckDigit => "rka_check_digit",
                    NameError::Form | NameError::NotMobile => "rka_form",
                };
                wrong.push(FieldError { field: "rka".into(), code, rule: Some(RuleId::Addr) });
                None
            }
        }
    }

    fn reason(&self, law: &Law, wrong: &mut Vec<FieldError>) -> Option<Reason> {
        let text = required("reason", self.reason.as_ref(), wrong)?;
        let reason: Reason = word("reason", text, wrong)?;
        if law.reasons.contains(&reason) {
            return Some(reason);
        }
        wrong.push(FieldError { field: "reason".into(), code: "unknown_word", rule: None });
        None
    }

    fn arrived_on(&self, today: Date, wrong: &mut Vec<FieldError>) -> Option<Date> {
        let text = self.arrived_on.as_ref()?;
        let error = |code| FieldError { field: "arrived_on".into(), code, rule: None };
        // `Date` also reads a date with a time behind it; the interface promises the plain form.
        match text.parse::<Date>().ok().filter(|date| date.to_string() == *text) {
            None => wrong.push(error("date_form")),
            Some(date) if date > today => wrong.push(error("date_future")),
            Some(date) if date.year() < 1900 => wrong.push(error("date_form")),
            Some(date) => return Some(date),
        }
        None
    }
}

fn required<'a>(
    field: &str,
    value: Option<&'a String>,
    wrong: &mut Vec<FieldError>,
) -> Option<&'a str> {
    match value {
        Some(text) if !text.is_empty() => Some(text),
        Some(_) | None => {
            wrong.push(FieldError { field: field.into(), code: "required", rule: None });
            None
        }
    }
}

/// A word of a closed list, by its name in the interface.
fn word<T: serde::de::DeserializeOwned>(
    field: &str,
    text: &str,
    wrong: &mut Vec<FieldError>,
) -> Option<T> {
    let read = serde_json::from_value(serde_json::Value::from(text)).ok();
    if read.is_none() {
        wrong.push(FieldError { field: field.into(), code: "unknown_word", rule: None });
    }
    read
}

fn people(field: &str, named: &[String], wrong: &mut Vec<FieldError>) -> Vec<Iin> {
    let mut people = Vec::new();
    if named.len() > MOST_PEOPLE {
        wrong.push(FieldError { field: field.into(), code: "too_many", rule: None });
        return people;
    }
    for (place, text) in named.iter().enumerate() {
        let mut error = |code, rule| {
            wrong.push(FieldError { field: format!("{field}[{place}]"), code, rule });
        };
        match text.parse::<Iin>() {
            Ok(iin) if people.contains(&iin) => error("twice", None),
            Ok(iin) => people.push(iin),
            Err(NameError::CheckDigit) => error("iin_check_digit", Some(RuleId::Iin)),
            Err(NameError::Form | NameError::NotMobile) => error("iin_form", Some(RuleId::Iin)),
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Laws;

    fn read(form: &Form) -> Result<Application, Vec<String>> {
        read_at(form, None)
    }

    fn read_at(
        form: &Form,
        counter: Option<(Badge, &[Paper])>,
    ) -> Result<Application, Vec<String>> {
        let law = Laws::built_in().on(jiff::civil::date(2026, 1, 15));
        let desk = Desk {
            applicant: "000000000000".parse().unwrap(),
            following: &["990101300002".parse().unwrap_or("000000000000".parse().unwrap())],
            language: Language::Kk,
            law: &law,
            at: "2026-01-15T06:00:00Z".parse().unwrap(),
            counter,
        };
        form.read(&desk).map_err(|wrong| {
            let line = |e: FieldError| match e.rule {
                Some(rule) => format!("{} {} {rule}", e.field, e.code),
                None => format!("{} {}", e.field, e.code),
            };
            wrong.into_iter().map(line).collect()
        })
    }

    fn good() -> Form {
        Form {
            kind: Some("permanent".into()),
            rka: Some("1209900000000146".into()),
            reason: Some("work".into()),
            children: Some(Vec::new()),
            ..Form::default()
        }
    }

    #[test]
    fn a_good_form_is_for_the_caller() {
        let application = read(&good()).unwrap();
        assert_eq!(application.subjects, vec![application.applicant]);
        assert_eq!(application.channel, Channel::Portal);
    }

    #[test]
    fn a_form_of_an_application_asks_for_the_same() {
        let temporary = Form {
            kind: Some("temporary".into()),
            months: Some(3),
            arrived_on: Some("2026-01-10".into()),
            ..good()
        };
        for form in [good(), temporary] {
            let application = read(&form).unwrap();
            assert_eq!(read(&Form::from(&application)), Ok(application));
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let form = Form {
            channel: Some("fax".into()),
            kind: None,
            months: Some(3),
            rka: Some("1209900000000147".into()),
            reason: Some("fun".into()),
            arrived_on: Some("2026-02-30".into()),
            subjects: vec!["1".into(), "000000000000".into(), "000000000000".into()],
            children: Some(vec!["000000000001".into()]),
        };
        let expected = [
            "channel unknown_word",
            "kind required",
            "rka rka_check_digit R-ADDR",
            "reason unknown_word",
            "arrived_on date_form",
            "subjects[0] iin_form R-IIN",
            "subjects[2] twice",
            "children[0] iin_check_digit R-IIN",
        ];
        assert_eq!(read(&form), Err(expected.map(String::from).to_vec()));
    }

    #[test]
    fn each_field_is_wrong_in_its_own_way() {
        type Change = fn(&mut Form);
        let rows: [(Change, &str); 8] = [
            (|f| f.arrived_on = Some("2026-01-16".into()), "arrived_on date_future"),
            (|f| f.arrived_on = Some("15.01.2026".into()), "arrived_on date_form"),
            (|f| f.months = Some(3), "months not_with_permanent"),
            (|f| f.kind = Some("temporary".into()), "months required"),
            (
                |f| {
                    f.kind = Some("temporary".into());
                    f.months = Some(13)
                },
                "months term R-TEMP",
            ),
            (
                |f| {
                    f.kind = Some("temporary".into());
                    f.months = Some(-1)
                },
                "months term R-TEMP",
            ),
            (|f| f.channel = Some("counter".into()), "channel counter_closed R-CHANNEL"),
            (|f| f.subjects = vec!["0".into(); 21], "subjects too_many"),
        ];
        for (change, expected) in rows {
            let mut form = good();
            change(&mut form);
            assert_eq!(read(&form), Err(vec![expected.to_owned()]));
        }
    }

    #[test]
    fn only_an_officer_files_at_the_counter() {
        let officer = Badge::from_random(7);
        for channel in [None, Some("portal"), Some("counter")] {
            let form = Form { channel: channel.map(str::to_owned), ..good() };
            let application = read_at(&form, Some((officer, &[]))).unwrap();
            assert_eq!(application.channel, Channel::Counter);
            assert_eq!(application.filed_with, Some(officer));
        }
        assert_eq!(read(&good()).unwrap().filed_with, None);
    }
}
