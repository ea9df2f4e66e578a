//! The two ways of multiplying points against each other, and the constants of every curve.

use super::numbers::Numbers;
use crate::curve::{Curve, Parameters};
use crate::domain::Domain;
use crate::jacobian::{Jacobian, combine};
use crate::limbs::{self, Limbs};
use crate::modulus::Form;
use crate::projective::Affine;

/// Pairs of multipliers tried on each curve.
const PAIRS: usize = 40;

fn generator<const N: usize>(domain: &Domain<N>) -> Affine<N> {
    hidden(domain, &limbs::word(1))
}

/// By the table and the complete law, as a secret is multiplied.
fn hidden<const N: usize>(domain: &Domain<N>, number: &Limbs<N>) -> Affine<N> {
    domain.comb.multiply(number, &domain.order, &domain.curve).affine(&domain.curve)
}

/// Whether the sum is the point.
fn is<const N: usize>(sum: &Jacobian<N>, point: &Affine<N>, domain: &Domain<N>) -> bool {
    let f = &domain.curve.field;
    let zz = f.square(&sum.z);
    !f.is_zero(&zz)
        && f.equal(&sum.x, &f.multiply(&point.x, &zz))
        && f.equal(&sum.y, &f.multiply(&point.y, &f.multiply(&zz, &sum.z)))
}

/// A number that is reduced by the order of the group.
fn number<const N: usize>(numbers: &mut Numbers, domain: &Domain<N>) -> Limbs<N> {
    domain.order.leave(&domain.order.enter(&numbers.next()))
}

fn check<const N: usize>(domain: &Domain<N>, numbers: &mut Numbers) {
    check_edges(domain);
    let (order, field) = (&domain.order, &domain.curve.field);
    let generator = generator(domain);
    assert!(domain.curve.has(&generator));
    assert!(combine(domain, &[0; N], order.prime(), &generator).is_infinity(field));
    for entry in &domain.comb.entries {
        assert!(domain.curve.has(entry));
    }
    let last = limbs::subtract_word(order.prime(), 1).0;
    let two = limbs::word(2);
    let edges = [limbs::word(1), two, limbs::word(3), last, limbs::subtract_word(&last, 1).0];
    let pairs = edges.into_iter().flat_map(|a| edges.map(|b| (a, b)));
    let random = [(); PAIRS].map(|()| (number(numbers, domain), number(numbers, domain)));
    let point_by = number(numbers, domain);
    let point = hidden(domain, &point_by);
    for (a, b) in pairs.chain(random) {
        // a·G + b·P, where P is known to be so many times G.
        let [by_a, by_b, by_point] = [&a, &b, &point_by].map(|number| order.enter(number));
        let both = order.leave(&order.add(&by_a, &order.multiply(&by_b, &by_point)));
        let sum = combine(domain, &a, &b, &point);
        assert!(is(&sum, &hidden(domain, &both), domain), "{a:x?} {b:x?}");
        // P may be G itself, so that equal points and opposite ones meet.
        let both = order.add(&by_a, &by_b);
        let sum = combine(domain, &a, &b, &generator);
        if order.is_zero(&both) {
            assert!(sum.is_infinity(field), "{a:x?} {b:x?}");
        } else {
            let expected = hidden(domain, &order.leave(&both));
            assert!(is(&sum, &expected, domain), "{a:x?} {b:x?}");
            let x = field.leave(&expected.x);
            assert!(sum.has_x(&order.leave(&order.enter(&x)), domain));
            assert!(!sum.has_x(&limbs::word(5), domain));
        }
    }
}

/// Equal points, opposite ones and the one at infinity, where the line through both is not that of
/// the formula.
fn check_edges<const N: usize>(domain: &Domain<N>) {
    let field = &domain.curve.field;
    let one = generator(domain);
    let minus_one = one.signed(limbs::mask(1), field);
    let [two, three] = [2, 3].map(|number| hidden(domain, &limbs::word(number)));
    let infinity = Jacobian::infinity(field);
    let lone = infinity.add_affine(&one, domain);
    assert!(is(&lone, &one, domain));
    // The same point over another denominator: 3 − 2.
    let minus_two = infinity.add_affine(&two.signed(limbs::mask(1), field), domain);
    let again = infinity.add_affine(&three, domain).add(&minus_two, domain);
    assert!(is(&again, &one, domain) && !field.equal(&again.z, &lone.z));

    assert!(is(&lone.double(domain), &two, domain));
    assert!(is(&lone.add_affine(&one, domain), &two, domain));
    assert!(is(&again.add_affine(&one, domain), &two, domain));
    assert!(is(&again.add(&lone, domain), &two, domain));
    assert!(is(&lone.add(&again, domain), &two, domain));
    assert!(is(&again.add(&infinity, domain), &one, domain));
    assert!(is(&infinity.add(&again, domain), &one, domain));
    assert!(again.add_affine(&minus_one, domain).is_infinity(field));
    assert!(infinity.double(domain).is_infinity(field));
    assert!(infinity.add(&infinity, domain).is_infinity(field));
}

#[test]
fn both_ways_of_multiplying_agree_on_every_curve() {
    let mut numbers = Numbers::from_seed(7836);
    for curve in Curve::ALL {
        match curve.parameters() {
            Parameters::Short(domain) => check(domain, &mut numbers),
            Parameters::Long(domain) => check(domain, &mut numbers),
        }
    }
}

/// `2^(64·N) − gap`, where the field is of that form.
fn gap<const N: usize>(domain: &Domain<N>) -> Option<u64> {
    match domain.curve.field.form {
        Form::Folding { gap } => {
            assert_eq!(limbs::add_word(domain.curve.field.prime(), gap), ([0; N], 1));
            Some(gap)
        }
        Form::Montgomery { .. } => None,
    }
}

#[test]
fn primes_of_the_special_form_are_known_as_such() {
    let gaps = Curve::ALL.map(|curve| match curve.parameters() {
        Parameters::Short(domain) => (gap(domain), domain.minus_three, domain.is_whole),
        Parameters::Long(domain) => (gap(domain), domain.minus_three, domain.is_whole),
    });
    let expected = [
        (Some(569), true, true),
        (None, true, true),
        (Some(569), false, false),
        (Some(617), false, false),
        (Some(617), true, true),
        (None, true, true),
        (None, true, true),
        (None, false, true),
        (None, false, true),
    ];
    assert_eq!(gaps, expected);
}
