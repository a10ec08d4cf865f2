//! A fix split over a series: each patch keeps the limit, together they do not.

use std::ops::RangeInclusive;

use super::{Check, Rule};
use crate::finding::{Finding, Level};
use crate::policy::Policy;
use crate::series::{Series, SeriesPatch};

pub(super) const RULE: Rule = Rule {
    id: "ai-series-too-large",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-series-too-large.md"),
    check: Check::Series(check),
};

fn check(series: &Series, policy: &Policy) -> Vec<Finding> {
    let Some(limit) = policy.limit.lines else { return Vec::new() };
    let limited =
        |patch: &SeriesPatch| patch.limited.map(|lines| (patch.numbering, patch.subject.clone(), lines));
    let counted: Vec<_> = series.patches().filter_map(limited).collect();
    let total: u64 = counted.iter().map(|(.., lines)| lines).sum();
    // A patch that breaks the limit by itself has its own finding.
    if total <= limit || counted.iter().any(|(.., lines)| *lines > limit) {
        return Vec::new();
    }
    let message = format!(
        "{} patches of this series declare AI-written code and change {total} lines of code together; the policy allows {limit} for a fix",
        counted.len(),
    );
    let mut finding = Finding::new(message).rests_on("limit.lines").help(
        "if they are one fix, ask the maintainer before you send it; if they are separate fixes, send each as a patch of its own",
    );
    for (numbering, subject, lines) in counted {
        finding = finding.note(format!("{}/{} {subject}: {lines}", numbering.number, numbering.total));
    }
    let missing = series.missing();
    if !missing.is_empty() {
        let range = |range: &RangeInclusive<u32>| match (range.start(), range.end()) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}-{last}"),
        };
        let missing: Vec<String> = missing.iter().map(range).collect();
        finding = finding.note(format!("not seen and not counted: patch {}", missing.join(", ")));
    }
    vec![finding]
}
