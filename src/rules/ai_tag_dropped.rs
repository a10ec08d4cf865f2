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

/// How many of the files that both versions change are named.
const MOST_NAMED: usize = 8;

fn check(patch: &SeriesPatch, earlier: &PreviousVersion, policy: &Policy) -> Vec<Finding> {
    let dropped = patch.declared.is_empty() && !earlier.declared.is_empty() && !earlier.shared.is_empty();
    let Some(tag) = policy.tag.name.as_deref().filter(|_| dropped) else { return Vec::new() };
    let value = earlier.declared.join(", ");
    vec![
        Finding::new(format!("version {} declared `{tag}: {value}`; this version does not", earlier.version))
            .rests_on("tag.name")
            .note(format!("both versions change {}", listed(&earlier.shared)))
            .fix(Fix::adding("if AI still shaped the patch, put the tag back", &format!("{tag}: {value}"))),
    ]
}

/// Names, and how many more there are.
fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let named = names[..names.len() - more].join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_long_list_is_cut() {
        let names: Vec<String> = (0..10).map(|n| n.to_string()).collect();
        assert_eq!(super::listed(&names), "0, 1, 2, 3, 4, 5, 6, 7 and 2 more");
        assert_eq!(super::listed(&names[..1]), "0");
    }
}
