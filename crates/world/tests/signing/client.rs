//! The key-holder before the client that web pages use, `ncalayer-js-client` from npm. It needs Node.js
//! and a folder where `npm ci` was run, named by `TIRKEU_NCALAYER_CLIENT`; without that the test says so.

use std::path::Path;
use std::process::Stdio;

use eds::verify::{Grounds, Verdict, verify};
use jiff::SignedDuration;
use serde_json::Value;

use super::key_holder::{key_holder, other};
use super::made::{CONTENT, NOW, person, time};

/// What the client was told.
struct Said(Value);

impl Said {
    fn value(&self, name: &str) -> &Value {
        let value = self.0.get(name).and_then(|outcome| outcome.get("value"));
        value.unwrap_or_else(|| panic!("{name}: {:?}", self.0.get(name)))
    }

    fn error(&self, name: &str) -> &str {
        let error = self.0.get(name).and_then(|outcome| outcome.get("error"));
        error.and_then(Value::as_str).unwrap_or_else(|| panic!("{name}: {:?}", self.0.get(name)))
    }

    fn is_cancelled(&self, name: &str) -> bool {
        self.0.get(name).and_then(|outcome| outcome.get("cancelled")) == Some(&Value::Bool(true))
    }
}

/// Whether a signature over the content, in it or beside it, is right, whose it is, and whether a good
/// time-stamp is on it. Nothing is revoked here.
fn judged(text: &Value) -> (Verdict, String, bool) {
    let der = eds::pem::to_der(text.as_str().unwrap().as_bytes()).unwrap();
    let trust = eds::verify::Trust::demo();
    let grounds = Grounds {
        at: time(NOW),
        trust: &trust,
        stamp_trust: &trust,
        needs_revocation: false,
        lists: &[],
        answers: &[],
        answer_age: SignedDuration::from_hours(1),
    };
    let report = verify(&der, Some(CONTENT), &grounds).unwrap();
    let signed = report.signers.first().unwrap();
    let subject = &signed.certificate.as_ref().unwrap().subject;
    let number = subject.texts(eds::oid::SERIAL_NUMBER).next().unwrap().to_owned();
    let is_stamped = signed.stamps.iter().any(|stamp| stamp.verdict == Verdict::Passed);
    (report.verdict, number, is_stamped)
}

#[tokio::test]
async fn the_client_of_web_pages_gets_what_it_expects() {
    let Some(installed) = std::env::var_os("TIRKEU_NCALAYER_CLIENT") else {
        println!("left out: TIRKEU_NCALAYER_CLIENT names no folder with ncalayer-js-client");
        return;
    };
    let holder = key_holder().await;
    let (one, two) = (person().iin.to_string(), other().iin.to_string());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signing/peer/walk.js");
    let run = std::process::Command::new("node")
        .arg(script)
        .args([&holder.url(), &one, &two])
        .env("NODE_PATH", Path::new(&installed).join("node_modules"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = tokio::task::spawn_blocking(|| run.wait_with_output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = Said(serde_json::from_slice(&output.stdout).unwrap());

    assert_eq!(said.0.get("version"), Some(&"1.4".into()));
    assert_eq!(said.0.get("isKmd"), Some(&false.into()));
    let passed = |iin: &str, is_stamped| (Verdict::Passed, format!("IIN{iin}"), is_stamped);
    for (name, iin, is_stamped) in [
        ("byIin", &one, false),
        ("otherChosen", &one, false),
        ("otherAlways", &two, false),
        ("attached", &one, true),
        ("afterCancel", &one, false),
        ("cades", &one, false),
        ("signingIn", &one, false),
        ("stamped", &one, true),
    ] {
        assert_eq!(judged(said.value(name)), passed(iin, is_stamped), "{name}");
    }
    let several = said.value("several").as_array().unwrap();
    assert!(
        several.len() == 2 && several.iter().all(|one_of| judged(one_of) == passed(&one, false))
    );
    let documents = said.value("commonXmls").as_array().unwrap();
    for document in documents.iter().chain([said.value("xml"), said.value("commonXml")]) {
        assert!(document.as_str().unwrap().contains("Signature"), "{document}");
    }
    for (name, words) in [
        ("nothingChosen", "GENERAL_ERROR: No key fits."),
        ("digested", "INVALID_SIGNING_PARAMS"),
        ("badParams", "INVOCATION_ERROR: An invoked method threw an exception."),
        ("noOrganisation", "GENERAL_ERROR"),
        ("badStore", "500: java.lang.IllegalArgumentException: argument type mismatch"),
        ("hash", "500"),
        ("partOfXml", "500: only whole documents"),
        ("commonCancelled", "500: action.canceled"),
        ("badLocale", "500: java.lang.IllegalArgumentException"),
        ("off", "NCALayer закрыл соединение."),
        ("offAgain", "Ошибка взаимодействия с NCALayer."),
    ] {
        assert!(said.error(name).starts_with(words), "{name}: {}", said.error(name));
    }
    assert!(said.is_cancelled("cancelled") && !said.is_cancelled("commonCancelled"));
    assert_eq!(said.value("keyInfo").get("subjectCn"), Some(&"СЕРІКОВА АЙГҮЛ".into()));
    assert_eq!(said.value("onAgain"), "1.4");
    println!("{} requests of ncalayer-js-client were answered", said.0.as_object().unwrap().len());
}
