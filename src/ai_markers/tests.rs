use super::*;
use crate::mail::{Message, Options};
use crate::patch::TagBlock;

/// The marks of a mail by Ann Dev with this message.
fn marks_of(message: &str) -> Vec<Marker> {
    let mail = format!(
        "From: Ann Dev <ann@example.org>\nSubject: [PATCH] f\n\n{message}---\n--- a/f.c\n+++ b/f.c\n\
         @@ -1 +1,2 @@\n one\n+Co-authored-by: Claude <noreply@anthropic.com>\n"
    );
    let message = Message::read(mail.as_bytes(), Options::default());
    of_patch(&Patch::read(&message))
}

#[track_caller]
fn check(message: &str, expected: &[(What, usize)]) {
    let found: Vec<_> = marks_of(message).iter().map(|m| (m.what, m.line.unwrap_or(usize::MAX))).collect();
    assert_eq!(found, expected, "{message}");
}

#[track_caller]
fn check_tag(line: &str, is_mark: bool) {
    let block = TagBlock::find(line);
    assert_eq!(of_tag(&block.tags[0]).is_some(), is_mark, "{line}");
}

#[track_caller]
fn check_person(name: &str, email: &str) {
    let identity = Identity { name: name.to_owned(), email: email.to_owned() };
    assert_eq!(of_identity(&identity), None, "{identity}");
    for key in ["Signed-off-by", "Co-authored-by", "Assisted-by", "Generated-by", "Reviewed-by"] {
        check_tag(&format!("{key}: {identity}"), false);
    }
}

#[test]
fn every_sign_of_the_table_is_found() {
    for (entry, sign) in TABLE.iter().flat_map(|entry| entry.signs.iter().map(move |sign| (entry, sign))) {
        let tool = Tool(entry.tool);
        let (line, what) = match sign {
            Sign::Address(address) => (format!("Co-authored-by: X <{address}>"), What::Credit),
            Sign::Account(account) => {
                (format!("Co-authored-by: X <1+{account}@users.noreply.github.com>"), What::Credit)
            }
            Sign::Key(key) => (format!("{key}: yes"), What::Key),
            Sign::Session(key) => (format!("{key}: 0123"), What::Footer),
            Sign::Product(name) => (format!("Generated with [{name}](https://example.org)"), What::Footer),
            Sign::Footer(start) => (format!("{start} and more"), What::Footer),
            Sign::Link(start) => (format!("{start}0123"), What::Footer),
        };
        let marks = marks_of(&format!("Why.\n\n{line}\n"));
        assert_eq!(marks, [Marker { tool, what, line: Some(2) }], "{line}");
    }
}

#[test]
fn every_entry_has_a_source_and_a_day() {
    for entry in TABLE {
        assert!(entry.source.starts_with("https://"), "{entry:?}");
        assert!(entry.as_of.len() == 10 && entry.as_of <= AS_OF, "{entry:?}");
    }
}

#[test]
fn bots_are_known_by_their_account() {
    check_tag("Co-authored-by: copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>", true);
    check_tag("Co-authored-by: claude[bot]", true);
    check_tag("Co-authored-by: claude[bot] <claude@example.org>", false);
    check_tag("Co-authored-by: AI Helper <noreply@example.org>", true);
}

#[test]
fn people_are_people() {
    for name in ["Claude Perrin", "Claude", "Devin Marsh", "Devin", "Gemini Cline", "Jules Cody", "Ai Chen"] {
        check_person(name, "someone@example.org");
        check_person(name, "");
    }
    check_person("Copilot", "pilot@example.org");
    check_person("Jo Martin", "1234567+jomartin@users.noreply.github.com");
    check_person("Claude", "claude@users.noreply.github.com");
    check_person("Ai Chen", "noreply@example.org");
}

#[test]
fn people_of_vendors_are_people() {
    for host in ["anthropic.com", "openai.com", "google.com", "github.com", "cursor.com", "jetbrains.com"] {
        check_person("Kim Lee", &format!("kim.lee@{host}"));
    }
}

#[test]
fn bots_without_ai_are_no_marks() {
    check_tag("Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", false);
    check_tag("Co-authored-by: Weblate <noreply@weblate.org>", false);
    check_tag("Signed-off-by: github-actions[bot] <actions@github.com>", false);
}

#[test]
fn who_reports_has_not_written() {
    for key in ["Reported-by", "Suggested-by", "Reviewed-by", "Tested-by", "Acked-by", "Cc", "Link"] {
        check_tag(&format!("{key}: Claude <noreply@anthropic.com>"), false);
    }
    check_tag("Link: https://claude.ai/share/0123", false);
}

#[test]
fn known_forms_of_a_value_are_tools() {
    for value in [
        "LLM",
        "LLM coccinelle sparse",
        "Claude:claude-opus-4.6",
        "Claude:claude-3-opus coccinelle sparse",
        "GitHub Copilot:claude-sonnet-4.6",
        "Claude Code:GLM-5.2",
        "Claude Code (claude-opus-5)",
        "Claude Code",
        "GPT-5.6 Sol via Codex",
        "generic LLM chatbot",
        "ChatGPTv5",
        "GNU-LLM version 1.0",
        "aider (gpt-5)",
        "Assisted-by: Claude:claude-opus-4.6",
        "Codex <noreply@openai.com>",
    ] {
        check_tag(&format!("Assisted-by: {value}"), true);
    }
    check_tag("Generated-by: claude-opus-4.6", true);
    check_tag("Made-with: Cursor", true);
    check_tag("Model: claude-opus-4.6", true);
    check_tag("Agent: codex:gpt-5", true);
}

#[test]
fn other_values_are_left_alone() {
    for value in [
        "Claude",
        "Copilot",
        "gkh_clanker_2000",
        "Ben Keeper (Red Hat)",
        "Ben Keeper, Ai Chen",
        "Claude Perrin (Inria) <claude@example.org>",
        "https://example.org/x86",
        "coccinelle:1.1.1",
        "the text cursor",
        "love",
    ] {
        check_tag(&format!("Assisted-by: {value}"), false);
    }
    for line in [
        "Generated-by: scripts/gen.py",
        "Generated-by: OpenAPI Generator:7.2.0",
        "Generated-by: openapi-generator:v7",
        "Made-with: love",
        "Model: Gemini 335",
        "Model: ThinkPad X1",
        "Agent: qemu-ga 9.2",
        "AI-generated: no",
        "AI-assisted-by: none",
    ] {
        check_tag(line, false);
    }
}

#[test]
fn footers_stand_at_the_start_of_a_line() {
    check("Generated with [Claude Code](https://claude.com/claude-code)\n", &[(What::Footer, 0)]);
    check("Why.\n\n🤖 Generated with [Claude Code](https://claude.ai/code)\n", &[(What::Footer, 2)]);
    check("🤖 Generated with Foo\n", &[(What::Footer, 0)]);
    check("Made with Cursor\n", &[(What::Footer, 0)]);
    check("It was Generated with [Claude Code](https://claude.ai/code)\n", &[]);
    check("    Generated with [Claude Code](https://claude.ai/code)\n", &[]);
    check("> Generated with [Claude Code](https://claude.ai/code)\n", &[]);
    check("Generated with [swagger](https://example.org)\n", &[]);
    check("Generated with scripts/gen.py.\n", &[]);
    check("Made with cursor keys in mind.\n", &[]);
    check("Made with Cursor keys in mind.\n", &[]);
    check("-- \nMade with Cursor\n", &[]);
}

#[test]
fn prose_and_the_diff_are_not_searched() {
    check("Some tools add\nCo-authored-by: Claude <noreply@anthropic.com> to the tags.\n", &[]);
    check("See Claude-Session: https://claude.ai/code/session_1.\n", &[]);
}

#[test]
fn the_message_of_another_commit_is_not_searched() {
    let tag = "Co-authored-by: Claude <noreply@anthropic.com>\n";
    check(&format!("Why.\n\n{tag}"), &[(What::Credit, 2)]);
    for start in [
        "commit 7d1a0c3b5e9f7d1a0c3b5e9f7d1a0c3b5e9f7d1a upstream.",
        "[ Upstream commit 7d1a0c3b5e9f7d1a0c3b5e9f7d1a0c3b5e9f7d1a ]",
    ] {
        check(&format!("{start}\n\nMade with Cursor\n\n{tag}"), &[]);
    }
    check(&format!("Why.\n\n{tag}(cherry picked from commit 7d1a0c3b5e9f)\n"), &[]);
    check(&format!("This reverts commit 7d1a0c3b5e9f.\n\n{tag}"), &[(What::Credit, 2)]);
}
