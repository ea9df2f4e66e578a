//! Signatures that are taken.

use eds::sign::How;
use serde_json::json;
use world::authority::web::Service;
use world::authority::{Kind, List};

use crate::stage::{Stage, signed, signed_by, to_sign};

#[tokio::test]
async fn people_sign_in_with_keys_of_either_algorithm() {
    let stage = Stage::new().await;
    for kind in Kind::ALL {
        let client = stage.signed_in(&stage.key(stage.applicant(), kind)).await;
        let me = client.get("/api/v1/me").await.unwrap();
        assert_eq!(me.body["iin"], json!(stage.applicant()), "{}", me.body);
    }
    assert!(stage.served.asked(Service::Answers) >= 2, "the responder is asked each time");
    assert!(stage.served.asked(Service::Stamps) >= 2, "each is stamped");
}

#[tokio::test]
async fn an_application_is_filed_and_the_owner_agrees_all_by_keys() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let client = stage.signed_in(&key).await;
    let (id, text) = stage.drafts(&client).await;
    let filed = stage.files(&client, &id, &signed(&text, &key)).await;
    assert_eq!(filed.status, 200, "{}", filed.body);
    assert_eq!(filed.body["status"], "signed");
    stage.until(&client, &id, "awaiting_consent").await;

    let key = stage.key(stage.owner(), Kind::Rsa);
    let owner = stage.signed_in(&key).await;
    let question = stage.question(&owner).await;
    let path = format!("/api/v1/consents/{}/answer", question["id"].as_str().unwrap());
    // Attached or apart, both are over the very text of the service.
    let cms = eds::pem::to_base64(&signed_by(&to_sign(&question), How::Attached, &[&key]));
    let body = json!({ "answer": "agree", "method": "eds", "cms": cms });
    let agreed = owner.post(&path, &body).await.unwrap();
    assert_eq!((agreed.status, &agreed.body["status"]), (200, &json!("agreed")), "{}", agreed.body);
    stage.until(&client, &id, "registered").await;
}

#[tokio::test]
async fn what_is_kept_is_judged_again_with_the_lists_of_the_day() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let client = stage.signed_in(&key).await;
    let (id, text) = stage.drafts(&client).await;
    stage.files(&client, &id, &signed(&text, &key)).await;
    let case = stage.app().case(id.parse().unwrap()).await.unwrap().case;
    let filed = case.state.filed().unwrap();
    let residence::intake::Signature::Eds { evidence, .. } = &filed.signature else {
        panic!("{:?}", filed.signature)
    };
    let kept = stage.app().store.evidence(evidence.0).await.unwrap().unwrap();
    assert_eq!((kept.by, kept.case), (stage.applicant(), Some(case.id)));
    let body: service::signatures::Body = serde_json::from_str(&kept.body).unwrap();
    assert_eq!(body.document.as_bytes(), text);
    assert_eq!(body.verdict, "TOTAL-PASSED");
    let der = |text: &str| eds::pem::from_base64(text.as_bytes()).unwrap();
    let answer = eds::ocsp::Response::read(&der(body.ocsp.as_deref().unwrap())).unwrap();
    let lists = [List::Root, List::Whole, List::Changes].map(|which| {
        let list = stage.served.authority.list(Kind::Gost2015, which);
        eds::crl::RevocationList::read(&list).unwrap()
    });
    assert_eq!(body.lists.len(), 6, "it says which lists were known: {:?}", body.lists);
    let trust = stage.served.authority.trust();
    let report = eds::verify::verify(
        &der(&body.cms),
        Some(&text),
        &eds::verify::Grounds {
            at: body.judged_at,
            trust: &trust,
            stamp_trust: &trust,
            needs_revocation: true,
            lists: &lists,
            answers: &[(answer, None)],
            answer_age: jiff::SignedDuration::from_mins(10),
        },
    );
    let report = report.unwrap();
    assert_eq!(report.verdict, eds::verify::Verdict::Passed);
    assert_eq!(report.signers[0].stamps.len(), 1, "it is stamped");
    assert_eq!(report.signers[0].known_since, body.known_since);
}
