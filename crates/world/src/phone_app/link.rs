//! What is scanned or followed.

use std::net::{Ipv4Addr, SocketAddr};

use thiserror::Error;

/// What stands before the address in a QR picture.
const MARK: &str = "mobileSign:";
/// Where links lead that open the app on the phone that shows them.
const OPENERS: [&str; 2] = ["https://m.egov.kz/mobileSign/?", "https://m.egov.kz/businessSign/?"];
/// What such a link says of the app: which one it is in each shop.
const APP: [(&str, &str); 3] =
    [("isi", "1476128386"), ("ibi", "kz.egov.mobile"), ("apn", "kz.mobile.mgov")];

/// Why it leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoCode {
    /// Neither the text of a picture nor a link of the app.
    #[error(
        "this is no code of eGov Mobile: it begins with mobileSign: or https://m.egov.kz/mobileSign/"
    )]
    Unknown,
    /// A link without this part, or with another one.
    #[error("the link has no `{0}`, or another one than the app's")]
    Link(&'static str),
    /// An address that is none.
    #[error("`{0}` is no address of http or https")]
    Address(String),
    /// An address of something else.
    #[error("`{0}` has no mgovSign in it, by which the app knows what to do")]
    Other(String),
    /// An address elsewhere.
    #[error("`{0}` is not on this machine, and the phones of the demo reach nothing else")]
    Elsewhere(String),
}

/// A server and a path there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) server: SocketAddr,
    pub(super) path: String,
}

impl Place {
    /// An address of the portal on this machine.
    pub(super) fn read(address: &str) -> Result<Self, NoCode> {
        let (rest, usual) =
            match (address.strip_prefix("http://"), address.strip_prefix("https://")) {
                (Some(rest), _) => (rest, 80),
                (None, Some(_)) => return Err(NoCode::Elsewhere(address.to_owned())),
                (None, None) => return Err(NoCode::Address(address.to_owned())),
            };
        let is_clean = |letter: char| letter.is_ascii_graphic();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() || !rest.chars().all(is_clean) {
            return Err(NoCode::Address(address.to_owned()));
        }
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) => {
                (name, port.parse().map_err(|_| NoCode::Address(address.to_owned()))?)
            }
            None => (host, usual),
        };
        if !matches!(name, "127.0.0.1" | "localhost") {
            return Err(NoCode::Elsewhere(address.to_owned()));
        }
        if !path.contains("mgovSign") {
            return Err(NoCode::Other(address.to_owned()));
        }
        let server = (Ipv4Addr::LOCALHOST, port).into();
        Ok(Self { server, path: format!("/{path}") })
    }
}

/// Where a text of a picture or a link leads.
pub(super) fn read(scanned: &str) -> Result<Place, NoCode> {
    let scanned = scanned.trim();
    if let Some(address) = scanned.strip_prefix(MARK) {
        return Place::read(address);
    }
    let query = OPENERS.iter().find_map(|opener| scanned.strip_prefix(opener));
    let query = query.ok_or(NoCode::Unknown)?;
    let parts: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let part = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    for (name, value) in APP {
        if part(name).is_none_or(|given| given != value) {
            return Err(NoCode::Link(name));
        }
    }
    Place::read(part("link").ok_or(NoCode::Link("link"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of an address.
    type Why = fn(String) -> NoCode;

    const WHERE: &str = "127.0.0.1:8080/mgovSign/7f";

    fn place() -> Place {
        let server = (Ipv4Addr::LOCALHOST, 8080).into();
        Place { server, path: "/mgovSign/7f".into() }
    }

    #[test]
    fn pictures_and_links_lead_to_the_portal_of_this_machine() {
        let link = format!(
            "https://m.egov.kz/mobileSign/?link=http%3A%2F%2F{}&isi=1476128386&ibi=kz.egov.mobile\
             &apn=kz.mobile.mgov",
            WHERE.replace('/', "%2F").replace(':', "%3A"),
        );
        for scanned in [format!("mobileSign:http://{WHERE}"), format!(" {link}\n"), link.clone()] {
            assert_eq!(read(&scanned), Ok(place()), "{scanned}");
        }
        let business = link.replace("mobileSign", "businessSign");
        assert_eq!(read(&business), Ok(place()));
        let wrong = link.replace("kz.egov.mobile", "kz.other");
        assert_eq!(read(&wrong), Err(NoCode::Link("ibi")));
        let without = link.replace("link=", "url=");
        assert_eq!(read(&without), Err(NoCode::Link("link")));
    }

    #[test]
    fn everything_else_leads_nowhere() {
        for scanned in
            ["", "http://127.0.0.1:8080/mgovSign/7f", "https://m.egov.kz/", "mobilesign:x"]
        {
            assert_eq!(read(scanned), Err(NoCode::Unknown), "{scanned}");
        }
        let wrong: [(&str, Why); 8] = [
            ("file:///mgovSign", NoCode::Address),
            ("http://", NoCode::Address),
            ("http://127.0.0.1:80800/mgovSign", NoCode::Address),
            ("http://127.0.0.1/mgovSign\r\nX: y", NoCode::Address),
            ("http://example.kz/mgovSign/1", NoCode::Elsewhere),
            ("http://127.0.0.1@example.kz/mgovSign/1", NoCode::Elsewhere),
            ("https://127.0.0.1/mgovSign/1", NoCode::Elsewhere),
            ("http://127.0.0.1/other", NoCode::Other),
        ];
        for (address, why) in wrong {
            let scanned = format!("{MARK}{address}");
            assert_eq!(read(&scanned), Err(why(address.to_owned())), "{address}");
        }
    }
}
