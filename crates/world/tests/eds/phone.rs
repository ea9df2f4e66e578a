//! The whole walk of the app eGov Mobile: the portal's own picture and link, read by a phone of the world.

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use residence::facts::Language;
use residence::names::Phone;
use serde_json::json;
use service::desk::mobile::{Mobile, MobileState, Purpose};
use service::signatures::SignatureFault;
use tower::ServiceExt as _;
use world::authority::Kind;
use world::key_holder::{KeyHolder, Owner};
use world::phone_app::{Errand, Step, Stopped, open};
use world::phones::web::{Booth, router};
use world::phones::{Holder, Phones};
use world::sms_centre::SmsCentre;

use crate::stage::Stage;

async fn begins(stage: &Stage) -> Mobile {
    stage.app().mobile_begin(None, Purpose::SignIn, Language::Kk).await.unwrap()
}

async fn state(stage: &Stage, begun: &Mobile) -> MobileState {
    stage.app().mobile_state(&begun.id).await.unwrap()
}

#[tokio::test]
async fn a_picture_and_a_link_are_walked_to_their_end_once() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let authority = &stage.served.authority;
    for by_link in [false, true] {
        let begun = begins(&stage).await;
        let scanned = if by_link { &begun.link } else { &begun.qr };
        let errand = open(scanned, stage.now()).await.unwrap();
        let text = errand.documents[0].text().unwrap();
        assert!(text.contains("http://127.0.0.1"), "the text names the portal: {text}");
        assert!(matches!(state(&stage, &begun).await, MobileState::Waiting { opened: true, .. }));
        errand.sign(authority, &key).await.unwrap();
        assert_eq!(state(&stage, &begun).await, MobileState::Done);
        let again = errand.sign(authority, &key).await;
        assert!(again.is_err(), "it is signed once");
        assert!(open(scanned, stage.now()).await.is_err(), "it is of no use any more");
    }
}

async fn fetched(stage: &Stage, begun: &Mobile) -> Errand {
    open(&begun.qr, stage.now()).await.unwrap()
}

#[tokio::test]
async fn who_refuses_signs_nothing_and_what_is_called_off_is_not_taken() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let begun = begins(&stage).await;
    drop(fetched(&stage, &begun).await);
    assert!(matches!(state(&stage, &begun).await, MobileState::Waiting { opened: true, .. }));
    let errand = fetched(&stage, &begun).await;
    stage.app().mobile_cancel(&begun.id).await.unwrap();
    let stopped = errand.sign(&stage.served.authority, &key).await.unwrap_err();
    assert!(matches!(stopped, Stopped::Status(Step::Return, ..)), "{stopped}");
    assert_eq!(state(&stage, &begun).await, MobileState::Cancelled);
}

#[tokio::test]
async fn a_revoked_key_is_not_taken_and_the_phone_says_so() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let reason = eds::revocation::Reason::Superseded;
    stage.served.authority.revoke(&key.certificate, reason, stage.now()).unwrap();
    let begun = begins(&stage).await;
    let stopped = fetched(&stage, &begun).await.sign(&stage.served.authority, &key).await;
    assert!(matches!(stopped, Err(Stopped::NotTaken(_))), "{stopped:?}");
    assert_eq!(state(&stage, &begun).await, MobileState::Refused(SignatureFault::Revoked));
}

/// The page of the phones, where the applicant has one.
struct Page {
    router: axum::Router,
    phone: Phone,
    // The keys go with it.
    _keys: KeyHolder,
}

impl Page {
    async fn open(stage: &Stage) -> Self {
        let iin = stage.applicant();
        let owner = Owner { person: stage.person(iin), note: String::new() };
        let here = (Ipv4Addr::LOCALHOST, 0).into();
        let authority = Arc::clone(&stage.served.authority);
        let keys = KeyHolder::start(here, authority, vec![owner]).await.unwrap();
        let phones = Arc::new(Phones::new(service::clock::system()));
        let phone = stage.story.scenario.phone.unwrap();
        let (name, note) = ("Somebody".to_owned(), String::new());
        phones.give(Holder { phone, name, iin, note });
        let centre = SmsCentre::start(here, phones.clone()).unwrap();
        let booth = Booth::new(phones, centre, &[], here).with_keys(keys.keys());
        Self { router: router(booth), phone, _keys: keys }
    }

    /// Status and text of a page, or of what a form leads to.
    async fn asks(&self, method: &str, path: &str, form: &str) -> (u16, String) {
        let kind = if form.starts_with('{') {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let request = Request::builder()
            .method(method)
            .uri(path.replace("PHONE", self.phone.as_str()))
            .header("content-type", kind)
            .body(Body::from(form.to_owned()))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }
}

#[tokio::test]
async fn the_page_of_a_phone_shows_what_it_signs() {
    let stage = Stage::new().await;
    let page = Page::open(&stage).await;
    let (_, text) = page.asks("GET", "/phones/PHONE", "").await;
    assert!(text.contains("Scan a QR picture"), "{text}");
    let begun = begins(&stage).await;
    let code = format!("code={}", begun.qr.replace('&', "%26"));
    for (answer, ends) in [("refuse", false), ("sign", true)] {
        assert_eq!(page.asks("POST", "/phones/PHONE/scan", &code).await.0, 303);
        let (_, text) = page.asks("GET", "/phones/PHONE/scan", "").await;
        assert!(text.contains("Порталға кіру") || text.contains("Вход на портал"), "{text}");
        assert!(text.contains("http://127.0.0.1"), "the text that is signed is shown: {text}");
        let form = if ends { "key=rsa" } else { "" };
        page.asks("POST", &format!("/phones/PHONE/scan/{answer}"), form).await;
        let is_done = state(&stage, &begun).await == MobileState::Done;
        assert_eq!(is_done, ends, "{answer}");
    }
    let (status, text) = page.asks("POST", "/phones/PHONE/scan/sign", "key=gost").await;
    assert!(status == 422 && text.contains("Nothing waits to be signed"), "{text}");
    let (status, text) = page.asks("POST", "/phones/PHONE/scan", "code=hello").await;
    assert!(status == 422 && text.contains("this is no code of eGov Mobile"), "{text}");
}

#[tokio::test]
async fn programs_scan_with_one_request() {
    let stage = Stage::new().await;
    let page = Page::open(&stage).await;
    let begun = begins(&stage).await;
    let path = "/api/phones/PHONE/scan";
    let wrong = json!({ "code": begun.qr, "key": "expired", "sign": true }).to_string();
    let (status, text) = page.asks("POST", path, &wrong).await;
    assert!(status == 422 && text.contains("does not take the signature"), "{text}");
    let begun = begins(&stage).await;
    for sign in [false, true] {
        let asked = json!({ "code": begun.link, "sign": sign }).to_string();
        let (status, text) = page.asks("POST", path, &asked).await;
        assert!(status == 200 && text.contains(&format!("\"signed\":{sign}")), "{text}");
        assert_eq!(state(&stage, &begun).await == MobileState::Done, sign);
    }
}
