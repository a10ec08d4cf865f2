//! An AI tool as the author.

use super::{Case, Check, Rule, Scope};
use crate::ai_markers;
use crate::finding::{Edit, Finding, Fix, Level, Signer};

pub(super) const RULE: Rule = Rule {
    id: "ai-author",
    level: Level::Error,
    page: include_str!("../../docs/rules/ai-author.md"),
    check: Check::Mail(Scope::Patch, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(author) = &case.patch.author else { return Vec::new() };
    let Some(tool) = ai_markers::of_identity(author) else { return Vec::new() };
    let finding = Finding::new(format!("git would record {tool} as the author: {author}")).fix(Fix {
        text: "if you have read the patch and answer for it, become its author and sign it off".to_owned(),
        edit: Some(Edit { reset_author: true, sign_off: vec![Signer::Reader], ..Edit::default() }),
    });
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

    #[track_caller]
    fn check_from(from: &str, in_body: &str, fires: bool) {
        let message = "Why.\n\nAI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>\n";
        let subject = "Subject: [PATCH] f: fix it\n\n";
        let mail = format!("From: {from}\n{subject}{in_body}{message}---\n{}", change("f.c"));
        if fires {
            check(&mail, "qemu", ["ai-author"]);
        } else {
            check(&mail, "qemu", []);
        }
    }

    #[test]
    fn a_tool_is_no_author() {
        check_from("Claude <noreply@anthropic.com>", "", true);
        check_from("Codex Test <codex@example.com>", "", true);
        check_from("\"copilot-swe-agent[bot]\" <198982749+Copilot@users.noreply.github.com>", "", true);
    }

    #[test]
    fn the_from_line_in_the_body_wins() {
        let (ann, claude) = ("Ann Dev <ann@example.org>", "Claude <noreply@anthropic.com>");
        check_from(ann, &format!("From: {claude}\n\n"), true);
        check_from(claude, &format!("From: {ann}\n\n"), false);
    }

    #[test]
    fn people_are_authors() {
        check_from("Ann Dev (aider) <ann@example.org>", "", false);
        check_from("Claude <ann@example.org>", "", false);
    }
}
