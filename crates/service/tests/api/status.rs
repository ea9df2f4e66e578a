//! How the service is doing, for everybody to see.

use jiff::SignedDuration;
use serde_json::Value;

use super::town::{Home, Town, Who, move_to};
use super::visitor::Visitor;

async fn status(town: &Town) -> Value {
    // What was known before is looked at anew.
    town.passes(SignedDuration::from_secs(5));
    town.get("", "/status").await.is(200)
}

fn state(status: &Value, register: &str) -> String {
    let registers = status["registers"].as_array().unwrap();
    let found = registers.iter().find(|one| one["register"] == register);
    found.unwrap()["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn it_tells_from_real_questions_who_answers_and_how_long_things_take() {
    let town = Town::new().await;
    let before = status(&town).await;
    assert!(["persons", "phones", "titles"].iter().all(|name| state(&before, name) == "not_asked"));
    assert_eq!((&before["sms_up"], &before["authority"]), (&true.into(), &Value::Null));
    assert_eq!(before["decisions"]["decided"], 0);
    assert_eq!(before["decisions"]["time_to_decision"]["median_ms"], Value::Null);

    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Nowhere)).await;
    town.signs(Who::Aru, &token, &id).await;
    let during = status(&town).await;
    assert!(
        ["persons", "phones", "addresses"].iter().all(|name| state(&during, name) == "answers")
    );
    assert_eq!(during["decisions"]["decided"], 1, "{during}");
    assert!(during["decisions"]["time_to_decision"]["p95_ms"].is_u64());
    let said = during.to_string();
    assert!(!said.contains(Who::Aru.iin().as_str()) && !said.contains(&id));

    town.passes(SignedDuration::from_mins(16));
    let after = status(&town).await;
    assert_eq!(state(&after, "persons"), "not_asked", "it was long ago");
    assert!(after["registers"][0]["answered_at"].is_string());
    town.passes(SignedDuration::from_hours(6));
    assert_eq!(status(&town).await["decisions"]["decided"], 0);
}

#[tokio::test]
async fn many_who_ask_cost_one_look() {
    let town = Town::new().await;
    let first = status(&town).await;
    drop(town.signs_in(Who::Aru).await);
    town.passes(SignedDuration::from_secs(4));
    assert_eq!(town.get("", "/status").await.is(200), first, "as it was seconds ago");
    assert_ne!(status(&town).await, first);
}

#[tokio::test]
async fn the_page_says_it_in_plain_words() {
    let town = Town::new().await;
    drop(town.signs_in(Who::Aru).await);
    for (language, heading, well) in [
        ("kk", "Қызмет жағдайы", "Ақау байқалмайды"),
        ("ru", "Состояние сервиса", "Сбоев не видно"),
        ("en", "Status of the service", "Nothing is known to be out of order"),
    ] {
        let mut visitor = Visitor::new(&town, language).await;
        visitor.opens("/status").await;
        assert_eq!((visitor.status, visitor.heading().as_str()), (200, heading));
        visitor.reads(well);
    }
}
