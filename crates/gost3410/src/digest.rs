use crate::bytes::{self, Number, Order};
use crate::error::Error;
use crate::limbs;
use crate::modulus::{Modulus, Residue};

/// What a hash has made of the message, read as a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Digest {
    number: Number,
    /// Its bytes.
    size: usize,
}

impl Digest {
    /// The bytes as a hash of the GOST family gives them out, the lowest first: so in Kazakhstan's
    /// signatures, and in those of RFC 9215.
    ///
    /// # Errors
    /// [`Error::Length`] unless there are 32 or 64 bytes.
    pub fn from_le_bytes(digest: &[u8]) -> Result<Self, Error> {
        Self::read(digest, Order::Little)
    }

    /// The bytes of the number with the highest first, as RFC 7091 prints `e`.
    ///
    /// # Errors
    /// [`Error::Length`] unless there are 32 or 64 bytes.
    pub fn from_be_bytes(digest: &[u8]) -> Result<Self, Error> {
        Self::read(digest, Order::Big)
    }

    fn read(digest: &[u8], order: Order) -> Result<Self, Error> {
        let size = digest.len();
        if matches!(size, 32 | 64) {
            Ok(Self { number: bytes::read(digest, order), size })
        } else {
            Err(Error::Length)
        }
    }

    /// The number `e` that is signed: the digest modulo the order, one instead of nought.
    pub(crate) fn number<const N: usize>(&self, order: &Modulus<N>) -> Result<Residue<N>, Error> {
        if self.size != 8 * N {
            return Err(Error::Length);
        }
        let e = order.enter(&bytes::narrow(&self.number));
        Ok(if limbs::is_zero(&order.leave(&e)) { order.one() } else { e })
    }
}
