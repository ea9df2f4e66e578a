//! Time-stamps: what they prove, and which do not count.

use eds::oid;
use eds::verify::{Report, SubIndication as Sub, Verdict};

use super::made::{Draft, Holder, Kind, World, stamp, time};

const SIGNED: &str = "2026-06-01T00:00:00Z";
/// When the certificates are not valid any more.
const LATER: &str = "2028-01-01T00:00:00Z";
const EXPIRED: Verdict = Verdict::Indeterminate(Sub::OutOfBoundsNoPoe);

fn judge(world: &World, draft: &Draft) -> Report {
    world.judge(&draft.by(&world.person), LATER).unwrap()
}

#[test]
fn a_stamp_keeps_a_signature_when_its_certificate_has_expired() {
    let world = World::new();
    assert_eq!(judge(&world, &world.draft()).verdict, EXPIRED);
    let report = judge(&world, &world.draft().stamped(&world.person, &world.stamps, SIGNED));
    assert_eq!(report.verdict, Verdict::Passed);
    let signed = &report.signers[0];
    assert_eq!(signed.known_since, time(SIGNED));
    assert_eq!(signed.stamps[0].verdict, Verdict::Passed);
    assert_eq!(signed.stamps[0].authority.as_ref(), Some(&world.stamps.certificate));
}

#[test]
fn stamps_that_prove_nothing() {
    let world = World::new();
    let with = |der: Vec<u8>| {
        let report = judge(&world, &Draft { stamps: vec![der], ..world.draft() });
        assert_eq!(report.verdict, EXPIRED);
        report.signers[0].stamps[0].verdict
    };
    let value = world.draft().value(&world.person);
    let wrong = Verdict::Failed(Sub::SigCryptoFailure);
    assert_eq!(with(stamp(&world.stamps, b"another signature", SIGNED)), wrong);
    let nobody = Verdict::Indeterminate(Sub::NoSigningCertificateFound);
    assert_eq!(with(stamp(&world.person, &value, SIGNED)), nobody);
    let future = Verdict::Indeterminate(Sub::TimestampOrderFailure);
    assert_eq!(with(stamp(&world.stamps, &value, "2028-01-01T00:00:01Z")), future);
    assert_eq!(with(stamp(&world.stamps, &value, "2027-06-01T00:00:00Z")), EXPIRED);
    assert_eq!(with(world.draft().by(&world.person)), Verdict::Failed(Sub::FormatFailure));

    let made = |seed, purposes, critical, by: Option<&Holder>| {
        let kind = Kind::Holder(purposes, critical);
        Holder::new(seed, &[(oid::COMMON_NAME, "TSA")], &kind, by)
    };
    let above = Some(&world.authority);
    let not_critical = made(5, vec![oid::TIME_STAMPING], false, above);
    assert_eq!(with(stamp(&not_critical, &value, SIGNED)), nobody);
    let both = made(6, vec![oid::TIME_STAMPING, oid::EMAIL_PROTECTION], true, above);
    assert_eq!(with(stamp(&both, &value, SIGNED)), nobody);
    let stranger = made(7, vec![oid::TIME_STAMPING], true, None);
    let untrusted = Verdict::Indeterminate(Sub::NoCertificateChainFound);
    assert_eq!(with(stamp(&stranger, &value, SIGNED)), untrusted);
}

#[test]
fn the_earliest_good_stamp_counts() {
    let world = World::new();
    let draft = world.draft().stamped(&world.person, &world.stamps, "2026-07-01T00:00:00Z");
    let mut draft = draft.stamped(&world.person, &world.stamps, SIGNED);
    assert_eq!(judge(&world, &draft).signers[0].known_since, time(SIGNED));
    draft.stamps.push(stamp(&world.person, b"", "2026-02-01T00:00:00Z"));
    assert_eq!(judge(&world, &draft).signers[0].known_since, time(SIGNED));
    draft.stamps.extend([draft.stamps[0].clone(), draft.stamps[0].clone()]);
    assert!(world.judge(&draft.by(&world.person), LATER).is_err(), "five stamps");
}
