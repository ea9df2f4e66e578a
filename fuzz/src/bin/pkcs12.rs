//! Key files: whatever is in one, it is read in bounded time, and a key that comes out signs.
//!
//! The seal is not asked for here, since no fuzzer can guess one.
#![no_main]

use eds::pkcs12;

fuzz::target!(bytes check);

fn check(bytes: &[u8]) {
    for password in ["құпия", "Qwerty12"] {
        for entry in pkcs12::read(bytes, password).into_iter().flatten() {
            let own = entry.certificates.first().map(|certificate| &certificate.key);
            assert!(own.is_none_or(|own| *own == Ok(entry.key.public_key())));
            if let Ok(signature) = entry.key.sign(b"application 17") {
                let (key, algorithm) = (entry.key.public_key(), entry.key.algorithm());
                assert_eq!(key.verify(algorithm, b"application 17", &signature), Ok(()));
            }
        }
    }
}
