//! AI-written code beyond the size of a small bug fix.

use super::{Case, Check, Rule, Scope};
use crate::counts::counted;
use crate::finding::{Finding, Level};
use crate::language::Language;
use crate::patch::Tag;
use crate::policy::{Count, Reason};

pub(super) const RULE: Rule = Rule {
    id: "ai-code-too-large",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-code-too-large.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some((limit, reason)), Some(tag)) = (case.strictest().lines, case.code_declared()) else {
        return Vec::new();
    };
    let Some((sum, _)) = case.over_limit() else { return uncounted(case, tag, limit, reason) };
    let changes = if case.policy.limit.count == Count::Added { "adds" } else { "changes" };
    let message = format!(
        "declares AI-written code and {changes} {} of code; the policy allows {limit}{}",
        counted(sum.lines, "line"),
        reason.whereabouts()
    );
    let how = match case.policy.limit.count {
        Count::Changed => {
            format!("added and removed lines; {} if a line that replaces another counted once", sum.modified)
        }
        Count::Added => "added lines".to_owned(),
        Count::Modified => "the greater of added and removed lines of each block".to_owned(),
    };
    let finding = Finding::new(message)
        .at(case.location_of(tag, "declared here"))
        .rests_on(reason.limits())
        .help("ask the maintainer before you send an AI-written change of this size, or make it smaller");
    let finding = match case.mechanical_line() {
        Some(line) => {
            let look = mostly_explained(case).unwrap_or_default();
            finding.help(format!("{look}if the change is mechanical, say so: `{line}`"))
        }
        None => finding,
    };
    let notes = reason.note().into_iter().chain(sum.files);
    let finding = notes.fold(finding, Finding::note);
    vec![finding.note(format!("counted as {how}"))]
}

/// Source that changes as binary data is applied by git, and no line of it is seen.
fn uncounted(case: &Case<'_>, tag: &Tag, limit: u64, reason: Reason<'_>) -> Vec<Finding> {
    let counted = |class: &str| case.policy.limit.classes.iter().any(|counted| counted == class);
    let is_source = |path: &str| Language::of(path).comments.is_some();
    let mut files =
        case.files().filter(|(file, class)| file.binary && counted(class) && is_source(&file.path));
    let Some((file, _)) = files.next() else { return Vec::new() };
    let message = format!(
        "declares AI-written code and changes {} as binary data, of which no line can be counted; the policy allows {limit}{}",
        file.path,
        reason.whereabouts()
    );
    let finding = Finding::new(message).at(case.location_of(tag, "declared here")).rests_on(reason.limits());
    vec![finding.help("send it as text: `git format-patch --text`")]
}

/// Says how much of the patch repeated edits explain, where that is most of it.
fn mostly_explained(case: &Case<'_>) -> Option<String> {
    let found = case.mechanical();
    let (explained, changed) = (found.explained, found.changed);
    (explained * 2 > changed).then(|| {
        format!(
            "repeated edits explain {explained} of {} (--mechanical shows them); ",
            counted(changed, "changed line")
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, findings, mail};

    const ID: &str = "ai-code-too-large";

    /// A fix whose code grows by so many lines.
    fn grown(tag: &str, lines: usize) -> String {
        let diff = format!(
            "--- a/hw/g.c\n+++ b/hw/g.c\n@@ -1 +1,{} @@\n one\n{}",
            lines + 1,
            "+more();\n".repeat(lines)
        );
        let mail = mail(tag);
        let (message, _) = mail.split_once("---\n").unwrap();
        format!("{message}---\n{diff}")
    }

    #[test]
    fn a_rename_that_is_not_declared_is_pointed_out() {
        let side =
            |mark: &str, name: &str| (0..12).map(|n| format!("{mark}{name}(s, {n});\n")).collect::<String>();
        let diff = format!("@@ -1,12 +1,12 @@\n{}{}", side("-", "old_name"), side("+", "new_name"));
        let mail = mail("AI-used-for: code");
        let (message, _) = mail.split_once("---\n").unwrap();
        let found = findings(&format!("{message}---\n--- a/hw/g.c\n+++ b/hw/g.c\n{diff}"), "qemu");
        let finding = found.iter().find(|finding| finding.rule == ID).unwrap();
        assert!(
            finding.help_text().contains("repeated edits explain 24 of 24 changed lines"),
            "{}",
            finding.help_text()
        );
    }

    #[test]
    fn the_limit_is_inclusive() {
        check(&grown("AI-used-for: code", 20), "qemu", []);
        check(&grown("AI-used-for: code", 21), "qemu", [ID]);
        check(&grown("AI-used-for: code", 10), "qemu-llm", [ID]);
    }

    #[test]
    fn a_declaration_that_is_none_of_the_policys_is_no_way_round() {
        const UNKNOWN: &str = "ai-tag-unknown-value";
        for value in
            ["code.", "code/tests", "code-gen", "Code;", "coding", "code and tests", "bugfix", "codes"]
        {
            check(&grown(&format!("AI-used-for: {value}"), 21), "qemu", [ID, UNKNOWN]);
            check(&grown(&format!("AI-used-for: {value}"), 20), "qemu", [UNKNOWN]);
        }
        for value in
            ["code refactoring", "cleanup", "not code", "code review", "analysis", "collecting comments"]
        {
            let found = findings(&grown(&format!("AI-used-for: {value}"), 21), "qemu");
            assert!(found.iter().all(|finding| finding.rule != ID), "{value}");
        }
        check(&grown("AI-used-for: code a)", 21), "qemu", [ID, "ai-tag-malformed"]);
    }

    #[test]
    fn the_sum_can_be_redone() {
        let found = findings(&grown("AI-used-for: code", 21), "qemu");
        assert_eq!(
            found[0].notes,
            [
                "hw/g.c +21 -0 code",
                "counted as added and removed lines; 21 if a line that replaces another counted once"
            ]
        );
        assert!(
            found[0].help_text().ends_with("`AI-used-for: code (refactoring)`"),
            "{}",
            found[0].help_text()
        );
    }

    #[test]
    fn comments_are_left_out_where_the_policy_says_so() {
        let commented =
            grown("AI-used-for: code", 21).replace("+more();\n+more();\n", "+/* why */\n+more();\n");
        check(&commented, "qemu", [ID]);
        check(&commented, "qemu-v2", []);
    }

    #[test]
    fn a_free_value_declares_code() {
        check(&grown("Assisted-by: generic LLM chatbot", 16), "gcc", [ID]);
        check(&grown("Assisted-by: generic LLM chatbot", 15), "gcc", []);
        check(&grown("Assisted-by: Ben Keeper <ben@example.org>", 16), "gcc", []);
        assert!(!findings(&grown("Assisted-by: LLM", 16), "gcc")[0].help_text().contains("mechanical"));
    }
}
