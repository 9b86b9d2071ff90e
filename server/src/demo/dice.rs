//! Chance that can be repeated: the same seed tells the same story.

/// A small generator (SplitMix64). For inventing people, never for secrets.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `sides` − 1.
    pub(crate) fn roll(&mut self, sides: u32) -> u32 {
        u32::try_from(self.next() % u64::from(sides.max(1))).unwrap_or(0)
    }

    /// One of them.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let sides = u32::try_from(from.len()).unwrap_or(u32::MAX);
        let index = usize::try_from(self.roll(sides)).unwrap_or(0);
        #[expect(clippy::indexing_slicing, reason = "lists of the story are constants and never empty")]
        from[index]
    }

    /// True in so many cases out of a hundred.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.roll(100) < percent
    }
}
