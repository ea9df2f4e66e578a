//! The pages of the phones as a browser without a script uses them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use jiff::Timestamp;
use residence::names::Phone;
use serde_json::Value;
use tower::ServiceExt as _;
use world::phones::web::{Booth, router};
use world::phones::{Holder, Phones};
use world::sms_centre::{Phones as _, SmsCentre};
use world::stories::{Story, stories};

const NAUGHTY: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'\"`--> {{ 7 }} {% if %} &amp; </title>",
    "javascript:alert(1)",
    "\u{202e}txet\u{202d} \u{200f}",
    "Z\u{337}\u{31b}\u{317} ﷽ 👩‍👩‍👧",
    "\u{0}\u{1b}[31m\u{feff}",
];

/// The phones of one story and of somebody without a part.
struct Page {
    router: Router,
    phones: Arc<Phones>,
    story: Story,
    applicant: Phone,
    owner: Phone,
    other: Phone,
}

struct Answer {
    status: StatusCode,
    kind: String,
    location: String,
    text: String,
}

impl Page {
    fn open() -> Self {
        let phones = Arc::new(Phones::new(service::clock::system()));
        let centre = SmsCentre::start((Ipv4Addr::LOCALHOST, 0).into(), phones.clone()).unwrap();
        let told = stories(1, 1, jiff::civil::date(2025, 11, 24));
        let portal = (Ipv4Addr::LOCALHOST, 8080).into();
        let router = router(Booth::new(Arc::clone(&phones), centre, &told, portal));
        let story = told.into_iter().find(|story| story.id == "other_owner").unwrap();
        let applicant = story.scenario.phone.unwrap();
        let owner = story.scenario.asks[0].phone.unwrap();
        let other = "+77770000001".parse().unwrap();
        let holders = [
            (applicant, story.scenario.applicant, "Тұңғыш Бір", "Story other_owner: applies"),
            (owner, story.scenario.asks[0].iin, "Екінші Үй", "Story other_owner: is asked"),
            (other, "000000000000".parse().unwrap(), "Үшінші <b>Қош</b>", ""),
        ];
        for (phone, iin, name, note) in holders {
            phones.give(Holder { phone, name: name.into(), iin, note: note.into() });
        }
        Self { router, phones, story, applicant, owner, other }
    }

    fn gets_sms(&self, phone: Phone, text: &str) {
        self.phones.deliver(phone.as_str(), "1414", text.into());
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let said = |name| {
            let value = response.headers().get(name);
            value.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let (kind, location) = (said(header::CONTENT_TYPE), said(header::LOCATION));
        let policy = said(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        if kind.starts_with("text/html") {
            for inline in ["<style", " style=", "<script>a", " onclick", "<noscript", "refresh"] {
                assert!(!text.contains(inline), "{inline} in {text}");
            }
        }
        Answer { status, kind, location, text }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        self.ask(request.unwrap()).await
    }

    /// An error is a page with one sentence and a way back.
    #[track_caller]
    fn is_wrong(answer: &Answer, status: StatusCode, sentence: &str, back: &str) {
        assert_eq!(answer.status, status);
        assert_eq!(answer.kind, "text/html; charset=utf-8");
        assert!(answer.text.contains(&format!("<p>{sentence}</p>")), "{}", answer.text);
        assert!(answer.text.contains(&format!("<p><a href=\"{back}\">")), "{}", answer.text);
    }
}

/// Where each of these stands, in this order.
#[track_caller]
fn in_order(text: &str, wanted: &[&str]) {
    let mut rest = text;
    for word in wanted {
        let found = rest.split_once(word);
        rest = found.unwrap_or_else(|| panic!("{word} is not there, or too early, in {text}")).1;
    }
}

#[tokio::test]
async fn the_list_has_the_newest_messages_then_the_stories() {
    let page = Page::open();
    page.gets_sms(page.owner, "first");
    page.gets_sms(page.other, "second & last");
    page.phones.switch(page.owner, false);
    let list = page.get("/").await;
    assert_eq!((list.status, list.kind.as_str()), (StatusCode::OK, "text/html; charset=utf-8"));
    let (other, owner) = (page.other.to_string(), page.owner.to_string());
    let rka = page.story.scenario.rka.to_string();
    in_order(
        &list.text,
        &["<title>(2) Phones", &other, "Үшінші &#60;b&#62;Қош", "second &#38; last"],
    );
    in_order(
        &list.text,
        &[
            &other,
            "1<span class=\"quiet\"> unread",
            &owner,
            ">off<",
            "Екінші Үй",
            "Story other_owner: is asked",
            "first",
            "Stories to try",
            "Registered in the end",
            "id=\"other_owner\" open",
            page.story.texts.en,
            &rka,
            "Registered when the person asked agrees.",
            page.story.scenario.applicant.as_str(),
            "id=\"sole_owner\">",
            "Refused, and why",
        ],
    );
    assert!(list.text.contains("href=\"http://127.0.0.1:8080/\""), "the portal");
    assert!(!list.text.contains(&format!("class=\"card\" href=\"/phones/{}", page.applicant)));
}

#[tokio::test]
async fn phones_and_stories_are_found() {
    let page = Page::open();
    let owner = page.owner.to_string();
    let national = owner.replacen("+7", "8+", 1);
    let iin = page.story.scenario.asks[0].iin.to_string();
    let names = ["%D0%B5%D0%BA%D1%96%D0%BD%D1%88%D1%96".to_owned(), national, iin];
    for typed in names {
        let found = page.get(&format!("/?q={typed}")).await.text;
        in_order(&found, &["Phones found", &format!("class=\"card\" href=\"/phones/{owner}\"")]);
        assert!(!found.contains("class=\"card\" href=\"/phones/+77770000001"), "{typed}: {found}");
    }
    let found = page.get("/?q=two_parents").await.text;
    in_order(&found, &["value=\"two_parents\"", "Nobody's phone fits", "id=\"two_parents\" open"]);
    assert!(!found.contains("id=\"sole_owner\""));
    let nothing = page.get("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await.text;
    in_order(&nothing, &["value=\"&#34;&#62;&#60;script", "No story fits “&#34;&#62;&#60;script"]);
    assert!(!nothing.contains("<script>"));
    assert_eq!(page.get("/?q=a&q=b").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_phone_shows_its_conversation_and_counts_as_read() {
    let page = Page::open();
    let path = format!("/phones/{}", page.applicant);
    page.gets_sms(page.applicant, "Код для входа: 123456");
    let unseen = page.get(&format!("{path}?unseen=true")).await;
    in_order(
        &unseen.text,
        &["<title>(1) Тұңғыш Бір", "Код для входа: <code data-copy>123456</code>"],
    );
    assert_eq!(page.phones.unread(), 1);
    let seen = page.get(&path).await;
    let iin = page.story.scenario.applicant.to_string();
    in_order(&seen.text, &["<title>Тұңғыш Бір", "Switch off", "1414 <time datetime=", &iin]);
    // The others of the story are one click away.
    assert!(seen.text.contains(&format!("href=\"/phones/{}\"", page.owner)));
    assert_eq!(page.phones.unread(), 0);
    assert!(!seen.text.contains("class=\"answers\""));
}

#[tokio::test]
async fn an_open_question_is_answered_with_one_click() {
    let page = Page::open();
    let path = format!("/phones/{}", page.owner);
    page.gets_sms(page.owner, "Ответьте за 60 минут: ДА или НЕТ и код 12345678.");
    let asked = page.get(&path).await.text;
    in_order(
        &asked,
        &["name=\"text\" value=\"ДА 12345678\"", "name=\"text\" value=\"НЕТ 12345678\""],
    );
    let sent = page.post(&format!("{path}/reply"), "text=%D0%94%D0%90+12345678").await;
    assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, path.clone()));
    let messages = page.phones.messages(page.owner).unwrap();
    assert_eq!(messages.last().unwrap().text, "ДА 12345678");
    let answered = page.get(&path).await.text;
    in_order(&answered, &["class=\"mine\"", "You <time", "ДА <code data-copy>12345678</code>"]);
    assert!(!answered.contains("class=\"answers\""));
}

#[tokio::test]
async fn a_phone_is_switched_off_and_on() {
    let page = Page::open();
    let path = format!("/phones/{}", page.owner);
    let off = page.post(&format!("{path}/switch/off"), "").await;
    assert_eq!((off.status, off.location), (StatusCode::SEE_OTHER, path.clone()));
    assert_eq!(page.phones.is_on(page.owner), Some(false));
    let shown = page.get(&path).await.text;
    in_order(&shown, &["/switch/on\"", "Switch on", "This phone is switched off."]);
    assert!(!shown.contains("name=\"text\""));
    let reply = page.post(&format!("{path}/reply"), "text=YES").await;
    let sentence = "This phone is switched off; switch it on first.";
    Page::is_wrong(&reply, StatusCode::UNPROCESSABLE_ENTITY, sentence, &path);
    page.post(&format!("{path}/switch/on"), "").await;
    assert_eq!(page.phones.is_on(page.owner), Some(true));
}

#[tokio::test]
async fn what_goes_wrong_is_a_page_with_a_way_back() {
    let page = Page::open();
    let path = format!("/phones/{}", page.owner);
    let (reply, switch) = (format!("{path}/reply"), format!("{path}/switch/sideways"));
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let length = "Write at least one character and at most 1000.";
    for text in ["text=".to_owned(), "text=++".into(), format!("text={}", "a".repeat(1001))] {
        Page::is_wrong(&page.post(&reply, &text).await, unprocessable, length, &path);
    }
    let unread = "What was sent could not be read; write it again.";
    for form in ["", "words=1", &"text=a".repeat(20_000)] {
        Page::is_wrong(&page.post(&reply, form).await, unprocessable, unread, &path);
    }
    let sideways = "A phone can be switched on or off, nothing else.";
    Page::is_wrong(&page.post(&switch, "").await, StatusCode::NOT_FOUND, sideways, &path);
    let nobody = "Nobody in this world has this number.";
    for path in ["/phones/1", "/phones/+77770000009", "/phones/%3Cb%3E/reply"] {
        Page::is_wrong(&page.get(path).await, StatusCode::NOT_FOUND, nobody, "/");
    }
    let form = page.post("/phones/+77770000009/reply", "text=a").await;
    Page::is_wrong(&form, StatusCode::NOT_FOUND, nobody, "/");
    Page::is_wrong(
        &page.get("/nothing").await,
        StatusCode::NOT_FOUND,
        "There is no such page.",
        "/",
    );
    // The address of a form, looked at again.
    for form in [reply, switch] {
        assert_eq!(page.get(&form).await.location, path);
    }
    assert_eq!(page.phones.messages(page.owner), Some(Vec::new()));
}

#[tokio::test]
async fn naughty_texts_are_shown_and_do_nothing() {
    let page = Page::open();
    for text in NAUGHTY {
        page.gets_sms(page.other, text);
        page.phones.wrote(page.other, text);
        let path = format!("/phones/{}", page.other);
        for shown in [page.get("/").await.text, page.get(&path).await.text] {
            let escaped = text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
            let escaped = escaped.replace('"', "&#34;").replace('\'', "&#39;");
            assert!(shown.contains(&escaped), "{text} in {shown}");
            assert!(!shown.contains("<script>") && !shown.contains("<img"), "{shown}");
        }
    }
}

#[tokio::test]
async fn the_interface_for_programs_is_as_it_was() {
    let page = Page::open();
    page.gets_sms(page.owner, "asked");
    let json = |answer: &Answer| serde_json::from_str::<Value>(&answer.text).unwrap();
    let holders = json(&page.get("/api/phones").await);
    assert_eq!(holders[0], serde_json::to_value(page.phones.holder(page.owner)).unwrap());
    let inbox = json(&page.get(&format!("/api/phones/{}/messages", page.owner)).await);
    assert_eq!((&inbox[0]["from"], &inbox[0]["text"]), (&"1414".into(), &"asked".into()));
    assert!(inbox[0]["at"].as_str().unwrap().parse::<Timestamp>().is_ok());
    let told = json(&page.get("/api/stories").await);
    assert!(told.as_array().unwrap().contains(&serde_json::to_value(&page.story).unwrap()));
    let unknown = page.get("/api/phones/1/messages").await;
    let words = "nobody in this world has this number; see /api/phones";
    assert_eq!((unknown.status, &json(&unknown)["error"]), (StatusCode::NOT_FOUND, &words.into()));
    let nothing = page.get("/api/nothing").await;
    assert_eq!((nothing.status, nothing.text.as_str()), (StatusCode::NOT_FOUND, ""));
}

#[tokio::test]
async fn style_script_and_icon_are_files() {
    let page = Page::open();
    for (path, kind) in [
        ("/assets/phones.css", "text/css; charset=utf-8"),
        ("/assets/phones.js", "text/javascript; charset=utf-8"),
        ("/assets/phone.svg", "image/svg+xml"),
    ] {
        let file = page.get(path).await;
        assert_eq!((file.status, file.kind.as_str()), (StatusCode::OK, kind));
        assert!(page.get("/").await.text.contains(path));
    }
}
