//! Signing with eGov Mobile, walked by hand: what the app fetches and brings, and what the browser that
//! waits is told.

use residence::facts::Language;
use serde_json::{Value, json};
use service::desk::Refusal;
use service::desk::mobile::{Mobile, MobileState, Purpose};
use service::desk::sessions::Face;
use service::signatures::SignatureFault;
use world::authority::{Holder, Kind};
use world::http::{Answer, Client};

use crate::stage::{Stage, signed};

/// The app of one person.
struct App<'s> {
    stage: &'s Stage,
    key: &'s Holder,
}

impl App<'_> {
    /// The path behind the text of the picture.
    fn path(begun: &Mobile) -> String {
        let url = begun.qr.strip_prefix("mobileSign:http://").unwrap();
        format!("/{}", url.split_once('/').unwrap().1)
    }

    async fn describes(&self, begun: &Mobile) -> Answer {
        self.stage.client().get(&Self::path(begun)).await.unwrap()
    }

    /// Fetches the text with the token of the description: the whole answer, and the text.
    async fn fetches(&self, begun: &Mobile) -> (Client, Value, Vec<u8>) {
        let description = self.describes(begun).await.body;
        let token = description["document"]["auth_token"].as_str().unwrap();
        let client = self.stage.client().with_token(token);
        let documents = client.get(&format!("{}/documents", Self::path(begun))).await.unwrap();
        assert_eq!(documents.body["signMethod"], "CMS_SIGN_ONLY", "{}", documents.body);
        let data = documents.body["documentsToSign"][0]["document"]["file"]["data"].as_str();
        let text = eds::pem::from_base64(data.unwrap().as_bytes()).unwrap();
        (client, documents.body, text)
    }

    /// Brings a signature over a text in the place of the text.
    async fn brings(&self, begun: &Mobile, text: Option<&[u8]>) -> Answer {
        let (client, mut documents, own) = self.fetches(begun).await;
        let cms = signed(text.unwrap_or(&own), self.key);
        documents["documentsToSign"][0]["document"]["file"]["data"] = json!(cms);
        client.put(&format!("{}/documents", Self::path(begun)), &documents).await.unwrap()
    }
}

async fn begins(stage: &Stage) -> Mobile {
    stage.app().mobile_begin(None, Purpose::SignIn, Language::Ru).await.unwrap()
}

#[tokio::test]
async fn a_phone_signs_in_the_browser_that_waits_and_no_other() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let phone = App { stage: &stage, key: &key };
    let begun = begins(&stage).await;
    assert!(begun.link.starts_with("https://m.egov.kz/mobileSign/?link=http%3A%2F%2F"));
    let state = async |id: &str| stage.app().mobile_state(id).await;
    assert!(matches!(state(&begun.id).await, Ok(MobileState::Waiting { opened: false, .. })));
    let description = phone.describes(&begun).await.body;
    assert_eq!(description["description"], "Вход на портал", "{description}");
    assert_eq!(description["document"]["auth_type"], "Token");
    let early = stage.app().mobile_sign_in(&begun.id, Face::Portal).await;
    assert!(matches!(early, Err(Refusal::Ended)), "nobody has signed yet");
    phone.fetches(&begun).await;
    assert!(matches!(state(&begun.id).await, Ok(MobileState::Waiting { opened: true, .. })));
    assert_eq!(phone.brings(&begun, None).await.status, 200);
    assert_eq!(state(&begun.id).await.unwrap(), MobileState::Done);
    // Whoever saw the picture knows the first half of the id.
    let seen = format!("{}{}", &begun.id[..32], "0".repeat(32));
    for id in [seen.as_str(), &begun.id[..32], "", "ж"] {
        let opened = stage.app().mobile_sign_in(id, Face::Portal).await;
        assert!(matches!(opened, Err(Refusal::NotFound)), "{id}");
    }
    let opened = stage.app().mobile_sign_in(&begun.id, Face::Portal).await.unwrap();
    assert_eq!(opened.iin, stage.applicant());
    let twice = stage.app().mobile_sign_in(&begun.id, Face::Portal).await;
    assert!(matches!(twice, Err(Refusal::Ended)), "once");
    let late = phone.describes(&begun).await;
    assert_eq!((late.status, &late.body["type"]), (422, &json!("/problems/ended")), "used up");
}

#[tokio::test]
async fn a_phone_files_an_application_and_agrees() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let client = stage.signed_in(&key).await;
    let (id, _) = stage.drafts(&client).await;
    let path = format!("/api/v1/applications/{id}/signature");
    let awaited = client.post(&path, &json!({ "method": "qr" })).await.unwrap();
    assert_eq!((awaited.status, &awaited.body["awaits"]), (202, &json!("qr")), "{}", awaited.body);
    let phone = App { stage: &stage, key: &key };
    assert_eq!(phone.brings(&of(&awaited), None).await.status, 200);
    stage.until(&client, &id, "awaiting_consent").await;

    let key = stage.key(stage.owner(), Kind::Gost2015);
    let owner = stage.signed_in(&key).await;
    let question = stage.question(&owner).await;
    let path = format!("/api/v1/consents/{}/answer", question["id"].as_str().unwrap());
    let body = json!({ "answer": "agree", "method": "qr" });
    let awaited = owner.post(&path, &body).await.unwrap();
    assert_eq!(awaited.status, 202, "{}", awaited.body);
    let phone = App { stage: &stage, key: &key };
    assert_eq!(phone.brings(&of(&awaited), None).await.status, 200);
    let seen = stage.until(&client, &id, "registered").await;
    assert_eq!(seen["consents"][0]["status"], "agreed");
}

/// What the API says of it, as the app needs it.
fn of(awaited: &Answer) -> Mobile {
    Mobile {
        id: String::new(),
        qr: awaited.body["qr"].as_str().unwrap().to_owned(),
        link: String::new(),
        expires: jiff::Timestamp::MAX,
    }
}

#[tokio::test]
async fn what_a_phone_may_not_do() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let phone = App { stage: &stage, key: &key };

    let begun = begins(&stage).await;
    let path = format!("{}/documents", App::path(&begun));
    for client in [stage.client(), stage.client().with_token("guessed")] {
        assert_eq!(client.get(&path).await.unwrap().status, 401);
        assert_eq!(client.put(&path, &json!({})).await.unwrap().status, 401);
    }
    assert_eq!(phone.brings(&begun, Some(b"another text")).await.status, 403);
    let state = stage.app().mobile_state(&begun.id).await.unwrap();
    assert_eq!(state, MobileState::Refused(SignatureFault::OtherContent));
    assert_eq!(phone.describes(&begun).await.body["type"], "/problems/ended", "begin again");

    let begun = begins(&stage).await;
    stage.app().mobile_cancel(&begun.id).await.unwrap();
    assert_eq!(stage.app().mobile_state(&begun.id).await.unwrap(), MobileState::Cancelled);
    assert_eq!(phone.describes(&begun).await.body["type"], "/problems/ended");

    let begun = begins(&stage).await;
    stage.passes(jiff::SignedDuration::from_mins(6));
    assert_eq!(stage.app().mobile_state(&begun.id).await.unwrap(), MobileState::Expired);
    assert_eq!(phone.describes(&begun).await.body["type"], "/problems/ended");
    let unknown = stage.client().get("/mgovSign/nothing").await.unwrap();
    assert_eq!(unknown.body["type"], "/problems/ended");
}
