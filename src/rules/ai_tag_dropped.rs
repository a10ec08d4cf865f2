//! A declaration that an earlier version of the patch had.

use super::{Check, Rule};
use crate::finding::{Finding, Fix, Level};
use crate::policy::Policy;
use crate::series::{PreviousVersion, SeriesPatch};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-dropped",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-dropped.md"),
    check: Check::Version(check),
};

fn check(patch: &SeriesPatch, earlier: &PreviousVersion, policy: &Policy) -> Vec<Finding> {
    let dropped = patch.declared.is_empty() && !earlier.declared.is_empty() && !earlier.shared.is_empty();
    let Some(tag) = policy.tag.name.as_deref().filter(|_| dropped) else { return Vec::new() };
    let value = earlier.declared.join(", ");
    vec![
        Finding::new(format!("version {} declared `{tag}: {value}`; this version does not", earlier.version))
            .rests_on("tag.name")
            .note(format!("both versions change {}", earlier.shared.join(", ")))
            .fix(Fix::adding("if AI still shaped the patch, put the tag back", &format!("{tag}: {value}"))),
    ]
}
