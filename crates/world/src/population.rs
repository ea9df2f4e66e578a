//! A generated population: families, dwellings, rights and leases, all of one seed.
//!
//! Nothing is kept in memory. Any [`Neighbourhood`] can be made by itself, in any order, so that a
//! measurement with a million applications makes each when its turn comes. The people are plainly
//! fictional: surnames made of everyday words, serials that are not given out (`numbers`), address
//! codes of the year 2099. The cities and their codes are true.

pub mod chance;
pub(crate) mod household;
pub(crate) mod names;
mod neighbourhood;
pub(crate) mod numbers;
pub mod places;
mod scenario;
mod snapshot;
#[cfg(test)]
pub(crate) mod tests;

use jiff::civil::Date;
use store::ImportRow;

use neighbourhood::Builder;

pub use neighbourhood::Neighbourhood;
pub use scenario::{Answer, Ask, Expected, MIX, Move, Role, Scenario};
pub(crate) use snapshot::Site;
pub use snapshot::Snapshot;
#[cfg(test)]
pub(crate) use snapshot::noon;

/// How many households live in a neighbourhood.
pub const PER_NEIGHBOURHOOD: u64 = 4;

/// The most households a population can have: 1,314,000.
pub const HOUSEHOLDS_MAX: u64 = household::NUMBERED;

/// A population of one seed, made piece by piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Population {
    seed: u64,
    neighbourhoods: u64,
    today: Date,
}

impl Population {
    /// The population with at least so many households (rounded up to whole neighbourhoods, and at
    /// most [`HOUSEHOLDS_MAX`]), as it is on a day. Each household makes one application.
    #[must_use]
    pub fn generate(seed: u64, households: u64, today: Date) -> Self {
        let neighbourhoods = households.min(HOUSEHOLDS_MAX).div_ceil(PER_NEIGHBOURHOOD);
        Self { seed, neighbourhoods, today }
    }

    /// What it is made from.
    pub(crate) const fn seed(&self) -> u64 {
        self.seed
    }

    /// The day on which it is as it is.
    pub(crate) const fn today(&self) -> Date {
        self.today
    }

    /// How many neighbourhoods there are.
    #[must_use]
    pub const fn neighbourhoods(&self) -> u64 {
        self.neighbourhoods
    }

    /// One neighbourhood; the same whatever the size of the population.
    #[must_use]
    pub fn neighbourhood(&self, at: u64) -> Neighbourhood {
        Builder::new(self.seed, at % (HOUSEHOLDS_MAX / PER_NEIGHBOURHOOD), self.today).build()
    }

    /// Every neighbourhood, one after another.
    pub fn iter(&self) -> impl Iterator<Item = Neighbourhood> + use<> {
        let population = *self;
        (0..self.neighbourhoods).map(move |at| population.neighbourhood(at))
    }

    /// Every row of every register, as a store takes it in.
    pub fn rows(&self) -> impl Iterator<Item = ImportRow> + use<> {
        self.iter().flat_map(|neighbourhood| neighbourhood.snapshot.imports())
    }

    /// One application for each household.
    pub fn scenarios(&self) -> impl Iterator<Item = Scenario> + use<> {
        self.iter().flat_map(|neighbourhood| neighbourhood.scenarios)
    }
}
