//! Chance that comes out the same every time: a case is named by its number, and can be run again.

/// Numbers from a seed (`SplitMix64`).
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'t, T>(&mut self, among: &'t [T]) -> &'t T {
        &among[self.below(among.len())]
    }
}

/// How many cases a test runs: so many, or as many as `CHECKPROV_CASES` says.
pub(crate) fn cases(otherwise: usize) -> usize {
    std::env::var("CHECKPROV_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(otherwise)
}

/// The number of the first case: `CHECKPROV_FIRST`, to run other cases, or one again.
pub(crate) fn first() -> usize {
    std::env::var("CHECKPROV_FIRST").ok().and_then(|first| first.parse().ok()).unwrap_or(0)
}
