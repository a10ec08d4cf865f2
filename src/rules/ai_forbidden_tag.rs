//! A tag that the project keeps for people, or does not use, credits an AI tool.

use super::{Case, Check, MOST, Rule, Scope};
use crate::ai_markers;
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-forbidden-tag",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-forbidden-tag.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let forbidden = &case.policy.forbidden.tags;
    let is_forbidden = |key: &str| forbidden.iter().any(|tag| tag.eq_ignore_ascii_case(key));
    let tags = case.own_tags().iter().filter(|tag| is_forbidden(&tag.key));
    let credits_ai =
        tags.filter(|tag| ai_markers::names_tool(tag).is_some() || ai_markers::of_tag(tag).is_some());
    credits_ai
        .take(MOST)
        .map(|tag| {
            let finding = Finding::new(format!(
                "`{}` names an AI tool; the project does not want this tag used for AI tools",
                tag.key
            ))
            .at(case.location_of(tag, "names a tool"))
            .rests_on("forbidden.tags");
            finding.fix(case.declaring_instead(tag))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[track_caller]
    fn check_tag(tag: &str, policy: &str, fires: bool) {
        let declared = format!("AI-used-for: code\n{tag}");
        if fires {
            check(&declared, policy, ["ai-forbidden-tag"]);
        } else {
            check(&declared, policy, []);
        }
    }

    #[test]
    fn a_tool_must_not_stand_there() {
        check_tag("Assisted-by: Claude:claude-opus-4.6", "qemu", true);
        check_tag("assisted-by: LLM sparse", "qemu", true);
        check_tag("Assisted-by: Claude", "qemu", true);
        check_tag("Generated-by: Claude Code (claude-opus-5)", "qemu", true);
        check_tag("Generated-by: Codex <noreply@openai.com>", "qemu-v2", true);
    }

    #[test]
    fn people_and_scripts_may() {
        check_tag("Assisted-by: Claude Perrin <claude@example.org>", "qemu", false);
        check_tag("Assisted-by: Ben Keeper and Claude", "qemu", false);
        check_tag("Generated-by: scripts/gen.py", "qemu", false);
        check_tag("Co-authored-by: Bo Sample <bo@example.org>", "qemu-v2", false);
    }

    #[test]
    fn every_policy_has_its_own() {
        let claude = "Claude <noreply@anthropic.com>";
        check(&format!("Co-authored-by: {claude}"), "kubernetes", ["ai-forbidden-tag", "ai-coauthor"]);
        check(
            &format!("AI-used-for: code\nCo-authored-by: {claude}"),
            "qemu-v2",
            ["ai-forbidden-tag", "ai-coauthor"],
        );
        check(&format!("AI-used-for: code\nCo-authored-by: {claude}"), "qemu", ["ai-coauthor"]);
        check("Assisted-by: LLM sparse", "linux", []);
    }
}
