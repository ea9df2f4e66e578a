//! Whole numbers of `N` words of 64 bits, the lowest word first; `N` is 4 or 8. The time that
//! adding, subtracting, multiplying, reducing and choosing take does not depend on the numbers.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is below the constant length of its array; checked access would hide the arithmetic"
)]

use core::hint::black_box;

/// A number below 2^(64·N).
pub(crate) type Limbs<const N: usize> = [u64; N];

/// A product of two numbers: its lower and its upper `N` words.
pub(crate) struct Product<const N: usize> {
    low: Limbs<N>,
    high: Limbs<N>,
}

/// A number of one word.
pub(crate) fn word<const N: usize>(word: u64) -> Limbs<N> {
    let mut number = [0; N];
    number[0] = word;
    number
}

/// Whether all words are nought.
pub(crate) fn is_zero<const N: usize>(a: &Limbs<N>) -> bool {
    equal(a, &[0; N])
}

/// Whether all words are the same.
#[inline(always)]
pub(crate) fn equal<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> bool {
    a.iter().zip(b).fold(0, |other, (a, b)| other | (a ^ b)) == 0
}

/// Whether `a < b`.
pub(crate) fn is_below<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> bool {
    subtract(a, b).1 == 1
}

/// The bit at a place; nought above the number.
#[inline(always)]
pub(crate) fn bit<const N: usize>(a: &Limbs<N>, at: usize) -> u64 {
    if at < 64 * N { (a[at / 64] >> (at % 64)) & 1 } else { 0 }
}

/// So many bits from a place on, at most eight; nought above the number.
pub(crate) fn bits<const N: usize>(a: &Limbs<N>, at: usize, count: usize) -> u8 {
    (at..at + count).rev().fold(0, |bits, at| (bits << 1) | u8::from(bit(a, at) == 1))
}

/// The number without its lowest bit, one place lower; `above` becomes its highest bit.
#[inline(always)]
pub(crate) fn half<const N: usize>(a: &Limbs<N>, above: u64) -> Limbs<N> {
    let mut halved = [0; N];
    for i in 0..N - 1 {
        halved[i] = (a[i] >> 1) | (a[i + 1] << 63);
    }
    halved[N - 1] = (a[N - 1] >> 1) | (above << 63);
    halved
}

/// The lowest word.
pub(crate) fn lowest<const N: usize>(a: &Limbs<N>) -> u64 {
    a[0]
}

/// −1/odd modulo 2^64. Newton's iteration doubles the right bits each time, from three.
pub(crate) fn minus_inverse(odd: u64) -> u64 {
    let better =
        |inverse: u64, _| inverse.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(inverse)));
    (0..5).fold(odd, better).wrapping_neg()
}

/// The lower word.
pub(crate) fn lower(double: u128) -> u64 {
    split(double).0
}

/// The lower and the upper word.
#[inline(always)]
#[expect(clippy::as_conversions, reason = "the lower word is what is meant")]
fn split(double: u128) -> (u64, u64) {
    (double as u64, (double >> 64) as u64)
}

/// `a + b + carry`, and the carry.
#[inline(always)]
fn add_words(a: u64, b: u64, carry: u64) -> (u64, u64) {
    split(u128::from(a) + u128::from(b) + u128::from(carry))
}

/// `a − b − borrow`, and the borrow: 0 or 1.
#[inline(always)]
fn subtract_words(a: u64, b: u64, borrow: u64) -> (u64, u64) {
    let (first, below) = a.overflowing_sub(b);
    let (second, below_again) = first.overflowing_sub(borrow);
    (second, u64::from(below | below_again))
}

/// `sum + a·b + carry`, which never exceeds two words.
#[inline(always)]
fn multiply_words(sum: u64, a: u64, b: u64, carry: u64) -> (u64, u64) {
    split(u128::from(a) * u128::from(b) + u128::from(sum) + u128::from(carry))
}

/// All bits set for 1, none for 0. The compiler is kept from guessing that there are these two
/// cases only, since it may branch over them.
#[inline(always)]
pub(crate) fn mask(bit: u64) -> u64 {
    black_box(0u64.wrapping_sub(bit))
}

/// All bits set if the words are equal, none otherwise.
#[inline(always)]
pub(crate) fn mask_of_equal(a: u64, b: u64) -> u64 {
    let other = a ^ b;
    mask(((other | other.wrapping_neg()) >> 63) ^ 1)
}

/// `a` where the mask is all ones, `b` where it is nought.
#[inline(always)]
pub(crate) fn select<const N: usize>(mask: u64, a: &Limbs<N>, b: &Limbs<N>) -> Limbs<N> {
    let mut chosen = [0; N];
    for i in 0..N {
        chosen[i] = (a[i] & mask) | (b[i] & !mask);
    }
    chosen
}

/// `a + b`, and the carry.
#[inline(always)]
pub(crate) fn add<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> (Limbs<N>, u64) {
    let (mut sum, mut carry) = ([0; N], 0);
    for i in 0..N {
        (sum[i], carry) = add_words(a[i], b[i], carry);
    }
    (sum, carry)
}

/// `a + word`, and the carry.
#[inline(always)]
pub(crate) fn add_word<const N: usize>(a: &Limbs<N>, word: u64) -> (Limbs<N>, u64) {
    let (mut sum, mut carry) = ([0; N], word);
    for i in 0..N {
        (sum[i], carry) = add_words(a[i], carry, 0);
    }
    (sum, carry)
}

/// `a − b`, and the borrow.
#[inline(always)]
pub(crate) fn subtract<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> (Limbs<N>, u64) {
    let (mut rest, mut borrow) = ([0; N], 0);
    for i in 0..N {
        (rest[i], borrow) = subtract_words(a[i], b[i], borrow);
    }
    (rest, borrow)
}

/// `a − word`, and the borrow.
#[inline(always)]
pub(crate) fn subtract_word<const N: usize>(a: &Limbs<N>, word: u64) -> (Limbs<N>, u64) {
    let (mut rest, mut borrow) = ([0; N], word);
    for i in 0..N {
        (rest[i], borrow) = subtract_words(a[i], borrow, 0);
    }
    (rest, borrow)
}

/// Adds `a · word` to a sum that moves down by a word, and answers with the word that falls out.
#[inline(always)]
fn row<const N: usize>(sum: &mut Limbs<N>, a: &Limbs<N>, word: u64) -> u64 {
    let (lowest, mut carry) = multiply_words(sum[0], a[0], word, 0);
    for i in 1..N {
        (sum[i - 1], carry) = multiply_words(sum[i], a[i], word, carry);
    }
    sum[N - 1] = carry;
    lowest
}

/// `a · b`. The rows are written out: as a loop they cost a fifth more.
#[inline(always)]
pub(crate) fn multiply<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> Product<N> {
    const { assert!(N == 4 || N == 8) };
    let (mut low, mut high) = ([0; N], [0; N]);
    low[0] = row(&mut high, a, b[0]);
    low[1] = row(&mut high, a, b[1]);
    low[2] = row(&mut high, a, b[2]);
    low[3] = row(&mut high, a, b[3]);
    if N == 8 {
        low[N - 4] = row(&mut high, a, b[N - 4]);
        low[N - 3] = row(&mut high, a, b[N - 3]);
        low[N - 2] = row(&mut high, a, b[N - 2]);
        low[N - 1] = row(&mut high, a, b[N - 1]);
    }
    Product { low, high }
}

/// `a · a`: each product of two different words is made once and doubled.
#[inline(always)]
pub(crate) fn square<const N: usize>(a: &Limbs<N>) -> Product<N> {
    let mut words = [0; 16];
    for i in 0..N {
        let mut carry = 0;
        for j in i + 1..N {
            (words[i + j], carry) = multiply_words(words[i + j], a[j], a[i], carry);
        }
        words[i + N] = carry;
    }
    let (mut carry, mut above) = (0, 0);
    for i in 0..N {
        let (low, high) = split(u128::from(a[i]) * u128::from(a[i]));
        let (even, odd) = (words[2 * i], words[2 * i + 1]);
        (words[2 * i], carry) = add_words((even << 1) | above, low, carry);
        (words[2 * i + 1], carry) = add_words((odd << 1) | (even >> 63), high, carry);
        above = odd >> 63;
    }
    let mut product = Product { low: [0; N], high: [0; N] };
    product.low.copy_from_slice(&words[..N]);
    product.high.copy_from_slice(&words[N..2 * N]);
    product
}

/// Reduces a product by Montgomery's rule: `product / 2^(64·N)` modulo `prime`, below twice the
/// prime, the lower words and the carry. `factor` is −1/prime modulo 2^64.
#[inline(always)]
pub(crate) fn reduce_montgomery<const N: usize>(
    product: Product<N>,
    prime: &Limbs<N>,
    factor: u64,
) -> (Limbs<N>, u64) {
    let (mut rest, mut carry) = (product.low, 0);
    for next in product.high {
        // The multiple of the prime makes the lowest word nought, and the row drops it.
        let word = rest[0].wrapping_mul(factor);
        row(&mut rest, prime, word);
        (rest[N - 1], carry) = add_words(rest[N - 1], next, carry);
    }
    (rest, carry)
}

/// Reduces a product modulo 2^(64·N) − `gap` to some number below 2^(64·N): what lies above comes
/// down as so many gaps. The gap is below 2^16.
#[inline(always)]
pub(crate) fn reduce_folding<const N: usize>(product: &Product<N>, gap: u64) -> Limbs<N> {
    let (mut rest, mut carry) = (product.low, 0);
    for (word, above) in rest.iter_mut().zip(&product.high) {
        (*word, carry) = multiply_words(*word, *above, gap, carry);
    }
    let (rest, carry) = add_word(&rest, carry * gap);
    add_gap(rest, carry, gap)
}

/// Adds the gap if there is a carry, which has left so small a number that one word is enough.
#[inline(always)]
pub(crate) fn add_gap<const N: usize>(mut a: Limbs<N>, carry: u64, gap: u64) -> Limbs<N> {
    a[0] = a[0].wrapping_add(mask(carry) & gap);
    a
}

/// Takes the gap away if there is a borrow, which has left so big a number that one word is enough.
#[inline(always)]
pub(crate) fn take_gap<const N: usize>(mut a: Limbs<N>, borrow: u64, gap: u64) -> Limbs<N> {
    a[0] = a[0].wrapping_sub(mask(borrow) & gap);
    a
}
