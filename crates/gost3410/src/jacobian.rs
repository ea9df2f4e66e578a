//! Points as `(x/z², y/z³)`, with formulas that are fast and show by their time what they work on.
//! Used to verify, where nothing is secret.
//!
//! The formulas are those of the Explicit-Formulas Database, <https://hyperelliptic.org/EFD/>.

use crate::comb::{Comb, Digits};
use crate::domain::Domain;
use crate::limbs::{self, Limbs};
use crate::modulus::{Modulus, Residue};
use crate::projective::Affine;

/// Odd multiples in a table: 1, 3, … 15 times the point.
const MULTIPLES: usize = 8;

/// Digits of a number of at most 512 bits, with one for the carry.
const DIGITS: usize = 513;

/// A point; `z` is nought at infinity.
#[derive(Clone, Copy)]
pub(crate) struct Jacobian<const N: usize> {
    pub(crate) x: Residue<N>,
    pub(crate) y: Residue<N>,
    pub(crate) z: Residue<N>,
}

/// `first` times the generator and `second` times the point, both below the order, added up.
pub(crate) fn combine<const N: usize>(
    domain: &Domain<N>,
    first: &Limbs<N>,
    second: &Limbs<N>,
    point: &Affine<N>,
) -> Jacobian<N> {
    let field = &domain.curve.field;
    let table = odd_multiples(domain, point);
    let digits = sparse_digits(second);
    let columns = Digits::new(first, &domain.order);
    let mut sum = Jacobian::infinity(field);
    for (at, digit) in digits.iter().enumerate().take(64 * N + 1).rev() {
        sum = sum.double(domain);
        if *digit != 0
            && let Some(multiple) = table.get(usize::from(digit.unsigned_abs() / 2))
        {
            let negative = limbs::mask(u64::from(*digit < 0));
            sum = sum.add_affine(&multiple.signed(negative, field), domain);
        }
        if at < Comb::<N>::SPACING
            && let Some(entry) = domain.comb.entry(&columns.column(at), field)
        {
            sum = sum.add_affine(&entry, domain);
        }
    }
    sum
}

/// Digits of which at most one in five is not nought, and that one odd and at most 15 either way:
/// the non-adjacent form of width five.
fn sparse_digits<const N: usize>(number: &Limbs<N>) -> [i8; DIGITS] {
    let mut digits = [0; DIGITS];
    let (mut carry, mut skip) = (0, 0);
    for (at, digit) in digits.iter_mut().enumerate().take(64 * N + 1) {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        if limbs::bit(number, at) == carry {
            continue;
        }
        let window = limbs::bits(number, at, 5) + u8::from(carry == 1);
        carry = u64::from(window > 16);
        *digit = window.cast_signed() - if window > 16 { 32 } else { 0 };
        skip = 4;
    }
    digits
}

/// 1, 3, … 15 times the point. None is at infinity: no point of these curves has a small odd order.
fn odd_multiples<const N: usize>(domain: &Domain<N>, point: &Affine<N>) -> [Affine<N>; MULTIPLES] {
    let field = &domain.curve.field;
    let mut multiple = Jacobian { x: point.x, y: point.y, z: field.one() };
    let twice = multiple.double(domain);
    let mut product = field.one();
    // Each multiple, and the product of all `z` before it: one inversion is enough for all.
    let multiples = [(); MULTIPLES].map(|()| {
        let this = (multiple, product);
        product = field.multiply(&product, &multiple.z);
        multiple = multiple.add(&twice, domain);
        this
    });
    let mut inverse = field.invert_openly(&product);
    let mut affine = [*point; MULTIPLES];
    for (affine, (multiple, before)) in affine.iter_mut().zip(&multiples).rev() {
        let z = field.multiply(&inverse, before);
        inverse = field.multiply(&inverse, &multiple.z);
        let zz = field.square(&z);
        affine.x = field.multiply(&multiple.x, &zz);
        affine.y = field.multiply(&multiple.y, &field.multiply(&z, &zz));
    }
    affine
}

impl<const N: usize> Jacobian<N> {
    pub(crate) fn infinity(field: &Modulus<N>) -> Self {
        Self { x: field.one(), y: field.one(), z: Residue::ZERO }
    }

    pub(crate) fn is_infinity(&self, field: &Modulus<N>) -> bool {
        field.is_zero(&self.z)
    }

    /// Whether the point's `x`, a number below the prime, is the number modulo the order. No
    /// inversion: `x` is compared with `number·z²`, and with the number an order or more higher.
    pub(crate) fn has_x(&self, number: &Limbs<N>, domain: &Domain<N>) -> bool {
        let field = &domain.curve.field;
        if self.is_infinity(field) {
            return false;
        }
        let zz = field.square(&self.z);
        let (mut candidate, mut carry) = (*number, 0);
        while carry == 0 && limbs::is_below(&candidate, field.prime()) {
            if field.equal(&field.multiply(&field.enter(&candidate), &zz), &self.x) {
                return true;
            }
            (candidate, carry) = limbs::add(&candidate, domain.order.prime());
        }
        false
    }

    /// The tangent's third point turned over, as `dbl-2001-b` and `dbl-2007-bl` have it, with the
    /// doublings taken together: `2y` is made once, and `8y⁴` is half the square of `(2y)²`.
    ///
    /// Products that do not need each other stand side by side: a processor begins the second
    /// while the carries of the first still run.
    pub(crate) fn double(&self, domain: &Domain<N>) -> Self {
        let f = &domain.curve.field;
        let zz = f.square(&self.z);
        let y2 = f.double(&self.y);
        let yy4 = f.square(&y2);
        let third_of_slope = if domain.minus_three {
            f.multiply(&f.subtract(&self.x, &zz), &f.add(&self.x, &zz))
        } else {
            f.square(&self.x)
        };
        let xyy4 = f.multiply(&self.x, &yy4);
        let slope = f.add(&f.double(&third_of_slope), &third_of_slope);
        let slope = if domain.minus_three {
            slope
        } else {
            f.add(&slope, &f.multiply(&domain.curve.a, &f.square(&zz)))
        };
        let slope_squared = f.square(&slope);
        let z = f.multiply(&y2, &self.z);
        let x = f.subtract(&slope_squared, &f.double(&xyy4));
        let down = f.multiply(&slope, &f.subtract(&xyy4, &x));
        let y = f.subtract(&down, &f.halve(&f.square(&yy4)));
        Self { x, y, z }
    }

    pub(crate) fn add(&self, other: &Self, domain: &Domain<N>) -> Self {
        let f = &domain.curve.field;
        if self.is_infinity(f) {
            return *other;
        }
        if other.is_infinity(f) {
            return *self;
        }
        let (zz, other_zz) = (f.square(&self.z), f.square(&other.z));
        let x = f.multiply(&self.x, &other_zz);
        let y = f.multiply(&self.y, &f.multiply(&other.z, &other_zz));
        let across = f.subtract(&f.multiply(&other.x, &zz), &x);
        let up = f.subtract(&f.multiply(&other.y, &f.multiply(&self.z, &zz)), &y);
        self.meet(&x, &y, &across, &up, &f.multiply(&self.z, &other.z), domain)
    }

    pub(crate) fn add_affine(&self, other: &Affine<N>, domain: &Domain<N>) -> Self {
        let f = &domain.curve.field;
        if self.is_infinity(f) {
            return Self { x: other.x, y: other.y, z: f.one() };
        }
        let zz = f.square(&self.z);
        let across = f.subtract(&f.multiply(&other.x, &zz), &self.x);
        let up = f.subtract(&f.multiply(&other.y, &f.multiply(&self.z, &zz)), &self.y);
        self.meet(&self.x, &self.y, &across, &up, &self.z, domain)
    }

    /// The third point of the line through `(x, y)`, which is this point over the common
    /// denominator `z`, and the point `across` and `up` from there, turned over: `add-1998-cmo-2`.
    fn meet(
        &self,
        x: &Residue<N>,
        y: &Residue<N>,
        across: &Residue<N>,
        up: &Residue<N>,
        z: &Residue<N>,
        domain: &Domain<N>,
    ) -> Self {
        let f = &domain.curve.field;
        if f.is_zero(across) {
            return if f.is_zero(up) { self.double(domain) } else { Self::infinity(f) };
        }
        let square = f.square(across);
        let cube = f.multiply(&square, across);
        let between = f.multiply(x, &square);
        let third_x = f.subtract(&f.subtract(&f.square(up), &cube), &f.double(&between));
        let drop = f.multiply(up, &f.subtract(&between, &third_x));
        Self { x: third_x, y: f.subtract(&drop, &f.multiply(y, &cube)), z: f.multiply(z, across) }
    }
}
