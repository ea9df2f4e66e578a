//! The comb: multiples of the generator from a table that is made while building.
//!
//! The multiplier is written with the digits 1 and −1 only, which every odd number below
//! 2^(`TEETH`·spacing) can be. `TEETH` digits, each `spacing` places above the last, are taken
//! together: their sum is an entry of the table or its negative.

use crate::limbs::{self, Limbs};
use crate::modulus::{Modulus, Residue};
use crate::projective::{Affine, Equation, Projective};

/// Digits that are taken together.
pub(crate) const TEETH: usize = 7;

/// Entries: the highest digit of an entry is 1, the others are either.
pub(crate) const ENTRIES: usize = 1 << (TEETH - 1);

/// The table of one generator.
#[derive(Debug)]
pub(crate) struct Comb<const N: usize> {
    /// Entry `i` is the sum over all teeth `t` of ±2^(t·spacing) times the generator: plus for the
    /// highest tooth and where bit `t` of `i` is set.
    pub(crate) entries: [Affine<N>; ENTRIES],
}

/// An odd multiplier as the comb takes it.
pub(crate) struct Digits<const N: usize> {
    /// Bit `i` is set where digit `i` is 1, and clear where it is −1. The highest digit, which is
    /// always 1, is not held.
    positive: Limbs<N>,
    /// All ones where the multiplier was even and its negative was taken instead.
    negated: u64,
}

/// Which entry the digits of a column make.
pub(crate) struct Column {
    entry: u64,
    /// All ones where the entry is to be subtracted.
    negative: u64,
}

impl<const N: usize> Digits<N> {
    /// Of a number below the order, which is odd.
    pub(crate) fn new(number: &Limbs<N>, order: &Modulus<N>) -> Self {
        let negated = limbs::mask(limbs::bit(number, 0) ^ 1);
        let (opposite, _) = limbs::subtract(order.prime(), number);
        let odd = limbs::select(negated, &opposite, number);
        Self { positive: limbs::half(&odd, 0), negated }
    }

    /// The digits that stand `column` places above those of the lowest column.
    pub(crate) fn column(&self, column: usize) -> Column {
        let spacing = Comb::<N>::SPACING;
        let place = |tooth| column + tooth * spacing;
        let plus = (0..TEETH - 1)
            .fold(0, |bits, tooth| bits | (limbs::bit(&self.positive, place(tooth)) << tooth));
        let is_last = place(TEETH - 1) + 1 == TEETH * spacing;
        let highest = if is_last { 1 } else { limbs::bit(&self.positive, place(TEETH - 1)) };
        let minus = limbs::mask(highest ^ 1);
        let lower_teeth = (1 << (TEETH - 1)) - 1;
        Column { entry: (plus ^ minus) & lower_teeth, negative: minus ^ self.negated }
    }
}

impl<const N: usize> Comb<N> {
    /// Places between two teeth, and the number of columns.
    pub(crate) const SPACING: usize = 64 * N / TEETH + 1;

    /// The entry of a column. The time shows which.
    pub(crate) fn entry(&self, column: &Column, field: &Modulus<N>) -> Option<Affine<N>> {
        let entry = self.entries.get(usize::try_from(column.entry).ok()?)?;
        Some(entry.signed(column.negative, field))
    }

    /// `number` times the generator, for a number below the order. The time shows nothing of it.
    pub(crate) fn multiply(
        &self,
        number: &Limbs<N>,
        order: &Modulus<N>,
        curve: &Equation<N>,
    ) -> Projective<N> {
        let digits = Digits::new(number, order);
        (0..Self::SPACING).rev().fold(Projective::infinity(curve), |sum, column| {
            let entry = self.hidden_entry(&digits.column(column), &curve.field);
            sum.add(&sum, curve).add(&Projective::new(&entry, curve), curve)
        })
    }

    /// The entry of a column: every entry is read.
    fn hidden_entry(&self, column: &Column, field: &Modulus<N>) -> Affine<N> {
        let mut found = Affine { x: Residue::ZERO, y: Residue::ZERO };
        for (i, entry) in (0..).zip(&self.entries) {
            let here = limbs::mask_of_equal(i, column.entry);
            found.x = Residue::select(here, &entry.x, &found.x);
            found.y = Residue::select(here, &entry.y, &found.y);
        }
        found.signed(column.negative, field)
    }
}
