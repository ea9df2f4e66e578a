//! Signatures that are not taken, each with the word for it.

use eds::revocation::Reason;
use eds::sign::How;
use jiff::SignedDuration;
use serde_json::json;
use world::authority::{Kind, Purpose};

use crate::stage::{Stage, fault, signed, signed_by, to_sign};

#[tokio::test]
async fn keys_that_sign_nobody_in() {
    let stage = Stage::new().await;
    let iin = stage.applicant();
    let now = stage.now();
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    let organisation = Purpose::Organisation("050140000017".into(), "ТОО «Пример»".into());
    for kind in Kind::ALL {
        let of = |purpose, times| stage.key_of(iin, kind, purpose, times);
        let valid = [now - days(100), now + days(100)];
        for (key, expected) in [
            (of(Purpose::Signing, [now - days(400), now - days(1)]), "expired"),
            (of(Purpose::Signing, [now + days(1), now + days(400)]), "not_yet_valid"),
            (of(organisation.clone(), valid), "not_a_person"),
            (of(Purpose::SigningIn, valid), "wrong_purpose"),
        ] {
            assert_eq!(fault(&stage.signs_in(&key).await), expected, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_key_counts_until_the_moment_it_is_revoked() {
    let stage = Stage::new().await;
    for kind in Kind::ALL {
        let key = stage.key(stage.applicant(), kind);
        let client = stage.signed_in(&key).await;
        let (id, text) = stage.drafts(&client).await;
        let authority = &stage.served.authority;
        authority.revoke(&key.certificate, Reason::Superseded, stage.now()).unwrap();
        let refused = stage.files(&client, &id, &signed(&text, &key)).await;
        assert_eq!(fault(&refused), "revoked", "{kind:?}");
        assert_eq!(fault(&stage.signs_in(&key).await), "revoked");
        assert_eq!(stage.until(&client, &id, "draft").await["status"], "draft");
    }
}

#[tokio::test]
async fn what_is_handed_in_must_be_the_signature_of_this_text_by_this_person_alone() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let other = stage.key(stage.owner(), Kind::Gost2015);
    let client = stage.signed_in(&key).await;
    let (id, text) = stage.drafts(&client).await;
    let base64 = |der: &[u8]| eds::pem::to_base64(der);
    let mut broken = signed_by(&text, How::Detached, &[&key]);
    *broken.last_mut().unwrap() ^= 1;
    for (cms, expected) in [
        (signed(&text, &other), "other_person"),
        (signed(b"another text", &key), "other_content"),
        (base64(&signed_by(b"another text", How::Attached, &[&key])), "other_content"),
        (base64(&signed_by(&text, How::Detached, &[&key, &other])), "several_signers"),
        (base64(&broken), "wrong"),
        (base64(key.certificate.as_der()), "unreadable"),
        (base64(&[0x30, 0]), "unreadable"),
    ] {
        assert_eq!(fault(&stage.files(&client, &id, &cms).await), expected);
    }
    assert_eq!(stage.until(&client, &id, "draft").await["status"], "draft", "nothing was filed");
    assert_eq!(stage.files(&client, &id, &signed(&text, &key)).await.status, 200);
}

#[tokio::test]
async fn a_text_signs_in_once_and_for_its_own_purpose() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let client = stage.client();
    let ask = async || {
        let asked = client.post("/api/v1/sign-in/eds", &json!({})).await.unwrap().body;
        (
            format!("/api/v1/sign-in/eds/{}", asked["challenge_id"].as_str().unwrap()),
            to_sign(&asked),
        )
    };
    let (first, text) = ask().await;
    let cms = signed(&text, &key);
    let hand_in =
        async |path: &str, cms: &str| client.post(path, &json!({ "cms": cms })).await.unwrap();
    assert_eq!(hand_in(&first, &cms).await.status, 200);
    let again = hand_in(&first, &cms).await;
    assert_eq!((again.status, &again.body["type"]), (422, &json!("/problems/ended")));
    // The signature of one sign-in is none of another.
    let (second, text) = ask().await;
    assert_eq!(fault(&hand_in(&second, &cms).await), "other_content");
    stage.passes(SignedDuration::from_mins(6));
    let late = hand_in(&second, &signed(&text, &key)).await;
    assert_eq!(late.body["type"], "/problems/ended");
    let unknown = hand_in("/api/v1/sign-in/eds/nothing", &cms).await;
    assert_eq!(unknown.body["type"], "/problems/ended");
}

#[tokio::test]
async fn whoever_has_signed_in_by_sms_does_not_agree_here() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let client = stage.signed_in(&key).await;
    let (id, text) = stage.drafts(&client).await;
    stage.files(&client, &id, &signed(&text, &key)).await;
    stage.until(&client, &id, "awaiting_consent").await;
    let owner = stage.signed_in(&stage.key(stage.owner(), Kind::Gost2015)).await;
    let question = stage.question(&owner).await;
    let app = stage.app();
    let caller = service::desk::Caller {
        iin: stage.owner(),
        assurance: service::desk::Assurance::Sms,
        language: residence::facts::Language::Kk,
    };
    let request = question["id"].as_str().unwrap().parse().unwrap();
    let key = stage.key(stage.owner(), Kind::Gost2015);
    let cms = signed(&to_sign(&question), &key);
    let method = residence::law::SignMethod::Eds;
    let handed = service::desk::eds::Handed { bytes: cms.as_bytes(), method };
    let refused = app.agree(caller, request, handed).await;
    assert!(matches!(refused, Err(service::desk::Refusal::Assurance)), "{refused:?}");
}

#[tokio::test]
async fn an_owner_agrees_with_their_own_key_to_what_is_asked() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let client = stage.signed_in(&key).await;
    let (id, text) = stage.drafts(&client).await;
    stage.files(&client, &id, &signed(&text, &key)).await;
    stage.until(&client, &id, "awaiting_consent").await;
    let own = stage.key(stage.owner(), Kind::Gost2015);
    let owner = stage.signed_in(&own).await;
    let question = stage.question(&owner).await;
    let path = format!("/api/v1/consents/{}/answer", question["id"].as_str().unwrap());
    for (cms, expected) in [
        // The applicant would agree in the owner's place; the owner has signed the application.
        (signed(&to_sign(&question), &key), "other_person"),
        (signed(&text, &own), "other_content"),
    ] {
        let body = json!({ "answer": "agree", "method": "eds", "cms": cms });
        assert_eq!(fault(&owner.post(&path, &body).await.unwrap()), expected);
    }
    let body =
        json!({ "answer": "agree", "method": "eds", "cms": signed(&to_sign(&question), &key) });
    let stranger = client.post(&path, &body).await.unwrap();
    assert_eq!(stranger.status, 404, "a question to another is not there: {}", stranger.body);
    assert_eq!(stage.until(&client, &id, "awaiting_consent").await["status"], "awaiting_consent");
}
