//! A fix split over a series: each patch keeps the limit, together they do not.

use std::ops::RangeInclusive;

use super::{Check, Rule};
use crate::finding::{Finding, Level};
use crate::policy::Policy;
use crate::series::{Limited, Series, SeriesPatch};
use crate::work;

pub(super) const RULE: Rule = Rule {
    id: "ai-series-too-large",
    level: Level::Note,
    page: include_str!("../../docs/rules/ai-series-too-large.md"),
    check: Check::Series(check),
};

fn check(series: &Series, _: &Policy) -> Vec<Finding> {
    let counted: Vec<(&SeriesPatch, &Limited)> =
        series.patches().filter_map(|patch| Some((patch, patch.limited.as_ref()?))).collect();
    let total: u64 = counted.iter().map(|(_, limited)| limited.lines).sum();
    // As one patch, it would be under the strictest of what holds for any of them.
    let Some((_, strictest)) = counted.iter().min_by_key(|(_, limited)| limited.most) else {
        return Vec::new();
    };
    // A patch that breaks the limit by itself has its own finding.
    if total <= strictest.most || counted.iter().any(|(_, limited)| limited.lines > limited.most) {
        return Vec::new();
    }
    let message = format!(
        "{} patches of this series declare AI-written code and change {} of code together; the policy allows {}{} for a fix",
        counted.len(),
        crate::counts::counted(total, "line"),
        strictest.most,
        strictest.whereabouts,
    );
    let mut finding = Finding::new(message).rests_on(strictest.key).help(
        "if they are one fix, ask the maintainer before you send it; if they are separate fixes, send each as a patch of its own",
    );
    for (SeriesPatch { numbering, subject, .. }, Limited { lines, .. }) in counted {
        work::add(subject.len());
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
