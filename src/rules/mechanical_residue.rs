//! A change declared mechanical of which more is left than repeated edits explain.

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};

/// How many edits and lines of the residue a finding lists.
const MOST_LISTED: usize = 8;

pub(super) const RULE: Rule = Rule {
    id: "mechanical-residue",
    level: Level::Warning,
    page: include_str!("../../docs/rules/mechanical-residue.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(limit), Some(tag)) = (case.policy.limit.lines, case.mechanical_declared()) else {
        return Vec::new();
    };
    let found = case.mechanical();
    let left = found.residue.len() as u64;
    if left <= limit {
        return Vec::new();
    }
    let message = format!(
        "declared mechanical, but no repeated edit, move or white space explains {left} of {} changed lines of code; the policy allows {limit}",
        found.changed,
    );
    let first = &found.residue[0];
    let mut finding = Finding::new(message)
        .at(case.location_of(tag, "declared here"))
        .in_file(&*first.path, first.line)
        .rests_on("limit.lines")
        .help("send what is not mechanical as a patch of its own, so that a reviewer can read it");
    for edit in found.edits.iter().take(MOST_LISTED) {
        finding = finding.note(format!(
            "explained: {} → {}: {} lines in {} files",
            edit.old, edit.new, edit.lines, edit.files
        ));
    }
    for place in found.residue.iter().take(MOST_LISTED) {
        let text = place.text.trim();
        finding = finding.note(format!("left: {}:{}: {text}", place.path, place.line));
    }
    if found.residue.len() > MOST_LISTED {
        finding = finding.note(format!(
            "left: and {} more lines; --mechanical lists them all",
            found.residue.len() - MOST_LISTED
        ));
    }
    vec![finding]
}
