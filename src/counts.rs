//! Counts of lines.

use std::iter::Sum;
use std::ops::{AddAssign, Sub};

/// Added and removed lines.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Added lines.
    pub added: u64,
    /// Removed lines.
    pub removed: u64,
}

impl Counts {
    /// Added and removed lines together.
    pub fn changed(self) -> u64 {
        self.added + self.removed
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.removed += other.removed;
    }
}

impl Sub for Counts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { added: self.added - other.added, removed: self.removed - other.removed }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |mut sum, each| {
            sum += each;
            sum
        })
    }
}

/// A number and the word for what it counts, in the plural where it is not one.
///
/// ```
/// assert_eq!(checkprov::counts::counted(1, "line"), "1 line");
/// assert_eq!(checkprov::counts::counted(0, "line"), "0 lines");
/// ```
pub fn counted(number: u64, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
