//! Revoked certificates, with a stamp and without.

use eds::oid;
use eds::revocation::Reason;
use eds::verify::{Grounds, SubIndication as Sub, Trust, Verdict, check_certificate};
use jiff::SignedDuration;

use super::made::{Holder, Kind, World, time};

const NOW: &str = "2026-08-01T12:00:00Z";
/// When the lists at hand were made.
const LISTED: &str = "2026-08-01T00:00:00Z";
const SIGNED: &str = "2026-06-01T00:00:00Z";
const REVOKED: &str = "2026-06-16T00:00:00Z";
const NO_POE: Verdict = Verdict::Indeterminate(Sub::RevokedNoPoe);

/// The verdict of a signature without a stamp, and with one of this time, if the person's certificate was
/// revoked for this reason.
fn verdicts(reason: Reason, stamped: &str) -> [Verdict; 2] {
    let world = World::new().listing(LISTED, &[(3, REVOKED, reason.number())]);
    let draft = world.draft();
    let with = draft.clone().stamped(&world.person, &world.stamps, stamped);
    [draft, with].map(|draft| world.judge(&draft.by(&world.person), NOW).unwrap().verdict)
}

#[test]
fn a_stamp_from_before_keeps_a_signature() {
    for reason in
        [Reason::Unspecified, Reason::Superseded, Reason::AffiliationChanged, Reason::Hold]
    {
        assert_eq!(verdicts(reason, SIGNED), [NO_POE, Verdict::Passed], "{reason}");
        assert_eq!(verdicts(reason, "2026-06-16T00:00:01Z"), [NO_POE, NO_POE], "{reason}");
        assert_eq!(verdicts(reason, REVOKED), [NO_POE, NO_POE], "{reason}");
    }
}

/// A key in other hands may have been there before anybody noticed.
#[test]
fn a_compromise_reaches_back() {
    assert_eq!(verdicts(Reason::KeyCompromise, SIGNED), [NO_POE, NO_POE]);
    assert_eq!(verdicts(Reason::AuthorityCompromise, SIGNED), [NO_POE, NO_POE]);
}

#[test]
fn others_in_the_list_do_no_harm() {
    let world = World::new().listing(LISTED, &[(5, REVOKED, 1), (2, REVOKED, 1)]);
    let report = world.judge(&world.draft().by(&world.person), NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Passed);
}

/// In whatever order they were given; a hold that has ended is none any more.
#[test]
fn the_newest_list_counts() {
    let [older, newer] = ["2026-07-31T00:00:00Z", LISTED];
    let until = "2026-08-03T00:00:00Z";
    let held: &[(u8, &str, u8)] = &[(3, REVOKED, 6)];
    for (first, second, expected) in [
        ((older, &[][..]), (newer, held), NO_POE),
        ((older, held), (newer, &[][..]), Verdict::Passed),
        ((newer, &[][..]), (newer, held), NO_POE),
    ] {
        for pair in [[first, second], [second, first]] {
            let mut world = World::new().listing(LISTED, &[]);
            world.lists.truncate(1);
            world.lists.extend(pair.map(|(at, entries)| world.authority.list(at, until, entries)));
            let report = world.judge(&world.draft().by(&world.person), NOW).unwrap();
            assert_eq!(report.verdict, expected, "{pair:?}");
        }
    }
}

/// A revoked stamping authority proves nothing any more, if its key is in other hands.
#[test]
fn a_stamp_of_a_compromised_authority_proves_nothing() {
    let world = World::new().listing(LISTED, &[(4, REVOKED, 1), (3, REVOKED, 4)]);
    let draft = world.draft().stamped(&world.person, &world.stamps, SIGNED);
    let report = world.judge(&draft.by(&world.person), NOW).unwrap();
    assert_eq!((report.verdict, report.signers[0].stamps[0].verdict), (NO_POE, NO_POE));
}

#[test]
fn an_authority_that_is_revoked_certifies_nobody() {
    let mut world = World::new().listing(LISTED, &[]);
    let list = world.root.list(LISTED, "2026-08-03T00:00:00Z", &[(2, REVOKED, 4)]);
    world.lists[0] = list;
    let report = world.judge(&world.draft().by(&world.person), NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate(Sub::RevokedCaNoPoe));
}

#[test]
fn silence_is_no_good_news() {
    let try_later = Verdict::Indeterminate(Sub::TryLater);
    let judge =
        |world: &World, at| world.judge(&world.draft().by(&world.person), at).unwrap().verdict;
    let world = World::new().listing(LISTED, &[]);
    assert_eq!(judge(&world, "2026-08-03T00:00:00Z"), Verdict::Passed);
    assert_eq!(judge(&world, "2026-08-03T00:00:01Z"), try_later);
    assert_eq!(judge(&world, "2026-07-31T00:00:00Z"), try_later);
    // Only one of the two authorities has been heard.
    let mut half = World::new().listing(LISTED, &[]);
    half.lists.truncate(1);
    assert_eq!(judge(&half, NOW), try_later);
    // A list of the right name, signed by someone else.
    let mut forged = World::new().listing(LISTED, &[]);
    let forger = Holder::new(9, &[(oid::COMMON_NAME, "CA")], &Kind::Authority, None);
    forged.lists[1] = forger.list(LISTED, "2026-08-03T00:00:00Z", &[]);
    assert_eq!(judge(&forged, NOW), try_later);
}

/// A certificate can be good, but it signs nothing: there is no report that could be taken.
#[test]
fn a_certificate_is_judged_alone() {
    let world = World::new();
    let trust =
        Trust::new(vec![world.root.certificate.clone(), world.authority.certificate.clone()]);
    let grounds = Grounds {
        at: time(NOW),
        trust: &trust,
        stamp_trust: &trust,
        needs_revocation: false,
        lists: &[],
        answers: &[],
        answer_age: SignedDuration::from_hours(1),
    };
    let checked = check_certificate(&world.person.certificate, &grounds);
    assert_eq!((checked.verdict, checked.chain.len()), (Verdict::Passed, 3));
    let needing = Grounds { needs_revocation: true, ..grounds };
    let checked = check_certificate(&world.person.certificate, &needing);
    assert_eq!(checked.verdict, Verdict::Indeterminate(Sub::TryLater));
}
