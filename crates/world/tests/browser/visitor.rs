//! Somebody who looks at pages: opens, reads, fills in, presses.

use std::cell::Cell;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::elements::Found;
use crate::face::Face;
use crate::patience::{patiently, within};
use crate::pictures;
use crate::session::{Element, Session};
use crate::slots::Slot;
use crate::stage::Stage;

/// A person with a browser of their own, new and empty.
///
/// Every step fails the test when it cannot be done within ten seconds, and when the page complains
/// in the console: an error of a script, a breach of the content security policy, something that was
/// not found.
pub(crate) struct Visitor<'s> {
    pub(crate) face: Face,
    pub(crate) stage: &'s Stage,
    pub(crate) session: Session,
    site: SocketAddr,
    lenient: Cell<bool>,
    _slot: Slot,
}

/// A cookie, as the browser keeps it.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cookie {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) secure: bool,
    pub(crate) http_only: bool,
    pub(crate) same_site: String,
}

impl<'s> Visitor<'s> {
    /// Opens a browser, as soon as fewer than two are open.
    #[track_caller]
    pub(crate) fn new(stage: &'s Stage, face: Face) -> Self {
        let [slot] = Slot::take();
        Self::with(stage, face, slot)
    }

    /// Opens a browser at the kiosk.
    #[track_caller]
    pub(crate) fn at_the_kiosk(stage: &'s Stage, face: Face) -> Self {
        let mut visitor = Self::new(stage, face);
        visitor.site = stage.world.kiosk_addr;
        visitor
    }

    /// Opens two browsers, for two people in one journey.
    #[track_caller]
    pub(crate) fn pair(stage: &'s Stage, one: Face, other: Face) -> (Self, Self) {
        let [first, second] = Slot::take();
        (Self::with(stage, one, first), Self::with(stage, other, second))
    }

    fn with(stage: &'s Stage, face: Face, slot: Slot) -> Self {
        let session = Session::start(stage, face);
        let site = stage.world.running.portal_addr;
        Self { face, stage, session, site, lenient: Cell::new(false), _slot: slot }
    }

    /// Opens a path of the portal, or a whole address ([`Stage::phones`], [`Stage::trial`]).
    #[track_caller]
    pub(crate) fn open(&self, path: &str) {
        let url = if path.starts_with('/') { self.address(path) } else { path.to_owned() };
        let opened = self.session.post("/url", &json!({ "url": url }));
        opened.unwrap_or_else(|why| panic!("{url} does not open: {why}"));
        self.settle();
    }

    /// The whole address of a path of the pages this is about.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.site)
    }

    /// Goes back to the page before, as the button of the browser does.
    #[track_caller]
    pub(crate) fn goes_back(&self) {
        let back = self.session.post("/back", &json!({}));
        back.unwrap_or_else(|why| panic!("there is no way back: {why}"));
        self.settle();
    }

    /// Shows pages as they come out of a printer.
    pub(crate) fn prints(&self) {
        self.session.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// Writes into the field of this name, in place of what stands there.
    #[track_caller]
    pub(crate) fn fill(&self, name: &str, text: &str) {
        self.act(&format!("the field {name}"), &Found::field(name), |field| {
            self.session.post(&field.path("clear"), &json!({}))?;
            self.session.post(&field.path("value"), &json!({ "text": text }))
        });
    }

    /// Chooses a radio button, a checkbox or an entry of a list by the name of the field and the value.
    #[track_caller]
    pub(crate) fn choose(&self, name: &str, value: &str) {
        self.act(&format!("{value} of {name}"), &Found::choice(name, value), |choice| {
            self.click(choice)
        });
    }

    /// Presses the button with this text or, where none has it, the one that this CSS selector finds.
    #[track_caller]
    pub(crate) fn press(&self, button: &str) {
        self.act(&format!("the button {button}"), &Found::button(button), |it| self.click(it));
    }

    /// Follows the link with this text.
    #[track_caller]
    pub(crate) fn follow(&self, text: &str) {
        self.act(&format!("the link {text}"), &Found::link(text), |link| self.click(link));
    }

    fn click(&self, element: &Element) -> Result<Value, String> {
        self.session.post(&element.path("click"), &json!({}))
    }

    /// Finds an element and does something with it, again while it is not there yet or has moved.
    #[track_caller]
    fn act(&self, what: &str, wanted: &Found, deed: impl Fn(&Element) -> Result<Value, String>) {
        patiently(what, || deed(&wanted.look_up(&self.session)?));
        self.settle();
    }

    /// Waits until a condition holds of what is shown.
    #[track_caller]
    pub(crate) fn wait_for(&self, what: &str, condition: impl Fn(&Self) -> bool) {
        patiently(what, || {
            if condition(self) { Ok(()) } else { Err(format!("not so at {}", self.url())) }
        });
        self.settle();
    }

    /// The main heading.
    pub(crate) fn heading(&self) -> String {
        self.text_of("h1")
    }

    /// All text that is visible.
    pub(crate) fn text(&self) -> String {
        self.text_of("body")
    }

    /// The visible text of the first element that a CSS selector finds.
    #[track_caller]
    pub(crate) fn text_of(&self, css: &str) -> String {
        patiently(css, || {
            let element = Found::css(css).look_up(&self.session)?;
            // What WebDriver calls the text leaves out `noscript`, which is for just these people.
            let text = self.session.run("return arguments[0].innerText", &[element.argument()])?;
            Ok(words(text).trim().to_owned())
        })
    }

    /// Whether a CSS selector finds anything now.
    pub(crate) fn shows(&self, css: &str) -> bool {
        Found::css(css).look_up(&self.session).is_ok()
    }

    /// The lines of the error summary, each with the field it leads to; none where there is no error.
    #[track_caller]
    pub(crate) fn error_summary(&self) -> Vec<(String, String)> {
        let script = "return [...document.querySelectorAll('[role=alert] a, .error-summary a, \
            .govuk-error-summary a')].map(a => [a.innerText.trim(), a.getAttribute('href')])";
        serde_json::from_value(self.ask(script)).expect("lines with an anchor each")
    }

    /// The title of the page.
    pub(crate) fn title(&self) -> String {
        words(self.session.get("/title").expect("a title"))
    }

    /// Where this is.
    pub(crate) fn url(&self) -> String {
        words(self.session.get("/url").expect("an address"))
    }

    /// The language that the page says it is in.
    pub(crate) fn html_lang(&self) -> String {
        words(self.ask("return document.documentElement.lang"))
    }

    /// The status with which the page was answered.
    pub(crate) fn status(&self) -> u64 {
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
        self.ask(script).as_u64().expect("a status")
    }

    /// The page as the browser has it now.
    pub(crate) fn html(&self) -> String {
        words(self.session.get("/source").expect("the page"))
    }

    /// All cookies of this place.
    pub(crate) fn cookies(&self) -> Vec<Cookie> {
        serde_json::from_value(self.session.get("/cookie").expect("cookies")).expect("cookies")
    }

    /// Forgets all cookies: from now on this is somebody else.
    pub(crate) fn forget(&self) {
        self.session.delete("/cookie").expect("no cookies");
    }

    /// What a script answers; it runs where the page's own are off, too.
    #[track_caller]
    pub(crate) fn ask(&self, script: &str) -> Value {
        self.session.run(script, &[]).unwrap_or_else(|why| panic!("{script}: {why}"))
    }

    /// Keeps a picture of the page under this name, where pictures are wanted.
    #[track_caller]
    pub(crate) fn picture(&self, journey: &str, step: &str) {
        if let Some(folder) = pictures::wanted() {
            let file = folder.join(journey).join(format!("{step}-{}.png", self.face));
            pictures::keep(&file, &pictures::take(&self.session).expect("a picture"));
        }
    }

    /// From now on complaints of pages do not fail the test; [`Self::complaints`] has them.
    pub(crate) fn bear_complaints(&self) {
        self.lenient.set(true);
    }

    /// What the page has complained about since the last look. The status of the page itself is no
    /// complaint: a form that is filled in wrongly is answered with 422.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.session.post("/se/log", &json!({ "type": "browser" })).unwrap_or_default();
        let here = self.session.get("/url").map(words).unwrap_or_default();
        let here = here.split('#').next().unwrap_or_default();
        let entries = log.as_array().into_iter().flatten();
        let severe = entries.filter(|entry| entry["level"] == "SEVERE" || is_breach(entry));
        let complaints = severe.filter_map(|entry| entry["message"].as_str());
        let own = format!("{here} - Failed to load resource");
        // Where a page names no icon, the browser asks for one by itself.
        let no_icon = "/favicon.ico - Failed to load resource";
        let real = |message: &&str| !message.starts_with(&own) && !message.contains(no_icon);
        complaints.filter(real).map(str::to_owned).collect()
    }

    /// Fails the test when the page complains.
    #[track_caller]
    pub(crate) fn settle(&self) {
        if !self.lenient.get() {
            let complaints = self.complaints();
            assert!(complaints.is_empty(), "{} complains:\n{}", self.url(), complaints.join("\n"));
        }
    }

    /// Waits briefly until the page has complained, for tests of just that.
    pub(crate) fn complains(&self) -> Vec<String> {
        let heard = within(Duration::from_secs(3), || {
            let complaints = self.complaints();
            if complaints.is_empty() { Err(String::new()) } else { Ok(complaints) }
        });
        heard.unwrap_or_default()
    }
}

/// Reports of breaches of the policy come as warnings where the policy only reports.
fn is_breach(entry: &Value) -> bool {
    let message = entry["message"].as_str().unwrap_or_default();
    entry["source"] == "security" || message.contains("Content Security Policy")
}

fn words(value: Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Drop for Visitor<'_> {
    /// Of a test that fails, a picture and the page are kept.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let thread = std::thread::current();
            let test = thread.name().unwrap_or("test").replace("::", "-");
            pictures::keep_failed(&self.session, &format!("{test}-{}", self.face));
        } else {
            self.settle();
        }
    }
}
