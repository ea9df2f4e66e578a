//! Key files that another program has made, and files that are none.

use eds::Malformed;
use eds::der::write::{name, number, octets, sequence};
use eds::der::{tag, write};
use eds::key::PrivateKey;
use eds::pkcs12::{Error, read};
use eds::{oid, pem};

const OLD: &[u8] = include_bytes!("files/old.p12");
/// With ciphers of today, which the state's files do not have.
const NEW: &[u8] = include_bytes!("files/new.p12");
const PASSWORD: &str = "құпия";

#[test]
fn a_file_of_openssl_is_read() {
    let entries = read(OLD, PASSWORD).unwrap();
    let [entry] = entries.as_slice() else { panic!("{} keys", entries.len()) };
    assert_eq!(entry.name.as_deref(), Some("кілт"));
    let [certificate] = entry.certificates.as_slice() else { panic!("not one certificate") };
    assert_eq!(certificate.key, Ok(entry.key.public_key()));
    let key = pem::to_der(include_bytes!("files/rsa.pem")).unwrap();
    let key = PrivateKey::from_pkcs8(&key).unwrap();
    assert_eq!(entry.key.sign(b"x"), key.sign(b"x"));
}

#[test]
fn another_password_opens_nothing() {
    for password in ["", "құпи", "құпия ", "Құпия"] {
        assert_eq!(read(OLD, password).err(), Some(Error::Password), "{password}");
    }
}

#[test]
fn a_changed_file_is_noticed() {
    for at in (0..OLD.len()).step_by(97) {
        let mut changed = OLD.to_vec();
        changed[at] ^= 1;
        assert!(read(&changed, PASSWORD).is_err(), "{at}");
    }
    for end in (0..OLD.len()).step_by(101) {
        assert!(read(&OLD[..end], PASSWORD).is_err(), "{end}");
    }
}

#[test]
fn what_is_not_known_is_named() {
    // PBES2.
    let error = read(NEW, PASSWORD).err().unwrap();
    assert_eq!(
        error.to_string(),
        "it is protected by 1.2.840.113549.1.5.13, which is not known here"
    );
}

/// A file with this seal, which nobody can open: no password is right.
fn sealed(hash: oid::Oid, rounds: u64) -> Vec<u8> {
    let content = write::holding(0, &[&octets(&sequence(&[]))]);
    let digest = sequence(&[&write::algorithm(hash), &octets(&[0; 20])]);
    let seal = sequence(&[&digest, &octets(&[1; 20]), &number(rounds)]);
    sequence(&[&number(3), &sequence(&[&name(oid::DATA), &content]), &seal])
}

#[test]
fn work_is_limited() {
    assert_eq!(read(&sealed(oid::SHA1, 1000), "").err(), Some(Error::Password));
    let too_much = Error::Malformed(Malformed::Rule("the password asks for too much work"));
    assert_eq!(read(&sealed(oid::SHA1, 50_001), "").err(), Some(too_much));
    assert_eq!(read(&sealed(oid::SHA1, 0), "").err(), Some(too_much));
    assert_eq!(read(&sealed(oid::SHA256, 1), "").err(), Some(Error::Cipher(oid::SHA256)));
    let open = sequence(&[
        &number(3),
        &sequence(&[&name(oid::DATA), &write(tag::holding(0), &[&octets(&[])])]),
    ]);
    let unsealed = Malformed::Rule("no password seals the key file");
    assert_eq!(read(&open, "").err(), Some(Error::Malformed(unsealed)));
    assert_eq!(
        read(&vec![0x30; (1 << 20) + 1], "").err(),
        Some(Error::Malformed(Malformed::TooBig))
    );
}
