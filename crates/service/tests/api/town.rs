//! A small town: a few people and dwellings, their phones, and a clock that can be set.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use residence::law::Laws;
use serde_json::{Value, json};
use service::app::{App, Bell, OutgoingSms, SignIn, Signatures, SmsError, SmsGate};
use service::clock::Clock;
use service::keys::Keys;
use service::kiosk::{Kiosk, Kiosks};
use service::limits::Limits;
use service::registers::{Snapshots, Watched};
use service::seal::Seal;
use service::text::Texts;
use service::work::IncomingWork;
use store::sqlite::Sqlite;
use store::{Store, Work};
use tokio::sync::mpsc;
use tower::ServiceExt as _;

use super::residents::settle;
pub(crate) use super::residents::{Home, Who};

/// The SMS centre: keeps what was sent, and gives each message an id.
#[derive(Default)]
pub(crate) struct Phones {
    sent: Mutex<Vec<OutgoingSms>>,
    now: Arc<AtomicI64>,
}

#[async_trait]
impl SmsGate for Phones {
    async fn submit(&self, sms: OutgoingSms) -> Result<Vec<String>, SmsError> {
        let mut sent = self.sent.lock().unwrap();
        sent.push(sms);
        Ok(vec![format!("{:08}", sent.len())])
    }

    fn read_through(&self) -> Timestamp {
        Timestamp::from_microsecond(self.now.load(Ordering::SeqCst)).unwrap()
    }

    fn is_up(&self) -> bool {
        true
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body of an answer with this status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// The problem document of an answer with this status, and its kind.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, kind: &str) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let problem = self.is(status);
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{problem}");
        assert_eq!(problem["status"], status);
        assert!(!problem["title"].as_str().unwrap().is_empty());
        problem
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// `field code` of every error of a problem document, rules behind.
pub(crate) fn errors(problem: &Value) -> Vec<String> {
    let line = |error: &Value| {
        let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", text("field"), text("code"), text("rule")).trim().to_owned()
    };
    problem["errors"].as_array().map(|all| all.iter().map(line).collect()).unwrap_or_default()
}

/// The certificate of the kiosk.
pub(crate) const KIOSK: &[u8] = b"the certificate of the kiosk";

/// The town and the service it has.
pub(crate) struct Town {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    phones: Arc<Phones>,
    now: Arc<AtomicI64>,
    work: tokio::sync::Mutex<mpsc::Receiver<Work>>,
}

impl Town {
    pub(crate) async fn new() -> Self {
        Self::with(Limits { requests_a_minute: 100_000, ..Limits::default() }).await
    }

    pub(crate) async fn with(limits: Limits) -> Self {
        let store: Arc<dyn Store> = Arc::new(Sqlite::in_memory().unwrap());
        settle(store.as_ref()).await;
        Self::over(store, limits)
    }

    /// A town where nobody signs in by SMS alone.
    pub(crate) async fn closed() -> Self {
        let store: Arc<dyn Store> = Arc::new(Sqlite::in_memory().unwrap());
        settle(store.as_ref()).await;
        let nobody = SignIn { eds: false, qr: false, sms: false };
        Self::made(store, Limits::default(), nobody, Kiosks::default())
    }

    /// A town where every way is open. No authority is trusted there.
    pub(crate) async fn open() -> Self {
        let store: Arc<dyn Store> = Arc::new(Sqlite::in_memory().unwrap());
        settle(store.as_ref()).await;
        let limits = Limits { requests_a_minute: 100_000, ..Limits::default() };
        Self::made(store, limits, SignIn { eds: true, qr: true, sms: true }, Kiosks::default())
    }

    /// A town where every way is open, with one kiosk in its service centre. Whoever asks at the
    /// router comes from the server before it, whose header counts.
    pub(crate) async fn with_a_kiosk() -> Self {
        Self::with_a_kiosk_and(Limits { requests_a_minute: 100_000, ..Limits::default() }).await
    }

    /// The same with these limits.
    pub(crate) async fn with_a_kiosk_and(limits: Limits) -> Self {
        let store: Arc<dyn Store> = Arc::new(Sqlite::in_memory().unwrap());
        settle(store.as_ref()).await;
        let until = jiff::civil::date(2026, 6, 30);
        let kiosk = Kiosk::new("Kiosk 2", "Service centre 1", KIOSK, until);
        let proxies = vec![std::net::Ipv4Addr::LOCALHOST.into()];
        let kiosks = Kiosks { devices: vec![kiosk.into()], proxies };
        Self::made(store, limits, SignIn { eds: true, qr: true, sms: true }, kiosks)
    }

    pub(crate) fn over(store: Arc<dyn Store>, limits: Limits) -> Self {
        let by_sms = SignIn { eds: false, qr: false, sms: true };
        Self::made(store, limits, by_sms, Kiosks::default())
    }

    /// A town whose service has no seal.
    pub(crate) async fn without_a_seal() -> Self {
        let store: Arc<dyn Store> = Arc::new(Sqlite::in_memory().unwrap());
        settle(store.as_ref()).await;
        let sign_in = SignIn { eds: false, qr: false, sms: true };
        Self::sealing(store, Limits::default(), sign_in, (Kiosks::default(), None))
    }

    fn made(store: Arc<dyn Store>, limits: Limits, sign_in: SignIn, kiosks: Kiosks) -> Self {
        let seal = Seal::read(include_bytes!("seal.pem"), "").unwrap();
        Self::sealing(store, limits, sign_in, (kiosks, Some(seal)))
    }

    fn sealing(
        store: Arc<dyn Store>,
        limits: Limits,
        sign_in: SignIn,
        (kiosks, seal): (Kiosks, Option<Seal>),
    ) -> Self {
        let began: Timestamp = "2026-01-15T05:00:00Z".parse().unwrap();
        let now = Arc::new(AtomicI64::new(began.as_microsecond()));
        let phones = Arc::new(Phones { sent: Mutex::default(), now: Arc::clone(&now) });
        let gate: Arc<dyn SmsGate> = phones.clone();
        let (bell, work) = Bell::new();
        let clock = Arc::clone(&now);
        let draws = AtomicU64::new(1);
        let clock: Clock =
            Arc::new(move || Timestamp::from_microsecond(clock.load(Ordering::SeqCst)).unwrap());
        let pulse = Arc::default();
        let snapshots = Arc::new(Snapshots::new(Arc::clone(&store)));
        let watched = Watched::new(snapshots, Arc::clone(&pulse), Arc::clone(&clock));
        let app = Arc::new(App {
            registers: Arc::new(watched),
            pulse,
            store,
            sms: gate,
            clock,
            chance: Arc::new(move || {
                let draw = draws.fetch_add(1, Ordering::SeqCst);
                let mixed =
                    u128::from(draw).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
                mixed ^ mixed >> 64
            }),
            laws: Laws::built_in(),
            texts: Texts::built_in().into(),
            keys: Keys::new([7; 32]),
            limits,
            sign_in,
            signatures: Signatures { seal: seal.map(Arc::new), ..Signatures::default() },
            kiosks,
            office: service::app::OfficeSettings::default(),
            bell,
            recent: service::cases::RecentCases::default(),
        });
        let router = service::web::router(Arc::clone(&app));
        Self { app, router, phones, now, work: tokio::sync::Mutex::new(work) }
    }

    /// Time passes.
    pub(crate) fn passes(&self, time: SignedDuration) {
        let micros = i64::try_from(time.as_micros()).unwrap();
        self.now.fetch_add(micros, Ordering::SeqCst);
    }

    /// Everything that can be done now is done.
    pub(crate) async fn works(&self) {
        let mut handed = self.work.lock().await;
        loop {
            while let Ok(work) = handed.try_recv() {
                self.app.perform(&work).await;
            }
            let now = self.app.now();
            let until = now + SignedDuration::from_secs(60);
            let due = self.app.store.lease(now, until, 100).await.unwrap();
            if due.is_empty() {
                break;
            }
            for work in due {
                self.app.perform(&work).await;
            }
        }
    }

    /// The worker of the service runs for some time, and ends.
    pub(crate) async fn worker_runs_for(&self, time: std::time::Duration) {
        let (_, nothing) = mpsc::channel(1);
        let handed = std::mem::replace(&mut *self.work.lock().await, nothing);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn(service::worker::run(Arc::clone(&self.app), handed, stopped));
        tokio::time::sleep(time).await;
        stop.send(true).unwrap();
        worker.await.unwrap();
    }

    /// The messages of a phone, oldest first.
    pub(crate) fn inbox(&self, who: Who) -> Vec<String> {
        let sent = self.phones.sent.lock().unwrap();
        sent.iter().filter(|sms| sms.to == who.phone()).map(|sms| sms.text.clone()).collect()
    }

    /// The code of the latest message of a phone.
    pub(crate) fn code(&self, who: Who) -> String {
        let text = self.inbox(who).pop().expect("a message");
        let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 6);
        runs.next().unwrap_or_else(|| panic!("no code: {text}")).to_owned()
    }

    /// The latest message to a phone is delivered.
    pub(crate) async fn delivers(&self, who: Who) {
        let message = {
            let sent = self.phones.sent.lock().unwrap();
            let place = sent.iter().rposition(|sms| sms.to == who.phone()).unwrap();
            format!("{:08}", place + 1)
        };
        let phone = who.phone().to_string();
        let read_at = self.app.now();
        let receipt = IncomingWork::Receipt { message, phone, delivered: true, read_at };
        self.app.take_in(&receipt).await.unwrap();
        self.works().await;
    }

    /// Somebody writes to 1414.
    pub(crate) async fn writes(&self, who: Who, text: &str) {
        let (from, text) = (who.phone().to_string(), text.to_owned());
        let read_at = self.app.now();
        self.app.take_in(&IncomingWork::Message { from, text, read_at }).await.unwrap();
        self.works().await;
    }

    /// Sends a request just as it is.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        // A file is no text: each byte of it is kept as the letter with its number.
        let is_file =
            parts.headers.get("content-type").is_some_and(|kind| kind == "application/pdf");
        let text = match is_file {
            true => bytes.iter().map(|byte| char::from(*byte)).collect(),
            false => String::from_utf8(bytes.to_vec()).unwrap(),
        };
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// Sends a body to a call.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("accept-language", "en")];
        self.call(Method::GET, path, &headers, Body::empty()).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        self.with_body(Method::POST, token, path, body).await
    }

    pub(crate) async fn patch(&self, token: &str, path: &str, body: &Value) -> Answer {
        self.with_body(Method::PATCH, token, path, body).await
    }

    async fn with_body(&self, method: Method, token: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("accept-language", "en"),
            ("content-type", "application/json"),
        ];
        self.call(method, path, &headers, body.to_string()).await
    }

    /// Signs somebody in; their token.
    pub(crate) async fn signs_in(&self, who: Who) -> String {
        let asked = self.post("", "/sign-in/sms", &json!({"iin": who.iin()})).await.is(202);
        self.works().await;
        let path = format!("/sign-in/sms/{}", asked["challenge_id"].as_str().unwrap());
        let opened = self.post("", &path, &json!({"code": self.code(who)})).await.is(200);
        opened["token"].as_str().unwrap().to_owned()
    }

    /// Makes a draft; its id.
    pub(crate) async fn drafts(&self, token: &str, body: &Value) -> String {
        let made = self.post(token, "/applications", body).await.is(201);
        made["id"].as_str().unwrap().to_owned()
    }

    /// Signs a draft by SMS; everything that follows from it is done.
    pub(crate) async fn signs(&self, who: Who, token: &str, id: &str) -> Value {
        let path = format!("/applications/{id}/signature");
        self.post(token, &path, &json!({"method": "sms"})).await.is(202);
        self.works().await;
        let code = self.code(who);
        let signed = self.post(token, &path, &json!({"method": "sms", "code": code})).await;
        let signed = signed.is(200);
        self.works().await;
        signed
    }

    /// An application as its applicant sees it.
    pub(crate) async fn sees(&self, token: &str, id: &str) -> Value {
        self.get(token, &format!("/applications/{id}")).await.is(200)
    }
}

/// A permanent registration of the caller alone.
pub(crate) fn move_to(home: Home) -> Value {
    json!({"kind": "permanent", "rka": home.rka(), "reason": "family", "children": []})
}
