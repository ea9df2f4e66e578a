//! Signatures and time-stamps of the state's test people, S/MIME of PKITS, and old examples.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use eds::algorithm::{Algorithm, Unfit};
use eds::cms::SignedData;
use eds::digest::Hash;
use eds::signer::{self, NotTaken};
use eds::tsp::Stamp;
use eds::verify::{Grounds, Report, SubIndication, Trust, Verdict, verify};
use eds::{Malformed, pem};
use jiff::SignedDuration;

use super::folder::{files, folder};
use super::state::{certificates, time};

const TWO: &str = "cms_service_signed_cms.der";
const APART: &str = "cms_service_signed_detached_cms.der";
/// The key of GOST-2015 is valid then, that of RSA is not any more.
const LATER: &str = "2022-12-01T00:00:00Z";
/// The other way round.
const EARLIER: &str = "2021-06-01T00:00:00Z";
const HASH_FAILURE: Verdict = Verdict::Failed(SubIndication::HashFailure);

fn read(folder: &Path, file: &str) -> Vec<u8> {
    fs::read(folder.join("ncanode/embedded").join(file)).unwrap()
}

fn judge(folder: &Path, der: &[u8], content: Option<&[u8]>, at: &str) -> Result<Report, Malformed> {
    static TRUST: OnceLock<Trust> = OnceLock::new();
    let trust = TRUST.get_or_init(|| Trust::new(certificates(&folder.join("sdk/CA_Test"))));
    let grounds = Grounds {
        at: time(at),
        trust,
        stamp_trust: trust,
        needs_revocation: false,
        lists: &[],
        answers: &[],
        answer_age: SignedDuration::from_hours(1),
    };
    verify(der, content, &grounds)
}

fn verdicts(report: &Report) -> Vec<Verdict> {
    report.signers.iter().map(|signer| signer.verdict).collect()
}

#[test]
fn both_signers_are_right_with_the_content_inside_or_apart() {
    let Some(folder) = folder("eds") else { return };
    let expired = Verdict::Indeterminate(SubIndication::OutOfBoundsNoPoe);
    let too_early = Verdict::Failed(SubIndication::NotYetValid);
    for (file, content) in [(TWO, None), (TWO, Some(&b"test123"[..])), (APART, Some(b"test123"))] {
        let der = read(&folder, file);
        let later = judge(&folder, &der, content, LATER).unwrap();
        assert_eq!(verdicts(&later), [Verdict::Passed, expired]);
        assert_eq!(later.verdict, expired);
        assert_eq!(later.content.as_deref(), Some(&b"test123"[..]));
        let earlier = judge(&folder, &der, content, EARLIER).unwrap();
        assert_eq!(verdicts(&earlier), [too_early, Verdict::Passed]);
        let algorithms = [Some(Algorithm::Gost2015), Some(Algorithm::Rsa(Hash::Sha256))];
        assert_eq!(earlier.signers.iter().map(|one| one.algorithm).collect::<Vec<_>>(), algorithms);
        let chain = &earlier.signers[1].checked.as_ref().unwrap().chain;
        assert_eq!(chain.len(), 3);
    }
}

#[test]
fn other_content_and_none_do_not_pass() {
    let Some(folder) = folder("eds") else { return };
    let apart = read(&folder, APART);
    let missing = Verdict::Indeterminate(SubIndication::SignedDataNotFound);
    let without = judge(&folder, &apart, None, LATER).unwrap();
    assert_eq!(verdicts(&without), [missing, missing]);
    for (file, content) in [(APART, b"test124"), (TWO, b"test124")] {
        let report = judge(&folder, &read(&folder, file), Some(content), LATER).unwrap();
        assert_eq!(verdicts(&report), [HASH_FAILURE, HASH_FAILURE], "{file}");
    }
}

/// Each byte changed: it cannot be read any more, or does not pass, or stands where nothing is signed.
#[test]
fn no_changed_signature_passes() {
    let Some(folder) = folder("eds") else { return };
    let der = read(&folder, "cms_service_signed_cms_one_signer.der");
    assert_eq!(judge(&folder, &der, None, EARLIER).unwrap().verdict, Verdict::Passed);
    let mut passed = Vec::new();
    for at in 0..der.len() {
        let mut other = der.clone();
        other[at] ^= 1 << (at % 8);
        if judge(&folder, &other, None, EARLIER).is_ok_and(|one| one.verdict == Verdict::Passed) {
            passed.push(at);
        }
    }
    println!("{} bytes changed, {} of them say nothing that is signed", der.len(), passed.len());
    // In the version and the list of hashes at the start, or a capital letter that became a small one
    // in the name of the issuer.
    assert!(passed.iter().all(|at| *at < 43 || (1621..1688).contains(at)), "{passed:?}");
    assert!(passed.len() < 20, "{passed:?}");
}

#[test]
fn what_is_not_der_or_not_whole_is_no_signature() {
    let Some(folder) = folder("eds") else { return };
    let der = read(&folder, TWO);
    let trailing = [&der[..], &[0]].concat();
    assert_eq!(SignedData::read(&trailing).err(), Some(Malformed::Trailing));
    // The same with an indefinite length around it, as BER has it.
    let ber = [&[0x30, 0x80][..], &der[4..], &[0, 0]].concat();
    assert_eq!(SignedData::read(&ber).err(), Some(Malformed::Length));
    let certificate = fs::read(folder.join("ncanode/certs/ceo_valid_sign_2004_gost.cer")).unwrap();
    let certificate = pem::to_der(&certificate).unwrap();
    assert!(judge(&folder, &certificate, None, LATER).is_err(), "a certificate signs nothing");
}

#[test]
fn only_one_person_signs_for_the_portal() {
    let Some(folder) = folder("eds") else { return };
    let one = read(&folder, "cms_service_signed_cms_one_signer.der");
    let report = judge(&folder, &one, None, EARLIER).unwrap();
    let person = signer::person(&report).unwrap();
    assert_eq!((person.iin.as_str(), person.name.as_str()), ("123456789011", "ТЕСТОВ ТЕСТ"));
    assert_eq!(person.surname.as_deref(), Some("ТЕСТОВ"));
    assert_eq!(person.patronymic.as_deref(), Some("ТЕСТОВИЧ"));
    let report = judge(&folder, &one, None, LATER).unwrap();
    assert!(matches!(signer::person(&report), Err(NotTaken::Verdict(_))));
    let two = judge(&folder, &read(&folder, TWO), None, EARLIER).unwrap();
    assert_eq!(signer::person(&two), Err(NotTaken::Signers));
    let named =
        |file: &str| signer::named(&super::state::read(&folder.join("ncanode/certs").join(file)));
    assert_eq!(named("ceo_valid_sign_2004_gost.cer"), Err(NotTaken::NotAPerson));
    assert_eq!(named("individual_valid_sign_2004_rsa_auth.cer"), Err(NotTaken::Purpose));
    assert!(named("individual_valid_sign_2004_rsa.cer").is_ok());
}

#[test]
fn a_stamp_over_sha1_is_read_and_refused() {
    let Some(folder) = folder("eds") else { return };
    let token = fs::read(folder.join("ncanode/tsp/tsp_token.bin")).unwrap();
    let stamp = Stamp::read(&token).unwrap();
    assert_eq!(stamp.at, time("2022-09-18T13:20:14Z"));
    assert_eq!(stamp.policy.to_string(), "1.2.398.3.3.2.6.1");
    assert_eq!(stamp.hash, Err(Unfit::Weak("SHA-1")));
    assert_eq!(stamp.signer(b"anything").err(), Some(Unfit::Weak("SHA-1")));
    let response = fs::read(folder.join("ncanode/tsp/tsp_response.bin")).unwrap();
    assert_eq!(Stamp::read_response(&response).unwrap().at, stamp.at);
    assert!(Stamp::read(&response).is_err());
}

/// The part that is signed and the signature of a message of PKITS.
fn parts(message: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let message = message.replace("\r\n", "\n");
    let (_, boundary) = message.split_once("boundary=\"")?;
    let line = format!("--{}", boundary.split_once('"')?.0);
    let mut parts = message.split(line.as_str()).skip(1);
    let text = parts.next()?.strip_prefix('\n')?.strip_suffix('\n')?.replace('\n', "\r\n");
    let (_, base64) = parts.next()?.split_once("\n\n")?;
    Some((text.into_bytes(), pem::from_base64(base64.as_bytes()).ok()?))
}

/// Whatever becomes of the certificates, the signatures themselves are right: all but five messages, which
/// have a certificate in them that cannot be read.
#[test]
fn messages_of_pkits_are_signed() {
    let Some(folder) = folder("vectors/pkits") else { return };
    let (mut right, mut unread) = (0, 0);
    for file in files(&folder.join("smime")) {
        let (text, der) = parts(&fs::read_to_string(&file).unwrap()).unwrap();
        match judge_untrusting(&der, &text) {
            Err(_) => unread += 1,
            Ok(Verdict::Indeterminate(_) | Verdict::Failed(SubIndication::NotYetValid)) => {
                right += 1
            }
            Ok(verdict) => panic!("{}: {verdict}", file.display()),
        }
        let verdict = judge_untrusting(&der, &[&text[..], b"more"].concat());
        let dsa = Verdict::Indeterminate(SubIndication::CryptoConstraintsFailure);
        assert!(verdict.is_err() || [Ok(HASH_FAILURE), Ok(dsa)].contains(&verdict));
    }
    println!("{right} are signed, {unread} cannot be read");
    assert_eq!((right, unread), (219, 5));
}

/// The verdict if nobody is trusted.
fn judge_untrusting(der: &[u8], content: &[u8]) -> Result<Verdict, Malformed> {
    let trust = Trust::default();
    let grounds = Grounds {
        at: time("2020-01-01T00:00:00Z"),
        trust: &trust,
        stamp_trust: &trust,
        needs_revocation: false,
        lists: &[],
        answers: &[],
        answer_age: SignedDuration::from_hours(1),
    };
    verify(der, Some(content), &grounds).map(|report| report.verdict)
}

/// Signatures of twenty years ago, with SHA-1 and DSA: none passes.
#[test]
fn old_examples_do_not_pass() {
    let Some(folder) = folder("vectors/rfc4134") else { return };
    let mut read = 0;
    for file in files(&folder) {
        let bytes = fs::read(&file).unwrap();
        if let Ok(verdict) = judge_untrusting(&bytes, b"This is some sample content.") {
            let weak = Verdict::Indeterminate(SubIndication::CryptoConstraintsFailure);
            assert_eq!(verdict, weak, "{}", file.display());
            read += 1;
        }
    }
    println!("{read} of them could be read");
    assert!(read > 0);
}
