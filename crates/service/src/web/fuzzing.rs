//! What the fuzz target of the bodies calls, built with `--cfg fuzzing` alone: it panics where
//! something does not hold.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::Timestamp;
use residence::consent::RefusalReason;
use residence::facts::Language;
use residence::intake::{Application, Desk, Form};
use residence::law::{Law, Laws, SignMethod, day};
use residence::names::Iin;
use serde_json::{Value, json};

use super::api::{applications, consents, places, sign_in, signature};
use super::body::{Fields, MOST_BYTES};
use super::fault::Fault;
use super::problem::Words;
use crate::text::Texts;

/// What every body is read against.
struct Scene {
    texts: Texts,
    law: Law,
    at: Timestamp,
    applicant: Iin,
}

static SCENE: LazyLock<Scene> = LazyLock::new(|| {
    let at = Timestamp::from_second(1_770_000_000).unwrap_or_default();
    let law = Laws::built_in().on(day(at));
    let Ok(applicant) = "000000000000".parse() else { panic!("twelve zeros are an ИИН") };
    Scene { texts: Texts::built_in(), law, at, applicant }
});

/// A body, read by every call that takes one: what is read is written and read again to the same,
/// and what is wrong is named once each, in three languages.
pub fn body(bytes: &[u8]) {
    let bytes = bytes.get(..MOST_BYTES).unwrap_or(bytes);
    let value = serde_json::from_slice::<Value>(bytes);
    match Fields::read(bytes) {
        Ok(fields) => {
            assert!(value.is_ok_and(|value| value.is_object()), "fields are of one object");
            drop(fields);
            every_call(bytes);
        }
        Err(Fault::Json { line, column }) => {
            assert!(value.is_err(), "what is JSON is read as JSON");
            let lines = bytes.split(|byte| *byte == b'\n').count();
            assert!((1..=lines).contains(&line) && column <= bytes.len(), "{line}:{column}");
            worded(&Fault::Json { line, column });
        }
        Err(fault) => {
            assert!(value.is_ok_and(|value| !value.is_object()), "only what is no object");
            worded(&fault);
        }
    }
}

fn every_call(bytes: &[u8]) {
    same_again(bytes, sign_in::who, |iin| {
        assert!(iin.parse::<Iin>().is_ok());
        json!({ "iin": iin })
    });
    same_again(bytes, sign_in::password, |code| json!({ "code": code }));
    same_again(bytes, sign_in::signature, |cms| json!({ "cms": cms }));
    same_again(bytes, signature::how, |(method, code, cms)| {
        let method = match method {
            SignMethod::Eds => "eds",
            SignMethod::Sms => "sms",
            SignMethod::Qr => "qr",
        };
        json!({ "method": method, "code": code, "cms": cms })
    });
    same_again(bytes, consents::said, |said| match said {
        consents::Said::Agree(cms) => json!({ "answer": "agree", "method": "eds", "cms": cms }),
        consents::Said::AgreeByQr => json!({ "answer": "agree", "method": "qr" }),
        consents::Said::Refuse(reason) => {
            let reason = match reason {
                RefusalReason::Stranger => Some("stranger"),
                RefusalReason::Unwilling => Some("unwilling"),
                RefusalReason::NotMine => Some("not_mine"),
                RefusalReason::None => None,
            };
            json!({ "answer": "refuse", "reason": reason })
        }
    });
    same_again(
        bytes,
        places::planned,
        |(rka, kind, subject)| json!({ "rka": rka, "kind": kind.as_str(), "subject": subject }),
    );
    same_again(bytes, |fields| fields.done(Vec::new), |()| json!({}));
    same_again(bytes, |fields| filled(fields, Form::default()), application);
    let draft = filled_before();
    same_again(bytes, |fields| filled(fields, Form::from(&draft)), application);
}

/// Reads the body as a call does. What was read must be read from its own writing too.
fn same_again<T: PartialEq>(
    bytes: &[u8],
    read: impl Fn(Fields) -> Result<T, Fault>,
    write: impl Fn(&T) -> Value,
) {
    let fields = |bytes: &[u8]| Fields::read(bytes);
    match fields(bytes).and_then(&read) {
        Ok(said) => {
            let again = fields(write(&said).to_string().as_bytes()).and_then(&read);
            assert!(again.is_ok_and(|again| again == said), "what was read is read again");
        }
        Err(fault) => worded(&fault),
    }
}

/// The form of a new draft, or of one that is changed.
fn filled(mut fields: Fields, before: Form) -> Result<Application, Fault> {
    let Scene { law, at, applicant, .. } = &*SCENE;
    let form = applications::form(&mut fields, before);
    let desk = Desk {
        applicant: *applicant,
        following: &[],
        language: Language::En,
        law,
        at: *at,
        counter: None,
    };
    let read = form.read(&desk);
    fields.done(|| read.clone().err().unwrap_or_default())?;
    let read = read.map_err(|wrong| Fault::Fields(wrong.into_iter().map(Into::into).collect()))?;
    assert!(Form::from(&read).read(&desk).as_ref() == Ok(&read), "an application is its form");
    assert!(!read.subjects.is_empty() && read.people().count() <= 2 * 20 + 1);
    Ok(read)
}

fn filled_before() -> Application {
    let body = json!({ "kind": "temporary", "months": 6, "rka": "1202500000204082",
        "reason": "work", "arrived_on": "2026-01-10" });
    let read = Fields::read(body.to_string().as_bytes());
    match read.and_then(|fields| filled(fields, Form::default())) {
        Ok(application) => application,
        Err(fault) => panic!("{fault:?}"),
    }
}

fn application(content: &Application) -> Value {
    let form = Form::from(content);
    json!({ "channel": form.channel, "kind": form.kind, "months": form.months, "rka": form.rka,
        "reason": form.reason, "arrived_on": form.arrived_on, "subjects": form.subjects,
        "children": form.children })
}

/// That a fault has its words, and repeats nothing that could be taken for markup.
fn worded(fault: &Fault) {
    if let Fault::Fields(wrong) = fault {
        let fields: BTreeSet<&str> = wrong.iter().map(|wrong| wrong.field.as_str()).collect();
        assert!(!wrong.is_empty() && fields.len() == wrong.len(), "each field once: {wrong:?}");
    }
    for language in [Language::Kk, Language::Ru, Language::En] {
        let problem = Words { texts: &SCENE.texts, language }.problem(fault);
        let said = serde_json::to_value(&problem).unwrap_or_default();
        let Some(errors) = said.get("errors").and_then(Value::as_array) else {
            panic!("what is wrong is listed: {said}")
        };
        for error in errors {
            let text = |name| error.get(name).and_then(Value::as_str).unwrap_or_default();
            let (field, message) = (text("field"), text("message"));
            let plain = |c: char| c.is_alphanumeric() || "_-. []".contains(c);
            assert!(field.chars().all(plain) && field.chars().count() <= 60, "{field}");
            assert!(!message.is_empty() && !message.starts_with("error-"), "{message}");
        }
    }
}
