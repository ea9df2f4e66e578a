//! The section `[eds]`: whose signatures are trusted, and whom to ask about them.

use std::path::PathBuf;
use std::str::FromStr as _;

use super::read::Reader;
use crate::app::KEY_HOLDER;
use crate::signatures::Address;

/// Whose signatures are trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The production certification authorities.
    Prod,
    /// The authorities of the demo, whose keys everybody knows.
    Demo,
    /// The certificates in a folder.
    Folder(PathBuf),
}

/// Whose signatures are trusted, and whom to ask about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eds {
    /// Whom people are certified by.
    pub trust: Trust,
    /// Whom authorities of time-stamps are certified by.
    pub stamp_trust: Trust,
    /// Says whether a certificate is revoked (OCSP).
    pub ocsp: Option<Address>,
    /// Revocation lists.
    pub lists: Vec<Address>,
    /// Makes time-stamps (RFC 3161).
    pub stamps: Option<Address>,
    /// Where the browser of a person finds NCALayer.
    pub key_holder: String,
}

impl Default for Eds {
    fn default() -> Self {
        Self::of(Trust::Prod)
    }
}

impl Eds {
    /// The usual addresses for these authorities; a folder has none.
    #[must_use]
    pub fn of(trust: Trust) -> Self {
        let (ocsp, lists, stamps) = match &trust {
            Trust::Prod => (PROD_OCSP, PROD_LISTS, PROD_STAMPS),
            Trust::Demo => (DEMO_OCSP, DEMO_LISTS, DEMO_STAMPS),
            Trust::Folder(_) => ("", "", ""),
        };
        let address = |text: &str| Address::from_str(text).ok();
        Self {
            stamp_trust: trust.clone(),
            trust,
            ocsp: address(ocsp),
            lists: lists.split_whitespace().filter_map(address).collect(),
            stamps: address(stamps),
            key_holder: KEY_HOLDER.to_owned(),
        }
    }
}

const PROD_OCSP: &str = "http://ocsp.pki.gov.kz/";
const PROD_LISTS: &str = "http://crl.pki.gov.kz/nca_gost_2022.crl \
                          http://crl.pki.gov.kz/nca_d_gost_2022.crl \
                          http://crl.root.gov.kz/gost2015_2022.crl";
const PROD_STAMPS: &str = "http://tsp.pki.gov.kz/";
/// Where `./demo` has them.
const DEMO_OCSP: &str = "http://127.0.0.1:13580/ocsp";
const DEMO_LISTS: &str = "http://127.0.0.1:13580/crl/root-gost.crl \
                          http://127.0.0.1:13580/crl/gost.crl \
                          http://127.0.0.1:13580/crl/d_gost.crl \
                          http://127.0.0.1:13580/crl/root-rsa.crl \
                          http://127.0.0.1:13580/crl/rsa.crl \
                          http://127.0.0.1:13580/crl/d_rsa.crl";
const DEMO_STAMPS: &str = "http://127.0.0.1:13580/tsp";

impl Reader<'_> {
    pub(super) fn eds(&mut self) -> Eds {
        let trust = self.trust("trust").unwrap_or(Trust::Prod);
        let usual = Eds::of(trust);
        Eds {
            stamp_trust: self.trust("tsa_trust").unwrap_or(usual.stamp_trust),
            ocsp: self.services("ocsp", usual.ocsp.into_iter().collect()).pop(),
            lists: self.services("lists", usual.lists),
            stamps: self.services("stamps", usual.stamps.into_iter().collect()).pop(),
            key_holder: self.key_holder().unwrap_or(usual.key_holder),
            trust: usual.trust,
        }
    }

    fn trust(&mut self, key: &'static str) -> Option<Trust> {
        let (word, place) = self.text("eds", key)?;
        Some(match word.as_str() {
            "prod" => Trust::Prod,
            "demo" => Trust::Demo,
            folder => {
                let path = self.folder.join(folder);
                if folder.is_empty() || !path.is_dir() {
                    let what = format!(
                        "`{key}` of [eds] must be \"prod\", \"demo\" or a folder of certificates \
                         that is there"
                    );
                    self.fault(place, what);
                }
                Trust::Folder(path)
            }
        })
    }

    /// Addresses with spaces between them; "off" for none.
    fn services(&mut self, key: &'static str, usual: Vec<Address>) -> Vec<Address> {
        let Some((text, place)) = self.text("eds", key) else { return usual };
        if text == "off" {
            return Vec::new();
        }
        let read: Result<Vec<Address>, _> = text.split_whitespace().map(str::parse).collect();
        let most = if key == "lists" { 16 } else { 1 };
        match read {
            Ok(addresses) if (1..=most).contains(&addresses.len()) => addresses,
            Ok(_) | Err(_) => {
                let several = if most > 1 { ", or several with spaces between" } else { "" };
                let what = format!(
                    "`{key}` of [eds] must be an address such as \"{PROD_OCSP}\"{several}, or \
                     \"off\""
                );
                self.fault(place, what);
                usual
            }
        }
    }

    fn key_holder(&mut self) -> Option<String> {
        let (text, place) = self.text("eds", "key_holder")?;
        let rest = text.strip_prefix("wss://").or_else(|| text.strip_prefix("ws://"));
        let plain = |rest: &str| {
            !rest.is_empty()
                && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b";,'\"".contains(&byte))
        };
        if !rest.is_some_and(plain) {
            let what = format!("`key_holder` of [eds] must be an address such as \"{KEY_HOLDER}\"");
            self.fault(place, what);
        }
        Some(text)
    }

    /// Under which address people reach what this section is about.
    pub(super) fn origin(&mut self, section: &'static str) -> Option<String> {
        let (text, place) = self.text(section, "public")?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let plain = |host: &str| {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        };
        let text = text.trim_end_matches('/').to_owned();
        if !rest.map(|rest| rest.trim_end_matches('/')).is_some_and(plain) {
            let what = format!(
                "`public` of [{section}] must be the address people type, without a path, such as \
                 \"https://tirkeu.example\""
            );
            self.fault(place, what);
        }
        Some(text)
    }
}
