//! What is counted by a word, and how counts are added. They stop at the greatest number there is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The findings of a rule by level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    /// Errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Notes.
    pub notes: u64,
}

impl Levels {
    pub(super) fn add(&mut self, other: Self) {
        add(&mut self.errors, other.errors);
        add(&mut self.warnings, other.warnings);
        add(&mut self.notes, other.notes);
    }
}

/// The changed lines of a class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// Changes of files; a file that two patches change counts twice.
    pub files: u64,
    /// Added lines.
    pub added: u64,
    /// Removed lines.
    pub removed: u64,
    /// Those of both that are in patches which declare AI use.
    #[serde(default)]
    pub declared: u64,
}

impl Lines {
    pub(super) fn add(&mut self, other: Self) {
        add(&mut self.files, other.files);
        add(&mut self.added, other.added);
        add(&mut self.removed, other.removed);
        add(&mut self.declared, other.declared);
    }
}

/// The patches to a part of the tree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Patches.
    pub patches: u64,
    /// Patches that declare AI use.
    pub declared: u64,
}

impl Part {
    pub(super) fn add(&mut self, other: Self) {
        add(&mut self.patches, other.patches);
        add(&mut self.declared, other.declared);
    }
}

/// The mails of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// Mails of every kind.
    pub messages: u64,
    /// Patches among them.
    pub patches: u64,
    /// Patches that declare AI use.
    pub declared: u64,
    /// Patches that are over the limit.
    pub over_limit: u64,
}

impl Month {
    pub(super) fn add(&mut self, other: Self) {
        add(&mut self.messages, other.messages);
        add(&mut self.patches, other.patches);
        add(&mut self.declared, other.declared);
        add(&mut self.over_limit, other.over_limit);
    }
}

pub(super) fn add(sum: &mut u64, more: u64) {
    *sum = sum.saturating_add(more);
}

pub(super) fn merge<T: Default>(
    into: &mut BTreeMap<String, T>,
    from: BTreeMap<String, T>,
    add: impl Fn(&mut T, T),
) {
    for (key, value) in from {
        add(into.entry(key).or_default(), value);
    }
}

pub(super) fn count_each(counts: &mut BTreeMap<String, u64>, words: BTreeSet<&str>) {
    words.into_iter().for_each(|word| *counts.entry(word.to_owned()).or_default() += 1);
}
