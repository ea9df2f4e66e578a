//! Somebody who wants to be registered and does not give up because the service is away.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use residence::names::Phone;
use serde_json::{Value, json};
use tokio::time::timeout;
use world::http::{Answer, Client};
use world::phones::{Message, code_in};
use world::stories::Story;

use super::ledger::Told;
use super::service_process::PATIENCE;
use super::town::Town;

/// Whether a text names an application: `BCDF-GHJK-LMNP`.
fn names_one(text: &str) -> bool {
    text.split([' ', ',']).any(|word| word.len() == 14 && word.matches('-').count() == 2)
}

/// A request.
#[derive(Clone, Copy)]
enum Ask<'a> {
    Get,
    Post(&'a Value),
    /// Under a key, so that it may be sent again.
    Once(&'a Value, &'a str),
}

impl Town {
    /// Sends a request; `None` when the service went away before its answer was read, or was in
    /// trouble and refused it.
    async fn try_ask(&self, token: &str, path: &str, ask: Ask<'_>) -> Option<Answer> {
        let mut place = self.service.place();
        let living = timeout(PATIENCE, place.wait_for(|place| place.1.is_some())).await;
        let (start, address) = *living.expect("it is started again").unwrap();
        let client = Client::new(address?).with_token(token);
        let answer = match ask {
            Ask::Get => client.get(path).await,
            Ask::Post(body) => client.post(path, body).await,
            Ask::Once(body, key) => client.post_once(path, body, key).await,
        };
        match answer {
            Ok(answer) if answer.status == 503 && self.is_troubled.load(Ordering::Relaxed) => {
                self.refusals.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(50)).await;
                None
            }
            // An answer that was cut off is none.
            Ok(answer) if !answer.body.is_null() => Some(answer),
            cut_off => {
                let gone = place.wait_for(|place| place.0 != start || place.1.is_none());
                let gone = timeout(PATIENCE, gone).await;
                assert!(gone.is_ok(), "{path}: no answer of a service that lives: {cut_off:?}");
                None
            }
        }
    }

    /// Sends a request that may be sent again until it is answered.
    async fn ask(&self, token: &str, path: &str, ask: Ask<'_>) -> Answer {
        loop {
            if let Some(answer) = self.try_ask(token, path, ask).await {
                return answer;
            }
        }
    }

    async fn message(&self, phone: Phone, wanted: impl Fn(&Message) -> bool) -> String {
        let message = timeout(PATIENCE, self.phones.wait_for(phone, wanted)).await;
        let text = message.unwrap_or_else(|_| panic!("nothing came to {phone}")).text;
        self.seen().await;
        text
    }

    /// Signs somebody in; gives back the token.
    pub(crate) async fn sign_in(&self, story: &Story, phone: Phone, name: &str) -> String {
        let body = json!({ "iin": story.scenario.applicant });
        let mut tried = BTreeSet::new();
        for attempt in 0.. {
            let key = format!("{name}-in-{attempt}");
            let asked = self.ask("", "/api/v1/sign-in/sms", Ask::Once(&body, &key)).await;
            assert_eq!(asked.status, 202, "{}", asked.body);
            self.seen().await;
            let path =
                format!("/api/v1/sign-in/sms/{}", asked.body["challenge_id"].as_str().unwrap());
            loop {
                let fresh = |text: &str| {
                    let code = code_in(text, 6).filter(|code| !tried.contains(*code));
                    code.filter(|_| !names_one(text)).map(str::to_owned)
                };
                let text = self.message(phone, |message| fresh(&message.text).is_some()).await;
                let code = fresh(&text).unwrap();
                let body = json!({ "code": code });
                let Some(answer) = self.try_ask("", &path, Ask::Post(&body)).await else {
                    continue;
                };
                if answer.status == 200 {
                    self.seen().await;
                    return answer.body["token"].as_str().unwrap().to_owned();
                }
                assert_eq!(answer.status, 422, "{}", answer.body);
                tried.insert(code);
                if answer.body["errors"][0]["code"] == "code_expired" {
                    // The session was opened but its token was lost with the answer.
                    break;
                }
            }
        }
        unreachable!("attempts do not end")
    }

    /// Carries an application all the way: signed in, drafted, signed, agreed to, registered.
    pub(crate) async fn carry(&self, story: &Story, name: &str) {
        let scenario = &story.scenario;
        let phone = scenario.phone.expect("a phone to sign with");
        let token = self.sign_in(story, phone, name).await;
        let form = json!({
            "kind": scenario.kind, "rka": scenario.rka, "reason": "other",
            "subjects": [scenario.subject],
        });
        let draft = self.ask(&token, "/api/v1/applications", Ask::Once(&form, name)).await;
        assert_eq!(draft.status, 201, "{}", draft.body);
        let id = draft.body["id"].as_str().unwrap().to_owned();
        let number = draft.body["number"].as_str().unwrap().to_owned();
        let asked: Vec<Phone> = scenario.asks.iter().filter_map(|ask| ask.phone).collect();
        self.ledger.drafted(Told {
            id: id.parse().unwrap(),
            number: number.clone(),
            key: name.to_owned(),
            form,
            token: token.clone(),
            applicant: scenario.applicant,
            phone,
            rka: scenario.rka,
            asked: asked.clone(),
            signed: false,
            ended: false,
            deadlines: [].into(),
            seen_again: [].into(),
        });
        self.seen().await;
        self.sign(&token, name, (&id, &number), phone).await;
        if self.patient && !asked.is_empty() {
            self.until(&token, name, &id, |shown| shown["consents"][0]["deadline"].is_string())
                .await;
            self.seen().await;
        }
        for phone in asked {
            let text = self.message(phone, |message| code_in(&message.text, 8).is_some()).await;
            let reply = format!("ИӘ {}", code_in(&text, 8).unwrap());
            self.phones.wrote(phone, &reply);
            self.centre.reply(phone.as_str(), "1414", &reply);
        }
        self.until(&token, name, &id, |shown| shown["status"] == "registered").await;
    }

    /// What is shown of an application, once it is held against what was shown before.
    pub(crate) async fn look(&self, token: &str, name: &str, id: &str) -> Value {
        let answer = self.ask(token, &format!("/api/v1/applications/{id}"), Ask::Get).await;
        assert_eq!(answer.status, 200, "an application was lost: {}", answer.body);
        self.ledger.shown(name, self.service.place().borrow().0, &answer.body);
        answer.body
    }

    async fn sign(&self, token: &str, name: &str, (id, number): (&str, &str), phone: Phone) {
        let path = format!("/api/v1/applications/{id}/signature");
        while self.look(token, name, id).await["status"] == "draft" {
            let by_sms = json!({ "method": "sms" });
            let Some(sent) = self.try_ask(token, &path, Ask::Post(&by_sms)).await else { continue };
            // Sent already, and lately; or signed already, which the next look shows.
            assert!(matches!(sent.status, 202 | 429 | 409), "{}", sent.body);
            if sent.status == 409 {
                continue;
            }
            self.seen().await;
            let to_sign = |m: &Message| m.text.contains(number) && code_in(&m.text, 6).is_some();
            let text = self.message(phone, to_sign).await;
            let with_code = json!({ "method": "sms", "code": code_in(&text, 6).unwrap() });
            let Some(signed) = self.try_ask(token, &path, Ask::Post(&with_code)).await else {
                continue;
            };
            assert_eq!(signed.status, 200, "{}", signed.body);
            self.ledger.signed(name);
            self.seen().await;
        }
    }

    async fn until(&self, token: &str, name: &str, id: &str, wanted: impl Fn(&Value) -> bool) {
        let mut pause = tokio::time::interval(Duration::from_millis(20));
        let mut last = Value::Null;
        let reached = async {
            while !wanted(&last) {
                pause.tick().await;
                last = self.look(token, name, id).await;
                let status = last["status"].as_str().unwrap_or_default();
                assert!(!matches!(status, "refused" | "referred" | "withdrawn"), "{last}");
            }
        };
        let reached = timeout(PATIENCE, reached).await;
        assert!(reached.is_ok(), "{name} does not go on: {last}");
    }

    /// The key of a draft sent again gives the same application; with other content it is refused.
    pub(crate) async fn send_again(&self, told: &Told) {
        let path = "/api/v1/applications";
        let again = self.ask(&told.token, path, Ask::Once(&told.form, &told.key)).await;
        let id = told.id.to_string();
        assert_eq!((again.status, again.body["id"].as_str()), (201, Some(&*id)), "{}", again.body);
        let mut other = told.form.clone();
        other["reason"] = "work".into();
        let other = self.ask(&told.token, path, Ask::Once(&other, &told.key)).await;
        assert_eq!(other.status, 422, "{}", other.body);
        self.look(&told.token, &told.key, &id).await;
    }
}
