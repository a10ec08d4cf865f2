//! AI-written code beyond the size of a small bug fix.

use super::{Case, Check, Rule};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-code-too-large",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-code-too-large.md"),
    check: Check::Patch(check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(limit), Some(tag)) = (case.policy.limit.lines, case.code_declared()) else { return Vec::new() };
    let sum = case.sum();
    if sum.lines <= limit {
        return Vec::new();
    }
    let message = format!("declares AI-written code and changes {} lines of code; the policy allows {limit}", sum.lines);
    let mut finding = Finding::new(message).at(case.place_of(tag, "declared here")).rests_on("limit.lines").help(
        "ask the maintainer before you send more; if the change is mechanical, say so: `AI-used-for: code (refactoring)`",
    );
    for file in sum.files {
        finding = finding.note(file);
    }
    vec![finding.note(format!(
        "counted as added and removed lines; {} if each block counted its greater side only",
        sum.modified
    ))]
}
