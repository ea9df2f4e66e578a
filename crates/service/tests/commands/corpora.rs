//! `tirkeu eds verify` over the state's samples: each is judged as its list says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eds::crl::RevocationList;
use eds::pkcs12::{self, Entry};
use eds::sign::{self, How, Signer};
use jiff::SignedDuration;

use crate::place::Place;

fn corpora() -> Option<PathBuf> {
    let Some(corpora) = std::env::var_os("TIRKEU_CORPORA") else {
        println!("left out: TIRKEU_CORPORA is not set, so no sample of the state is judged");
        return None;
    };
    let folder = Path::new(&corpora).join("eds");
    assert!(folder.is_dir(), "{} is missing", folder.display());
    Some(folder)
}

/// The verdict and the code at the end.
fn judged(
    place: &Place,
    folder: &Path,
    file: &Path,
    at: &str,
    more: &[&str],
) -> (Option<i32>, String) {
    let trust = folder.join("sdk/CA_Test").display().to_string();
    let file = file.display().to_string();
    let args = ["eds", "verify", &file, "--trust", &trust, "--at", at, "--json"];
    let said = place.run(args.iter().chain(more));
    let json: serde_json::Value = serde_json::from_str(&said.out)
        .unwrap_or_else(|error| panic!("{file}: {error}: {}{}", said.out, said.err));
    let verdict = json["verdict"].as_str().unwrap();
    let sub = json["sub_indication"].as_str().map(|sub| format!("/{sub}")).unwrap_or_default();
    (said.code, format!("{verdict}{sub}"))
}

/// Files as they are, with the time at which they are asked.
const SAMPLES: [(&str, &str, i32, &str); 21] = [
    ("ncanode/embedded/cms_integration_signed_cms.der", "2021-06-01", 0, PASSED),
    ("ncanode/embedded/cms_integration_signed_cms.der", "2026-06-01", 2, EXPIRED),
    ("ncanode/embedded/cms_service_signed_cms.der", "2021-12-01", 1, "TOTAL-FAILED/NOT_YET_VALID"),
    ("ncanode/embedded/cms_service_signed_cms.der", "2022-12-01", 2, EXPIRED),
    ("ncanode/embedded/cms_service_signed_cms_one_signer.der", "2021-12-01", 0, PASSED),
    ("ncanode/embedded/cms_service_signed_detached_cms.der", "2022-12-01", 2, NO_CONTENT),
    ("ncanode/embedded/xml_signed_valid_string.xml", "2021-12-01", 0, PASSED),
    ("ncanode/embedded/xml_signed_valid_string_two_signers.xml", "2022-12-01", 2, EXPIRED),
    ("ncanode/embedded/wsse_xml_signed_string.xml", "2021-12-01", 1, FORMAT),
    ("ncanode/embedded/wsse_xml_valid_string.xml", "2021-12-01", 1, FORMAT),
    ("ncalayer-rs/test_gost512.xml_simple.xml", "2026-11-01", 2, STRANGER),
    ("ncalayer-rs/test_gost512.xml_ns.xml", "2026-11-01", 2, STRANGER),
    ("ncalayer-rs/test_gost512.xml_xpath.xml", "2026-11-01", 1, FORMAT),
    ("ncanode/certs/ceo_valid_sign_2004_gost.cer", "2022-06-01", 0, PASSED),
    ("ncanode/certs/individual_valid_sign_2004_rsa.cer", "2022-06-01", 0, PASSED),
    ("ncanode/certs/individual_valid_sign_2004_rsa_auth.cer", "2022-06-01", 0, PASSED),
    ("gokalkan/test/certs/gost1.cer", "2024-01-01", 0, PASSED),
    ("gokalkan/test/certs/gost1.cer", "2024-11-09", 2, EXPIRED),
    ("prod-ca/nca_gost_2022.pem", "2026-07-01", 2, STRANGER),
    ("ncanode/tsp/tsp_response.bin", "2022-10-01", 1, FORMAT),
    ("ncanode/ocsp/ocsp_response_individual_2015.bin", "2022-10-01", 1, FORMAT),
];

const PASSED: &str = "TOTAL-PASSED";
const STRANGER: &str = "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND";
const NO_CONTENT: &str = "INDETERMINATE/SIGNED_DATA_NOT_FOUND";
const EXPIRED: &str = "INDETERMINATE/OUT_OF_BOUNDS_NO_POE";
const FORMAT: &str = "TOTAL-FAILED/FORMAT_FAILURE";

#[test]
fn samples_of_the_state_are_judged_as_their_list_says() {
    let Some(folder) = corpora() else { return };
    let place = Place::new("eds-corpora");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (file, day, code, verdict) in SAMPLES {
        let found = judged(&place, &folder, &folder.join(file), &format!("{day}T00:00:00Z"), &[]);
        if found != (Some(code), verdict.to_owned()) {
            wrong.push(format!("{file} at {day}: {verdict} expected, {found:?}"));
        }
        *counts.entry(found.1).or_default() += 1;
    }
    for (verdict, count) in &counts {
        println!("{count:3} {verdict}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Both authorities of production, by what is built in.
#[test]
fn production_is_built_in() {
    let Some(folder) = corpora() else { return };
    let place = Place::new("eds-prod");
    for file in ["root_gost_2022.pem", "nca_gost_2022.pem"] {
        let file = folder.join("prod-ca").join(file).display().to_string();
        let said = place.run(["eds", "verify", &file, "--at", "2026-07-01T00:00:00Z"]).succeeds();
        assert!(said.contains("the certificate is valid."), "{said}");
    }
    for file in ["root_rsa_2015.cer", "nca_rsa_2015.cer"] {
        let file = folder.join("prod-ca").join(file).display().to_string();
        let said = place.run(["eds", "verify", &file, "--at", "2016-07-01T00:00:00Z"]);
        assert_eq!(said.code, Some(2), "{}", said.out);
    }
}

/// What the list says of a key: its password, and the revocation list it is in, if it is in one.
fn listed<'l>(list: &'l str, name: &str) -> Option<(&'l str, Option<String>)> {
    let line = list.lines().find(|line| line.starts_with(&format!("| {name} |")))?;
    let (password, _) = line.split_once("pw ")?.1.split_once(';')?;
    let revoked = line.split_once("REVOKED in ").and_then(|(_, rest)| rest.split_once(".crl"));
    let revoked = revoked.map(|(name, _)| match name.split_once('/') {
        Some(("sdk", name)) => format!("sdk/CRL/{name}.crl"),
        Some(("ncanode", name)) => format!("ncanode/crl/{name}.crl"),
        _ => format!("{name}.crl"),
    });
    Some((password, revoked))
}

/// Every key of the state's test people signs, and is judged with the list in which it stands.
#[test]
fn keys_of_the_state_sign_and_are_judged_as_their_list_says() {
    let Some(folder) = corpora() else { return };
    let place = Place::new("eds-keys");
    let list = std::fs::read_to_string(folder.join("MANIFEST.md")).unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let mut counts: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for name in names.filter(|name| name.ends_with(".p12") && !name.contains('*')) {
        let Some((password, revoked)) = listed(&list, name) else { continue };
        let entries = pkcs12::read(&std::fs::read(folder.join(name)).unwrap(), password).unwrap();
        let Entry { key, certificates, .. } = entries.first().unwrap();
        let certificate = certificates.first().unwrap();
        let signer = Signer { key, certificate, at: None };
        place.write("a.cms", sign::cms(b"application 17", How::Attached, &[signer]).unwrap());
        let mut at = certificate.not_before;
        let mut more = Vec::new();
        let path = revoked.as_ref().map(|file| folder.join(file).display().to_string());
        if let Some(path) = &path {
            let list = RevocationList::read(&std::fs::read(path).unwrap()).unwrap();
            at = at.max(list.this_update);
            more.extend(["--crl", path]);
        }
        let at = (at + SignedDuration::from_hours(1)).to_string();
        let found = judged(&place, &folder, &place.path("a.cms"), &at, &more);
        let expected = match path {
            Some(_) => (Some(2), "INDETERMINATE/REVOKED_NO_POE"),
            None => (Some(0), "TOTAL-PASSED"),
        };
        assert_eq!((found.0, found.1.as_str()), expected, "{name} at {at} {more:?}");
        *counts.entry((path.is_some(), found.1)).or_default() += 1;
    }
    for ((is_listed, verdict), count) in &counts {
        let listed = if *is_listed { "in a revocation list" } else { "in none" };
        println!("{count:3} keys {listed}: {verdict}");
    }
    assert_eq!(counts.values().sum::<usize>(), 71);
}
