//! Where the files are.

use std::fs;
use std::path::{Path, PathBuf};

/// A folder of the corpora, or nothing and a word about it.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let Some(corpora) = std::env::var_os("TIRKEU_CORPORA") else {
        println!("left out: TIRKEU_CORPORA is not set, so nothing of {name} is read");
        return None;
    };
    let folder = Path::new(&corpora).join(name);
    assert!(folder.is_dir(), "{} is missing", folder.display());
    Some(folder)
}

/// Every file below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The bytes that hexadecimal digits mean.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}
