//! Powers modulo a large odd number, after Montgomery. Nothing here is secret, so it may hurry.

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
                (*last, above) = (twice, first || second);
            }
        }
        if let Some(reduced) = room.get(n..2 * n) {
            result.copy_from_slice(reduced);
        }
        if above || !self.is_above(result) {
            self.subtract_from(result);
        }
    }

    /// `base^exponent`, as many bytes as the modulus has, the highest first; nothing unless the base
    /// is below the modulus. The exponent is not nought.
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
        Some(raised.iter().rev().flat_map(|word| word.to_be_bytes()).collect())
    }
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
