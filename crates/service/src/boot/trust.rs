//! Whom to trust, as the configuration says.

use std::fs;
use std::path::{Path, PathBuf};

use eds::pem;
use eds::x509::Certificate;

use super::BootError;
use crate::app::Signatures;
use crate::config::{Eds, Trust};
use crate::signatures::Authorities;

/// What checks signatures, for a portal under this address.
pub(super) fn signatures(eds: &Eds, origin: String) -> Result<Signatures, BootError> {
    let authorities = Authorities {
        trust: trust(&eds.trust)?,
        stamp_trust: trust(&eds.stamp_trust)?,
        ocsp: eds.ocsp.clone(),
        stamps: eds.stamps.clone(),
        lists: eds.lists.clone(),
    };
    let signatures = Signatures::new(authorities, origin);
    Ok(Signatures { key_holder: eds.key_holder.clone(), ..signatures })
}

/// A trust set.
///
/// # Errors
/// [`BootError::Trust`] for a folder without a certificate that has signed itself, or with a file that
/// cannot be read.
fn trust(trust: &Trust) -> Result<eds::verify::Trust, BootError> {
    let folder = match trust {
        Trust::Prod => return Ok(eds::verify::Trust::prod()),
        Trust::Demo => return Ok(eds::verify::Trust::demo()),
        Trust::Folder(folder) => folder,
    };
    let bad = |what: String| BootError::Trust { folder: folder.clone(), what };
    let mut certificates = Vec::new();
    for file in files(folder).map_err(|error| bad(error.to_string()))? {
        let named = |what: &dyn std::fmt::Display| bad(format!("{}: {what}", file.display()));
        let bytes = fs::read(&file).map_err(|error| named(&error))?;
        for der in pem::blocks(&bytes).map_err(|error| named(&error))? {
            certificates.push(Certificate::read(&der).map_err(|error| named(&error))?);
        }
    }
    let trust = eds::verify::Trust::new(certificates);
    if trust.roots().is_empty() {
        return Err(bad("no certificate in it has signed itself; put the roots there".into()));
    }
    Ok(trust)
}

/// Every file below a folder whose name says that it is a certificate.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else if path.extension().is_some_and(|kind| {
            ["cer", "crt", "der", "pem"].iter().any(|known| kind.eq_ignore_ascii_case(known))
        }) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
