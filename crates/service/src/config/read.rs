//! From what is stated to a configuration.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use smpp::LinkConfig;

use super::given::{Given, KNOWN, Stated, Value};
use super::{Config, Fault, Listen, Place, SealFile, Ways};
use crate::limits::Limits;

/// How long the SMS centre may be silent before it is asked whether it is there. A deadline is not
/// judged before everything the centre had is read, so this is the longest it is late.
const ENQUIRE_EVERY: Duration = Duration::from_secs(5);

/// Reads everything, or says everything that is wrong.
pub(super) fn config(given: Given, folder: &Path) -> Result<Config, Vec<Fault>> {
    let shaped = given.faults.is_empty();
    let mut reader = Reader { given, folder, shaped };
    let store = reader.store();
    let listen = reader.listen();
    let law = reader.path("law", "file");
    let sms = reader.sms();
    let eds = reader.eds();
    let usual = Ways::default();
    let sign_in = Ways {
        eds: reader.flag("sign_in", "eds").unwrap_or(usual.eds),
        qr: reader.flag("sign_in", "qr").unwrap_or(usual.qr),
        sms: reader.flag("sign_in", "sms").unwrap_or(usual.sms),
    };
    let office = reader.office();
    let limits = reader.limits();
    let kiosks = reader.kiosks();
    reader.registers();
    let seal = reader.seal();
    let key_file = reader.path("secrets", "key_file");
    let key_file = key_file.or_else(|| reader.key_beside(store.as_ref()?));
    match (store, sms, key_file, reader.given.faults) {
        (Some(store), Some(sms), Some(key_file), faults) if faults.is_empty() => Ok(Config {
            store,
            listen,
            law,
            sms,
            eds,
            sign_in,
            office,
            limits,
            seal,
            kiosks,
            key_file,
        }),
        (_, _, _, faults) => Err(faults),
    }
}

pub(super) struct Reader<'f> {
    given: Given,
    pub(super) folder: &'f Path,
    /// Whether every section and key is known: else what seems missing may be there by another name.
    shaped: bool,
}

impl Reader<'_> {
    pub(super) fn stated(&self, section: &'static str, key: &'static str) -> Option<Stated> {
        self.given.values.get(&(section, key)).cloned()
    }

    pub(super) fn fault(&mut self, place: String, what: impl Into<String>) {
        self.given.faults.push(Fault { place, what: what.into() });
    }

    /// Says that a key that is needed is not there.
    fn missing(&mut self, section: &str, key: &str, example: &str) {
        if !self.shaped {
            return;
        }
        let what =
            format!("`{key}` of [{section}] is missing; write for example {key} = {example}");
        self.fault(self.given.name.clone(), what);
    }

    pub(super) fn text(
        &mut self,
        section: &'static str,
        key: &'static str,
    ) -> Option<(String, String)> {
        let Stated { value, place } = self.stated(section, key)?;
        match value {
            Value::Text(text) | Value::Variable(text) => Some((text, place)),
            Value::Number(_) | Value::Flag(_) | Value::Fraction(_) | Value::Other => {
                self.fault(place, format!("`{key}` of [{section}] must be a text in quotes"));
                None
            }
        }
    }

    fn flag(&mut self, section: &'static str, key: &'static str) -> Option<bool> {
        let Stated { value, place } = self.stated(section, key)?;
        let flag = match value {
            Value::Flag(flag) => Some(flag),
            Value::Variable(text) => text.parse().ok(),
            Value::Text(_) | Value::Number(_) | Value::Fraction(_) | Value::Other => None,
        };
        if flag.is_none() {
            let what = format!("`{key}` of [{section}] must be true or false, without quotes");
            self.fault(place, what);
        }
        flag
    }

    fn number(
        &mut self,
        section: &'static str,
        key: &'static str,
        most: i64,
    ) -> Option<(i64, String)> {
        let Stated { value, place } = self.stated(section, key)?;
        let number = match value {
            Value::Number(number) => Some(number),
            Value::Variable(text) => text.parse().ok(),
            Value::Text(_) | Value::Flag(_) | Value::Fraction(_) | Value::Other => None,
        };
        match number.filter(|number| (1..=most).contains(number)) {
            Some(number) => Some((number, place)),
            None => {
                let what = format!(
                    "`{key}` of [{section}] must be a whole number from 1 to {most}, without quotes"
                );
                self.fault(place, what);
                None
            }
        }
    }

    pub(super) fn path(&mut self, section: &'static str, key: &'static str) -> Option<PathBuf> {
        let (text, place) = self.text(section, key)?;
        if text.is_empty() {
            let what = format!("`{key}` of [{section}] is empty; write a path, or leave it out");
            self.fault(place, what);
            return None;
        }
        Some(self.folder.join(text))
    }

    /// The key beside the file of the store. The nodes of a database share one, which has its own place.
    fn key_beside(&mut self, store: &Place) -> Option<PathBuf> {
        let beside = store.file().map(|file| file.with_extension("key"));
        if beside.is_none() && self.stated("secrets", "key_file").is_none() {
            self.missing("secrets", "key_file", "\"/etc/tirkeu/tirkeu.key\"");
        }
        beside
    }

    fn seal(&mut self) -> Option<SealFile> {
        let password_file = self.path("seal", "password_file");
        let file = self.path("seal", "file");
        if file.is_none() && password_file.is_some() && self.stated("seal", "file").is_none() {
            self.missing("seal", "file", "\"/etc/tirkeu/seal.p12\"");
        }
        Some(SealFile { file: file?, password_file })
    }

    fn store(&mut self) -> Option<Place> {
        const EXAMPLE: &str = "\"sqlite:///var/lib/tirkeu/tirkeu.db\"";
        let Some((url, place)) = self.text("store", "url") else {
            if self.stated("store", "url").is_none() {
                self.missing("store", "url", EXAMPLE);
            }
            return None;
        };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return match store::postgres::check(&url) {
                Ok(()) => Some(Place::Database(url)),
                Err(says) => {
                    let what = format!(
                        "`url` of [store] is no address of a database ({says}); write for example \
                         \"postgres://tirkeu@one,two/tirkeu?target_session_attrs=read-write\""
                    );
                    self.fault(place, what);
                    None
                }
            };
        }
        match url.strip_prefix("sqlite://").filter(|path| !path.is_empty() && !path.ends_with('/'))
        {
            Some(path) => Some(Place::File(self.folder.join(path))),
            None => {
                let what = format!("`url` of [store] must name a file, such as {EXAMPLE}");
                self.fault(place, what);
                None
            }
        }
    }

    fn listen(&mut self) -> Listen {
        let usual = Listen::default();
        let metrics = match self.text("listen", "metrics") {
            Some((text, _)) if text == "off" => None,
            Some(stated) => self.address("metrics", stated).or(usual.metrics),
            None => usual.metrics,
        };
        let mut listen = |key| {
            let stated = self.text("listen", key)?;
            self.address(key, stated)
        };
        let portal = listen("portal").unwrap_or(usual.portal);
        let office = listen("office").unwrap_or(usual.office);
        Listen { portal, public: self.origin("listen"), office, metrics }
    }

    fn address(&mut self, key: &str, (text, place): (String, String)) -> Option<SocketAddr> {
        let address = text.parse().ok();
        if address.is_none() {
            let off = if key == "metrics" { ", or \"off\"" } else { "" };
            self.fault(
                place,
                format!(
                    "`{key}` of [listen] must be a network address and a port, such as \
                     \"127.0.0.1:8080\" or \"[::1]:8080\"{off}"
                ),
            );
        }
        address
    }

    fn sms(&mut self) -> Option<LinkConfig> {
        let password = self.text("sms", "password");
        let source = self.text("sms", "source");
        let window = self.number("sms", "window", 1000);
        let Some((url, place)) = self.text("sms", "url") else {
            if self.stated("sms", "url").is_none() {
                self.missing("sms", "url", "\"smpp://system_id@127.0.0.1:2775\"");
            }
            return None;
        };
        let secret = password.as_ref().map(|(secret, _)| secret.as_str()).unwrap_or_default();
        // The address alone first, so that a fault is put down to where it stands.
        let mut link = match LinkConfig::parse(&url, "") {
            Ok(link) => link,
            Err(error) => {
                self.fault(place, remedy_of(&error));
                return None;
            }
        };
        secret.clone_into(&mut link.password);
        link.enquire_link_interval = ENQUIRE_EVERY;
        self.check(&link, password.map(|(_, place)| place))?;
        if let Some((source, place)) = source {
            link.source_address = source;
            self.check(&link, Some(place))?;
        }
        if let Some((window, place)) = window {
            link.window = usize::try_from(window).unwrap_or(link.window);
            self.check(&link, Some(place))?;
        }
        Some(link)
    }

    fn check(&mut self, link: &LinkConfig, place: Option<String>) -> Option<()> {
        let error = link.check().err();
        if let Some(error) = &error {
            let place = place.unwrap_or_else(|| self.given.name.clone());
            self.fault(place, error.to_string());
        }
        error.is_none().then_some(())
    }

    fn limits(&mut self) -> Limits {
        let keys = KNOWN.iter().find(|(section, _)| *section == "limits");
        let keys = keys.map(|(_, keys)| *keys).unwrap_or_default();
        let mut stated = serde_json::Map::new();
        for key in keys {
            if let Some((number, _)) = self.number("limits", key, 1_000_000_000) {
                stated.insert((*key).to_owned(), number.into());
            }
        }
        // Every key is one of the limits, and every number fits: a test reads them all.
        serde_json::from_value(stated.into()).unwrap_or_default()
    }

    fn registers(&mut self) {
        let keys = KNOWN.iter().find(|(section, _)| *section == "registers");
        for key in keys.map(|(_, keys)| *keys).unwrap_or_default() {
            let Some((word, place)) = self.text("registers", key) else { continue };
            if word.starts_with("gateway:") {
                let what = format!(
                    "the gateway of the e-government is not in this release; write {key} = \
                     \"snapshot\" and load the register with `tirkeu import {key} FILE`"
                );
                self.fault(place, what);
            } else if word != "snapshot" {
                self.fault(place, format!("`{key}` of [registers] must be \"snapshot\""));
            }
        }
    }
}

fn remedy_of(error: &smpp::ConfigError) -> String {
    match error {
        smpp::ConfigError::PasswordInUrl => {
            "the password does not belong in the SMS centre's address; write it as `password` of \
             [sms], or better in the environment variable TIRKEU__SMS__PASSWORD"
                .to_owned()
        }
        smpp::ConfigError::NotSmpp
        | smpp::ConfigError::NoTls
        | smpp::ConfigError::NoSystemId
        | smpp::ConfigError::NoHost
        | smpp::ConfigError::BadPort
        | smpp::ConfigError::BadText { .. }
        | smpp::ConfigError::OutOfRange { .. } => error.to_string(),
    }
}
