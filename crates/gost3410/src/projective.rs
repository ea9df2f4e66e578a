//! Points with the complete law of addition: one formula for every pair of points, in a time that
//! does not depend on them. Used where a secret is multiplied, and for the tables.

use crate::modulus::{Modulus, Residue};

/// A point `(x, y)` that is not at infinity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine<const N: usize> {
    pub(crate) x: Residue<N>,
    pub(crate) y: Residue<N>,
}

impl<const N: usize> Affine<N> {
    /// The negative of the point where the mask is all ones, the point where it is nought.
    pub(crate) fn signed(&self, negative: u64, field: &Modulus<N>) -> Self {
        Self { x: self.x, y: Residue::select(negative, &field.negate(&self.y), &self.y) }
    }
}

/// The curve `y² = x³ + ax + b` over a prime field.
#[derive(Debug)]
pub(crate) struct Equation<const N: usize> {
    pub(crate) field: Modulus<N>,
    pub(crate) a: Residue<N>,
    pub(crate) b: Residue<N>,
    /// `3b`.
    pub(crate) b3: Residue<N>,
}

impl<const N: usize> Equation<N> {
    /// Whether the point satisfies the equation.
    pub(crate) fn has(&self, point: &Affine<N>) -> bool {
        let f = &self.field;
        let slope = f.add(&f.square(&point.x), &self.a);
        let right = f.add(&f.multiply(&slope, &point.x), &self.b);
        f.equal(&f.square(&point.y), &right)
    }
}

/// A point as `(x/z, y/z)`; `z` is nought at infinity.
#[derive(Clone, Copy)]
pub(crate) struct Projective<const N: usize> {
    pub(crate) x: Residue<N>,
    pub(crate) y: Residue<N>,
    pub(crate) z: Residue<N>,
}

impl<const N: usize> Projective<N> {
    pub(crate) fn infinity(curve: &Equation<N>) -> Self {
        Self { x: Residue::ZERO, y: curve.field.one(), z: Residue::ZERO }
    }

    pub(crate) fn new(point: &Affine<N>, curve: &Equation<N>) -> Self {
        Self { x: point.x, y: point.y, z: curve.field.one() }
    }

    /// The sum, by algorithm 1 of Renes, Costello and Batina, "Complete addition formulas for
    /// prime order elliptic curves" (2016). It is right for any two points whose difference has
    /// not the order two, therefore within every group of odd order.
    pub(crate) fn add(&self, other: &Self, curve: &Equation<N>) -> Self {
        let f = &curve.field;
        let xx = f.multiply(&self.x, &other.x);
        let yy = f.multiply(&self.y, &other.y);
        let zz = f.multiply(&self.z, &other.z);
        let xy = crossed(f, (&self.x, &self.y), (&other.x, &other.y), &f.add(&xx, &yy));
        let xz = crossed(f, (&self.x, &self.z), (&other.x, &other.z), &f.add(&xx, &zz));
        let yz = crossed(f, (&self.y, &self.z), (&other.y, &other.z), &f.add(&yy, &zz));

        let azz = f.multiply(&curve.a, &zz);
        let middle = f.add(&f.multiply(&curve.a, &xz), &f.multiply(&curve.b3, &zz));
        let low = f.subtract(&yy, &middle);
        let high = f.add(&yy, &middle);
        let tangent = f.add(&f.add(&f.double(&xx), &xx), &azz);
        let rest =
            f.add(&f.multiply(&curve.b3, &xz), &f.multiply(&curve.a, &f.subtract(&xx, &azz)));
        Self {
            x: f.subtract(&f.multiply(&xy, &low), &f.multiply(&yz, &rest)),
            y: f.add(&f.multiply(&low, &high), &f.multiply(&tangent, &rest)),
            z: f.add(&f.multiply(&yz, &high), &f.multiply(&xy, &tangent)),
        }
    }

    /// The point as `(x, y)`, `(0, 0)` at infinity.
    pub(crate) fn affine(&self, curve: &Equation<N>) -> Affine<N> {
        let f = &curve.field;
        let inverse = f.invert(&self.z);
        Affine { x: f.multiply(&self.x, &inverse), y: f.multiply(&self.y, &inverse) }
    }
}

/// `a·d + b·c` of the pairs `(a, b)` and `(c, d)`, given `a·c + b·d`.
fn crossed<const N: usize>(
    f: &Modulus<N>,
    (a, b): (&Residue<N>, &Residue<N>),
    (c, d): (&Residue<N>, &Residue<N>),
    straight: &Residue<N>,
) -> Residue<N> {
    f.subtract(&f.multiply(&f.add(a, b), &f.add(c, d)), straight)
}
