//! A tool has left its mark, and no tag says what it was used for.

use super::{Case, Check, Rule, Scope};
use crate::ai_markers::{Marker, What};
use crate::escape::visible;
use crate::finding::{Finding, Fix, Level};
use crate::policy::Grammar;

pub(super) const RULE: Rule = Rule {
    id: "ai-tag-missing",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-tag-missing.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(name) = case.policy.tag.name.as_deref() else { return Vec::new() };
    let Some(mark) = case.markers().first() else { return Vec::new() };
    if case.is_declared() || is_lost(case) {
        return Vec::new();
    }
    let finding = Finding::new(format!("{}, and there is no `{name}` tag", in_words(mark)))
        .at(mark.line.map(|line| case.message_location(line, "the mark")))
        .rests_on("tag.name");
    let finding = match case.likely_declaration() {
        Some(line) => {
            let what = match case.policy.tag.grammar {
                Grammar::List => "say what the tool was used for",
                _ => "declare the tool",
            };
            finding.fix(Fix::adding(format!("{what}, as in `{line}`"), &line))
        }
        None => finding.help(format!("declare the tool in the project's form: `{}`", case.form())),
    };
    vec![finding.help("if it was not used, delete the line that names it")]
}

/// What a mark says, in words.
pub(super) fn in_words(mark: &Marker) -> String {
    let tool = mark.tool;
    match mark.what {
        What::Author => format!("the author is {tool}"),
        What::Credit => format!("a tag names {tool}"),
        What::Key => "a tag says that AI was used".to_owned(),
        What::Footer => format!("the message has a line that {tool} adds"),
    }
}

/// Whether the tag is there, in a place where git does not find it. That is a fault of its own.
fn is_lost(case: &Case<'_>) -> bool {
    let says = |line: &str| {
        let key = line.split_once(':').map(|(key, _)| visible(key.trim_end()));
        key.is_some_and(|key| case.policy.declares(&key))
    };
    let is_tag = |line: usize| case.patch.tags.iter().any(|tag| tag.line == line);
    case.patch.message_lines().any(|(index, line)| says(line) && !is_tag(index))
        || case.patch.lines_outside().any(|(_, line)| says(&line))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, findings};

    const CLAUDE: &str = "Co-authored-by: Claude <noreply@anthropic.com>";

    #[track_caller]
    fn check_one(tags: &str, policy: &str, fires: bool) {
        let found = findings(tags, policy).iter().filter(|f| f.rule == "ai-tag-missing").count();
        assert_eq!(found, usize::from(fires), "under {policy}:\n{tags}");
    }

    #[test]
    fn a_mark_needs_the_tag() {
        check(CLAUDE, "qemu", ["ai-tag-missing", "ai-coauthor"]);
        check_one("AI-assisted-by: Copilot", "qemu", true);
        check_one("Assisted-by: Claude:claude-opus-4.6", "qemu", true);
        check_one("Claude-Session: https://claude.ai/code/session_1", "qemu", true);
        check_one(CLAUDE, "linux", true);
        check_one("AI-used-for: code", "linux", true);
    }

    #[test]
    fn the_tag_is_there() {
        check_one(&format!("AI-used-for: code\n{CLAUDE}"), "qemu", false);
        check_one(&format!("Assisted-by: LLM\n{CLAUDE}"), "linux", false);
    }

    #[test]
    fn a_tag_that_denies_does_not_count() {
        check_one(&format!("AI-used-for: none\n{CLAUDE}"), "qemu", true);
    }

    #[test]
    fn a_tag_that_is_lost_is_another_fault() {
        check_one(&format!("AI-used-for: code\n\n{CLAUDE}"), "qemu", false);
    }

    #[test]
    fn without_a_mark_nothing_is_missed() {
        check("", "qemu", []);
        check_one("Assisted-by: Ai Chen", "qemu", false);
        check_one("Reported-by: Claude <noreply@anthropic.com>", "qemu", false);
        check_one("Link: https://claude.ai/share/0123", "qemu", false);
    }

    #[test]
    fn a_policy_without_a_tag_misses_none() {
        check_one(CLAUDE, "kubernetes", false);
    }
}
