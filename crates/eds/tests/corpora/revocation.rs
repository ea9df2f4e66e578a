//! Revocation lists and answers of the state's authorities.

use std::fs;
use std::path::Path;

use eds::crl::{self, Lists, RevocationList};
use eds::digest::Hash;
use eds::ocsp::{self, Response};
use eds::revocation::{Doubt, Reason, Revocation, Status};
use eds::x509::Certificate;
use jiff::SignedDuration;

use super::folder::{files, folder};
use super::state::{certificates, read, time};

fn list(file: &Path) -> RevocationList {
    RevocationList::read(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn every_list_is_signed_by_its_authority() {
    let Some(folder) = folder("eds") else { return };
    let authorities = certificates(&folder.join("sdk/CA_Test"));
    let (mut count, mut entries) = (0, 0);
    for file in
        files(&folder).iter().filter(|file| file.extension().is_some_and(|one| one == "crl"))
    {
        let list = list(file);
        let signer = authorities.iter().find(|one| list.is_signed_by(one).is_ok());
        assert_eq!(signer.map(|one| &one.subject), Some(&list.issuer), "{}", file.display());
        (count, entries) = (count + 1, entries + list.len());
    }
    println!("{count} lists of {entries} certificates");
    assert!(count >= 12, "too few: {count}");
}

/// A certificate of the test authority, with which a list can be asked.
fn person(folder: &Path) -> Certificate {
    read(&folder.join("gokalkan/test/certs/gost1.cer"))
}

#[test]
fn a_list_says_nothing_outside_its_time() {
    let Some(folder) = folder("eds") else { return };
    let authorities = certificates(&folder.join("sdk/CA_Test"));
    let (trusted, others): (Vec<_>, Vec<_>) =
        authorities.into_iter().partition(Certificate::is_self_issued);
    let lists = [list(&folder.join("sdk/CRL/nca_gost_test_2022.crl"))];
    let lists = Lists { lists: &lists, others: &others, trusted: &trusted };
    let person = person(&folder);
    let ask = |at| crl::check(&person, &lists, time(at));
    assert_eq!(ask("2024-01-01T00:00:00Z"), Status::Good);
    assert_eq!(ask("2024-05-15T06:03:38Z"), Status::Unknown(Doubt::Stale));
    assert_eq!(ask("2023-11-17T06:03:36Z"), Status::Unknown(Doubt::Stale));
    let foreign = [list(&folder.join("ncanode/crl/nca_rsa_test.crl"))];
    let foreign = Lists { lists: &foreign, ..lists };
    let asked = crl::check(&person, &foreign, time("2024-01-01T00:00:00Z"));
    assert_eq!(asked, Status::Unknown(Doubt::Missing));
    let untrusted = Lists { trusted: &[], ..lists };
    let asked = crl::check(&person, &untrusted, time("2024-01-01T00:00:00Z"));
    assert_eq!(asked, Status::Unknown(Doubt::Signer));
}

/// A file of changes to a later list than the one at hand.
#[test]
fn changes_of_another_list_are_left_alone() {
    let Some(folder) = folder("eds") else { return };
    let change = list(&folder.join("kazeds/crl/nca_gost2022_d_test.crl"));
    assert_eq!((&change.base, &change.number), (&Some(vec![14]), &Some(vec![10])));
    let whole = list(&folder.join("sdk/CRL/nca_gost_test_2022.crl"));
    assert_eq!((&whole.base, &whole.number), (&None, &Some(vec![10])));
    assert!(!change.is_change_of(&whole));
    let change = list(&folder.join("sdk/CRL/nca_d_gost_test_2022.crl"));
    assert!(change.is_change_of(&whole));
    assert!(!whole.is_change_of(&change) && !whole.is_change_of(&whole));
}

#[test]
fn reasons_and_times_are_read() {
    let Some(folder) = folder("eds") else { return };
    let list = list(&folder.join("ncanode-go/nca_gost2022_test.crl"));
    assert_eq!((list.len(), list.number.clone()), (195, Some(vec![166])));
    let serial = |hex: &str| super::folder::hex(hex);
    let find = |hex| list.find(&list.issuer, &serial(hex));
    let moved = Revocation { at: time("2026-05-06T16:34:41Z"), reason: Reason::AffiliationChanged };
    assert_eq!(find("11878BBB2D0C22C0BB736D57935C80D54BE605FF"), Some(moved));
    let newer = Revocation { at: time("2025-01-13T15:29:41Z"), reason: Reason::Superseded };
    assert_eq!(find("39EF28CCEC6EB4F18EEF40BEB2E56FCBF37C386B"), Some(newer));
    assert_eq!(find("39EF28CCEC6EB4F18EEF40BEB2E56FCBF37C386C"), None);
}

/// Bytes of a certificate that an answer is about: the answers in the samples are about people whose
/// certificates are in a signature beside them.
fn signers(folder: &Path, file: &str) -> Vec<Certificate> {
    let bytes = fs::read(folder.join(file)).unwrap();
    // Certificates stand where a SEQUENCE of four-digit length can be read as one.
    let starts = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(&[0x30, 0x82]));
    let ends = starts.filter_map(|at| {
        let length = 4 + usize::from(bytes[at + 2]) * 256 + usize::from(bytes[at + 3]);
        Certificate::read(bytes.get(at..at + length)?).ok()
    });
    ends.collect()
}

#[test]
fn answers_are_good_revoked_or_never_issued() {
    let Some(folder) = folder("eds") else { return };
    let authorities = certificates(&folder.join("sdk/CA_Test"));
    let people = signers(&folder, "ncanode/embedded/cms_service_signed_cms.der");
    let named =
        |text: &str| people.iter().find(|one| one.issuer.to_string().contains(text)).unwrap();
    let issuer_of =
        |one: &Certificate| authorities.iter().find(|other| other.has_signed(one).is_ok()).unwrap();
    let answer = |file: &str| {
        Response::read(&fs::read(folder.join("ncanode/ocsp").join(file)).unwrap()).unwrap()
    };
    let hour = SignedDuration::from_hours(1);
    let (gost, rsa) = (named("GOST"), named("RSA"));
    for person in [gost, rsa] {
        println!("{} by {}", person.subject, issuer_of(person).subject);
    }
    let good = answer("ocsp_response_individual_sign_2004.bin");
    let ask = |answer: &Response, one, at, nonce: Option<&[u8]>| {
        answer.status(one, issuer_of(one), nonce, time(at), hour)
    };
    let at = "2022-09-02T16:54:00Z";
    let nonce = super::folder::hex("B5E5C9B552CBCAC4");
    assert_eq!(ask(&good, rsa, at, Some(&nonce)), Status::Good);
    assert_eq!(ask(&good, rsa, at, None), Status::Good);
    let other = Status::Unknown(Doubt::OtherQuestion);
    assert_eq!(ask(&good, rsa, at, Some(&[0; 8])), other);
    assert_eq!(ask(&good, gost, at, None), other);
    assert_eq!(ask(&good, rsa, "2022-09-02T17:54:00Z", None), Status::Unknown(Doubt::Stale));
    assert_eq!(ask(&good, rsa, "2022-09-02T16:48:00Z", None), Status::Unknown(Doubt::Stale));

    let never = answer("ocsp_response_individual_2015.bin");
    let at = "2022-09-02T16:59:00Z";
    assert_eq!(ask(&never, gost, at, None), Status::Unknown(Doubt::NotIssued));
}

#[test]
fn a_question_names_the_certificate_and_its_issuer() {
    let Some(folder) = folder("eds") else { return };
    let person = person(&folder);
    let authorities = certificates(&folder.join("sdk/CA_Test/NCA"));
    let issuer = authorities.iter().find(|one| one.has_signed(&person).is_ok()).unwrap();
    let request = ocsp::request(&person, issuer, &[7; 32]);
    let mut fields = eds::der::whole(&request, 1000).unwrap().sequence().unwrap();
    let mut body = fields.sequence().unwrap();
    let mut id = body.sequence().unwrap().sequence().unwrap().sequence().unwrap();
    assert_eq!(id.sequence().unwrap().oid().unwrap(), eds::oid::SHA256);
    assert_eq!(id.any().unwrap().octets().unwrap(), Hash::Sha256.digest(issuer.subject.as_der()));
    assert_eq!(id.any().unwrap().octets().unwrap(), Hash::Sha256.digest(&issuer.key_bytes));
    assert_eq!(id.any().unwrap().integer().unwrap(), person.serial);
    assert!(body.any().unwrap().inside.ends_with(&[7; 32]));
}

/// Nothing but a signed and fitting answer counts, whatever bit of it is changed.
#[test]
fn a_changed_answer_is_not_believed() {
    let Some(folder) = folder("eds") else { return };
    let authorities = certificates(&folder.join("sdk/CA_Test"));
    let people = signers(&folder, "ncanode/embedded/cms_service_signed_cms.der");
    let person = people.iter().find(|one| one.issuer.to_string().contains("RSA")).unwrap();
    let issuer = authorities.iter().find(|other| other.has_signed(person).is_ok()).unwrap();
    let file = folder.join("ncanode/ocsp/ocsp_response_individual_sign_2004.bin");
    let bytes = fs::read(file).unwrap();
    // What is signed, and the signature under it: what follows are certificates, signed themselves.
    for at in 45..690 {
        let mut other = bytes.clone();
        other[at] ^= 1 << (at % 8);
        let Ok(other) = Response::read(&other) else { continue };
        let hour = SignedDuration::from_hours(1);
        let status = other.status(person, issuer, None, time("2022-09-02T16:54:00Z"), hour);
        assert_ne!(status, Status::Good, "byte {at}");
    }
}
