//! Owners who do not answer are reminded; when the time runs out both sides learn just that.

use axum::http::Method;
use jiff::SignedDuration;
use residence::facts::Language;
use residence::notice::Message;
use serde_json::Value;
use service::desk::{Assurance, Caller};
use store::Work;

use super::town::{Home, Town, Who, move_to};

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

impl Town {
    /// Aru asks for a dwelling.
    async fn asks_for(&self, home: Home) -> (String, String) {
        let token = self.signs_in(Who::Aru).await;
        let id = self.drafts(&token, &move_to(home)).await;
        self.signs(Who::Aru, &token, &id).await;
        (token, id)
    }

    async fn kept(&self, who: Who, language: Language) -> Vec<(Message, String)> {
        let caller = Caller { iin: who.iin(), assurance: Assurance::Signature, language };
        let inbox = self.app.inbox(caller, None, 50).await.unwrap();
        inbox.items.into_iter().map(|item| (item.message, item.text)).collect()
    }

    async fn told(&self, who: Who) -> Vec<&'static str> {
        let kept = self.kept(who, Language::En).await;
        kept.iter().map(|(message, _)| message.key()).collect()
    }

    async fn due(&self) -> Vec<Work> {
        let now = self.app.now();
        self.app.store.lease(now, now + SignedDuration::from_secs(60), 100).await.unwrap()
    }
}

fn events(application: &Value) -> Vec<&str> {
    let lines = application["journal"].as_array().unwrap();
    lines.iter().map(|line| line["event"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_silent_owner_is_reminded_and_both_sides_are_told_of_the_end() {
    let town = Town::new().await;
    let (_, id) = town.asks_for(Home::Flat).await;
    town.delivers(Who::Owner).await;
    let code = town.code(Who::Owner);
    for (wait, sms) in [(29, 1), (2, 2), (18, 2), (2, 3), (8, 3)] {
        town.passes(minutes(wait));
        town.works().await;
        town.works().await;
        assert_eq!(town.inbox(Who::Owner).len(), sms);
        assert_eq!(town.code(Who::Owner), code, "the same code each time");
    }
    let texts = town.inbox(Who::Owner);
    assert!(texts[1].starts_with("Напоминание."), "{texts:?}");
    assert!(texts[1].contains("до 11:00: ДА или НЕТ"), "{texts:?}");
    assert_eq!(texts[1], texts[2]);
    assert_eq!(town.told(Who::Owner).await, ["reminder", "reminder"]);
    assert!(town.told(Who::Aru).await.is_empty(), "the applicant sees it in the journal");

    town.passes(minutes(1));
    town.works().await;
    assert_eq!(town.told(Who::Owner).await, ["lapsed-there", "reminder", "reminder"]);
    assert_eq!(town.told(Who::Aru).await, ["lapsed"]);
    let token = town.signs_in(Who::Aru).await;
    let seen = town.sees(&token, &id).await;
    assert_eq!(seen["grounds"][0]["rule"], "R-CON-TIME");
    assert_eq!(seen["consents"][0]["deadline"], "2026-01-15T11:00:00+05:00", "it did not move");
    let expected = [
        "drafted",
        "signed",
        "checked",
        "asked",
        "delivered",
        "reminded",
        "reminded",
        "lapsed",
        "refused",
        "notified",
    ];
    assert_eq!(events(&seen), expected);
    let owner = town.kept(Who::Owner, Language::En).await;
    assert!(owner[0].1.contains("Nothing is left to answer."), "{owner:?}");
    let aru = town.kept(Who::Aru, Language::En).await;
    assert!(aru[0].1.contains("ask again in one step"), "{aru:?}");
    assert_eq!(town.inbox(Who::Owner).len(), 4, "the end is told by SMS, too");
    // What the notice says is true: one step, the same content.
    let path = format!("/applications/{id}/repeat");
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("idempotency-key", "again")];
    town.call(Method::POST, &path, &headers, "").await.is(201);
    assert_eq!(town.app.store.queue().await.unwrap().pieces, 0);
    assert_eq!(town.app.store.examine().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn whoever_has_answered_is_not_reminded() {
    let town = Town::new().await;
    let (_, id) = town.asks_for(Home::Flat).await;
    town.delivers(Who::Owner).await;
    let code = town.code(Who::Owner);
    town.passes(minutes(31));
    // The reminder is due and stands as work when the answer comes.
    for work in town.due().await {
        assert_eq!(work.kind, store::WAKE);
        town.app.perform(&work).await;
    }
    town.passes(SignedDuration::from_secs(61));
    let reminder = town.due().await;
    assert_eq!(reminder.iter().map(|work| work.kind.as_str()).collect::<Vec<_>>(), ["remind"]);
    town.writes(Who::Owner, &format!("да {code}")).await;
    let sent = town.inbox(Who::Owner).len();
    for work in reminder.iter().chain(&reminder) {
        town.app.perform(work).await;
    }
    town.passes(minutes(60));
    town.works().await;
    assert_eq!(town.inbox(Who::Owner).len(), sent, "nobody is reminded of what is answered");
    assert_eq!(town.sees(&town.signs_in(Who::Aru).await, &id).await["status"], "registered");
    assert_eq!(town.app.store.queue().await.unwrap().pieces, 0);
}

#[tokio::test]
async fn a_reminder_that_is_done_again_is_kept_once() {
    let town = Town::new().await;
    town.asks_for(Home::Flat).await;
    town.delivers(Who::Owner).await;
    town.passes(minutes(31));
    let slow = town.due().await;
    // Whoever took the timer first is too slow, and finds that somebody else has done it.
    town.passes(SignedDuration::from_secs(61));
    let quick = town.due().await;
    assert_eq!((slow.len(), quick.len()), (1, 1));
    for work in quick.iter().chain(&slow).chain(&quick) {
        town.app.perform(work).await;
    }
    town.works().await;
    assert_eq!(town.told(Who::Owner).await, ["reminder"]);
    assert_eq!(town.inbox(Who::Owner).len(), 2);
}

#[tokio::test]
async fn an_owner_without_a_number_is_reminded_in_the_portal_alone() {
    let town = Town::new().await;
    let (_, id) = town.asks_for(Home::Yurt).await;
    let silent =
        Caller { iin: Who::Silent.iin(), assurance: Assurance::Sms, language: Language::Kk };
    // Not opened, no hour, no reminder.
    town.passes(minutes(120));
    town.works().await;
    assert_eq!(town.told(Who::Silent).await, ["attempt"]);
    assert_eq!(town.app.questions(silent).await.unwrap().len(), 1);
    town.passes(minutes(31));
    town.works().await;
    assert_eq!(town.told(Who::Silent).await, ["reminder", "attempt"]);
    assert!(town.inbox(Who::Silent).is_empty());
    let case = town.app.case(id.parse().unwrap()).await.unwrap().case;
    assert!(case.state.asking().unwrap().requests[0].is_open());
}

#[tokio::test]
async fn whoever_is_not_reached_is_told_so_and_so_is_the_applicant() {
    let town = Town::new().await;
    town.asks_for(Home::Flat).await;
    town.passes(SignedDuration::from_hours(24));
    town.works().await;
    assert_eq!(town.told(Who::Owner).await, ["unreached-there"]);
    assert_eq!(town.told(Who::Aru).await, ["unreached"]);
    assert_eq!(town.inbox(Who::Owner).len(), 2, "the question and the end, no reminder");
}
