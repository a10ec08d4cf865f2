//! A value of the AI-use tag that the policy does not list.

use super::suggestions::brief;
use super::{Case, Check, MOST, Rule, Scope};
use crate::finding::{Edit, Finding, Fix, Level};
use crate::patch::Tag;
use crate::policy::{Declaration, Grammar, Use, is_small_help};

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-unknown-value",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tag-unknown-value.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.policy.tag.grammar != Grammar::List {
        return Vec::new();
    }
    let sound = case.declarations.iter().filter(|(_, declaration)| declaration.fault.is_none());
    sound.filter_map(|(tag, declaration)| finding_of(case, tag, declaration)).take(MOST).collect()
}

/// One finding a tag, however many of its values are unknown.
fn finding_of(case: &Case<'_>, tag: &Tag, declaration: &Declaration) -> Option<Finding> {
    let is_unknown = |each: &&Use| !case.policy.tag.knows(&each.value);
    let first = declaration.uses.iter().find(is_unknown)?;
    let message = match declaration.uses.iter().filter(is_unknown).count() {
        1 => format!("`{}` is not a value of `{}`", brief(&first.value), tag.key),
        more => format!("`{}` and {} more are not values of `{}`", brief(&first.value), more - 1, tag.key),
    };
    let finding = Finding::new(message)
        .at(case.value_location(tag, &first.value, "not in the policy's list"))
        .rests_on("tag.values");
    Some(finding.fix(fix(case, tag, declaration, first)))
}

fn fix(case: &Case<'_>, tag: &Tag, declaration: &Declaration, unknown: &Use) -> Fix {
    if is_small_help(&unknown.value) {
        return Fix {
            text: "leave the tag out: it is not meant for completion or for a review before sending"
                .to_owned(),
            edit: Some(Edit { remove: case.lines_of_tag(tag), ..Edit::default() }),
        };
    }
    match case.proposal(&declaration.uses) {
        Some((text, line)) => Fix { text, ..case.replacing(tag, &line) },
        None => Fix {
            edit: None,
            text: format!(
                "use one or more of: {}; your own words can follow in parentheses, as in `{}`",
                case.values(),
                case.tag_line(&format!("code ({})", brief(&unknown.value)))
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings};

    const ID: &str = "ai-tag-unknown-value";

    #[track_caller]
    fn suggests(tag: &str, fix: &str) {
        let finding = findings(tag, "qemu").into_iter().find(|finding| finding.rule == ID).expect(tag);
        assert!(finding.help_text().contains(fix), "{}", finding.help_text());
    }

    #[test]
    fn values_of_the_policy_are_known() {
        check("AI-used-for: tests, docs", "qemu", []);
        check("AI-used-for: Tests", "qemu", []);
    }

    #[test]
    fn other_words_are_unknown() {
        check("AI-used-for: test", "qemu", [ID]);
        check("AI-used-for: collecting comments and updating patch", "qemu", [ID]);
    }

    #[test]
    fn a_word_of_a_first_draft_is_none_of_the_newest_text() {
        check("AI-used-for: analysis", "qemu", [ID]);
        check("AI-used-for: analysis", "qemu-llm", [ID]);
        suggests("AI-used-for: analysis", "AI-used-for: research");
    }

    #[test]
    fn the_nearest_word_is_suggested() {
        suggests("AI-used-for: test", "`AI-used-for: tests`");
        suggests("AI-used-for: documentation", "`AI-used-for: docs`");
        suggests("AI-used-for: code, test (qtest)", "`AI-used-for: code, tests (qtest)`");
        suggests("AI-used-for: refactoring", "`AI-used-for: code (refactoring)`");
        suggests("AI-used-for: analysis", "`AI-used-for: research`");
        suggests("AI-used-for: collecting comments", "`AI-used-for: code (collecting comments)`");
        suggests("AI-used-for: review", "leave the tag out");
        suggests("AI-used-for: code review", "leave the tag out");
    }

    #[test]
    fn a_malformed_value_is_another_fault() {
        check("AI-used-for: Ann Dev", "qemu", ["ai-tag-malformed"]);
    }

    #[test]
    fn a_free_value_is_never_unknown() {
        check("Assisted-by: LLM", "linux", []);
    }
}
