//! CMS: a signature passes only over what was signed, by whom it was signed.
#![no_main]

use eds::cms::SignedData;
use eds::sign;
use eds::verify::{Verdict, verify};
use fuzz::signed::{TEXT, world};

fuzz::target!(bytes check);

fn check(bytes: &[u8]) {
    let world = world();
    let report = verify(bytes, None, &world.grounds());
    let Ok(data) = SignedData::read(bytes) else {
        assert!(report.is_err());
        return;
    };
    let report = report.unwrap();
    assert!(!report.signers.is_empty() && report.signers.len() == data.signers.len());
    let worst = report.signers.iter().map(|signer| signer.verdict).max();
    assert_eq!(worst, Some(report.verdict));
    for signer in report.signers.iter().filter(|signer| signer.verdict == Verdict::Passed) {
        assert!(world.knows(signer.certificate.as_ref().unwrap()), "nobody has certified it");
        let content = report.content.as_deref().unwrap();
        assert!([TEXT, &world.stamp_info].contains(&content), "nobody has signed it");
    }
    // Anything may be put to a signature as a stamp; it changes nothing but what is not signed.
    let stamped = sign::with_stamp(bytes, 0, &world.stamp).unwrap();
    if stamped.len() <= eds::cms::MOST && data.signers[0].stamps.len() < 4 {
        let again = SignedData::read(&stamped).map(|again| (again.content, again.signers.len()));
        assert_eq!(again, Ok((data.content, data.signers.len())));
    }
}
