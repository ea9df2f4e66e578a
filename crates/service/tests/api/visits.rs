//! Sessions, forms and languages of the portal: whose a form is, and that nothing typed is lost.

use jiff::SignedDuration;
use service::limits::Limits;

use super::town::{Home, Town, Who};
use super::visitor::Visitor;

#[tokio::test]
async fn the_language_changes_and_what_was_typed_stays() {
    let town = Town::new().await;
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.opens("/sign-in?to=/apply").await;
    visitor.sends(&[("iin", "8501"), ("switch", "ru")]).await;
    assert!(visitor.page.contains("govuk-template\" lang=\"ru\">"));
    assert!(visitor.page.contains("value=\"8501\""), "{}", visitor.page);
    assert_eq!(visitor.at, "/sign-in/sms?to=%2Fapply", "the page is the same");
    visitor.opens("/sign-in?to=/apply").await;
    assert!(!visitor.page.contains("value=\"8501\""), "it is found once");
    visitor.signs_in_here(Who::Aru).await;
    visitor.opens("/apply/arrival").await;
    visitor.sends(&[("day", "3"), ("month", ""), ("year", "x"), ("switch", "kk")]).await;
    assert!(visitor.page.contains("govuk-template\" lang=\"kk\">"));
    assert!(visitor.page.contains("value=\"3\"") && visitor.page.contains("value=\"x\""));
    // That nothing is chosen any more stays as well.
    visitor.opens("/apply/children").await;
    assert!(visitor.page.contains(" checked"));
    visitor.sends(&[("switch", "ru")]).await;
    assert!(!visitor.page.contains(" checked"), "{}", visitor.page);
    // Where nothing is typed the switch is a link, which keeps the page.
    visitor.opens("/help?language=en").await;
    assert_eq!((visitor.at.as_str(), visitor.heading().as_str()), ("/help", "Help"));
    visitor.opens("/nowhere?language=kk").await;
    assert_eq!((visitor.at.as_str(), visitor.status), ("/nowhere", 404));
    assert!(visitor.page.contains("govuk-template\" lang=\"kk\">"));
    // A form that asks for the same page switches by a button of its own.
    visitor.opens("/apply/where?q=&language=en").await;
    assert_eq!((visitor.at.as_str(), visitor.errors()), ("/apply/where", vec![]));
    assert!(visitor.page.contains("form=\"search\" name=\"language\" value=\"kk\""));
    visitor.opens(&format!("/apply/where?q={}", Home::Flat.rka())).await;
    let rka = Home::Flat.rka();
    visitor.sends(&[("rka", rka.as_str()), ("switch", "ru")]).await;
    assert!(visitor.page.contains(&format!("value=\"{rka}\" checked")), "the choice stays");
}

#[tokio::test]
async fn a_session_ends_and_nothing_typed_is_lost() {
    let town = Town::new().await;
    let mut visitor = Visitor::signed_in(&town, Who::Aru, "en").await;
    visitor.opens("/apply/kind").await;
    town.passes(SignedDuration::from_mins(16));
    visitor.sends(&[("kind", "temporary"), ("months", "7")]).await;
    assert_eq!(visitor.at, "/sign-in/sms?to=%2Fapply%2Fkind");
    visitor.reads("You were signed out");
    visitor.signs_in_here(Who::Aru).await;
    assert_eq!(visitor.at, "/apply/kind");
    assert!(visitor.page.contains("value=\"7\""), "{}", visitor.page);

    // A page that looks again by itself keeps nobody signed in.
    for _ in 0..4 {
        town.passes(SignedDuration::from_mins(4));
        let live = format!("/applications/{}/live", "0".repeat(32));
        drop(visitor.fetches(&live, &[]).await);
    }
    visitor.opens("/apply/kind").await;
    assert!(visitor.at.starts_with("/sign-in"));

    // Eight hours after the sign-in it has ended, however busy one was.
    visitor.signs_in_here(Who::Aru).await;
    for _ in 0..48 {
        town.passes(SignedDuration::from_mins(10));
        visitor.opens("/apply/kind").await;
    }
    assert!(visitor.at.starts_with("/sign-in"), "{}", visitor.at);
}

#[tokio::test]
async fn a_session_is_of_one_face_and_ends_with_the_sign_out() {
    let town = Town::new().await;
    let mut visitor = Visitor::signed_in(&town, Who::Aru, "en").await;
    let cookie = visitor.cookie("__Host-session").unwrap().to_owned();
    assert_eq!(town.get(&cookie, "/me").await.status, 401, "the cookie is no bearer token");
    let bearer = town.signs_in(Who::Aru).await;
    let mut other = Visitor::new(&town, "en").await;
    other.sets("__Host-session", &bearer);
    other.opens("/applications").await;
    assert!(other.at.starts_with("/sign-in"), "a bearer token is no cookie");

    visitor.opens("/applications").await;
    let left = visitor.posts("/sign-out", &visitor.token(), &[]).await;
    assert!(left.header("clear-site-data").contains("cache"), "nothing is left behind");
    visitor.opens("/signed-out").await;
    // A browser puts the page before aside once this one is there: what comes after it counts.
    let later = visitor.fetches("/signed-out/nothing.svg", &[]).await;
    assert!(visitor.page.contains("src=\"/signed-out/nothing.svg\""));
    assert_eq!(later.header("clear-site-data"), "\"cache\"");
    visitor.sets("__Host-session", &cookie);
    visitor.opens("/applications").await;
    assert!(visitor.at.starts_with("/sign-in"), "the token opens nothing any more");
}

#[tokio::test]
async fn a_form_counts_only_from_whom_it_was_shown_to() {
    let town = Town::new().await;
    let mut visitor = Visitor::signed_in(&town, Who::Aru, "en").await;
    visitor.opens("/apply/kind").await;
    let token = visitor.token();
    let mut other = Visitor::signed_in(&town, Who::Stranger, "en").await;
    other.opens("/apply/kind").await;
    for wrong in ["", "0", &other.token()] {
        let answer = visitor.posts("/apply/kind", wrong, &[("kind", "permanent")]).await;
        // From a page of ours: it is shown again with what was typed, and nothing is done.
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/apply/kind"));
        visitor.opens("/apply").await;
        assert_eq!(visitor.at, "/apply/who", "nothing was answered: {wrong}");
        let again = format!("/applications/{}/again", "0".repeat(32));
        let answer = visitor.posts(&again, wrong, &[]).await;
        assert_eq!(answer.status, 403, "{wrong}");
        assert!(answer.text.contains("This page was open too long"));
    }
    for origin in ["https://other.example", "null"] {
        let answer = visitor.posts_from(origin, "/apply/kind", &token, &[("kind", "x")]).await;
        assert_eq!(answer.status, 403, "{origin}");
    }
    let answer = visitor.posts("/apply/kind", &token, &[("kind", "permanent")]).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn what_is_typed_at_an_idle_page_is_for_its_person_only() {
    let town = Town::new().await;
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    aru.opens("/apply/kind").await;
    town.passes(SignedDuration::from_mins(16));
    aru.sends(&[("kind", "temporary"), ("months", "11")]).await;
    aru.signs_in_here(Who::Stranger).await;
    assert_eq!(aru.at, "/apply/kind");
    assert!(!aru.page.contains("value=\"11\""), "not for somebody else");

    // A page of the session before is shown again with what was typed; nothing is done.
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    aru.opens("/apply/kind").await;
    let old = aru.token();
    aru.opens("/applications").await;
    aru.sends_to("/sign-out", &[]).await;
    aru.opens("/sign-in/sms").await;
    aru.signs_in_here(Who::Aru).await;
    let again = aru.posts("/apply/kind", &old, &[("kind", "temporary"), ("months", "9")]).await;
    assert_eq!((again.status.as_u16(), again.header("location")), (303, "/apply/kind"));
    aru.opens("/apply/kind").await;
    assert!(aru.page.contains("value=\"9\""));
    // Where only a button was pressed the way back is the page it stood on.
    town.passes(SignedDuration::from_mins(16));
    let id = "0".repeat(32);
    let led = aru.posts(&format!("/applications/{id}/again"), &old, &[]).await;
    assert_eq!(led.header("location"), format!("/sign-in?to=%2Fapplications%2F{id}"));
}

#[tokio::test]
async fn where_nobody_can_sign_in_nobody_is_asked_to() {
    let town = Town::closed().await;
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.reads_no("href=\"/sign-in\"");
    for page in ["/services/residence", "/sign-in"] {
        visitor.opens(page).await;
        assert_eq!(visitor.status, 200);
        visitor.reads("Nobody can sign in here for the moment");
    }
    visitor.reads_no("name=\"iin\"");
    visitor.reads_no("<form");
    // Without a form the switch of the language is a link.
    assert!(visitor.page.contains("href=\"/sign-in?language=ru\""), "{}", visitor.page);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let limits = Limits { codes_in_15_minutes: 1, ..Limits::default() };
    let town = Town::with(limits).await;
    let mut visitor = Visitor::new(&town, "en").await;
    let iin = Who::Aru.iin();
    for expected in [303, 429] {
        town.passes(SignedDuration::from_secs(61));
        visitor.opens("/sign-in/sms").await;
        let answer =
            visitor.posts("/sign-in/sms", &visitor.token(), &[("iin", iin.as_str())]).await;
        assert_eq!(answer.status, expected, "{}", answer.text);
        if expected == 429 {
            assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
            assert!(answer.text.contains("govuk-error-summary"), "said above");
            assert!(answer.text.contains(&format!("value=\"{iin}\"")), "what was typed stays");
        }
    }
}
