use crate::bytes::{self, Encoded, Number, Order};
use crate::curve::{Curve, Parameters};
use crate::error::Error;
use crate::limbs::{self, Limbs};

/// A signature: two numbers, each above nought and below the order of the group.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Signature {
    curve: Curve,
    r: Number,
    s: Number,
}

impl Signature {
    /// `r` and then `s`, each with its lowest byte first, as Kazakhstan's certificates have it.
    ///
    /// # Errors
    /// [`Error::Length`] for any other number of bytes than 64 or 128, as the curve demands;
    /// [`Error::OutOfRange`] if a number is nought or not below the order.
    pub fn from_le_bytes(curve: Curve, signature: &[u8]) -> Result<Self, Error> {
        let (r, s) = bytes::read_two(signature, curve.size(), Order::Little)?;
        Self::new(curve, r, s)
    }

    /// `s` and then `r`, each with its highest byte first (RFC 4491, RFC 9215).
    ///
    /// # Errors
    /// As [`Self::from_le_bytes`].
    pub fn from_be_bytes(curve: Curve, signature: &[u8]) -> Result<Self, Error> {
        let (s, r) = bytes::read_two(signature, curve.size(), Order::Big)?;
        Self::new(curve, r, s)
    }

    fn new(curve: Curve, r: Number, s: Number) -> Result<Self, Error> {
        let order = match curve.parameters() {
            Parameters::Short(domain) => bytes::widen(domain.order.prime()),
            Parameters::Long(domain) => *domain.order.prime(),
        };
        let fits = |number| !limbs::is_zero(number) && limbs::is_below(number, &order);
        if fits(&r) && fits(&s) { Ok(Self { curve, r, s }) } else { Err(Error::OutOfRange) }
    }

    pub(crate) fn of_numbers<const N: usize>(curve: Curve, r: &Limbs<N>, s: &Limbs<N>) -> Self {
        Self { curve, r: bytes::widen(r), s: bytes::widen(s) }
    }

    pub(crate) fn numbers<const N: usize>(&self) -> (Limbs<N>, Limbs<N>) {
        (bytes::narrow(&self.r), bytes::narrow(&self.s))
    }

    /// The curve it was made on.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// As [`Self::from_le_bytes`] reads it.
    #[must_use]
    pub fn to_le_bytes(&self) -> Encoded {
        Encoded::new(&[&self.r, &self.s], self.curve.size(), Order::Little)
    }

    /// As [`Self::from_be_bytes`] reads it.
    #[must_use]
    pub fn to_be_bytes(&self) -> Encoded {
        Encoded::new(&[&self.s, &self.r], self.curve.size(), Order::Big)
    }
}
