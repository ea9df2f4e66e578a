use crate::bytes::{self, Encoded, Number, Order};
use crate::curve::{Curve, Parameters};
use crate::digest::Digest;
use crate::domain::Domain;
use crate::error::Error;
use crate::jacobian;
use crate::limbs::{self, Limbs};
use crate::projective::Affine;
use crate::signature::Signature;

/// A public key: a point of the curve's group, not the one at infinity.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PublicKey {
    curve: Curve,
    x: Number,
    y: Number,
}

impl PublicKey {
    /// `x` and then `y`, each with its lowest byte first: so in Kazakhstan's certificates, and in
    /// those of RFC 9215.
    ///
    /// # Errors
    /// [`Error::Length`] for any other number of bytes than 64 or 128, as the curve demands;
    /// [`Error::NotOnCurve`] if this is no point of the group.
    pub fn from_le_bytes(curve: Curve, key: &[u8]) -> Result<Self, Error> {
        let (x, y) = bytes::read_two(key, curve.size(), Order::Little)?;
        Self::new(curve, x, y)
    }

    /// `x` and then `y`, each with its highest byte first, as RFC 7091 prints them.
    ///
    /// # Errors
    /// As [`Self::from_le_bytes`].
    pub fn from_be_bytes(curve: Curve, key: &[u8]) -> Result<Self, Error> {
        let (x, y) = bytes::read_two(key, curve.size(), Order::Big)?;
        Self::new(curve, x, y)
    }

    fn new(curve: Curve, x: Number, y: Number) -> Result<Self, Error> {
        let key = Self { curve, x, y };
        let has = match curve.parameters() {
            Parameters::Short(domain) => key.is_in_group(domain),
            Parameters::Long(domain) => key.is_in_group(domain),
        };
        if has { Ok(key) } else { Err(Error::NotOnCurve) }
    }

    pub(crate) fn of_point<const N: usize>(
        curve: Curve,
        point: &Affine<N>,
        domain: &Domain<N>,
    ) -> Self {
        let number = |coordinate| bytes::widen(&domain.curve.field.leave(coordinate));
        Self { curve, x: number(&point.x), y: number(&point.y) }
    }

    fn is_in_group<const N: usize>(&self, domain: &Domain<N>) -> bool {
        let prime = domain.curve.field.prime();
        let below = |number| limbs::is_below(&bytes::narrow(number), prime);
        let point = self.point(domain);
        below(&self.x)
            && below(&self.y)
            && domain.curve.has(&point)
            && (domain.is_whole || has_the_order(&point, domain))
    }

    fn point<const N: usize>(&self, domain: &Domain<N>) -> Affine<N> {
        let residue = |number| domain.curve.field.enter(&bytes::narrow(number));
        Affine { x: residue(&self.x), y: residue(&self.y) }
    }

    /// The curve it is on.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// As [`Self::from_le_bytes`] reads it.
    #[must_use]
    pub fn to_le_bytes(&self) -> Encoded {
        Encoded::new(&[&self.x, &self.y], self.curve.size(), Order::Little)
    }

    /// As [`Self::from_be_bytes`] reads it.
    #[must_use]
    pub fn to_be_bytes(&self) -> Encoded {
        Encoded::new(&[&self.x, &self.y], self.curve.size(), Order::Big)
    }

    /// Checks that this key has signed the digest (GOST R 34.10-2012, section 6.2). The time it
    /// takes shows what it works on.
    ///
    /// # Errors
    /// [`Error::WrongSignature`] if it has not; [`Error::OtherCurve`] and [`Error::Length`] if
    /// signature or digest do not fit the key.
    pub fn verify(&self, digest: &Digest, signature: &Signature) -> Result<(), Error> {
        if signature.curve() != self.curve {
            return Err(Error::OtherCurve);
        }
        let signed = match self.curve.parameters() {
            Parameters::Short(domain) => self.has_signed(digest, signature.numbers(), domain)?,
            Parameters::Long(domain) => self.has_signed(digest, signature.numbers(), domain)?,
        };
        if signed { Ok(()) } else { Err(Error::WrongSignature) }
    }

    fn has_signed<const N: usize>(
        &self,
        digest: &Digest,
        (r, s): (Limbs<N>, Limbs<N>),
        domain: &Domain<N>,
    ) -> Result<bool, Error> {
        let order = &domain.order;
        let inverse = order.invert_openly(&digest.number(order)?);
        let first = order.multiply(&order.enter(&s), &inverse);
        let second = order.negate(&order.multiply(&order.enter(&r), &inverse));
        let (first, second) = (order.leave(&first), order.leave(&second));
        let sum = jacobian::combine(domain, &first, &second, &self.point(domain));
        Ok(sum.has_x(&r, domain))
    }
}

/// Whether the order of the group takes the point to infinity.
fn has_the_order<const N: usize>(point: &Affine<N>, domain: &Domain<N>) -> bool {
    let multiple = jacobian::combine(domain, &[0; N], domain.order.prime(), point);
    multiple.is_infinity(&domain.curve.field)
}
