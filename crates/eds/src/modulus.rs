//! Powers modulo a large odd number, after Montgomery. The modulus is known to everybody. What is raised,
//! and to which secret exponent, shows neither in the branches taken nor in the places read, as far as the
//! source can say so.

use std::hint::black_box;

use zeroize::Zeroizing;

/// A product of two words and two more: its lower and its upper word.
fn multiply_add(one: u64, other: u64, third: u64, fourth: u64) -> (u64, u64) {
    let sum = u128::from(one) * u128::from(other) + u128::from(third) + u128::from(fourth);
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = sum.to_le_bytes();
    let (low, high) = ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]);
    (u64::from_le_bytes(low), u64::from_le_bytes(high))
}

/// An odd number of `n` words with its highest bit set somewhere in the highest word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Modulus {
    /// The lowest word first.
    words: Vec<u64>,
    /// −1/modulus modulo 2^64.
    minus_inverse: u64,
    /// 2^(128n) modulo the modulus.
    square: Vec<u64>,
}

impl Modulus {
    /// The modulus of these bytes, the highest first and not nought; nothing if it is even.
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let words = words(bytes, bytes.len().div_ceil(8));
        let lowest = words.first().filter(|word| *word & 1 == 1)?;
        // Newton's iteration doubles the right bits each time, from three.
        let better =
            |inverse: u64, _| inverse.wrapping_mul(2u64.wrapping_sub(lowest.wrapping_mul(inverse)));
        let minus_inverse = (0..5).fold(*lowest, better).wrapping_neg();
        let mut modulus = Self { words, minus_inverse, square: Vec::new() };
        modulus.square = modulus.square_of_the_base();
        Some(modulus)
    }

    /// 2^(128n): 2^(65n) by doubling, and from there by squaring six times.
    fn square_of_the_base(&self) -> Vec<u64> {
        let n = self.words.len();
        let mut power = vec![0; n];
        let top = self.words.last().map_or(0, |word| word.leading_zeros());
        if let Some(last) = power.last_mut() {
            *last = 1 << (63 - top);
        }
        // The power is below the modulus and has its length; it goes up to 2^(64n) and n further.
        let doublings = usize::try_from(top).unwrap_or(0) + 1 + n;
        for _ in 0..doublings {
            self.double(&mut power);
        }
        let mut room = vec![0; 2 * n + 1];
        for _ in 0..6 {
            self.square(&mut power, &mut room);
        }
        power
    }

    fn double(&self, number: &mut [u64]) {
        let mut carry = 0;
        for word in number.iter_mut() {
            (*word, carry) = ((*word << 1) | carry, *word >> 63);
        }
        if carry == 1 || !self.is_above(number) {
            self.subtract_from(number);
        }
    }

    /// Whether the modulus is above the number.
    fn is_above(&self, number: &[u64]) -> bool {
        number.iter().rev().lt(self.words.iter().rev())
    }

    fn subtract_from(&self, number: &mut [u64]) {
        let mut borrow = false;
        for (word, less) in number.iter_mut().zip(&self.words) {
            let (once, first) = word.overflowing_sub(*less);
            let (twice, second) = once.overflowing_sub(u64::from(borrow));
            (*word, borrow) = (twice, first || second);
        }
    }

    /// `one · other / 2^(64n)`, both below the modulus.
    fn multiply(&self, one: &mut [u64], other: &[u64], room: &mut [u64]) {
        let n = self.words.len();
        room.fill(0);
        for (at, factor) in one.iter().enumerate() {
            let Some(place) = room.get_mut(at..=at + n) else { return };
            let carry = add_product(place, *factor, other);
            if let Some(last) = place.last_mut() {
                *last = carry;
            }
        }
        self.reduce(one, room);
    }

    /// `one² / 2^(64n)`. Products of two different words are there twice, so they are made once.
    fn square(&self, one: &mut [u64], room: &mut [u64]) {
        let n = self.words.len();
        room.fill(0);
        for (at, factor) in one.iter().enumerate() {
            let higher = one.get(at + 1..).unwrap_or_default();
            let Some(place) = room.get_mut(2 * at + 1..=at + n) else { return };
            let carry = add_product(place, *factor, higher);
            if let Some(last) = place.last_mut() {
                *last = carry;
            }
        }
        let (mut above, mut carry) = (0, 0);
        let (pairs, _) = room.as_chunks_mut::<2>();
        for ([low, high], word) in pairs.iter_mut().zip(one.iter()) {
            let twice = [(*low << 1) | above, (*high << 1) | (*low >> 63)];
            above = *high >> 63;
            let (first, upper) = multiply_add(*word, *word, twice[0], carry);
            let (second, overflow) = twice[1].overflowing_add(upper);
            (*low, *high, carry) = (first, second, u64::from(overflow));
        }
        self.reduce(one, room);
    }

    /// What is in the room, divided by 2^(64n).
    fn reduce(&self, result: &mut [u64], room: &mut [u64]) {
        let n = self.words.len();
        let mut above = false;
        for at in 0..n {
            let Some(place) = room.get_mut(at..=at + n) else { return };
            let factor = place.first().map_or(0, |low| low.wrapping_mul(self.minus_inverse));
            let carry = add_product(place, factor, &self.words);
            if let Some(last) = place.last_mut() {
                let (once, first) = last.overflowing_add(carry);
                let (twice, second) = once.overflowing_add(u64::from(above));
                (*last, above) = (twice, first | second);
            }
        }
        // What is left over is above twice the modulus never: it, or it less the modulus. Both are made,
        // and one is taken.
        let (spare, reduced) = room.split_at_mut(n);
        let mut borrow = false;
        for ((place, word), less) in spare.iter_mut().zip(reduced.iter()).zip(&self.words) {
            let (once, first) = word.overflowing_sub(*less);
            let (twice, second) = once.overflowing_sub(u64::from(borrow));
            (*place, borrow) = (twice, first | second);
        }
        let mask = mask(above | !borrow);
        for ((word, less), more) in result.iter_mut().zip(spare.iter()).zip(reduced.iter()) {
            *word = (less & mask) | (more & !mask);
        }
    }

    /// `base^exponent`, as many bytes as the modulus has, the highest first; nothing unless the base
    /// is below the modulus. The exponent is odd, above 1, and known to everybody.
    pub(crate) fn power(&self, base: &[u8], exponent: u64) -> Option<Vec<u8>> {
        let base = words(base, self.words.len());
        if base.len() != self.words.len() || !self.is_above(&base) {
            return None;
        }
        let mut room = vec![0; 2 * self.words.len() + 1];
        let mut raised = base.clone();
        self.multiply(&mut raised, &self.square, &mut room);
        let inner = raised.clone();
        let highest = exponent.checked_ilog2()?;
        for bit in (0..highest).rev() {
            self.square(&mut raised, &mut room);
            if (exponent >> bit) & 1 == 1 {
                // The last factor may come from outside, which brings the product back outside.
                let factor = if bit == 0 { &base } else { &inner };
                self.multiply(&mut raised, factor, &mut room);
            }
        }
        Some(bytes(&raised))
    }

    /// As [`Self::power`] with any secret exponent of at most as many bytes as the modulus has, the highest
    /// first: four bits at a time, with a product for each, were they nought.
    pub(crate) fn secret_power(&self, base: &[u8], exponent: &[u8]) -> Option<Vec<u8>> {
        let n = self.words.len();
        let base = words(base, n);
        let exponent = Zeroizing::new(words(exponent, n));
        if base.len() != n || exponent.len() != n || !self.is_above(&base) {
            return None;
        }
        let mut room = Zeroizing::new(vec![0; 2 * n + 1]);
        let mut one = vec![0; n];
        *one.first_mut()? = 1;
        self.multiply(&mut one, &self.square, &mut room);
        let mut inner = base;
        self.multiply(&mut inner, &self.square, &mut room);
        let mut powers = Zeroizing::new(vec![one.clone()]);
        for _ in 1..16 {
            let mut next = powers.last()?.clone();
            self.multiply(&mut next, &inner, &mut room);
            powers.push(next);
        }
        let mut raised = Zeroizing::new(one);
        let mut factor = Zeroizing::new(vec![0; n]);
        for word in exponent.iter().rev() {
            for shift in (0..64).step_by(4).rev() {
                for _ in 0..4 {
                    self.square(&mut raised, &mut room);
                }
                choose(&powers, (word >> shift) & 0xF, &mut factor);
                self.multiply(&mut raised, &factor, &mut room);
            }
        }
        let mut last = vec![0; n];
        *last.first_mut()? = 1;
        self.multiply(&mut raised, &last, &mut room);
        Some(bytes(&raised))
    }
}

/// All bits set, or none. The compiler is not told that there are but two of them.
fn mask(is_set: bool) -> u64 {
    black_box(u64::from(is_set)).wrapping_neg()
}

/// The power of this number, found by looking at all of them.
fn choose(powers: &[Vec<u64>], number: u64, found: &mut [u64]) {
    found.fill(0);
    for (at, power) in (0..).zip(powers) {
        let mask = mask(at == number);
        for (word, other) in found.iter_mut().zip(power) {
            *word |= other & mask;
        }
    }
}

/// The bytes of a number, the highest first.
fn bytes(words: &[u64]) -> Vec<u8> {
    words.iter().rev().flat_map(|word| word.to_be_bytes()).collect()
}

/// Adds `factor · number` to the words at a place; answers with what is carried beyond `number`. Four
/// words at once, which is a fifth quicker than one.
fn add_product(place: &mut [u64], factor: u64, number: &[u64]) -> u64 {
    let mut carry = 0;
    let (fours, rest) = number.as_chunks::<4>();
    let (places, _) = place.as_chunks_mut::<4>();
    for ([a, b, c, d], [e, f, g, h]) in places.iter_mut().zip(fours) {
        (*a, carry) = multiply_add(factor, *e, *a, carry);
        (*b, carry) = multiply_add(factor, *f, *b, carry);
        (*c, carry) = multiply_add(factor, *g, *c, carry);
        (*d, carry) = multiply_add(factor, *h, *d, carry);
    }
    let left = place.get_mut(number.len() - rest.len()..).unwrap_or_default();
    for (word, other) in left.iter_mut().zip(rest) {
        (*word, carry) = multiply_add(factor, *other, *word, carry);
    }
    carry
}

/// The words of a number, the lowest first, at least so many.
fn words(bytes: &[u8], count: usize) -> Vec<u64> {
    let mut words: Vec<u64> = bytes
        .rchunks(8)
        .map(|chunk| chunk.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)))
        .collect();
    if words.len() < count {
        words.resize(count, 0);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against powers that are multiplied out in 128 bits.
    #[test]
    fn powers_of_one_word_are_those_of_arithmetic() {
        for modulus in [3u64, 0xFFFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0001, 1_000_003] {
            for base in [0, 1, 2, 0x1234_5678_9ABC_DEF0, u64::MAX - 1].map(|base| base % modulus) {
                for exponent in [3, 17, 65_537] {
                    let times = |power: u128, _| power * u128::from(base) % u128::from(modulus);
                    let expected = (0..exponent).fold(1 % u128::from(modulus), times);
                    let found = Modulus::new(&modulus.to_be_bytes()).unwrap();
                    let found = found.power(&base.to_be_bytes(), exponent).unwrap();
                    assert_eq!(found, u64::try_from(expected).unwrap().to_be_bytes());
                }
            }
        }
    }

    /// The same powers with nothing shown.
    #[test]
    fn a_secret_exponent_raises_as_one_that_is_known() {
        let bytes: Vec<u8> = (0..=255).map(|at: u8| at.wrapping_mul(167) | 0x81).collect();
        let modulus = Modulus::new(&bytes).unwrap();
        let base: Vec<u8> = (0..=255).rev().map(|at: u8| at.wrapping_mul(91) & 0x7F).collect();
        for exponent in [3, 17, 65_537, 0x1234_5678_9ABC_DEF1, u64::MAX] {
            let open = modulus.power(&base, exponent).unwrap();
            let secret = modulus.secret_power(&base, &exponent.to_be_bytes()).unwrap();
            assert_eq!(secret, open, "{exponent}");
        }
        // Beyond one word: the power of a power.
        let far = modulus.power(&modulus.power(&base, u64::MAX).unwrap(), 65_537).unwrap();
        let exponent = u128::from(u64::MAX) * 65_537;
        assert_eq!(modulus.secret_power(&base, &exponent.to_be_bytes()).unwrap(), far);
        let one = modulus.secret_power(&base, &[0]).unwrap();
        assert!(one.ends_with(&[0, 1]) && modulus.secret_power(&base, &[1]).unwrap() == base);
        assert!(modulus.secret_power(&base, &[1; 257]).is_none());
    }

    /// Squares and products are made in different ways.
    #[test]
    fn a_square_is_a_product() {
        let bytes: Vec<u8> = (0..=255).map(|at: u8| at.wrapping_mul(167) | 0x81).collect();
        let modulus = Modulus::new(&bytes).unwrap();
        for fill in [u64::MAX >> 1, 0, 1, 1 << 62, 0x7777_7777_0000_0001] {
            let mut one = vec![fill; modulus.words.len()];
            let (mut other, again) = (one.clone(), one.clone());
            let mut room = vec![0; 2 * one.len() + 1];
            modulus.square(&mut one, &mut room);
            modulus.multiply(&mut other, &again, &mut room);
            assert_eq!(one, other);
        }
    }

    #[test]
    fn even_moduli_and_bases_that_are_too_large_have_no_powers() {
        assert!(Modulus::new(&[2]).is_none() && Modulus::new(&[]).is_none());
        let modulus = Modulus::new(&[5]).unwrap();
        assert!(modulus.power(&[5], 3).is_none() && modulus.power(&[1; 9], 3).is_none());
        assert!(modulus.power(&[4], 3).is_some());
    }
}
