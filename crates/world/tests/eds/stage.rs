//! The service with an authority whose clock can be moved and whose services can fail.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use eds::sign::{How, Signer, cms, pem};
use jiff::{SignedDuration, Timestamp};
use residence::names::Iin;
use serde_json::{Value, json};
use service::app::App;
use service::boot::{Parts, Running, start};
use service::clock::{Clock, system};
use service::config::{Config, Eds, Trust};
use world::authority::web::{Fault, Served, Service};
use world::authority::{Authority, Holder, Kind, Person, Purpose, Wanted};
use world::http::{Answer, Client};
use world::stories::{Story, stories};

pub(crate) struct Stage {
    service: Option<Running>,
    config: Config,
    clock: Clock,
    pub(crate) served: Served,
    /// A tenant who asks the owner of the flat.
    pub(crate) story: Story,
    ahead: Arc<AtomicI64>,
    folder: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::failing(&[]).await
    }

    /// With services that are down from the start.
    pub(crate) async fn failing(down: &[Service]) -> Self {
        let faults: Vec<_> = down.iter().map(|service| (*service, Fault::Down)).collect();
        Self::failing_so(&faults).await
    }

    /// With services that fail in some way from the start.
    pub(crate) async fn failing_so(faults: &[(Service, Fault)]) -> Self {
        Self::telling("other_owner", faults).await
    }

    /// With the people of this story.
    pub(crate) async fn telling(story: &str, faults: &[(Service, Fault)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("tirkeu-eds-{}-{count}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let moved = Arc::clone(&ahead);
        let system = system();
        let clock: Clock = Arc::new(move || {
            let ahead = SignedDuration::from_secs(moved.load(Ordering::SeqCst));
            system().checked_add(ahead).unwrap()
        });
        let authority = Arc::new(Authority::new(Arc::clone(&clock)));
        let served = Served::start((Ipv4Addr::LOCALHOST, 0).into(), authority).await.unwrap();
        for (service, fault) in faults {
            served.fail(*service, Some(*fault));
        }
        let sms = smpp::LinkConfig::parse("smpp://nobody@127.0.0.1:9", "").unwrap();
        let mut config = Config::new(folder.join("tirkeu.db"), sms);
        config.listen.portal = (Ipv4Addr::LOCALHOST, 0).into();
        config.listen.office = (Ipv4Addr::LOCALHOST, 0).into();
        config.listen.metrics = None;
        config.limits.requests_a_minute = 1_000_000;
        config.eds = Eds {
            ocsp: served.ocsp().parse().ok(),
            lists: served.lists().iter().map(|list| list.parse().unwrap()).collect(),
            stamps: served.tsp().parse().ok(),
            ..Eds::of(Trust::Demo)
        };
        let today = residence::law::day(clock());
        let parts = Parts { clock: Arc::clone(&clock), ..Parts::of(config.clone()) };
        let service = start(parts).await.unwrap();
        let told = stories(u64::from(count) + 1, 1, today);
        let story = told.into_iter().find(|one| one.id == story).unwrap();
        service.app.store.import(story.snapshot.clone().imports().collect()).await.unwrap();
        Self { service: Some(service), config, clock, served, story, ahead, folder }
    }

    pub(crate) fn app(&self) -> &App {
        &self.service.as_ref().unwrap().app
    }

    /// Stops the service and starts it again: it remembers no list.
    pub(crate) async fn restarts(&mut self) {
        self.service.take().unwrap().stop().await;
        let clock = Arc::clone(&self.clock);
        let parts = Parts { clock, ..Parts::of(self.config.clone()) };
        self.service = Some(start(parts).await.unwrap());
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(crate) fn passes(&self, time: SignedDuration) {
        self.ahead.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    pub(crate) fn applicant(&self) -> Iin {
        self.story.scenario.applicant
    }

    pub(crate) fn owner(&self) -> Iin {
        self.story.scenario.asks[0].iin
    }

    pub(crate) fn person(&self, iin: Iin) -> Person {
        self.story.snapshot.person(iin).unwrap().into()
    }

    /// The usual key of a person, valid for a year around now.
    pub(crate) fn key(&self, iin: Iin, kind: Kind) -> Holder {
        self.key_as(iin, kind, Purpose::Signing)
    }

    pub(crate) fn key_as(&self, iin: Iin, kind: Kind, purpose: Purpose) -> Holder {
        let half = SignedDuration::from_hours(24 * 180);
        let now = self.now();
        self.key_of(iin, kind, purpose, [now - half, now + half])
    }

    pub(crate) fn key_of(
        &self,
        iin: Iin,
        kind: Kind,
        purpose: Purpose,
        [from, until]: [Timestamp; 2],
    ) -> Holder {
        let person = self.person(iin);
        // In certificates times are whole seconds.
        let whole = |time: Timestamp| Timestamp::from_second(time.as_second()).unwrap();
        let (from, until) = (whole(from), whole(until));
        let wanted = Wanted { person: &person, kind, purpose, number: 0, from, until };
        self.served.authority.certify(&wanted)
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.service.as_ref().unwrap().portal_addr)
    }

    /// Asks for a text, signs it with this key, and hands the signature in.
    pub(crate) async fn signs_in(&self, key: &Holder) -> Answer {
        let client = self.client();
        let asked = client.post("/api/v1/sign-in/eds", &json!({})).await.unwrap();
        let path = format!("/api/v1/sign-in/eds/{}", asked.body["challenge_id"].as_str().unwrap());
        let cms = signed(&to_sign(&asked.body), key);
        client.post(&path, &json!({ "cms": cms })).await.unwrap()
    }

    /// A client of whoever holds this key.
    pub(crate) async fn signed_in(&self, key: &Holder) -> Client {
        let answer = self.signs_in(key).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.client().with_token(answer.body["token"].as_str().unwrap())
    }

    /// A draft of the applicant of the story: its id and the text to sign.
    pub(crate) async fn drafts(&self, client: &Client) -> (String, Vec<u8>) {
        let form = json!({
            "kind": "permanent", "rka": self.story.scenario.rka, "reason": "rent", "children": [],
        });
        let draft = client.post("/api/v1/applications", &form).await.unwrap();
        assert_eq!(draft.status, 201, "{}", draft.body);
        (draft.body["id"].as_str().unwrap().to_owned(), to_sign(&draft.body))
    }

    /// Hands in a signature of a draft.
    pub(crate) async fn files(&self, client: &Client, id: &str, cms: &str) -> Answer {
        let path = format!("/api/v1/applications/{id}/signature");
        client.post(&path, &json!({ "method": "eds", "cms": cms })).await.unwrap()
    }

    /// Waits until an application is in this status.
    pub(crate) async fn until(&self, client: &Client, id: &str, status: &str) -> Value {
        let path = format!("/api/v1/applications/{id}");
        let begun = std::time::Instant::now();
        loop {
            let seen = client.get(&path).await.unwrap().body;
            if seen["status"] == status {
                return seen;
            }
            assert!(begun.elapsed().as_secs() < 30, "it is not {status}: {seen}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// The open question to the owner of the story.
    pub(crate) async fn question(&self, owner: &Client) -> Value {
        let all = owner.get("/api/v1/consents").await.unwrap().body;
        all["items"][0].clone()
    }
}

pub(crate) fn to_sign(body: &Value) -> Vec<u8> {
    eds::pem::from_base64(body["to_sign"].as_str().unwrap().as_bytes()).unwrap()
}

/// A signature kept apart, in PEM as NCALayer hands it over.
pub(crate) fn signed(text: &[u8], key: &Holder) -> String {
    pem(&signed_by(text, How::Detached, &[key]))
}

pub(crate) fn signed_by(text: &[u8], how: How, keys: &[&Holder]) -> Vec<u8> {
    let at = Some(Timestamp::from_second(system()().as_second()).unwrap());
    let signer = |key: &&'_ Holder| (key.key.clone(), key.certificate.clone());
    let keys: Vec<_> = keys.iter().map(signer).collect();
    let signers = keys.iter().map(|(key, certificate)| Signer { key, certificate, at });
    cms(text, how, &signers.collect::<Vec<_>>()).unwrap()
}

/// The code of what is wrong with a signature.
pub(crate) fn fault(answer: &Answer) -> String {
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert_eq!(answer.body["type"], "/problems/signature", "{}", answer.body);
    assert_eq!(answer.body["rule"], "R-SIGN");
    answer.body["errors"][0]["code"].as_str().unwrap().to_owned()
}
