//! Files that the command reads.

use std::fs;
use std::path::Path;

use eds::crl::RevocationList;
use eds::der::{Reader, tag};
use eds::verify::Trust;
use eds::x509::Certificate;
use eds::{Malformed, pem};
use service::{boot, config};

use crate::commands::Failure;

/// What a file holds.
pub(super) enum Form {
    /// A signature of CMS, in DER.
    Cms(Vec<u8>),
    /// A document.
    Xml,
    /// A certificate.
    Certificate(Box<Certificate>),
}

/// The bytes of a file.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| {
        Failure(format!("{} cannot be read ({error}); check the path", file.display()))
    })
}

/// What the bytes are, by how they begin.
pub(super) fn form(bytes: &[u8]) -> Result<Form, Malformed> {
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    if text.trim_ascii_start().starts_with(b"<") {
        return Ok(Form::Xml);
    }
    let der = pem::to_der(text)?;
    // CMS begins with the name of its kind, a certificate with what is signed.
    let mut inside = Reader::new(&der).sequence()?;
    if inside.any()?.tag == tag::OID {
        Ok(Form::Cms(der))
    } else {
        Certificate::read(&der).map(Box::new).map(Form::Certificate)
    }
}

/// The trust set of this name, or in this folder.
pub(super) fn trust(option: &str, named: &Path) -> Result<Trust, Failure> {
    let set = match named.to_str() {
        Some("prod") => config::Trust::Prod,
        Some("demo") => config::Trust::Demo,
        _ if named.is_dir() => config::Trust::Folder(named.to_owned()),
        _ => {
            return Err(Failure(format!(
                "{option} must be prod, demo or a folder of certificates; there is no folder {}",
                named.display()
            )));
        }
    };
    Ok(boot::trust(&set)?)
}

/// A revocation list in DER or PEM.
pub(super) fn list(file: &Path) -> Result<RevocationList, Failure> {
    let bytes = read(file)?;
    let list = pem::to_der(&bytes).and_then(|der| RevocationList::read(&der));
    list.map_err(|malformed| {
        Failure(format!(
            "{} is no revocation list: {malformed}; give a list with --crl as the authority publishes \
             it",
            file.display()
        ))
    })
}
