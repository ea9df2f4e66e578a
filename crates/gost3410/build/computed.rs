//! What is computed of a parameter set.

use crate::comb::{Comb, ENTRIES, TEETH};
use crate::domain::Domain;
use crate::limbs::{self, Limbs};
use crate::modulus::{self, Form, Modulus};
use crate::printed::Printed;
use crate::projective::{Affine, Equation, Projective};

/// # Panics
/// If the generator is not on the curve.
pub(crate) fn domain<const N: usize>(printed: &Printed) -> Domain<N> {
    let field = modulus(number(printed.p));
    let residue = |digits| field.enter(&number(digits));
    let (a, b) = (residue(printed.a), residue(printed.b));
    let generator = Affine { x: residue(printed.x), y: residue(printed.y) };
    let triple = |number| field.add(&field.double(&number), &number);
    let minus_three = field.equal(&a, &field.negate(&triple(field.one())));
    let curve = Equation { a, b, b3: triple(b), field };
    assert!(curve.has(&generator), "the generator of {} is not on the curve", printed.name);
    Domain {
        comb: comb(&generator, &curve),
        curve,
        order: modulus(number(printed.q)),
        minus_three,
        is_whole: printed.cofactor == 1,
    }
}

/// The number that the digits are.
pub(crate) fn number<const N: usize>(digits: &str) -> Limbs<N> {
    let mut number = [0; N];
    for (limb, digits) in number.iter_mut().zip(digits.split(' ').rev()) {
        *limb = u64::from_str_radix(digits, 16).unwrap_or_else(|why| panic!("{digits}: {why}"));
    }
    number
}

/// For an odd prime of more than 64·(N − 1) bits.
fn modulus<const N: usize>(prime: Limbs<N>) -> Modulus<N> {
    let (rest, _) = limbs::subtract(&[0; N], &prime);
    let gap = limbs::lowest(&rest);
    if gap < 1 << 16 && rest == limbs::word(gap) {
        return Modulus { prime, form: Form::Folding { gap } };
    }
    let one = twice_often(&limbs::word(1), &prime, 64 * N);
    let square = twice_often(&one, &prime, 64 * N);
    Modulus {
        prime,
        form: Form::Montgomery { factor: limbs::minus_inverse(limbs::lowest(&prime)), one, square },
    }
}

/// The number doubled so many times, modulo the prime.
fn twice_often<const N: usize>(number: &Limbs<N>, prime: &Limbs<N>, times: usize) -> Limbs<N> {
    (0..times).fold(*number, |number, _| {
        let (sum, carry) = limbs::add(&number, &number);
        modulus::below(&sum, carry, prime)
    })
}

/// The table of a generator.
fn comb<const N: usize>(generator: &Affine<N>, curve: &Equation<N>) -> Comb<N> {
    let double = |point: Projective<N>| point.add(&point, curve);
    let negate = |point: Projective<N>| Projective { y: curve.field.negate(&point.y), ..point };
    let mut tooth = Projective::new(generator, curve);
    let teeth = [(); TEETH].map(|()| {
        let this = tooth;
        tooth = (0..Comb::<N>::SPACING).fold(tooth, |point, _| double(point));
        this
    });
    let [lower @ .., highest] = teeth;
    let least = lower.iter().fold(highest, |sum, tooth| sum.add(&negate(*tooth), curve));
    let mut entries = [least; ENTRIES];
    for (t, tooth) in lower.iter().enumerate() {
        let (without, rest) = entries.split_at_mut(1 << t);
        for (with, without) in rest.iter_mut().zip(without) {
            *with = without.add(&double(*tooth), curve);
        }
    }
    Comb { entries: entries.map(|entry| entry.affine(curve)) }
}
