//! The same AI use declared twice.

use std::collections::HashSet;

use super::suggestions::brief;
use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Edit, Finding, Fix, Level};
use crate::patch::Tag;

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-duplicate",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-tag-duplicate.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.declarations.is_empty() {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let again = case.uses().filter(|(_, each)| {
        !seen.insert((each.value.to_lowercase(), each.explanation.as_deref().map(str::to_lowercase)))
    });
    again
        .take(MOST)
        .map(|(tag, each)| {
            Finding::new(format!("`{}` is declared twice", brief(&each.to_string())))
                .at(case.location_of(tag, "declared again"))
                .fix(Fix { text: "keep one of the two".to_owned(), edit: only_once(case, tag) })
        })
        .collect()
}

/// Takes the second of two equal tags away: both go, and one comes back. Where the second says more, only its author
/// can tell what stays.
fn only_once(case: &Case<'_>, tag: &Tag) -> Option<Edit> {
    let same = |other: &&Tag| other.line != tag.line && other.is(&tag.key) && other.value == tag.value;
    let first = case.patch.tags.iter().find(same)?;
    let remove = [case.lines_of_tag(first), case.lines_of_tag(tag)].concat();
    Some(Edit { remove, add: vec![format!("{}: {}", tag.key, tag.value)], ..Edit::default() })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    const ID: &str = "ai-tag-duplicate";

    #[test]
    fn the_same_twice() {
        check("AI-used-for: tests\nai-used-for: Tests", "qemu", [ID]);
        check("AI-used-for: tests, docs, tests", "qemu", [ID]);
        check("Assisted-by: LLM\nAssisted-by: LLM", "linux", [ID]);
    }

    #[test]
    fn two_different_ones() {
        check("AI-used-for: tests\nAI-used-for: docs", "qemu", []);
        check("AI-used-for: tests (a), tests (b)", "qemu", []);
    }
}
