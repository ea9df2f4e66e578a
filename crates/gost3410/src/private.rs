use core::fmt;

use hmac::Hmac;
use streebog::{Streebog256, Streebog512};
use zeroize::{Zeroize as _, Zeroizing};

use crate::bytes::{self, Encoded, Number, Order};
use crate::curve::{Curve, Parameters};
use crate::digest::Digest;
use crate::domain::Domain;
use crate::error::Error;
use crate::limbs::{self, Limbs};
use crate::modulus::Residue;
use crate::nonce::{Mac, Nonces};
use crate::public::PublicKey;
use crate::signature::Signature;

/// A private key: a number above nought and below the order of the group. It is overwritten when
/// it is dropped.
#[derive(Clone)]
pub struct PrivateKey {
    curve: Curve,
    d: Number,
}

impl PrivateKey {
    /// The number with its lowest byte first, as PKCS#8 files of Kazakhstan's "GOST-2015" keys
    /// hold it.
    ///
    /// # Errors
    /// [`Error::Length`] for any other number of bytes than 32 or 64, as the curve demands;
    /// [`Error::OutOfRange`] if it is nought or not below the order.
    pub fn from_le_bytes(curve: Curve, key: &[u8]) -> Result<Self, Error> {
        Self::read(curve, key, Order::Little)
    }

    /// The number with its highest byte first, as PKCS#8 files of Kazakhstan's "GOST-2004" keys
    /// hold it (without the leading nought that DER may add).
    ///
    /// # Errors
    /// As [`Self::from_le_bytes`].
    pub fn from_be_bytes(curve: Curve, key: &[u8]) -> Result<Self, Error> {
        Self::read(curve, key, Order::Big)
    }

    fn read(curve: Curve, key: &[u8], order: Order) -> Result<Self, Error> {
        if key.len() != curve.size() {
            return Err(Error::Length);
        }
        let key = Self { curve, d: bytes::read(key, order) };
        let fits = match curve.parameters() {
            Parameters::Short(domain) => fits(&bytes::narrow(&key.d), domain),
            Parameters::Long(domain) => fits(&key.d, domain),
        };
        if fits { Ok(key) } else { Err(Error::OutOfRange) }
    }

    /// A new key from random bytes, eight more than [`Curve::size`] so that no key is likelier
    /// than another by more than 2^−64 (FIPS 186-5, A.2.1). They must be known to nobody and used
    /// for nothing else.
    ///
    /// # Errors
    /// [`Error::Length`] for any other number of bytes; [`Error::OutOfRange`] if they make nought,
    /// which random bytes do not.
    pub fn generate(curve: Curve, random: &[u8]) -> Result<Self, Error> {
        let size = curve.size();
        let halves = random.split_at_checked(size).filter(|(_, rest)| rest.len() == 8);
        let (low, high) = halves.ok_or(Error::Length)?;
        let low = Zeroizing::new(bytes::read(low, Order::Little));
        let high = Zeroizing::new(bytes::read(high, Order::Little));
        let d = match curve.parameters() {
            Parameters::Short(domain) => bytes::widen(&reduce(&low, &high, domain)),
            Parameters::Long(domain) => reduce(&low, &high, domain),
        };
        if limbs::is_zero(&d) { Err(Error::OutOfRange) } else { Ok(Self { curve, d }) }
    }

    /// The curve it belongs to.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// As [`Self::from_le_bytes`] reads it.
    #[must_use]
    pub fn to_le_bytes(&self) -> Encoded {
        Encoded::new(&[&self.d], self.curve.size(), Order::Little)
    }

    /// As [`Self::from_be_bytes`] reads it.
    #[must_use]
    pub fn to_be_bytes(&self) -> Encoded {
        Encoded::new(&[&self.d], self.curve.size(), Order::Big)
    }

    /// The key that checks what this one signs.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        match self.curve.parameters() {
            Parameters::Short(domain) => self.public_in(domain),
            Parameters::Long(domain) => self.public_in(domain),
        }
    }

    fn public_in<const N: usize>(&self, domain: &Domain<N>) -> PublicKey {
        let d = Zeroizing::new(bytes::narrow(&self.d));
        let point = domain.comb.multiply(&d, &domain.order, &domain.curve);
        PublicKey::of_point(self.curve, &point.affine(&domain.curve), domain)
    }

    /// Signs a digest (GOST R 34.10-2012, section 6.1). The same digest has the same signature
    /// each time: the nonce is that of RFC 6979 with HMAC over Streebog of the size of the key,
    /// whatever hash has made the digest.
    ///
    /// # Errors
    /// [`Error::Length`] if the digest has not as many bytes as the key.
    pub fn sign(&self, digest: &Digest) -> Result<Signature, Error> {
        self.sign_hedged(digest, &[])
    }

    /// Signs a digest, with more bytes for the nonce (RFC 6979, section 3.6). If they are random,
    /// who can disturb the computer learns nothing from two signatures of one digest; if they are
    /// known or the same again, the signature is as good as without.
    ///
    /// # Errors
    /// [`Error::Length`] if the digest has not as many bytes as the key.
    pub fn sign_hedged(&self, digest: &Digest, random: &[u8]) -> Result<Signature, Error> {
        match self.curve.parameters() {
            Parameters::Short(domain) => {
                self.sign_in::<Hmac<Streebog256>, 4>(digest, random, domain)
            }
            Parameters::Long(domain) => {
                self.sign_in::<Hmac<Streebog512>, 8>(digest, random, domain)
            }
        }
    }

    fn sign_in<M: Mac, const N: usize>(
        &self,
        digest: &Digest,
        random: &[u8],
        domain: &Domain<N>,
    ) -> Result<Signature, Error> {
        let e = digest.number(&domain.order)?;
        let d = Zeroizing::new(bytes::narrow(&self.d));
        let mut nonces = Nonces::<M>::new(&d, &domain.order.leave(&e), random);
        loop {
            let k = Zeroizing::new(nonces.next_below(domain.order.prime()));
            if let Some((r, s)) = sign_with(&k, &d, &e, domain) {
                return Ok(Signature::of_numbers(self.curve, &r, &s));
            }
        }
    }
}

/// `r` and `s` of a digest under a nonce, unless one of them would be nought.
pub(crate) fn sign_with<const N: usize>(
    k: &Limbs<N>,
    d: &Limbs<N>,
    e: &Residue<N>,
    domain: &Domain<N>,
) -> Option<(Limbs<N>, Limbs<N>)> {
    let order = &domain.order;
    let point = domain.comb.multiply(k, order, &domain.curve).affine(&domain.curve);
    let r = order.enter(&domain.curve.field.leave(&point.x));
    let s = order.add(&order.multiply(&r, &order.enter(d)), &order.multiply(&order.enter(k), e));
    let (r, s) = (order.leave(&r), order.leave(&s));
    (!limbs::is_zero(&r) && !limbs::is_zero(&s)).then_some((r, s))
}

fn fits<const N: usize>(d: &Limbs<N>, domain: &Domain<N>) -> bool {
    !limbs::is_zero(d) && limbs::is_below(d, domain.order.prime())
}

/// `low + high·2^(64·N)` modulo the order.
fn reduce<const N: usize>(low: &Number, high: &Number, domain: &Domain<N>) -> Limbs<N> {
    let order = &domain.order;
    let above = order.multiply(&order.enter(&bytes::narrow(high)), &order.beyond());
    order.leave(&order.add(&order.enter(&bytes::narrow(low)), &above))
}

impl Drop for PrivateKey {
    fn drop(&mut self) {
        self.d.zeroize();
    }
}

/// Names the curve only.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({:?})", self.curve)
    }
}
