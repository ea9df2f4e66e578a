//! Signatures that Kazakhstan's National Certification Authority and its signing program have
//! made. The files are not part of the project: `TIRKEU_CORPORA` names the folder that has them.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail where it stands, and says what it leaves out"
)]

use std::fs;
use std::path::{Path, PathBuf};

use gost94::Gost94Test;
use gost3410::{Curve, Digest, Error, PrivateKey, PublicKey, Signature};
use streebog::{Digest as _, Streebog512};

/// The folder of the artefacts, or nothing and a word about it.
fn folder() -> Option<PathBuf> {
    let Some(corpora) = std::env::var_os("TIRKEU_CORPORA") else {
        println!("left out: TIRKEU_CORPORA is not set, so no foreign signature is checked");
        return None;
    };
    Some(Path::new(&corpora).join("eds"))
}

/// A value of DER: its tag, what it holds, and all of it.
#[derive(Clone, Copy)]
struct Value<'d> {
    tag: u8,
    inside: &'d [u8],
    whole: &'d [u8],
}

/// The first value, and what comes after it. Lengths are definite and of at most four bytes.
fn take(der: &[u8]) -> Option<(Value<'_>, &[u8])> {
    let (tag, length) = (*der.first()?, usize::from(*der.get(1)?));
    let (start, length) = if length < 128 {
        (2, length)
    } else {
        let bytes = der.get(2..2 + (length - 128))?;
        (length - 126, bytes.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)))
    };
    let whole = der.get(..start + length)?;
    Some((Value { tag, inside: &whole[start..], whole }, &der[start + length..]))
}

fn values(mut der: &[u8]) -> Vec<Value<'_>> {
    let mut values = Vec::new();
    while let Some((value, rest)) = take(der) {
        values.push(value);
        der = rest;
    }
    values
}

/// Something signed by an authority: a certificate or a list of revoked ones.
struct Signed {
    file: String,
    /// The bytes that are signed.
    body: Vec<u8>,
    signature: Vec<u8>,
    issuer: Vec<u8>,
    /// Subject and key of a certificate.
    owner: Option<(Vec<u8>, Vec<u8>)>,
}

fn read(file: &Path) -> Option<Signed> {
    let bytes = fs::read(file).ok()?;
    let der = if bytes.starts_with(b"-----BEGIN") { from_pem(&bytes) } else { bytes };
    let parts = values(take(&der)?.0.inside);
    let [body, _, signature] = parts[..] else { return None };
    let fields = values(body.inside);
    let owner = |subject: &Value<'_>, key: &Value<'_>| {
        let key = values(key.inside)[1].inside;
        // A GOST key is an OCTET STRING within the BIT STRING; whatever else is there is not asked.
        let key = take(&key[1..])?.0;
        Some((subject.whole.to_vec(), key.inside.to_vec()))
    };
    let (issuer, owner) = if fields[0].tag == 0xA0 {
        (fields[3], owner(&fields[5], &fields[6]))
    } else {
        (fields[2], None)
    };
    Some(Signed {
        file: file.file_name()?.to_string_lossy().into_owned(),
        body: body.whole.to_vec(),
        signature: signature.inside[1..].to_vec(),
        issuer: issuer.whole.to_vec(),
        owner,
    })
}

/// The bytes between the lines of a PEM file.
fn from_pem(text: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(text).unwrap();
    let lines = text.lines().skip(1).take_while(|line| !line.starts_with("-----"));
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = lines
        .flat_map(str::bytes)
        .filter_map(|letter| alphabet.iter().position(|known| *known == letter));
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0, 0);
    for digit in digits {
        (held, bits) = ((held << 6) | digit, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xFF).unwrap());
        }
    }
    bytes
}

fn signed_in(folder: &Path, found: &mut Vec<Signed>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            signed_in(&path, found);
        } else if matches!(extension, Some("cer" | "crt" | "pem" | "crl")) {
            found.extend(read(&path));
        }
    }
}

/// Curve and digest by the length of the signature: GOST-2015 or GOST-2004.
fn digest(signature: &[u8], body: &[u8]) -> Option<(Curve, Digest)> {
    match signature.len() {
        128 => Some((Curve::Tc26_512A, Digest::from_le_bytes(&Streebog512::digest(body)).unwrap())),
        64 => Some((Curve::CryptoProA, Digest::from_le_bytes(&Gost94Test::digest(body)).unwrap())),
        _ => None,
    }
}

/// The body, unless it is so long that every bit of it would take minutes, with each bit flipped
/// of some bytes.
fn changed(body: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..body.len()).step_by(body.len() / 16 + 1).map(|at| {
        let mut other = body.to_vec();
        other[at] ^= 1 << (at % 8);
        other
    })
}

#[test]
fn certificates_and_revocation_lists_verify() {
    let Some(folder) = folder() else { return };
    let mut all = Vec::new();
    signed_in(&folder, &mut all);
    let mut verified = [0, 0];
    for signed in &all {
        let Some((curve, number)) = digest(&signed.signature, &signed.body) else { continue };
        let signature = Signature::from_le_bytes(curve, &signed.signature).unwrap();
        let owners = all.iter().filter_map(|other| other.owner.as_ref());
        let named = owners.filter(|(subject, key)| {
            *subject == signed.issuer && key.len() == signed.signature.len()
        });
        let mut keys = named.map(|(_, key)| PublicKey::from_le_bytes(curve, key).unwrap());
        let Some(key) = keys.find(|key| key.verify(&number, &signature).is_ok()) else {
            println!("no key at hand has signed {}", signed.file);
            continue;
        };
        for other in changed(&signed.body) {
            let (_, number) = digest(&signed.signature, &other).unwrap();
            assert_eq!(key.verify(&number, &signature), Err(Error::WrongSignature));
        }
        println!("verified: {}", signed.file);
        verified[usize::from(curve == Curve::CryptoProA)] += 1;
    }
    println!("{verified:?} signatures of GOST-2015 and GOST-2004, of {} files", all.len());
    assert!(verified[0] >= 10 && verified[1] >= 5, "too few were found: {verified:?}");
}

fn hex(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

/// A signature of the state's signing library, with the private key it was made with.
#[test]
fn the_vector_of_the_signing_library_verifies() {
    let Some(folder) = folder() else { return };
    let text = fs::read_to_string(folder.join("ncalayer-rs/test_gost512.vectors")).unwrap();
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("no {name}")).to_owned()
    };
    let curve = Curve::Tc26_512A;
    let private = PrivateKey::from_be_bytes(curve, &hex(&field("d"))).unwrap();
    let public = [hex(&field("qx")), hex(&field("qy"))].concat();
    let public = PublicKey::from_be_bytes(curve, &public).unwrap();
    assert_eq!(private.public_key(), public);
    let hash = Streebog512::digest(field("msg").as_bytes());
    assert_eq!(*hash, hex(&field("digest"))[..]);
    let digest = Digest::from_le_bytes(&hash).unwrap();
    let signature = Signature::from_le_bytes(curve, &hex(&field("sig"))).unwrap();
    assert_eq!(public.verify(&digest, &signature), Ok(()));
    assert_eq!(public.verify(&digest, &private.sign(&digest).unwrap()), Ok(()));
}
