//! Signatures of RSA, right ones and many that are nearly right.

use std::fs;

use eds::algorithm::{Algorithm, PublicKey};
use eds::der::whole;
use eds::digest::Hash;
use serde_json::Value;

use super::folder::{folder, hex};

fn hash(name: &Value) -> Hash {
    match name.as_str().unwrap() {
        "SHA-256" => Hash::Sha256,
        "SHA-512" => Hash::Sha512,
        other => panic!("{other} is not in these files"),
    }
}

/// How many tests of a file were accepted and refused as they should be. What is `acceptable` (old
/// encodings without NULL) is refused.
fn run(file: &str) -> Option<[usize; 2]> {
    let path = folder("vectors/wycheproof")?.join(file);
    let all: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut counts = [0, 0];
    for group in all["testGroups"].as_array().unwrap() {
        let key = hex(group["publicKeyDer"].as_str().unwrap());
        let key = PublicKey::read(whole(&key, 10_000).unwrap()).unwrap();
        let hash = hash(&group["sha"]);
        let algorithm = match group["sLen"].as_u64() {
            Some(salt) => Algorithm::Pss(hash, usize::try_from(salt).unwrap()),
            None => Algorithm::Rsa(hash),
        };
        for test in group["tests"].as_array().unwrap() {
            let [message, signature] = ["msg", "sig"].map(|name| hex(test[name].as_str().unwrap()));
            let is_accepted = key.verify(algorithm, &message, &signature).is_ok();
            assert_eq!(is_accepted, test["result"] == "valid", "{file} {}", test["tcId"]);
            counts[usize::from(!is_accepted)] += 1;
        }
    }
    println!("{file}: {} accepted, {} refused", counts[0], counts[1]);
    Some(counts)
}

#[test]
fn rsa_signatures_are_right_or_refused() {
    let files = [
        "rsa_signature_2048_sha256_test.json",
        "rsa_signature_2048_sha512_test.json",
        "rsa_signature_3072_sha256_test.json",
        "rsa_signature_4096_sha256_test.json",
        "rsa_signature_4096_sha512_test.json",
        "rsa_pss_2048_sha256_mgf1_32_test.json",
    ];
    for counts in files.into_iter().filter_map(run) {
        assert!(counts[0] > 5 && counts[1] > 20, "too few tests: {counts:?}");
    }
}
