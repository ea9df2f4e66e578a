//! Keys of the demo. Every one of them is public.

use eds::digest::Hash;
use eds::key::PrivateKey;
use eds::pem;

use super::Kind;

/// The key that the demo's service signs certificates with.
pub(super) const SEAL: &str = include_str!("../../keys/seal.pem");

/// Keys of RSA, made once.
const RSA: [(&str, &str); 5] = [
    ("root", include_str!("../../keys/root.pem")),
    ("issuing", include_str!("../../keys/issuing.pem")),
    ("responder", include_str!("../../keys/responder.pem")),
    ("stamps", include_str!("../../keys/stamps.pem")),
    ("seal", SEAL),
];

/// Those that people share.
const RSA_OF_PEOPLE: [&str; 4] = [
    include_str!("../../keys/person-0.pem"),
    include_str!("../../keys/person-1.pem"),
    include_str!("../../keys/person-2.pem"),
    include_str!("../../keys/person-3.pem"),
];

/// The key of an authority.
pub(super) fn of_authority(kind: Kind, label: &str) -> PrivateKey {
    match kind {
        Kind::Gost2015 => gost(label),
        Kind::Rsa => {
            let of_label = RSA.iter().find(|(name, _)| *name == label);
            let Some((_, text)) = of_label else { panic!("{label} has no key of RSA") };
            rsa(text)
        }
    }
}

/// The key of a person: the same one always.
pub(super) fn of_person(kind: Kind, label: &str) -> PrivateKey {
    match kind {
        Kind::Gost2015 => gost(&format!("person {label}")),
        Kind::Rsa => {
            let hash = Hash::Sha256.digest(label.as_bytes());
            let place = usize::from(hash.first().copied().unwrap_or(0) % 4);
            rsa(RSA_OF_PEOPLE.get(place).copied().unwrap_or_default())
        }
    }
}

/// The key of GOST-2015 that goes with a label.
fn gost(label: &str) -> PrivateKey {
    let first = Hash::Streebog512.digest(format!("Tirkeu demo key: {label}").as_bytes());
    let more = Hash::Sha256.digest(&first);
    let random: Vec<u8> = first.into_iter().chain(more).take(72).collect();
    let Ok(key) = PrivateKey::generate_gost_2015(&random) else { panic!("72 bytes make a key") };
    key
}

fn rsa(text: &str) -> PrivateKey {
    let key = pem::to_der(text.as_bytes()).and_then(|der| PrivateKey::from_pkcs8(&der));
    let Ok(key) = key else { panic!("what was made with openssl is a key") };
    key
}

/// The signature over these bytes.
pub(super) fn sign(key: &PrivateKey, bytes: &[u8]) -> Vec<u8> {
    let Ok(signature) = key.sign(bytes) else { panic!("the parts of our keys belong together") };
    signature
}
