//! Key files (PKCS #12, RFC 7292) as the state hands them out: BER inside, sealed with SHA-1, keys under
//! three-key Triple DES, certificates under that or RC2 with 40 bits. Other ciphers are named and refused.
//!
//! All of this is weak by now; what keeps a file is where it lies. It is read, never written.

mod ber;
mod password;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::algorithm::{identified, only};
use crate::der::{Malformed, Reader, Value, tag};
use crate::key::PrivateKey;
use crate::oid::{self, Oid};
use crate::x509::Certificate;

use password::Password;

/// The most bytes of a key file.
pub const MOST: usize = 1 << 20;

/// Keys and certificates of one file, at most.
const MOST_BAGS: usize = 32;

/// Why a key file gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// Another password opens it.
    #[error("the password is wrong")]
    Password,
    /// A cipher or a hash that is not known here.
    #[error("it is protected by {0}, which is not known here")]
    Cipher(Oid),
    /// It is no key file.
    #[error("it is no key file: {0}")]
    Malformed(#[from] Malformed),
}

/// A key, and the certificates that came with it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What the file calls it.
    pub name: Option<String>,
    /// The key.
    pub key: PrivateKey,
    /// The certificate of this key, then those above it that are in the file; none if there is none of
    /// this key.
    pub certificates: Vec<Certificate>,
}

/// Reads the keys of a file.
///
/// # Errors
/// [`Error::Password`] if another password seals the file; [`Error::Cipher`] for protection that is not
/// known here; [`Error::Malformed`] if it is larger than 1 MiB, not sealed by a password, asks for more
/// work than is sensible, or is no key file.
pub fn read(der: &[u8], password: &str) -> Result<Vec<Entry>, Error> {
    let mut password = Password::new(password);
    let der = ber::to_der(der, MOST)?;
    let mut fields = Reader::new(&der).sequence()?;
    if fields.any()?.small()? != 3 {
        return Err(Malformed::Rule("the version of the key file is not known").into());
    }
    let content = data(fields.sequence()?)?;
    let seal = fields.optional(tag::SEQUENCE)?;
    fields.end()?;
    let seal = seal.ok_or(Malformed::Rule("no password seals the key file"))?;
    check(seal, content, &mut password)?;
    let safe = ber::to_der(content, MOST)?;
    let mut bags = Bags::default();
    for part in only(Reader::new(&safe))?.sequence()? {
        let mut part = part?.sequence()?;
        let kind = part.oid()?;
        let holder = part.one(tag::holding(0))?;
        part.end()?;
        let inside = only(holder.values())?;
        match kind {
            oid::DATA => bags.read(inside.octets()?, &mut password)?,
            oid::ENCRYPTED_DATA => bags.read(&opened(inside, &mut password)?, &mut password)?,
            _ => return Err(Malformed::Rule("a part of the key file is of no known kind").into()),
        }
    }
    Ok(bags.entries())
}

/// The bytes in a content of plain data.
fn data(mut content: Reader<'_>) -> Result<&[u8], Malformed> {
    if content.oid()? != oid::DATA {
        return Err(Malformed::Rule("the key file is not sealed by a password"));
    }
    let holder = content.one(tag::holding(0))?;
    content.end()?;
    only(holder.values())?.octets()
}

/// Holds that the password seals the content.
fn check(seal: Value<'_>, content: &[u8], password: &mut Password) -> Result<(), Error> {
    let mut fields = seal.sequence()?;
    let mut digest = fields.sequence()?;
    let (hash, _) = identified(digest.any()?)?;
    let expected = digest.any()?.octets()?;
    digest.end()?;
    let salt = fields.any()?.octets()?;
    let rounds = fields.optional(tag::INTEGER)?.map_or(Ok(1), Value::small)?;
    fields.end()?;
    if hash != oid::SHA1 {
        return Err(Error::Cipher(hash));
    }
    let key = password.seal_key(salt, rounds)?;
    let mac = Hmac::<Sha1>::new_from_slice(&key).map_err(|_| Malformed::Value)?;
    let is_right = mac.chain_update(content).verify_slice(expected).is_ok();
    // A fuzzer cannot guess a seal, and what is behind it must stand anything.
    if is_right || cfg!(fuzzing) { Ok(()) } else { Err(Error::Password) }
}

/// What is in an `EncryptedData`.
fn opened(data: Value<'_>, password: &mut Password) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut fields = data.sequence()?;
    fields.any()?.small()?;
    let mut content = fields.sequence()?;
    if content.oid()? != oid::DATA {
        return Err(Malformed::Rule("what is encrypted is of no known kind").into());
    }
    let cipher = content.one(tag::SEQUENCE)?;
    let sealed = content.any()?;
    content.end()?;
    let sealed = match sealed.tag {
        tag if tag == tag::context(0) => sealed.inside.to_vec(),
        // In pieces, which BER allows here too.
        tag if tag == tag::holding(0) => {
            let pieces = sealed.values().map(|piece| piece?.octets());
            pieces.collect::<Result<Vec<_>, Malformed>>()?.concat()
        }
        _ => return Err(Malformed::Unexpected.into()),
    };
    decrypted(cipher, &sealed, password)
}

fn decrypted(
    cipher: Value<'_>,
    sealed: &[u8],
    password: &mut Password,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (name, parameters) = identified(cipher)?;
    let is_known = matches!(name, oid::PBE_SHA1_3DES | oid::PBE_SHA1_RC2_40);
    if !is_known {
        return Err(Error::Cipher(name));
    }
    let mut fields = parameters.ok_or(Malformed::Truncated)?.sequence()?;
    let (salt, rounds) = (fields.any()?.octets()?, fields.any()?.small()?);
    fields.end()?;
    if name == oid::PBE_SHA1_3DES {
        password.open_3des(salt, rounds, sealed)
    } else {
        password.open_rc2(salt, rounds, sealed)
    }
}

/// What has been found so far.
#[derive(Default)]
struct Bags {
    keys: Vec<(Option<String>, PrivateKey)>,
    certificates: Vec<Certificate>,
}

impl Bags {
    /// Reads `SafeContents`.
    fn read(&mut self, contents: &[u8], password: &mut Password) -> Result<(), Error> {
        let contents = Zeroizing::new(ber::to_der(contents, MOST)?);
        for bag in only(Reader::new(&contents))?.sequence()? {
            let mut fields = bag?.sequence()?;
            let (kind, holder) = (fields.oid()?, fields.one(tag::holding(0))?);
            let attributes = fields.optional(tag::SET)?;
            fields.end()?;
            if self.keys.len() + self.certificates.len() == MOST_BAGS {
                return Err(Malformed::TooBig.into());
            }
            let value = only(holder.values())?;
            match kind {
                oid::KEY_BAG => self.key(attributes, value.whole)?,
                oid::SEALED_KEY_BAG => {
                    let mut fields = value.sequence()?;
                    let (cipher, sealed) = (fields.one(tag::SEQUENCE)?, fields.any()?.octets()?);
                    fields.end()?;
                    self.key(attributes, &decrypted(cipher, sealed, password)?)?;
                }
                oid::CERTIFICATE_BAG => {
                    let mut fields = value.sequence()?;
                    let (kind, holder) = (fields.oid()?, fields.one(tag::holding(0))?);
                    fields.end()?;
                    if kind == oid::X509_CERTIFICATE {
                        let der = only(holder.values())?.octets()?;
                        self.certificates.push(Certificate::read(der)?);
                    }
                }
                // Lists, secrets and whatever else is no key.
                _ => {}
            }
        }
        Ok(())
    }

    fn key(&mut self, attributes: Option<Value<'_>>, der: &[u8]) -> Result<(), Malformed> {
        let name = attributes.map(name).transpose()?.flatten();
        self.keys.push((name, PrivateKey::from_pkcs8(der)?));
        Ok(())
    }

    /// Each key with its certificate and those above.
    fn entries(self) -> Vec<Entry> {
        let Self { keys, certificates } = self;
        let keys = keys.into_iter().map(|(name, key)| {
            let public = Ok(key.public_key());
            let mut chain: Vec<Certificate> = Vec::new();
            let mut next = certificates.iter().find(|one| one.key == public);
            while let Some(one) = next.filter(|one| !chain.contains(one)) {
                chain.push(one.clone());
                next = certificates.iter().find(|issuer| issuer.subject == one.issuer);
            }
            Entry { name, key, certificates: chain }
        });
        keys.collect()
    }
}

/// The `friendlyName` among the attributes of a bag.
fn name(attributes: Value<'_>) -> Result<Option<String>, Malformed> {
    for attribute in attributes.values() {
        let mut fields = attribute?.sequence()?;
        let (kind, values) = (fields.oid()?, fields.one(tag::SET)?);
        if kind == oid::FRIENDLY_NAME {
            return only(values.values())?.text().map(Some);
        }
    }
    Ok(None)
}
