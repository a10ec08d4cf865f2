//! A line that an AI tool has left in the message.

use super::{Case, Check, MOST, Rule, Scope};
use crate::ai_markers::What;
use crate::finding::{Finding, Fix, Level};

pub(super) const RULE: Rule = Rule {
    id: "ai-tool-footer",
    level: Level::Warning,
    page: include_str!("../../docs/rules/ai-tool-footer.md"),
    check: Check::Mail(Scope::Submission, check),
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let footers = case.markers().iter().filter(|mark| mark.what == What::Footer);
    let findings = footers.filter_map(|mark| {
        let location = case.message_location(mark.line?, "added by a tool");
        let finding =
            Finding::new(format!("the message still has a line that {} adds", mark.tool)).at(location);
        Some(finding.fix(Fix {
            text: "delete this line, and read the rest again: you answer for the whole message".to_owned(),
            edit: Some(case.removing(mark.line)),
        }))
    });
    findings.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check};

    /// A message by Ann Dev that declares AI use.
    #[track_caller]
    fn check_message(message: &str, fires: bool) {
        let mail = format!(
            "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f: fix it\n\n{message}\nAI-used-for: code\n\
             Signed-off-by: Ann Dev <ann@example.org>\n---\n{}",
            change("f.c")
        );
        if fires {
            check(&mail, "qemu", ["ai-tool-footer"]);
        } else {
            check(&mail, "qemu", []);
        }
    }

    #[test]
    fn footers_and_links_to_sessions() {
        check_message("🤖 Generated with [Claude Code](https://claude.com/claude-code)\n", true);
        check_message("Generated with [Amp](https://ampcode.com)\n", true);
        check_message("Made with Cursor\n", true);
        check_message("[AI-generated]\n", true);
        check_message("Link to Devin run: https://app.devin.ai/sessions/0123\n", true);
        check_message("https://claude.ai/code/session_0123\n", true);
        check(
            "AI-used-for: code\nClaude-Session: https://claude.ai/code/session_0123",
            "qemu",
            ["ai-tool-footer"],
        );
    }

    #[test]
    fn a_cover_letter_may_keep_one() {
        let cover = "From: Ann Dev <ann@example.org>\nSubject: [PATCH 0/2] f\n\nWhat.\n\nMade with Cursor\n";
        check(cover, "qemu", ["ai-tool-footer"]);
    }

    #[test]
    fn sentences_quotes_and_scripts_are_none() {
        check_message("It said \"Generated with [Claude Code]\", which is gone.\n", false);
        check_message("> Generated with [Claude Code](https://claude.ai/code)\n", false);
        check_message("Generated with scripts/gen.py.\n", false);
        check("Made-with: love", "qemu", []);
        check("Link: https://claude.ai/share/0123", "qemu", []);
    }
}
