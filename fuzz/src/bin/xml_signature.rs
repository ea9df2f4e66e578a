//! Signed XML: a signature passes only over what was signed; and what can be signed passes.
#![no_main]

use eds::verify::Verdict;
use eds::{sign, xml};
use fuzz::signed::{DOCUMENT, world};

fuzz::target!(text check);

fn check(text: &str) {
    let world = world();
    let judge = |text: &str| xml::verify(text.as_bytes(), &world.grounds());
    let before = judge(text);
    for report in before.iter().filter(|report| report.verdict == Verdict::Passed) {
        let content = report.content.as_deref().unwrap();
        assert_eq!(content, DOCUMENT.as_bytes(), "nobody has signed it");
        assert!(report.signers.iter().all(|one| world.knows(one.certificate.as_ref().unwrap())));
    }
    let person = &world.person;
    let Ok(signed) = sign::xml(text, &person.key, &person.certificate) else { return };
    let after = judge(&signed).unwrap();
    assert_eq!(after.signers.last().unwrap().verdict, Verdict::Passed);
    let count = before.as_ref().map_or(0, |before| before.signers.len());
    if let Ok(before) = before {
        assert_eq!(before.content, after.content, "the content is the same");
    }
    assert_eq!(after.signers.len(), count + 1);
}
