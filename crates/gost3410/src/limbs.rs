//! Whole numbers of `N` words of 64 bits, the lowest word first; `N` is 4 or 8. The time that
//! adding, subtracting, multiplying, reducing and choosing take does not depend on the numbers.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is below the constant length of its array; checked access would hide the arithmetic"
)]

use core::hint::black_box;

/// A number below 2^(64·N).
pub(crate) type Limbs<const N: usize> = [u64; N];

/// A product of two numbers, in the first `2·N` words.
pub(crate) type Wide = [u64; 16];

/// A number of one word.
pub(crate) fn word<const N: usize>(word: u64) -> Limbs<N> {
    let mut number = [0; N];
    number[0] = word;
    number
}

/// Whether all words are nought.
pub(crate) fn is_zero<const N: usize>(a: &Limbs<N>) -> bool {
    a.iter().fold(0, |bits, word| bits | word) == 0
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

/// The number without its lowest bit, one place lower.
pub(crate) fn half<const N: usize>(a: &Limbs<N>) -> Limbs<N> {
    let (mut halved, mut above) = (*a, 0);
    for word in halved.iter_mut().rev() {
        let lowest = *word & 1;
        *word = (*word >> 1) | (above << 63);
        above = lowest;
    }
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

/// All bits set for 1, none for 0.
#[inline(always)]
pub(crate) fn mask(bit: u64) -> u64 {
    0u64.wrapping_sub(bit)
}

/// All bits set if the words are equal, none otherwise. The compiler is kept from guessing that
/// there are two cases only, which it might branch over.
#[inline(always)]
pub(crate) fn mask_of_equal(a: u64, b: u64) -> u64 {
    let other = a ^ b;
    mask(black_box(((other | other.wrapping_neg()) >> 63) ^ 1))
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
pub(crate) fn multiply<const N: usize>(a: &Limbs<N>, b: &Limbs<N>) -> Wide {
    const { assert!(N == 4 || N == 8) };
    let (mut product, mut sum) = ([0; 16], [0; N]);
    product[0] = row(&mut sum, a, b[0]);
    product[1] = row(&mut sum, a, b[1]);
    product[2] = row(&mut sum, a, b[2]);
    product[3] = row(&mut sum, a, b[3]);
    if N == 8 {
        product[4] = row(&mut sum, a, b[N - 4]);
        product[5] = row(&mut sum, a, b[N - 3]);
        product[6] = row(&mut sum, a, b[N - 2]);
        product[7] = row(&mut sum, a, b[N - 1]);
    }
    product[N..2 * N].copy_from_slice(&sum);
    product
}

/// `a · a`: each product of two different words is made once and doubled.
#[inline(always)]
pub(crate) fn square<const N: usize>(a: &Limbs<N>) -> Wide {
    let mut product = [0; 16];
    for i in 0..N {
        let mut carry = 0;
        for j in i + 1..N {
            (product[i + j], carry) = multiply_words(product[i + j], a[j], a[i], carry);
        }
        product[i + N] = carry;
    }
    let (mut carry, mut above) = (0, 0);
    for i in 0..N {
        let (low, high) = split(u128::from(a[i]) * u128::from(a[i]));
        let (even, odd) = (product[2 * i], product[2 * i + 1]);
        (product[2 * i], carry) = add_words((even << 1) | above, low, carry);
        (product[2 * i + 1], carry) = add_words((odd << 1) | (even >> 63), high, carry);
        above = odd >> 63;
    }
    product
}

/// Reduces a product by Montgomery's rule: `product / 2^(64·N)` modulo `prime`, below twice the
/// prime, the lower words and the carry. `factor` is −1/prime modulo 2^64.
#[inline(always)]
pub(crate) fn reduce_montgomery<const N: usize>(
    mut product: Wide,
    prime: &Limbs<N>,
    factor: u64,
) -> (Limbs<N>, u64) {
    let mut top = 0;
    for i in 0..N {
        let word = product[i].wrapping_mul(factor);
        let mut carry = 0;
        for j in 0..N {
            (product[i + j], carry) = multiply_words(product[i + j], prime[j], word, carry);
        }
        (product[i + N], top) =
            split(u128::from(product[i + N]) + u128::from(carry) + u128::from(top));
    }
    let mut rest = [0; N];
    rest.copy_from_slice(&product[N..2 * N]);
    (rest, top)
}

/// Reduces a product modulo 2^(64·N) − `gap` to some number below 2^(64·N): what lies above comes
/// down as so many gaps. The gap is below 2^16.
#[inline(always)]
pub(crate) fn reduce_folding<const N: usize>(product: &Wide, gap: u64) -> Limbs<N> {
    let (mut rest, mut carry) = ([0; N], 0);
    for i in 0..N {
        (rest[i], carry) = multiply_words(product[i], product[N + i], gap, carry);
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
