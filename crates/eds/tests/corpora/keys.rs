//! Every key file of the state's test people.

use std::collections::BTreeMap;
use std::fs;

use eds::algorithm::Algorithm;
use eds::pkcs12::{self, Error};

use super::folder::{files, folder};

/// What the list of the corpora says of a file: its password, and the kind of its key.
fn listed(list: &str, name: &str) -> Option<(String, String)> {
    let line = list.lines().find(|line| line.starts_with(&format!("| {name} |")))?;
    let (_, said) = line.split_once("pw ")?;
    let mut said = said.split(';').map(|word| word.trim().to_owned());
    Some((said.next()?, said.next()?))
}

#[test]
fn each_key_belongs_to_its_certificate_and_signs() {
    let Some(folder) = folder("eds") else { return };
    let list = fs::read_to_string(folder.join("MANIFEST.md")).unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in files(&folder).iter().filter(|file| file.extension().is_some_and(|e| e == "p12")) {
        let name = file.strip_prefix(&folder).unwrap().to_str().unwrap();
        let (password, kind) = listed(&list, name).unwrap();
        let der = fs::read(file).unwrap();
        let entries = pkcs12::read(&der, &password).unwrap_or_else(|e| panic!("{name}: {e}"));
        let [entry] = entries.as_slice() else { panic!("{name}: {} keys", entries.len()) };
        let certificate = entry.certificates.first();
        let certificate =
            certificate.unwrap_or_else(|| panic!("{name}: no certificate of its key"));
        assert_eq!(certificate.key, Ok(entry.key.public_key()), "{name}");
        let is_old = certificate.key_info() != Ok(&entry.key.public_key_info()[..]);
        let algorithm = entry.key.algorithm();
        let expected = match algorithm {
            Algorithm::Gost2015 => "GOST-2015-512",
            Algorithm::Gost2004 if is_old => "1.3.6.1.4.1.6801.1.5.8",
            Algorithm::Gost2004 => "GOST-2004",
            Algorithm::Rsa(_) | Algorithm::Pss(..) => "RSA-2048",
        };
        assert_eq!(kind, expected, "{name}");
        let signature = entry.key.sign(b"application 17").unwrap();
        let key = certificate.key.as_ref().unwrap();
        assert_eq!(key.verify(algorithm, b"application 17", &signature), Ok(()), "{name}");
        assert_eq!(pkcs12::read(&der, "Qwerty13").err(), Some(Error::Password), "{name}");
        let named = if entry.name.is_some() { "named" } else { "without a name" };
        let chain = entry.certificates.len();
        *counts.entry(format!("{kind}, {named}, {chain} certificates")).or_default() += 1;
    }
    for (kind, count) in &counts {
        println!("{count:3} {kind}");
    }
    let total: usize = counts.values().sum();
    println!("{total:3} key files");
    assert_eq!(total, 71);
}
