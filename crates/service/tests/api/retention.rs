//! What was kept long enough is removed at night, by one node, and nothing else is.

use jiff::SignedDuration;
use serde_json::json;
use service::retention;
use store::{CaseKey, CaseQuery, Evidence, NoticeQuery, Perishable, Unit};

use super::town::{Home, Town, Who, move_to};

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

impl Town {
    async fn notices_of(&self, who: Who) -> usize {
        let query = NoticeQuery { of: who.iin(), before: None, limit: 50 };
        self.app.store.notices(query).await.unwrap().notices.len()
    }

    async fn signature(&self, n: u8, sign_in: bool) {
        let evidence = Evidence {
            id: [n; 32],
            signature: [n; 32],
            at: self.app.now(),
            by: Who::Aru.iin(),
            case: None,
            sign_in,
            body: "{}".to_owned(),
        };
        let unit = Unit { evidence: vec![evidence], ..Unit::default() };
        self.app.commit(unit).await.unwrap();
    }

    async fn night(&self) {
        self.app.plan_retention().await.unwrap();
        self.works().await;
    }

    /// What a removal would find now, in the order of the kinds.
    async fn overdue(&self) -> Vec<u64> {
        let found = retention::overdue(self.app.store.as_ref(), self.app.now()).await.unwrap();
        found.into_iter().map(|(.., overdue)| overdue.pieces).collect()
    }
}

#[tokio::test]
async fn a_night_removes_what_was_kept_long_enough() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let draft = town.drafts(&token, &move_to(Home::House)).await;
    let decided = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &decided).await;
    town.delivers(Who::Owner).await;
    let code = town.code(Who::Owner);
    town.writes(Who::Owner, &format!("да {code}")).await;
    town.signature(1, true).await;
    town.signature(2, false).await;
    town.app.plan_retention().await.unwrap();
    town.app.plan_retention().await.unwrap();
    assert_eq!(town.app.store.queue().await.unwrap().pieces, 1, "asked for once");

    town.works().await;
    town.passes(days(29));
    town.night().await;
    let token = town.signs_in(Who::Aru).await;
    town.sees(&token, &draft).await;
    town.passes(days(2));
    assert_eq!(town.overdue().await, [1, 0, 0, 0]);
    town.night().await;
    let token = town.signs_in(Who::Aru).await;
    town.get(&token, &format!("/applications/{draft}")).await.problem(404, "not-found");
    let path = format!("/applications/{draft}");
    town.patch(&token, &path, &json!({"reason": "work"})).await.problem(404, "not-found");
    let mine = town.get(&token, "/applications").await.is(200);
    assert_eq!(mine["items"].as_array().unwrap().len(), 1);
    assert_eq!(town.sees(&token, &decided).await["status"], "registered");

    town.passes(days(340));
    assert_eq!(town.overdue().await, [0, 1, 0, 0]);
    town.night().await;
    assert!(town.app.store.evidence([1; 32]).await.unwrap().is_none());
    assert!(town.app.store.evidence([2; 32]).await.unwrap().is_some());
    assert_eq!(town.notices_of(Who::Owner).await, 1);
    town.passes(days(800));
    town.night().await;
    assert_eq!(town.notices_of(Who::Owner).await, 0);
    assert_eq!(town.overdue().await, [0; 4]);
    // The decision, all it rests on and the entry are there for good.
    town.passes(days(3650));
    town.night().await;
    let token = town.signs_in(Who::Aru).await;
    let seen = town.sees(&token, &decided).await;
    assert_eq!(seen["journal"].as_array().unwrap().len(), 9);
    let me = town.get(&token, "/me").await.is(200);
    assert_eq!(me["registrations"].as_array().unwrap().len(), 2);
    assert_eq!(town.app.store.examine().await.unwrap(), [""; 0]);
    assert_eq!(town.app.store.queue().await.unwrap().pieces, 0);
    let counted: Vec<_> = Perishable::ALL.into_iter().map(Perishable::as_str).collect();
    assert_eq!(counted, ["drafts", "sign_ins", "notices", "readings"]);
}

#[tokio::test]
async fn much_is_removed_bit_by_bit_and_once() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    for _ in 0..3 {
        town.drafts(&token, &move_to(Home::Flat)).await;
    }
    town.passes(days(31));
    let end = retention::ends(town.app.now()).remove(0);
    let store = town.app.store.as_ref();
    let first = retention::forget(store, end, 1).await.unwrap();
    assert_eq!((first.pieces, first.is_all), (3, false), "whether it is all is not known yet");
    let again = retention::forget(store, end, 1).await.unwrap();
    assert_eq!((again.pieces, again.is_all), (0, true));
    let query = CaseQuery {
        key: CaseKey::Applicant,
        value: Who::Aru.iin().to_string(),
        before: None,
        limit: 9,
    };
    assert!(store.cases(&query).await.unwrap().is_empty());
}
