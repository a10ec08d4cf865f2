//! Declared use by the tag it is declared in, the class of the changed lines, and the part of the tree.

use std::collections::{BTreeMap, BTreeSet};

use crate::mail_report::Facts;
use crate::policy::Policy;

/// The most parts of the tree that are told apart.
const MOST_PARTS: usize = 1000;

/// A part of the tree that files at its top belong to.
const TOP: &str = "(top)";

/// How many patches declare AI use, by what else is known of them.
#[derive(Default)]
pub(super) struct Statistics {
    /// By the tag, as the policy spells it.
    pub(super) forms: BTreeMap<String, u64>,
    /// Changed lines by class.
    pub(super) lines: BTreeMap<String, u64>,
    /// By the first folder of a changed file.
    pub(super) parts: BTreeMap<String, u64>,
}

impl Statistics {
    pub(super) fn count(&mut self, facts: &Facts, policy: &Policy) {
        if !facts.declared {
            return;
        }
        let known = || policy.tag.name.iter().chain(&policy.tag.also);
        let spelled = |key: &str| known().find(|name| name.eq_ignore_ascii_case(key));
        let forms: BTreeSet<&String> = facts.tags.iter().filter_map(|(key, ..)| spelled(key)).collect();
        for form in forms {
            *self.forms.entry(form.clone()).or_default() += 1;
        }
        for (class, lines) in facts.lines_by_class() {
            *self.lines.entry(class.to_owned()).or_default() += lines.changed();
        }
        let part = |path: &str| path.split_once('/').map_or(TOP, |(part, _)| part).to_owned();
        let parts: BTreeSet<String> = facts.files.iter().map(|file| part(&file.path)).collect();
        for part in parts {
            if self.parts.len() < MOST_PARTS || self.parts.contains_key(&part) {
                *self.parts.entry(part).or_default() += 1;
            }
        }
    }
}
