//! A kiosk: which device is one, its own pages, and that nothing of anybody remains there.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use jiff::SignedDuration;
use service::limits::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};

use super::portal::{fills_in, signs};
use super::town::{Home, KIOSK, Town, Who};
use super::visitor::Visitor;

const PAGES: [&str; 7] = [
    "/kiosk",
    "/kiosk/start",
    "/kiosk/text",
    "/kiosk/call",
    "/kiosk/here",
    "/kiosk/still",
    "/kiosk/end",
];

async fn signs_in(visitor: &mut Visitor<'_>) {
    visitor.opens("/sign-in/sms?to=/apply").await;
    visitor.signs_in_here(Who::Aru).await;
    assert_eq!(visitor.at, "/apply/who");
}

#[tokio::test]
async fn without_a_registered_device_there_is_no_kiosk() {
    let (plain, with) = (Town::new().await, Town::with_a_kiosk().await);
    let nowhere = Visitor::new(&plain, "en").await.fetches("/nowhere", &[]).await.text;
    for (town, certificate) in [(&plain, KIOSK), (&with, b"another".as_slice())] {
        let visitor = Visitor::at_a_kiosk(town, certificate).await;
        for page in PAGES {
            let answer = visitor.fetches(page, &[]).await;
            assert_eq!(answer.status, 404, "{page}");
            assert_eq!(answer.text.replace(page, "/nowhere"), nowhere, "as of any other page");
            let posted = visitor.posts(page, "", &[]).await;
            assert_eq!(posted.status, 404, "{page}");
        }
    }
    assert_eq!(with.app.staff_calls(None, None, 10).await.unwrap(), []);
    with.passes(SignedDuration::from_hours(24 * 365));
    assert_eq!(Visitor::at_a_kiosk(&with, KIOSK).await.status, 404, "its time is over");
}

#[tokio::test]
async fn a_header_from_elsewhere_makes_no_kiosk() {
    let town = Town::with_a_kiosk().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let router = service::web::router(Arc::clone(&town.app));
    let served = tokio::spawn(service::web::serve(listener, router, stopped));
    for (from, expected) in [([127, 0, 0, 1], "200 OK"), ([127, 0, 0, 2], "404 Not Found")] {
        let head = asks(address, Ipv4Addr::from(from).into()).await;
        assert!(head.starts_with(&format!("HTTP/1.1 {expected}")), "{from:?}: {head}");
    }
    stop.send(true).unwrap();
    served.await.unwrap().unwrap();
}

/// Asks for the first page of the kiosk from this address, with its certificate.
async fn asks(server: SocketAddr, from: IpAddr) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new(from, 0)).unwrap();
    let mut stream = socket.connect(server).await.unwrap();
    let certificate = eds::pem::to_base64(KIOSK);
    let request = format!(
        "GET /kiosk HTTP/1.1\r\nhost: x\r\nclient-cert: :{certificate}:\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn from_the_language_to_the_receipt_and_nothing_remains() {
    let town = Town::with_a_kiosk().await;
    let mut visitor = Visitor::at_a_kiosk(&town, KIOSK).await;
    visitor.opens("/kiosk").await;
    for language in ["kk", "ru", "en"] {
        assert!(visitor.page.contains(&format!("href=\"/kiosk/start?language={language}\"")));
    }
    visitor.opens("/kiosk/start?language=en").await;
    visitor.opens("/kiosk/text?to=%2Fkiosk%2Fstart&size=larger").await;
    assert_eq!(visitor.at, "/kiosk/start");
    assert!(visitor.page.contains("tk-kiosk--larger"));
    visitor.opens("/apply").await;
    assert_eq!(visitor.at, "/sign-in?to=%2Fapply");
    let place = |way: &str| visitor.page.find(&format!("value=\"{way}\"")).unwrap();
    assert!(place("qr") < place("sms") && place("sms") < place("eds"));
    signs_in(&mut visitor).await;
    fills_in(&mut visitor, Home::Flat).await;
    signs(&town, &mut visitor).await;
    visitor.reads("Follow your application on your phone");
    let address = visitor.page.split("tk-receipt__address\">").nth(1).unwrap();
    let address = address.split('<').next().unwrap().to_owned();
    let (origin, id) = address.split_once("/applications/").unwrap();
    assert_eq!((origin, id.len()), ("http://127.0.0.1:8080", 32));
    let token = town.signs_in(Who::Aru).await;
    assert_eq!(town.sees(&token, id).await["channel"], "kiosk");

    let ended = visitor.fetches("/kiosk/end", &[]).await;
    assert_eq!(ended.header("clear-site-data"), "\"cache\", \"storage\"");
    let kept = visitor.cookie("__Host-session").unwrap().to_owned();
    visitor.opens("/kiosk/end").await;
    assert_eq!((visitor.at.as_str(), visitor.status), ("/kiosk", 200));
    for name in ["session", "guest", "begun", "language", "letters"] {
        assert_eq!(visitor.cookie(&format!("__Host-{name}")), None);
    }
    visitor.sets("__Host-session", &kept);
    for page in [format!("/applications/{id}"), "/apply/check".into(), "/notices".into()] {
        visitor.opens(&page).await;
        assert_eq!(visitor.at, "/kiosk", "{page}");
        visitor.reads_no("Ахметова");
    }
}

#[tokio::test]
async fn ninety_seconds_without_anybody_end_it() {
    let town = Town::with_a_kiosk().await;
    let mut visitor = Visitor::at_a_kiosk(&town, KIOSK).await;
    signs_in(&mut visitor).await;
    visitor.sends(&[("who", Who::Aru.iin().as_str())]).await;
    for _ in 0..4 {
        town.passes(SignedDuration::from_secs(80));
        drop(visitor.fetches("/kiosk/here", &[]).await);
    }
    visitor.opens("/apply/kind").await;
    assert_eq!(visitor.at, "/apply/kind", "whoever touches it is still there");
    // A page that only asks whether somebody is there keeps nobody.
    town.passes(SignedDuration::from_secs(60));
    drop(visitor.fetches("/kiosk/still", &[]).await);
    town.passes(SignedDuration::from_secs(30));
    visitor.sends_to("/apply/kind", &[("kind", "temporary"), ("months", "7")]).await;
    assert_eq!(visitor.at, "/kiosk");
    signs_in(&mut visitor).await;
    visitor.opens("/apply/kind").await;
    visitor.reads_no("value=\"7\"");
    visitor.opens("/apply").await;
    assert_eq!(visitor.at, "/apply/who", "nothing was begun");

    // A quarter of an hour after the sign-in it has ended, however busy one was.
    for _ in 0..15 {
        town.passes(SignedDuration::from_secs(60));
        visitor.opens("/apply/kind").await;
    }
    assert_eq!(visitor.at, "/kiosk");
}

#[tokio::test]
async fn a_kiosk_and_a_browser_at_home_know_nothing_of_each_other() {
    let town = Town::with_a_kiosk().await;
    let mut at_home = Visitor::signed_in(&town, Who::Aru, "en").await;
    at_home.opens("/apply/kind").await;
    at_home.sends(&[("kind", "permanent")]).await;
    let mut at_kiosk = Visitor::at_a_kiosk(&town, KIOSK).await;
    signs_in(&mut at_kiosk).await;
    at_kiosk.opens("/kiosk/end").await;
    at_home.opens("/apply").await;
    assert_eq!(at_home.at, "/apply", "what was begun at home is still there");
    at_home.reads("Go on");
    // Neither session opens anything at the other place.
    let home = at_home.cookie("__Host-session").unwrap().to_owned();
    at_kiosk.sets("__Host-session", &home);
    at_kiosk.opens("/applications").await;
    assert_eq!(at_kiosk.at, "/sign-in?to=%2Fapplications");
    let mut at_kiosk = Visitor::at_a_kiosk(&town, KIOSK).await;
    signs_in(&mut at_kiosk).await;
    at_home.sets("__Host-session", at_kiosk.cookie("__Host-session").unwrap());
    at_home.opens("/applications").await;
    assert_eq!(at_home.at, "/sign-in?to=%2Fapplications");
}

#[tokio::test]
async fn the_staff_is_called_and_nothing_typed_is_lost() {
    let town = Town::with_a_kiosk().await;
    let mut visitor = Visitor::at_a_kiosk(&town, KIOSK).await;
    signs_in(&mut visitor).await;
    visitor.opens("/apply/kind").await;
    visitor.sends(&[("kind", "temporary"), ("months", "7"), ("call", "true")]).await;
    assert_eq!(visitor.at, "/kiosk/call?to=%2Fapply%2Fkind");
    for time in 1..=4 {
        visitor.opens("/kiosk/call?to=%2Fapply%2Fkind").await;
        visitor.sends(&[]).await;
        let again = time == 4;
        assert_eq!(visitor.page.contains("several times just now"), again);
        assert!(visitor.page.contains("href=\"/apply/kind\""));
    }
    let calls = town.app.staff_calls(Some("Service centre 1"), None, 10).await.unwrap();
    assert_eq!(calls.len(), 3);
    assert!(calls.iter().all(|call| call.kiosk == "Kiosk 2" && call.at == town.app.now()));
    assert_eq!(town.app.staff_calls(Some("elsewhere"), None, 10).await.unwrap(), []);
    visitor.opens("/apply/kind").await;
    assert!(visitor.page.contains("value=\"7\""), "what was typed is there again");
    // Each page of a kiosk has the button, a page of a fault too.
    for page in ["/kiosk/start", "/apply/kind", "/applications", "/nowhere", "/sign-in", "/kiosk"] {
        visitor.opens(page).await;
        let (link, button) = ("href=\"/kiosk/call?to=", "form=\"question\" name=\"call\"");
        assert!(visitor.page.contains(link) || visitor.page.contains(button), "{page}");
    }
}

#[tokio::test]
async fn a_kiosk_has_an_allowance_of_its_own() {
    let town = Town::with_a_kiosk_and(Limits { requests_a_minute: 6, ..Limits::default() }).await;
    let kiosk = Visitor::at_a_kiosk(&town, KIOSK).await;
    let mut plain = Visitor::new(&town, "en").await;
    while plain.status != 429 {
        plain.opens("/help").await;
    }
    assert_eq!(kiosk.fetches("/kiosk/start", &[]).await.status, 200);
}
