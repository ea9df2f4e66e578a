//! Inverses modulo an odd prime, fast and in a time that shows what is inverted: the division
//! steps of Bernstein and Yang, "Fast constant-time gcd computation and modular inversion" (2019),
//! sixty-two at once, of which the steps that only halve are taken together.
//!
//! `f` and `g` go down from the prime and the number to ±1 and 0, and with them `d` and `e`, which
//! always are `f` and `g` divided by the number.

use crate::limbs::{self, Limbs};

/// Steps that are made on the lowest words before the whole numbers are touched.
const STEPS: u32 = 62;

const LOW: i128 = (1 << STEPS) - 1;

/// A number of 62 bits a word, the lowest first, the highest with a sign.
type Signed = [i64; 9];

/// What some steps have done, times 2^62: `f` became `uf + vg`, and `g` became `qf + rg`.
struct Matrix {
    u: i64,
    v: i64,
    q: i64,
    r: i64,
}

/// `1 / number` modulo an odd prime; nought for nought. The number is below the prime.
pub(crate) fn inverse<const N: usize>(number: &Limbs<N>, prime: &Limbs<N>) -> Limbs<N> {
    let modulus = spread(prime);
    let factor = limbs::minus_inverse(limbs::lowest(prime)).wrapping_neg();
    let (mut f, mut g) = (modulus, spread(number));
    let (mut d, mut e) = ([0; 9], [0; 9]);
    e[0] = 1;
    let mut eta = -1;
    while g.iter().any(|word| *word != 0) {
        let matrix = matrix(&mut eta, f[0], g[0]);
        matrix.step(&mut f, &mut g);
        matrix.step_modulo(&mut d, &mut e, &modulus, factor);
    }
    let lift = |d: Signed| if is_negative(&d) { sum(&d, 1, &modulus) } else { d };
    let d = lift(d);
    gather(&lift(if is_negative(&f) { sum(&[0; 9], -1, &d) } else { d }))
}

/// Makes the steps on the lowest words. `eta` says how far `g` has fallen behind `f`.
fn matrix(eta: &mut i64, f: i64, g: i64) -> Matrix {
    let (mut f, mut g) = (f.cast_unsigned(), g.cast_unsigned());
    let (mut u, mut v, mut q, mut r) = (1u64, 0u64, 0u64, 1u64);
    let mut left = STEPS;
    loop {
        let halvings = (g | (u64::MAX << left)).trailing_zeros();
        g >>= halvings;
        u <<= halvings;
        v <<= halvings;
        *eta -= i64::from(halvings);
        left -= halvings;
        if left == 0 {
            let [u, v, q, r] = [u, v, q, r].map(u64::cast_signed);
            return Matrix { u, v, q, r };
        }
        if *eta < 0 {
            *eta = -*eta;
            (f, g) = (g, f.wrapping_neg());
            (u, q) = (q, u.wrapping_neg());
            (v, r) = (r, v.wrapping_neg());
        }
        // As many low bits of `g` as the next halvings may take are cleared with one multiple of
        // `f`: at most six, since −1/f is made of so many.
        let clear = left.min(u32::try_from(*eta).map_or(6, |eta| eta + 1)).min(6);
        let minus_inverse = f.wrapping_mul(f.wrapping_mul(f).wrapping_sub(2));
        let multiple = minus_inverse.wrapping_mul(g) & (u64::MAX >> (64 - clear));
        g = g.wrapping_add(f.wrapping_mul(multiple));
        q = q.wrapping_add(u.wrapping_mul(multiple));
        r = r.wrapping_add(v.wrapping_mul(multiple));
    }
}

impl Matrix {
    fn step(&self, f: &mut Signed, g: &mut Signed) {
        let (one, other) = (*f, *g);
        let words = || one.iter().zip(&other);
        shift_into(f, words().map(|(f, g)| wide(self.u, *f) + wide(self.v, *g)));
        shift_into(g, words().map(|(f, g)| wide(self.q, *f) + wide(self.r, *g)));
    }

    /// The same modulo the prime: as many primes are added as make the sum divisible by 2^62.
    /// `factor` is 1/prime modulo 2^64.
    fn step_modulo(&self, d: &mut Signed, e: &mut Signed, modulus: &Signed, factor: u64) {
        let (one, other) = (*d, *e);
        for (target, by_d, by_e) in [(d, self.u, self.v), (e, self.q, self.r)] {
            let sum = |(d, e): (&i64, &i64)| wide(by_d, *d) + wide(by_e, *e);
            let missing = if is_negative(&one) { by_d } else { 0 }
                + if is_negative(&other) { by_e } else { 0 };
            let lowest = low_bits(sum((&one[0], &other[0]))).cast_unsigned();
            let wrong = factor.wrapping_mul(lowest).wrapping_add(missing.cast_unsigned());
            let primes = missing - low_bits(i128::from(wrong));
            let words = one.iter().zip(&other).zip(modulus);
            shift_into(target, words.map(|(pair, prime)| sum(pair) + wide(primes, *prime)));
        }
    }
}

/// Carries the sums of words, drops the lowest 62 bits, which are nought, and keeps the rest.
#[inline(always)]
fn shift_into(target: &mut Signed, mut sums: impl Iterator<Item = i128>) {
    let mut carry = sums.next().unwrap_or(0) >> STEPS;
    let [lower @ .., highest] = target;
    for (word, sum) in lower.iter_mut().zip(sums) {
        carry += sum;
        *word = low_bits(carry);
        carry >>= STEPS;
    }
    *highest = highest_word(carry);
}

fn is_negative(number: &Signed) -> bool {
    number[8] < 0
}

/// `a + times·b`.
fn sum(a: &Signed, times: i64, b: &Signed) -> Signed {
    let (mut sum, mut carry) = (*a, 0);
    for (word, other) in sum.iter_mut().zip(b) {
        carry += i128::from(*word) + wide(times, *other);
        *word = low_bits(carry);
        carry >>= STEPS;
    }
    // The last word keeps its sign.
    let [.., highest] = &mut sum;
    *highest = (*highest << 2) >> 2;
    sum
}

#[inline(always)]
fn wide(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

#[inline(always)]
#[expect(clippy::as_conversions, reason = "62 bits fit")]
fn low_bits(number: i128) -> i64 {
    (number & LOW) as i64
}

/// What is left above the other words, which is less than a word.
#[inline(always)]
#[expect(clippy::as_conversions, reason = "the caller knows that it fits")]
fn highest_word(number: i128) -> i64 {
    number as i64
}

/// Words of 64 bits as words of 62.
fn spread<const N: usize>(number: &Limbs<N>) -> Signed {
    let (mut words, mut held, mut bits) = ([0; 9], 0u128, 0);
    let mut limbs = number.iter();
    for word in &mut words {
        if bits < STEPS {
            held |= u128::from(limbs.next().copied().unwrap_or(0)) << bits;
            bits += 64;
        }
        *word = low_bits(held.cast_signed());
        held >>= STEPS;
        bits -= STEPS;
    }
    words
}

/// Words of 62 bits as words of 64, of a number that is not negative and fits.
fn gather<const N: usize>(number: &Signed) -> Limbs<N> {
    let (mut limbs, mut held, mut bits) = ([0; N], 0u128, 0);
    let mut words = number.iter();
    for limb in &mut limbs {
        while bits < 64 {
            held |= u128::from(words.next().copied().unwrap_or(0).cast_unsigned()) << bits;
            bits += STEPS;
        }
        *limb = limbs::lower(held);
        held >>= 64;
        bits -= 64;
    }
    limbs
}
