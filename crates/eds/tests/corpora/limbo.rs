//! Paths of x509-limbo. Its certificates have ECDSA keys, which nobody here has: a library that is
//! there for tests alone checks their signatures, everything else is ours.

use std::fs;
use std::time::{Duration, Instant};

use eds::algorithm::Unfit;
use eds::path::{self, Rules};
use eds::pem;
use eds::x509::Certificate;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;

use super::folder::folder;

/// What is accepted here and should be refused, and why.
const ACCEPTED: [(&str, &str); 16] = [
    ("crl::revoked-certificate-with-crl", LISTS),
    ("crl::crlnumber-missing", LISTS),
    ("crl::crlnumber-critical", LISTS),
    ("crl::issuer-missing-crlsign", LISTS),
    ("rfc5280::aki::leaf-missing-aki", ISSUING),
    ("rfc5280::aki::intermediate-missing-aki", ISSUING),
    ("rfc5280::aki::cross-signed-root-missing-aki", ISSUING),
    ("rfc5280::ski::root-missing-ski", ISSUING),
    ("rfc5280::ski::intermediate-missing-ski", ISSUING),
    ("rfc5280::nc::permitted-dns-match-noncritical", ISSUING),
    ("rfc5280::pc::ica-noncritical-pc", ISSUING),
    ("rfc5280::root-non-critical-basic-constraints", ISSUING),
    ("rfc5280::serial::zero", ISSUING),
    ("rfc5280::serial::negative", "PKITS wants it accepted"),
    ("rfc5280::eku::ee-wrong-eku", "whoever asks for a path asks for the purpose besides"),
    ("rfc5280::ca-as-leaf-wrong-san", "there are no hosts here"),
];
const LISTS: &str = "revocation is asked for apart from the path";
const ISSUING: &str = "a rule for those who issue: RFC 5280, 6 does not ask it of a path";

/// Whether the key of P-256 has signed the other certificate.
fn has_signed(issuer: &Certificate, subject: &Certificate) -> Result<(), Unfit> {
    let key = VerifyingKey::from_sec1_bytes(&issuer.key_bytes).map_err(|_| Unfit::Key)?;
    let signature = Signature::from_der(subject.signature()).map_err(|_| Unfit::Wrong)?;
    key.verify(subject.body(), &signature).map_err(|_| Unfit::Wrong)
}

fn certificates(list: &Value) -> Result<Vec<Certificate>, String> {
    let texts = list.as_array().unwrap().iter().map(|text| text.as_str().unwrap());
    texts.map(read).collect()
}

fn read(text: &str) -> Result<Certificate, String> {
    let der = pem::to_der(text.as_bytes()).unwrap();
    Certificate::read(&der).map_err(|malformed| malformed.to_string())
}

fn verdict(case: &Value) -> Result<(), String> {
    let start = read(case["peer_certificate"].as_str().unwrap())?;
    let trusted = certificates(&case["trusted_certs"])?;
    let others = certificates(&case["untrusted_intermediates"])?;
    let at = case["validation_time"].as_str().unwrap_or("2024-01-01T00:00:00Z");
    let mut rules = Rules::at(at.parse().unwrap());
    if let Some(depth) = case["max_chain_depth"].as_u64() {
        rules.depth = usize::try_from(depth).unwrap();
    }
    let path = path::find_with(&start, &others, &trusted, &rules, &mut has_signed);
    path.map(drop).map_err(|refusal| refusal.to_string())
}

fn is_ours(id: &str) -> bool {
    let (family, rest) = id.split_once("::").unwrap();
    match family {
        "pathlen" | "crl" | "cve" | "invalid" | "pathological" => true,
        "rfc5280" => !rest.starts_with("san"),
        _ => false,
    }
}

#[test]
fn paths_are_accepted_or_refused() {
    let Some(folder) = folder("vectors/x509-limbo") else { return };
    let file = fs::read(folder.join("limbo-8a2e6f4-without-bettertls.json")).unwrap();
    let all: Value = serde_json::from_slice(&file).unwrap();
    let (mut right, mut wrong) = (0, Vec::new());
    for case in all["testcases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        if !is_ours(id) {
            continue;
        }
        let started = Instant::now();
        let verdict = verdict(case);
        assert!(
            started.elapsed() < Duration::from_millis(100),
            "{id} took {:?}",
            started.elapsed()
        );
        if verdict.is_ok() == (case["expected_result"] == "SUCCESS") {
            right += 1;
        } else {
            println!("{id}: {verdict:?}");
            wrong.push(id);
        }
    }
    println!("{right} as they should be, {} not", wrong.len());
    let mut excused = ACCEPTED.map(|(id, _)| id);
    excused.sort_unstable();
    wrong.sort_unstable();
    assert_eq!(wrong, excused);
    assert_eq!(right + wrong.len(), 134);
}
