//! Signatures of ours before the GOST engine of OpenSSL, and its before us, on every curve that
//! both know. The engine is Debian's `libengine-gost-openssl`; where it is not installed, the test
//! says so. It speaks the layout of RFC 9215, so this tests both orders of bytes too.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use gost3410::{Curve, Digest, Error, PrivateKey, Signature};
use streebog::{Digest as _, Streebog256, Streebog512};

/// Messages signed on each curve, each way.
const MESSAGES: usize = 3;

/// A curve and the identifier of its parameter set, below 1.2.643.
const CURVES: [(Curve, &[u8]); 8] = [
    (Curve::Tc26_512A, &[7, 1, 2, 1, 2, 1]),
    (Curve::Tc26_512B, &[7, 1, 2, 1, 2, 2]),
    (Curve::Tc26_512C, &[7, 1, 2, 1, 2, 3]),
    (Curve::Tc26_256A, &[7, 1, 2, 1, 1, 1]),
    (Curve::CryptoProA, &[2, 2, 35, 1]),
    (Curve::CryptoProB, &[2, 2, 35, 2]),
    (Curve::CryptoProC, &[2, 2, 35, 3]),
    (Curve::Test256, &[2, 2, 35, 0]),
];

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("gost3410-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file and answers with its path.
    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path.into_os_string().into_string().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind spoils no test.
        drop(fs::remove_dir_all(&self.0));
    }
}

fn openssl(arguments: &[&str]) -> Option<Output> {
    Command::new("openssl").args(arguments).output().ok()
}

fn engine_is_there() -> bool {
    openssl(&["engine", "gost"]).is_some_and(|output| output.status.success())
}

/// A value of DER of fewer than 2^16 bytes.
fn der(tag: u8, inside: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(inside.len()).unwrap().to_be_bytes();
    let length = if high == 0 && low < 128 { vec![low] } else { vec![0x82, high, low] };
    let length = if high == 0 && low >= 128 { vec![0x81, low] } else { length };
    [&[tag], &length[..], inside].concat()
}

/// An object identifier below 1.2.643.
fn identifier(rest: &[u8]) -> Vec<u8> {
    der(6, &[&[0x2A, 0x85, 0x03], rest].concat())
}

/// The algorithm of a key: GOST R 34.10-2012 by its size, and the parameter set.
fn algorithm(curve: Curve, set: &[u8]) -> Vec<u8> {
    let by_size = if curve.size() == 64 { 2 } else { 1 };
    let hash = identifier(&[7, 1, 1, 2, 1 + by_size]);
    let parameters = der(0x30, &[identifier(set), hash].concat());
    der(0x30, &[identifier(&[7, 1, 1, 1, by_size]), parameters].concat())
}

fn hash(curve: Curve, message: &[u8]) -> Vec<u8> {
    if curve.size() == 64 {
        Streebog512::digest(message).to_vec()
    } else {
        Streebog256::digest(message).to_vec()
    }
}

#[test]
fn the_gost_engine_and_we_accept_each_other() {
    if !engine_is_there() {
        println!("left out: OpenSSL has no GOST engine here (libengine-gost-openssl)");
        return;
    }
    let folder = Folder::new();
    for (curve, set) in CURVES {
        let random = hash(curve, format!("{curve:?}").as_bytes());
        let random = [&random[..], b"eight by"].concat();
        let key = PrivateKey::generate(curve, &random).unwrap();
        let public = key.public_key();
        let algorithm = algorithm(curve, set);

        let bits = [&[0], &der(4, &public.to_le_bytes())[..]].concat();
        let spki = der(0x30, &[algorithm.clone(), der(3, &bits)].concat());
        let public_file = folder.file("public.der", &spki);
        let inner = der(4, &der(4, &key.to_le_bytes()));
        let pkcs8 = der(0x30, &[der(2, &[0]), algorithm, inner].concat());
        let private_file = folder.file("private.der", &pkcs8);

        for message in 0..MESSAGES {
            let hash = hash(curve, format!("message {message}").as_bytes());
            let digest = Digest::from_le_bytes(&hash).unwrap();
            let hash_file = folder.file("hash", &hash);
            let ours = key.sign(&digest).unwrap().to_be_bytes();
            let verify = |signature: &[u8]| {
                let file = folder.file("signature", signature);
                let key = ["-pubin", "-keyform", "DER", "-inkey", &public_file];
                let with = ["pkeyutl", "-engine", "gost", "-verify", "-sigfile", &file];
                openssl(&[&with[..], &["-in", &hash_file], &key].concat()).unwrap()
            };
            let output = verify(&ours);
            assert!(output.status.success(), "{curve:?}: {output:?}");
            let mut wrong = ours.to_vec();
            *wrong.last_mut().unwrap() ^= 1;
            assert!(!verify(&wrong).status.success(), "{curve:?}: the engine accepts anything");

            let with = ["pkeyutl", "-engine", "gost", "-sign", "-in", &hash_file];
            let key = ["-keyform", "DER", "-inkey", &private_file];
            let output = openssl(&[&with[..], &key].concat()).unwrap();
            assert!(output.status.success(), "{curve:?}: {output:?}");
            let theirs = Signature::from_be_bytes(curve, &output.stdout).unwrap();
            assert_eq!(public.verify(&digest, &theirs), Ok(()), "{curve:?}");
            let other = Digest::from_be_bytes(&hash).unwrap();
            assert_eq!(public.verify(&other, &theirs), Err(Error::WrongSignature));
        }
        println!("{curve:?}: {MESSAGES} signatures each way");
    }
}
