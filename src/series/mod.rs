//! Patches that belong together: series, and the versions of them. Only what rules need is remembered.

mod answer;
mod fingerprint;
mod group;
mod previous_version;
mod series_patch;
mod thread;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

pub use answer::{Answer, fingerprint_of, person};
pub use fingerprint::Fingerprint;
pub use group::Groups;
pub use previous_version::PreviousVersion;
pub use series_patch::{Limited, SeriesPatch};
pub use thread::{in_reply_to, root_of};

/// The mails of one series that were seen, in the order in which they came.
#[derive(Debug, Clone)]
pub struct Series {
    /// The `Message-ID` at the root of its thread; of a series without a thread, that of the mail that came first.
    pub id: Arc<str>,
    /// The version: that of the cover letter, where its patches forgot it.
    pub version: u32,
    /// Whether anything in it declares AI use.
    pub declares: bool,
    /// Patches and cover letters. A mail that came twice is here once.
    members: Vec<SeriesPatch>,
    /// The numbers of its mails.
    numbers: BTreeSet<u32>,
}

impl Series {
    /// A series of which one mail is known.
    fn new(first: SeriesPatch) -> Self {
        let (id, version) = (Arc::clone(&first.series), first.numbering.version);
        // Most series are one patch.
        let (declares, members, numbers) = (false, Vec::with_capacity(1), BTreeSet::new());
        let mut series = Self { id, version, declares, members, numbers };
        series.push(first);
        series
    }

    fn push(&mut self, member: SeriesPatch) {
        self.version = self.version.max(member.numbering.version);
        self.declares |= !member.declared.is_empty();
        self.numbers.insert(member.numbering.number);
        self.members.push(member);
    }

    /// How many mails were seen.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether none was, which is never so.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The patches, without cover letters.
    pub fn patches(&self) -> impl Iterator<Item = &SeriesPatch> {
        self.members.iter().filter(|member| !member.is_cover)
    }

    /// The cover letter, if one was seen.
    pub fn cover(&self) -> Option<&SeriesPatch> {
        self.members.iter().find(|member| member.is_cover)
    }

    /// How many patches the subjects announce.
    fn total(&self) -> u32 {
        self.members.first().map_or(1, |member| member.numbering.total)
    }

    /// Whether every patch that the subjects announce was seen.
    pub fn is_complete(&self) -> bool {
        let seen = self.numbers.len() - usize::from(self.numbers.contains(&0));
        // Numbers beyond the total are few.
        seen >= self.total() as usize && self.missing().is_empty()
    }

    /// The numbers of the patches that were announced and not seen, as ranges: a subject may announce billions.
    pub fn missing(&self) -> Vec<RangeInclusive<u32>> {
        let total = self.total();
        let seen = self.numbers.iter().copied().take_while(|number| *number <= total);
        let (mut missing, mut next) = (Vec::new(), 1);
        for number in seen.chain([total.saturating_add(1)]) {
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
        let mut members = seen.iter().map(|number| series_patch::tests::member(0, *number, total));
        let mut series = Series::new(members.next().unwrap());
        members.for_each(|member| series.push(member));
        assert_eq!((series.missing().as_slice(), series.is_complete()), (missing, missing.is_empty()));
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
