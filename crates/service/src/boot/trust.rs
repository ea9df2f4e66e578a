//! Whom to trust, as the configuration says.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use eds::pem;
use eds::x509::Certificate;

use super::BootError;
use crate::app::Signatures;
use crate::config::{Eds, Trust};
use crate::signatures::Authorities;

/// What checks signatures, for a portal that people reach under this address.
///
/// # Errors
/// [`BootError::Trust`] for a folder without a certificate that has signed itself, or with a file that
/// cannot be read.
pub fn signatures(eds: &Eds, origin: String) -> Result<Signatures, BootError> {
    let authorities = Authorities {
        trust: trust(&eds.trust)?,
        stamp_trust: trust(&eds.stamp_trust)?,
        ocsp: eds.ocsp.clone(),
        stamps: eds.stamps.clone(),
        lists: eds.lists.clone(),
    };
    let signatures = Signatures::new(authorities, origin);
    let any_authority = eds.trust != Trust::Prod;
    Ok(Signatures { key_holder: eds.key_holder.clone(), any_authority, ..signatures })
}

/// A trust set.
///
/// # Errors
/// [`BootError::Trust`] for a folder without a certificate that has signed itself, with a file that cannot
/// be read, or with one that is called a certificate and is none.
pub fn trust(trust: &Trust) -> Result<eds::verify::Trust, BootError> {
    let folder = match trust {
        Trust::Prod => return Ok(eds::verify::Trust::prod()),
        Trust::Demo => return Ok(eds::verify::Trust::demo()),
        Trust::Folder(folder) => folder,
    };
    let bad = |what: String| BootError::Trust { folder: folder.clone(), what };
    let mut certificates = Vec::new();
    for file in files(folder, DEEPEST).map_err(|error| bad(error.to_string()))? {
        certificates.extend(of_file(&file).map_err(bad)?);
    }
    let trust = eds::verify::Trust::new(certificates);
    if trust.roots().is_empty() {
        return Err(bad("no certificate in it has signed itself; put the roots there".into()));
    }
    Ok(trust)
}

/// Folders within folders, at most: links may go round in a circle.
const DEEPEST: usize = 8;

/// The most bytes of a file that may hold certificates.
const MOST: u64 = 1 << 20;

/// Names of files end so that hold certificates and nothing else.
const CERTIFICATES: [&str; 2] = ["cer", "crt"];

/// The certificates of a file, in DER or PEM. What is called otherwise may hold anything: lists and
/// read-me files lie beside certificates.
fn of_file(file: &Path) -> Result<Vec<Certificate>, String> {
    let is_one = file.extension().is_some_and(|kind| {
        CERTIFICATES.iter().any(|certificate| kind.eq_ignore_ascii_case(certificate))
    });
    let named = |what: &dyn Display| format!("{}: {what}", file.display());
    if !is_one && fs::metadata(file).is_ok_and(|file| file.len() > MOST) {
        return Ok(Vec::new());
    }
    let bytes = fs::read(file).map_err(|error| named(&error))?;
    let read = pem::all(&bytes)
        .and_then(|all| all.iter().map(|der| Certificate::read(der)).collect::<Result<_, _>>());
    match read {
        Err(malformed) if is_one => Err(named(&malformed)),
        read => Ok(read.unwrap_or_default()),
    }
}

/// Every file below a folder, in order.
fn files(folder: &Path, deeper: usize) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match (path.is_dir(), deeper.checked_sub(1)) {
            (true, Some(deeper)) => files.extend(self::files(&path, deeper)?),
            (true, None) => {}
            (false, _) => files.push(path),
        }
    }
    files.sort();
    Ok(files)
}
