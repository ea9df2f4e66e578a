//! The seal: the key with which the service signs certificates in its own name.
//!
//! RSA with SHA-256, since that is what programs that read PDF files check (docs/adr/0013). It comes as
//! a key file (PKCS #12) with a password, or in PEM: a key and its certificates, those above it behind.

use eds::algorithm::Unfit;
use eds::key::PrivateKey;
use eds::sign::{Signer, sealed};
use eds::x509::Certificate;
use eds::{oid, pem, pkcs12};
use jiff::Timestamp;

/// Why a file is no seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key file does not open.
    #[error("{0}")]
    File(#[from] pkcs12::Error),
    /// It holds no key, or several.
    #[error("it must hold one private key")]
    Key,
    /// The key signs what readers of PDF files do not check.
    #[error("its key is not of RSA, which alone is checked by programs that read PDF files")]
    NotRsa,
    /// No certificate is of its key.
    #[error("it holds no certificate of its key")]
    Certificate,
    /// What it signs is not right by its own certificate.
    #[error("its key does not sign")]
    Unfit,
}

/// A key, its certificate and those above it.
pub struct Seal {
    key: PrivateKey,
    certificate: Certificate,
    above: Vec<Certificate>,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Seal {
    /// The seal in a file.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn read(file: &[u8], password: &str) -> Result<Self, SealError> {
        let (key, mut certificates) = if file.trim_ascii_start().starts_with(b"-----BEGIN ") {
            of_pem(file)?
        } else {
            let mut entries = pkcs12::read(file, password)?;
            let entry = entries.pop().filter(|_| entries.is_empty()).ok_or(SealError::Key)?;
            (entry.key, entry.certificates)
        };
        if !matches!(key, PrivateKey::Rsa(_)) {
            return Err(SealError::NotRsa);
        }
        let info = key.public_key_info();
        let is_of_key = |one: &Certificate| one.key_info().is_ok_and(|other| other == info);
        let place = certificates.iter().position(is_of_key).ok_or(SealError::Certificate)?;
        let certificate = certificates.remove(place);
        let seal = Self { key, certificate, above: certificates };
        seal.sign(b"").map_err(|_| SealError::Unfit)?;
        Ok(seal)
    }

    /// Whom the certificate of the key names.
    #[must_use]
    pub fn name(&self) -> String {
        self.certificate.subject.texts(oid::COMMON_NAME).next().unwrap_or_default().to_owned()
    }

    /// From when and until when its certificate is valid.
    #[must_use]
    pub const fn valid(&self) -> (Timestamp, Timestamp) {
        (self.certificate.not_before, self.certificate.not_after)
    }

    /// The signature over these bytes: CMS in DER, detached, with all certificates and without the
    /// time, which a signed PDF says by itself (ETSI EN 319 142-1, 6.3).
    ///
    /// # Errors
    /// As [`PrivateKey::sign`].
    pub fn sign(&self, content: &[u8]) -> Result<Vec<u8>, Unfit> {
        let signer = Signer { key: &self.key, certificate: &self.certificate, at: None };
        sealed(content, &signer, &self.above)
    }
}

/// The key and the certificates in a file of PEM.
fn of_pem(file: &[u8]) -> Result<(PrivateKey, Vec<Certificate>), SealError> {
    let blocks = pem::blocks(file).map_err(|_| SealError::Key)?;
    let (mut keys, mut certificates) = (Vec::new(), Vec::new());
    for der in &blocks {
        match (PrivateKey::from_pkcs8(der), Certificate::read(der)) {
            (Ok(key), _) => keys.push(key),
            (Err(_), Ok(certificate)) => certificates.push(certificate),
            (Err(_), Err(_)) => return Err(SealError::Key),
        }
    }
    let key = keys.pop().filter(|_| keys.is_empty()).ok_or(SealError::Key)?;
    Ok((key, certificates))
}
