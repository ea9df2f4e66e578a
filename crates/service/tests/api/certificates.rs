//! Certificates: whose they are, that they stay the same, and what anybody learns by their code.

use axum::body::Body;
use axum::http::Request;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::town::{Answer, Home, Town, Who, move_to};
use super::visitor::Visitor;

/// The code of a certificate, by the name of its file.
fn code(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.text.starts_with("%PDF-1.7") && answer.text.contains("ETSI.CAdES.detached"));
    let name = answer.header("content-disposition");
    let name = name.strip_prefix("attachment; filename=\"tirkeu-").unwrap();
    name.strip_suffix(".pdf\"").unwrap().to_owned()
}

/// The certificate of the entry that was imported for somebody.
async fn imported(town: &Town, token: &str, who: Who) -> Answer {
    let number = if who == Who::Aru { 2 } else { 3 };
    town.get(token, &format!("/certificates/{number:032x}.pdf")).await
}

async fn verified(town: &Town, code: &str) -> Value {
    town.get("", &format!("/verify/{code}")).await.is(200)
}

/// Aru moves into the flat.
async fn moves(town: &Town, token: &str) {
    let id = town.drafts(token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, token, &id).await;
    town.delivers(Who::Owner).await;
    let word = format!("да {}", town.code(Who::Owner));
    town.writes(Who::Owner, &word).await;
    assert_eq!(town.sees(token, &id).await["status"], "registered");
}

/// An application of Aru's that the owner does not answer; its id.
async fn lapses(town: &Town, token: &str) -> String {
    let id = town.drafts(token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, token, &id).await;
    town.delivers(Who::Owner).await;
    town.passes(SignedDuration::from_mins(61));
    town.works().await;
    id
}

#[tokio::test]
async fn only_for_oneself_and_those_one_acts_for() {
    let town = Town::new().await;
    let (aru, stranger) = (town.signs_in(Who::Aru).await, town.signs_in(Who::Stranger).await);
    for who in [Who::Aru, Who::Child] {
        code(&imported(&town, &aru, who).await);
        imported(&town, &stranger, who).await.problem(404, "not-found");
        imported(&town, &"0".repeat(64), who).await.problem(401, "unauthorised");
    }
    for name in [format!("{:032x}", 2), format!("{:032x}.pdf", 9), "x.pdf".into(), ".pdf".into()] {
        let answer = town.get(&aru, &format!("/certificates/{name}")).await;
        answer.problem(404, "not-found");
    }
}

#[tokio::test]
async fn whoever_takes_it_for_a_child_is_told_to_the_child_alone() {
    let town = Town::new().await;
    let aru = town.signs_in(Who::Aru).await;
    let read = |who: Who| {
        let of = store::ReadingsOf::Person(who.iin());
        let app = std::sync::Arc::clone(&town.app);
        async move { app.readings_of(of, None, 10).await.unwrap() }
    };
    for who in [Who::Aru, Who::Child, Who::Child] {
        code(&imported(&town, &aru, who).await);
    }
    assert_eq!(read(Who::Aru).await.len(), 0);
    let of_child = read(Who::Child).await;
    assert_eq!(of_child.len(), 1, "it was issued once");
    assert!(of_child[0].0.by.contains(Who::Aru.iin().as_str()));
}

#[tokio::test]
async fn asked_for_again_on_the_same_day_it_is_the_same() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let first = imported(&town, &token, Who::Aru).await;
    town.passes(SignedDuration::from_mins(10));
    let again = imported(&town, &token, Who::Aru).await;
    assert!(first.text == again.text, "byte by byte");
    assert_ne!(code(&first), code(&imported(&town, &token, Who::Child).await));
    town.passes(SignedDuration::from_hours(24));
    let token = town.signs_in(Who::Aru).await;
    assert_ne!(code(&first), code(&imported(&town, &token, Who::Aru).await));
    verified(&town, &code(&first)).await;
}

#[tokio::test]
async fn two_who_ask_at_once_get_the_same() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let [one, other] = [(); 2].map(|()| imported(&town, &token, Who::Aru));
    let (one, other) = tokio::join!(one, other);
    assert!(one.text == other.text, "byte by byte");
}

#[tokio::test]
async fn anybody_with_the_code_learns_whether_it_is_so_and_little_else() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    moves(&town, &token).await;
    let me = town.get(&token, "/me").await.is(200);
    let id = me["registrations"][1]["id"].as_str().unwrap().to_owned();
    let file = town.get(&token, &format!("/certificates/{id}.pdf")).await;
    let code = code(&file);
    let said = verified(&town, &code).await;
    assert_eq!((&said["status"], &said["says"]), (&json!("valid"), &json!("registration")));
    assert_eq!(said["name"], "Тегі-Aru А.");
    assert_eq!(said["address"], "Алматы, улица Flat, 12", "without the flat");
    assert_eq!(said["since"], "2026-01-15");
    let bytes: Vec<u8> = file.text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let sum = eds::digest::Hash::Sha256.digest(&bytes);
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(said["sha256"], sum);
    for secret in [Who::Aru.iin().to_string(), Home::Flat.rka().to_string(), "Аты".into()] {
        assert!(!said.to_string().contains(&secret), "{said}");
    }
    for typed in [code.to_lowercase(), code.replace('-', ""), code.replace('-', "%20")] {
        assert_eq!(verified(&town, &typed).await, said, "{typed}");
    }
    for other in ["BCDF-BCDF-BCDF-BCDF-BCDF", "x", "%00", &code[1..], &format!("{code}B")] {
        town.get("", &format!("/verify/{other}")).await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn what_is_over_is_no_longer_valid_and_no_longer_certified() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let before = code(&imported(&town, &token, Who::Aru).await);
    assert_eq!(verified(&town, &before).await["status"], "valid");
    moves(&town, &token).await;
    let said = verified(&town, &before).await;
    assert_eq!(said["status"], "ended");
    assert_eq!(said["ended_at"], "2026-01-15T10:00:00+05:00");
    imported(&town, &token, Who::Aru).await.problem(404, "not-found");
}

#[tokio::test]
async fn an_application_without_an_answer_is_certified_and_its_owner_is_not_named() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = lapses(&town, &token).await;
    let token = town.signs_in(Who::Aru).await;
    assert_eq!(town.sees(&token, &id).await["grounds"][0]["rule"], "R-CON-TIME");
    let path = format!("/applications/{id}/attempt.pdf");
    let code = code(&town.get(&token, &path).await);
    let said = verified(&town, &code).await;
    assert_eq!((&said["status"], &said["says"]), (&json!("recorded"), &json!("attempt")));
    let kept = town.app.store.record("certificate", &code).await.unwrap().unwrap().body;
    for secret in [Who::Owner.iin().to_string(), "Тегі-Owner".to_owned()] {
        assert!(!kept.contains(&secret), "{kept}");
    }
    assert!(kept.contains("R-CON-TIME") && kept.contains("delivered"), "{kept}");
    let owner = town.signs_in(Who::Owner).await;
    town.get(&owner, &path).await.problem(404, "not-found");
    let draft = town.drafts(&token, &move_to(Home::House)).await;
    town.get(&token, &format!("/applications/{draft}/attempt.pdf")).await.problem(404, "not-found");
}

#[tokio::test]
async fn without_a_seal_it_is_said_plainly() {
    let town = Town::without_a_seal().await;
    let token = town.signs_in(Who::Aru).await;
    let said = imported(&town, &token, Who::Aru).await.problem(503, "certificates-unavailable");
    assert!(said["detail"].as_str().unwrap().contains("not connected"), "{said}");
    let mut visitor = Visitor::signed_in(&town, Who::Aru, "en").await;
    visitor.opens("/certificates").await;
    visitor.reads("This portal issues no certificates now");
    visitor.reads_no(".pdf");
    visitor.opens(&format!("/certificates/{:032x}.pdf", 2)).await;
    assert_eq!(visitor.status, 503);
    visitor.reads("No certificates are issued now");
}

#[tokio::test]
async fn from_the_first_page_to_the_file_and_to_the_check() {
    let town = Town::new().await;
    let mut visitor = Visitor::signed_in(&town, Who::Aru, "en").await;
    visitor.opens("/").await;
    assert!(visitor.page.contains("href=\"/certificates\""));
    visitor.opens("/certificates").await;
    visitor.reads("Тегі-Aru Аты");
    visitor.reads("Тегі-Child Аты");
    let link = format!("/certificates/{:032x}.pdf", 2);
    assert!(visitor.page.contains(&link));
    let code = code(&visitor.fetches(&link, &[]).await);

    let mut other = Visitor::new(&town, "en").await;
    other.opens("/certificates").await;
    assert!(other.at.starts_with("/sign-in"), "{}", other.at);
    other.opens("/verify").await;
    other.reads("Code of the certificate");
    other.opens("/verify?code=KQTR").await;
    assert_eq!((other.status, other.errors().len()), (422, 1));
    other.opens(&format!("/verify?code={}", code.to_lowercase())).await;
    assert_eq!((other.status, other.at.as_str()), (200, &*format!("/verify/{code}")));
    other.reads("The certificate is valid");
    other.reads("Тегі-Aru А.");
    other.reads_no(Who::Aru.iin().as_str());
    other.opens("/verify/BCDF-BCDF-BCDF-BCDF-BCDF").await;
    assert_eq!(other.status, 404);
    other.reads("There is no such certificate");
}

#[tokio::test]
async fn an_ended_case_leads_to_its_certificate() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = lapses(&town, &token).await;
    let mut visitor = Visitor::signed_in(&town, Who::Aru, "en").await;
    visitor.opens(&format!("/applications/{id}")).await;
    let link = format!("/applications/{id}/attempt.pdf");
    assert!(visitor.page.contains(&link), "{}", visitor.page);
    code(&visitor.fetches(&link, &[]).await);
    let draft = town.drafts(&town.signs_in(Who::Aru).await, &move_to(Home::House)).await;
    visitor.opens(&format!("/applications/{draft}")).await;
    visitor.reads_no("attempt.pdf");
}

#[tokio::test]
async fn codes_are_asked_for_as_often_as_the_network_may() {
    let limits = service::limits::Limits { requests_a_minute: 5, ..Default::default() };
    let town = Town::with(limits).await;
    let ask = || Request::builder().uri("/api/v1/verify/BCDF-BCDF-BCDF-BCDF-BCDF");
    for _ in 0..5 {
        town.send(ask().body(Body::empty()).unwrap()).await.problem(404, "not-found");
    }
    let last = town.send(ask().body(Body::empty()).unwrap()).await;
    last.problem(429, "too-many-requests");
}

#[tokio::test]
async fn a_seal_that_has_ended_signs_nothing() {
    let town = Town::new().await;
    // The seal of the tests is valid until 2045.
    town.passes(SignedDuration::from_hours(24 * 365 * 20));
    let aru = town.signs_in(Who::Aru).await;
    imported(&town, &aru, Who::Aru).await.problem(503, "certificates-unavailable");
}
