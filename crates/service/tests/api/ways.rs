//! The ways to sign in and to sign, as the pages offer them; what is wrong with a signature is said.
//! That right ones are taken is seen in a browser, with keys: `world`.

use axum::http::Method;
use jiff::SignedDuration;
use serde_json::Value;

use super::town::{Home, Town, Who, move_to};
use super::visitor::Visitor;

/// What stands in an attribute of the page.
fn attribute<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!(" {name}=\"")).expect("the attribute");
    rest.split('"').next().unwrap()
}

/// A draft of Aru's, made over the API, and its page.
async fn draft(town: &Town) -> String {
    let token = town.signs_in(Who::Aru).await;
    format!("/applications/{}", town.drafts(&token, &move_to(Home::Flat)).await)
}

#[tokio::test]
async fn whoever_signs_in_chooses_the_way() {
    let town = Town::open().await;
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.opens("/sign-in?to=/apply").await;
    assert_eq!(visitor.heading(), "How do you want to sign in?");
    for way in ["eds", "qr", "sms"] {
        assert!(visitor.page.contains(&format!("value=\"{way}\"")), "{way}");
    }
    for nothing in ["", "fax"] {
        visitor.sends(&[("method", nothing)]).await;
        assert_eq!(visitor.status, 422);
        assert_eq!(visitor.errors(), ["Choose one of the ways."]);
    }
    for (way, page) in [
        ("sms", "/sign-in/sms?to=%2Fapply"),
        ("eds", "/sign-in/eds?to=%2Fapply"),
        ("qr", "/sign-in/qr?to=%2Fapply"),
    ] {
        visitor.opens("/sign-in?to=/apply").await;
        visitor.sends(&[("method", way)]).await;
        assert_eq!((visitor.at.as_str(), visitor.status), (page, 200));
        assert_eq!(
            attribute(&visitor.page, "href=\"/sign-in?to=%2Fapply\" class"),
            "govuk-back-link"
        );
    }
    // Whoever has signed in by SMS may want more, and is offered no less.
    visitor.opens("/sign-in/sms?to=/questions").await;
    visitor.signs_in_here(Who::Aru).await;
    assert_eq!(visitor.at, "/questions");
    visitor.opens("/sign-in?to=/questions").await;
    assert_eq!(visitor.at, "/questions");
    visitor.opens("/sign-in?to=/questions&with=key").await;
    visitor.reads("To agree to an application, sign in by digital signature");
    visitor.reads_no("value=\"sms\"");
}

#[tokio::test]
async fn a_page_reaches_the_holder_of_keys_only_where_it_signs() {
    let town = Town::open().await;
    let mut visitor = Visitor::new(&town, "en").await;
    for (page, reaches) in [("/sign-in/eds", true), ("/sign-in/qr", false), ("/sign-in", false)] {
        let policy = visitor.fetches(page, &[]).await.header("content-security-policy").to_owned();
        let with = policy.contains("connect-src 'self' wss://127.0.0.1:13579/;");
        assert_eq!(with, reaches, "{page}: {policy}");
        assert!(policy.contains("script-src 'self';") && policy.contains("connect-src 'self'"));
    }
    visitor.opens("/sign-in/eds").await;
    for script in ["/ncalayer-client.js", "/eds.js"] {
        assert!(visitor.page.contains(script), "{script}");
    }
    assert_eq!(attribute(&visitor.page, "data-holder"), "wss://127.0.0.1:13579/");
    assert_eq!(attribute(&visitor.page, "data-iin"), "", "nobody is known yet");
    // What the key signs is what is read, to the letter.
    let bytes = attribute(&visitor.page, "data-document").to_owned();
    let (_, shown) = visitor.page.split_once("<pre class=\"tk-document\">").unwrap();
    let shown = shown.split("</pre>").next().unwrap().replace("&#34;", "\"");
    assert_eq!(base64(shown.as_bytes()), bytes);
    let document: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(document["document"], "tirkeu/sign-in/1");
    visitor.opens("/sign-in/eds").await;
    assert_ne!(attribute(&visitor.page, "data-document"), bytes, "each is made once");
}

#[tokio::test]
async fn a_signature_that_is_not_taken_is_said_to_be_so() {
    let town = Town::open().await;
    let unreadable = "The signature cannot be read";
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.opens("/sign-in/eds?to=/apply").await;
    for cms in ["", "no signature", &"A".repeat(20_000)] {
        let challenge = attribute(&visitor.page, "name=\"challenge\" value").to_owned();
        visitor.sends(&[("challenge", &challenge), ("cms", cms)]).await;
        assert_eq!((visitor.status, visitor.at.as_str()), (422, "/sign-in/eds?to=/apply"));
        assert!(visitor.errors()[0].starts_with(unreadable), "{:?}", visitor.errors());
    }
    visitor.sends(&[("challenge", &"0".repeat(32)), ("cms", "AAAA")]).await;
    assert_eq!(visitor.status, 422);
    assert!(visitor.errors()[0].contains("Begin again"), "{:?}", visitor.errors());

    let case = draft(&town).await;
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    aru.opens(&format!("{case}/sign")).await;
    aru.sends(&[("action", "choose")]).await;
    assert_eq!((aru.status, aru.errors()), (422, vec!["Choose one of the ways.".to_owned()]));
    aru.sends(&[("action", "choose"), ("method", "eds")]).await;
    assert_eq!(aru.at, format!("{case}/sign/eds"));
    assert_eq!(attribute(&aru.page, "data-iin"), Who::Aru.iin().as_str());
    aru.sends(&[("cms", "no signature")]).await;
    assert_eq!((aru.status, aru.at.clone()), (422, format!("{case}/sign/eds")));
    assert!(aru.errors()[0].starts_with(unreadable), "{:?}", aru.errors());
    // The other way is still open.
    aru.opens(&format!("{case}/sign")).await;
    aru.sends(&[("action", "choose"), ("method", "sms")]).await;
    town.works().await;
    let code = town.code(Who::Aru);
    assert!(aru.page.contains(&format!("href=\"{case}/sign?ways\"")), "{}", aru.page);
    aru.sends(&[("action", "sign"), ("code", &code)]).await;
    assert_eq!(aru.at, format!("{case}/filed"));
    for page in ["sign", "sign/eds", "sign/qr"] {
        aru.opens(&format!("{case}/{page}")).await;
        assert_eq!(aru.at, case, "{page}");
    }
}

/// What the app of a phone fetches for the code that a page shows.
async fn scans(town: &Town, page: &str) -> (String, String) {
    // The picture says the same as the link, which can be read here.
    let (_, rest) = page.split_once("mgovSign%2F").expect("the address of the text");
    let path = format!("/mgovSign/{}", &rest[..32]);
    let request = axum::http::Request::get(&path).body(axum::body::Body::empty()).unwrap();
    let told = town.send(request).await.is(200);
    (path, told["document"]["auth_token"].as_str().unwrap().to_owned())
}

async fn app_asks(town: &Town, method: Method, path: &str, token: &str, body: &str) -> u16 {
    let request = axum::http::Request::builder()
        .method(method)
        .uri(format!("{path}/documents"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(axum::body::Body::from(body.to_owned()))
        .unwrap();
    town.send(request).await.status.as_u16()
}

#[tokio::test]
async fn a_code_is_of_the_browser_that_began_it() {
    let town = Town::open().await;
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.opens("/sign-in/qr").await;
    visitor.reads("You sign in the app");
    visitor.sends(&[("action", "begin")]).await;
    assert!(visitor.page.contains("<svg class=\"tk-qr__code\""), "{}", visitor.page);
    visitor.reads("The code is good until 10:05 and for one signature.");
    let live = attribute(&visitor.page, "data-live").to_owned();
    assert!(visitor.fetches(&live, &[]).await.text.contains("Waiting for your phone."));
    let (path, token) = scans(&town, &visitor.page).await;
    assert_eq!(app_asks(&town, Method::GET, &path, &token, "").await, 200);
    assert!(visitor.fetches(&live, &[]).await.text.contains("The app has opened the document."));
    // Seen again it is the same; somebody else, who may know its address, sees nothing of it.
    visitor.opens("/sign-in/qr").await;
    assert_eq!(scans(&town, &visitor.page).await.0, path);
    let mut other = Visitor::new(&town, "en").await;
    other.opens("/sign-in/qr").await;
    other.reads_no("<svg");
    // On another page it is nothing either.
    let case = draft(&town).await;
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    aru.sets("__Host-begun", visitor.cookie("__Host-begun").unwrap());
    aru.opens(&format!("{case}/sign/qr")).await;
    aru.reads_no("<svg");
}

#[tokio::test]
async fn a_code_is_cancelled_runs_out_or_is_refused() {
    let town = Town::open().await;
    let mut visitor = Visitor::new(&town, "en").await;
    visitor.opens("/sign-in/qr?to=/apply").await;
    visitor.sends(&[("action", "begin")]).await;
    let (path, token) = scans(&town, &visitor.page).await;
    let live = attribute(&visitor.page, "data-live").to_owned();
    visitor.sends(&[("action", "cancel")]).await;
    visitor.reads("This code was cancelled; nothing was signed.");
    assert!(app_asks(&town, Method::GET, &path, &token, "").await >= 400, "it opens no more");
    let goes = visitor.fetches(&live, &[]).await.text;
    assert_eq!(attribute(&goes, "data-goes"), "/sign-in/qr?to=%2Fapply");

    visitor.sends(&[("action", "begin")]).await;
    town.passes(SignedDuration::from_mins(6));
    visitor.opens("/sign-in/qr?to=/apply").await;
    assert_eq!((visitor.status, visitor.errors().len()), (422, 1));
    visitor.reads("The time of this code is over");

    visitor.sends(&[("action", "begin")]).await;
    let (path, token) = scans(&town, &visitor.page).await;
    let signed = serde_json::json!({ "signMethod": "CMS_SIGN_ONLY", "documentsToSign": [
        { "id": 1, "document": { "file": { "mime": "", "data": "AAAA" } } },
    ] });
    assert!(app_asks(&town, Method::PUT, &path, &token, &signed.to_string()).await >= 400);
    visitor.opens("/sign-in/qr?to=/apply").await;
    visitor.reads("The signature cannot be read");
    visitor.reads_no("<svg");
}

#[tokio::test]
async fn to_agree_one_signs_in_with_a_key() {
    let town = Town::open().await;
    let token = town.signs_in(Who::Aru).await;
    let case = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &case).await;
    town.works().await;
    let mut owner = Visitor::signed_in(&town, Who::Owner, "en").await;
    owner.opens("/questions").await;
    let (_, rest) = owner.page.split_once("href=\"/questions/").unwrap();
    let id = rest[..32].to_owned();
    let question = format!("/questions/{id}");
    owner.opens(&question).await;
    owner.reads("To agree here, sign in by digital signature or with eGov Mobile.");
    let stronger = format!("/sign-in?to=%2Fquestions%2F{id}%2Fagree&with=key");
    assert!(owner.page.contains(&stronger.replace('&', "&#38;")), "{}", owner.page);
    for page in ["agree", "agree/eds", "agree/qr"] {
        owner.opens(&format!("{question}/{page}")).await;
        assert_eq!(owner.at, stronger, "{page}");
    }
    owner.opens(&question).await;
    for (page, field) in [("agree", "method"), ("agree/eds", "cms")] {
        owner.sends_to(&format!("{question}/{page}"), &[(field, "eds")]).await;
        assert_eq!(owner.at, stronger, "{page}");
        owner.opens(&question).await;
    }
}

/// Base64 (RFC 4648), written out once more.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let held = group.iter().fold(0_u32, |held, byte| held << 8 | u32::from(*byte));
        let held = held << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = LETTERS[usize::try_from(held >> (18 - 6 * place) & 63).unwrap()];
            text.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}
