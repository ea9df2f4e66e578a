//! The key-holder before pages: who may ask, which key signs, cancel, slow, off, revoked.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use eds::revocation::Reason;
use eds::signer;
use eds::verify::{SubIndication as Sub, Verdict};
use serde_json::{Value, json};
use world::authority::{List, Person};
use world::http::Client;
use world::key_holder::{Choice, KeyHolder, Mode, Owner, Which};

use super::made::{Known, authority, person, report, report_of_document};
use super::page::Page;

pub(crate) const HERE: &str = "http://127.0.0.1:8080";

/// Somebody else.
pub(crate) fn other() -> Person {
    Person {
        iin: "900101400033".parse().unwrap(),
        surname: "Ахметов".into(),
        given_name: "Ерлан".into(),
        patronymic: None,
    }
}

pub(crate) async fn key_holder() -> KeyHolder {
    let owner = |person| Owner { person, note: String::new() };
    let address = (Ipv4Addr::LOCALHOST, 0).into();
    let owners = vec![owner(person()), owner(other())];
    KeyHolder::start(address, Arc::new(authority()), owners).await.unwrap()
}

/// A request to sign with a key of this ИИН, or of anybody.
fn asks(iin: Option<&str>) -> Value {
    json!({
        "module": "kz.gov.pki.knca.basics",
        "method": "sign",
        "args": {
            "allowedStorages": null,
            "format": "cms",
            "data": eds::pem::to_base64(super::made::CONTENT),
            "signingParams": { "decode": true, "encapsulate": true },
            "signerParams": { "extKeyUsageOids": ["1.3.6.1.5.5.7.3.4"], "iin": iin },
            "locale": "kk",
        },
    })
}

/// Whose signature it is and whether it counts.
fn judged(holder: &KeyHolder, answer: &Value) -> (Verdict, Option<String>) {
    let text = answer.pointer("/body/result").and_then(Value::as_str).unwrap();
    let der = eds::pem::to_der(text.as_bytes()).unwrap();
    let known = Known::lists(holder.authority(), &[List::Root, List::Whole, List::Changes]);
    let report = report(holder.authority(), &der, &known);
    (report.verdict, signer::person(&report).ok().map(|person| person.iin))
}

#[tokio::test]
async fn only_pages_of_this_machine_are_served() {
    let holder = key_holder().await;
    let address = holder.address;
    for origin in [HERE, "http://localhost:8080", "http://localhost", "https://127.0.0.1"] {
        let mut page = Page::open(address, origin).await.ok().unwrap();
        assert_eq!(page.hear().await.unwrap(), r#"{"result":{"version":"1.4"}}"#, "{origin}");
    }
    for origin in [
        "https://example.kz",
        "http://127.0.0.1.example.kz",
        "http://localhost:80@example.kz",
        "http://example.kz:127.0.0.1",
        "null",
        "",
    ] {
        assert_eq!(Page::open(address, origin).await.err(), Some(403), "{origin}");
    }
    assert_eq!(Page::open_as(address, "example.kz", HERE).await.err(), Some(403));
    let abroad: SocketAddr = (Ipv4Addr::UNSPECIFIED, 0).into();
    assert!(KeyHolder::start(abroad, Arc::new(authority()), Vec::new()).await.is_err());
}

#[tokio::test]
async fn the_key_that_is_asked_for_signs_or_the_one_that_was_chosen() {
    let holder = key_holder().await;
    let mut page = Page::open(holder.address, HERE).await.ok().unwrap();
    page.hear().await;
    let (one, two) = (person().iin, other().iin);
    let (one_text, two_text) = (one.to_string(), two.to_string());
    let passed = |iin: &str| (Verdict::Passed, Some(iin.to_owned()));

    let answer = page.ask(&asks(None)).await;
    assert_eq!(answer.get("code"), Some(&json!("GENERAL_ERROR")), "nothing is chosen: {answer}");
    let answer = page.ask(&asks(Some(&one_text))).await;
    assert_eq!(judged(&holder, &answer), passed(&one_text));

    let which = Which::Rsa;
    holder.choose(Some(Choice { iin: two, which, always: false }));
    let answer = page.ask(&asks(None)).await;
    assert_eq!(judged(&holder, &answer), passed(&two_text));
    let answer = page.ask(&asks(Some(&one_text))).await;
    assert_eq!(judged(&holder, &answer), passed(&one_text));
    holder.choose(Some(Choice { iin: two, which, always: true }));
    let answer = page.ask(&asks(Some(&one_text))).await;
    assert_eq!(judged(&holder, &answer), passed(&two_text));

    let answer = page.ask(&asks(Some("000000000000"))).await;
    assert_eq!(judged(&holder, &answer), passed(&two_text), "that one signs always");
    holder.choose(None);
    let answer = page.ask(&asks(Some("000000000000"))).await;
    assert_eq!(answer.get("status"), Some(&json!(false)), "{answer}");
}

#[tokio::test]
async fn keys_that_do_not_count_sign_too() {
    let holder = key_holder().await;
    let mut page = Page::open(holder.address, HERE).await.ok().unwrap();
    page.hear().await;
    let iin = person().iin;
    let mut sign = async |which| {
        holder.choose(Some(Choice { iin, which, always: true }));
        let answer = page.ask(&asks(None)).await;
        judged(&holder, &answer)
    };
    let revoked = Verdict::Indeterminate(Sub::RevokedNoPoe);
    assert_eq!(sign(Which::Expired).await.0, Verdict::Indeterminate(Sub::OutOfBoundsNoPoe));
    assert_eq!(sign(Which::Revoked).await.0, revoked);
    // They count, but they are not those of a person who signs.
    assert_eq!(sign(Which::Organisation).await, (Verdict::Passed, None));
    assert_eq!(sign(Which::SigningIn).await, (Verdict::Passed, None));
    assert_eq!(sign(Which::Gost).await, (Verdict::Passed, Some(iin.to_string())));
    holder.revoke(iin, Which::Gost, Reason::Superseded).unwrap();
    assert_eq!(sign(Which::Gost).await.0, revoked);
    assert_eq!(sign(Which::Rsa).await.0, Verdict::Passed);
}

#[tokio::test]
async fn documents_are_signed_whole() {
    let holder = key_holder().await;
    let mut page = Page::open(holder.address, HERE).await.ok().unwrap();
    page.hear().await;
    let iin = person().iin;
    let document = "<a><b>application 17</b></a>";
    for which in [Which::Gost, Which::Rsa] {
        holder.choose(Some(Choice { iin, which, always: false }));
        let mut asked = asks(None);
        for (name, value) in [("format", json!("xml")), ("data", json!(document))] {
            asked.get_mut("args").unwrap().as_object_mut().unwrap().insert(name.into(), value);
        }
        let answer = page.ask(&asked).await;
        let signed = answer.pointer("/body/result").and_then(Value::as_str).unwrap();
        let known = Known::lists(holder.authority(), &[List::Root, List::Whole, List::Changes]);
        let report = report_of_document(holder.authority(), signed, &known);
        assert_eq!(report.verdict, Verdict::Passed, "{which}");
        assert_eq!(report.content.as_deref(), Some(document.as_bytes()));
        assert_eq!(signer::person(&report).unwrap().iin, iin.to_string());
    }
}

#[tokio::test]
async fn requests_are_cancelled_wait_and_end() {
    let holder = key_holder().await;
    let iin = person().iin.to_string();
    let mut page = Page::open(holder.address, HERE).await.ok().unwrap();
    page.hear().await;
    holder.cancel_next();
    assert_eq!(page.ask(&asks(Some(&iin))).await, json!({ "status": true, "body": {} }));
    assert!(page.ask(&asks(Some(&iin))).await.pointer("/body/result").is_some());

    holder.set_mode(Mode::Slow(Duration::from_secs(3600)));
    page.say("--heartbeat--").await;
    assert_eq!(page.hear().await.as_deref(), Some("--heartbeat--"));
    page.say(&asks(Some(&iin)).to_string()).await;
    let waits = tokio::time::timeout(Duration::from_millis(50), page.hear()).await;
    assert!(waits.is_err(), "it is slow");
    holder.set_mode(Mode::Ready);
    assert!(page.hear().await.unwrap().contains("BEGIN CMS"));

    holder.set_mode(Mode::Off);
    assert_eq!(page.hear().await, None);
    assert_eq!(Page::open(holder.address, HERE).await.err(), Some(503));
    holder.set_mode(Mode::Ready);
    assert!(Page::open(holder.address, HERE).await.is_ok());
}

#[tokio::test]
async fn what_is_not_understood_is_answered_in_the_words_of_the_program() {
    let holder = key_holder().await;
    let mut page = Page::open(holder.address, HERE).await.ok().unwrap();
    page.hear().await;
    let probe = json!({ "module": "kz.digiflow.mobile.extensions", "method": "getVersion" });
    let unknown = json!({ "success": false, "errorCode": "MODULE_NOT_FOUND" });
    assert_eq!(page.ask(&probe).await, unknown);
    let other = json!({ "module": "kz.gov.pki.knca.basics", "method": "generate" });
    assert_eq!(page.ask(&other).await.get("code"), Some(&json!("INVOCATION_ERROR")));
    let named = json!({
        "module": "kz.gov.pki.knca.commonUtils", "method": "getActiveTokens", "uuid": "7",
    });
    let answer = json!({ "code": "200", "responseObject": [], "uuid": "7" });
    assert_eq!(page.ask(&named).await, answer);
    page.say("no JSON").await;
    assert!(page.hear().await.unwrap().contains(r#""code":"500""#));
}

#[tokio::test]
async fn the_page_and_its_api_do_what_the_handle_does() {
    let holder = key_holder().await;
    let client = Client::new(holder.address);
    let iin = person().iin;
    let chosen = client.post("/api/choose", &json!({ "iin": iin, "key": "rsa" })).await.unwrap();
    assert_eq!(chosen.status, 200, "{chosen:?}");
    client.post("/api/cancel-next", &json!({})).await.unwrap();
    client.post("/api/mode", &json!({ "mode": "slow", "seconds": 1 })).await.unwrap();
    client.post("/api/revoke", &json!({ "iin": iin, "key": "rsa" })).await.unwrap();
    let told = client.get("/api/keys").await.unwrap().body;
    let expected = json!({ "iin": iin, "key": "rsa", "always": false });
    assert_eq!(told.get("chosen"), Some(&expected));
    assert_eq!(
        (told.get("mode"), told.get("cancels_next")),
        (Some(&json!("slow")), Some(&json!(true)))
    );
    let key = holder.key(iin, Which::Rsa).unwrap();
    assert!(holder.authority().revoked(&key.certificate).is_some());
    for (path, body) in [
        ("/api/choose", json!({ "iin": "000000000000" })),
        ("/api/mode", json!({ "mode": "asleep" })),
        ("/api/revoke", json!({ "iin": iin, "reason": 7 })),
    ] {
        assert_eq!(client.post(path, &body).await.unwrap().status, 422, "{path}");
    }
    let page = super::served::exchange(holder.address, "/?q=900101400023", None, 1 << 20).await;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("Серікова Айгүл") && !page.contains("Ахметов"), "{page}");
    assert!(page.contains("<strong>revoked</strong>") && page.contains("is cancelled"), "{page}");
}
