//! Certificates of the state's authorities, and of the people in its samples.

use std::fs;
use std::path::Path;

use eds::algorithm::Unfit;
use eds::path::{self, Refusal, Rules};
use eds::pem;
use eds::verify::{Grounds, SubIndication, Trust, Verdict, check_certificate};
use eds::x509::Certificate;
use jiff::{SignedDuration, Timestamp};

use super::folder::{files, folder};

pub(crate) fn read(file: &Path) -> Certificate {
    let der = pem::to_der(&fs::read(file).unwrap()).unwrap();
    Certificate::read(&der).unwrap_or_else(|malformed| panic!("{}: {malformed}", file.display()))
}

/// Every certificate in the folder.
pub(crate) fn certificates(folder: &Path) -> Vec<Certificate> {
    let is_certificate = |file: &&std::path::PathBuf| {
        let extension = file.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("cer" | "crt" | "pem"))
    };
    files(folder).iter().filter(is_certificate).map(|file| read(file)).collect()
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Roots, and what is between them and people.
pub(crate) fn trust(folder: &Path) -> (Vec<Certificate>, Vec<Certificate>) {
    certificates(folder).into_iter().partition(Certificate::is_self_issued)
}

#[test]
fn every_certificate_is_signed_by_its_issuer() {
    let Some(folder) = folder("eds") else { return };
    let all = certificates(&folder);
    for certificate in &all {
        let signer = all.iter().find(|other| other.has_signed(certificate).is_ok());
        let signer = signer.unwrap_or_else(|| panic!("nobody has signed {}", certificate.subject));
        assert_eq!(signer.subject, certificate.issuer);
    }
    println!("{} certificates", all.len());
    assert!(all.len() >= 18, "too few: {}", all.len());
}

#[test]
fn the_state_and_its_test_authorities_are_chains() {
    let Some(folder) = folder("eds") else { return };
    let (roots, others) = trust(&folder.join("prod-ca"));
    let gost = others.iter().find(|one| one.subject.to_string().contains("GOST")).unwrap();
    let rsa = others.iter().find(|one| one.subject.to_string().contains("RSA")).unwrap();
    let find =
        |one, at| path::find(one, &[], &roots, &Rules::at(time(at))).map(|path| path.0.len());
    assert_eq!(find(gost, "2026-07-01T00:00:00Z"), Ok(2));
    assert_eq!(find(gost, "2022-06-15T05:01:08Z"), Err(Refusal::NotYet));
    assert_eq!(find(rsa, "2016-01-01T00:00:00Z"), Ok(2));
    assert_eq!(find(rsa, "2026-01-01T00:00:00Z"), Err(Refusal::Expired));

    let (roots, others) = trust(&folder.join("sdk/CA_Test"));
    let person = read(&folder.join("gokalkan/test/certs/gost1.cer"));
    let find =
        |at| path::find(&person, &others, &roots, &Rules::at(time(at))).map(|path| path.0.len());
    assert_eq!(find("2024-01-01T00:00:00Z"), Ok(3));
    assert_eq!(find("2024-11-09T00:00:00Z"), Err(Refusal::Expired));
    let find = |trusted: &[Certificate]| {
        let rules = Rules::at(time("2024-01-01T00:00:00Z"));
        path::find(&person, &others, trusted, &rules).map(|path| path.0.len())
    };
    assert_eq!(find(&certificates(&folder.join("prod-ca"))), Err(Refusal::Untrusted));
}

/// What is built in is what the corpora have, and trusts nobody else.
#[test]
fn the_state_that_is_built_in_certifies_no_test_people() {
    let Some(folder) = folder("eds") else { return };
    let prod = Trust::prod();
    let files = ["root_gost_2022.pem", "nca_gost_2022.pem"];
    let [root, issuing] = files.map(|file| read(&folder.join("prod-ca").join(file)));
    assert_eq!((prod.roots(), prod.others()), (&[root][..], &[issuing.clone()][..]));
    let grounds = |at| Grounds {
        at,
        trust: &prod,
        stamp_trust: &prod,
        needs_revocation: false,
        lists: &[],
        answers: &[],
        answer_age: SignedDuration::from_hours(1),
    };
    let checked = check_certificate(&issuing, &grounds(time("2026-07-01T00:00:00Z")));
    assert_eq!((checked.verdict, checked.chain.len()), (Verdict::Passed, 2));
    let untrusted = Verdict::Indeterminate(SubIndication::NoCertificateChainFound);
    let mut count = 0;
    for certificate in certificates(&folder).iter().filter(|one| !prod.others().contains(one)) {
        let verdict = check_certificate(certificate, &grounds(certificate.not_before)).verdict;
        assert_eq!(verdict == Verdict::Passed, prod.roots().contains(certificate));
        count += usize::from(verdict == untrusted);
    }
    println!("{count} certificates of others are not trusted");
    assert!(count >= 14, "only {count}");
}

/// Both authorities that people trust, with each bit of some bytes flipped.
#[test]
fn a_changed_certificate_is_not_signed() {
    let Some(folder) = folder("eds/prod-ca") else { return };
    let root = read(&folder.join("root_gost_2022.pem"));
    let issuing = read(&folder.join("nca_gost_2022.pem"));
    assert_eq!((root.has_signed(&root), root.has_signed(&issuing)), (Ok(()), Ok(())));
    let whole = issuing.as_der();
    let mut count = 0;
    for at in (0..whole.len()).step_by(7) {
        let mut other = whole.to_vec();
        other[at] ^= 1 << (at % 8);
        let Ok(other) = Certificate::read(&other) else { continue };
        let refused = root.has_signed(&other);
        assert!(matches!(refused, Err(Unfit::Wrong | Unfit::Unknown(_) | Unfit::Parameters)));
        count += 1;
    }
    assert!(count > 50, "only {count} could still be read");
}
