//! The earlier version of a patch: that of the same subject, else the one whose diff is most alike.

use std::collections::HashSet;

use super::{Series, SeriesPatch};
use crate::work;

/// The least share of lines that two diffs have in common to be versions of one patch, where their subjects differ.
const ALIKE: f32 = 0.5;

/// With how many patches of the same sender a patch is compared, those of the newest series first.
const MOST_COMPARED: usize = 512;

/// The earlier version of a patch.
#[derive(Debug, Clone)]
pub struct PreviousVersion {
    /// Its version.
    pub version: u32,
    /// What it declared.
    pub declared: Vec<String>,
    /// Its added and removed lines of the counted classes.
    pub code: (u64, u64),
    /// The files that both change, where it declared anything.
    pub shared: Vec<String>,
}

impl PreviousVersion {
    /// Finds it among older series of the same sender, the newest first. Of several versions the latest counts.
    pub(super) fn of<'s>(patch: &SeriesPatch, older: impl Iterator<Item = &'s Series>) -> Option<Self> {
        let mut left = MOST_COMPARED;
        let mut found: Option<(u32, &SeriesPatch)> = None;
        for series in older {
            if left == 0 {
                break;
            }
            if found.is_none_or(|(version, _)| version < series.version) {
                let best = best(patch, series, left);
                found = best.map(|patch| (series.version, patch)).or(found);
                left = left.saturating_sub(series.len());
            }
        }
        let (version, found) = found?;
        let shared = if found.declared.is_empty() { Vec::new() } else { shared(&patch.paths, &found.paths) };
        Some(Self { version, declared: found.declared.clone(), code: found.code, shared })
    }
}

/// The paths that are in both lists.
fn shared(one: &[String], other: &[String]) -> Vec<String> {
    work::add(one.len() + other.len());
    let one: HashSet<&str> = one.iter().map(String::as_str).collect();
    other.iter().filter(|path| one.contains(path.as_str())).cloned().collect()
}

/// The patch of a series that is most like another, among its first so many.
fn best<'s>(patch: &SeriesPatch, series: &'s Series, most: usize) -> Option<&'s SeriesPatch> {
    let patches = || series.patches().take(most);
    work::add(series.len().min(most));
    if let Some(same) = patches().find(|other| other.subject == patch.subject) {
        return Some(same);
    }
    let ranked = patches().map(|other| (likeness(&patch.changed.sorted(), &other.changed.sorted()), other));
    ranked.filter(|(alike, _)| *alike >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| other)
}

/// The share of lines that are in both of two sorted lists. Their order in the diffs is not looked at: to align
/// each pair would take the product of their lengths.
fn likeness(one: &[u32], other: &[u32]) -> f32 {
    let (mut left, mut right, mut shared) = (one, other, 0usize);
    while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
        shared += usize::from(a == b);
        (left, right) = (if a <= b { left_rest } else { left }, if b <= a { right_rest } else { right });
    }
    let all = one.len() + other.len();
    work::add(all - left.len() - right.len());
    if all == 0 { 0.0 } else { (2 * shared) as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn lines_that_stand_in_both_are_counted_as_often_as_they_do() {
        assert_eq!(likeness(&[1, 2, 2, 3], &[2, 2, 2, 4]), 0.5);
        assert_eq!(likeness(&[1, 2], &[1, 2]), 1.0);
        assert_eq!(likeness(&[1, 3], &[2]), 0.0);
        assert_eq!(likeness(&[], &[]), 0.0);
    }
}
