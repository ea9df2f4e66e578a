//! Through which channel an application comes: that of the sign-in.

use serde_json::json;

use super::portal::{fills_in, signs};
use super::town::{Home, Town, Who, move_to};
use super::visitor::Visitor;

/// The channel of the only application of somebody, as the API shows it.
async fn channel(town: &Town, who: Who) -> String {
    let token = town.signs_in(who).await;
    let mine = town.get(&token, "/applications").await.is(200);
    assert_eq!(mine["items"].as_array().unwrap().len(), 1, "{mine}");
    let id = mine["items"][0]["id"].as_str().unwrap();
    town.sees(&token, id).await["channel"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_signs_in_with_the_app_of_the_phone_applies_through_it() {
    for (as_app, expected) in [(false, "portal"), (true, "mobile")] {
        let town = Town::new().await;
        let mut visitor = Visitor::new(&town, "kk").await;
        if as_app {
            visitor.sets("__Host-app", "mobile");
        }
        visitor.opens("/sign-in/sms").await;
        visitor.signs_in_here(Who::Aru).await;
        // What the browser shows later changes nothing.
        visitor.sets("__Host-app", if as_app { "" } else { "mobile" });
        fills_in(&mut visitor, Home::Flat).await;
        signs(&town, &mut visitor).await;
        assert_eq!(channel(&town, Who::Aru).await, expected);
    }
}

#[tokio::test]
async fn a_program_says_which_channel_and_cannot_be_a_kiosk() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    for (said, expected) in
        [(None, "portal"), (Some("portal"), "portal"), (Some("mobile"), "mobile")]
    {
        let mut body = move_to(Home::Flat);
        if let Some(said) = said {
            body["channel"] = json!(said);
        }
        let id = town.drafts(&token, &body).await;
        assert_eq!(town.sees(&token, &id).await["channel"], expected);
    }
    let mut body = move_to(Home::Flat);
    body["channel"] = json!("kiosk");
    let problem = town.post(&token, "/applications", &body).await.problem(422, "invalid-fields");
    assert_eq!(super::town::errors(&problem), ["channel unknown_word"]);
}
