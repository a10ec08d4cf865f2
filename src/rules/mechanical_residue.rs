//! A change declared mechanical of which more is left than repeated edits explain.

use super::{Case, Check, Rule, Scope};
use crate::counts::counted;
use crate::finding::{Finding, Level};
use crate::mechanical::Left;

/// How many edits and lines of the residue a finding lists.
const MOST_LISTED: usize = 8;

pub(super) const RULE: Rule = Rule {
    id: "mechanical-residue",
    level: Level::Warning,
    page: include_str!("../../docs/rules/mechanical-residue.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some((limit, reason)), Some(tag)) = (case.strictest().lines, case.mechanical_declared()) else {
        return Vec::new();
    };
    let found = case.mechanical();
    let left = found.to_read;
    if left <= limit {
        return Vec::new();
    }
    let message = format!(
        "declared mechanical, but repeated edits, moves and white space leave {left} of {} of code unexplained; the policy allows {limit}{}",
        counted(found.changed, "changed line"),
        reason.whereabouts(),
    );
    let mut finding = Finding::new(message)
        .at(case.location_of(tag, "declared here"))
        .rests_on(reason.limits())
        .help("send what is not mechanical as a patch of its own, so that a reviewer can read it");
    if let Some(Left { first, .. }) = found.residue.first() {
        finding = finding.in_file(&*first.path, first.line);
    }
    finding = reason.note().into_iter().fold(finding, Finding::note);
    for edit in found.edits.iter().take(MOST_LISTED) {
        finding = finding.note(format!("explained: {} → {}: {}", edit.old, edit.new, edit.reach()));
    }
    for left in found.residue.iter().take(MOST_LISTED) {
        let Left { first, .. } = left;
        finding = finding.note(format!(
            "left: {}:{}: {}{}",
            first.path,
            first.line,
            first.text.trim(),
            left.times()
        ));
    }
    let listed: u64 = found.residue.iter().take(MOST_LISTED).map(|left| left.lines).sum();
    let more = (found.changed - found.explained).saturating_sub(listed);
    if more > 0 {
        let more = counted(more, "more line");
        finding = finding.note(format!("left: and {more}; --mechanical lists them all"));
    }
    vec![finding]
}
