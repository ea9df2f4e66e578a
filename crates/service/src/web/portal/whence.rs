//! From where a request comes: from a page of ours, and through which channel.

use axum::http::{HeaderMap, header};
use residence::intake::Channel;

use super::around::Around;
use crate::desk::sessions::{Face, Seat};
use crate::kiosk::Kiosk;

/// Whether a form comes from a page of ours; `None` where the browser does not say.
pub(super) fn from_here(headers: &HeaderMap) -> Option<bool> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let same_site = site.map(|site| matches!(site, "same-origin" | "none"));
    let origin = text(header::ORIGIN).map(|origin| {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        host.is_some() && host == text(header::HOST)
    });
    match (same_site, origin) {
        (None, None) => None,
        (site, origin) => Some(site.unwrap_or(true) && origin.unwrap_or(true)),
    }
}

/// From where whoever looks at pages on this device signs in.
pub(super) fn seat(around: Around, kiosk: Option<&Kiosk>) -> Seat {
    let channel = match around {
        Around { kiosk: true, .. } => Channel::Kiosk,
        Around { as_app: true, .. } => Channel::Mobile,
        Around { .. } => Channel::Portal,
    };
    Seat { channel, kiosk: kiosk.map(Kiosk::fingerprint), ..Face::Portal.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        for (origin, site, ours) in [
            ("http://portal.example", "same-origin", true),
            ("https://portal.example", "", true),
            ("", "", true),
            ("https://other.example", "", false),
            ("null", "", false),
            ("", "cross-site", false),
            ("http://portal.example", "same-site", false),
            ("http://portal.example.other", "same-origin", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("host", "portal.example".parse().unwrap());
            for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                if !value.is_empty() {
                    headers.insert(name, value.parse().unwrap());
                }
            }
            let nothing = origin.is_empty() && site.is_empty();
            assert_eq!(from_here(&headers), (!nothing).then_some(ours), "{origin} {site}");
        }
    }
}
