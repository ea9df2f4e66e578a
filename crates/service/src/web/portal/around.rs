//! What a page looks like on the device that shows it: in a browser, as an app of a phone, at a kiosk.

use axum::http::HeaderMap;

use super::cookies;

/// How large letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Letters {
    /// As the device has them.
    #[default]
    Plain,
    /// Large.
    Large,
    /// Larger.
    Larger,
}

impl Letters {
    /// All of them, from small to large.
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Large, Self::Larger];

    /// The name in addresses, cookies and the style.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Large => "large",
            Self::Larger => "larger",
        }
    }

    /// The size of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.as_str() == name)
    }
}

/// The device a page is shown on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Around {
    /// Whether it is a kiosk.
    pub(crate) kiosk: bool,
    /// Whether the portal is an app of the phone here.
    pub(crate) as_app: bool,
    /// How large letters are, at a kiosk.
    pub(crate) letters: Letters,
}

impl Around {
    /// As cookies say it, of a kiosk or not.
    pub(crate) fn of(headers: &HeaderMap, kiosk: bool) -> Self {
        let as_app = !kiosk && cookies::read(headers, cookies::AS_APP).is_some();
        let letters = cookies::read(headers, cookies::LETTERS).and_then(Letters::named);
        Self { kiosk, as_app, letters: letters.unwrap_or_default() }
    }

    /// The page from where an application is begun.
    pub(crate) const fn start(self) -> &'static str {
        match self {
            Self { kiosk: true, .. } => "/kiosk/start",
            Self { as_app: true, .. } => "/mobile/registration",
            Self { .. } => "/services/residence",
        }
    }

    /// The classes of the whole page.
    pub(crate) fn classes(self) -> String {
        match self {
            Self { kiosk: true, letters, .. } => {
                format!(" tk-kiosk tk-kiosk--{}", letters.as_str())
            }
            Self { as_app: true, .. } => " tk-app".to_owned(),
            Self { .. } => String::new(),
        }
    }
}
