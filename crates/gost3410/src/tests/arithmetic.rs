//! The arithmetic against slow arithmetic that shares nothing with it: numbers as bits.

extern crate std;

use std::vec::Vec;

use super::numbers::Numbers;
use crate::curve::{Curve, Parameters};
use crate::limbs::{self, Limbs};
use crate::modulus::{Modulus, Residue};

/// Random pairs tried modulo each of the eighteen primes.
const PAIRS: usize = 1_200;

/// A number as bits, the lowest first.
type Bits = Vec<bool>;

fn bits<const N: usize>(number: &Limbs<N>) -> Bits {
    (0..64 * N).map(|at| (number[at / 64] >> (at % 64)) & 1 == 1).collect()
}

/// The number modulo the prime: the bits from the highest, the prime taken away when it fits.
fn rest<const N: usize>(bits: &[bool], prime: &Limbs<N>) -> Limbs<N> {
    let mut rest = [0u64; N];
    for bit in bits.iter().rev() {
        let out = rest[N - 1] >> 63 == 1;
        for i in (0..N).rev() {
            let below = if i == 0 { u64::from(*bit) } else { rest[i - 1] >> 63 };
            rest[i] = (rest[i] << 1) | below;
        }
        if out || rest.iter().rev().ge(prime.iter().rev()) {
            let mut borrow = false;
            for (word, prime) in rest.iter_mut().zip(prime) {
                let (less, one) = word.overflowing_sub(*prime);
                let (less, two) = less.overflowing_sub(u64::from(borrow));
                (*word, borrow) = (less, one || two);
            }
        }
    }
    rest
}

/// Half a word at a time, each sum of products carried on its own.
fn product<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> Bits {
    let halves = |n: &Limbs<N>| -> Vec<u64> {
        n.iter().flat_map(|word| [word & 0xFFFF_FFFF, word >> 32]).collect()
    };
    let (a, b) = (halves(a), halves(b));
    let mut sums = std::vec![0u128; a.len() + b.len()];
    for (i, a) in a.iter().enumerate() {
        for (j, b) in b.iter().enumerate() {
            sums[i + j] += u128::from(*a) * u128::from(*b);
        }
    }
    let (mut carry, mut bits) = (0, Bits::new());
    for sum in sums {
        carry += sum;
        bits.extend((0..32).map(|at| (carry >> at) & 1 == 1));
        carry >>= 32;
    }
    bits
}

fn sum<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> Bits {
    let (mut carry, mut sum) = (0, Bits::new());
    for (a, b) in bits(a).into_iter().zip(bits(b)) {
        let ones = u8::from(a) + u8::from(b) + carry;
        sum.push(ones & 1 == 1);
        carry = ones >> 1;
    }
    sum.push(carry == 1);
    sum
}

/// Numbers at which arithmetic goes wrong, if it does.
fn edges<const N: usize>(prime: &Limbs<N>) -> Vec<Limbs<N>> {
    let around = |number: &Limbs<N>| {
        [limbs::subtract_word(number, 1).0, *number, limbs::add_word(number, 1).0]
    };
    let mut edges = Vec::new();
    edges.extend(around(&[0; N])); // with 2^n − 1, and 1
    edges.extend(around(prime));
    edges.extend(around(&limbs::half(prime, 0)));
    edges.extend(around(&limbs::subtract(&[0; N], prime).0));
    edges.push(limbs::subtract_word(&[0; N], 2).0);
    edges.push([1 << 63; N]);
    edges.push([u64::MAX >> 1; N]);
    edges
}

fn check_pair<const N: usize>(modulus: &Modulus<N>, a: &Limbs<N>, b: &Limbs<N>) {
    let prime = modulus.prime();
    let (x, y) = (modulus.enter(a), modulus.enter(b));
    let is = |residue: Residue<N>, bits: Bits| {
        assert_eq!(modulus.leave(&residue), rest(&bits, prime), "{a:x?} {b:x?} {prime:x?}");
    };
    is(x, bits(a));
    is(modulus.multiply(&x, &y), product(a, b));
    is(modulus.square(&x), product(a, a));
    is(modulus.add(&x, &y), sum(a, b));
    is(modulus.double(&x), sum(a, a));
    // What is taken away is there when it is added again.
    is(modulus.add(&modulus.subtract(&x, &y), &y), bits(a));
    is(modulus.add(&modulus.negate(&x), &x), Bits::new());
    let same = rest(&bits(a), prime) == rest(&bits(b), prime);
    assert_eq!(modulus.equal(&x, &y), same, "{a:x?} {b:x?} {prime:x?}");
    assert_eq!(modulus.is_zero(&x), rest(&bits(a), prime) == [0; N]);
}

fn check_inverse<const N: usize>(modulus: &Modulus<N>, a: &Limbs<N>) {
    let x = modulus.enter(a);
    let one = if modulus.is_zero(&x) { [0; N] } else { limbs::word(1) };
    for inverse in [modulus.invert(&x), modulus.invert_openly(&x)] {
        let product = modulus.multiply(&x, &inverse);
        assert_eq!(modulus.leave(&product), one, "{a:x?} {:x?}", modulus.prime());
        assert!(limbs::is_below(&modulus.leave(&inverse), modulus.prime()));
    }
}

fn check<const N: usize>(modulus: &Modulus<N>, numbers: &mut Numbers) {
    let edges = edges(modulus.prime());
    for a in &edges {
        edges.iter().for_each(|b| check_pair(modulus, a, b));
        check_inverse(modulus, a);
        check_pair(modulus, a, &numbers.next());
    }
    for i in 0..PAIRS {
        let (a, b) = (numbers.next(), numbers.next());
        check_pair(modulus, &a, &b);
        if i % 8 == 0 {
            check_inverse(modulus, &a);
        }
    }
    let beyond = modulus.leave(&modulus.beyond());
    assert_eq!(beyond, rest(&sum(&[u64::MAX; N], &limbs::word(1)), modulus.prime()));
}

#[test]
fn arithmetic_modulo_every_prime() {
    let mut numbers = Numbers::from_seed(20121);
    for curve in Curve::ALL {
        match curve.parameters() {
            Parameters::Short(domain) => {
                check(&domain.curve.field, &mut numbers);
                check(&domain.order, &mut numbers);
            }
            Parameters::Long(domain) => {
                check(&domain.curve.field, &mut numbers);
                check(&domain.order, &mut numbers);
            }
        }
    }
}

#[test]
fn the_slow_arithmetic_can_be_trusted() {
    let seven = limbs::word::<4>(7);
    assert_eq!(rest(&product(&limbs::word::<4>(1_000_003), &limbs::word(999)), &seven)[0], {
        1_000_003 * 999 % 7
    });
    assert_eq!(
        rest(&sum(&limbs::word::<4>(1_000_003), &limbs::word(999)), &seven)[0],
        1_001_002 % 7
    );
    // 2^256 − 1 is divisible by 3, 5 and 17.
    assert_eq!(rest(&bits(&[u64::MAX; 4]), &limbs::word::<4>(255)), [0; 4]);
}
