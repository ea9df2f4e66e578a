//! From a filled-in form to an [`Application`]: who, for whom, where, why.
//!
//! Whatever is wrong with a form is said at once, field by field; what comes out is well-formed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::facts::Language;
use crate::ground::RuleId;
use crate::law::{Law, Reason, SignMethod, day};
use crate::names::{AddressCode, CaseNumber, Iin, NameError};
use crate::registration::Kind;

/// Where an application comes from: арна / канал.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The web portal.
    Portal,
    /// The mobile app.
    Mobile,
    /// A self-service zone of a service centre; counts as online.
    Kiosk,
    /// The counter of a service centre.
    Counter,
}

impl Channel {
    /// The name in the interface and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Mobile => "mobile",
            Self::Kiosk => "kiosk",
            Self::Counter => "counter",
        }
    }
}

/// The most people one application may name, subjects and children each.
pub const MOST_PEOPLE: usize = 20;

/// What somebody applies for. Nothing in it depends on a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Through which channel.
    pub channel: Channel,
    /// Who signs: өтініш беруші / заявитель.
    pub applicant: Iin,
    /// Who is to be registered, each once; never empty.
    pub subjects: Vec<Iin>,
    /// Children under 14 who come along, each once.
    pub children: Vec<Iin>,
    /// Permanent or temporary.
    pub kind: Kind,
    /// The term of a temporary registration, in months.
    pub months: Option<u8>,
    /// Where.
    pub rka: AddressCode,
    /// Why.
    pub reason: Reason,
    /// Since when the subject lives there.
    pub arrived_on: Option<Date>,
    /// The language the applicant is written to in.
    pub language: Language,
}

/// The SHA-256 of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(from)?;
        let wrong = || serde::de::Error::custom("64 hexadecimal digits expected");
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(wrong());
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            let pair = text.get(at..at + 2).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl Application {
    /// The very bytes that are shown, hashed, signed and stored: one JSON document whose members
    /// stand in a fixed order.
    #[must_use]
    pub fn document(&self, number: CaseNumber) -> String {
        #[derive(Serialize)]
        struct Document<'a> {
            document: &'static str,
            number: CaseNumber,
            #[serde(flatten)]
            application: &'a Application,
        }
        let document = Document { document: "tirkeu/application/1", number, application: self };
        serde_json::to_string(&document).unwrap_or_default()
    }

    /// The digest of [`Application::document`].
    #[must_use]
    pub fn digest(&self, number: CaseNumber) -> Digest {
        Digest::of(self.document(number).as_bytes())
    }

    /// Everybody who would be registered: the subjects, then the children.
    pub fn people(&self) -> impl Iterator<Item = Iin> + '_ {
        self.subjects.iter().chain(&self.children).copied()
    }
}

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
}

impl Form {
    /// The application this form asks for.
    ///
    /// # Errors
    /// Every field that is wrong, in the order of the form.
    pub fn read(&self, desk: &Desk<'_>) -> Result<Application, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let channel = self.channel(&mut wrong);
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
        };
        wrong.extend(crate::checks::at_draft(&application, desk.law));
        if wrong.is_empty() { Ok(application) } else { Err(wrong) }
    }

    fn channel(&self, wrong: &mut Vec<FieldError>) -> Option<Channel> {
        let Some(text) = &self.channel else { return Some(Channel::Portal) };
        word("channel", text, wrong)
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

/// How an application was signed, and the proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "method")]
pub enum Signature {
    /// A one-time SMS password, sent to the number of the mobile base.
    Sms {
        /// When the right code was read.
        at: Timestamp,
        /// What was signed.
        digest: Digest,
    },
    /// ЭЦҚ / ЭЦП: a CMS over the document.
    Eds {
        /// When the signature was verified.
        at: Timestamp,
        /// What was signed.
        digest: Digest,
        /// The SHA-256 of the stored evidence.
        evidence: Digest,
    },
    /// eGov QR: a CMS made by the mobile app.
    Qr {
        /// When the signature was verified.
        at: Timestamp,
        /// What was signed.
        digest: Digest,
        /// The SHA-256 of the stored evidence.
        evidence: Digest,
    },
}

impl Signature {
    /// How it was made.
    #[must_use]
    pub const fn method(&self) -> SignMethod {
        match self {
            Self::Sms { .. } => SignMethod::Sms,
            Self::Eds { .. } => SignMethod::Eds,
            Self::Qr { .. } => SignMethod::Qr,
        }
    }

    /// What was signed.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        match self {
            Self::Sms { digest, .. } | Self::Eds { digest, .. } | Self::Qr { digest, .. } => {
                *digest
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Laws;

    fn read(form: &Form) -> Result<Application, Vec<String>> {
        let law = Laws::built_in().on(jiff::civil::date(2026, 1, 15));
        let desk = Desk {
            applicant: "000000000000".parse().unwrap(),
            following: &["990101300002".parse().unwrap_or("000000000000".parse().unwrap())],
            language: Language::Kk,
            law: &law,
            at: "2026-01-15T06:00:00Z".parse().unwrap(),
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
    fn any_change_changes_the_digest() {
        let application = read(&good()).unwrap();
        let number = crate::names::CaseId::from_random(7).number();
        let mut other = application.clone();
        other.reason = Reason::Other;
        assert_ne!(application.digest(number), other.digest(number));
        let digest = application.digest(number);
        let text = serde_json::to_string(&digest).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&text).unwrap(), digest);
    }
}
