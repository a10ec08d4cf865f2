//! Patches that belong together: series, and the versions of them. Only what rules need is remembered.

mod group;
mod previous_version;
mod series_patch;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

pub use group::Groups;
pub use previous_version::PreviousVersion;
pub use series_patch::SeriesPatch;

/// The mails of one series that were seen, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Patches and cover letters. A mail that came twice is here once.
    pub members: Vec<SeriesPatch>,
}

impl Series {
    /// The patches, without cover letters.
    pub fn patches(&self) -> impl Iterator<Item = &SeriesPatch> {
        self.members.iter().filter(|member| !member.is_cover)
    }

    /// The cover letter, if one was seen.
    pub fn cover(&self) -> Option<&SeriesPatch> {
        self.members.iter().find(|member| member.is_cover)
    }

    /// Whether every patch that the subjects announce was seen.
    pub fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    /// The numbers of the patches that were announced and not seen, as ranges: a subject may announce billions.
    pub fn missing(&self) -> Vec<RangeInclusive<u32>> {
        let total = self.members.first().map_or(1, |member| member.numbering.total);
        let seen: BTreeSet<u32> = self.patches().map(|patch| patch.numbering.number).collect();
        let (mut missing, mut next) = (Vec::new(), 1);
        for number in seen.into_iter().take_while(|number| *number <= total).chain([total.saturating_add(1)])
        {
            if next < number {
                missing.push(next..=number - 1);
            }
            next = next.max(number.saturating_add(1));
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(total: u32, seen: &[u32], missing: &[RangeInclusive<u32>]) {
        let members = seen.iter().map(|number| series_patch::tests::member(0, *number, total)).collect();
        assert_eq!(Series { members }.missing(), missing);
    }

    #[test]
    fn what_is_missing_is_named_by_ranges() {
        check(3, &[1, 2, 3], &[]);
        check(5, &[2, 4], &[1..=1, 3..=3, 5..=5]);
        check(9, &[5], &[1..=4, 6..=9]);
        check(0, &[0], &[]);
    }

    #[test]
    fn a_subject_may_announce_more_patches_than_there_are_mails() {
        check(u32::MAX - 1, &[1, 7], &[2..=6, 8..=u32::MAX - 1]);
        check(2, &[1, u32::MAX], &[2..=2]);
    }
}
