use async_trait::async_trait;
use axum::body::Body;
use axum::http::{Method, Request};
use jiff::{SignedDuration, Timestamp};
use residence::names::{AddressCode, CaseId};
use serde_json::json;
use service::limits::Limits;
use store::{
    BookPage, BookQuery, CaseQuery, CommitError, Committed, Evidence, Figures, ImportRow, Imported,
    JournalRow, NoticePage, NoticeQuery, Overdue, Perishable, QueueState, ReadingQuery, RecordLine,
    RecordQuery, RegisterQuery, Slip, Store, StoreError, StoredCase, StoredReading, StoredRecord,
    Unit, Work,
};

use super::town::{Answer, Home, Town, Who, move_to};

#[track_caller]
fn wait(answer: &Answer) -> i64 {
    let seconds = answer.header("retry-after").parse().expect("seconds");
    assert!(seconds >= 1);
    seconds
}

#[tokio::test]
async fn a_network_address_has_its_allowance() {
    let town = Town::with(Limits { requests_a_minute: 10, ..Limits::default() }).await;
    for _ in 0..10 {
        town.get("", "/nothing").await.is(404);
    }
    let answer = town.get("", "/nothing").await;
    let seconds = wait(&answer);
    answer.problem(429, "too-many-requests");
    let health = Request::builder().uri("/healthz").body(Body::empty()).unwrap();
    assert_eq!(town.send(health).await.status, 200, "health is not counted");
    town.passes(SignedDuration::from_secs(seconds));
    town.get("", "/nothing").await.is(404);
}

#[tokio::test]
async fn passwords_have_a_limit_and_the_others_are_told_when() {
    let town = Town::new().await;
    for who in [Who::Aru, Who::Unknown] {
        let body = json!({"iin": who.iin()});
        for _ in 0..6 {
            town.post("", "/sign-in/sms", &body).await.is(202);
        }
        let answer = town.post("", "/sign-in/sms", &body).await;
        assert_eq!(wait(&answer), 901);
        answer.problem(429, "too-many-requests");
    }
    town.passes(SignedDuration::from_mins(15));
    town.signs_in(Who::Aru).await;
}

#[tokio::test]
async fn a_signing_password_is_sent_again_after_a_minute() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    let path = format!("/applications/{id}/signature");
    town.post(&token, &path, &json!({"method": "sms"})).await.is(202);
    let answer = town.post(&token, &path, &json!({"method": "sms"})).await;
    assert_eq!(wait(&answer), 61);
    answer.problem(429, "too-many-requests");
    town.passes(SignedDuration::from_secs(61));
    town.post(&token, &path, &json!({"method": "sms"})).await.is(202);
}

#[tokio::test]
async fn rounds_and_pre_checks_have_a_limit() {
    let limits = Limits {
        consent_rounds_a_day: 1,
        pre_checks_an_hour: 2,
        requests_a_minute: 10_000,
        ..Limits::default()
    };
    let town = Town::with(limits).await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &id).await;
    town.post(&token, &format!("/applications/{id}/withdrawal"), &json!({})).await.is(200);
    let again = town.post(&token, &format!("/applications/{id}/repeat"), &json!({})).await.is(201);
    let path = format!("/applications/{}/signature", again["id"].as_str().unwrap());
    let answer = town.post(&token, &path, &json!({"method": "sms"})).await;
    wait(&answer);
    answer.problem(429, "limit-rounds");

    let body = json!({"rka": Home::Flat.rka(), "kind": "permanent"});
    town.post(&token, "/pre-checks", &body).await.is(200);
    town.post(&token, "/pre-checks", &body).await.is(200);
    let answer = town.post(&token, "/pre-checks", &body).await;
    wait(&answer);
    answer.problem(429, "too-many-requests");
}

/// A store that is out of order.
struct Broken;

fn broken() -> StoreError {
    StoreError::Full("secret path".into())
}

#[async_trait]
impl Store for Broken {
    async fn load(&self, _: CaseId) -> Result<Option<StoredCase>, StoreError> {
        Err(broken())
    }
    async fn journal(&self, _: CaseId) -> Result<Vec<JournalRow>, StoreError> {
        Err(broken())
    }
    async fn cases(&self, _: &CaseQuery) -> Result<Vec<StoredCase>, StoreError> {
        Err(broken())
    }
    async fn evidence(&self, _: [u8; 32]) -> Result<Option<Evidence>, StoreError> {
        Err(broken())
    }
    async fn record(&self, _: &str, _: &str) -> Result<Option<StoredRecord>, StoreError> {
        Err(broken())
    }
    async fn records(&self, _: &RecordQuery) -> Result<Vec<StoredRecord>, StoreError> {
        Err(broken())
    }
    async fn record_lines(&self, _: &str, _: &str) -> Result<Vec<RecordLine>, StoreError> {
        Err(broken())
    }
    async fn readings(&self, _: &ReadingQuery) -> Result<Vec<StoredReading>, StoreError> {
        Err(broken())
    }
    async fn notices(&self, _: NoticeQuery) -> Result<NoticePage, StoreError> {
        Err(broken())
    }
    async fn commit(&self, units: Vec<Unit>) -> Vec<Result<Committed, CommitError>> {
        units.iter().map(|_| Err(broken().into())).collect()
    }
    async fn lease(&self, _: Timestamp, _: Timestamp, _: usize) -> Result<Vec<Work>, StoreError> {
        Err(broken())
    }
    async fn queue(&self) -> Result<QueueState, StoreError> {
        Err(broken())
    }
    async fn slip(&self, _: &str, _: &str, _: Timestamp) -> Result<Option<Slip>, StoreError> {
        Err(broken())
    }
    async fn book(&self, _: BookQuery) -> Result<BookPage, StoreError> {
        Err(broken())
    }
    async fn register(&self, _: &RegisterQuery) -> Result<Vec<String>, StoreError> {
        Err(broken())
    }
    async fn search(&self, _: &str, _: usize) -> Result<Vec<AddressCode>, StoreError> {
        panic!("a defect")
    }
    async fn import(&self, _: Vec<ImportRow>) -> Result<Vec<Imported>, StoreError> {
        Err(broken())
    }
    async fn figures(&self, _: &[Timestamp]) -> Result<Figures, StoreError> {
        Err(broken())
    }
    async fn sweep(&self, _: Timestamp, _: usize) -> Result<usize, StoreError> {
        Err(broken())
    }
    async fn overdue(&self, _: Perishable, _: Timestamp) -> Result<Overdue, StoreError> {
        Err(broken())
    }
    async fn forget(&self, _: Perishable, _: Timestamp, _: usize) -> Result<usize, StoreError> {
        Err(broken())
    }
    async fn backup(&self, _: &std::path::Path) -> Result<(), StoreError> {
        Err(broken())
    }
    async fn examine(&self) -> Result<Vec<String>, StoreError> {
        Err(broken())
    }
}

#[tokio::test]
async fn faults_say_when_to_come_again_and_nothing_of_themselves() {
    let town = Town::over(std::sync::Arc::new(Broken), Limits::default());
    let token = "a".repeat(64);
    let sign_in = json!({"iin": Who::Aru.iin()});
    for answer in [
        town.post("", "/sign-in/sms", &sign_in).await,
        town.get(&token, "/me").await,
        town.get("", "/statistics").await,
    ] {
        wait(&answer);
        assert!(!answer.text.contains("secret"));
        answer.problem(503, "unavailable");
    }
    let answer = town.get("", "/addresses?q=abc").await;
    assert!(!answer.text.contains("defect"));
    answer.problem(500, "internal");
    let request =
        Request::builder().method(Method::GET).uri("/readyz").body(Body::empty()).unwrap();
    let ready = town.send(request).await.is(503);
    assert_eq!((&ready["status"], &ready["store"]), (&json!("not_ready"), &json!("failed")));
}
