//! The portal as somebody without scripts meets it.

use axum::http::Method;
use jiff::SignedDuration;

use super::town::{Home, Town, Who};
use super::visitor::Visitor;

/// Answers every question of an application for the flat, up to the check of the answers.
async fn fills_in(visitor: &mut Visitor<'_>, home: Home) {
    visitor.opens("/apply").await;
    let me = Who::Aru.iin();
    assert_eq!(visitor.at, "/apply/who");
    visitor.sends(&[("who", me.as_str())]).await;
    assert_eq!(visitor.at, "/apply/where");
    visitor.opens(&format!("/apply/where?q={}", home.rka())).await;
    visitor.sends(&[("rka", home.rka().as_str())]).await;
    assert_eq!(visitor.at, "/apply/pre-check");
    visitor.sends(&[]).await;
    assert_eq!(visitor.at, "/apply/kind");
    visitor.sends(&[("kind", "permanent")]).await;
    assert_eq!(visitor.at, "/apply/children");
    visitor.sends(&[]).await;
    assert_eq!(visitor.at, "/apply/reason");
    visitor.sends(&[("reason", "family")]).await;
    assert_eq!(visitor.at, "/apply/arrival");
    visitor.sends(&[("day", "10"), ("month", "1"), ("year", "2026")]).await;
    assert_eq!(visitor.at, "/apply/check");
}

/// Signs at the page that is shown; everything that follows from it is done.
async fn signs(town: &Town, visitor: &mut Visitor<'_>) {
    visitor.sends(&[]).await;
    assert!(visitor.at.ends_with("/sign"), "{}", visitor.at);
    visitor.sends(&[("action", "send")]).await;
    town.works().await;
    let code = town.code(Who::Aru);
    visitor.sends(&[("action", "sign"), ("code", &code)]).await;
    assert!(visitor.at.ends_with("/filed"), "{}: {:?}", visitor.at, visitor.errors());
    town.works().await;
}

#[tokio::test]
async fn from_the_catalogue_to_the_registration() {
    let town = Town::new().await;
    let mut visitor = Visitor::new(&town, "en").await;
    for (page, next) in [
        ("/", "/services/citizenship"),
        ("/services/citizenship", "/services/residence"),
        ("/services/residence", "/apply"),
    ] {
        visitor.opens(page).await;
        assert!(visitor.page.contains(&format!("href=\"{next}\"")), "{page}");
    }
    visitor.opens("/apply").await;
    assert_eq!(visitor.at, "/sign-in?to=%2Fapply");
    visitor.signs_in_here(Who::Aru).await;
    assert_eq!(visitor.at, "/apply/who");
    fills_in(&mut visitor, Home::Flat).await;
    visitor.reads("10 January 2026");
    signs(&town, &mut visitor).await;
    visitor.reads("Your application is filed");

    let case = visitor.at.trim_end_matches("/filed").to_owned();
    visitor.opens(&case).await;
    visitor.reads("Waiting for consent");
    town.delivers(Who::Owner).await;
    visitor.opens(&case).await;
    visitor.reads("Until 11:00 60 minutes left");
    let code = town.code(Who::Owner);
    town.writes(Who::Owner, &format!("ИӘ {code}")).await;
    visitor.opens(&format!("{case}/live")).await;
    visitor.reads("Registered");
    visitor.opens("/applications").await;
    visitor.reads("Registered");
    // The answers are gone with the signing.
    visitor.opens("/apply").await;
    assert_eq!(visitor.at, "/apply/who");
}

#[tokio::test]
async fn an_owner_sees_what_is_asked_and_refuses() {
    let town = Town::new().await;
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    fills_in(&mut aru, Home::Flat).await;
    signs(&town, &mut aru).await;
    let case = aru.at.trim_end_matches("/filed").to_owned();

    let mut owner = Visitor::signed_in(&town, Who::Owner, "en").await;
    owner.opens("/questions").await;
    owner.reads("Not opened yet");
    aru.opens(&case).await;
    aru.reads("An SMS is on its way");
    let (_, rest) = owner.page.split_once("href=\"/questions/").unwrap();
    let question = format!("/questions/{}", &rest[..32]);
    // A link from elsewhere does not start the time to answer.
    let led = owner.fetches(&question, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!((led.status.as_u16(), led.header("location")), (303, "/questions"));
    aru.opens(&case).await;
    aru.reads("An SMS is on its way");
    owner.opens(&question).await;
    owner.reads("Answer before 11:00 60 minutes left");
    owner.reads_no(Who::Aru.iin().as_str());
    aru.opens(&case).await;
    aru.reads("Has received the question");

    owner.opens(&format!("{question}/refuse")).await;
    owner.sends(&[]).await;
    assert_eq!((owner.status, owner.errors()), (422, vec!["Choose a reason.".to_owned()]));
    owner.sends(&[("reason", "not_mine")]).await;
    owner.reads("You refused");
    aru.opens(&case).await;
    aru.reads("does not agree");
    aru.reads_no("not my property");

    // Once again from the same content, in one step.
    aru.sends_to(&format!("{case}/again"), &[]).await;
    assert_eq!(aru.at, "/apply/check");
    // What is asked of one is nothing to another.
    let mut stranger = Visitor::signed_in(&town, Who::Stranger, "en").await;
    for page in [question.as_str(), case.as_str(), &format!("{case}/live"), &format!("{case}/sign")]
    {
        stranger.opens(page).await;
        assert_eq!(stranger.status, 404, "{page}");
    }
}

#[tokio::test]
async fn everything_wrong_is_said_above_and_beside() {
    let town = Town::new().await;
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.opens("/sign-in").await;
    visitor.sends(&[("iin", "12345")]).await;
    assert_eq!(visitor.status, 422);
    assert_eq!(visitor.errors(), ["An IIN has twelve digits. Copy it from the identity card."]);
    assert!(visitor.page.contains("<title>Error: Sign in"), "{}", visitor.page);
    assert!(visitor.page.contains("value=\"12345\""), "what was typed stays");
    visitor.signs_in_here(Who::Aru).await;

    type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);
    let rows: [Row<'_>; 8] = [
        ("/apply/who", &[], &["Choose who is to be registered, or enter an IIN."]),
        (
            "/apply/who",
            &[("other", "1")],
            &["An IIN has twelve digits. Copy it from the identity card."],
        ),
        ("/apply/kind", &[], &["Choose permanent or temporary."]),
        ("/apply/kind", &[("kind", "temporary")], &["Enter for how many months."]),
        (
            "/apply/kind",
            &[("kind", "<b>")],
            &["This value is not known. Choose one from the list."],
        ),
        ("/apply/reason", &[], &["Choose the reason."]),
        (
            "/apply/arrival",
            &[("day", "31"), ("month", "2"), ("year", "2026")],
            &["Enter a real day in digits: day, month, year."],
        ),
        (
            "/apply/arrival",
            &[("day", "1"), ("month", "2"), ("year", "2026")],
            &["This day is still to come. Give the day of arrival."],
        ),
    ];
    for (page, fields, expected) in rows {
        visitor.opens(page).await;
        visitor.sends(fields).await;
        assert_eq!(
            (visitor.status, visitor.errors().as_slice()),
            (422, &*expected.iter().map(ToString::to_string).collect::<Vec<_>>()),
            "{page} {fields:?}"
        );
        visitor.reads_no("<b>");
    }
    for (query, expected) in [
        ("q=", "Enter the address, such as city, street and house."),
        ("q=a", "The text is too short. Write at least three characters."),
    ] {
        visitor.opens(&format!("/apply/where?{query}")).await;
        assert_eq!(visitor.errors(), [expected]);
    }
    visitor.opens("/apply/where?q=zzzzz").await;
    visitor.reads("No such address was found.");
}

#[tokio::test]
async fn the_language_changes_and_what_was_typed_stays() {
    let town = Town::new().await;
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.opens("/sign-in?to=/apply").await;
    visitor.sends(&[("iin", "8501"), ("switch", "ru")]).await;
    assert!(visitor.page.contains("govuk-template\" lang=\"ru\">"));
    assert!(visitor.page.contains("value=\"8501\""), "{}", visitor.page);
    assert_eq!(visitor.at, "/sign-in?to=/apply", "the page is the same");
    visitor.opens("/sign-in?to=/apply").await;
    assert!(!visitor.page.contains("value=\"8501\""), "it is found once");
    visitor.signs_in_here(Who::Aru).await;
    visitor.opens("/apply/arrival").await;
    visitor.sends(&[("day", "3"), ("month", ""), ("year", "x"), ("switch", "kk")]).await;
    assert!(visitor.page.contains("govuk-template\" lang=\"kk\">"));
    assert!(visitor.page.contains("value=\"3\"") && visitor.page.contains("value=\"x\""));
    // Where nothing is typed the switch is a link, which keeps the page.
    visitor.opens("/help?language=en").await;
    assert_eq!((visitor.at.as_str(), visitor.heading().as_str()), ("/help", "Help"));
}

#[tokio::test]
async fn a_session_ends_and_nothing_typed_is_lost() {
    let town = Town::new().await;
    let mut visitor = Visitor::signed_in(&town, Who::Aru, "en").await;
    visitor.opens("/apply/kind").await;
    town.passes(SignedDuration::from_mins(16));
    visitor.sends(&[("kind", "temporary"), ("months", "7")]).await;
    assert_eq!(visitor.at, "/sign-in?to=%2Fapply%2Fkind");
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
        assert_eq!(answer.status, 403, "{wrong}");
        assert!(answer.text.contains("This page was open too long"));
    }
    let answer = visitor.posts("/apply/kind", &token, &[("kind", "permanent")]).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn faults_of_pages_are_pages() {
    let town = Town::new().await;
    let mut visitor = Visitor::new(&town, "en").await;
    for (page, status, heading) in [
        ("/nowhere", 404, "Not found"),
        ("/apply/nowhere?language", 404, "Not found"),
        ("/sign-in/zzz", 404, "Not found"),
    ] {
        if page.starts_with("/apply") {
            visitor.opens("/sign-in").await;
            visitor.signs_in_here(Who::Aru).await;
        }
        visitor.opens(page).await;
        if page.starts_with("/sign-in") {
            continue;
        }
        assert_eq!((visitor.status, visitor.heading().as_str()), (status, heading), "{page}");
    }
    let answer = town
        .send(
            axum::http::Request::builder()
                .method(Method::DELETE)
                .uri("/help")
                .body(axum::body::Body::empty())
                .unwrap(),
        )
        .await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET,HEAD"));
    assert!(answer.text.contains("<!doctype html>"));
    assert!(answer.header("content-security-policy").contains("script-src 'self'"));
}
