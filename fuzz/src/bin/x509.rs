//! Certificates: what is read is kept to the byte, and nobody is certified who was not.
#![no_main]

use eds::signer;
use eds::verify::{Verdict, check_certificate};
use eds::x509::Certificate;
use fuzz::signed::world;

fuzz::target!(bytes check);

fn check(bytes: &[u8]) {
    let Ok(certificate) = Certificate::read(bytes) else { return };
    assert_eq!(certificate.as_der(), bytes);
    assert!(certificate.key_info().is_ok() && certificate.subject == certificate.subject);
    drop((certificate.subject.to_string(), signer::named(&certificate)));
    let checked = check_certificate(&certificate, &world().grounds());
    assert!(
        checked.verdict != Verdict::Passed || world().knows(&certificate),
        "nobody has signed it"
    );
}
