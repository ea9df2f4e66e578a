//! One browser over the WebDriver protocol.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::face::Face;
use crate::stage::Stage;
use crate::wire;

/// Under this name WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Longer than any time that the browser itself allows a page.
const PATIENCE: Duration = Duration::from_secs(45);
/// The end is not waited for long.
const BRIEFLY: Duration = Duration::from_secs(5);

/// An element of a page, by the browser's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element(String);

impl Element {
    /// As it comes from the browser.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        Some(Self(value.get(ELEMENT)?.as_str()?.to_owned()))
    }

    /// As an argument of a script.
    pub(crate) fn argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }

    /// The path of a command on it.
    pub(crate) fn path(&self, command: &str) -> String {
        format!("/element/{}/{command}", self.0)
    }
}

/// One browser with a new, empty profile; ended when it is dropped.
pub(crate) struct Session {
    driver: SocketAddr,
    path: String,
    profile: PathBuf,
}

impl Session {
    /// Starts a browser.
    pub(crate) fn start(stage: &Stage, face: Face) -> Self {
        let profile = stage.new_profile();
        let driver = stage.chromedriver.address;
        let wanted = face.capabilities(&profile);
        let began = wire::send(driver, "POST", "/session", Some(&wanted), PATIENCE);
        let began = began.expect("chromedriver answers");
        let id = began["value"]["sessionId"].as_str();
        let id = id.unwrap_or_else(|| panic!("no browser: {}", began["value"]["message"]));
        let session = Self { driver, path: format!("/session/{id}"), profile };
        if !face.is_phone() {
            session.devtools(
                "Emulation.setDeviceMetricsOverride",
                json!({ "width": face.width, "height": face.height(), "deviceScaleFactor": 1, "mobile": false }),
            );
        }
        session
    }

    fn send(&self, method: &str, command: &str, body: Option<&Value>) -> Result<Value, String> {
        let path = format!("{}{command}", self.path);
        let answer = wire::send(self.driver, method, &path, body, PATIENCE);
        let mut answer = answer.map_err(|error| format!("chromedriver is silent: {error}"))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            None => Ok(value),
            Some(error) => {
                let message = value["message"].as_str().unwrap_or_default();
                Err(format!("{error}: {}", message.lines().next().unwrap_or_default()))
            }
        }
    }

    /// Asks for something.
    pub(crate) fn get(&self, command: &str) -> Result<Value, String> {
        self.send("GET", command, None)
    }

    /// Has something done.
    pub(crate) fn post(&self, command: &str, body: &Value) -> Result<Value, String> {
        self.send("POST", command, Some(body))
    }

    /// Has something removed.
    pub(crate) fn delete(&self, command: &str) -> Result<Value, String> {
        self.send("DELETE", command, None)
    }

    /// A command of the browser's own protocol.
    #[track_caller]
    pub(crate) fn devtools(&self, command: &str, params: Value) -> Value {
        let body = json!({ "cmd": command, "params": params });
        self.post("/goog/cdp/execute", &body).unwrap_or_else(|why| panic!("{command}: {why}"))
    }

    /// The body of a function, run in the page; it works where the page's own scripts are off.
    pub(crate) fn run(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The same, where the last argument is a function that takes the result.
    pub(crate) fn run_until(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.post("/execute/async", &json!({ "script": script, "args": arguments }))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Chromedriver's guard ends what is left.
        wire::send(self.driver, "DELETE", &self.path, None, BRIEFLY).ok();
        std::fs::remove_dir_all(&self.profile).ok();
    }
}
