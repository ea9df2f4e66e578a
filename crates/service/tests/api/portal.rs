//! The portal as somebody without scripts meets it.

use axum::http::Method;

use super::town::{Home, Town, Who};
use super::visitor::Visitor;

/// Answers every question of an application for the flat, up to the check of the answers.
pub(super) async fn fills_in(visitor: &mut Visitor<'_>, home: Home) {
    visitor.opens("/apply").await;
    let me = Who::Aru.iin();
    assert_eq!(visitor.at, "/apply/who");
    visitor.sends(&[("who", me.as_str())]).await;
    assert_eq!(visitor.at, "/apply/where");
    visitor.opens(&format!("/apply/where?q={}", home.rka())).await;
    visitor.sends(&[("rka", home.rka().as_str())]).await;
    assert_eq!(visitor.at, "/apply/kind");
    visitor.sends(&[("kind", "permanent")]).await;
    assert_eq!(visitor.at, "/apply/children");
    visitor.sends(&[]).await;
    assert_eq!(visitor.at, "/apply/pre-check");
    visitor.sends(&[]).await;
    assert_eq!(visitor.at, "/apply/reason");
    visitor.sends(&[("reason", "family")]).await;
    assert_eq!(visitor.at, "/apply/arrival");
    visitor.sends(&[("day", "10"), ("month", "1"), ("year", "2026")]).await;
    assert_eq!(visitor.at, "/apply/check");
}

/// Signs at the page that is shown; everything that follows from it is done.
pub(super) async fn signs(town: &Town, visitor: &mut Visitor<'_>) {
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
    assert_eq!(visitor.at, "/sign-in/sms?to=%2Fapply");
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
    owner.opens(&format!("{question}/refuse")).await;
    assert_eq!(owner.status, 200, "to refuse it need not be opened");
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
    visitor.opens("/sign-in/sms").await;
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
async fn what_an_owner_is_stays_unsaid() {
    let town = Town::new().await;
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    fills_in(&mut aru, Home::Hut).await;
    signs(&town, &mut aru).await;
    aru.opens(aru.at.clone().trim_end_matches("/filed")).await;
    aru.reads("This dwelling is served at a service centre.");
    aru.reads_no("R-OWN");
}

#[tokio::test]
async fn a_stranger_learns_nothing_by_naming_somebody() {
    let town = Town::new().await;
    // The owner has an open application of their own.
    let token = town.signs_in(Who::CoOwner).await;
    let id = town.drafts(&token, &super::town::move_to(Home::Flat)).await;
    town.signs(Who::CoOwner, &token, &id).await;
    let number = town.sees(&token, &id).await["number"].as_str().unwrap().to_owned();

    let named = Who::CoOwner.iin().to_string();
    let mut told = Vec::new();
    for other in [named.as_str(), Who::Unknown.iin().as_str()] {
        let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
        aru.opens("/apply").await;
        if aru.at == "/apply" {
            aru.sends(&[("action", "anew")]).await;
        }
        aru.sends(&[("other", other)]).await;
        aru.opens(&format!("/apply/where?q={}", Home::Flat.rka())).await;
        aru.sends(&[("rka", Home::Flat.rka().as_str())]).await;
        aru.sends(&[("kind", "permanent")]).await;
        aru.reads("looked at after the signing");
        aru.sends(&[]).await;
        aru.sends(&[("reason", "family")]).await;
        aru.sends(&[]).await;
        aru.reads(other);
        signs(&town, &mut aru).await;
        aru.reads_no(&number);
        aru.opens(aru.at.clone().trim_end_matches("/filed")).await;
        told.push(aru.page.contains("There is no record that you may act for this person."));
    }
    assert_eq!(told, [true, true], "known and unknown are told the same");
    // And nobody is held by what a stranger files.
    let seen = town.sees(&token, &id).await;
    assert_eq!(seen["status"], "awaiting_consent");
}

#[tokio::test]
async fn a_used_up_signing_code_is_gone_for_good() {
    let town = Town::new().await;
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    fills_in(&mut aru, Home::Flat).await;
    aru.sends(&[]).await;
    aru.sends(&[("action", "send")]).await;
    town.works().await;
    let first = town.code(Who::Aru);
    let wrong = if first == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        aru.sends(&[("action", "sign"), ("code", wrong)]).await;
        assert_eq!(aru.status, 422);
    }
    // The page offers a new one and nothing else, and the old one never comes back.
    assert!(aru.page.contains("value=\"send\"") && !aru.page.contains("value=\"sign\""));
    aru.sends(&[("action", "send")]).await;
    town.works().await;
    assert_ne!(town.code(Who::Aru), first);
}

#[tokio::test]
async fn faults_of_pages_are_pages() {
    let town = Town::new().await;
    let mut visitor = Visitor::new(&town, "en").await;
    for page in ["/nowhere", "/sign-in/zzz", "/sign-in/%FF", "/statistics/%FF.csv"] {
        visitor.opens(page).await;
        assert_eq!((visitor.status, visitor.heading().as_str()), (404, "Not found"), "{page}");
    }
    visitor.opens("/sign-in/sms").await;
    visitor.signs_in_here(Who::Aru).await;
    for page in ["/apply/nowhere", "/apply/%FF", "/questions/1", "/applications?from=1"] {
        visitor.opens(page).await;
        assert_eq!((visitor.status, visitor.heading().as_str()), (404, "Not found"), "{page}");
    }
    for (page, expected) in [
        ("/statistics?from=2030-01-01", "The last day is before the first. Swap them."),
        ("/statistics?to=tomorrow", "Write the date as year-month-day, such as 2026-01-15."),
    ] {
        visitor.opens(page).await;
        assert_eq!((visitor.status, visitor.errors()), (422, vec![expected.to_owned()]));
    }
    // A file of wrong days leads to the page that says so.
    visitor.opens("/statistics/channels.csv?from=2030-01-01").await;
    assert_eq!((visitor.at.as_str(), visitor.status), ("/statistics?from=2030-01-01", 422));
    visitor.opens("/statistics/nothing.csv").await;
    assert_eq!(visitor.status, 404);
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
