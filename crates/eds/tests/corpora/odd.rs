//! Odd and broken files: read or refused, soon, and never a panic.

use std::fs;
use std::time::{Duration, Instant};

use eds::cms::SignedData;
use eds::crl::RevocationList;
use eds::ocsp::Response;
use eds::tsp::Stamp;
use eds::x509::Certificate;
use eds::{der, pem};

use super::folder::{files, folder};

/// Reads the bytes as all that they may be.
fn read(bytes: &[u8]) {
    let _ = (der::whole(bytes, 1 << 24), Certificate::read(bytes));
    let _ = (RevocationList::read(bytes), Response::read(bytes));
    let _ = (SignedData::read(bytes), Stamp::read_response(bytes));
}

/// Every file, each cut off at many places and with many bytes changed.
#[test]
fn broken_files_are_refused_soon() {
    let mut count = 0;
    for name in ["vectors/x509-odd", "vectors/ocsp", "vectors/rfc4134"] {
        let Some(folder) = folder(name) else { return };
        for file in files(&folder) {
            let bytes = fs::read(&file).unwrap();
            let Ok(bytes) = pem::to_der(&bytes) else { continue };
            let started = Instant::now();
            read(&bytes);
            assert!(started.elapsed() < Duration::from_millis(100), "{}", file.display());
            for at in (0..bytes.len()).step_by(bytes.len() / 50 + 1) {
                assert!(der::whole(&bytes[..at], 1 << 24).is_err(), "{}", file.display());
                let mut other = bytes.clone();
                other[at] ^= 0x81;
                read(&other);
            }
            count += 1;
        }
    }
    println!("{count} files, each cut off and changed");
    assert!(count > 100, "too few files: {count}");
}
