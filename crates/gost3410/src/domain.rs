//! A curve with its generator: what the standards call the domain parameters.

use crate::comb::Comb;
use crate::modulus::Modulus;
use crate::projective::Equation;

/// What is known beforehand of a curve and its generator.
#[derive(Debug)]
pub(crate) struct Domain<const N: usize> {
    pub(crate) curve: Equation<N>,
    pub(crate) order: Modulus<N>,
    pub(crate) comb: Comb<N>,
    /// Whether `a` is −3, which makes doubling cheaper.
    pub(crate) minus_three: bool,
    /// Whether every point of the curve but the one at infinity has the order `q`.
    pub(crate) is_whole: bool,
}
