//! Chance that repeats: the same seed draws the same numbers on every machine.

/// A generator of pseudo-random numbers (splitmix64: S. Vigna, public domain). Never for secrets.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The generator of one stream of a seed; streams do not depend on each other.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut mixed = Self(seed);
        let start = mixed.draw() ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(start)
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next 128 bits.
    pub fn draw_wide(&mut self) -> u128 {
        u128::from(self.draw()) << 64 | u128::from(self.draw())
    }

    /// A number below `end`; 0 when `end` is 0. The bias of the remainder does not matter here.
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw() % end.max(1)
    }

    /// A number from `first` to `last`, both included; `first` when they are out of order.
    pub fn between(&mut self, first: i16, last: i16) -> i16 {
        let width = u64::try_from(i32::from(last) - i32::from(first) + 1).unwrap_or(1);
        let offset = i16::try_from(self.below(width)).unwrap_or_default();
        first.saturating_add(offset)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, hundredths: u64) -> bool {
        self.below(100) < hundredths
    }

    /// One of a list.
    ///
    /// # Panics
    /// When the list is empty, which is a bug of the caller.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        let at = self.below(u64::try_from(list.len()).unwrap_or_default());
        let Some(chosen) = usize::try_from(at).ok().and_then(|at| list.get(at)) else {
            panic!("there is nothing to choose from")
        };
        *chosen
    }

    /// One of a list of things with their weights.
    ///
    /// # Panics
    /// When the list is empty, which is a bug of the caller.
    pub fn weigh<T: Copy>(&mut self, list: &[(T, u64)]) -> T {
        let mut left = self.below(list.iter().map(|(_, weight)| weight).sum());
        for (thing, weight) in list {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *thing,
            }
        }
        panic!("there is nothing to choose from")
    }
}
