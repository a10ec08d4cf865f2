//! How many lines of a patch a policy's limit counts, shown so that a reviewer can redo the sum.

use super::Case;
use crate::diff::{FileChange, Hunk, Kind};
use crate::policy::Count;

/// What counts against the limit, and what does not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The counted lines.
    pub lines: u64,
    /// What they would be if each block of changed lines counted its greater side only.
    pub modified: u64,
    /// A line a file: what it adds and removes, its class, and whether it counts.
    pub files: Vec<String>,
}

impl Case<'_> {
    /// Counts the lines of the patch as the policy says.
    pub fn sum(&self) -> Sum {
        let limit = &self.policy.limit;
        let mut sum = Sum::default();
        let mut apart = Vec::new();
        for (file, class) in self.patch.diff.files.iter().zip(&self.classes) {
            let counts = limit.classes.iter().any(|counted| counted == class);
            let shown = format!("{} +{} -{} {class}", file.path, file.added, file.removed);
            if !counts {
                apart.push(format!("{shown}, not counted"));
            } else if file.binary {
                apart.push(format!("{} binary {class}, no lines", file.path));
            } else {
                sum.lines += lines_of(file, limit.count);
                sum.modified += lines_of(file, Count::Modified);
                sum.files.push(shown);
            }
        }
        sum.files.append(&mut apart);
        sum
    }
}

fn lines_of(file: &FileChange<'_>, count: Count) -> u64 {
    match count {
        Count::Changed => file.added + file.removed,
        Count::Added => file.added,
        Count::Modified => file.hunks.iter().map(modified_lines).sum(),
    }
}

/// The greater of added and removed lines of each block between context lines.
fn modified_lines(hunk: &Hunk<'_>) -> u64 {
    let (mut total, mut added, mut removed) = (0, 0u64, 0u64);
    for line in hunk.lines() {
        match line.kind {
            Kind::Added => added += 1,
            Kind::Removed => removed += 1,
            Kind::Context => total += std::mem::take(&mut added).max(std::mem::take(&mut removed)),
        }
    }
    total + added.max(removed)
}
