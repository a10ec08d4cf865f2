//! The same AI use declared twice.

use std::collections::HashSet;

use super::suggestions::brief;
use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Finding, Level};

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
                .help("keep one of the two; in the last commit:\n  git commit --amend")
        })
        .collect()
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
