//! The seal, as the configuration says where it is.

use std::fs;
use std::path::Path;

use super::BootError;
use crate::config::SealFile;
use crate::seal::Seal;

/// The most bytes of a file that holds a seal or its password.
const MOST: u64 = 1 << 20;

/// The key that certificates are signed with; `None` where none is configured.
///
/// # Errors
/// [`BootError::Seal`] for a file that cannot be read, or that holds no key of RSA with its certificate.
pub fn seal(file: Option<&SealFile>) -> Result<Option<Seal>, BootError> {
    let Some(SealFile { file, password_file }) = file else { return Ok(None) };
    let password = match password_file {
        Some(path) => String::from_utf8(read(path)?).map_err(|_| bad(path, "it is no text"))?,
        None => String::new(),
    };
    let password = password.trim_end_matches(['\r', '\n']);
    let seal = Seal::read(&read(file)?, password).map_err(|error| {
        bad(
            file,
            &format!("{error}; see `file` and `password_file` of [seal] (docs/certificates.md)"),
        )
    })?;
    Ok(Some(seal))
}

fn read(file: &Path) -> Result<Vec<u8>, BootError> {
    let unread = |error: std::io::Error| {
        bad(file, &format!("it cannot be read ({error}); see that this user may read it"))
    };
    if fs::metadata(file).map_err(unread)?.len() > MOST {
        return Err(bad(file, "it is larger than 1 MiB, which no seal is"));
    }
    fs::read(file).map_err(unread)
}

fn bad(file: &Path, what: &str) -> BootError {
    BootError::Seal { file: file.to_owned(), what: what.to_owned() }
}
