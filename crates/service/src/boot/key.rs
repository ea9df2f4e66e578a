//! The file with the secret key.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::chance::Chance;
use crate::config::Place;
use crate::keys::Keys;

/// Why there is no secret key to work with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is gone but the store is not new.
    #[error(
        "the key file {} is missing although there is a store; put it back from your backup, or \
         make a new one with `tirkeu serve --new-key` (codes on their way no longer count then)",
        .0.display()
    )]
    Lost(PathBuf),
    /// The file holds something else.
    #[error(
        "the key file {} does not hold a key (64 hexadecimal digits); put it back from your backup",
        .0.display()
    )]
    NoKey(PathBuf),
    /// Others may read it.
    #[error("the key file {path} can be read by other users; run `chmod 600 {path}`", path = .0.display())]
    Open(PathBuf),
    /// The system refused.
    #[error("the key file {} cannot be {what}: {error}; see that its folder is there and yours", .path.display())]
    System {
        /// Which file.
        path: PathBuf,
        /// What was tried.
        what: &'static str,
        /// What the system said.
        error: io::Error,
    },
}

/// The file with the secret key, and the store it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct KeyFile<'a> {
    /// The key file.
    pub path: &'a Path,
    /// Where the store is.
    pub store: &'a Place,
}

impl KeyFile<'_> {
    /// Makes the file at the first start, or when the administrator says that the old one is lost.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn make_if_missing(&self, chance: &Chance, new_key: bool) -> Result<(), KeyError> {
        if self.path.exists() {
            return Ok(());
        }
        if self.store.exists() && !new_key {
            return Err(KeyError::Lost(self.path.to_owned()));
        }
        let text = format!("{:032x}{:032x}\n", chance(), chance());
        self.write(&text).map_err(|error| self.system("made", error))
    }

    /// The key.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn read(&self) -> Result<Keys, KeyError> {
        let text = fs::read_to_string(self.path).map_err(|error| self.system("read", error))?;
        if others_may_read(self.path) {
            return Err(KeyError::Open(self.path.to_owned()));
        }
        let secret = secret(text.trim()).ok_or_else(|| KeyError::NoKey(self.path.to_owned()))?;
        Ok(Keys::new(secret))
    }

    fn system(&self, what: &'static str, error: io::Error) -> KeyError {
        KeyError::System { path: self.path.to_owned(), what, error }
    }

    /// Writes it whole or not at all, and never over another.
    fn write(&self, text: &str) -> io::Result<()> {
        let mut part = self.path.as_os_str().to_owned();
        part.push(format!(".{}.part", std::process::id()));
        let part = PathBuf::from(part);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        let named = written.and_then(|()| match fs::hard_link(&part, self.path) {
            // Somebody else was faster; theirs is as good.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            // Not every file system has links.
            Err(_) => fs::copy(&part, self.path).map(|_| ()),
            Ok(()) => Ok(()),
        });
        fs::remove_file(&part)?;
        named?;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

fn secret(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut secret = [0; 32];
    for (place, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_key_is_made_once_and_never_over_another() {
        let name = format!("tirkeu-key-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let (path, store) = (folder.join("tirkeu.key"), folder.join("tirkeu.db"));
        let key = KeyFile { path: &path, store: &Place::File(store.clone()) };
        let chance: Chance = Arc::new(|| 0xabc);
        key.make_if_missing(&chance, false).unwrap();
        let made = fs::read_to_string(&path).unwrap();
        assert_eq!(made, format!("{}{}\n", "0".repeat(29) + "abc", "0".repeat(29) + "abc"));
        assert!(!others_may_read(&path));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        let other: Chance = Arc::new(|| 1);
        key.make_if_missing(&other, false).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), made);
        key.read().unwrap();

        fs::write(&store, "").unwrap();
        fs::remove_file(&path).unwrap();
        let lost = key.make_if_missing(&chance, false).unwrap_err();
        assert!(matches!(lost, KeyError::Lost(_)), "{lost}");
        key.make_if_missing(&chance, true).unwrap();

        fs::write(&path, "short").unwrap();
        assert!(matches!(key.read(), Err(KeyError::NoKey(_))));
        fs::remove_dir_all(&folder).unwrap();
    }
}
