//! Kiosks: devices in the self-service zones of service centres, each with a certificate of its own.
//!
//! TLS ends at the server before this one, which checks that a kiosk holds the key of its
//! certificate and hands the certificate on as the header `Client-Cert` (RFC 9440). The header
//! counts only from the addresses of such servers, and only for a certificate that is registered.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use jiff::Timestamp;
use jiff::civil::Date;
use residence::law::day;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// The header with the certificate of a client.
pub const CLIENT_CERT: &str = "client-cert";
/// The most bytes of that header.
const MOST_OF_A_CERTIFICATE: usize = 16 * 1024;

/// A registered device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// How the staff calls it.
    pub name: String,
    /// In which service centre it stands.
    pub centre: String,
    /// SHA-256 of its certificate.
    pub certificate: [u8; 32],
    /// The last day on which it is taken for a kiosk.
    pub until: Date,
}

impl Kiosk {
    /// A device with this certificate, in DER.
    #[must_use]
    pub fn new(name: &str, centre: &str, certificate: &[u8], until: Date) -> Self {
        let certificate = Sha256::digest(certificate).into();
        Self { name: name.to_owned(), centre: centre.to_owned(), certificate, until }
    }

    /// SHA-256 of its certificate, as hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.certificate.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// All of them, and who hands their certificates on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kiosks {
    /// The devices.
    pub devices: Vec<Arc<Kiosk>>,
    /// The addresses of the servers whose header counts.
    pub proxies: Vec<IpAddr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kiosk: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    centre: String,
    certificate: String,
    until: String,
}

impl Kiosks {
    /// The devices of a file, each a `[[kiosk]]`.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn devices(text: &str) -> Result<Vec<Arc<Kiosk>>, String> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
            });
            format!("line {line}: {}", error.message().replace('\n', ", "))
        })?;
        let mut devices: Vec<Arc<Kiosk>> = Vec::new();
        for entry in file.kiosk {
            let kiosk = entry.read()?;
            if let Some(other) = devices.iter().find(|one| one.certificate == kiosk.certificate) {
                return Err(format!(
                    "“{}” and “{}” have the same certificate; give each device its own",
                    other.name, kiosk.name
                ));
            }
            devices.push(Arc::new(kiosk));
        }
        Ok(devices)
    }

    /// The kiosk that a request comes from: one header, from a server that may hand it on, with the
    /// certificate of a device whose time is not over.
    #[must_use]
    pub fn at(&self, peer: IpAddr, headers: &HeaderMap, now: Timestamp) -> Option<Arc<Kiosk>> {
        if !self.proxies.contains(&peer.to_canonical()) {
            return None;
        }
        let mut lines = headers.get_all(CLIENT_CERT).iter();
        let (Some(line), None) = (lines.next(), lines.next()) else { return None };
        let line = line.to_str().ok().filter(|line| line.len() <= MOST_OF_A_CERTIFICATE)?;
        // A byte sequence of RFC 8941: Base64 between colons.
        let text = line.trim().strip_prefix(':')?.strip_suffix(':')?;
        let der = eds::pem::from_base64(text.as_bytes()).ok()?;
        let hash: [u8; 32] = Sha256::digest(&der).into();
        let known = self.devices.iter().find(|kiosk| kiosk.certificate == hash)?;
        (day(now) <= known.until).then(|| Arc::clone(known))
    }
}

impl Entry {
    fn read(self) -> Result<Kiosk, String> {
        let Self { name, centre, certificate, until } = self;
        if name.trim().is_empty() || centre.trim().is_empty() {
            return Err("`name` and `centre` of a [[kiosk]] must say something".into());
        }
        let until = until
            .parse()
            .map_err(|_| format!("`until` of “{name}” must be a day such as \"2027-06-30\""))?;
        let certificate = fingerprint(&certificate).ok_or_else(|| {
            format!(
                "`certificate` of “{name}” must be the SHA-256 of its certificate: 64 hexadecimal \
                 digits, colons between them or not (openssl x509 -noout -fingerprint -sha256)"
            )
        })?;
        Ok(Kiosk { name, centre, certificate, until })
    }
}

fn fingerprint(text: &str) -> Option<[u8; 32]> {
    let digits: String = text.chars().filter(|c| *c != ':').collect();
    let mut bytes = [0; 32];
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTIFICATE: &[u8] = b"any bytes are a certificate here";

    fn kiosks() -> Kiosks {
        let hash: String =
            Sha256::digest(CERTIFICATE).iter().map(|b| format!("{b:02X}:")).collect();
        let file = format!(
            "[[kiosk]]\nname = \"2\"\ncentre = \"Astana\"\nuntil = \"2026-06-30\"\n\
             certificate = \"{}\"\n",
            hash.trim_end_matches(':')
        );
        let devices = Kiosks::devices(&file).unwrap();
        Kiosks { devices, proxies: vec!["192.0.2.1".parse().unwrap()] }
    }

    #[test]
    fn a_kiosk_is_known_by_its_certificate_from_a_proxy_of_ours() {
        let kiosks = kiosks();
        let right = format!(":{}:", eds::pem::to_base64(CERTIFICATE));
        let other = format!(":{}:", eds::pem::to_base64(b"another"));
        let bare = eds::pem::to_base64(CERTIFICATE);
        let (now, late) = ("2026-06-30T18:59:59Z", "2026-06-30T19:00:00Z");
        for (peer, lines, at, known) in [
            ("192.0.2.1", vec![&right], now, true),
            ("::ffff:192.0.2.1", vec![&right], now, true),
            ("192.0.2.2", vec![&right], now, false),
            ("192.0.2.1", vec![], now, false),
            ("192.0.2.1", vec![&right, &right], now, false),
            ("192.0.2.1", vec![&other], now, false),
            ("192.0.2.1", vec![&bare], now, false),
            ("192.0.2.1", vec![&right], late, false),
        ] {
            let mut headers = HeaderMap::new();
            for line in &lines {
                headers.append(CLIENT_CERT, line.parse().unwrap());
            }
            let found = kiosks.at(peer.parse().unwrap(), &headers, at.parse().unwrap());
            assert_eq!(found.is_some(), known, "{peer} {lines:?} {at}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let entry = |certificate: &str, until: &str| {
            format!(
                "[[kiosk]]\nname = \"2\"\ncentre = \"Astana\"\ncertificate = \"{certificate}\"\n\
                 until = \"{until}\"\n"
            )
        };
        let good = entry(&"0".repeat(64), "2027-01-31");
        assert_eq!(Kiosks::devices("").unwrap(), []);
        assert_eq!(Kiosks::devices(&good).unwrap().len(), 1);
        for (file, expected) in [
            (entry("00", "2027-01-31"), "`certificate` of “2”"),
            (entry(&"0".repeat(64), "soon"), "`until` of “2”"),
            (good.repeat(2), "the same certificate"),
            (good.replace("[[kiosk]]", "[[kiosk]]\nserial = 1"), "line 2: unknown field `serial`"),
            (good.replace("\"Astana\"", "\" \""), "must say something"),
            ("[[kiosk]]\nname = \"2\"\n".to_owned(), "line 1: missing field `centre`"),
        ] {
            let said = Kiosks::devices(&file).unwrap_err();
            assert!(said.contains(expected), "{said}");
        }
    }
}
