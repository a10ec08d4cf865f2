//! A change declared mechanical whose message does not say what made it.

use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, Rule, Scope};
use crate::finding::{Finding, Level};

pub(super) const RULE: Rule = Rule {
    id: "mechanical-without-tool",
    level: Level::Note,
    page: include_str!("../../docs/rules/mechanical-without-tool.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(tag) = case.mechanical_declared() else { return Vec::new() };
    if names_a_tool(&case.patch.message)
        || names_a_tool(case.patch.subject.text.as_deref().unwrap_or_default())
    {
        return Vec::new();
    }
    let finding =
        Finding::new("declared mechanical, and the message does not say which tool made the change");
    vec![finding.at(case.location_of(tag, "declared here")).rests_on("limit.exempt").help(
        "put the command into the message, indented by four blanks; if there was none, try to make the change with one",
    )]
}

/// A tool by its name, as a word of its own, or a line that looks like a command.
fn names_a_tool(message: &str) -> bool {
    static TOOL: LazyLock<Regex> = LazyLock::new(|| {
        let names = r"(?i)(?:^|[^\w-])(?:sed|awk|perl|coccinelle|spatch|cocci|comby|ast-grep|semgrep|jscodeshift|
            codemod|scripts?|scripted|regex|indent|black|isort|rustfmt|gofmt|yapf|autopep8|pyupgrade|prettier|
            uncrustify|astyle|rope|git\ grep|xargs|iwyu|lcitool|cargo\ (?:fmt|fix|clippy)|clang-[a-z]+|
            rust-analyzer|[\w./-]+\.(?:py|sh|pl|cocci|sed|awk))(?:$|[^\w-])";
        let command = r"|^(?:\ {4,}|\t)\s*(?:\$|\#)\ \S";
        Regex::new(&format!("(?mx){names}{command}")).expect("the pattern is sound")
    });
    TOOL.is_match(message)
}

#[cfg(test)]
mod tests {
    use super::names_a_tool;
    use crate::rules::testing::{check, mail};

    const ID: &str = "mechanical-without-tool";

    #[test]
    fn means_of_a_change() {
        for text in [
            "Done with sed.",
            "Run clang-format.",
            "Coccinelle did it.",
            "by a script",
            "    $ do it",
            "see scripts/x.py",
            "cargo fmt",
            "Used `spatch`",
            "sed -i s/a/b/",
        ] {
            assert!(names_a_tool(text), "{text}");
        }
        for text in
            ["It is no longer used.", "Based on the manual.", "description", "indentation", "a transcript"]
        {
            assert!(!names_a_tool(text), "{text}");
        }
    }

    #[test]
    fn a_declaration_without_a_tool() {
        check(&mail("AI-used-for: code (refactoring)"), "qemu", [ID]);
        check(
            &mail("AI-used-for: code (refactoring)").replace("The length", "Made with sed. The length"),
            "qemu",
            [],
        );
        check(&mail("AI-used-for: code"), "qemu", []);
    }
}
