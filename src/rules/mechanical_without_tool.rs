//! A change declared mechanical whose message does not say what made it.

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

/// Tools, and words for what one wrote.
#[rustfmt::skip]
const TOOLS: &[&str] = &[
    "ast-grep", "astyle", "autopep8", "awk", "black", "cargo clippy", "cargo fix", "cargo fmt", "cocci", "coccinelle",
    "codemod", "comby", "git grep", "gofmt", "indent", "isort", "iwyu", "jscodeshift", "lcitool", "perl", "prettier",
    "pyupgrade", "regex", "rope", "rust-analyzer", "rustfmt", "script", "scripted", "scripts", "sed", "semgrep",
    "spatch", "uncrustify", "xargs", "yapf",
];
/// What the names of scripts end with.
const ENDINGS: [&str; 6] = ["awk", "cocci", "pl", "py", "sed", "sh"];

/// A tool by its name, as a word of its own, or a line that looks like a command. A pattern would have to be
/// compiled for every patch that is merely too large.
fn names_a_tool(message: &str) -> bool {
    message.lines().any(|line| looks_like_a_command(line) || names_in(line))
}

fn looks_like_a_command(line: &str) -> bool {
    let prompt = line.trim_start().strip_prefix(['$', '#']).and_then(|rest| rest.strip_prefix(' '));
    (line.starts_with("    ") || line.starts_with('\t'))
        && prompt.is_some_and(|command| command.starts_with(|c: char| !c.is_whitespace()))
}

fn names_in(line: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let mut before = "";
    let mut rest = line;
    while let Some(start) = rest.find(is_word) {
        let end = rest[start..].find(|c| !is_word(c)).map_or(rest.len(), |len| start + len);
        let word = rest[start..end].to_ascii_lowercase();
        let after_dot = rest[..start].ends_with('.') && (start > 1 || !before.is_empty());
        let pair = if &rest[..start] == " " {
            format!("{} {word}", before.to_ascii_lowercase())
        } else {
            String::new()
        };
        let clang = word
            .strip_prefix("clang-")
            .is_some_and(|tool| tool.starts_with(|c: char| c.is_ascii_lowercase()));
        if TOOLS.contains(&&*word)
            || TOOLS.contains(&&*pair)
            || clang
            || (after_dot && ENDINGS.contains(&&*word))
        {
            return true;
        }
        before = &rest[start..end];
        rest = &rest[end..];
    }
    false
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
