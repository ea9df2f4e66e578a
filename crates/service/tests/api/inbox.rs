use jiff::SignedDuration;
use residence::consent::RefusalReason;
use residence::facts::Language;
use residence::notice::Message;
use serde_json::json;
use service::desk::inbox::{Inbox, InboxItem};
use service::desk::{Assurance, Caller};
use store::{NoticeWrite, Unit, Work};

use super::town::{Home, Town, Who, move_to};

fn caller(who: Who, language: Language) -> Caller {
    Caller { iin: who.iin(), assurance: Assurance::Signature, language }
}

impl Town {
    async fn finds(&self, who: Who) -> Inbox {
        self.app.inbox(caller(who, Language::En), None, 50).await.unwrap()
    }

    /// The one notice of somebody.
    async fn one_notice(&self, who: Who) -> InboxItem {
        let inbox = self.finds(who).await;
        let [item] = inbox.items.as_slice() else { panic!("{who:?}: {inbox:?}") };
        assert_eq!((inbox.unread, item.number, item.unread, inbox.next), (1, 1, true, None));
        item.clone()
    }

    async fn unread(&self, who: Who) -> u64 {
        self.app.unread(caller(who, Language::En)).await.unwrap()
    }

    /// Somebody holds what is due now.
    async fn leased(&self) -> Vec<Work> {
        let now = self.app.now();
        self.app.store.lease(now, now + SignedDuration::from_secs(60), 100).await.unwrap()
    }
}

fn messages(inbox: &Inbox) -> Vec<Message> {
    inbox.items.iter().map(|item| item.message).collect()
}

/// Aru lives in the villa and moves to a dwelling for some months.
async fn moves_for_a_time(town: &Town, home: Home, months: u8) -> String {
    let token = town.signs_in(Who::Aru).await;
    let body = json!({
        "kind": "temporary", "months": months, "rka": home.rka(), "reason": "work", "children": []
    });
    let id = town.drafts(&token, &body).await;
    town.signs(Who::Aru, &token, &id).await;
    town.delivers(Who::Owner).await;
    let code = town.code(Who::Owner);
    town.writes(Who::Owner, &format!("да {code}")).await;
    assert_eq!(town.sees(&token, &id).await["status"], "registered");
    id
}

#[tokio::test]
async fn everybody_concerned_finds_what_they_were_told() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &id).await;
    // The question by SMS is its own notice; nobody else is told anything yet.
    for who in [Who::Aru, Who::Owner, Who::Stranger] {
        assert_eq!(town.unread(who).await, 0, "{who:?}");
    }
    town.delivers(Who::Owner).await;
    let code = town.code(Who::Owner);
    town.writes(Who::Owner, &format!("да {code}")).await;
    let case = town.sees(&token, &id).await;
    let number = case["number"].as_str().unwrap();

    let aru = town.one_notice(Who::Aru).await;
    assert_eq!(aru.message, Message::Registered);
    assert_eq!(aru.case.unwrap().to_string(), id);
    assert_eq!(aru.case_number.unwrap().as_str(), number);
    assert_eq!(aru.at, town.app.now());
    assert_eq!(aru.text, format!("Application {number}: registered at улица Flat, 12, flat 7."));
    let owner = town.one_notice(Who::Owner).await;
    assert_eq!((owner.message, owner.case, owner.question), (Message::RegisteredThere, None, None));
    assert_eq!(owner.case_number, aru.case_number);
    // The owner of the address that is left.
    let left = town.one_notice(Who::Stranger).await;
    assert_eq!((left.message, left.case, left.case_number), (Message::Left, None, None));
    assert!(!left.text.contains(number) && !left.text.contains("Flat"), "{}", left.text);
    for who in [Who::CoOwner, Who::Silent, Who::Unknown, Who::Child] {
        assert!(town.finds(who).await.items.is_empty(), "{who:?} has nothing to do with it");
    }
    // What was sent by SMS is what stands here, in whatever language it is read.
    let of = |language| town.app.inbox(caller(Who::Owner, language), None, 1);
    let [kk, ru] = [of(Language::Kk).await.unwrap(), of(Language::Ru).await.unwrap()];
    assert_eq!(town.inbox(Who::Owner).pop().unwrap(), ru.items[0].text, "the owner reads Russian");
    assert_ne!(kk.items[0].text, ru.items[0].text);
}

#[tokio::test]
async fn an_owner_without_a_number_finds_the_question() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Yurt)).await;
    town.signs(Who::Aru, &token, &id).await;
    let silent = caller(Who::Silent, Language::Ru);
    let told = town.one_notice(Who::Silent).await;
    assert_eq!((told.message, told.case), (Message::Attempt, None));
    let asked = told.question.expect("an open question");
    assert_eq!(town.app.questions(silent).await.unwrap()[0].request.id, asked);
    assert!(town.leased().await.is_empty(), "nothing is sent to nowhere");

    town.app.refuse(silent, asked, RefusalReason::Unwilling).await.unwrap();
    town.works().await;
    let inbox = town.finds(Who::Silent).await;
    assert_eq!(messages(&inbox), [Message::EndedThere, Message::Attempt]);
    assert!(inbox.items.iter().all(|item| item.question.is_none()), "nothing is left to answer");
    assert_eq!(town.one_notice(Who::Aru).await.message, Message::Refused);
    assert_eq!(town.unread(Who::Stranger).await, 0, "nobody has left");
}

#[tokio::test]
async fn what_was_seen_stays_seen() {
    let town = Town::new().await;
    let (aru, other) = (caller(Who::Aru, Language::En), caller(Who::Owner, Language::En));
    let notices = [Who::Aru, Who::Owner, Who::Aru, Who::Aru, Who::Aru, Who::Aru].map(|who| {
        let body = json!({"message": "born"}).to_string();
        NoticeWrite { to: who.iin(), at: town.app.now(), case: None, body }
    });
    town.app.commit(Unit { notices: notices.into(), ..Unit::default() }).await.unwrap();
    assert_eq!((town.unread(Who::Aru).await, town.unread(Who::Owner).await), (5, 1));
    let page = |before| town.app.inbox(aru, before, 2);
    let numbers = |inbox: &Inbox| inbox.items.iter().map(|item| item.number).collect::<Vec<_>>();
    let first = page(None).await.unwrap();
    assert_eq!((numbers(&first), first.unread, first.next), (vec![5, 4], 5, Some(4)));
    let second = page(first.next).await.unwrap();
    assert_eq!((numbers(&second), second.next), (vec![3, 2], Some(2)));
    let last = page(second.next).await.unwrap();
    assert_eq!((numbers(&last), last.next), (vec![1], None));
    assert_eq!(
        first.items[0].text,
        "Your child is registered at the mother's address. See the portal."
    );

    town.app.seen(aru, 3).await.unwrap();
    let seen = page(Some(5)).await.unwrap();
    assert_eq!(seen.unread, 2);
    assert_eq!(seen.items.iter().map(|item| item.unread).collect::<Vec<_>>(), [true, false]);
    town.app.seen(aru, 1).await.unwrap();
    assert_eq!(town.unread(Who::Aru).await, 2, "never backwards");
    // Beyond the newest: what is told next is still new.
    town.app.seen(aru, u64::MAX).await.unwrap();
    assert_eq!(town.unread(Who::Aru).await, 0);
    let body = json!({"message": "born"}).to_string();
    let next = NoticeWrite { to: Who::Aru.iin(), at: town.app.now(), case: None, body };
    town.app.commit(Unit { notices: vec![next], ..Unit::default() }).await.unwrap();
    // Years later, too, and whatever is swept away.
    town.passes(SignedDuration::from_hours(24 * 365 * 20));
    town.app.store.sweep(town.app.now(), 1000).await.unwrap();
    assert_eq!((town.unread(Who::Aru).await, town.unread(Who::Owner).await), (1, 1));
    town.app.seen(other, 1).await.unwrap();
    assert_eq!((town.unread(Who::Aru).await, town.unread(Who::Owner).await), (1, 0));
    assert_eq!(town.unread(Who::Unknown).await, 0);
    town.app.seen(caller(Who::Unknown, Language::Kk), 7).await.unwrap();
}

#[tokio::test]
async fn a_term_is_told_of_once_however_often_it_is_tried() {
    let town = Town::new().await;
    moves_for_a_time(&town, Home::Flat, 3).await;
    let sms = |town: &Town| town.inbox(Who::Aru).len();
    let told_before = sms(&town);
    // Fifty-nine days later the first notice is due; ninety days later all of them and the end.
    for (days, expected) in [(60, 2), (24, 3), (7, 4)] {
        town.passes(SignedDuration::from_hours(24 * days));
        let slow = town.leased().await;
        // Whoever took it first is too slow, and finds that somebody else has done it.
        town.passes(SignedDuration::from_secs(61));
        let quick = town.leased().await;
        assert_eq!(slow.len(), quick.len());
        for work in quick.iter().chain(&slow).chain(&quick) {
            town.app.perform(work).await;
        }
        town.works().await;
        assert_eq!(town.finds(Who::Aru).await.items.len(), expected, "after {days} days more");
    }
    let inbox = town.finds(Who::Aru).await;
    let on = "2026-04-15".parse().unwrap();
    let ends = Message::TermEnds { on };
    assert_eq!(messages(&inbox), [Message::TermEnded, ends, ends, Message::Registered]);
    assert!(inbox.items.iter().all(|item| item.case.is_some()));
    assert_eq!(sms(&town) - told_before, 3, "each by SMS, too");
    assert_eq!(town.app.store.queue().await.unwrap().pieces, 0);
    assert_eq!(town.app.store.examine().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_term_that_ended_before_is_not_told_of() {
    let town = Town::new().await;
    moves_for_a_time(&town, Home::Flat, 3).await;
    let book = town.app.me(caller(Who::Aru, Language::En)).await.unwrap().registrations;
    let entry = book.iter().find(|entry| entry.until.is_some()).unwrap();
    let (id, at, by) = (entry.id, town.app.now(), "annulled".to_owned());
    let book = vec![store::BookWrite::Close { id, at, by }];
    town.app.commit(Unit { book, ..Unit::default() }).await.unwrap();
    town.passes(SignedDuration::from_hours(24 * 100));
    town.works().await;
    assert_eq!(town.one_notice(Who::Aru).await.message, Message::Registered);
    assert_eq!(town.app.store.queue().await.unwrap().pieces, 0);
}
