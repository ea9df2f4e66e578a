use axum::body::Body;
use axum::http::Method;
use jiff::SignedDuration;
use serde_json::json;

use super::town::{Town, Who, errors};

#[tokio::test]
async fn known_and_unknown_people_are_told_the_same() {
    let town = Town::new().await;
    let mut answers = Vec::new();
    for who in [Who::Aru, Who::Silent, Who::Unknown] {
        let answer = town.post("", "/sign-in/sms", &json!({"iin": who.iin()})).await;
        let id = answer.json()["challenge_id"].as_str().unwrap().to_owned();
        let wrong = town.post("", &format!("/sign-in/sms/{id}"), &json!({"code": "000000"})).await;
        answers.push((
            answer.status,
            format!("{:?}", answer.headers),
            answer.text.replace(&id, "…"),
            wrong.status,
            wrong.text,
        ));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    town.works().await;
    assert_eq!(town.inbox(Who::Aru).len(), 1);
    assert!(town.inbox(Who::Silent).is_empty() && town.inbox(Who::Unknown).is_empty());
}

#[tokio::test]
async fn a_token_opens_until_it_ends() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let me = town.get(&token, "/me").await.is(200);
    assert_eq!(me["iin"], json!(Who::Aru.iin()));
    assert_eq!(me["children"][0]["age"], 7);
    assert_eq!(me["registrations"][0]["kind"], "permanent");
    assert_eq!(me["wards"], json!([]));

    town.passes(SignedDuration::from_mins(14));
    town.get(&token, "/me").await.is(200);
    town.passes(SignedDuration::from_mins(14));
    town.get(&token, "/me").await.is(200);
    town.passes(SignedDuration::from_mins(16));
    let gone = town.get(&token, "/me").await;
    assert!(gone.header("www-authenticate").starts_with("Bearer"));
    gone.problem(401, "unauthorised");

    let token = town.signs_in(Who::Aru).await;
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    town.call(Method::POST, "/sign-out", &headers, Body::empty()).await.is(204);
    town.get(&token, "/me").await.problem(401, "unauthorised");
    town.call(Method::POST, "/sign-out", &headers, Body::empty()).await.is(401);
}

#[tokio::test]
async fn a_password_counts_once_and_has_five_tries() {
    let town = Town::new().await;
    let asked = town.post("", "/sign-in/sms", &json!({"iin": Who::Aru.iin()})).await.is(202);
    town.works().await;
    let path = format!("/sign-in/sms/{}", asked["challenge_id"].as_str().unwrap());
    let code = town.code(Who::Aru);
    let wrong = if code == "111111" { "222222" } else { "111111" };
    for _ in 0..4 {
        let problem = town.post("", &path, &json!({"code": wrong})).await;
        assert_eq!(errors(&problem.problem(422, "invalid-fields")), ["code code_wrong"]);
    }
    town.post("", &path, &json!({"code": code})).await.is(200);
    let again = town.post("", &path, &json!({"code": code})).await;
    assert_eq!(errors(&again.problem(422, "invalid-fields")), ["code code_expired"]);
    for path in ["/sign-in/sms/0", &format!("/sign-in/sms/{:032x}", 7), "/sign-in/sms/%ff"] {
        let none = town.post("", path, &json!({"code": "111111"})).await;
        assert_eq!(errors(&none.problem(422, "invalid-fields")), ["code code_expired"], "{path}");
    }
}

#[tokio::test]
async fn the_same_key_asks_once() {
    let town = Town::new().await;
    let headers = [("content-type", "application/json"), ("idempotency-key", "tab-1")];
    let body = json!({"iin": Who::Aru.iin()}).to_string();
    let ask = || town.call(Method::POST, "/sign-in/sms", &headers, body.clone());
    let (one, other, third) = tokio::join!(ask(), ask(), ask());
    let one = one.is(202);
    assert_eq!(one, other.is(202));
    assert_eq!(one, third.is(202));
    town.works().await;
    assert_eq!(town.inbox(Who::Aru).len(), 1);
}

#[tokio::test]
async fn tokens_of_other_forms_open_nothing() {
    let town = Town::new().await;
    let long = "a".repeat(64);
    for line in ["", "Bearer", "Bearer x", "Basic Zm9v", &format!("Bearer {long}"), &long] {
        let headers = [("authorization", line)];
        let answer = town.call(Method::GET, "/me", &headers, Body::empty()).await;
        answer.problem(401, "unauthorised");
    }
}
