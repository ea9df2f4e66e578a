//! What looks like a signature and is none, or not the one that is wanted.

use eds::Malformed;
use eds::algorithm::Algorithm;
use eds::der::write::algorithm;
use eds::oid;
use eds::signer::{self, NotTaken};
use eds::verify::{SubIndication as Sub, Verdict};

use super::made::{Draft, Holder, Kind, PERSON, World};

const NOW: &str = "2026-08-01T12:00:00Z";

fn verdict(world: &World, draft: &Draft) -> Verdict {
    world.judge(&draft.by(&world.person), NOW).unwrap().verdict
}

#[test]
fn a_right_signature_passes_and_names_the_person() {
    let world = World::new();
    let report = world.judge(&world.draft().by(&world.person), NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Passed);
    assert_eq!(report.content.as_deref(), Some(&b"application 17"[..]));
    assert_eq!(signer::person(&report).unwrap().iin, "900101400019");
    let apart = Draft { is_apart: true, ..world.draft() }.by(&world.person);
    let judge = |content| world.judge_with(&apart, content, NOW).unwrap().verdict;
    assert_eq!(judge(Some(b"application 17")), Verdict::Passed);
    assert_eq!(judge(Some(b"application 18")), Verdict::Failed(Sub::HashFailure));
    assert_eq!(judge(None), Verdict::Indeterminate(Sub::SignedDataNotFound));
}

#[test]
fn nobody_is_not_somebody() {
    let world = World::new();
    let nobody = Malformed::Rule("nobody has signed");
    assert_eq!(world.judge(&world.draft().with(&[]), NOW).err(), Some(nobody));
    assert!(world.judge(world.person.certificate.as_der(), NOW).is_err());
}

#[test]
fn a_signer_without_certificate_is_nobody() {
    let world = World::new();
    let missing = Verdict::Indeterminate(Sub::NoSigningCertificateFound);
    let draft = Draft { certificates: Vec::new(), ..world.draft() };
    assert_eq!(verdict(&world, &draft), missing);
    let other = world.authority.certificate.as_der().to_vec();
    assert_eq!(verdict(&world, &Draft { certificates: other, ..world.draft() }), missing);
    // The signed hash is of another certificate.
    let draft = Draft { certificate_hash: Some(vec![0; 32]), ..world.draft() };
    assert_eq!(verdict(&world, &draft), missing);
    // Without that hash it passes: the state often leaves it out.
    assert_eq!(
        verdict(&world, &Draft { certificate_hash: None, ..world.draft() }),
        Verdict::Passed
    );
}

#[test]
fn attributes_say_what_was_signed() {
    let world = World::new();
    let draft = Draft { signed_kind: oid::STAMP_INFO, ..world.draft() };
    assert_eq!(verdict(&world, &draft), Verdict::Failed(Sub::FormatFailure));
    let draft = Draft { twice: true, ..world.draft() };
    assert!(world.judge(&draft.by(&world.person), NOW).is_err());
    // Another signer's values under this one's name.
    let draft = world.draft();
    let mut info = draft.info(&world.person);
    let value = draft.value(&world.person);
    let start = info.len() - value.len();
    assert_eq!(info[start..], value);
    info[start] ^= 1;
    let report = world.judge(&draft.with(&[info]), NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Failed(Sub::SigCryptoFailure));
}

#[test]
fn algorithms_that_do_not_hold_or_do_not_fit() {
    let world = World::new();
    let weak = Verdict::Indeterminate(Sub::CryptoConstraintsFailure);
    let named = |algorithm| Draft { algorithm, ..world.draft() };
    assert_eq!(verdict(&world, &named(algorithm(oid::RSA_SHA1))), weak);
    assert_eq!(verdict(&world, &Draft { hash: oid::SHA1, ..world.draft() }), weak);
    // The key's name in the place of the signature's is for GOST-2004 alone.
    assert_eq!(verdict(&world, &named(algorithm(oid::KEY_GOST_2015))), weak);
    let other = Verdict::Failed(Sub::FormatFailure);
    assert_eq!(verdict(&world, &named(algorithm(oid::KEY_GOST_2004))), other);
    let other = Draft { hash: oid::GOST_94, ..named(algorithm(oid::KEY_GOST_2004)) };
    assert_eq!(verdict(&world, &other), Verdict::Failed(Sub::SigCryptoFailure));
}

/// As the state's own library signs.
#[test]
fn the_kind_of_key_may_stand_for_the_algorithm_of_gost_2004() {
    let world = World::new();
    let kind = Kind::Holder(vec![oid::EMAIL_PROTECTION, oid::PERSON], false);
    let person = Holder::old(7, &PERSON, &kind, Some(&world.authority));
    let draft = Draft::new(oid::DATA, b"application 17", &person);
    for name in [oid::SIGNATURE_GOST_2004, oid::KEY_GOST_2004] {
        let draft = Draft { algorithm: algorithm(name), ..draft.clone() };
        let report = world.judge(&draft.by(&person), NOW).unwrap();
        assert_eq!(report.verdict, Verdict::Passed);
        assert_eq!(report.signers[0].algorithm, Some(Algorithm::Gost2004));
    }
}

#[test]
fn two_signers_are_judged_apart_and_not_taken() {
    let world = World::new();
    let draft = world.draft();
    let both = draft.with(&[draft.info(&world.person), draft.info(&world.person)]);
    let report = world.judge(&both, NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Passed);
    assert_eq!(signer::person(&report), Err(NotTaken::Signers));
    let certificates =
        [world.person.certificate.as_der(), world.stamps.certificate.as_der()].concat();
    let draft = Draft { certificates, certificate_hash: None, ..world.draft() };
    let mut wrong = draft.info(&world.stamps);
    *wrong.last_mut().unwrap() ^= 1;
    let report = world.judge(&draft.with(&[draft.info(&world.person), wrong]), NOW).unwrap();
    let failed = Verdict::Failed(Sub::SigCryptoFailure);
    let verdicts = [report.signers[0].verdict, report.signers[1].verdict, report.verdict];
    assert_eq!(verdicts, [Verdict::Passed, failed, failed]);
}

#[test]
fn trust_and_time_are_asked() {
    let world = World::new();
    let der = world.draft().by(&world.person);
    let at = |at| world.judge(&der, at).unwrap().verdict;
    assert_eq!(at("2025-12-31T23:59:59Z"), Verdict::Failed(Sub::NotYetValid));
    assert_eq!(at("2027-01-01T00:00:00Z"), Verdict::Passed);
    assert_eq!(at("2027-01-01T00:00:01Z"), Verdict::Indeterminate(Sub::OutOfBoundsNoPoe));
    let mut stranger = World::new();
    stranger.root = Holder::new(9, &[(oid::COMMON_NAME, "OTHER")], &Kind::Authority, None);
    let report = stranger.judge(&der, NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate(Sub::NoCertificateChainFound));
    // The right name with another key.
    stranger.root = Holder::new(9, &[(oid::COMMON_NAME, "ROOT")], &Kind::Authority, None);
    let report = stranger.judge(&der, NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate(Sub::CertificateChainGeneralFailure));
    // A person certifies another one.
    let purposes = Kind::Holder(vec![oid::EMAIL_PROTECTION, oid::PERSON], false);
    let child = Holder::new(8, &PERSON, &purposes, Some(&world.person));
    let certificates = [world.person.certificate.as_der(), child.certificate.as_der()].concat();
    let draft = Draft { certificates, ..Draft::new(oid::DATA, b"x", &child) };
    let report = world.judge(&draft.by(&child), NOW).unwrap();
    assert_eq!(report.verdict, Verdict::Indeterminate(Sub::ChainConstraintsFailure));
}

#[test]
fn only_people_with_a_number_and_a_key_for_signing_are_taken() {
    let world = World::new();
    let signs = || vec![oid::EMAIL_PROTECTION, oid::PERSON];
    let taken = |parts: &[(oid::Oid, &str)], purposes| {
        let one = Holder::new(7, parts, &Kind::Holder(purposes, false), Some(&world.authority));
        let der = Draft::new(oid::DATA, b"x", &one).by(&one);
        signer::person(&world.judge(&der, NOW).unwrap()).map(|person| person.iin)
    };
    assert_eq!(taken(&PERSON, signs()).as_deref(), Ok("900101400019"));
    let authentication = oid::Oid::from_der(&[0x2B, 6, 1, 5, 5, 7, 3, 2]).unwrap();
    assert_eq!(taken(&PERSON, vec![authentication, oid::PERSON]), Err(NotTaken::Purpose));
    let organisation = vec![oid::EMAIL_PROTECTION, oid::PERSON, oid::ORGANISATION];
    assert_eq!(taken(&PERSON, organisation), Err(NotTaken::NotAPerson));
    assert_eq!(taken(&PERSON, vec![oid::EMAIL_PROTECTION]), Err(NotTaken::NotAPerson));
    let employee = [&PERSON[..], &[(oid::ORGANIZATIONAL_UNIT, "BIN123456789021")]].concat();
    assert_eq!(taken(&employee, signs()), Err(NotTaken::NotAPerson));
    for number in
        ["900101400019", "IIN90010140001", "IIN9001014000199", "IIN90010140001A", "BIN900101400019"]
    {
        let named = [(oid::COMMON_NAME, "СЕРІКОВА АЙГҮЛ"), (oid::SERIAL_NUMBER, number)];
        assert_eq!(taken(&named, signs()), Err(NotTaken::Iin), "{number}");
    }
    let twice = [&PERSON[..], &[(oid::SERIAL_NUMBER, "IIN900101400019")]].concat();
    assert_eq!(taken(&twice, signs()), Err(NotTaken::Iin));
}
