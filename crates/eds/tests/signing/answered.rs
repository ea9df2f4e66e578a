//! Answers of responders about the person, the list of the root about the authority.

use eds::der::write::{algorithm, bits, generalized_time, name, number, octets, sequence};
use eds::der::{tag, write};
use eds::digest::Hash;
use eds::ocsp::Response;
use eds::oid;
use eds::verify::{SubIndication as Sub, Verdict};

use super::made::{Holder, Kind, World, time};

const NOW: &str = "2026-08-01T12:00:00Z";
const ASKED: &str = "2026-08-01T11:59:00Z";
const NONCE: [u8; 16] = [5; 16];
const TRY_LATER: Verdict = Verdict::Indeterminate(Sub::TryLater);

fn good() -> Vec<u8> {
    write(tag::context(0), &[])
}

fn revoked(at: &str, reason: u8) -> Vec<u8> {
    let reason = write(tag::holding(0), &[&write(tag::ENUMERATED, &[&[reason]])]);
    write(tag::holding(1), &[&generalized_time(time(at)), &reason])
}

/// What a responder says of the certificate of this number.
fn answer(world: &World, responder: &Holder, serial: u8, status: &[u8], at: &str) -> Response {
    let authority = &world.authority.certificate;
    let hash = |bytes: &[u8]| octets(&Hash::Sha256.digest(bytes));
    let id = sequence(&[
        &algorithm(oid::SHA256),
        &hash(authority.subject.as_der()),
        &hash(&authority.key_bytes),
        &number(serial.into()),
    ]);
    let nonce = sequence(&[&name(oid::OCSP_NONCE), &octets(&octets(&NONCE))]);
    let body = sequence(&[
        &write(tag::holding(1), &[responder.certificate.subject.as_der()]),
        &generalized_time(time(at)),
        &sequence(&[&sequence(&[&id, status, &generalized_time(time(at))])]),
        &write(tag::holding(1), &[&sequence(&[&nonce])]),
    ]);
    let certificates = sequence(&[responder.certificate.as_der()]);
    let basic = sequence(&[
        &body,
        &algorithm(oid::SIGNATURE_GOST_2015),
        &bits(&responder.sign(&body)),
        &write(tag::holding(0), &[&certificates]),
    ]);
    let bytes = sequence(&[&name(oid::OCSP_BASIC), &octets(&basic)]);
    let success = write(tag::ENUMERATED, &[&[0]]);
    Response::read(&sequence(&[&success, &write(tag::holding(0), &[&bytes])])).unwrap()
}

/// A responder that the authority has made.
fn responder(world: &World) -> Holder {
    let names = [(oid::COMMON_NAME, "OCSP")];
    Holder::new(5, &names, &Kind::Responder(true), Some(&world.authority))
}

/// The verdict on a signature, with a stamp of June or without, if these are the answers.
fn verdict(answers: Vec<Response>, world: World, is_stamped: bool) -> Verdict {
    let mut world = world.listing("2026-08-01T00:00:00Z", &[]);
    world.lists.truncate(1);
    world.answers = answers.into_iter().map(|answer| (answer, Some(NONCE.to_vec()))).collect();
    let mut draft = world.draft();
    if is_stamped {
        let at = "2026-06-01T00:00:00Z";
        let stamps = Holder::new(
            6,
            &[(oid::COMMON_NAME, "TSA")],
            &Kind::Holder(vec![oid::TIME_STAMPING], true),
            Some(&world.authority),
        );
        let responder = responder(&world);
        let about_stamps = answer(&world, &responder, 6, &good(), ASKED);
        world.answers.push((about_stamps, Some(NONCE.to_vec())));
        draft = draft.stamped(&world.person, &stamps, at);
    }
    world.judge(&draft.by(&world.person), NOW).unwrap().verdict
}

fn simple(status: &[u8], at: &str) -> Verdict {
    let world = World::new();
    let responder = responder(&world);
    verdict(vec![answer(&world, &responder, 3, status, at)], world, false)
}

#[test]
fn only_a_fresh_and_good_answer_is_good() {
    assert_eq!(simple(&good(), ASKED), Verdict::Passed);
    assert_eq!(simple(&good(), "2026-08-01T10:59:59Z"), TRY_LATER);
    assert_eq!(simple(&good(), "2026-08-01T12:05:01Z"), TRY_LATER);
    assert_eq!(simple(&write(tag::context(2), &[]), ASKED), TRY_LATER);
    let revoked = revoked("2026-06-16T00:00:00Z", 4);
    assert_eq!(simple(&revoked, ASKED), Verdict::Indeterminate(Sub::RevokedNoPoe));
}

/// So the state's responders say that there never was such a certificate.
#[test]
fn what_was_never_issued_does_not_pass() {
    let never = revoked("1970-01-01T00:00:00Z", 6);
    let unknown = Verdict::Indeterminate(Sub::CertificateChainGeneralFailure);
    assert_eq!(simple(&never, ASKED), unknown);
}

#[test]
fn a_word_against_the_certificate_is_heard_first() {
    let world = World::new();
    let responder = responder(&world);
    let against = answer(&world, &responder, 3, &revoked("2026-06-16T00:00:00Z", 4), ASKED);
    let for_it = answer(&world, &responder, 3, &good(), ASKED);
    let no_poe = Verdict::Indeterminate(Sub::RevokedNoPoe);
    assert_eq!(verdict(vec![for_it, against.clone()], world, false), no_poe);
    assert_eq!(verdict(vec![against], World::new(), true), Verdict::Passed);
}

#[test]
fn only_the_authority_and_whom_it_has_made_a_responder_answer() {
    let by = |responder: &Holder| {
        let world = World::new();
        verdict(vec![answer(&world, responder, 3, &good(), ASKED)], world, false)
    };
    let world = World::new();
    assert_eq!(by(&world.authority), Verdict::Passed);
    assert_eq!(by(&world.person), TRY_LATER, "who is certified for something else");
    assert_eq!(by(&world.root), TRY_LATER, "who has not issued the certificate");
    let names = [(oid::COMMON_NAME, "OCSP")];
    let stranger = Holder::new(5, &names, &Kind::Responder(true), None);
    assert_eq!(by(&stranger), TRY_LATER);
    let checked = Holder::new(5, &names, &Kind::Responder(false), Some(&world.authority));
    assert_eq!(by(&checked), TRY_LATER, "who might be revoked");
    let above = Holder::new(5, &names, &Kind::Responder(true), Some(&world.root));
    assert_eq!(by(&above), TRY_LATER, "whom the root has made a responder");
}

#[test]
fn an_answer_to_another_question_says_nothing() {
    let world = World::new();
    let responder = responder(&world);
    let other = answer(&world, &responder, 4, &good(), ASKED);
    assert_eq!(verdict(vec![other], world, false), TRY_LATER);
    let mut world = World::new().listing("2026-08-01T00:00:00Z", &[]);
    world.lists.truncate(1);
    let right = answer(&world, &responder, 3, &good(), ASKED);
    let der = world.draft().by(&world.person);
    for (nonce, expected) in [(None, Verdict::Passed), (Some(vec![6; 16]), TRY_LATER)] {
        world.answers = vec![(right.clone(), nonce)];
        assert_eq!(world.judge(&der, NOW).unwrap().verdict, expected);
    }
    let refusal = sequence(&[&write(tag::ENUMERATED, &[&[3]])]);
    world.answers = vec![(Response::read(&refusal).unwrap(), None)];
    assert_eq!(world.judge(&der, NOW).unwrap().verdict, TRY_LATER);
}
