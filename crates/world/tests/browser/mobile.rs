//! The portal as an app of a phone: its way to the service, signing on the same device, a slow link,
//! and what stays on a phone that several people use.

use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use residence::facts::Language;
use serde_json::{Value, json};

use crate::face::Face;
use crate::people::Move;
use crate::stage::stage;
use crate::steps::ON;
use crate::visitor::Visitor;
use crate::weight::weigh;

const JOURNEY: &str = "mobile";

/// What is pressed and lower or narrower than a finger; links within a text may be.
const SMALL: &str = "
    const pressed = 'button, .govuk-button, .govuk-back-link, .govuk-breadcrumbs__link, \
        input:not([type=hidden]), select, summary, .tk-languages > *, .tk-header__nav a, .tk-footer a';
    return [...document.querySelectorAll(pressed)].filter(e => {
        const box = e.getBoundingClientRect();
        return !e.matches('[tabindex=\"-1\"]') && box.width > 1 && box.height > 1
            && box.height < 43.5;
    }).map(e => e.outerHTML.slice(0, 120))";

#[test]
fn in_kazakh() {
    on_both_widths(Language::Kk);
}

#[test]
fn in_russian() {
    on_both_widths(Language::Ru);
}

#[test]
fn in_english() {
    on_both_widths(Language::En);
}

#[test]
fn without_scripts() {
    goes(Face::narrow(Language::Ru).without_scripts());
}

fn on_both_widths(language: Language) {
    goes(Face::narrow(language));
    goes(Face::wide(language));
}

#[track_caller]
fn looks(visitor: &Visitor<'_>, step: &str) {
    visitor.looks(JOURNEY, step);
    if visitor.face.is_phone() && visitor.face.javascript {
        assert_eq!(visitor.ask(SMALL), json!([]), "{}", visitor.url());
    }
}

fn goes(face: Face) {
    let Some(stage) = stage() else { return };
    let moving = Move::of(stage.story("other_owner"));
    let visitor = Visitor::new(stage, face);
    visitor.open("/mobile");
    looks(&visitor, "01-services");
    visitor.follow(&visitor.words("app-housing"));
    visitor.arrives("/mobile/housing");
    looks(&visitor, "02-section");
    visitor.follow(&visitor.words("app-service"));
    visitor.arrives("/mobile/registration");
    looks(&visitor, "03-service");
    visitor.press("main [href='/apply']");
    visitor.arrives("/sign-in");
    looks(&visitor, "04-sign-in");
    visitor.chooses_to_sign_in("qr");
    visitor.wait_for("the code", |visitor| visitor.shows(".tk-qr__code"));
    let first = "return !!(document.getElementById('qr-open').compareDocumentPosition(
        document.querySelector('.tk-qr__code')) & Node.DOCUMENT_POSITION_FOLLOWING)";
    assert_eq!(visitor.ask(first), true, "this phone comes before another");
    looks(&visitor, "05-this-phone");
    visitor.open("/sign-in?to=/apply");
    visitor.signs_in(moving.applicant);
    visitor.arrives("/apply/who");
    let name = visitor.ask("return document.querySelector('.tk-header__who').textContent");
    looks(&visitor, "06-who");
    visitor.press(ON);
    visitor.arrives("/apply/where");
    visitor.chooses_flat(&moving);
    visitor.answers_how(&moving);
    looks(&visitor, "07-pre-check");
    visitor.press(ON);
    visitor.arrives("/apply/reason");
    looks(&visitor, "08-reason");
    visitor.answers_why();
    visitor.signs(&moving);
    looks(&visitor, "09-filed");
    nothing_stays(&visitor, name.as_str().expect("a name"));
}

/// Nobody is on the phone any more: not in what it keeps, not behind its way back.
fn nothing_stays(visitor: &Visitor<'_>, name: &str) {
    visitor.open("/mobile");
    if visitor.face.javascript {
        visitor.wait_for("the worker", |visitor| kept(visitor).len() == 7);
        assert_all_are_everybodys(&kept(visitor));
    }
    visitor.open("/applications");
    visitor.press(".tk-header__leave");
    visitor.arrives("/signed-out");
    if visitor.face.javascript {
        // The worker may have come back by now, with what it always keeps.
        assert_all_are_everybodys(&kept(visitor));
        assert_eq!(visitor.ask("return localStorage.length + sessionStorage.length"), 0);
    }
    visitor.goes_back();
    visitor.arrives("/sign-in");
    assert!(!visitor.html().contains(name), "the page before asks who this is");
}

/// Nothing of anybody is kept: only files of the design, and a page that is the same for everybody.
#[track_caller]
fn assert_all_are_everybodys(kept: &[String]) {
    let known =
        |address: &&String| address.contains("/assets/") || address.ends_with("/mobile/offline");
    assert!(kept.iter().all(|address| known(&address)), "{kept:?}");
}

/// The addresses of all that the worker has kept.
fn kept(visitor: &Visitor<'_>) -> Vec<String> {
    let script = "const done = arguments[arguments.length - 1];
        (async () => {
            const all = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) all.push(request.url);
            }
            return all;
        })().then(done)";
    let kept = visitor.session.run_until(script, &[]).expect("what is kept");
    serde_json::from_value(kept).expect("addresses")
}

/// The way from a browser to the portal, which can be cut.
struct Cable {
    address: SocketAddr,
    cut: Arc<AtomicBool>,
    carried: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    fn to(portal: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let cable = Self { address, cut: Arc::default(), carried: Arc::default() };
        let (cut, carried) = (Arc::clone(&cable.cut), Arc::clone(&cable.carried));
        std::thread::spawn(move || {
            for browser in listener.incoming().map_while(Result::ok) {
                if cut.load(Ordering::SeqCst) {
                    continue;
                }
                let service = TcpStream::connect(portal).expect("the portal");
                for (from, to) in [(&browser, &service), (&service, &browser)] {
                    let [mut from, mut to] = [from, to].map(|one| one.try_clone().expect("a copy"));
                    std::thread::spawn(move || std::io::copy(&mut from, &mut to).ok());
                }
                carried.lock().unwrap().extend([browser, service]);
            }
        });
        cable
    }

    /// From now on nothing is carried.
    fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        for stream in self.carried.lock().unwrap().drain(..) {
            stream.shutdown(Shutdown::Both).ok();
        }
    }
}

#[test]
fn without_a_network_a_page_says_so() {
    let Some(stage) = stage() else { return };
    let cable = Cable::to(stage.world.running.portal_addr);
    let visitor = Visitor::new(stage, Face::narrow(Language::Kk));
    let page = |path: &str| format!("http://{}{path}", cable.address);
    visitor.open(&page("/mobile"));
    visitor.wait_for("the worker", |visitor| {
        let works = visitor.ask("return !!navigator.serviceWorker.controller");
        kept(visitor).len() == 7 && works == true
    });
    visitor.bear_complaints();
    cable.cut();
    visitor.open(&page("/applications"));
    assert_eq!(visitor.heading(), visitor.words("app-offline-heading"));
    visitor.picture(JOURNEY, "10-offline");
    cable.cut.store(false, Ordering::SeqCst);
    visitor.open(&page("/mobile"));
    assert_eq!(visitor.heading(), visitor.words("app-heading"));
}

#[track_caller]
fn connection(visitor: &Visitor<'_>, how: &Value) {
    visitor.session.devtools("Network.enable", json!({}));
    visitor.session.devtools("Network.emulateNetworkConditions", how.clone());
}

/// At 1.6 Mbit/s and 300 ms there and back the first form stands within three seconds: two turns for a
/// connection with TLS, one for the page, three for what it names on connections of their own, and
/// 100,000 bytes in half a second. Nothing that is named by what the page names adds a turn.
#[test]
fn the_first_form_is_light_enough_for_a_slow_link() {
    let Some(stage) = stage() else { return };
    let visitor = Visitor::new(stage, Face::narrow(Language::Kk));
    visitor.open("/mobile");
    // Nothing is kept for somebody who comes for the first time.
    visitor.session.devtools("Network.enable", json!({}));
    visitor.session.devtools("Network.setBypassServiceWorker", json!({ "bypass": true }));
    for page in ["/mobile", "/mobile/registration", "/sign-in?to=/apply", "/sign-in/sms"] {
        let weight = weigh(&visitor, page);
        assert!(weight.bytes < 100_000, "{page}: {weight:?}");
        assert!(weight.requests <= 10, "{page}: {weight:?}");
        let later = "return performance.getEntriesByType('resource').filter(e => !['link', 'script', \
            'img', 'other'].includes(e.initiatorType)).map(e => e.name)";
        let later: Vec<String> = serde_json::from_value(visitor.ask(later)).expect("addresses");
        // The font is named by the page too, which has it fetched at once.
        assert!(later.iter().all(|name| name.ends_with("text.woff2")), "{page}: {later:?}");
    }
    let slow = json!({
        "offline": false, "latency": 300, "downloadThroughput": 200_000, "uploadThroughput": 90_000,
    });
    connection(&visitor, &slow);
    weigh(&visitor, "/sign-in/sms");
    let stands = visitor.ask(
        "const [page] = performance.getEntriesByType('navigation');
         const paint = performance.getEntriesByName('first-contentful-paint')[0];
         return [paint && paint.startTime, page.domContentLoadedEventEnd, page.loadEventEnd]",
    );
    eprintln!("the first form on a slow link: painted, ready, loaded after ms: {stands}");
}
