//! AI use that only the cover letter declares: git keeps no cover letter.

use super::{Check, Rule};
use crate::finding::{Finding, Level};
use crate::policy::Policy;
use crate::series::Series;

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-in-cover-only",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-in-cover-only.md"),
    check: Check::Series(check),
};

fn check(series: &Series, policy: &Policy) -> Vec<Finding> {
    let Some(cover) = series.cover().filter(|cover| !cover.declared.is_empty()) else { return Vec::new() };
    let silent = series.patches().next().is_some() && series.patches().all(|patch| patch.declared.is_empty());
    let Some(tag) = policy.tag.name.as_deref().filter(|_| silent) else { return Vec::new() };
    let value = cover.declared.join(", ");
    vec![
        Finding::new(format!("the cover letter declares `{tag}: {value}`, and no patch of the series does"))
            .rests_on("tag.name")
            .note("git am keeps no cover letter, so the declaration would be lost")
            .help(format!("put `{tag}: {value}` into each commit of the series that AI shaped")),
    ]
}
