//! The configuration: one TOML file, with environment variables `TIRKEU__SECTION__KEY` over it.
//!
//! Everything that is wrong is named at once, each with its line and what to write instead. Paths in
//! the file are relative to the folder of the file. What is secret is printed nowhere.

mod eds;
mod given;
mod kiosks;
mod office;
mod place;
mod read;
#[cfg(test)]
mod tests;

pub use eds::{Eds, Trust};
pub use office::Office;
pub use place::Place;

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use smpp::LinkConfig;

use crate::kiosk::Kiosks;
use crate::limits::Limits;

/// Where the service keeps its data, listens, and whom it trusts.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the store is.
    pub store: Place,
    /// Where it listens.
    pub listen: Listen,
    /// A law file to lay over the built-in parameters; it may be absent.
    pub law: Option<PathBuf>,
    /// The SMS centre, with its password.
    pub sms: LinkConfig,
    /// Whose signatures are trusted, and whom to ask about them.
    pub eds: Eds,
    /// Which ways of signing in are open.
    pub sign_in: Ways,
    /// What the office of a service centre goes by.
    pub office: Office,
    /// How much of what is allowed.
    pub limits: Limits,
    /// The key that certificates are signed with; without one none are issued.
    pub seal: Option<SealFile>,
    /// Registered kiosks.
    pub kiosks: Kiosks,
    /// The file with the secret key; made at the first start.
    pub key_file: PathBuf,
}

/// Where the seal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealFile {
    /// The key file (PKCS #12), or key and certificates in PEM.
    pub file: PathBuf,
    /// The file with its password; PEM needs none.
    pub password_file: Option<PathBuf>,
}

/// Where the service listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listen {
    /// The portal and the API.
    pub portal: SocketAddr,
    /// Under which address people reach the portal; where nothing is said, as it listens.
    pub public: Option<String>,
    /// The office of a service centre.
    pub office: SocketAddr,
    /// Figures for monitoring; `None` is off.
    pub metrics: Option<SocketAddr>,
}

/// Which ways of signing in are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// By ЭЦҚ / ЭЦП.
    pub eds: bool,
    /// By eGov QR.
    pub qr: bool,
    /// By a one-time SMS password alone.
    pub sms: bool,
}

impl Default for Ways {
    fn default() -> Self {
        Self { eds: true, qr: true, sms: false }
    }
}

impl Config {
    /// A configuration with the usual values of everything that has one.
    #[must_use]
    pub fn new(store: PathBuf, sms: LinkConfig) -> Self {
        let key_file = store.with_extension("key");
        Self {
            store: Place::File(store),
            listen: Listen::default(),
            law: None,
            sms,
            eds: Eds::default(),
            sign_in: Ways::default(),
            office: Office::default(),
            limits: Limits::default(),
            seal: None,
            kiosks: Kiosks::default(),
            key_file,
        }
    }

    /// Reads a file, with the variables of the environment over it.
    ///
    /// # Errors
    /// [`ConfigError`] with everything that is wrong.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let kind = error.kind();
            let what = if kind == std::io::ErrorKind::NotFound {
                "there is no such file; name one with --config, or begin with a copy of \
                 tirkeu.sample.toml"
                    .to_owned()
            } else if kind == std::io::ErrorKind::InvalidData {
                "the file is not UTF-8; save it as such".to_owned()
            } else {
                format!(
                    "the file cannot be read ({error}); see that it is a file this user may read"
                )
            };
            ConfigError { faults: vec![Fault { place: name.clone(), what }] }
        })?;
        // Whole paths: a message or a log that names a file is read elsewhere.
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = whole.parent().unwrap_or(Path::new(""));
        Self::read(&text, &name, folder, std::env::vars_os())
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// [`ConfigError`] with everything that is wrong.
    pub fn read(
        text: &str,
        name: &str,
        folder: &Path,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigError> {
        let mut given = given::Given::read(text, name);
        given.lay_over(environment);
        read::config(given, folder).map_err(|faults| ConfigError { faults })
    }

    /// What an administrator should know though nothing is wrong, a sentence each.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.sign_in.sms {
            notes.push(
                "sign_in.sms is on: whoever holds a person's phone can sign in as them".to_owned(),
            );
        }
        if self.sign_in == (Ways { eds: false, qr: false, sms: false }) {
            notes.push("nobody can sign in: every way of [sign_in] is off".to_owned());
        }
        if self.eds.trust == Trust::Demo || self.eds.stamp_trust == Trust::Demo {
            notes.push(
                "the authorities of the demo are trusted, whose keys everybody knows: anybody can \
                 sign as anybody"
                    .to_owned(),
            );
        }
        if self.eds.ocsp.is_none() && self.eds.lists.is_empty() {
            notes.push(
                "no signature will be taken: neither ocsp nor lists of [eds] says whether a \
                 certificate is revoked"
                    .to_owned(),
            );
        }
        if self.seal.is_none() {
            notes.push(
                "no certificates are issued: `file` of [seal] names no key to sign them with"
                    .to_owned(),
            );
        }
        if !self.kiosks.devices.is_empty() && self.kiosks.proxies.is_empty() {
            notes.push(
                "no kiosk will be known: `proxies` of [kiosk] names nobody who hands their \
                 certificates on"
                    .to_owned(),
            );
        }
        if let Some(law) = self.law.as_ref().filter(|law| !law.exists()) {
            let law = law.display();
            notes.push(format!("{law} is not there: the built-in parameters of the law hold"));
        }
        if !self.listen.office.ip().is_loopback() && self.office.public.is_none() {
            notes.push(
                "the office listens beyond this machine: put a server with TLS before it, and \
                 name its address with `public` of [office]"
                    .to_owned(),
            );
        }
        notes
    }
}

impl Default for Listen {
    fn default() -> Self {
        let here = |port| SocketAddr::from(([127, 0, 0, 1], port));
        Self { portal: here(8080), public: None, office: here(8090), metrics: Some(here(9090)) }
    }
}

/// Everything that is wrong with a configuration, one sentence a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    faults: Vec<Fault>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.faults.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: {}", fault.place, fault.what)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    /// The file and line, or the variable.
    place: String,
    /// What is wrong and what to write.
    what: String,
}
