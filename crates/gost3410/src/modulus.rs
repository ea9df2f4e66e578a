//! Arithmetic modulo a prime, in a time that does not depend on the numbers.

use crate::inverse;
use crate::limbs::{self, Limbs, Product};

/// A prime, and how it is reduced by.
///
/// A [`Residue`] belongs to the modulus it was entered into; it is used with no other.
#[derive(Debug)]
pub(crate) struct Modulus<const N: usize> {
    pub(crate) prime: Limbs<N>,
    pub(crate) form: Form<N>,
}

/// How numbers are kept and reduced.
#[derive(Debug)]
pub(crate) enum Form<const N: usize> {
    /// The prime is 2^(64·N) − `gap` with a small gap. A number stands for itself and may be any
    /// number below 2^(64·N): it is brought below the prime only when it leaves.
    Folding { gap: u64 },
    /// Any other odd prime. A number is kept below the prime, times 2^(64·N).
    Montgomery {
        /// −1/prime modulo 2^64.
        factor: u64,
        /// 2^(64·N) modulo the prime.
        one: Limbs<N>,
        /// The square of that.
        square: Limbs<N>,
    },
}

/// A number modulo a prime, in the form of its [`Modulus`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Residue<const N: usize>(pub(crate) Limbs<N>);

impl<const N: usize> Residue<N> {
    /// Nought, in every form.
    pub(crate) const ZERO: Self = Self([0; N]);

    /// `one` where the mask is all ones, `other` where it is nought.
    #[inline(always)]
    pub(crate) fn select(mask: u64, one: &Self, other: &Self) -> Self {
        Self(limbs::select(mask, &one.0, &other.0))
    }
}

impl<const N: usize> Modulus<N> {
    /// The prime itself.
    pub(crate) fn prime(&self) -> &Limbs<N> {
        &self.prime
    }

    /// Any number below 2^(64·N), modulo the prime.
    pub(crate) fn enter(&self, number: &Limbs<N>) -> Residue<N> {
        match &self.form {
            Form::Folding { .. } => Residue(*number),
            Form::Montgomery { square, .. } => self.multiply(&Residue(*number), &Residue(*square)),
        }
    }

    /// The number below the prime.
    pub(crate) fn leave(&self, residue: &Residue<N>) -> Limbs<N> {
        match &self.form {
            Form::Folding { .. } => self.below_prime(&residue.0, 0),
            Form::Montgomery { .. } => self.multiply(residue, &Residue(limbs::word(1))).0,
        }
    }

    /// One.
    pub(crate) fn one(&self) -> Residue<N> {
        match &self.form {
            Form::Folding { .. } => Residue(limbs::word(1)),
            Form::Montgomery { one, .. } => Residue(*one),
        }
    }

    /// 2^(64·N) modulo the prime.
    pub(crate) fn beyond(&self) -> Residue<N> {
        match &self.form {
            Form::Folding { gap } => Residue(limbs::word(*gap)),
            Form::Montgomery { square, .. } => Residue(*square),
        }
    }

    /// Whether it is nought modulo the prime.
    pub(crate) fn is_zero(&self, a: &Residue<N>) -> bool {
        limbs::equal(&a.0, &[0; N]) | limbs::equal(&a.0, &self.prime)
    }

    /// Whether both are the same modulo the prime.
    pub(crate) fn equal(&self, a: &Residue<N>, b: &Residue<N>) -> bool {
        self.is_zero(&self.subtract(a, b))
    }

    /// `a + b`.
    #[inline(always)]
    pub(crate) fn add(&self, a: &Residue<N>, b: &Residue<N>) -> Residue<N> {
        let (sum, carry) = limbs::add(&a.0, &b.0);
        match &self.form {
            Form::Folding { gap } => {
                let (sum, again) = limbs::add_word(&sum, limbs::mask(carry) & *gap);
                Residue(limbs::add_gap(sum, again, *gap))
            }
            Form::Montgomery { .. } => Residue(self.below_prime(&sum, carry)),
        }
    }

    /// `a + a`.
    #[inline(always)]
    pub(crate) fn double(&self, a: &Residue<N>) -> Residue<N> {
        self.add(a, a)
    }

    /// `a / 2`: of `a` and `a` plus the prime one is even.
    #[inline(always)]
    pub(crate) fn halve(&self, a: &Residue<N>) -> Residue<N> {
        let odd = limbs::mask(limbs::bit(&a.0, 0));
        let (even, carry) = limbs::add(&a.0, &limbs::select(odd, &self.prime, &[0; N]));
        Residue(limbs::half(&even, carry))
    }

    /// `a − b`.
    #[inline(always)]
    pub(crate) fn subtract(&self, a: &Residue<N>, b: &Residue<N>) -> Residue<N> {
        let (rest, borrow) = limbs::subtract(&a.0, &b.0);
        match &self.form {
            Form::Folding { gap } => {
                let (rest, again) = limbs::subtract_word(&rest, limbs::mask(borrow) & *gap);
                Residue(limbs::take_gap(rest, again, *gap))
            }
            Form::Montgomery { .. } => {
                let missing = limbs::select(limbs::mask(borrow), &self.prime, &[0; N]);
                Residue(limbs::add(&rest, &missing).0)
            }
        }
    }

    /// `−a`.
    #[inline(always)]
    pub(crate) fn negate(&self, a: &Residue<N>) -> Residue<N> {
        self.subtract(&Residue::ZERO, a)
    }

    /// `a · b`.
    #[inline(never)]
    pub(crate) fn multiply(&self, a: &Residue<N>, b: &Residue<N>) -> Residue<N> {
        self.reduce(limbs::multiply(&a.0, &b.0))
    }

    /// `a · a`.
    #[inline(never)]
    pub(crate) fn square(&self, a: &Residue<N>) -> Residue<N> {
        self.reduce(limbs::square(&a.0))
    }

    /// `1 / a` by Fermat's little theorem; nought for nought.
    pub(crate) fn invert(&self, a: &Residue<N>) -> Residue<N> {
        let (exponent, _) = limbs::subtract_word(&self.prime, 2);
        let mut powers = [self.one(); 16];
        let mut last = self.one();
        for power in powers.iter_mut().skip(1) {
            last = self.multiply(&last, a);
            *power = last;
        }
        let mut result = self.one();
        for at in (0..64 * N).step_by(4).rev() {
            result = self.square(&self.square(&self.square(&self.square(&result))));
            let digit = usize::from(limbs::bits(&exponent, at, 4));
            if let Some(power) = powers.get(digit) {
                result = self.multiply(&result, power);
            }
        }
        result
    }

    /// The same in a time that shows what is inverted, but a tenth of it.
    pub(crate) fn invert_openly(&self, a: &Residue<N>) -> Residue<N> {
        self.enter(&inverse::inverse(&self.leave(a), &self.prime))
    }

    #[inline(always)]
    fn reduce(&self, product: Product<N>) -> Residue<N> {
        match &self.form {
            Form::Folding { gap } => Residue(limbs::reduce_folding(&product, *gap)),
            Form::Montgomery { factor, .. } => {
                let (rest, carry) = limbs::reduce_montgomery(product, &self.prime, *factor);
                Residue(self.below_prime(&rest, carry))
            }
        }
    }

    #[inline(always)]
    fn below_prime(&self, number: &Limbs<N>, carry: u64) -> Limbs<N> {
        below(number, carry, &self.prime)
    }
}

/// A number below twice the prime, `carry` being its word `N`, brought below the prime.
#[inline(always)]
pub(crate) fn below<const N: usize>(number: &Limbs<N>, carry: u64, prime: &Limbs<N>) -> Limbs<N> {
    let (rest, borrow) = limbs::subtract(number, prime);
    limbs::select(limbs::mask(borrow & (carry ^ 1)), number, &rest)
}
