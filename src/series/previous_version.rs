//! The earlier version of a patch: that of the same subject, else the one whose diff is most alike.

use std::collections::HashSet;

use similar::{Algorithm, capture_diff_slices, diff_ratio};

use super::{Series, SeriesPatch};

/// How alike two diffs must be to be versions of one patch, where their subjects differ.
const ALIKE: f32 = 0.5;

/// The earlier version of a patch.
#[derive(Debug, Clone)]
pub struct PreviousVersion {
    /// Its version.
    pub version: u32,
    /// What it declared.
    pub declared: Vec<String>,
    /// Its added and removed lines of the counted classes.
    pub code: (u64, u64),
    /// The files that both change.
    pub shared: Vec<String>,
}

impl PreviousVersion {
    /// Finds it among series of the same sender.
    pub(super) fn of<'s>(patch: &SeriesPatch, series: impl Iterator<Item = &'s Series>) -> Option<Self> {
        let version = patch.numbering.version;
        let older =
            series.filter(|series| series.members.first().is_some_and(|m| m.numbering.version < version));
        // The newest of the older versions that has a match.
        let found =
            older.filter_map(|series| best(patch, series)).max_by_key(|member| member.numbering.version)?;
        Some(Self {
            version: found.numbering.version,
            declared: found.declared.clone(),
            code: found.code,
            shared: found.paths.iter().filter(|path| patch.paths.contains(path)).cloned().collect(),
        })
    }
}

fn best<'s>(patch: &SeriesPatch, series: &'s Series) -> Option<&'s SeriesPatch> {
    if let Some(same) = series.patches().find(|other| other.subject == patch.subject) {
        return Some(same);
    }
    let mine: HashSet<u64> = patch.changed.iter().copied().collect();
    let likeness = |other: &SeriesPatch| {
        // No more lines can be alike than stand in both; that is quickly counted.
        let shared = other.changed.iter().filter(|line| mine.contains(line)).count();
        if (2 * shared) as f32 <= ALIKE * (other.changed.len() + patch.changed.len()) as f32 {
            return 0.0;
        }
        let ops = capture_diff_slices(Algorithm::Myers, &other.changed, &patch.changed);
        diff_ratio(&ops, other.changed.len(), patch.changed.len())
    };
    let ranked = series.patches().map(|other| (likeness(other), other));
    ranked.filter(|(alike, _)| *alike >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| other)
}
