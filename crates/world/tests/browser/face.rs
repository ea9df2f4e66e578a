//! With what somebody looks at the portal.

use std::fmt;
use std::path::Path;

use residence::facts::Language;
use serde_json::{Value, json};

/// A narrow phone.
pub(crate) const NARROW: u16 = 360;
/// An ordinary screen.
pub(crate) const WIDE: u16 = 1280;

/// A tall screen for whoever stands before it.
pub(crate) const KIOSK: u16 = 1080;

/// A language, a width in CSS pixels, with scripts or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    pub(crate) language: Language,
    pub(crate) width: u16,
    pub(crate) javascript: bool,
}

/// `kk-360`, `ru-1280-nojs`: as names of files have it.
impl fmt::Display for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let without = if self.javascript { "" } else { "-nojs" };
        write!(f, "{}-{}{without}", self.language.as_str(), self.width)
    }
}

impl Face {
    /// An ordinary screen with scripts.
    pub(crate) const fn wide(language: Language) -> Self {
        Self { language, width: WIDE, javascript: true }
    }

    /// A narrow phone with scripts.
    pub(crate) const fn narrow(language: Language) -> Self {
        Self { language, width: NARROW, javascript: true }
    }

    /// The screen of a kiosk, with scripts.
    pub(crate) const fn of_kiosk(language: Language) -> Self {
        Self { language, width: KIOSK, javascript: true }
    }

    /// How high the screen is.
    pub(crate) const fn height(self) -> u16 {
        if self.width == KIOSK { 1920 } else { 900 }
    }

    /// The same without scripts.
    pub(crate) const fn without_scripts(self) -> Self {
        Self { javascript: false, ..self }
    }

    /// The same on a screen of another width.
    pub(crate) const fn as_wide_as(self, width: u16) -> Self {
        Self { width, ..self }
    }

    /// Whether the screen is that of a phone.
    pub(crate) const fn is_phone(self) -> bool {
        self.width < 600
    }

    /// Each language at each width, with scripts.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Language::ALL
            .into_iter()
            .flat_map(|language| [Self::narrow(language), Self::wide(language)])
    }

    /// What a new browser with this face is asked for.
    ///
    /// Without scripts there is no touch: chromedriver waits for ever for an answer to a tap on a page
    /// whose scripts are off. The width, the pixels and the viewport of a phone stay.
    pub(crate) fn capabilities(self, profile: &Path) -> Value {
        let mut options = json!({
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                format!("--user-data-dir={}", profile.display()),
            ],
            "prefs": {
                "intl.accept_languages": self.language.as_str(),
                "profile.managed_default_content_settings.javascript":
                    if self.javascript { 1 } else { 2 },
            },
        });
        if self.is_phone() {
            let touch = self.javascript;
            options["mobileEmulation"] = json!({ "deviceMetrics": {
                "width": self.width, "height": 740, "pixelRatio": 2, "touch": touch, "mobile": true,
            }});
        }
        json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "timeouts": { "implicit": 0, "pageLoad": 30_000, "script": 30_000 },
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": options,
        }}})
    }
}
