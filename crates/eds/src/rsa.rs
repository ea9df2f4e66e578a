//! Signatures of RSA (RFC 8017).

use std::fmt;

use zeroize::Zeroizing;

use crate::algorithm::{Unfit, only};
use crate::der::{Reader, write};
use crate::digest::Hash;
use crate::modulus::Modulus;

/// The fewest and the most bits of a modulus.
const BITS: std::ops::RangeInclusive<usize> = 2048..=4096;

/// A key of RSA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    modulus: Modulus,
    bits: usize,
    exponent: u64,
}

impl PublicKey {
    /// An `RSAPublicKey` of PKCS #1.
    ///
    /// # Errors
    /// [`Unfit::Weak`] below 2048 bits; [`Unfit::Key`] above 4096, for an even modulus, and for an
    /// exponent that is even, 1, or above 32 bits: larger numbers serve only to waste time.
    pub fn read(der: &[u8]) -> Result<Self, Unfit> {
        let key = only(Reader::new(der)).and_then(|value| value.sequence());
        let mut fields = key.map_err(|_| Unfit::Key)?;
        let mut number = || fields.any().and_then(|value| value.unsigned()).map_err(|_| Unfit::Key);
        let (modulus, exponent) = (number()?, number()?);
        fields.end().map_err(|_| Unfit::Key)?;
        let unused = modulus.first().map_or(0, |byte| byte.leading_zeros());
        let bits = modulus.len() * 8 - usize::try_from(unused).unwrap_or(0);
        if bits < *BITS.start() {
            return Err(Unfit::Weak("an RSA key below 2048 bits"));
        }
        let exponent = (exponent.len() <= 4)
            .then(|| exponent.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
            .filter(|exponent| *exponent >= 3 && exponent & 1 == 1);
        let modulus = Some(modulus).filter(|_| bits <= *BITS.end()).and_then(Modulus::new);
        match (modulus, exponent) {
            (Some(modulus), Some(exponent)) => Ok(Self { modulus, bits, exponent }),
            _ => Err(Unfit::Key),
        }
    }

    /// How many bits the modulus has.
    #[must_use]
    pub const fn bits(&self) -> usize {
        self.bits
    }

    /// How many bytes the modulus has, and so each signature.
    const fn size(&self) -> usize {
        self.bits.div_ceil(8)
    }

    /// What was signed, as many bytes as the modulus has.
    fn open(&self, signature: &[u8]) -> Result<Vec<u8>, Unfit> {
        let size = self.size();
        let signature = Some(signature).filter(|signature| signature.len() == size);
        let opened = signature.and_then(|signature| self.modulus.power(signature, self.exponent));
        let opened = opened.ok_or(Unfit::Wrong)?;
        opened.get(opened.len() - size..).map(<[u8]>::to_vec).ok_or(Unfit::Wrong)
    }

    /// PKCS #1 v1.5. What should have been signed is put together and compared as a whole, so there
    /// is nothing to be read leniently.
    ///
    /// # Errors
    /// [`Unfit::Wrong`] if this key has not signed the digest so.
    pub fn verify(&self, hash: Hash, digest: &[u8], signature: &[u8]) -> Result<(), Unfit> {
        if self.open(signature)? == self.padded(hash, digest)? { Ok(()) } else { Err(Unfit::Wrong) }
    }

    /// The digest as PKCS #1 v1.5 pads it.
    fn padded(&self, hash: Hash, digest: &[u8]) -> Result<Vec<u8>, Unfit> {
        let inner = write::sequence(&[&write::algorithm(hash.oid()), &write::octets(digest)]);
        let padding = self.size().checked_sub(inner.len() + 3).ok_or(Unfit::Wrong)?;
        Ok([&[0, 1][..], &vec![0xFF; padding], &[0], &inner].concat())
    }

    /// PSS, with a salt of so many bytes and MGF1 over the same hash (RFC 8017, 9.1.2).
    ///
    /// # Errors
    /// [`Unfit::Wrong`] if this key has not signed the digest so.
    pub fn verify_pss(
        &self,
        hash: Hash,
        salt: usize,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<(), Unfit> {
        let opened = self.open(signature)?;
        let bits = self.bits - 1;
        // With one bit more than whole bytes, the first byte is nought and not part of it.
        let message = opened.get(opened.len() - bits.div_ceil(8)..).ok_or(Unfit::Wrong)?;
        let (message, trailer) = message.split_last_chunk::<1>().ok_or(Unfit::Wrong)?;
        let split = message.len().checked_sub(digest.len()).ok_or(Unfit::Wrong)?;
        let (masked, inner) = message.split_at_checked(split).ok_or(Unfit::Wrong)?;
        let unused = 8 * bits.div_ceil(8) - bits;
        let first = masked.first().copied().ok_or(Unfit::Wrong)?;
        if *trailer == [0xBC] && first.leading_zeros() >= u32::try_from(unused).unwrap_or(8) {
            let mut block = mask(hash, inner, masked);
            if let Some(first) = block.first_mut() {
                *first &= 0xFF >> unused;
            }
            let padding = block.len().checked_sub(salt + 1).ok_or(Unfit::Wrong)?;
            let (padding, rest) = block.split_at_checked(padding).ok_or(Unfit::Wrong)?;
            let (one, salt) = rest.split_first().ok_or(Unfit::Wrong)?;
            let again = hash.digest(&[&[0; 8][..], digest, salt].concat());
            if padding.iter().all(|byte| *byte == 0) && *one == 1 && again == inner {
                return Ok(());
            }
        }
        Err(Unfit::Wrong)
    }
}

/// A private key of RSA. Its secret exponent is overwritten when it is dropped.
#[derive(Clone)]
pub struct PrivateKey {
    public: PublicKey,
    /// The `RSAPublicKey` of it.
    der: Vec<u8>,
    exponent: Zeroizing<Vec<u8>>,
}

impl PrivateKey {
    /// An `RSAPrivateKey` of PKCS #1. Modulus and exponents are used; the primes, with which it would be
    /// four times as quick, are not: a fault on the way then gives nothing away about them.
    ///
    /// # Errors
    /// [`Unfit::Weak`] below 2048 bits; [`Unfit::Key`] for what is no such key, or one that
    /// [`PublicKey::read`] refuses.
    pub fn read(der: &[u8]) -> Result<Self, Unfit> {
        let key = only(Reader::new(der)).and_then(|value| value.sequence());
        let mut fields = key.map_err(|_| Unfit::Key)?;
        let mut number = || fields.any().map_err(|_| Unfit::Key);
        let version = number()?.small().map_err(|_| Unfit::Key)?;
        let (modulus, exponent) = (number()?, number()?);
        let secret = number()?.unsigned().map_err(|_| Unfit::Key)?;
        let der = write::sequence(&[modulus.whole, exponent.whole]);
        let public = PublicKey::read(&der)?;
        if version != 0 || secret.len() > public.size() {
            return Err(Unfit::Key);
        }
        Ok(Self { public, der, exponent: Zeroizing::new(secret.to_vec()) })
    }

    /// The key that checks what this one signs.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Its public half as an `RSAPublicKey` of PKCS #1.
    #[must_use]
    pub fn public_der(&self) -> &[u8] {
        &self.der
    }

    /// Signs a digest as PKCS #1 v1.5 has it. The result is checked before it is given away.
    ///
    /// The time does not depend on the secret exponent, as far as the source can say so; nothing is
    /// blinded, so whoever measures the power the computer draws may learn more.
    ///
    /// # Errors
    /// [`Unfit::Wrong`] if the digest does not fit the hash, the parts of the key do not belong together,
    /// or the computer has made a mistake.
    pub fn sign(&self, hash: Hash, digest: &[u8]) -> Result<Vec<u8>, Unfit> {
        let padded = self.public.padded(hash, digest)?;
        let signature = self.public.modulus.secret_power(&padded, &self.exponent);
        let signature = signature.ok_or(Unfit::Wrong)?;
        let signature = signature.get(signature.len() - self.public.size()..);
        let signature = signature.ok_or(Unfit::Wrong)?.to_vec();
        self.public.verify(hash, digest, &signature)?;
        Ok(signature)
    }
}

/// Says how many bits there are, and nothing secret.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(RSA, {} bits)", self.public.bits)
    }
}

/// The block with the mask of MGF1 taken away.
fn mask(hash: Hash, seed: &[u8], masked: &[u8]) -> Vec<u8> {
    let blocks = (0u32..).flat_map(|count| hash.digest(&[seed, &count.to_be_bytes()].concat()));
    masked.iter().zip(blocks).map(|(byte, mask)| byte ^ mask).collect()
}
